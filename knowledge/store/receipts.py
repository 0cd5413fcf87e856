"""Rows of receipts and corrections."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.alerting import Place, Receipt
from knowledge.store.moments import milliseconds, moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence
    from typing import Literal

    from knowledge.store.connection import Reader, Row, Transaction
    from knowledge.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCorrection:
    """A changed fact whose review goes on, or is at its end."""

    id: int
    fact_id: str
    before: int
    is_urgent: bool
    due_at: dt.datetime


async def put_receipts(
    transaction: Transaction,
    place: Place,
    message_id: int,
    facts: Sequence[str],
    language: Language,
    now: dt.datetime,
) -> None:
    """Remember which facts a message shows, the one that was asked for first."""
    key: Row = {"chat_id": place.chat_id, "message_id": message_id}
    await transaction.execute_many("clear_receipts_of_message", [key])
    rows = [
        {
            **key,
            "fact_id": fact,
            "position": position,
            "thread_id": place.thread_id,
            "language": language,
            "now": milliseconds(now),
        }
        for position, fact in enumerate(facts)
    ]
    await transaction.execute_many("put_receipt", rows)


async def outdated_receipts(reader: Reader, fact_id: str) -> tuple[Receipt, ...]:
    """Return which messages show a fact in an earlier revision, the latest first."""
    rows = await reader.fetch_all("receipts_of_fact", fact_id=fact_id)
    return tuple(map(_receipt_of, rows))


async def refresh(transaction: Transaction, place: Place, message_id: int, fact_id: str) -> None:
    """Remember that a message shows the current revision of a fact now."""
    row: Row = {"chat_id": place.chat_id, "message_id": message_id, "fact_id": fact_id}
    await transaction.execute_many("refresh_receipt", [row])


async def count_places(reader: Reader, facts: Collection[str]) -> int:
    """Return how many places were shown one of these facts."""
    rows = await reader.fetch_all("places_with_fact", fact_ids=json.dumps(list(facts)))
    places: int = rows[0]["places"]
    return places


async def forget(transaction: Transaction, chat_id: int) -> None:
    """Forget what a chat was shown."""
    await transaction.execute_many("forget_receipts", [{"chat_id": chat_id}])


async def prune(transaction: Transaction, before: dt.datetime) -> None:
    """Forget what was shown before a moment."""
    await transaction.execute_many("prune_receipts", [{"before": milliseconds(before)}])


async def move(transaction: Transaction, chat_id: int, new_chat_id: int) -> None:
    """Keep what a group was shown under its new id."""
    row: Row = {"chat_id": chat_id, "new_chat_id": new_chat_id}
    await transaction.execute_many("move_receipts", [row])


async def open_correction(
    transaction: Transaction,
    fact_id: str,
    *,
    before: int,
    is_urgent: bool,
    now: dt.datetime,
    due_at: dt.datetime,
) -> None:
    """Let the review of a changed fact begin, or go on from this change."""
    row: Row = {
        "fact_id": fact_id,
        "before_number": before,
        "is_urgent": int(is_urgent),
        "now": milliseconds(now),
        "due_at": milliseconds(due_at),
    }
    await transaction.execute_many("open_correction", [row])


async def waiting_corrections(
    reader: Reader, now: dt.datetime | None = None
) -> tuple[StoredCorrection, ...]:
    """Return the corrections in review; with a moment those whose review is over then."""
    rows = await reader.fetch_all(
        "waiting_corrections", now=None if now is None else milliseconds(now)
    )
    return tuple(map(_correction_of, rows))


async def settle(
    transaction: Transaction, correction_id: int, state: Literal["sent", "undone"]
) -> None:
    """Keep what a review came to."""
    row: Row = {"id": correction_id, "state": state}
    await transaction.execute_many("settle_correction", [row])


async def end_review(transaction: Transaction, correction_id: int, now: dt.datetime) -> None:
    """Let the review of a correction end now."""
    row: Row = {"id": correction_id, "now": milliseconds(now)}
    await transaction.execute_many("end_review", [row])


def _receipt_of(row: sqlite3.Row) -> Receipt:
    return Receipt(
        place=Place(row["chat_id"], row["thread_id"]),
        message_id=row["message_id"],
        fact_id=row["fact_id"],
        number=row["number"],
        position=row["position"],
        language=row["language"],
    )


def _correction_of(row: sqlite3.Row) -> StoredCorrection:
    return StoredCorrection(
        id=row["id"],
        fact_id=row["fact_id"],
        before=row["before_number"],
        is_urgent=bool(row["is_urgent"]),
        due_at=moment(row["due_at"]),
    )
