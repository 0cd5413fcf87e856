"""The overmatch gate: no phrasing fits another fact as well as its own.

A phrasing asked as it stands has its own fact's full score, and only a fact with a phrasing that
reads alike has as much. So readings are compared with readings, which takes no asking; what the
answers then are is held by the tests over the whole record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.citing import in_conflict_with, latest_round_of
from knowledge.curation.load import Curated
from knowledge.curation.problem import Problem
from knowledge.matching.index import Index
from knowledge.matching.judging import objections
from knowledge.matching.reading import read
from knowledge.matching.recognise import with_latest_round
from knowledge.matching.slots import Reading
from knowledge.matching.utterances import utterances_of
from knowledge.types import Corpus, Fact, FactId, Language

MOST_SHOWN = 3
"""Lost phrasings that are listed for a fact; the others mostly are lost for the same reason."""


@dataclass(frozen=True, slots=True)
class _Phrased:
    """One utterance of a phrasing, read."""

    fact: FactId
    language: Language
    utterance: str
    reading: Reading


def check_phrasings(curated: Curated) -> list[Problem]:
    """Return every phrasing that contradicts its own fact or fits another one as well.

    The files must have passed `check`.
    """
    corpus = curated.corpus
    index = Index(corpus, curated.lexicons)
    lost: dict[tuple[FactId, Language], list[str]] = defaultdict(list)
    for phrased, message in _lost(corpus, index):
        lost[phrased.fact, phrased.language].append(f"{phrased.utterance!r} {message}")
    return sorted(
        Problem(curated.paths["fact", fact], f"phrasings.{language}", message)
        for (fact, language), messages in lost.items()
        for message in list(dict.fromkeys(messages))[:MOST_SHOWN]
    )


def _lost(corpus: Corpus, index: Index) -> Iterator[tuple[_Phrased, str]]:
    """Yield each phrasing that does not lead to its fact, and what stands against it."""
    alike: dict[frozenset[str], list[_Phrased]] = defaultdict(list)
    for phrased in _phrased(corpus, index):
        if found := objections(phrased.reading.slots, index.profiles[phrased.fact]):
            yield phrased, f"contradicts its own fact: {', '.join(found)}"
        elif not phrased.reading.terms and not phrased.reading.slots.names_a_time:
            yield phrased, "says nothing about a fact"
        else:
            alike[frozenset(phrased.reading.terms)].append(phrased)
    for group in alike.values():
        if len({phrased.fact for phrased in group}) > 1:
            yield from _lost_among(group, corpus, index)


def _phrased(corpus: Corpus, index: Index) -> Iterator[_Phrased]:
    latest = latest_round_of(corpus)
    for fact in corpus.facts.values():
        for language, vocabulary in index.vocabularies.items():
            for utterance in utterances_of(fact, corpus, language):
                reading = with_latest_round(read(utterance, vocabulary), latest)
                yield _Phrased(FactId(fact.id), language, utterance, reading)


def _lost_among(
    group: Iterable[_Phrased], corpus: Corpus, index: Index
) -> Iterator[tuple[_Phrased, str]]:
    """Yield the phrasings that nothing in them tells from another fact's."""
    of_facts = {phrased.fact: phrased for phrased in group}
    for phrased in group:
        together = in_conflict_with(phrased.fact, corpus)
        for rival, other in of_facts.items():
            if rival == phrased.fact or rival in together or _is_apart(phrased, rival, index):
                continue
            if _says_the_opposite(phrased.reading, other.reading) or _is_for_another_time(
                phrased, rival, corpus
            ):
                continue
            yield phrased, f"fits {rival} as well: {other.utterance!r}"
            break


def _is_apart(phrased: _Phrased, rival: FactId, index: Index) -> bool:
    """Say whether a slot of the phrasing contradicts the rival."""
    return bool(objections(phrased.reading.slots, index.profiles[rival]))


def _says_the_opposite(one: Reading, other: Reading) -> bool:
    first, second = one.slots, other.slots
    return first.is_negated != second.is_negated or first.actor != second.actor


def _is_for_another_time(phrased: _Phrased, rival: FactId, corpus: Corpus) -> bool:
    """Say whether the same question about two occasions names neither: it is asked back."""
    slots = phrased.reading.slots
    own, others = corpus.facts[phrased.fact], corpus.facts[rival]
    return not (slots.names_a_time or slots.places) and own.ref != others.ref


def lost_phrasings(fact: Fact, corpus: Corpus, index: Index) -> list[tuple[str, str]]:
    """Return the ways to ask for one fact that lead elsewhere, each with where it leads."""
    alike: dict[frozenset[str], list[FactId]] = defaultdict(list)
    for example in index.examples:
        alike[example.terms].append(example.fact)
    latest = latest_round_of(corpus)
    lost: dict[tuple[str, str], None] = {}
    for language, vocabulary in index.vocabularies.items():
        for utterance in utterances_of(fact, corpus, language):
            reading = with_latest_round(read(utterance, vocabulary), latest)
            phrased = _Phrased(FactId(fact.id), language, utterance, reading)
            if objections(reading.slots, index.profiles[phrased.fact]):
                lost[utterance, "nothing: it contradicts its own fact"] = None
                continue
            together = in_conflict_with(phrased.fact, corpus) | {phrased.fact}
            for rival in alike.get(frozenset(reading.terms), ()):
                apart = rival in together or _is_apart(phrased, rival, index)
                if not apart and not _is_for_another_time(phrased, rival, corpus):
                    lost[utterance, rival] = None
                    break
    return list(lost)
