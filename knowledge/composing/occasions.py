"""Overviews of rounds and events: what happened, when, and what changed since; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from knowledge.citing import rounds_until
from knowledge.composing.desk import Desk, subject_terms, up_to, with_rivals, words_of
from knowledge.matching.judging import is_within, objections
from knowledge.matching.profile import Profile
from knowledge.matching.slots import TRILATERAL, Reading, Slots
from knowledge.outcomes import Overview, OverviewKind
from knowledge.types import (
    Event,
    EventKind,
    Fact,
    FactId,
    Occasion,
    Round,
    Topic,
)

MOST_OF_AN_OCCASION: Final = 10
MOST_ON_A_TIMELINE: Final = 28
NAMING_A_KIND: Final = frozenset(
    {"thing:bodies", "thing:prisoners", "synonym:exchange", "synonym:return", "synonym:people"}
)
"""What says nothing but that exchanges or transfers are meant."""
_FIRST_OF_AN_OCCASION: Final[Sequence[Topic]] = (
    "outcome",
    "prisoner-exchange",
    "bodies-repatriation",
    "ceasefire",
    "leaders-summit",
    "memorandum",
    "children",
    "civilians",
    "working-groups",
    "next-round",
    "delegation",
    "venue",
)
"""What of a round or event is told first: what touches most people."""


def on_an_occasion(reading: Reading, desk: Desk) -> Overview | None:
    """Tell what happened in a round or at an event."""
    occasions = occasions_meant(reading, desk)
    if len(occasions) != 1:
        return None
    (occasion,) = occasions
    facts = [fact for fact in desk.facts() if fact.ref == occasion.id]
    if not facts:
        return None
    chosen = most_telling(facts, MOST_OF_AN_OCCASION)
    return Overview(
        kind="occasion",
        occasion=occasion,
        sections=(desk.section(with_rivals(chosen, desk), occasion=occasion),),
        left_out=max(0, len(facts) - len(chosen)),
        as_of=desk.as_of,
    )


def on_rounds(desk: Desk, kind: OverviewKind = "rounds") -> Overview | None:
    """List the Istanbul rounds with the fact that says when each was held."""
    sections = [
        desk.section([key], occasion=held)
        for held in rounds_until(desk.corpus, desk.as_of)
        if (key := key_fact(held, desk)) is not None
    ]
    if not sections:
        return None
    if kind == "latest":
        sections = sections[-1:]
    latest = max(fact.as_of for fact in desk.facts())
    return Overview(kind=kind, sections=tuple(sections), latest_on_record=latest, as_of=desk.as_of)


def on_what_comes_next(desk: Desk) -> Overview | None:
    """Tell what the record last has on a next round, and how old the record is."""
    facts = [fact for fact in desk.facts() if fact.topic == "next-round"]
    facts.sort(key=lambda fact: (fact.as_of, fact.id), reverse=True)
    latest = max((fact.as_of for fact in desk.facts()), default=None)
    if not facts:
        return None
    return Overview(
        kind="upcoming",
        sections=(desk.section(facts[:3]),),
        topic="next-round",
        latest_on_record=latest,
        as_of=desk.as_of,
    )


def on_a_timeline(reading: Reading, desk: Desk) -> Overview | None:
    """List what happened, by day: of one kind, between two days, at one place."""
    slots = reading.slots
    kinds = _kinds_meant(reading)
    is_bounded = slots.names_a_time or slots.places or TRILATERAL in reading.terms
    content = [t for t in subject_terms(reading) if not t.startswith(("side:", "place:"))]
    if content and not kinds and not is_bounded:
        return None
    if "timeline" not in slots.wants and not NAMING_A_KIND.issuperset(content) and not kinds:
        # "A list of children" is no list of what happened.
        return None
    occasions = [
        occasion for occasion in _occasions(desk) if _is_on(occasion, slots, kinds, reading, desk)
    ]
    occasions.sort(key=lambda occasion: (occasion.date, occasion.id))
    sections = [
        desk.section(facts, occasion=occasion)
        for occasion in occasions
        if (facts := _entries(occasion, slots, kinds, desk))
    ]
    if not sections:
        return None
    shown, left_out = up_to(sections, MOST_ON_A_TIMELINE)
    kind: OverviewKind = "timeline"
    if kinds == {"prisoner-exchange"}:
        kind = "exchanges"
    elif kinds == {"bodies-repatriation"}:
        kind = "bodies"
    return Overview(kind=kind, sections=shown, left_out=left_out, as_of=desk.as_of)


def on_the_latest(reading: Reading, desk: Desk) -> Overview | None:
    """Tell of the last event of the kind that a question speaks of."""
    if not _kinds_meant(reading) or reading.slots.names_a_time:
        return None
    every = on_a_timeline(reading, desk)
    if every is None:
        return None
    latest = max(fact.as_of for fact in desk.facts())
    return replace(
        every, kind="facts", sections=every.sections[-1:], left_out=0, latest_on_record=latest
    )


def key_fact(occasion: Occasion, desk: Desk) -> Fact | None:
    """Return the fact that says that, and when, a round or an event took place."""
    facts = [fact for fact in desk.facts() if fact.ref == occasion.id]
    if not facts:
        return None

    def fitness(fact: Fact) -> tuple[bool, bool, bool, str]:
        profile = desk.index.profiles[FactId(fact.id)]
        return (
            "when" not in profile.asks,
            fact.topic not in ("outcome", "leaders-summit", "prisoner-exchange"),
            (occasion.date.month, occasion.date.day) not in profile.days,
            fact.id if fact.id.endswith("held") else f"~{fact.id}",
        )

    return min(facts, key=fitness)


def _occasions(desk: Desk) -> list[Occasion]:
    occasions: list[Occasion] = [*desk.corpus.rounds.values(), *desk.corpus.events.values()]
    return [o for o in occasions if desk.as_of is None or o.date <= desk.as_of]


def occasions_meant(reading: Reading, desk: Desk) -> list[Occasion]:
    """Return the rounds or events that a question names by number, day, month or place."""
    slots = reading.slots
    if slots.rounds and not slots.places and "synonym:trilateral" not in reading.terms:
        return [r for r in rounds_until(desk.corpus, desk.as_of) if r.number in slots.rounds]
    kinds = _kinds_meant(reading)
    found = []
    for occasion in _occasions(desk):
        if kinds and not (isinstance(occasion, Event) and occasion.kind in kinds):
            continue
        if not (slots.places or slots.days):
            continue
        if slots.places <= _places_of(occasion, desk) and _overlaps(occasion, slots):
            found.append(occasion)
    talks = [o for o in found if isinstance(o, Round) or o.kind in ("talks", "summit")]
    return talks if len(found) > 1 and talks else found


def _kinds_meant(reading: Reading) -> frozenset[EventKind]:
    """Return the kinds of event that a question speaks of; none for all of them."""
    things = reading.slots.things
    if "bodies" in things:
        return frozenset({"bodies-repatriation"})
    is_release = {"synonym:people", "synonym:return"} <= set(reading.terms)
    if "prisoners" in things or "synonym:exchange" in reading.terms or is_release:
        return frozenset({"prisoner-exchange"})
    if "summit" in things:
        return frozenset({"summit"})
    if "synonym:trilateral" in reading.terms:
        return frozenset({"talks"})
    return frozenset()


def _places_of(occasion: Occasion, desk: Desk) -> frozenset[str]:
    return frozenset(
        place
        for each in desk.index.read_facts.values()
        if each.occasion.id == occasion.id
        for place in each.profile.places
    )


def _overlaps(occasion: Occasion, slots: Slots) -> bool:
    """Say whether a round or event lies in the time that a question names."""
    end = occasion.end_date if isinstance(occasion, Event) and occasion.end_date else occasion.date
    first, last = occasion.date, end
    if slots.years and not any(first.year <= year <= last.year for year in slots.years):
        return False
    months = {(first.month + n - 1) % 12 + 1 for n in range(_months_between(first, last) + 1)}
    if slots.months and months.isdisjoint(slots.months):
        return False
    if slots.span and not is_within(slots.span, first, last):
        return False
    return all(
        first <= day <= last or (first.month, first.day) == (month, number)
        for month, number in slots.days
        for day in (_in_year(first, month, number),)
    )


def _months_between(first: dt.date, last: dt.date) -> int:
    return min(11, (last.year - first.year) * 12 + last.month - first.month)


def _in_year(like: dt.date, month: int, day: int) -> dt.date:
    try:
        return dt.date(like.year, month, day)
    except ValueError:
        return dt.date.min


def _is_on(
    occasion: Occasion,
    slots: Slots,
    kinds: frozenset[EventKind],
    reading: Reading,
    desk: Desk,
) -> bool:
    """Say whether a timeline that is asked for has a round or an event on it."""
    if kinds and not (isinstance(occasion, Event) and occasion.kind in kinds):
        return False
    if slots.rounds and not (isinstance(occasion, Round) and occasion.number in slots.rounds):
        return False
    if slots.places and not slots.places <= _places_of(occasion, desk):
        return False
    if "synonym:trilateral" in reading.terms and not _mentions(occasion, "trilateral", desk):
        return False
    return _overlaps(occasion, slots)


def _mentions(occasion: Occasion, synonym: str, desk: Desk) -> bool:
    key = key_fact(occasion, desk)
    return key is not None and f"synonym:{synonym}" in words_of(key, desk)


def _entries(
    occasion: Occasion,
    slots: Slots,
    kinds: frozenset[EventKind],
    desk: Desk,
) -> list[Fact]:
    """Return the facts that stand on a timeline for one round or event."""
    key = key_fact(occasion, desk)
    if key is None:
        return []
    if not kinds or "talks" in kinds or "summit" in kinds:
        return with_rivals([key], desk)
    figures = [
        fact
        for fact in desk.facts()
        if fact.ref == occasion.id
        and fact.topic in kinds
        and isinstance(fact.value, int | float)
        and _is_in_time(desk.index.profiles[FactId(fact.id)], slots)
    ]
    return with_rivals(figures, desk) or [key]


def _is_in_time(profile: Profile, slots: Slots) -> bool:
    found = objections(Slots(months=slots.months, years=slots.years, span=slots.span), profile)
    return not found


def most_telling(facts: Sequence[Fact], most: int) -> list[Fact]:
    """Choose facts by turns of topic, so that none crowds out the others."""
    by_topic: dict[str, list[Fact]] = {}
    for fact in facts:
        by_topic.setdefault(fact.topic, []).append(fact)
    for group in by_topic.values():
        group.sort(key=lambda fact: (-len(fact.citations), fact.id))
    order: list[str] = [topic for topic in _FIRST_OF_AN_OCCASION if topic in by_topic]
    order += [topic for topic in by_topic if topic not in order]
    chosen: list[Fact] = []
    while len(chosen) < most and any(by_topic.values()):
        for topic in order:
            if by_topic[topic] and len(chosen) < most:
                chosen.append(by_topic[topic].pop(0))
    return chosen
