"""An utterance and an index in, ranked candidates out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from knowledge.matching.about import MetaMatch
from knowledge.matching.index import Floats, Index, Numbers
from knowledge.matching.judging import Objection, objections
from knowledge.matching.language import read_in_any
from knowledge.matching.slots import DATE, LATEST, Reading
from knowledge.matching.thresholds import (
    COVERAGE,
    EARLIER,
    EXTRA_IN_PHRASING,
    EXTRA_IN_QUESTION,
    LEAST_IN_COMMON,
    MEANING,
    OPPOSITE,
)
from knowledge.types import FactId, Language

NAMES = "synonym:name"
"""Who asks for names is not served with a number."""
TINY = 1e-9
MOST_CANDIDATES = 80
"""Facts that are looked at closely; what ranks behind them is no answer and no choice."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that the utterance may ask for."""

    fact: FactId
    score: float
    """0 to 100: the weighted share of words that the utterance and a phrasing have in common."""
    objections: tuple[Objection, ...]
    evidence: float = 0.0
    """What was learnt from all phrasings speaks for it: 0 to 1, 1 for the best of all facts."""


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
    language: Language = "en",
    latest_round: int = LATEST,
    is_known: Callable[[FactId], bool] = lambda _: True,
) -> Recognition:
    """Rank the facts by how well one of their phrasings fits the utterance.

    `language` is the one expected where the letters allow several; `latest_round` is what "the
    last round" means; `is_known` leaves out facts that must not be considered, such as later ones.
    """
    reading = read_in_any(utterance, index.vocabularies, language)
    return recognise_reading(
        reading, utterance, index, latest_round=latest_round, is_known=is_known
    )


def recognise_reading(
    reading: Reading,
    utterance: str,
    index: Index,
    *,
    latest_round: int = LATEST,
    is_known: Callable[[FactId], bool] = lambda _: True,
) -> Recognition:
    """Rank the facts for an utterance that was read already, perhaps with the turn before it."""
    reading = with_latest_round(reading, latest_round)
    return Recognition(
        reading=reading,
        candidates=rank(reading, index, is_known=is_known),
        meta=_about_the_bot(reading, utterance, index),
    )


def _about_the_bot(reading: Reading, utterance: str, index: Index) -> MetaMatch | None:
    """Return what an utterance asks about the bot, in words put right or else as they stand."""
    found = index.about_the_bot.match(" ".join(reading.words)) if reading.corrected else None
    return found or index.about_the_bot.match(utterance)


def rank(
    reading: Reading, index: Index, *, is_known: Callable[[FactId], bool] = lambda _: True
) -> tuple[Candidate, ...]:
    """Rank the facts, best first, by how well a phrasing of theirs fits what was read."""
    fitting, opposite = _with_meaning(_scores(reading, index), reading, index)
    evidence = index.evidence(sorted(set(reading.terms)))
    best = np.maximum(fitting, opposite)
    candidates = (
        replace(
            _candidate(fact, float(fitting[number]), float(opposite[number]), reading, index),
            evidence=float(evidence[number]),
        )
        for number in np.argsort(-best, kind="stable")[:MOST_CANDIDATES]
        if best[number] > 0 and is_known(fact := index.facts[number])
    )
    return tuple(sorted(candidates, key=lambda candidate: (-candidate.score, candidate.fact)))


def _scores(reading: Reading, index: Index) -> tuple[Floats, Floats]:
    """Return each fact's best score by phrasings that say the same, and that say the opposite.

    A score is the Tversky index of two sets of terms by their weights, 0 to 100, mixed with the
    share of the question's weight that all the fact's words together cover.
    """
    terms = frozenset(reading.terms)
    weight = sum(map(index.weight, terms))
    common = np.zeros(len(index.examples), dtype=np.float32)
    covered = np.zeros(len(index.facts), dtype=np.float32)
    implied = np.zeros(len(index.facts), dtype=np.float32)
    named = np.zeros(len(index.examples), dtype=np.float32)
    for term in terms:
        _add(common, index.examples_with.get(term), index.weight(term))
        _add(covered, index.facts_with.get(term), index.weight(term))
        if term.startswith(DATE):
            # A date that the fact has and this phrasing does not name is no word too many.
            _add(implied, index.facts_dated.get(term), index.weight(term))
            _add(named, index.examples_with.get(term), index.weight(term))
    fitting = np.zeros(len(index.facts), dtype=np.float32)
    opposite = np.zeros(len(index.facts), dtype=np.float32)
    if not weight or not len(common):
        return fitting, opposite
    of_fact = index.fact_of_example
    asked = weight - np.maximum(implied[of_fact] - named, 0)
    lacking = EXTRA_IN_QUESTION * np.maximum(asked - common, 0)
    lacking += EXTRA_IN_PHRASING * (index.weight_of_example - common)
    score = np.where(
        common >= LEAST_IN_COMMON * weight, 100 * common / (common + lacking + TINY), 0
    )
    is_opposite = index.says_the_opposite(reading.slots)
    np.maximum.at(fitting, of_fact[~is_opposite], score[~is_opposite])
    np.maximum.at(opposite, of_fact[is_opposite], score[is_opposite])
    share = COVERAGE * 100 * covered / weight
    # Sums of single precision may come out a little above the whole.
    return tuple(
        np.where(best > 0, np.minimum((1 - COVERAGE) * best + share, 100), 0)
        for best in (fitting, opposite)
    )  # type: ignore[return-value]


def _with_meaning(
    scores: tuple[Floats, Floats], reading: Reading, index: Index
) -> tuple[Floats, Floats]:
    """Mix in how near the question is to each fact's phrasings in meaning, where that is known."""
    if index.meanings is None:
        return scores
    likeness = 100 * index.meanings.likeness(" ".join(reading.words)).astype(np.float32)
    fitting, opposite = (
        np.where(best > 0, (1 - MEANING) * best + MEANING * likeness, 0) for best in scores
    )
    return fitting, opposite


def _add(sums: Floats, numbers: Numbers | None, weight: float) -> None:
    if numbers is not None:
        sums[numbers] += np.float32(weight)


def _candidate(
    fact: FactId, fitting: float, opposite: float, reading: Reading, index: Index
) -> Candidate:
    profile = index.profiles[fact]
    found = objections(reading.slots, profile)
    if NAMES in reading.terms and NAMES not in index.read_facts[fact].words:
        found = (*found, "ask")
    if profile.is_background and not reading.slots.names_a_time:
        # Without a time the renewed talks are meant, not what came before them.
        fitting, opposite = max(0.0, fitting - EARLIER), max(0.0, opposite - EARLIER)
    if reading.slots.years.isdisjoint(range(profile.first.year, profile.last.year + 1)):
        # A year that a fact only mentions is mostly another fact's.
        less = EARLIER if reading.slots.years else 0
        fitting, opposite = max(0.0, fitting - less), max(0.0, opposite - less)
    if opposite > fitting + OPPOSITE:
        return Candidate(fact, opposite, (*found, "opposite"))
    return Candidate(fact, fitting, found)


def with_latest_round(reading: Reading, latest_round: int) -> Reading:
    """Return what was read with the number that "the latest round" stands for."""
    slots = reading.slots
    if LATEST not in slots.rounds:
        return reading
    rounds = slots.rounds - {LATEST} | {latest_round}
    return replace(reading, slots=replace(slots, rounds=rounds))
