"""A record as the text of its file, byte for byte as curators write it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from knowledge.types import (
    Conflict,
    Event,
    Fact,
    Localised,
    Person,
    Quote,
    Record,
    Round,
    Source,
)

LONGEST_LINE: Final = 100
"""Characters up to which a list stands on one line."""

_KEYS: Final[Mapping[type[Record], str]] = {
    Source: "publisher publisher_side label url language title published published_basis "
    "origin note",
    Person: "kind side aliases note name roles",
    Round: "number date status sources planned_time start_time end_time duration_minutes hosts "
    "previous title venue outcome duration_note heads format",
    Event: "kind date sources end_date follows_from title place",
    Quote: "speaker exact language said_on ref topic source form verified is_translation "
    "same_statement_as note gist",
    Fact: "ref topic claimant as_of status value unit quotes superseded_by verified withdrawn_on "
    "note statement question phrasings withdrawn_because citations",
    Conflict: "kind facts better_supported summary reason",
}
"""The keys of each kind of file, in the order of its template."""
_FOLDERS: Final[Mapping[type[Record], str]] = {
    Source: "sources",
    Person: "people",
    Round: "rounds",
    Event: "events",
    Quote: "quotes",
    Conflict: "conflicts",
}


def path_of(record: Record) -> str:
    """Return where the file of a record lies, relative to the data directory."""
    if isinstance(record, Fact):
        return f"facts/{record.ref}/{record.id}.toml"
    return f"{_FOLDERS[type(record)]}/{record.id}.toml"


def text_of(record: Record) -> str:
    """Return the text of a record's file; equal records give equal text."""
    values = {key: value for key, value in _values(record).items() if key != "id"}
    ordered = {key: values[key] for key in _KEYS[type(record)].split() if key in values}
    assert ordered.keys() == values.keys(), f"no place for {values.keys() - ordered.keys()}"
    return "\n".join(_lines(ordered, "")) + "\n"


def _values(table: Any) -> dict[str, Any]:
    """Return the keys of a dataclass that are not at their defaults."""
    return {
        field.name: getattr(table, field.name)
        for field in fields(table)
        if getattr(table, field.name) != field.default
    }


def _lines(values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    """Yield plain keys first, then tables, each after an empty line."""
    for key, value in values.items():
        if not _is_table(value):
            yield f"{key} = {_value(value, key)}"
    for key, value in values.items():
        if not _is_table(value):
            continue
        name = f"{prefix}{key}"
        for table in value if isinstance(value, tuple) else (value,):
            # A table inside a repeated one follows it directly, as the curated files have it.
            if not prefix:
                yield ""
            yield f"[[{name}]]" if isinstance(value, tuple) else f"[{name}]"
            inner = _values(table) if is_dataclass(table) else dict(table)
            if isinstance(table, Mapping):
                inner = {language: inner[language] for language in _in_order(inner)}
            yield from _lines(_role_in_order(inner), f"{name}.")


def _in_order(languages: Mapping[str, Any]) -> list[str]:
    order = [field.name for field in fields(Localised)]
    return sorted(languages, key=order.index)


def _role_in_order(values: dict[str, Any]) -> dict[str, Any]:
    first = {key: values[key] for key in ("sources", "since", "until") if key in values}
    return first | values


def _is_table(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and is_dataclass(value[0])
    return is_dataclass(value) or isinstance(value, Mapping)


def _value(value: object, key: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return _list(value, key)
    if isinstance(value, str):
        # A whole day stands bare, wherever a part of one could stand as text.
        return value if key in _DATES and value.count("-") == 2 else _string(value)
    return repr(value)


_DATES: Final = frozenset({"published", "since", "until"})


def _list(values: tuple[Any, ...], key: str) -> str:
    written = [_value(value, "") for value in values]
    line = f"[{', '.join(written)}]"
    if len(f"{key} = {line}") <= LONGEST_LINE and key not in _ALWAYS_LONG:
        return line
    return "[\n" + "".join(f"    {value},\n" for value in written) + "]"


_ALWAYS_LONG: Final = frozenset({"en", "uk", "ru", "tr"})
"""Phrasings stand one a line, however few."""


def _string(text: str) -> str:
    """Return the string in quotation marks; in single ones where it has double ones inside."""
    if '"' in text and not any(each in text for each in "'\\") and text.isprintable():
        return f"'{text}'"
    # JSON's escapes are TOML's, but for the delete character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
