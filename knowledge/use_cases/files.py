"""Files and store: written back, compared, and files brought in from the shell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from knowledge.curation.load import Curated
from knowledge.curation.parsing import parse_sent
from knowledge.curation.problem import Problem
from knowledge.curation.writing import path_of, text_of
from knowledge.drafting.difference import Difference, differences
from knowledge.errors import CorpusError
from knowledge.matching.lexicon import Lexicon
from knowledge.revising import body_of, kind_of, record_of, revise
from knowledge.store.connection import Reader, Store
from knowledge.store.editors import note
from knowledge.store.records import append, current_revisions, last_bodies_by
from knowledge.types import RECORD_TYPES, Kind, Language, Record
from knowledge.use_cases.publish import CURATED_FILES, load_corpus
from knowledge.use_cases.review import new_problems, with_records

SHELL: Final = "import from files"
"""Author of the revisions that come from `talksbot knowledge import`."""
Standing = Literal[
    "only in the store", "only in the files", "file is newer", "store is newer", "both changed"
]


@dataclass(frozen=True, slots=True)
class Drift:
    """A record on which files and store differ, and which side has moved on."""

    path: str
    standing: Standing
    differences: tuple[Difference, ...] = ()
    """From the file to the store."""


async def export_files(reader: Reader) -> list[tuple[str, str]]:
    """Return the path and the text of every record's file, as curators write them.

    Raises:
        StoreError: the database cannot be read.
    """
    corpus = await load_corpus(reader)
    return [
        (path_of(record), text_of(record))
        for kind in RECORD_TYPES
        for record in corpus.of_kind(kind).values()
    ]


async def compare(reader: Reader, curated: Curated) -> list[Drift]:
    """Return every record on which the files and the store differ, by path."""
    stored = {(each.kind, each.id): each for each in await current_revisions(reader)}
    published = await last_bodies_by(reader, CURATED_FILES)
    found: list[Drift] = []
    for kind in RECORD_TYPES:
        for record_id, record in curated.corpus.of_kind(kind).items():
            revision = stored.pop((kind, record_id), None)
            path = curated.paths[kind, record_id]
            if revision is None:
                found.append(Drift(path, "only in the files"))
            elif revision.body != (body := body_of(record)):
                said = published.get((kind, record_id))
                standing: Standing = "store is newer"
                if said != body:
                    standing = "file is newer" if revision.body == said else "both changed"
                now = record_of(kind, revision.body)
                found.append(Drift(path, standing, differences(record, now)))
    found += [
        Drift(path_of(record_of(revision.kind, revision.body)), "only in the store")
        for revision in stored.values()
    ]
    return sorted(found, key=lambda drift: drift.path)


def read_files(files: Sequence[Path]) -> list[Record]:
    """Read the records of TOML files.

    Raises:
        CorpusError: with every problem of every file.
    """
    records: dict[tuple[Kind, str], Record] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            problems.append(Problem(str(file), "", f"cannot be read: {error.strerror}"))
            continue
        found, wrong = parse_sent(file.name, content)
        problems += wrong
        for record in found:
            if (kind_of(record), record.id) in records:
                problems.append(Problem(str(file), record.id, "the id is used twice"))
            records[kind_of(record), record.id] = record
    if problems:
        raise CorpusError(problems)
    return list(records.values())


async def import_records(
    store: Store,
    records: Sequence[Record],
    lexicons: Mapping[Language, Lexicon],
    *,
    reason: str,
    now: dt.datetime,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Publish records of files in one transaction; return how many made a revision.

    Raises:
        CorpusError: the record would have problems; nothing was changed.
        StoreError: the database cannot be written; nothing was changed.
    """
    corpus = await load_corpus(store)
    if problems := new_problems(corpus, with_records(corpus, records), lexicons):
        raise CorpusError(problems)
    async with store.transaction() as transaction:
        stored = {(each.kind, each.id): each for each in await current_revisions(transaction)}
        revisions = []
        for done, record in enumerate(records, start=1):
            before = stored.get((kind_of(record), record.id))
            revision = revise(before, record, author=SHELL, made_at=now, reason=reason)
            if revision:
                revisions.append(revision)
            if progress:
                progress(done, len(records))
        await append(transaction, revisions)
        await note(
            transaction,
            "imported",
            person_id=None,
            now=now,
            records=[f"{each.kind} {each.id} {each.number}" for each in revisions],
        )
    return len(revisions)
