"""Records for tests: each builder fills what a test does not care about.

The defaults fit together: `a_corpus()` is small and has no dangling id. Where a record has a text
in several languages, a plain string stands for the English one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from knowledge.types import (
    Citation,
    Conflict,
    Corpus,
    Event,
    Fact,
    Localised,
    Person,
    Quote,
    Record,
    Role,
    Round,
    Source,
)

A_DAY = dt.date(2025, 7, 23)
A_MOMENT = dt.datetime(2025, 8, 1, 12, 30, tzinfo=dt.UTC)


def a_text(text: str | Localised, **translations: str) -> Localised:
    """Return a text in English and in the languages given."""
    return text if isinstance(text, Localised) else Localised(en=text, **translations)


def a_source(id: str = "agency-2025-07-23", **fields: Any) -> Source:
    """Return a page of a news agency on the third round."""
    defaults: dict[str, Any] = {
        "publisher": "Agency",
        "publisher_side": "western_other",
        "label": "report on the third round",
        "url": f"https://agency.example/{id}",
        "language": "en",
        "published": "2025-07-23",
    }
    return Source(id=id, **defaults | fields)


def a_person(id: str = "rustem-umerov", **fields: Any) -> Person:
    """Return the head of a delegation."""
    defaults: dict[str, Any] = {
        "kind": "person",
        "name": "Rustem Umerov",
        "side": "ukraine",
        "roles": (a_role(),),
    }
    return Person(id=id, **_localised(defaults | fields, "name"))


def a_role(title: str | Localised = "Head of the delegation", **fields: Any) -> Role:
    """Return what a person was."""
    return Role(title=a_text(title), **{"sources": ("agency-2025-07-23",)} | fields)


def a_round(id: str = "round-3", **fields: Any) -> Round:
    """Return the third round."""
    defaults: dict[str, Any] = {
        "number": 3,
        "date": A_DAY,
        "title": "Third round",
        "venue": "Ciragan Palace, Istanbul",
        "status": "ended",
        "sources": ("agency-2025-07-23",),
    }
    texts = ("title", "venue", "outcome", "duration_note", "format")
    return Round(id=id, **_localised(defaults | fields, *texts))


def an_event(id: str = "exchange-2025-07-23", **fields: Any) -> Event:
    """Return a prisoner exchange on the day of the third round."""
    defaults: dict[str, Any] = {
        "kind": "prisoner-exchange",
        "date": A_DAY,
        "title": "Prisoner exchange",
        "sources": ("agency-2025-07-23",),
    }
    return Event(id=id, **_localised(defaults | fields, "title", "place"))


def a_quote(id: str = "umerov-on-exchange", **fields: Any) -> Quote:
    """Return words that were said after the third round."""
    defaults: dict[str, Any] = {
        "speaker": "rustem-umerov",
        "exact": "We have agreed on one more exchange",
        "language": "en",
        "said_on": A_DAY,
        "ref": "round-3",
        "topic": "prisoner-exchange",
        "source": "agency-2025-07-23",
        "form": "direct",
        "verified": True,
    }
    return Quote(id=id, **defaults | fields)


def a_fact(id: str = "round-3-exchange-count", **fields: Any) -> Fact:
    """Return a fact of the third round, with one citation."""
    defaults: dict[str, Any] = {
        "ref": "round-3",
        "topic": "prisoner-exchange",
        "claimant": "ukraine",
        "question": "How many prisoners were to be exchanged?",
        "statement": "Each side was to return at least 1,200 prisoners.",
        "as_of": A_DAY,
        "status": "current",
        "citations": (a_citation(),),
        "phrasings": {"en": ("how many prisoners",)},
    }
    texts = ("question", "statement", "withdrawn_because")
    return Fact(id=id, **_localised(defaults | fields, *texts))


def a_citation(source: str = "agency-2025-07-23", **fields: Any) -> Citation:
    """Return a citation of the default source, or of another."""
    return Citation(source=source, **fields)


def a_conflict(id: str = "round-3-exchange-number", **fields: Any) -> Conflict:
    """Return a conflict of the two facts that `a_corpus` has."""
    defaults: dict[str, Any] = {
        "kind": "number",
        "facts": ("round-3-exchange-count", "round-3-exchange-count-russia"),
        "summary": "The two sides give different numbers.",
        "reason": "Each speaks of what it offered.",
    }
    return Conflict(id=id, **_localised(defaults | fields, "summary", "reason"))


def a_corpus(*records: Record) -> Corpus:
    """Return one or two records of each kind, with these added or put in place of theirs."""
    second = a_fact(
        "round-3-exchange-count-russia",
        claimant="russia",
        statement="Russia offered to exchange about 1,200 prisoners.",
        quotes=("umerov-on-exchange",),
    )
    return a_corpus_of(
        a_source(),
        a_person(),
        a_round(),
        an_event(),
        a_quote(),
        a_fact(),
        second,
        a_conflict(),
        *records,
    )


def a_corpus_of(*records: Record) -> Corpus:
    """Return a corpus of these records only; a later one replaces an earlier one of its id."""
    fields = {
        "sources": Source,
        "people": Person,
        "rounds": Round,
        "events": Event,
        "quotes": Quote,
        "facts": Fact,
        "conflicts": Conflict,
    }
    return Corpus(
        **{
            name: {each.id: each for each in records if isinstance(each, type_)}
            for name, type_ in fields.items()
        }
    )


def _localised(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return fields | {name: a_text(fields[name]) for name in names if fields.get(name)}
