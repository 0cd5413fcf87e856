"""What editors look up: records and their history, drafts, the audit, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from knowledge.drafting.commands import find_record
from knowledge.drafting.difference import Difference, differences
from knowledge.editing import Draft, DraftState
from knowledge.revising import kind_of, record_of
from knowledge.store.connection import Reader
from knowledge.store.drafts import draft_of, drafts_in_state
from knowledge.store.editors import Entry as Entry
from knowledge.store.editors import audit
from knowledge.store.records import history
from knowledge.text import normalise
from knowledge.types import LANGUAGES, Corpus, Fact, FactId, Kind
from knowledge.types import Record as Record
from knowledge.types import Revision as Revision
from knowledge.use_cases.desk import EditingDesk

MOST_FOUND: Final = 12
GOOD_ENOUGH: Final = 60.0
"""Similarity, 0 to 100, from which a record is worth showing to somebody who searches."""
MOST_LISTED: Final = 20
MOST_AUDIT: Final = 100_000


@dataclass(frozen=True, slots=True)
class DatedRevision:
    """A revision with what it changed."""

    revision: Revision
    differences: tuple[Difference, ...]


async def record_with_history(
    desk: EditingDesk, wanted: str, corpus: Corpus
) -> tuple[Record, tuple[DatedRevision, ...]] | None:
    """Return a record with its revisions, the oldest first; None where no id is like that."""
    found = find_record(wanted, corpus)
    if found is None:
        return None
    kind, record = found
    return record, tuple(_dated(await history(desk.store, kind, record.id)))


def _dated(revisions: list[Revision]) -> Iterator[DatedRevision]:
    before: Record | None = None
    for revision in revisions:
        record = record_of(revision.kind, revision.body)
        yield DatedRevision(revision, differences(before, record))
        before = record


def as_new(revision: Revision) -> tuple[Difference, ...]:
    """Return every key of a revision, as if it were new."""
    return differences(None, record_of(revision.kind, revision.body))


async def history_of_fact(reader: Reader, fact_id: str, corpus: Corpus) -> tuple[Revision, ...]:
    """Return the revisions of a fact for a reader, who is told days and reasons; oldest first."""
    if FactId(fact_id) not in corpus.facts:
        return ()
    return tuple(await history(reader, "fact", fact_id))


def find_records(words: str, corpus: Corpus) -> list[tuple[Kind, Record]]:
    """Return the records that words may mean, the best first."""
    wanted = normalise(words)
    texts: dict[tuple[Kind, str], str] = {}
    records: dict[tuple[Kind, str], Record] = {}
    kinds: tuple[Kind, ...] = ("fact", "quote", "round", "event", "person", "source")
    for kind in kinds:
        for record_id, record in corpus.of_kind(kind).items():
            records[kind, record_id] = record
            texts[kind, record_id] = normalise(f"{record_id} {_words_of(record)}")
    best = process.extract(
        wanted, texts, scorer=fuzz.token_set_ratio, limit=MOST_FOUND, score_cutoff=GOOD_ENOUGH
    )
    return [(key[0], records[key]) for _, _, key in best]


def _words_of(record: Record) -> str:
    found: list[str] = []
    for name in ("statement", "question", "title", "name", "summary"):
        text = getattr(record, name, None)
        if isinstance(text, str):
            found.append(text)
        elif text is not None:
            found += [getattr(text, each) or "" for each in LANGUAGES]
    found += [getattr(record, name, None) or "" for name in ("exact", "publisher", "label", "url")]
    return " ".join(found)


async def list_drafts(desk: EditingDesk, state: DraftState) -> list[Draft]:
    """Return the drafts that stand like this, the latest first."""
    return await drafts_in_state(desk.store, state, MOST_LISTED)


async def get_draft(desk: EditingDesk, number: int) -> Draft | None:
    """Return a draft."""
    return await draft_of(desk.store, number)


async def read_audit(reader: Reader, most: int = MOST_AUDIT) -> list[Entry]:
    """Return the audit, the latest first."""
    return await audit(reader, most)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact and the languages in which it is not written yet."""

    fact: Fact
    languages: tuple[str, ...]
    """Of its statement or its question."""
    unasked: tuple[str, ...]
    """Without a phrasing."""


def list_missing(corpus: Corpus) -> list[Missing]:
    """Return what is still to be translated, the latest fact first."""
    found = []
    for fact in corpus.facts.values():
        if fact.status == "withdrawn":
            continue
        lacking = tuple(
            each for each in LANGUAGES if not (fact.statement.has(each) and fact.question.has(each))
        )
        unasked = tuple(each for each in LANGUAGES if not fact.phrasings.get(each))
        if lacking or not fact.phrasings:
            found.append(Missing(fact, lacking, unasked))
    return sorted(found, key=lambda each: (each.fact.as_of, each.fact.id), reverse=True)


def id_of(record: Record) -> str:
    """Return how a record is named unmistakably: its kind and its id."""
    return f"{kind_of(record)}/{record.id}"


def plain(entry: Entry) -> dict[str, object]:
    """Return an entry of the audit as plain values, for export."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "person": entry.person_id,
        "act": entry.act,
        "draft": entry.draft,
        "details": dict(entry.details),
    }


def fact_of(corpus: Corpus, fact_id: str) -> Fact:
    """Return a fact by id; KeyError where there is none."""
    return corpus.facts[FactId(fact_id)]
