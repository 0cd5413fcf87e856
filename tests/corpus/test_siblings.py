"""The sibling matrix: no question for one fact is ever answered with another one instead.

Facts on one topic that differ by a round, a day, a side, a number, a place or a person are asked
for in nearly the same words. Of the questions all are asked, of the phrasings a fixed part, or all
with `--long` (`make tests-long`).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from knowledge import LANGUAGES, Answer, Fact, Knowledge, Language, ask
from knowledge.citing import is_known
from knowledge.matching.utterances import utterances_of

EACH = 15
"""One phrasing of so many is asked without `--long`."""


@dataclass(frozen=True)
class Mistaken:
    """A question, the fact that it asks for, and the sibling that it was answered with."""

    language: Language
    utterance: str
    asked: str
    answered: str
    differs_in: frozenset[str]


def slots_of(fact: Fact, knowledge: Knowledge) -> dict[str, object]:
    """Return what may tell a fact from its siblings."""
    profile = knowledge.index.profiles[fact.id]  # type: ignore[index]
    return {
        "occasion": fact.ref,
        "date": fact.as_of,
        "side": fact.claimant,
        "number": fact.value,
        "place": profile.places,
        "person": profile.people,
    }


def difference(one: Fact, other: Fact, knowledge: Knowledge) -> frozenset[str]:
    """Return the slots in which two facts differ."""
    mine, theirs = slots_of(one, knowledge), slots_of(other, knowledge)
    return frozenset(name for name, value in mine.items() if value != theirs[name])


def asked_for(fact: Fact, knowledge: Knowledge, language: Language, *, every: int) -> Iterator[str]:
    """Yield the question of a fact, and one of `every` utterances of its phrasings."""
    question: str | None = getattr(fact.question, language)
    if question:
        yield question
    for utterance in utterances_of(fact, knowledge.corpus, language):
        if utterance != question and zlib.crc32(utterance.encode()) % every == 0:
            yield utterance


def mistaken(knowledge: Knowledge, language: Language, *, every: int) -> Iterator[Mistaken]:
    """Yield the questions that are answered with a sibling of the fact that they ask for."""
    for fact in knowledge.corpus.facts.values():
        if not is_known(fact, None):
            continue
        for utterance in asked_for(fact, knowledge, language, every=every):
            outcome = ask(knowledge, utterance, language=language)
            if not isinstance(outcome, Answer):
                continue
            other = outcome.fact.fact
            is_shown = fact.id in {cited.fact.id for cited in outcome.shown}
            differs_in = difference(fact, other, knowledge)
            if not is_shown and other.topic == fact.topic and differs_in:
                yield Mistaken(language, utterance, fact.id, other.id, differs_in)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_for_a_fact_is_never_answered_with_its_sibling(
    language: Language, knowledge: Knowledge, request: pytest.FixtureRequest
) -> None:
    every = 1 if request.config.getoption("--long") else EACH

    found = list(mistaken(knowledge, language, every=every))

    assert found == []
