"""What composing works with: the record, what finds things in it, the day asked for; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.citing import cite, is_known
from knowledge.matching.index import Index
from knowledge.matching.recognise import Candidate, rank
from knowledge.matching.slots import DATE, Reading
from knowledge.outcomes import Section
from knowledge.types import (
    Corpus,
    Fact,
    FactId,
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What composing works with: the record, what finds things in it, and the day asked for."""

    corpus: Corpus
    index: Index
    as_of: dt.date | None = None

    def rank(self, reading: Reading) -> tuple[Candidate, ...]:
        """Rank the facts that were known on the day."""
        return rank(reading, self.index, is_known=self.knows)

    def knows(self, fact_id: FactId) -> bool:
        """Say whether a fact was on record on the day."""
        return is_known(self.corpus.facts[fact_id], self.as_of)

    def facts(self) -> Iterator[Fact]:
        """Yield the facts that were known on the day."""
        return (fact for fact in self.corpus.facts.values() if is_known(fact, self.as_of))

    def covered(self, fact: Fact, terms: Iterable[str]) -> float:
        """Return the share of the weight of the terms that a fact's words cover, 0 to 1."""
        words = self.index.read_facts[FactId(fact.id)].words
        weights = {term: self.index.weight(term) for term in terms}
        whole = sum(weights.values())
        return sum(w for term, w in weights.items() if term in words) / whole if whole else 1.0

    def section(self, facts: Sequence[Fact], **heading: object) -> Section:
        """Return a section of these facts, one quote each, with their disagreements."""
        ids = {fact.id for fact in facts}
        return Section(
            facts=tuple(cite(fact, self.corpus, most_quotes=0, as_of=self.as_of) for fact in facts),
            conflicts=tuple(
                conflict
                for conflict in self.corpus.conflicts.values()
                if len(ids.intersection(conflict.facts)) > 1
            ),
            **heading,  # type: ignore[arg-type]
        )


def subject_terms(reading: Reading) -> tuple[str, ...]:
    """Return the terms that say what it is about: no dates, no kind of answer, no small change."""
    return tuple(
        term
        for term in dict.fromkeys(reading.terms)
        if not term.startswith((DATE, "ask:", "season:")) and term not in reading.generic
    )


def with_rivals(facts: Sequence[Fact], desk: Desk) -> list[Fact]:
    """Put every other version of a disputed fact right behind it."""
    found: dict[str, Fact] = {}
    for fact in facts:
        found.setdefault(fact.id, fact)
        for conflict in desk.corpus.conflicts.values():
            if fact.id in conflict.facts:
                for other in conflict.facts:
                    if desk.knows(other):
                        found.setdefault(other, desk.corpus.facts[other])
    return list(found.values())


def words_of(fact: Fact, desk: Desk) -> frozenset[str]:
    return desk.index.read_facts[FactId(fact.id)].words


def up_to(sections: Sequence[Section], most: int) -> tuple[tuple[Section, ...], int]:
    """Return the first sections with at most that many facts, and how many facts are left out."""
    shown: list[Section] = []
    used = 0
    for section in sections:
        if used + len(section.facts) > most and shown:
            break
        shown.append(section)
        used += len(section.facts)
    return tuple(shown), sum(len(section.facts) for section in sections) - used
