"""The overmatch gate: every phrasing, asked as it stands, is answered with its own fact."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.answering import Answer, Clarification, answer, latest_round_of
from knowledge.curation.load import Curated
from knowledge.curation.problem import Problem
from knowledge.matching.index import Index, utterances_of
from knowledge.matching.recognise import Recognition, recognise
from knowledge.types import Corpus, Fact, FactId

MOST_SHOWN = 3
"""Lost phrasings that are listed for a fact; the others mostly are lost for the same reason."""


def check_phrasings(curated: Curated) -> list[Problem]:
    """Return every phrasing that another fact wins; the files must have passed `check`."""
    return sorted(_overmatches(curated))


def _overmatches(curated: Curated) -> Iterator[Problem]:
    corpus = curated.corpus
    for language, lexicon in curated.lexicons.items():
        index = Index(corpus, lexicon)
        for fact in corpus.facts.values():
            lost = dict.fromkeys(_lost(fact, corpus, index))
            for utterance, winner in list(lost)[:MOST_SHOWN]:
                message = f"{utterance!r} is won by {winner}"
                yield Problem(curated.paths["fact", fact.id], f"phrasings.{language}", message)


def _lost(fact: Fact, corpus: Corpus, index: Index) -> Iterator[tuple[str, str]]:
    """Yield each phrasing that leads elsewhere than to this fact, and where.

    To be asked back is no loss where this fact is offered and none fits as well.
    """
    latest = latest_round_of(corpus)
    for utterance in utterances_of(fact, corpus, index.language):
        recognition = recognise(utterance, index, latest_round=latest)
        outcome = answer(recognition, corpus)
        if isinstance(outcome, Answer):
            if fact.id not in {cited.fact.id for cited in outcome.shown}:
                yield utterance, outcome.fact.fact.id
        elif isinstance(outcome, Clarification):
            if rival := _rival(fact, recognition):
                yield utterance, rival
        else:
            yield utterance, "nothing"


def _rival(fact: Fact, recognition: Recognition) -> str | None:
    """Return what fits at least as well as this fact; None where this one fits best."""
    scores = {c.fact: c.score for c in recognition.candidates if not c.objections}
    own = scores.pop(FactId(fact.id), None)
    if own is None:
        return "nothing: a slot of it contradicts its own fact"
    return next((other for other, score in scores.items() if score >= own), None)


def lost_phrasings(fact: Fact, corpus: Corpus, index: Index) -> list[tuple[str, str]]:
    """Return the ways to ask for one fact that lead elsewhere, each with where it leads."""
    return list(dict.fromkeys(_lost(fact, corpus, index)))
