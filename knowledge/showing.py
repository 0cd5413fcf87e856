"""One fact as an answer: with what it is in conflict with, and what to ask next; pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

from knowledge.citing import cite, disagreements_of, in_conflict_with, is_known
from knowledge.outcomes import Answer
from knowledge.types import Corpus, Fact, FactId, Topic

MOST_NEIGHBOURS: Final = 3
"""Buttons to neighbouring questions under an answer: one row each, a thumb's reach."""

NEXT_TOPICS: Final[tuple[Topic, ...]] = (
    "outcome",
    "prisoner-exchange",
    "ceasefire",
    "leaders-summit",
    "bodies-repatriation",
    "memorandum",
    "delegation",
    "civilians",
    "children",
    "working-groups",
    "implementation",
    "next-round",
    "territory",
    "mediation",
    "reaction",
    "venue",
    "format",
    "duration",
)
"""What readers go on to, first what touches most people."""


def answer_with(
    fact_id: FactId, corpus: Corpus, as_of: dt.date | None = None, *, score: float = 100.0
) -> Answer:
    """Return the answer that shows one fact and everything that it is in conflict with."""
    fact = corpus.facts[fact_id]
    return Answer(
        fact=cite(fact, corpus, as_of=as_of),
        disagreements=tuple(disagreements_of(fact, corpus, as_of)),
        neighbours=_neighbours(fact, corpus, as_of),
        score=score,
        as_of=as_of,
    )


def _neighbours(fact: Fact, corpus: Corpus, as_of: dt.date | None) -> tuple[Fact, ...]:
    """Return facts of the same occasion to ask for next: of the same topic, then of others."""
    shown = in_conflict_with(FactId(fact.id), corpus) | {fact.id}
    others = [
        other
        for other in corpus.facts.values()
        if other.id not in shown and other.ref == fact.ref and is_known(other, as_of)
    ]
    # In a circle from this fact on, so that walking along the buttons visits every fact.
    others.sort(key=lambda other: (other.id < fact.id, other.id))
    same_topic = [other for other in others if other.topic == fact.topic]
    of_other_topics = {
        other.topic: other for other in reversed(others) if other.topic != fact.topic
    }
    by_topic = sorted(of_other_topics.values(), key=lambda other: NEXT_TOPICS.index(other.topic))
    return tuple([*same_topic[:2], *by_topic][:MOST_NEIGHBOURS])
