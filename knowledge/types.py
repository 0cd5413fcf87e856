"""The words of the domain as frozen values; GLOSSARY.md defines each of them.

A record is what a curator keeps: a source, a person, a round, an event, a quote, a fact or a
conflict. The classes below are also the schema of the files in `knowledge/data`: the loader
validates a TOML table straight into them, and refuses keys that they do not have.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, NewType, TypeAlias, get_args

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints

FactId = NewType("FactId", str)
SourceId = NewType("SourceId", str)
PersonId = NewType("PersonId", str)
QuoteId = NewType("QuoteId", str)
OccasionId = NewType("OccasionId", str)
"""Id of a round or of an event: what a fact or a quote is about."""
ConflictId = NewType("ConflictId", str)

Language = Literal["en", "uk", "ru", "tr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Side = Literal["ukraine", "russia", "turkiye", "us", "other"]
Claimant = Literal["ukraine", "russia", "turkiye", "us", "reported"]
"""Who asserts a fact: a side, or `reported` for neutral reporting and for both sides together."""
PublisherSide = Literal[
    "ukrainian", "russian", "russian_independent", "russian_aligned", "turkish", "western_other"
]
Topic = Literal[
    "bodies-repatriation",
    "ceasefire",
    "children",
    "civilians",
    "delegation",
    "duration",
    "format",
    "implementation",
    "leaders-summit",
    "mediation",
    "memorandum",
    "next-round",
    "outcome",
    "prisoner-exchange",
    "reaction",
    "territory",
    "venue",
    "working-groups",
]
FactStatus = Literal["current", "disputed", "superseded", "withdrawn"]
RoundStatus = Literal["announced", "postponed", "cancelled", "started", "ended"]
EventKind = Literal[
    "background",
    "prisoner-exchange",
    "bodies-repatriation",
    "summit",
    "talks",
    "consultations",
    "appointment",
    "follow-up",
    "ceasefire",
]
ConflictKind = Literal[
    "attribution",
    "number",
    "venue",
    "duration",
    "wording",
    "format",
    "blame",
    "role",
    "date",
]

MAX_ID_LENGTH = 48
"""Characters of an id, so that a button's data stays within Telegram's 64 bytes."""
MAX_QUOTE_WORDS = 40


def _as_partial_date(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _check_partial_date(value: str) -> str:
    parts = [int(part) for part in value.split("-")]
    dt.date(*(*parts, 1, 1)[:3])
    return value


def _check_quote_length(value: str) -> str:
    if (words := len(value.split())) > MAX_QUOTE_WORDS:
        raise ValueError(f"expected at most {MAX_QUOTE_WORDS} words, found {words}")
    return value


def _check_time(value: str) -> str:
    dt.time.fromisoformat(value)
    return value


Id = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=MAX_ID_LENGTH)
]
Line = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$")]
"""One line of text that is not empty and has no space at its ends."""
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]
PartialDate = Annotated[
    str,
    BeforeValidator(_as_partial_date),
    StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
    AfterValidator(_check_partial_date),
]
"""A day, or only a month (`2025-07`) or a year where no more is known."""
LocalTime = Annotated[str, StringConstraints(pattern=r"^\d{2}:\d{2}$"), AfterValidator(_check_time)]
"""Time of day in Istanbul (UTC+3)."""


def _check_value(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | str | None):
        raise ValueError("expected a number or a line of text")  # noqa: TRY004 - pydantic's own
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("expected a finite number")
    return value


Day = Annotated[dt.date, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=1)]
Flag = Annotated[bool, Field(strict=True)]
Value = Annotated[int | float | str | None, BeforeValidator(_check_value)]
"""What a fact counts or names, if it does."""

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Localised:
    """One text in at least one language of the record; empty English is not written yet."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    en: Line = ""
    uk: Line | None = None
    ru: Line | None = None
    tr: Line | None = None

    def __post_init__(self) -> None:
        """Refuse a text in no language.

        Raises:
            ValueError: there is none.
        """
        if not any(self.has(language) for language in LANGUAGES):
            raise ValueError("expected the text in at least one of en, uk, ru, tr")

    def has(self, language: Language) -> bool:
        """Say whether the text is written in that language."""
        return bool(getattr(self, language))

    def within(self, language: Language) -> str:
        """Return the text in that language, else in English, else in what there is."""
        order = (language, *LANGUAGES)
        found: str = next(filter(None, (getattr(self, each) for each in order)))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A published page that carries a fact or a quote."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    publisher: Line
    publisher_side: PublisherSide
    label: Line
    """What the page is, in our words; shown where the headline is not known."""
    url: WebAddress
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    title: Line | None = None
    published: PartialDate | None = None
    published_basis: Literal["stated", "from_url", "inferred_from_content"] | None = None
    origin: Line | None = None
    """Whose text it is, where the publisher merely carries it."""
    note: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a person was, and from when to when a source says so."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    title: Localised
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who speaks or is spoken of, or a side that speaks without a name."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    kind: Literal["person", "collective"]
    name: Localised
    side: Side
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    aliases: tuple[Line, ...] = ()
    note: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Who headed the delegations of a round."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    ukraine: PersonId
    russia: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One of the Istanbul rounds."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    number: Count
    date: Day
    title: Localised
    venue: Localised
    status: RoundStatus
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    outcome: Localised | None = None
    planned_time: LocalTime | None = None
    start_time: Line | None = None
    end_time: Line | None = None
    duration_minutes: Count | None = None
    duration_note: Localised | None = None
    heads: Heads | None = None
    hosts: tuple[PersonId, ...] = ()
    format: Localised | None = None
    previous: OccasionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Anything on the timeline that is not an Istanbul round."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    kind: EventKind
    date: Day
    title: Localised
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    end_date: Day | None = None
    place: Localised | None = None
    follows_from: OccasionId | None = None


Occasion: TypeAlias = Round | Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Verbatim words of a source, with who is said to have spoken them."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    speaker: PersonId
    exact: Annotated[Line, AfterValidator(_check_quote_length)]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    said_on: Day
    ref: OccasionId
    topic: Topic
    source: SourceId
    form: Literal["direct", "fragment", "reported"]
    """Whole words, a few words inside a journalist's sentence, or words relayed unnamed."""
    verified: Flag
    """Whether the words were seen again, exactly so, in a second look at the source."""
    is_translation: Flag = False
    """Whether the source's language is probably not the one that was spoken."""
    same_statement_as: QuoteId | None = None
    gist: Localised | None = None
    """What the words say, in ours: shown where the words themselves may not be."""
    note: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The link from a fact to a source."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    source: SourceId
    locator: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement that somebody makes or reports, resting on at least one citation."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    ref: OccasionId
    topic: Topic
    claimant: Claimant
    question: Localised
    """The question that it answers, as a button shows it."""
    statement: Localised
    as_of: Day
    """The day on which it was true."""
    status: FactStatus
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    phrasings: Mapping[Language, Annotated[tuple[Line, ...], Field(min_length=1)]]
    """The ways people ask for it: templates, see `knowledge/data/README.md`."""
    value: Value = None
    unit: Line | None = None
    quotes: tuple[QuoteId, ...] = ()
    superseded_by: FactId | None = None
    verified: Flag | None = None
    withdrawn_on: Day | None = None
    withdrawn_because: Localised | None = None
    note: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Facts that cannot all be right; an answer that shows one of them shows the others."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    kind: ConflictKind
    facts: Annotated[tuple[FactId, ...], Field(min_length=2)]
    summary: Localised
    reason: Localised
    """Why one version is better supported, or why none is."""
    better_supported: FactId | None = None


Record: TypeAlias = Source | Person | Round | Event | Quote | Fact | Conflict
Kind = Literal["source", "person", "round", "event", "quote", "fact", "conflict"]
RECORD_TYPES: Mapping[Kind, type[Record]] = {
    "source": Source,
    "person": Person,
    "round": Round,
    "event": Event,
    "quote": Quote,
    "fact": Fact,
    "conflict": Conflict,
}
"""The kinds of record, in an order in which each refers mostly to those before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All records that passed the checks."""

    sources: Mapping[SourceId, Source] = field(default_factory=dict)
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    rounds: Mapping[OccasionId, Round] = field(default_factory=dict)
    events: Mapping[OccasionId, Event] = field(default_factory=dict)
    quotes: Mapping[QuoteId, Quote] = field(default_factory=dict)
    facts: Mapping[FactId, Fact] = field(default_factory=dict)
    conflicts: Mapping[ConflictId, Conflict] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Mapping[Kind, dict[Any, Any]]) -> Corpus:
        """Put records, by kind and id, together."""
        return cls(
            sources=records["source"],
            people=records["person"],
            rounds=records["round"],
            events=records["event"],
            quotes=records["quote"],
            facts=records["fact"],
            conflicts=records["conflict"],
        )

    def of_kind(self, kind: Kind) -> Mapping[str, Record]:
        """Return the records of one kind by id."""
        return {
            "source": self.sources,
            "person": self.people,
            "round": self.rounds,
            "event": self.events,
            "quote": self.quotes,
            "fact": self.facts,
            "conflict": self.conflicts,
        }[kind]  # type: ignore[return-value]

    def occasion(self, ref: OccasionId) -> Occasion:
        """Return the round or event of that id; KeyError where there is none."""
        return self.rounds[ref] if ref in self.rounds else self.events[ref]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A numbered version of a record, with who made it, when and why."""

    kind: Kind
    id: str
    number: int
    """1 for the first version; each later one counts up by one."""
    body: str
    """The record as canonical JSON: sorted keys, defaults left out."""
    sources: tuple[SourceId, ...]
    """The sources that it cites, the one to show first at the front; some kinds cite none."""
    author: str
    made_at: dt.datetime
    """In UTC."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A record that is being changed: its revision before, none where it is new, and after."""

    kind: Kind
    id: str
    before: Revision | None
    after: Revision
