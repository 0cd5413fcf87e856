"""A place subscribes, changes how it is told, pauses, leaves, comes back, or moves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from knowledge.alerting import CORRECTIONS, EVERYTHING, PauseReason, Place, Subscription
from knowledge.curation.alert_rules import alert_rules
from knowledge.store import deliveries, receipts, subscriptions
from knowledge.store.connection import Reader, Store

AWAY: Final[tuple[PauseReason, ...]] = ("blocked", "removed", "muted", "deactivated", "not_found")
"""Why a whole chat cannot be told: over when the bot may write there again."""

STALE: Final = dt.timedelta(days=14)
"""How long an alert waits for a chat that is away."""


def interest_words() -> dict[str, tuple[str, ...]]:
    """Return what may be written behind /subscribe, each with the kinds of alert it stands for.

    `statements` stands for nothing by itself: it needs a person.
    """
    words: dict[str, tuple[str, ...]] = {}
    for rule in alert_rules():
        if rule.never:
            continue
        kinds = words.get(rule.word, ())
        words[rule.word] = kinds if rule.by or rule.what in kinds else (*kinds, rule.what)
    return {**words, CORRECTIONS: (CORRECTIONS,), EVERYTHING: (EVERYTHING,)}


async def subscription_at(reader: Reader, place: Place) -> Subscription | None:
    """Return what a place wants to hear; None where it is not subscribed.

    Raises:
        StoreError: the database cannot be read.
    """
    return await subscriptions.subscription_of(reader, place)


async def subscriptions_in(reader: Reader, chat_id: int) -> tuple[Subscription, ...]:
    """Return the subscriptions of a chat and of its topics.

    Raises:
        StoreError: the database cannot be read.
    """
    return await subscriptions.subscriptions_of(reader, chat_id)


async def subscribe(store: Store, subscription: Subscription) -> None:
    """Store what a place wants; one that wants nothing keeps how it would be told.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await subscriptions.put(transaction, subscription)


async def unsubscribe(store: Store, place: Place, now: dt.datetime) -> None:
    """End a subscription, and do not send what is still pending for it.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await subscriptions.delete(transaction, place)
        await deliveries.skip(transaction, place.chat_id, "unsubscribed", now, place.thread_id)


async def pause(store: Store, place: Place, until: dt.datetime) -> bool:
    """Let a place rest until a moment; return whether it is subscribed at all.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        found = await subscriptions.subscription_of(transaction, place)
        if found is None:
            return False
        paused = replace(found, paused_because="asked", paused_until=until)
        await subscriptions.put(transaction, paused)
        await deliveries.hold_place(transaction, place, None)
    return True


async def resume(store: Store, place: Place, now: dt.datetime) -> None:
    """End a rest; what waited comes as one digest.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        reasons: tuple[PauseReason, ...] = ("asked", "topic_closed")
        await subscriptions.resume(transaction, place.chat_id, reasons, place.thread_id)
        await deliveries.release_chat(
            transaction, place.chat_id, now, since=now - STALE, thread_id=place.thread_id
        )


async def end_pauses(store: Store, now: dt.datetime) -> int:
    """End the rests that are over; return how many.

    Raises:
        StoreError: the database cannot be written.
    """
    over = await subscriptions.over_pauses(store, now)
    for place in over:
        await resume(store, place, now)
    return len(over)


async def chat_is_away(store: Store, chat_id: int, reason: PauseReason) -> None:
    """Pause every place of a chat that cannot be told; nothing is deleted.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await subscriptions.pause(transaction, chat_id, reason)
        await deliveries.hold_chat(transaction, chat_id, None)


async def chat_is_back(store: Store, chat_id: int, now: dt.datetime) -> None:
    """Tell a chat again that was away; what waited comes as one digest.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        found = await subscriptions.subscriptions_of(transaction, chat_id)
        await subscriptions.resume(transaction, chat_id, AWAY)
        asked = {each.place for each in found if each.paused_because in ("asked", "topic_closed")}
        await deliveries.release_chat(transaction, chat_id, now, since=now - STALE)
        for place in asked:
            await deliveries.hold_place(transaction, place, None)


async def topic_is_closed(store: Store, place: Place) -> None:
    """Pause the place of a topic that was closed.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        found = await subscriptions.subscription_of(transaction, place)
        if found:
            closed = replace(found, paused_because="topic_closed", paused_until=None)
            await subscriptions.put(transaction, closed)
        await deliveries.hold_place(transaction, place, None)


async def topic_is_gone(store: Store, place: Place, now: dt.datetime) -> None:
    """Let what a deleted topic wanted go to the chat itself.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await deliveries.move_to_general(transaction, place, now)


async def move_chat(store: Store, chat_id: int, new_chat_id: int, now: dt.datetime) -> None:
    """Keep everything of a group that became a supergroup, under its new id; all or nothing.

    A second time changes nothing.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await subscriptions.move(transaction, chat_id, new_chat_id)
        # The bot left the old group when that ended; it is in the new one.
        left: tuple[PauseReason, ...] = ("removed",)
        await subscriptions.resume(transaction, new_chat_id, left)
        await deliveries.move(transaction, chat_id, new_chat_id, now)
        await receipts.move(transaction, chat_id, new_chat_id)
        row = {"chat_id": chat_id, "new_chat_id": new_chat_id}
        await transaction.execute_many("move_chat", [row])


async def forget_chat(store: Store, chat_id: int) -> None:
    """Forget what a chat was shown and told, has chosen and wants to hear.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await subscriptions.delete_all(transaction, chat_id)
        await deliveries.forget(transaction, chat_id)
        await receipts.forget(transaction, chat_id)
        await transaction.execute_many("forget_live_messages", [{"chat_id": chat_id}])
        await transaction.execute_many("forget_chat", [{"chat_id": chat_id}])


async def note_steward(store: Store, person_id: int, chat_id: int) -> None:
    """Remember that a person set the bot up in a group or channel.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await subscriptions.put_steward(transaction, person_id, chat_id)


async def chats_set_up_by(reader: Reader, person_id: int) -> tuple[int, ...]:
    """Return the groups and channels where a person set the bot up.

    Raises:
        StoreError: the database cannot be read.
    """
    return await subscriptions.stewarded_chats(reader, person_id)
