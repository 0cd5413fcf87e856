"""Phrasings as templates: `(a|b)` for alternatives, `[x]` for what may be left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

MAX_EXPANSIONS: Final = 400
"""A template that says more than this many utterances is refused: split it."""
SLOT: Final = re.compile(r"\{([a-z_]*)\}")
_PIECE = re.compile(r"[()\[\]|]|[^()\[\]|]+")


class TemplateError(ValueError):
    """The template cannot be read; the message says where and what was expected."""


@dataclass(frozen=True, slots=True)
class _Choice:
    options: tuple[_Sequence, ...]

    @property
    def width(self) -> int:
        """How many variants it takes for every alternative inside to be said once."""
        return len(self.options) * max(option.width for option in self.options)

    def variant(self, number: int) -> str:
        """Return the utterance that takes the alternatives of that number, in a circle."""
        inner, outer = divmod(number, len(self.options))
        return self.options[outer].variant(inner)

    def expansions(self) -> Iterator[str]:
        for option in self.options:
            yield from option.expansions()


@dataclass(frozen=True, slots=True)
class _Sequence:
    parts: tuple[str | _Choice, ...]

    @property
    def width(self) -> int:
        return max((part.width for part in self.parts if isinstance(part, _Choice)), default=1)

    def variant(self, number: int) -> str:
        return "".join(
            part if isinstance(part, str) else part.variant(number) for part in self.parts
        )

    def expansions(self) -> Iterator[str]:
        options = [(part,) if isinstance(part, str) else part.expansions() for part in self.parts]
        for combination in product(*options):
            yield "".join(combination)


def expand(template: str) -> tuple[str, ...]:
    """Return every utterance that a template says, without repeats, in order.

    Raises:
        TemplateError: a bracket is not closed or not opened, or there are more than
            `MAX_EXPANSIONS` utterances.
    """
    found = list(islice(_read(template).expansions(), MAX_EXPANSIONS + 1))
    if len(found) > MAX_EXPANSIONS:
        raise TemplateError(f"says more than {MAX_EXPANSIONS} utterances: split it")
    return _tidy(found)


def variants(template: str) -> tuple[str, ...]:
    """Return few utterances that together say every alternative of a template at least once.

    Raises:
        TemplateError: a bracket is not closed or not opened.
    """
    choice = _read(template)
    return _tidy(choice.variant(number) for number in range(choice.width))


def _tidy(utterances: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(utterance.split()) for utterance in utterances))


def _read(template: str) -> _Choice:
    pieces = _PIECE.findall(template)
    choice, end = _parse(pieces, 0, closing=None)
    if end < len(pieces):
        raise TemplateError(f"{pieces[end]!r} closes a bracket that was never opened")
    return choice


def _parse(pieces: Sequence[str], position: int, closing: str | None) -> tuple[_Choice, int]:
    """Read alternatives up to the closing bracket, or to the end where that is None."""
    options: list[_Sequence] = []
    parts: list[str | _Choice] = []
    while position < len(pieces) and pieces[position] not in (")", "]"):
        piece = pieces[position]
        position += 1
        if piece == "|":
            options.append(_Sequence(tuple(parts)))
            parts = []
        elif piece in "([":
            inner, position = _parse(pieces, position, ")" if piece == "(" else "]")
            optional = (_Sequence(("",)),) if piece == "[" else ()
            parts.append(_Choice(inner.options + optional))
        else:
            parts.append(piece)
    options.append(_Sequence(tuple(parts)))
    if closing is None:
        return _Choice(tuple(options)), position
    if position == len(pieces) or pieces[position] != closing:
        raise TemplateError(f"expected {closing!r} to close a bracket")
    return _Choice(tuple(options)), position + 1
