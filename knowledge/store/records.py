"""Rows of revisions and citations ↔ `Revision`."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import TYPE_CHECKING

from knowledge.errors import UncitedRecordError
from knowledge.types import Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.store.connection import Parameter, Reader, Transaction
    from knowledge.types import Kind

_CITE_NOTHING: frozenset[Kind] = frozenset({"source", "conflict"})


async def current_revisions(reader: Reader) -> list[Revision]:
    """Return every record as it is now."""
    return [revision_of(row) for row in await reader.fetch_all("current_revisions")]


async def history(reader: Reader, kind: Kind, record_id: str) -> list[Revision]:
    """Return the revisions of one record, the oldest first; none when it is not stored."""
    rows = await reader.fetch_all("history", kind=kind, id=record_id)
    return [revision_of(row) for row in rows]


async def last_bodies_by(reader: Reader, author: str) -> dict[tuple[Kind, str], str]:
    """Return what the author last said of each record, or took over, whoever revised it since."""
    rows = await reader.fetch_all("last_bodies_by_author", author=author)
    return {(row["kind"], row["id"]): row["body"] for row in rows}


async def adopt(transaction: Transaction, revisions: Iterable[Revision]) -> None:
    """Note that the files have taken over these revisions by somebody else."""
    await transaction.execute_many(
        "adopt", [{"kind": r.kind, "id": r.id, "number": r.number} for r in revisions]
    )


async def append(transaction: Transaction, revisions: Sequence[Revision]) -> None:
    """Add revisions to the history; each is the current one from then on.

    Raises:
        UncitedRecordError: one must cite a source, and cites none or one that is not stored.
        StoreError: the database cannot be written.
    """
    # What is cited must be there before it is cited.
    for batch in (
        [revision for revision in revisions if revision.kind == "source"],
        [revision for revision in revisions if revision.kind != "source"],
    ):
        await _insert(transaction, batch)


async def _insert(transaction: Transaction, revisions: Sequence[Revision]) -> None:
    try:
        await transaction.execute_many("insert_citation", _citations_of(revisions))
        await transaction.execute_many("insert_revision", [_row_of(each) for each in revisions])
    except sqlite3.IntegrityError as error:
        # The database says which rule was broken, but not by which row.
        rows = await transaction.fetch_all("stored_sources")
        uncited = _first_uncited(revisions, {row["id"] for row in rows})
        if uncited is None:
            raise
        raise UncitedRecordError(uncited.kind, uncited.id) from error


def _first_uncited(revisions: Iterable[Revision], stored: set[str]) -> Revision | None:
    return next(
        (
            revision
            for revision in revisions
            if not stored.issuperset(revision.sources)
            or not (revision.sources or revision.kind in _CITE_NOTHING)
        ),
        None,
    )


def revision_of(row: sqlite3.Row) -> Revision:
    """Return the revision of a row that has its sources as JSON."""
    return Revision(
        kind=row["kind"],
        id=row["id"],
        number=row["number"],
        body=row["body"],
        sources=tuple(json.loads(row["sources"])),
        author=row["author"],
        made_at=dt.datetime.fromisoformat(row["made_at"]),
        reason=row["reason"],
    )


def _row_of(revision: Revision) -> Mapping[str, Parameter]:
    made_at = revision.made_at.astimezone(dt.UTC)
    return {
        "kind": revision.kind,
        "id": revision.id,
        "number": revision.number,
        "body": revision.body,
        "author": revision.author,
        "made_at": made_at.isoformat(timespec="microseconds"),
        "reason": revision.reason,
    }


def _citations_of(revisions: Iterable[Revision]) -> list[Mapping[str, Parameter]]:
    return [
        {
            "kind": revision.kind,
            "id": revision.id,
            "number": revision.number,
            "position": position,
            "source_id": source,
        }
        for revision in revisions
        for position, source in enumerate(revision.sources)
    ]
