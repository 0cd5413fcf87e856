"""What a draft would do, before it is done: difference, problems, collisions, other answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from knowledge.curation.check import check
from knowledge.curation.load import Curated
from knowledge.curation.overmatch import lost_phrasings
from knowledge.curation.problem import Problem
from knowledge.curation.references import unused_sources
from knowledge.curation.writing import path_of
from knowledge.drafting.difference import Difference, differences
from knowledge.editing import ChangeKind, Draft
from knowledge.matching.lexicon import Lexicon
from knowledge.outcomes import Answer, Outcome
from knowledge.revising import kind_of, record_of
from knowledge.types import RECORD_TYPES, Corpus, Fact, FactId, Kind, Language, Record
from knowledge.use_cases.ask import Knowledge, ask

PHRASING: Final = "phrasing"
"""The command whose drafts stand or fall with the collision check."""


@dataclass(frozen=True, slots=True)
class Collision:
    """A way to ask for a fact that another fact would win."""

    fact: str
    question: str
    winner: str


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A question that would be answered otherwise: ids of the facts, empty for no answer."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question by which it is watched that answers stay right."""

    question: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a draft would do to the record and to its answers."""

    based_on: Knowledge
    revised: Knowledge
    """The record with the draft; as it was where there are problems."""
    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()
    collisions: tuple[Collision, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()

    def differences(self) -> Iterator[tuple[Record, tuple[Difference, ...]]]:
        """Yield each record with what differs from the record as it is."""
        for record in self.records:
            before = self.based_on.corpus.of_kind(kind_of(record)).get(record.id)
            yield record, differences(before, record)


def records_of(draft: Draft) -> tuple[Record, ...]:
    """Return the records as a draft wants them."""
    return tuple(record_of(each.kind, each.body) for each in draft.proposals)


def with_records(corpus: Corpus, records: Iterable[Record]) -> Corpus:
    """Return the corpus with these records added, or put in place of theirs."""
    by_kind: dict[Kind, Any] = {kind: dict(corpus.of_kind(kind)) for kind in RECORD_TYPES}
    for record in records:
        by_kind[kind_of(record)][record.id] = record
    return Corpus.of(by_kind)


def kinds_of_change(draft: Draft, corpus: Corpus) -> frozenset[ChangeKind]:
    """Return which kinds of change a draft makes."""
    found: set[ChangeKind] = {"revert"} if draft.command == "revert" else set()
    for record in records_of(draft):
        before = corpus.of_kind(kind_of(record)).get(record.id)
        if _is_withdrawn(record) and not _is_withdrawn(before):
            found.add("withdraw")
        else:
            found.add("revise" if before else "new")
    return frozenset(found)


def _is_withdrawn(record: Record | None) -> bool:
    return isinstance(record, Fact) and record.status == "withdrawn"


def examine(
    draft: Draft,
    knowledge: Knowledge,
    lexicons: Mapping[Language, Lexicon],
    questions: Sequence[AskedQuestion] | None,
) -> Findings:
    """Return what a draft would do; takes seconds, so not for the event loop.

    Without questions only what publishing needs is done: the check, and the knowledge anew.
    """
    records = records_of(draft)
    corpus = with_records(knowledge.corpus, records)
    problems = new_problems(knowledge.corpus, corpus, lexicons)
    if problems:
        return Findings(
            based_on=knowledge, revised=knowledge, records=records, problems=tuple(problems)
        )
    revised = rebuild(knowledge, corpus, lexicons)
    if draft.command == PHRASING and (lost := _lost_of_its_own(records, knowledge, revised)):
        return Findings(based_on=knowledge, revised=knowledge, records=records, problems=lost)
    if questions is None:
        return Findings(based_on=knowledge, revised=revised, records=records)
    return Findings(
        based_on=knowledge,
        revised=revised,
        records=records,
        collisions=tuple(_collisions(records, knowledge, revised)),
        otherwise=tuple(_otherwise(questions, knowledge, revised)),
    )


def rebuild(
    knowledge: Knowledge, corpus: Corpus, lexicons: Mapping[Language, Lexicon]
) -> Knowledge:
    """Return what answers from a corpus that differs in a few records; takes up to a second."""
    del lexicons
    return knowledge.revised(corpus)


def new_problems(
    before: Corpus, after: Corpus, lexicons: Mapping[Language, Lexicon]
) -> list[Problem]:
    """Return what `knowledge check` says after a change and did not say before.

    A source that nothing cites is no problem: what cites it may be the next change.
    """
    known = set(_problems(before, lexicons))
    unused = {(kind, record_id) for kind, record_id, *_ in unused_sources(after)}
    paths = {path_of(after.sources[each]) for _, each in unused}  # type: ignore[index]
    return [
        problem
        for problem in _problems(after, lexicons)
        if problem not in known and not (problem.path in paths and not problem.key)
    ]


def _problems(corpus: Corpus, lexicons: Mapping[Language, Lexicon]) -> list[Problem]:
    paths = {
        (kind, record_id): path_of(record)
        for kind in RECORD_TYPES
        for record_id, record in corpus.of_kind(kind).items()
    }
    return check(Curated(corpus, lexicons, paths))


def _collisions(
    records: Sequence[Record], before: Knowledge, after: Knowledge
) -> Iterator[Collision]:
    """Yield phrasings of the changed facts, and of those close to them, that are lost now."""
    corpus = after.corpus
    facts = [each for each in records if isinstance(each, Fact)]
    changed = {each.id for each in facts}
    places = {(each.ref, each.topic) for each in facts}
    for fact in corpus.facts.values():
        if fact.status == "withdrawn":
            continue
        if fact.id not in changed and (fact.ref, fact.topic) not in places:
            continue
        lost = lost_phrasings(fact, corpus, after.index)
        if lost and fact.id in before.corpus.facts:
            old = before.corpus.facts[FactId(fact.id)]
            was = lost_phrasings(old, before.corpus, before.index)
            lost = [each for each in lost if each not in was]
        yield from (Collision(fact.id, question, winner) for question, winner in lost)


def _lost_of_its_own(
    records: Sequence[Record], before: Knowledge, after: Knowledge
) -> tuple[Problem, ...]:
    """Return the new ways to ask for a fact that another one wins: they would be of no use."""
    ids = {each.id: path_of(each) for each in records}
    return tuple(
        Problem(ids[each.fact], "phrasings", f"{each.question!r} leads to {each.winner}")
        for each in _collisions(records, before, after)
        if each.fact in ids
    )


def _otherwise(
    questions: Sequence[AskedQuestion], before: Knowledge, after: Knowledge
) -> Iterator[Otherwise]:
    for each in dict.fromkeys(questions):
        was = answered_with(ask(before, each.question, language=each.language))
        now = answered_with(ask(after, each.question, language=each.language))
        if was != now:
            yield Otherwise(each.question, was, now)


def answered_with(outcome: Outcome) -> str:
    """Return the fact that a question is answered with; "?" when it is asked back, else nothing."""
    if isinstance(outcome, Answer):
        return outcome.fact.fact.id
    return "?" if hasattr(outcome, "choices") else ""
