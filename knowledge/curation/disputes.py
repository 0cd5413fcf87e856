"""Rules on the status of facts and on what conflicts say about them."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.curation.finding import Finding
from knowledge.types import Conflict, Corpus, Fact


def inconsistent_statuses(corpus: Corpus) -> Iterator[Finding]:
    """A status that says what the other keys and the conflicts do not."""
    in_conflict = {fact_id for c in corpus.conflicts.values() for fact_id in c.facts}
    for fact in corpus.facts.values():
        for message in _inconsistencies(fact, is_in_conflict=fact.id in in_conflict):
            yield "fact", fact.id, "status", message
        if fact.superseded_by == fact.id:
            yield "fact", fact.id, "superseded_by", "a fact cannot replace itself"
        elif _replaces_itself(fact, corpus):
            yield "fact", fact.id, "superseded_by", "the facts replace each other in a circle"


def _inconsistencies(fact: Fact, *, is_in_conflict: bool) -> Iterator[str]:
    is_withdrawn, is_superseded = fact.status == "withdrawn", fact.status == "superseded"
    if is_withdrawn and not (fact.withdrawn_on and fact.withdrawn_because):
        yield "withdrawn needs withdrawn_on and withdrawn_because"
    if not is_withdrawn and (fact.withdrawn_on or fact.withdrawn_because):
        yield 'expected "withdrawn": withdrawn_on or withdrawn_because is there'
    if is_superseded and not fact.superseded_by:
        yield "superseded needs superseded_by"
    if fact.superseded_by and not (is_superseded or is_withdrawn):
        yield 'expected "superseded": superseded_by is there'
    if fact.status == "disputed" and not is_in_conflict:
        yield "disputed needs a conflict that lists this fact"
    if fact.status == "current" and is_in_conflict:
        yield 'expected "disputed": a conflict lists this fact'


def _replaces_itself(fact: Fact, corpus: Corpus) -> bool:
    seen = {fact.id}
    later = fact.superseded_by
    while later and (found := corpus.facts.get(later)):
        if found.id in seen:
            return found.id == fact.id
        seen.add(found.id)
        later = found.superseded_by
    return False


def inconsistent_conflicts(corpus: Corpus) -> Iterator[Finding]:
    """A conflict that is none, is told twice, or prefers what is not among its versions."""
    told: dict[frozenset[str], str] = {}
    for conflict in corpus.conflicts.values():
        first = told.setdefault(frozenset(conflict.facts), conflict.id)
        if first != conflict.id:
            yield "conflict", conflict.id, "facts", f"{first} lists the same facts"
        if len(set(conflict.facts)) < len(conflict.facts):
            yield "conflict", conflict.id, "facts", "a fact is listed twice"
        yield from _faults_of_preference(conflict, corpus)


def _faults_of_preference(conflict: Conflict, corpus: Corpus) -> Iterator[Finding]:
    better = conflict.better_supported
    if not better:
        return
    if better not in conflict.facts:
        yield "conflict", conflict.id, "better_supported", "expected one of its facts"
    fact = corpus.facts.get(better)
    if fact and fact.status == "withdrawn":
        yield "conflict", conflict.id, "better_supported", f"{better} is withdrawn"
