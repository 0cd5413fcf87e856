"""A question that needs the turn before it: what it leaves out is taken from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from knowledge.matching.slots import DATE, Reading, Slots, day_term, month_term

MOST_OWN_TERMS = 3
"""Terms of its own up to which a question without a time may lean on the turn before."""
_KINDS = ("ask", "side", "person", "number", "place")
"""Kinds of term of which a new one takes the place of the old ones."""
_WHO = frozenset({"side", "person"})
_ABOUT_AN_EVENT = frozenset({"when", "where", "how_long"})
_ABOUT_PEOPLE = frozenset({"synonym:head", "synonym:delegation", "synonym:members"})
"""What a question about people was about is not asked again with when or where."""


def is_follow_up(reading: Reading) -> bool:
    """Say whether a question leans on the turn before: it begins or points like one, or is bare."""
    if reading.follows or reading.points_back:
        return True
    if reading.words and all(_kind(term) == "number" for term in reading.terms):
        return bool(reading.slots.ordinals or reading.slots.names_a_time)
    return not _content(reading) and len(reading.words) <= MOST_OWN_TERMS + 2


def is_only_a_follow_up(reading: Reading) -> bool:
    """Say whether it points at what was spoken of before and says hardly anything itself."""
    slots = reading.slots
    if slots.names_a_time or slots.places or slots.people or slots.things or slots.sides:
        return False
    if slots.wants or slots.numbers or slots.ordinals or reading.speaks_of_rounds:
        return False
    return reading.points_back and len(_content(reading)) <= 1


def follow(reading: Reading, before: Reading) -> Reading:
    """Return what a question means after another one.

    A question with a subject of its own keeps it, and takes over when and where. One without takes
    over the subject too, except what it names itself.
    """
    reading = _with_counted_day(reading, before)
    slots = _with_occasion(reading.slots, before.slots)
    if _is_on_somebody(reading, before):
        (person,) = before.slots.people
        terms = (f"person:{person}", *reading.terms)
        return replace(reading, terms=terms, slots=replace(slots, people=before.slots.people))
    if _content(reading):
        return replace(reading, slots=slots)
    named = {kind for kind in _KINDS if _of_kind(reading.terms, kind)}
    if named & _WHO:
        named |= _WHO
    kept = tuple(term for term in before.terms if _kind(term) not in named)
    is_on_words = "synonym:say" in (*before.terms, *reading.terms)
    if reading.slots.asks & _ABOUT_AN_EVENT and not is_on_words:
        kept = tuple(t for t in kept if _kind(t) not in _WHO and t not in _ABOUT_PEOPLE)
        before = replace(
            before,
            slots=replace(before.slots, sides=frozenset(), people=frozenset(), actor=None),
        )
    if reading.slots.names_a_time:
        kept = tuple(term for term in kept if not term.startswith(DATE))
    merged = replace(
        slots,
        sides=slots.sides if named & _WHO else before.slots.sides,
        people=slots.people if named & _WHO else before.slots.people,
        actor=slots.actor if named & _WHO else before.slots.actor,
        things=slots.things or before.slots.things,
        numbers=slots.numbers or before.slots.numbers,
        asks=slots.asks or before.slots.asks,
        acts=slots.acts | before.slots.acts,
        is_negated=slots.is_negated or before.slots.is_negated,
        wants=slots.wants | before.slots.wants,
    )
    terms = tuple(dict.fromkeys((*kept, *reading.terms)))
    return replace(reading, terms=terms, slots=merged, unknown=reading.unknown | before.unknown)


def _is_on_somebody(reading: Reading, before: Reading) -> bool:
    """Say whether it asks something new of the one person who was spoken of.

    "When did he say it" asks for more about the same.
    """
    slots = reading.slots
    if not reading.means_somebody or slots.people or slots.sides or len(before.slots.people) != 1:
        return False
    return bool(_content(reading)) or bool(reading.terms and not slots.asks - {"what"})


def _with_occasion(slots: Slots, before: Slots) -> Slots:
    """Take over the round, the time and the place, unless the question names some."""
    if not slots.names_a_time:
        slots = replace(
            slots,
            rounds=before.rounds,
            days=before.days,
            months=before.months,
            years=before.years,
            span=before.span,
        )
    elif not slots.rounds and not slots.places and slots.days == before.days:
        slots = replace(slots, rounds=before.rounds)
    if "where" in slots.asks:
        return slots
    if slots.rounds and not before.rounds:
        return slots if before.places == slots.places else replace(slots, places=before.places)
    return slots if slots.places else replace(slots, places=before.places)


def _with_counted_day(reading: Reading, before: Reading) -> Reading:
    """Read a bare ordinal as a day of the month, or a round, that was spoken of before."""
    slots = reading.slots
    if slots.names_a_time or len(slots.ordinals) != 1 or "how_many" in slots.asks:
        return reading
    (number,) = slots.ordinals
    counted = {f"number:{number}", "synonym:second"}
    terms = tuple(term for term in reading.terms if term not in counted)
    numbers = slots.numbers - {str(number)}
    months = {month for month, _ in before.slots.days} | before.slots.months
    if before.slots.rounds or not months or number > 31:
        slots = replace(slots, rounds=frozenset({number}), numbers=numbers, ordinals=frozenset())
        return replace(reading, terms=terms, slots=slots)
    month = max(months)
    slots = replace(
        slots,
        days=frozenset({(month, number)}),
        years=before.slots.years,
        numbers=numbers,
        ordinals=frozenset(),
    )
    dated = (*terms, day_term(month, number), month_term(month))
    return replace(reading, terms=dated, slots=slots)


def _content(reading: Reading) -> frozenset[str]:
    """Return the terms that say what a question is about, not who, when, where or how many."""
    return frozenset(
        term
        for term in reading.terms
        if _kind(term) not in _KINDS and not term.startswith(DATE) and term not in reading.generic
    )


def _kind(term: str) -> str:
    return term.partition(":")[0] if ":" in term else ""


def _of_kind(terms: Iterable[str], kind: str) -> bool:
    return any(_kind(term) == kind for term in terms)
