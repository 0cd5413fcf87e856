"""A TOML file that somebody sent: one record, or several in the folders of the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import tomli

from knowledge.curation.load import FOLDERS
from knowledge.curation.problem import Problem
from knowledge.curation.schema import parse
from knowledge.types import RECORD_TYPES, Kind, Record

MOST_BYTES: Final = 1_000_000
"""A file of records is smaller; what is larger is another file by mistake."""
_TOLD_BY: Final[tuple[tuple[str, Kind], ...]] = (
    ("statement", "fact"),
    ("exact", "quote"),
    ("url", "source"),
    ("number", "round"),
    ("roles", "person"),
    ("facts", "conflict"),
    ("date", "event"),
)
"""A key that only one kind of record has, looked for in this order."""


def parse_sent(name: str, content: bytes) -> tuple[list[Record], list[Problem]]:
    """Return the records of a file, or every problem of it.

    The file is one record as in the data directory, named by its file name; or it has a table
    `[<folder>.<id>]` for each of several records, such as `[facts.r3-held]`.
    """
    if len(content) > MOST_BYTES:
        message = f"expected at most {MOST_BYTES:,} bytes, found {len(content):,}"
        return [], [Problem(name, "", message)]
    try:
        table = tomli.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        message = f"expected TOML in UTF-8, found another byte at {error.start}"
        return [], [Problem(name, "", message)]
    except (tomli.TOMLDecodeError, RecursionError) as error:
        return [], [Problem(name, "", f"expected TOML: {error}")]
    if not table:
        return [], [Problem(name, "", "the file is empty")]
    if table.keys() <= FOLDERS.keys():
        return _several(table, name)
    return _one(table, name)


def _several(table: Mapping[str, Any], name: str) -> tuple[list[Record], list[Problem]]:
    records: list[Record] = []
    problems: list[Problem] = []
    for folder, tables in table.items():
        if not isinstance(tables, dict):
            problems.append(Problem(name, folder, f"expected tables such as [{folder}.<id>]"))
            continue
        for record_id, each in tables.items():
            path = f"{name}: {folder}.{record_id}"
            if not isinstance(each, dict):
                problems.append(Problem(path, "", "expected the table of a record"))
                continue
            _add(FOLDERS[folder], record_id, each, path, records, problems)
    return records, problems


def _one(table: Mapping[str, Any], name: str) -> tuple[list[Record], list[Problem]]:
    kind = next((kind for key, kind in _TOLD_BY if key in table), None)
    if kind is None:
        message = f"no kind of record has these keys; several records: {_example()}"
        return [], [Problem(name, "", message)]
    records: list[Record] = []
    problems: list[Problem] = []
    record_id = name.rsplit("/", 1)[-1].removesuffix(".toml")
    _add(kind, record_id, table, name, records, problems)
    return records, problems


def _example() -> str:
    return "a table such as [facts.r3-held] for each"


def _add(
    kind: Kind,
    record_id: str,
    table: Mapping[str, Any],
    path: str,
    records: list[Record],
    problems: list[Problem],
) -> None:
    if "id" in table:
        problems.append(Problem(path, "id", "expected no id: the file's or table's name is the id"))
    record, found = parse(RECORD_TYPES[kind], {**table, "id": record_id}, path)
    problems += found
    if record is not None:
        records.append(record)
