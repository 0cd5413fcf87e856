"""Everything that a fact or a quote speaks of, to judge questions by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from knowledge.matching.slots import Reading, Span
from knowledge.types import Corpus, Event, Fact, Occasion, Quote, Round

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything that a fact, its quotes and its phrasings speak of, to judge questions by."""

    rounds: frozenset[int]
    days: frozenset[tuple[int, int]]
    months: frozenset[int]
    years: frozenset[int]
    sides: frozenset[str]
    people: frozenset[str]
    things: frozenset[str]
    numbers: frozenset[str]
    asks: frozenset[str]
    places: frozenset[str] = frozenset()
    pairs_of_rounds: frozenset[frozenset[int]] = frozenset()
    """Rounds that a phrasing names together, such as those that it lies between."""
    spans: frozenset[Span] = frozenset()
    """The times between two days that its phrasings name."""
    befores: frozenset[dt.date] = frozenset()
    """The days before which its phrasings ask for something."""
    first: dt.date = dt.date.min
    """The first day that it is about."""
    last: dt.date = dt.date.max
    is_of_a_round: bool = True
    """Whether it is about an Istanbul round, whose number needs no place beside it."""
    follows_round: bool = False
    """Whether it is about what followed from an Istanbul round."""
    is_background: bool = False
    """Whether it is about what came before the rounds on record."""


_OUTER: Mapping[str, str] = {"abu-dhabi": "uae", "miami": "florida", "mar-a-lago": "florida"}
"""Places of the lexicon that lie in another one."""


def _with_outer(places: frozenset[str]) -> frozenset[str]:
    """Return the places with those that they lie in."""
    return places | {_OUTER[place] for place in places if place in _OUTER}


def profile_of(
    fact: Fact, corpus: Corpus, asked: Iterable[Reading], stated: Iterable[Reading]
) -> Profile:
    """Return what a fact speaks of, in its phrasings and its statements."""
    asked_slots = [reading.slots for reading in asked]
    every = [*asked_slots, *(reading.slots for reading in stated)]
    occasion = corpus.occasion(fact.ref)
    speakers = {corpus.quotes[quote].speaker for quote in fact.quotes}
    follows = _round_carried_out(occasion, corpus)
    held = occasion if isinstance(occasion, Round) else follows
    own_round = {held.number} if held else set()
    asked_rounds = union(slots.rounds for slots in asked_slots)
    if isinstance(occasion, Round) and fact.topic != "next-round":
        # What a round's fact says of another round does not make it an answer about that one.
        asked_rounds = frozenset()
    dates = dates_of(fact, corpus)
    end = occasion.end_date if isinstance(occasion, Event) else None
    return Profile(
        rounds=asked_rounds | own_round,
        days=union(slots.days for slots in every) | {(d.month, d.day) for d in dates},
        months=union(slots.months for slots in every)
        | {d.month for d in dates}
        | {month for slots in every for month, _ in slots.days},
        years=union(slots.years for slots in every) | {d.year for d in dates},
        sides=union(slots.sides for slots in every) | {fact.claimant},
        people=union(slots.people for slots in every) | speakers,
        things=union(slots.things for slots in every),
        numbers=union(slots.numbers for slots in every),
        asks=union(slots.asks for slots in asked_slots),
        places=_with_outer(union(slots.places for slots in every)),
        pairs_of_rounds=frozenset(s.rounds for s in asked_slots if len(s.rounds) > 1),
        spans=frozenset(slots.span for slots in every if slots.span is not None),
        befores=frozenset(slots.before for slots in every if slots.before is not None),
        first=min(*dates, occasion.date),
        last=max(*dates, end or occasion.date),
        is_of_a_round=isinstance(occasion, Round),
        follows_round=isinstance(occasion, Event) and occasion.follows_from in corpus.rounds,
        is_background=isinstance(occasion, Event) and occasion.kind == "background",
    )


def _round_carried_out(occasion: Occasion, corpus: Corpus) -> Round | None:
    """Return the round whose agreement an exchange or a transfer carried out."""
    if not isinstance(occasion, Event) or occasion.follows_from is None:
        return None
    if occasion.kind not in ("prisoner-exchange", "bodies-repatriation"):
        return None
    return corpus.rounds.get(occasion.follows_from)


def profile_of_quote(quote: Quote, corpus: Corpus, profiles: Iterable[Profile]) -> Profile:
    """Return what a quote speaks of; `profiles` are those of the facts of its occasion."""
    occasion = corpus.occasion(quote.ref)
    dates = (quote.said_on, occasion.date)
    return Profile(
        rounds=frozenset({occasion.number}) if isinstance(occasion, Round) else frozenset(),
        days=frozenset((date.month, date.day) for date in dates),
        months=frozenset(date.month for date in dates),
        years=frozenset(date.year for date in dates),
        sides=frozenset({corpus.people[quote.speaker].side}),
        people=frozenset({quote.speaker}),
        things=frozenset(),
        numbers=frozenset(),
        asks=frozenset(),
        places=union(profile.places for profile in profiles),
        first=min(dates),
        last=max(dates),
        is_of_a_round=isinstance(occasion, Round),
    )


def dates_of(fact: Fact, corpus: Corpus) -> tuple[dt.date, ...]:
    """Return the day of a fact, and of its round; an event's other days are other facts' days."""
    held = corpus.rounds.get(fact.ref)
    return (fact.as_of, held.date) if held else (fact.as_of,)


def union(sets: Iterable[frozenset[_T]]) -> frozenset[_T]:
    """Return everything that is in one of the sets."""
    return frozenset().union(*sets)
