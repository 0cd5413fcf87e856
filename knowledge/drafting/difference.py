"""What differs between two versions of a record, word by word; and a change done again on top."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.revising import table_of
from knowledge.types import Record

How = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words that stayed, went or came."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One key whose value differs."""

    key: str
    segments: tuple[Segment, ...]


def differences(before: Record | None, after: Record) -> tuple[Difference, ...]:
    """Return every key that differs, in the order in which the later version has them."""
    old = dict(_flat(table_of(before))) if before else {}
    new = dict(_flat(table_of(after)))
    keys = [*new, *(key for key in old if key not in new)]
    return tuple(
        Difference(key, _segments(old.get(key, ""), new.get(key, "")))
        for key in keys
        if old.get(key) != new.get(key) and key != "id"
    )


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, tuple | list):
            yield name, "; ".join(map(_item, value))
        else:
            yield name, str(value)


def _item(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(text for _, text in _flat(value))
    return str(value)


def _segments(before: str, after: str) -> tuple[Segment, ...]:
    old, new = _words(before), _words(after)
    found: list[Segment] = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(Segment("same", "".join(old[start:end])))
            continue
        if end > start:
            found.append(Segment("gone", "".join(old[start:end])))
        if new_end > new_start:
            found.append(Segment("new", "".join(new[new_start:new_end])))
    return tuple(found)


def _words(text: str) -> list[str]:
    return re.findall(r"\s*\S+", text)


def on_top(base: Record | None, wanted: Record, current: Record) -> dict[str, Any]:
    """Return the current version's table with what was wanted of the base done to it again.

    Where both changed the same key, the wanted value stands: the difference will show it.
    """
    before = table_of(base) if base else {}
    return _merged(before, table_of(wanted), table_of(current))


def _merged(
    base: Mapping[str, Any], wanted: Mapping[str, Any], current: Mapping[str, Any]
) -> dict[str, Any]:
    merged = dict(current)
    for key in {*base, *wanted}:
        old, new, now = base.get(key), wanted.get(key), current.get(key)
        if old == new:
            continue
        if isinstance(new, Mapping) and isinstance(now, Mapping):
            merged[key] = _merged(old if isinstance(old, Mapping) else {}, new, now)
        elif isinstance(new, tuple) and isinstance(old, tuple) and isinstance(now, tuple):
            merged[key] = _merged_list(old, new, now)
        elif new is None:
            merged.pop(key, None)
        else:
            merged[key] = new
    return merged


def _merged_list(
    old: tuple[Any, ...], new: tuple[Any, ...], now: tuple[Any, ...]
) -> tuple[Any, ...]:
    kept = tuple(each for each in now if each in new or each not in old)
    return (*kept, *(each for each in new if each not in old and each not in kept))
