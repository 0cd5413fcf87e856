"""What speaks against answering a question with a fact, whatever the score says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from knowledge.matching.index import Profile
from knowledge.matching.reading import Slots

Objection = Literal[
    "round",
    "date",
    "side",
    "person",
    "stranger",
    "opinion",
    "thing",
    "number",
    "ask",
    "opposite",
]
"""The slot of the question that contradicts the fact."""

_ASKS_TO_BE_MET = frozenset({"where", "how_many", "how_long", "why"})
"""Kinds of answer that a fact either gives or does not; who and when every answer says."""


def objections(question: Slots, fact: Profile) -> tuple[Objection, ...]:
    """Return each slot of the question that the fact contradicts or says nothing about."""
    return tuple(_objections(question, fact))


def _objections(question: Slots, fact: Profile) -> Iterator[Objection]:
    if not question.rounds <= fact.rounds:
        yield "round"
    if not (
        question.days <= fact.days
        and question.months <= fact.months
        and question.years <= fact.years
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
    if not question.things <= fact.things:
        yield "thing"
    if not question.numbers <= fact.numbers:
        yield "number"
    if not question.asks & _ASKS_TO_BE_MET <= fact.asks:
        yield "ask"
