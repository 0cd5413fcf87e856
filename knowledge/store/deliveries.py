"""Rows of the delivery ledger ↔ `Delivery`."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.alerting import PRIORITIES, Delivery, Place
from knowledge.store.moments import milliseconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from knowledge.alerting import DeliveryState
    from knowledge.store.connection import Reader, Row, Transaction
    from knowledge.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What became of one request."""

    delivery_id: int
    state: DeliveryState
    reason: str | None = None
    message_id: int | None = None
    due_at: dt.datetime | None = None
    """When to try again, where it is pending."""
    is_unknown: bool = False
    """Whether the request ended without an answer."""
    is_counted: bool = True
    """Whether it was an attempt; being told to wait is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A delivery that is to be written."""

    alert_id: int
    place: Place
    language: Language
    priority: int
    due_at: dt.datetime | None
    """None while the place is away."""
    edits: int = 0
    is_silent: bool = False
    is_gathered: bool = False


async def insert(transaction: Transaction, wanted: Iterable[NewDelivery], now: dt.datetime) -> None:
    """Write deliveries, but for those that their place has already."""
    rows: list[Row] = [
        {
            "alert_id": each.alert_id,
            "chat_id": each.place.chat_id,
            "thread_id": each.place.thread_id,
            "edits": each.edits,
            "language": each.language,
            "is_silent": int(each.is_silent),
            "is_gathered": int(each.is_gathered),
            "priority": each.priority,
            "due_at": milliseconds(each.due_at) if each.due_at else None,
            "now": milliseconds(now),
        }
        for each in wanted
    ]
    await transaction.execute_many("insert_delivery", rows)


async def due(
    reader: Reader, now: dt.datetime, *, taken: Collection[int], most: int
) -> tuple[tuple[Delivery, int], ...]:
    """Return what may be sent now, each with how much is due at the same place."""
    found: list[tuple[Delivery, int]] = []
    given: Row = {"now": milliseconds(now), "taken": json.dumps(list(taken))}
    # One priority after another, so that what waits for its hour is not even looked at.
    for priority in PRIORITIES:
        if len(found) >= most:
            break
        rows = await reader.fetch_all(
            "due_deliveries", **given, priority=priority, most=most - len(found)
        )
        found += ((_delivery_of(row), row["together"]) for row in rows)
    return tuple(found)


async def due_at(reader: Reader, place: Place, now: dt.datetime) -> tuple[Delivery, ...]:
    """Return the new messages that may be sent to a place now, the oldest first."""
    rows = await reader.fetch_all(
        "due_at_place", chat_id=place.chat_id, thread_id=place.thread_id, now=milliseconds(now)
    )
    return tuple(map(_delivery_of, rows))


async def begin(transaction: Transaction, ids: Iterable[int], now: dt.datetime) -> tuple[int, ...]:
    """Say that these are being sent; return those that still were to be."""
    rows = await transaction.fetch_all(
        "begin_sending", ids=json.dumps(list(ids)), now=milliseconds(now)
    )
    return tuple(row["id"] for row in rows)


async def note(transaction: Transaction, notes: Iterable[Note], now: dt.datetime) -> None:
    """Keep what became of requests."""
    rows = [
        {
            "id": each.delivery_id,
            "state": each.state,
            "reason": each.reason,
            "message_id": each.message_id,
            "is_unknown": int(each.is_unknown),
            "due_at": milliseconds(each.due_at) if each.due_at else None,
            "not_counted": int(not each.is_counted),
            "now": milliseconds(now),
        }
        for each in notes
    ]
    await transaction.execute_many("note_delivery", rows)


async def doubt_interrupted(transaction: Transaction, now: dt.datetime) -> tuple[Delivery, ...]:
    """Mark what was being sent when the program ended as unknown, and return it."""
    found = tuple(map(_delivery_of, await transaction.fetch_all("find_interrupted")))
    await transaction.execute_many("doubt_interrupted", [{"now": milliseconds(now)}])
    return found


async def repeat(transaction: Transaction, ids: Iterable[int], now: dt.datetime) -> None:
    """Send again what may not have arrived."""
    row: Row = {"ids": json.dumps(list(ids)), "now": milliseconds(now)}
    await transaction.execute_many("repeat_unknown", [row])


async def hold_chat(transaction: Transaction, chat_id: int, until: dt.datetime | None) -> None:
    """Let what is pending for a chat wait until a moment, or while the chat is away."""
    row: Row = {"chat_id": chat_id, "until": milliseconds(until) if until else None}
    await transaction.execute_many("hold_chat", [row])


async def hold_place(transaction: Transaction, place: Place, until: dt.datetime | None) -> None:
    """Let what is pending for a place wait until a moment, or while the place is away."""
    row: Row = {
        "chat_id": place.chat_id,
        "thread_id": place.thread_id,
        "until": milliseconds(until) if until else None,
    }
    await transaction.execute_many("hold_place", [row])


async def release_chat(
    transaction: Transaction,
    chat_id: int,
    now: dt.datetime,
    *,
    since: dt.datetime,
    thread_id: int | None = None,
) -> None:
    """Let what waited for a chat, or failed since a moment as it was away, go as one digest."""
    row: Row = {
        "chat_id": chat_id,
        "thread_id": thread_id,
        "now": milliseconds(now),
        "since": milliseconds(since),
    }
    await transaction.execute_many("release_chat", [row])


async def skip(
    transaction: Transaction,
    chat_id: int,
    reason: str,
    now: dt.datetime,
    thread_id: int | None = None,
) -> None:
    """Do not send what is pending for a chat or for one of its topics."""
    row: Row = {
        "chat_id": chat_id,
        "thread_id": thread_id,
        "reason": reason,
        "now": milliseconds(now),
    }
    await transaction.execute_many("skip_place", [row])


async def skip_stale(transaction: Transaction, before: dt.datetime, now: dt.datetime) -> None:
    """Do not send what has waited for an absent chat since before a moment."""
    row: Row = {"before": milliseconds(before), "now": milliseconds(now)}
    await transaction.execute_many("skip_stale", [row])


async def forget(transaction: Transaction, chat_id: int) -> None:
    """Forget what was told to a chat."""
    await transaction.execute_many("forget_deliveries", [{"chat_id": chat_id}])


async def prune(transaction: Transaction, before: dt.datetime) -> None:
    """Forget to whom alerts were told that were made before a moment."""
    await transaction.execute_many("prune_deliveries", [{"before": milliseconds(before)}])


async def move(transaction: Transaction, chat_id: int, new_chat_id: int, now: dt.datetime) -> None:
    """Let what is not yet told to a chat go to another."""
    row: Row = {"chat_id": chat_id, "new_chat_id": new_chat_id, "now": milliseconds(now)}
    await transaction.execute_many("move_deliveries", [row])
    skipped: Row = {"chat_id": chat_id, "now": milliseconds(now)}
    await transaction.execute_many("skip_moved", [skipped])
    await transaction.execute_many("forget_live_messages", [{"chat_id": chat_id}])


async def move_to_general(transaction: Transaction, place: Place, now: dt.datetime) -> None:
    """Let what a topic that is gone wanted go to the chat itself."""
    key: Row = {"chat_id": place.chat_id, "thread_id": place.thread_id}
    await transaction.execute_many("move_to_general", [key])
    await transaction.execute_many("move_subscription_to_general", [key])
    await transaction.execute_many("delete_subscription", [key])
    row: Row = {**key, "reason": "topic_deleted", "now": milliseconds(now)}
    await transaction.execute_many("skip_place", [row])


async def put_live_message(
    transaction: Transaction,
    place: Place,
    round_id: str,
    message_id: int,
    language: Language,
    now: dt.datetime,
) -> None:
    """Remember the message that is edited as a round goes on."""
    row: Row = {
        "chat_id": place.chat_id,
        "thread_id": place.thread_id,
        "round_id": round_id,
        "message_id": message_id,
        "language": language,
        "now": milliseconds(now),
    }
    await transaction.execute_many("put_live_message", [row])


async def live_messages(
    reader: Reader, round_id: str, since: dt.datetime
) -> tuple[tuple[Place, int, Language], ...]:
    """Return the messages about a round that were sent since, with place and language."""
    rows = await reader.fetch_all("live_messages", round_id=round_id, since=milliseconds(since))
    return tuple(
        (Place(row["chat_id"], row["thread_id"]), row["message_id"], row["language"])
        for row in rows
    )


def _delivery_of(row: sqlite3.Row) -> Delivery:
    return Delivery(
        id=row["id"],
        alert_id=row["alert_id"],
        place=Place(row["chat_id"], row["thread_id"]),
        edits=row["edits"],
        language=row["language"],
        is_silent=bool(row["is_silent"]),
        is_gathered=bool(row["is_gathered"]),
        priority=row["priority"],
        attempts=row["attempts"],
        is_repeat=row["unknown_at"] is not None,
    )
