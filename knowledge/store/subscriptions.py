"""Rows of subscriptions, interests and stewards ↔ `Subscription`."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from knowledge.alerting import Place, QuietHours, Schedule, Subscription
from knowledge.store.moments import milliseconds, moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from knowledge.alerting import PauseReason
    from knowledge.store.connection import Reader, Row, Transaction


async def subscription_of(reader: Reader, place: Place) -> Subscription | None:
    """Return what a place wants to hear, or None."""
    rows = await reader.fetch_all(
        "subscription_of_place", chat_id=place.chat_id, thread_id=place.thread_id
    )
    return _subscription_of(rows[0]) if rows else None


async def subscriptions_of(reader: Reader, chat_id: int) -> tuple[Subscription, ...]:
    """Return the subscriptions of a chat and of its topics."""
    rows = await reader.fetch_all("subscriptions_of_chat", chat_id=chat_id)
    return tuple(map(_subscription_of, rows))


async def put(transaction: Transaction, subscription: Subscription) -> None:
    """Store a subscription in place of what the place had before."""
    await put_many(transaction, [subscription])


async def put_many(transaction: Transaction, wanted: Sequence[Subscription]) -> None:
    """Store subscriptions in place of what their places had before."""
    await transaction.execute_many("put_subscription", map(_row_of, wanted))
    await transaction.execute_many("clear_interests", [_key_of(each.place) for each in wanted])
    interests: list[Row] = [
        {**_key_of(each.place), "what": what} for each in wanted for what in sorted(each.interests)
    ]
    await transaction.execute_many("add_interest", interests)


async def delete(transaction: Transaction, place: Place) -> None:
    """End the subscription of a place."""
    await transaction.execute_many("delete_subscription", [_key_of(place)])


async def pause(transaction: Transaction, chat_id: int, reason: PauseReason) -> None:
    """Let every place of a chat rest."""
    await transaction.execute_many("pause_chat", [{"chat_id": chat_id, "reason": reason}])


async def resume(
    transaction: Transaction,
    chat_id: int,
    reasons: Collection[PauseReason],
    thread_id: int | None = None,
) -> None:
    """Let the places of a chat, or one of them, that rest for one of the reasons be told again."""
    row: Row = {"chat_id": chat_id, "thread_id": thread_id, "reasons": json.dumps(list(reasons))}
    await transaction.execute_many("resume_chat", [row])


async def over_pauses(reader: Reader, now: dt.datetime) -> tuple[Place, ...]:
    """Return the places whose pause has ended."""
    rows = await reader.fetch_all("over_pauses", now=milliseconds(now))
    return tuple(Place(row["chat_id"], row["thread_id"]) for row in rows)


async def move(transaction: Transaction, chat_id: int, new_chat_id: int) -> None:
    """Move the subscriptions of a chat; where the new one has its own, they become one."""
    row: Row = {"chat_id": chat_id, "new_chat_id": new_chat_id}
    await transaction.execute_many("move_subscription", [row])
    await transaction.execute_many("merge_interests", [row])
    await transaction.execute_many("delete_subscriptions", [{"chat_id": chat_id}])
    await transaction.execute_many("move_steward", [row])


async def delete_all(transaction: Transaction, chat_id: int) -> None:
    """End all subscriptions of a chat, and where its person set the bot up."""
    await transaction.execute_many("delete_subscriptions", [{"chat_id": chat_id}])
    await transaction.execute_many("forget_steward", [{"person_id": chat_id}])


async def put_steward(transaction: Transaction, person_id: int, chat_id: int) -> None:
    """Remember that a person set the bot up in a chat."""
    row: Row = {"person_id": person_id, "chat_id": chat_id}
    await transaction.execute_many("put_steward", [row])


async def stewarded_chats(reader: Reader, person_id: int) -> tuple[int, ...]:
    """Return the groups and channels where a person set the bot up."""
    rows = await reader.fetch_all("stewarded_chats", person_id=person_id)
    return tuple(row["chat_id"] for row in rows)


async def schedules_for(reader: Reader, what: str) -> tuple[Schedule, ...]:
    """Return the different schedules among those who want one kind of alert."""
    rows = await reader.fetch_all("subscribed_schedules", what=what)
    return tuple(map(schedule_of, rows))


async def count_subscribed(reader: Reader, whats: Collection[tuple[str, bool]]) -> int:
    """Return how many places would get an alert of one of these kinds, each with its importance."""
    wanted = json.dumps([{"what": what, "important": important} for what, important in whats])
    rows = await reader.fetch_all("count_subscribed", whats=wanted)
    places: int = rows[0]["places"]
    return places


def _key_of(place: Place) -> Row:
    return {"chat_id": place.chat_id, "thread_id": place.thread_id}


def _row_of(subscription: Subscription) -> Row:
    schedule, until = subscription.schedule, subscription.paused_until
    return {
        **_key_of(subscription.place),
        "language": subscription.language,
        "urgency": subscription.urgency,
        "time_zone": schedule.time_zone,
        "quiet_from": schedule.quiet.begin if schedule.quiet else None,
        "quiet_until": schedule.quiet.end if schedule.quiet else None,
        "rhythm": schedule.rhythm,
        "is_silent": int(subscription.is_silent),
        "paused_because": subscription.paused_because,
        "paused_until": milliseconds(until) if until else None,
    }


def _subscription_of(row: sqlite3.Row) -> Subscription:
    until = row["paused_until"]
    return Subscription(
        place=Place(row["chat_id"], row["thread_id"]),
        interests=frozenset(json.loads(row["interests"])),
        language=row["language"],
        urgency=row["urgency"],
        schedule=schedule_of(row),
        is_silent=bool(row["is_silent"]),
        paused_because=row["paused_because"],
        paused_until=None if until is None else moment(until),
    )


def schedule_of(row: sqlite3.Row) -> Schedule:
    """Return when a place wants to be told, from the columns of its subscription."""
    begin, end = row["quiet_from"], row["quiet_until"]
    quiet = None if begin is None else QuietHours(begin, end)
    return Schedule(time_zone=row["time_zone"], quiet=quiet, rhythm=row["rhythm"])
