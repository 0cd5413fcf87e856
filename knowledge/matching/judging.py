"""What speaks against answering a question with a fact, whatever the score says."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Literal

from knowledge.matching.profile import Profile
from knowledge.matching.slots import COMMON_YEAR, Slots, Span

LEAST_DECISIVE = 13
"""Number from which one that a fact does not have speaks against it."""

Objection = Literal[
    "round",
    "date",
    "side",
    "person",
    "stranger",
    "opinion",
    "place",
    "thing",
    "number",
    "ask",
    "opposite",
]
"""The slot of the question that contradicts the fact."""

_ASKS_TO_BE_MET = frozenset({"where", "how_many", "how_long"})
"""Kinds of answer that a fact either gives or does not; who and when every answer says, and a
reason may stand in any statement."""


def objections(question: Slots, fact: Profile) -> tuple[Objection, ...]:
    """Return each slot of the question that the fact contradicts or says nothing about."""
    return tuple(_objections(question, fact))


def _objections(question: Slots, fact: Profile) -> Iterator[Objection]:
    is_own = question.rounds <= fact.rounds or question.rounds in fact.pairs_of_rounds
    if not is_own or _is_another_round(question, fact):
        yield "round"
    if not (
        question.days <= fact.days
        and question.months <= fact.months
        and question.years <= fact.years
        and (
            question.span is None
            or question.span in fact.spans
            or is_within(question.span, fact.first, fact.last)
        )
        and (
            question.before is None
            or question.before in fact.befores
            or fact.first < question.before
        )
    ):
        yield "date"
    if not question.sides <= fact.sides:
        yield "side"
    if not question.people <= fact.people:
        yield "person"
    if question.strangers:
        yield "stranger"
    if question.is_opinion:
        yield "opinion"
    if not question.places <= fact.places:
        yield "place"
    if not question.things <= fact.things:
        yield "thing"
    if _has_other_numbers(question, fact):
        yield "number"
    if not question.asks & _ASKS_TO_BE_MET <= fact.asks:
        yield "ask"


def _has_other_numbers(question: Slots, fact: Profile) -> bool:
    """Say whether a fact has none of the numbers that a question names.

    Small ones mostly count something on the way: two teams, three groups, one day or two.
    """
    decisive = {number for number in question.numbers if int(number) >= LEAST_DECISIVE}
    return bool(decisive) and decisive.isdisjoint(fact.numbers)


def _is_another_round(question: Slots, fact: Profile) -> bool:
    """Say whether a number of a round without a place means an Istanbul round, unlike the fact."""
    named = question.places or question.names_another_kind_of_round
    return bool(question.rounds) and not named and not fact.is_of_a_round and not fact.follows_round


def is_within(span: Span, first: dt.date, last: dt.date) -> bool:
    """Say whether a time has a day between two days of the year, whatever the year."""
    start, end = span
    if start <= end:
        return any(
            dt.date(year, *_valid(start)) <= last and first <= dt.date(year, *_valid(end))
            for year in range(first.year, last.year + 1)
        )
    return is_within((start, (12, 31)), first, last) or is_within(((1, 1), end), first, last)


def _valid(day: tuple[int, int]) -> tuple[int, int]:
    """Return a day that every year has: the last of the month where it has fewer."""
    month, number = day
    return month, min(number, calendar.monthrange(COMMON_YEAR, month)[1])
