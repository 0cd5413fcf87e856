"""A command as it was typed: words at its head, then `key: value`, by line or by ` | `."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Sign = Literal["", "+", "-"]
_FIELD: Final = re.compile(r"([+-]?)\s*([a-z_]+(?:\.[a-z_]+)*)\s*:(?!//)\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Field:
    """One `key: value`; a sign before the key adds to a list or takes from it."""

    key: str
    value: str
    sign: Sign = ""

    def __str__(self) -> str:
        return f"{self.sign}{self.key}: {self.value}"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands behind a command."""

    head: str
    """The words before the first key; lines of it are kept apart."""
    fields: tuple[Field, ...]

    def all(self, *keys: str) -> tuple[str, ...]:
        """Return the values of any of these keys, in order."""
        return tuple(field.value for field in self.fields if field.key in keys)

    def first(self, *keys: str) -> str:
        """Return the first value of any of these keys, or nothing."""
        return next(iter(self.all(*keys)), "")

    def without(self, *keys: str) -> Typed:
        """Return the same without these keys."""
        return Typed(self.head, tuple(field for field in self.fields if field.key not in keys))

    def with_field(self, key: str, value: str) -> Typed:
        """Return the same with one more key at its end."""
        return Typed(self.head, (*self.fields, Field(key, value)))

    def with_head(self, head: str) -> Typed:
        """Return the same with other words at its head."""
        return Typed(head, self.fields)

    def __str__(self) -> str:
        return "\n".join(filter(None, (self.head, *map(str, self.fields))))


def read_typed(text: str) -> Typed:
    """Split what stands behind a command; a line without a key goes on with the one before."""
    head: list[str] = []
    fields: list[Field] = []
    for part in _parts(text):
        found = _FIELD.fullmatch(part)
        if found:
            sign, key, value = found.groups()
            fields.append(Field(key, value.strip(), sign))  # type: ignore[arg-type]
        elif fields:
            last = fields.pop()
            fields.append(Field(last.key, f"{last.value} {part}".strip(), last.sign))
        else:
            head.append(part)
    return Typed("\n".join(head), tuple(fields))


def _parts(text: str) -> Iterator[str]:
    text = text.strip().replace("\r\n", "\n")
    for part in text.split("\n") if "\n" in text else re.split(r"\s\|\s", text):
        if stripped := part.strip():
            yield stripped
