"""The named queries of `queries/`, one file a subject, and the parser that reads them."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADING = re.compile(r"^-- (\w+) --$\n", re.MULTILINE)
_PURPOSE = re.compile(r"-- \S.*\n")


def load_queries() -> Mapping[str, str]:
    """Read the queries that are installed with the package, by name.

    Raises:
        ValueError: a name is used twice, or a query has no purpose or no statement.
    """
    entries = files("knowledge.store").joinpath("queries").iterdir()
    scripts = sorted((e for e in entries if e.name.endswith(".sql")), key=lambda e: e.name)
    return parse_queries("\n".join(script.read_text(encoding="utf-8") for script in scripts))


def parse_queries(text: str) -> dict[str, str]:
    """Split a file into its queries: `-- name --`, one line of purpose, the statement.

    Raises:
        ValueError: a name is used twice, or a query has no purpose or no statement.
    """
    queries: dict[str, str] = {}
    _, *parts = _HEADING.split(text)
    for name, section in zip(parts[::2], parts[1::2], strict=True):
        if name in queries:
            raise ValueError(f"query {name} is there twice")
        queries[name] = _statement(name, section)
    return queries


def _statement(name: str, section: str) -> str:
    purpose = _PURPOSE.match(section)
    if purpose is None:
        raise ValueError(f"query {name} does not say what it is for")
    statement = section[purpose.end() :].strip()
    if not statement:
        raise ValueError(f"query {name} has no statement")
    return statement
