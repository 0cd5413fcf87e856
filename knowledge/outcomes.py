"""What asking can come to: the outcomes, and the records as an outcome shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from knowledge.matching.lexicon import MetaTopic
from knowledge.types import (
    Claimant,
    Conflict,
    Fact,
    Occasion,
    Person,
    Quote,
    Role,
    Round,
    Source,
    Topic,
)


@dataclass(frozen=True, slots=True)
class SpokenQuote:
    """A quote with who spoke it and where it can be read."""

    quote: Quote
    speaker: Person
    source: Source


@dataclass(frozen=True, slots=True)
class CitedFact:
    """A fact with its occasion, its sources and the quotes that may be shown."""

    fact: Fact
    occasion: Occasion
    sources: tuple[Source, ...]
    quotes: tuple[SpokenQuote, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict with every version of it that may be shown."""

    conflict: Conflict
    versions: tuple[CitedFact, ...]
    better_supported: CitedFact | None
    """The version with better support, where it may be shown."""


Verdict = Literal["yes", "no", "disputed"]
"""What the record says to a question that asks for yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One fact answers it, shown together with what it is in conflict with."""

    fact: CitedFact
    disagreements: tuple[Disagreement, ...] = ()
    neighbours: tuple[Fact, ...] = ()
    score: float = 100.0
    as_of: dt.date | None = None
    """The day whose knowledge was asked for; None for today's."""
    is_latest_assumed: bool = False
    """Whether the question named no time and the latest round is taken to be meant."""
    verdict: Verdict | None = None

    @property
    def shown(self) -> tuple[CitedFact, ...]:
        """Every fact that the answer shows, the one that was asked for first, without repeats."""
        versions = [version for d in self.disagreements for version in d.versions]
        shown = versions or [self.fact]
        shown.sort(key=lambda cited: cited.fact.id != self.fact.fact.id)
        return tuple({cited.fact.id: cited for cited in shown}.values())

    @property
    def spoken(self) -> tuple[SpokenQuote, ...]:
        """Every quote that the answer shows."""
        return tuple(spoken for cited in self.shown for spoken in cited.quotes)


OverviewKind = Literal[
    "facts",
    "occasion",
    "rounds",
    "timeline",
    "exchanges",
    "bodies",
    "positions",
    "comparison",
    "implementation",
    "quotations",
    "latest",
    "upcoming",
    "changes",
]
"""What an overview puts together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of an overview: facts and quotes under one heading."""

    occasion: Occasion | None = None
    """What they are about, where that is the heading."""
    claimant: Claimant | None = None
    """Who says them, where that is the heading."""
    facts: tuple[CitedFact, ...] = ()
    quotes: tuple[SpokenQuote, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    """The disagreements among these facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Several facts or quotes answer it, put together by what they are about."""

    kind: OverviewKind
    sections: tuple[Section, ...]
    occasion: Occasion | None = None
    """What all of it is about, where that is one round or event."""
    topic: Topic | None = None
    left_out: int = 0
    """How many more would have fitted."""
    since: dt.date | None = None
    until: dt.date | None = None
    latest_on_record: dt.date | None = None
    """The last day that any fact is about, where the question is how things stand."""
    score: float = 100.0
    as_of: dt.date | None = None
    is_latest_assumed: bool = False

    @property
    def shown(self) -> tuple[CitedFact, ...]:
        """Every fact that it shows, without repeats."""
        every = (cited for section in self.sections for cited in section.facts)
        return tuple({cited.fact.id: cited for cited in every}.values())

    @property
    def spoken(self) -> tuple[SpokenQuote, ...]:
        """Every quote that it shows, without repeats."""
        every = (spoken for section in self.sections for spoken in section.quotes)
        return tuple({spoken.quote.id: spoken for spoken in every}.values())


@dataclass(frozen=True, slots=True)
class CitedRole:
    """What a person was, with the pages that say so."""

    role: Role
    sources: tuple[Source, ...]
    is_current: bool
    """Whether it was the person's role on the day asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """Who somebody is: the roles on record, and the words."""

    person: Person
    roles: tuple[CitedRole, ...]
    facts: tuple[CitedFact, ...] = ()
    """The appointments and departures on record."""
    quotes: tuple[SpokenQuote, ...] = ()
    score: float = 100.0
    as_of: dt.date | None = None

    @property
    def shown(self) -> tuple[CitedFact, ...]:
        """Every fact that it shows."""
        return self.facts

    @property
    def spoken(self) -> tuple[SpokenQuote, ...]:
        """Every quote that it shows."""
        return self.quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """The question may mean several things: which one?"""

    choices: tuple[Fact, ...]
    score: float = 0.0


NoAnswerReason = Literal[
    "not_on_record", "opinion", "no_such_round", "nothing_that_day", "not_there"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """The record has nothing on it; with what it does have."""

    reason: NoAnswerReason
    rounds: tuple[Round, ...] = ()
    """The rounds on record, by number."""
    asked_rounds: tuple[int, ...] = ()
    """The rounds that were asked for and are not on record; empty where the latest was."""
    as_of: dt.date | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The question is about the bot itself."""

    topic: MetaTopic
    score: float = 100.0


Found: TypeAlias = Answer | Overview | Portrait
"""The outcomes that show something of the record."""
One: TypeAlias = Found | Clarification | NoAnswer | About


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Two or more questions in one message, each with its own outcome."""

    parts: tuple[Found, ...]
    score: float = 100.0

    @property
    def shown(self) -> tuple[CitedFact, ...]:
        """Every fact that the parts show, without repeats."""
        every = (cited for part in self.parts for cited in getattr(part, "shown", ()))
        return tuple({cited.fact.id: cited for cited in every}.values())

    @property
    def spoken(self) -> tuple[SpokenQuote, ...]:
        """Every quote that the parts show, without repeats."""
        every = (spoken for part in self.parts for spoken in part.spoken)
        return tuple({spoken.quote.id: spoken for spoken in every}.values())


Outcome: TypeAlias = One | Several
