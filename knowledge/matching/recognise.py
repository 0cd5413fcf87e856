"""An utterance and an index in, ranked candidates out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from knowledge.matching.index import Index
from knowledge.matching.judging import Objection, objections
from knowledge.matching.lexicon import MetaTopic
from knowledge.matching.reading import DATE, LATEST, Reading, read
from knowledge.matching.thresholds import (
    COVERAGE,
    EXTRA_IN_PHRASING,
    EXTRA_IN_QUESTION,
    LEAST_IN_COMMON,
    META,
    OPPOSITE,
)
from knowledge.text import tokens
from knowledge.types import FactId

_CLAUSE_END = re.compile(r"[,.;!?\n]+")
SHORT = 8
"""Letters up to which a question about the bot must stand as listed: tanks are no thanks."""
MOST_CLAUSES = 4
"""Clauses that are looked at one by one, so that a long text costs no more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that the utterance may ask for."""

    fact: FactId
    score: float
    """0 to 100: the weighted share of words that the utterance and a phrasing have in common."""
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class MetaMatch:
    """A question about the bot itself."""

    topic: MetaTopic
    score: float
    """Similarity to a known wording, 0 to 100."""
    is_whole: bool
    """Whether the whole utterance is that question, not only a clause of it."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What an utterance may mean."""

    reading: Reading
    candidates: tuple[Candidate, ...]
    """Best first, one for each fact."""
    meta: MetaMatch | None = None
    """What it asks about the bot itself, if it does."""


def recognise(
    utterance: str,
    index: Index,
    *,
    latest_round: int = LATEST,
    is_known: Callable[[FactId], bool] = lambda _: True,
) -> Recognition:
    """Rank the facts by how well one of their phrasings fits the utterance.

    `latest_round` is what "the last round" means; `is_known` leaves out facts that must not be
    considered, such as later ones.
    """
    reading = _with_latest_round(read(utterance, index.vocabulary), latest_round)
    fitting, opposite = _best_scores(reading, index)
    candidates = (
        _candidate(fact, fitting.get(fact, 0.0), opposite.get(fact, 0.0), reading, index)
        for fact in fitting.keys() | opposite.keys()
        if is_known(fact)
    )
    ranked = sorted(candidates, key=lambda candidate: (-candidate.score, candidate.fact))
    return Recognition(reading, tuple(ranked), _meta_match(utterance, index))


def _best_scores(reading: Reading, index: Index) -> tuple[dict[FactId, float], dict[FactId, float]]:
    """Return each fact's best score by phrasings that say the same, and that say the opposite."""
    fitting: dict[FactId, float] = {}
    opposite: dict[FactId, float] = {}
    terms = frozenset(reading.terms)
    weight = sum(map(index.weight, terms))
    dates = frozenset(term for term in terms if term.startswith(DATE))
    least = LEAST_IN_COMMON * weight
    for number, common in _in_common(terms, index).items():
        if common < least:
            continue
        example = index.examples[number]
        asked = weight
        if dates:
            # A date that the fact has and this phrasing does not name is no word too many.
            implied = dates & index.dates_of_facts[example.fact] - example.terms
            asked -= sum(map(index.weight, implied))
        score = _score(common, asked, example.weight)
        best = opposite if example.says_the_opposite(reading.slots) else fitting
        if score > best.get(example.fact, 0.0):
            best[example.fact] = score
    for best in (fitting, opposite):
        for fact, score in best.items():
            covered = sum(map(index.weight, terms & index.words_of_facts[fact])) / weight
            best[fact] = (1 - COVERAGE) * score + COVERAGE * 100 * covered
    return fitting, opposite


def _in_common(terms: frozenset[str], index: Index) -> dict[int, float]:
    """Return the weight of the terms in common, by the number of the example."""
    common: dict[int, float] = {}
    for term in terms:
        weight = index.weight(term)
        for number in index.examples_with.get(term, ()):
            common[number] = common.get(number, 0.0) + weight
    return common


def _candidate(
    fact: FactId, fitting: float, opposite: float, reading: Reading, index: Index
) -> Candidate:
    found = objections(reading.slots, index.profiles[fact])
    if opposite > fitting + OPPOSITE:
        return Candidate(fact, opposite, (*found, "opposite"))
    return Candidate(fact, fitting, found)


def _score(common: float, asked: float, phrased: float) -> float:
    """Return the Tversky index of two sets of terms, from 0 to 100, by their weights."""
    missed = EXTRA_IN_QUESTION * (asked - common)
    lacking = EXTRA_IN_PHRASING * (phrased - common)
    return 100 * common / (common + missed + lacking)


def _with_latest_round(reading: Reading, latest_round: int) -> Reading:
    slots = reading.slots
    if LATEST not in slots.rounds:
        return reading
    rounds = slots.rounds - {LATEST} | {latest_round}
    return replace(reading, slots=replace(slots, rounds=rounds))


def _meta_match(utterance: str, index: Index) -> MetaMatch | None:
    """Return what an utterance, or else a clause of it, asks about the bot itself."""
    clauses = _CLAUSE_END.split(utterance)[:MOST_CLAUSES]
    found = (_meta_of(part, index, is_whole=part is utterance) for part in (utterance, *clauses))
    return next(filter(None, found), None)


def _meta_of(text: str, index: Index, *, is_whole: bool) -> MetaMatch | None:
    words = " ".join(tokens(text))
    cutoff = META if len(words) > SHORT else 100.0
    best = process.extractOne(words, index.meta_utterances, scorer=fuzz.ratio, score_cutoff=cutoff)
    if not words or best is None:
        return None
    return MetaMatch(index.meta_topics[best[2]], best[1], is_whole)
