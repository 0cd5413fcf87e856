"""Rows of drafts ↔ `Draft`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from knowledge.editing import Draft, Proposal
from knowledge.store.editors import stamp
from knowledge.store.records import revision_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from knowledge.editing import DraftState
    from knowledge.store.connection import Parameter, Reader, Transaction
    from knowledge.types import Kind, Revision


async def keep_draft(
    transaction: Transaction,
    *,
    author: int,
    command: str,
    typed: str,
    reason: str,
    proposals: Sequence[Proposal],
    now: dt.datetime,
) -> int:
    """Keep a draft and return its number."""
    row: dict[str, Parameter] = {
        "author": author,
        "command": command,
        "typed": typed,
        "reason": reason,
        "at": stamp(now),
    }
    await transaction.execute_many("insert_draft", [row])
    number = int((await transaction.fetch_all("last_draft"))[0]["number"])
    rows: list[dict[str, Parameter]] = [
        {
            "draft": number,
            "position": position,
            "kind": each.kind,
            "id": each.id,
            "base": each.base,
            "body": each.body,
        }
        for position, each in enumerate(proposals)
    ]
    await transaction.execute_many("insert_draft_record", rows)
    return number


async def draft_of(reader: Reader, number: int) -> Draft | None:
    """Return a draft; None where none has that number."""
    rows = await reader.fetch_all("draft", number=number)
    return await _draft(reader, rows[0]) if rows else None


async def drafts_in_state(reader: Reader, state: DraftState, most: int) -> list[Draft]:
    """Return the drafts that stand like this, the latest first."""
    rows = await reader.fetch_all("drafts_in_state", state=state, most=most)
    return [await _draft(reader, row) for row in rows]


async def set_draft_state(
    transaction: Transaction,
    number: int,
    state: DraftState,
    *,
    by: int | None = None,
    now: dt.datetime | None = None,
) -> None:
    """Say how a draft stands; `by` and `now` are for its end."""
    row: dict[str, Parameter] = {
        "number": number,
        "state": state,
        "ended_by": by,
        "ended_at": stamp(now) if now else None,
    }
    await transaction.execute_many("set_draft_state", [row])


async def revision_at(reader: Reader, kind: Kind, record_id: str, number: int) -> Revision | None:
    """Return one revision of a record."""
    rows = await reader.fetch_all("revisions_at", kind=kind, id=record_id, number=number)
    return revision_of(rows[0]) if rows else None


async def _draft(reader: Reader, row: sqlite3.Row) -> Draft:
    proposals = await reader.fetch_all("draft_records", draft=row["number"])
    return Draft(
        number=row["number"],
        author=row["author"],
        command=row["command"],
        typed=row["typed"],
        reason=row["reason"],
        made_at=dt.datetime.fromisoformat(row["made_at"]),
        proposals=tuple(Proposal(**dict(each)) for each in proposals),
        state=row["state"],
        ended_by=row["ended_by"],
        ended_at=dt.datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
    )
