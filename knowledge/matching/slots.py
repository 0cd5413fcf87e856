"""What an utterance comes to: terms to compare, and slots that can contradict a fact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from knowledge.matching.lexicon import Season, Want
from knowledge.types import Language, Side

MonthDay: TypeAlias = tuple[int, int]


Span: TypeAlias = tuple[MonthDay, MonthDay]


SEASONS: Mapping[Season, Span] = {
    "winter": ((12, 1), (2, 29)),
    "spring": ((3, 1), (5, 31)),
    "summer": ((6, 1), (8, 31)),
    "autumn": ((9, 1), (11, 30)),
}


LATEST = 0
"""The round number that stands for "the latest round" until the corpus says which that is."""


TRILATERAL = "synonym:trilateral"


COMMON_YEAR = 2025
"""A year without a leap day."""
DATE = "date:"
"""How the terms of days and months begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What an utterance pins down; an empty set or None means that it says nothing of the kind."""

    rounds: frozenset[int] = frozenset()
    """Round numbers; `LATEST` for the latest one."""
    days: frozenset[tuple[int, int]] = frozenset()
    """(month, day)."""
    months: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    sides: frozenset[Side] = frozenset()
    actor: Side | None = None
    """The side that acts, where the utterance shows it."""
    people: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()
    """Names, by their capital letter, and counted things that nothing on record has."""
    is_opinion: bool = False
    """Whether an opinion or a forecast is asked for."""
    is_forecast: bool = False
    """Whether it asks what will be."""
    acts: frozenset[str] = frozenset()
    """What a side does in it: offers, wants, says."""
    is_negated: bool = False
    wants: frozenset[Want] = frozenset()
    span: Span | None = None
    """From one (month, day) to another, whatever the year."""
    before: dt.date | None = None
    """What it asks for came before this day."""
    names_another_kind_of_round: bool = False
    """Whether it speaks of trilateral rounds, which are counted apart from those of Istanbul."""
    ordinals: frozenset[int] = frozenset()
    """Ordinals that stand beside no noun of a round: "the second one", "the 16th"."""

    @property
    def names_a_time(self) -> bool:
        """Say whether it names a round, a day, a month, a year or a bounded time."""
        return bool(
            self.rounds or self.days or self.months or self.years or self.span or self.before
        )


class Part(NamedTuple):
    """Words of an utterance that were read together, and the terms that they stand for."""

    words: tuple[str, ...]
    terms: tuple[str, ...] = ()
    is_ignored: bool = False
    """Whether they say nothing about what is asked."""


PartSpan: TypeAlias = tuple[int, int, int, int, bool]
"""First word and word behind, first term and term behind, and whether a part is ignored."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An utterance after reading: the terms in order, without fillers, and the slots."""

    terms: tuple[str, ...]
    slots: Slots
    unknown: frozenset[str] = frozenset()
    """Terms whose word stands neither in the lexicon nor in any phrasing."""
    language: Language = "en"
    """The language that it was read in."""
    words: tuple[str, ...] = ()
    """The words as they were read, misspelt ones put right."""
    follows: bool = False
    """Whether it begins as a question does that leans on the one before."""
    points_back: bool = False
    """Whether a word of it points at what was spoken of before."""
    means_somebody: bool = False
    """Whether a word of it stands for a person who was spoken of before."""
    generic: frozenset[str] = frozenset()
    """Terms of its language that say little about the subject."""
    as_of: tuple[int | None, int, int] | None = None
    """(year, month, day) of the day whose knowledge it asks for."""
    corrected: int = 0
    """How many words were put right."""
    foreign: int = 0
    """How many words no dictionary of its language has, be they known from a lexicon or not."""
    asks_for_latest: bool = False
    """Whether a word of it asks for the last of something."""
    speaks_of_rounds: bool = False
    """Whether a word of it is what a round is called."""
    read_terms: tuple[str, ...] = ()
    """The terms as they were read, the bounds of a time among them."""
    spans: tuple[PartSpan, ...] = ()
    """Where the words stand that were read together, and their terms."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its words in order, as they were read together."""
        return tuple(
            Part(self.words[start:end], self.read_terms[first:behind], is_ignored)
            for start, end, first, behind, is_ignored in self.spans
        )

    @property
    def known(self) -> int:
        """How many terms are known."""
        return len(self.terms) - sum(term in self.unknown for term in self.terms)


def day_term(month: int, day: int) -> str:
    """Return the term of a day of the year."""
    return f"{DATE}{month}-{day}"


def month_term(month: int) -> str:
    """Return the term of a month."""
    return f"{DATE}{month}"
