"""Publish the curated files into the store, and read the record back from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.errors import StoreError
from knowledge.revising import body_of, corpus_of, revise
from knowledge.store.records import adopt, append, current_revisions, last_bodies_by
from knowledge.types import RECORD_TYPES, Change
from knowledge.use_cases.announce import announce

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from knowledge.store.connection import Reader, Store
    from knowledge.types import Corpus, Kind, Record, Revision

CURATED_FILES = "curated files"
"""Author of the revisions that come from `knowledge/data`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing changed."""

    added: int
    revised: int
    unchanged: int
    missing: tuple[tuple[Kind, str], ...]
    """Kind and id of the records that came from the files and are no longer in them.

    They stay in the store as they are: a record is withdrawn, not deleted.
    """
    conflicts: tuple[tuple[Kind, str], ...] = ()
    """Kind and id of the records whose file changed while somebody else revised them as well.

    They stay in the store as they are: neither version overwrites the other.
    """


async def publish(
    store: Store,
    corpus: Corpus,
    *,
    now: dt.datetime,
    author: str = CURATED_FILES,
    reason: str = "published from the curated files",
) -> Published:
    """Bring the store up to the curated files: all of them or, when it fails, nothing.

    Changes are announced in the same transaction; those of a database's first publication are not.

    A record makes a revision when it differs from what the author last published. What somebody
    else revised since then stands; where the file changed too, that is a conflict, which is
    reported and left to people.

    Raises:
        UncitedRecordError: a record cites a source that neither the files nor the store have.
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        stored = {(each.kind, each.id): each for each in await current_revisions(transaction)}
        published = await last_bodies_by(transaction, author)
        conflicts = [
            key
            for key, record in _changed(corpus, published)
            if _is_in_conflict(stored.get(key), record, published.get(key))
        ]
        await adopt(transaction, _taken_over(corpus, stored, published))
        revisions = [
            revision
            for key, record in _changed(corpus, published)
            if key not in conflicts
            and (
                revision := revise(
                    stored.get(key), record, author=author, made_at=now, reason=reason
                )
            )
        ]
        await append(transaction, revisions)
        if stored:  # the first publication of a database is no news
            changes = [_change(stored.get((each.kind, each.id)), each) for each in revisions]
            await announce(transaction, changes, now=now)
    return _published(corpus, published, revisions, conflicts)


async def load_corpus(reader: Reader) -> Corpus:
    """Read all records as they are now.

    Raises:
        StoreError: the database cannot be read, or a record in it is not one that we know.
    """
    revisions = await current_revisions(reader)
    try:
        return corpus_of(revisions)
    except ValueError as error:
        raise StoreError(f"the database holds a record that cannot be read: {error}") from error


def _changed(
    corpus: Corpus, published: Mapping[tuple[Kind, str], str]
) -> Iterator[tuple[tuple[Kind, str], Record]]:
    for kind in RECORD_TYPES:
        for record_id, record in corpus.of_kind(kind).items():
            if published.get((kind, record_id)) != body_of(record):
                yield (kind, record_id), record


def _change(before: Revision | None, after: Revision) -> Change:
    return Change(kind=after.kind, id=after.id, before=before, after=after)


def _is_in_conflict(stored: Revision | None, record: Record, published: str | None) -> bool:
    """Say whether the file was changed without knowing what is stored now."""
    return stored is not None and stored.body not in (published, body_of(record))


def _taken_over(
    corpus: Corpus,
    stored: Mapping[tuple[Kind, str], Revision],
    published: Mapping[tuple[Kind, str], str],
) -> Iterator[Revision]:
    """Yield what somebody else revised and the files now say in the same words."""
    for key, record in _changed(corpus, published):
        if key in stored and stored[key].body == body_of(record):
            yield stored[key]


def _published(
    corpus: Corpus,
    published: Mapping[tuple[Kind, str], str],
    revisions: list[Revision],
    conflicts: list[tuple[Kind, str]],
) -> Published:
    total = sum(len(corpus.of_kind(kind)) for kind in RECORD_TYPES)
    added = sum(revision.number == 1 for revision in revisions)
    return Published(
        added=added,
        revised=len(revisions) - added,
        unchanged=total - len(revisions),
        missing=tuple(
            (kind, record_id)
            for kind, record_id in published
            if record_id not in corpus.of_kind(kind)
        ),
        conflicts=tuple(conflicts),
    )
