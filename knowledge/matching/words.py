"""A word of an utterance, what it stands for, and the dates and numbers that it may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.matching.lexicon import Want

MeaningKind = Literal[
    "filler",
    "negation",
    "opinion",
    "ask",
    "side",
    "person",
    "place",
    "thing",
    "synonym",
    "number",
    "season",
]


# "1.5" is a number: without a year the month needs both digits to make a date.
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)[./](\d\d?(?=[./])|\d\d)(?:[./](\d{2,4}))?")


MOST_ROUNDS = 40
"""A greater number beside "round" or "talks" counts something else."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word or phrase stands for."""

    kind: MeaningKind
    value: str

    @property
    def term(self) -> str:
        """The term by which utterances and phrasings are compared."""
        return f"{self.kind}:{self.value}"


def has_phrase(phrases: Iterable[Sequence[str]], words: Sequence[Word]) -> bool:
    """Say whether one of the phrases stands somewhere among the words."""
    said = [word.raw for word in words]
    return any(
        said[at : at + len(phrase)] == list(phrase)
        for phrase in phrases
        for at in range(len(said) - len(phrase) + 1)
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, in normal form, and its stem."""

    raw: str
    stem: str
    meaning: Meaning | None = None
    """What it stands for by itself."""
    is_negated: bool = False
    """Whether its ending says "not", as a Turkish verb's does."""
    is_receiver: bool = False
    """Whether its ending says that something is given or said to it, as the Turkish dative does."""
    is_future: bool = False
    """Whether it is a verb of the future."""
    is_native: bool = True
    """Whether a dictionary of the language has it."""
    is_corrected: bool = False
    """Whether it was put right."""
    begins_as_written: bool = True
    """Whether a phrase of more than one word begins with it, as it is written."""
    begins_by_stem: bool = True
    """Whether a phrase of more than one word begins with a word of its stem."""
    asks_for: Want | None = None
    """What it alone says is wanted."""
    begins_wish: bool = True
    """Whether a phrase that says what is wanted may begin with it."""
    number: str = ""
    """Its digits, without the ending of an ordinal; "" where it begins with none."""
    names_time: bool = True
    """Whether a date or the naming of a round may begin with it; few words may."""
    is_plain: bool = False
    """Whether its meaning is its own, whatever stands beside it, and no side's or person's."""
    is_lost: bool = False
    """Whether it is no known word nor any other of the language."""
    is_latest: bool = False
    """Whether it makes the noun beside it mean the latest one."""
    is_round_noun: bool = False
    """Whether it is what a round is called."""

    @property
    def term(self) -> str:
        """The term that it alone gives an utterance."""
        return self.meaning.term if self.meaning else self.stem

    @property
    def begins(self) -> bool:
        """Whether a phrase of more than one word may begin with it."""
        return self.begins_as_written or self.begins_by_stem

    @property
    def is_filler(self) -> bool:
        """Whether it says nothing about what is asked."""
        return self.meaning is not None and self.meaning.kind == "filler"

    @property
    def denies(self) -> bool:
        """Whether it says "not"."""
        return self.meaning is not None and self.meaning.kind == "negation"

    def as_day(self) -> int | None:
        """Return the day of the month that it may be."""
        number = self.number
        return day if number.isdecimal() and 1 <= (day := int(number[:9])) <= 31 else None

    def as_number(self) -> int | None:
        """Return the number that it writes in the digits 0 to 9."""
        return int(self.raw) if self.raw.isascii() and self.raw.isdecimal() else None

    def as_ordinal(self) -> int | None:
        """Return the small number that it writes in digits with an ending: 3rd, 3-й."""
        number = self.number
        is_one = number != self.raw and number.isdecimal() and len(number) <= 2
        return int(number) if is_one and 1 <= int(number) <= MOST_ROUNDS else None

    def as_small(self) -> int | None:
        """Return the number that may count a round."""
        number = self.as_number()
        return number if number is not None and 1 <= number <= MOST_ROUNDS else None

    def as_year(self) -> int | None:
        """Return the year that it may be."""
        number = self.number
        is_year = len(number) == 4 and number.isdecimal() and number[:2] in ("19", "20")
        return int(number) if is_year else None

    def as_date(self) -> tuple[int | None, int, int] | None:
        """Return (year, month, day) of a date in digits, day first as the four languages write."""
        match = _DATE.fullmatch(self.raw)
        if not match:
            return None
        year: int | None
        if match[1]:
            year, month, day = int(match[1]), int(match[2]), int(match[3])
        else:
            year = int(match[6]) % 100 + 2000 if match[6] else None
            month, day = int(match[5]), int(match[4])
        return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
