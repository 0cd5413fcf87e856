"""The review of a changed fact ends: those who saw another value are told, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from knowledge.alerting import CORRECTING, CORRECTIONS, URGENT, Due
from knowledge.notifying import is_correction
from knowledge.store import alerts, deliveries, receipts
from knowledge.store.connection import Reader, Store, Transaction
from knowledge.store.deliveries import NewDelivery
from knowledge.store.receipts import Outdated, StoredCorrection
from knowledge.store.subscriptions import schedules_for
from knowledge.timing import due

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
        for earlier in {correction.before, *(each.receipt.number for each in shown)} - {number}
    }
    misled = [each for each in shown if wrong[each.receipt.number]]
    if not misled and not wrong.get(correction.before):
        await receipts.settle(transaction, correction.id, "undone")
        return
    numbers = {each.receipt.number for each in misled}
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
    misled: Sequence[Outdated],
    made: Mapping[int, int],
    now: dt.datetime,
) -> None:
    """Have each old message edited, and tell each place once, what it saw last."""
    latest = {each.receipt.place: each for each in reversed(misled)}
    notices = [_notice(correction, each, made, now) for each in latest.values()]
    edits = [
        NewDelivery(
            alert_id=made[receipt.number],
            place=receipt.place,
            language=receipt.language,
            priority=_priority(correction),
            due_at=now,
            edits=receipt.message_id,
        )
        for receipt in (each.receipt for each in misled)
        if receipt.message_id > 0
    ]
    await deliveries.insert(transaction, [*notices, *edits], now)
    await receipts.refresh(transaction, [each.receipt for each in misled])


def _notice(
    correction: StoredCorrection, outdated: Outdated, made: Mapping[int, int], now: dt.datetime
) -> NewDelivery:
    """Return the notice as the place wants to be told."""
    when = Due(now, is_gathered=False)
    if outdated.schedule:
        when = due(now, outdated.schedule, is_urgent=correction.is_urgent)
    return NewDelivery(
        alert_id=made[outdated.receipt.number],
        place=outdated.receipt.place,
        language=outdated.language,
        priority=_priority(correction),
        due_at=None if outdated.is_away else when.at,
        is_silent=outdated.is_silent,
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
