"""Rows of receipts and corrections."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.alerting import Place, Receipt
from knowledge.store.moments import milliseconds, moment
from knowledge.store.subscriptions import schedule_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence
    from typing import Literal

    from knowledge.alerting import Schedule
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """A message that shows an earlier revision, and how its place wants to be told."""

    receipt: Receipt
    schedule: Schedule | None
    """None where the place is not subscribed to anything."""
    language: Language
    is_silent: bool
    is_away: bool


async def outdated_receipts(reader: Reader, fact_id: str) -> tuple[Outdated, ...]:
    """Return which messages show a fact in an earlier revision, the latest first."""
    rows = await reader.fetch_all("receipts_of_fact", fact_id=fact_id)
    return tuple(map(_outdated_of, rows))


async def refresh(transaction: Transaction, receipts: Iterable[Receipt]) -> None:
    """Remember that messages show the current revision of a fact now."""
    rows: list[Row] = [
        {
            "chat_id": each.place.chat_id,
            "message_id": each.message_id,
            "fact_id": each.fact_id,
        }
        for each in receipts
    ]
    await transaction.execute_many("refresh_receipt", rows)


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


def _outdated_of(row: sqlite3.Row) -> Outdated:
    is_subscribed = row["rhythm"] is not None
    return Outdated(
        receipt=_receipt_of(row),
        schedule=schedule_of(row) if is_subscribed else None,
        language=row["wanted_language"] or row["language"],
        # Who never asked to be told is not woken.
        is_silent=bool(row["is_silent"]) if is_subscribed else True,
        is_away=row["paused_because"] is not None,
    )


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
