"""The review of a changed fact ends: those who saw another value are told, once."""

from __future__ import annotations

import datetime as dt
from typing import Final

from knowledge.alerting import CORRECTING, CORRECTIONS, URGENT, Due, Place, Receipt
from knowledge.notifying import is_correction
from knowledge.store import alerts, deliveries, receipts
from knowledge.store.connection import Reader, Store, Transaction
from knowledge.store.receipts import StoredCorrection
from knowledge.store.subscriptions import schedules_for, subscription_of
from knowledge.timing import due
from knowledge.types import Language

KEPT_FOR: Final = dt.timedelta(days=90)
"""How long it is remembered who was shown what."""


async def settle_corrections(store: Store, now: dt.datetime) -> int:
    """Write the notices and edits of every correction whose review is over; return how many.

    What two quick changes come to is told once; what they come to nothing is not told.

    Raises:
        StoreError: the database cannot be written.
    """
    if not await receipts.waiting_corrections(store, now):
        return 0
    async with store.transaction() as transaction:
        over = await receipts.waiting_corrections(transaction, now)
        for correction in over:
            await _settle(transaction, correction, now)
    return len(over)


async def end_reviews(store: Store, now: dt.datetime) -> int:
    """Let every review end now, and tell; return how many corrections there were.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        for correction in await receipts.waiting_corrections(transaction):
            await receipts.end_review(transaction, correction.id, now)
    return await settle_corrections(store, now)


async def count_waiting_corrections(reader: Reader) -> int:
    """Return how many corrections are in review.

    Raises:
        StoreError: the database cannot be read.
    """
    return len(await receipts.waiting_corrections(reader))


async def _settle(transaction: Transaction, correction: StoredCorrection, now: dt.datetime) -> None:
    fact_id = correction.fact_id
    number, body, reason = await alerts.current(transaction, "fact", fact_id)
    shown = await receipts.outdated_receipts(transaction, fact_id)
    wrong = {
        earlier: is_correction(await alerts.body_at(transaction, "fact", fact_id, earlier), body)
        for earlier in {correction.before, *(receipt.number for receipt in shown)} - {number}
    }
    misled = [receipt for receipt in shown if wrong[receipt.number]]
    if not misled and not wrong.get(correction.before):
        await receipts.settle(transaction, correction.id, "undone")
        return
    numbers = {receipt.number for receipt in misled}
    if wrong.get(correction.before):
        numbers.add(correction.before)
    made = {
        earlier: await alerts.insert_alert(
            transaction,
            purpose="correction",
            what=CORRECTIONS,
            kind="fact",
            record_id=fact_id,
            before=earlier,
            after=number,
            is_important=True,
            now=now,
            reason=reason,
        )
        for earlier in sorted(numbers)
    }
    await _tell_the_misled(transaction, correction, misled, made, now)
    if wrong.get(correction.before):
        await _tell_subscribers(transaction, correction, made, now)
    await receipts.settle(transaction, correction.id, "sent")


async def _tell_the_misled(
    transaction: Transaction,
    correction: StoredCorrection,
    misled: list[Receipt],
    made: dict[int, int],
    now: dt.datetime,
) -> None:
    """Have each old message edited, and tell each place once, what it saw last."""
    told: set[Place] = set()
    for receipt in misled:
        if receipt.place not in told:
            told.add(receipt.place)
            await _write_notice(transaction, correction, receipt, made[receipt.number], now)
        if receipt.message_id > 0:
            await deliveries.insert(
                transaction,
                alert_id=made[receipt.number],
                place=receipt.place,
                language=receipt.language,
                priority=_priority(correction),
                due_at=now,
                now=now,
                edits=receipt.message_id,
            )
        await receipts.refresh(transaction, receipt.place, receipt.message_id, correction.fact_id)


async def _write_notice(
    transaction: Transaction,
    correction: StoredCorrection,
    receipt: Receipt,
    alert_id: int,
    now: dt.datetime,
) -> None:
    """Write the notice as the place wants to be told; silently where it is not subscribed."""
    subscription = await subscription_of(transaction, receipt.place)
    when, is_silent = Due(now, is_gathered=False), True
    language: Language = receipt.language
    if subscription:
        when = due(now, subscription.schedule, is_urgent=correction.is_urgent)
        is_silent, language = subscription.is_silent, subscription.language
    is_away = subscription is not None and subscription.paused_because is not None
    await deliveries.insert(
        transaction,
        alert_id=alert_id,
        place=receipt.place,
        language=language,
        priority=_priority(correction),
        due_at=None if is_away else when.at,
        now=now,
        is_silent=is_silent,
        is_gathered=when.is_gathered,
    )


async def _tell_subscribers(
    transaction: Transaction, correction: StoredCorrection, made: dict[int, int], now: dt.datetime
) -> None:
    for schedule in await schedules_for(transaction, CORRECTIONS):
        await alerts.deliver_to_subscribers(
            transaction,
            alert_id=made[correction.before],
            what=CORRECTIONS,
            is_important=True,
            schedule=schedule,
            when=due(now, schedule, is_urgent=correction.is_urgent),
            priority=_priority(correction),
            earlier=tuple(made.values()),
            now=now,
        )


def _priority(correction: StoredCorrection) -> int:
    return URGENT if correction.is_urgent else CORRECTING
