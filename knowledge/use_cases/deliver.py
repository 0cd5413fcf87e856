"""The ledger moves on: what is due, what is being sent, what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from knowledge.alerting import CORRECTING, Alert, Delivery, Place, Tally
from knowledge.curation.alert_rules import alert_rules
from knowledge.revising import record_of
from knowledge.store import alerts, deliveries, receipts
from knowledge.store.connection import Reader, Store
from knowledge.store.deliveries import Note
from knowledge.types import Fact
from knowledge.use_cases.announce import LIVE_FOR
from knowledge.use_cases.correct import KEPT_FOR
from knowledge.use_cases.subscribe import STALE


async def take_due(
    reader: Reader, now: dt.datetime, *, taken: Collection[int], most: int
) -> tuple[tuple[Delivery, int], ...]:
    """Return what may be sent now, the most urgent and oldest first, but for what is taken.

    Each comes with how much is due at its place.

    Raises:
        StoreError: the database cannot be read.
    """
    return await deliveries.due(reader, now, taken=taken, most=most)


async def due_at_place(reader: Reader, place: Place, now: dt.datetime) -> tuple[Delivery, ...]:
    """Return the new messages that may go to a place now, the oldest first.

    Raises:
        StoreError: the database cannot be read.
    """
    return await deliveries.due_at(reader, place, now)


async def begin_sending(store: Store, ids: Sequence[int], now: dt.datetime) -> tuple[int, ...]:
    """Commit, before any request, that these are being sent; return those that may be.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        return await deliveries.begin(transaction, ids, now)


async def note_outcomes(store: Store, notes: Sequence[Note], now: dt.datetime) -> None:
    """Keep what became of requests.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await deliveries.note(transaction, notes, now)


async def note_sent(
    store: Store,
    sent: Sequence[tuple[Delivery, Alert]],
    message_id: int,
    now: dt.datetime,
) -> None:
    """Keep that one message told these alerts; it is a receipt for the facts in it.

    Raises:
        StoreError: the database cannot be written.
    """
    place = sent[0][0].place
    notes = [Note(delivery_id=each.id, state="sent", message_id=message_id) for each, _ in sent]
    news = [(delivery, alert) for delivery, alert in sent if not delivery.edits]
    facts = [alert.record_id for _, alert in news if isinstance(alert.after, Fact)]
    live = {rule.what for rule in alert_rules() if rule.live}
    async with store.transaction() as transaction:
        await deliveries.note(transaction, notes, now)
        if facts:
            shown = list(dict.fromkeys(facts))
            language = news[0][0].language
            await receipts.put_receipts(transaction, place, message_id, shown, language, now)
        for delivery, alert in news:
            if alert.what in live and len(sent) == 1:
                await deliveries.put_live_message(
                    transaction, place, alert.record_id, message_id, delivery.language, now
                )


async def wait_with_chat(store: Store, chat_id: int, until: dt.datetime) -> None:
    """Send nothing of what is pending for a chat before a moment.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await deliveries.hold_chat(transaction, chat_id, until)


async def recover(store: Store, now: dt.datetime) -> int:
    """Mark what was being sent when the program ended as unknown; return how much it was.

    What does less harm twice than not at all is sent again, see `is_worth_a_repeat`.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        found = await deliveries.doubt_interrupted(transaction, now)
        worth = [delivery.id for delivery in found if await _may_be_repeated(transaction, delivery)]
        await deliveries.repeat(transaction, worth, now)
    return len(found)


async def _may_be_repeated(reader: Reader, delivery: Delivery) -> bool:
    alert = await alerts.stored_alert(reader, delivery.alert_id)
    assert alert is not None
    return is_worth_a_repeat(delivery, is_important=alert.is_important)


def is_worth_a_repeat(delivery: Delivery, *, is_important: bool) -> bool:
    """Say whether a delivery of unknown outcome is sent again.

    An edit is, as it does the same twice. A new message is, once, where it is urgent, corrects, or
    is important: two of them say the same, none leaves somebody misled.
    """
    if delivery.edits:
        return True
    is_pressing = is_important or delivery.priority <= CORRECTING
    return is_pressing and not delivery.is_repeat


async def alert_of(reader: Reader, alert_id: int) -> Alert | None:
    """Return an alert with the record as it was and as it is; None where there is none.

    Raises:
        StoreError: the database cannot be read.
    """
    stored = await alerts.stored_alert(reader, alert_id)
    if stored is None:
        return None
    return Alert(
        id=stored.id,
        purpose=stored.purpose,
        what=stored.what,
        kind=stored.kind,
        record_id=stored.record_id,
        before=record_of(stored.kind, stored.before) if stored.before else None,
        after=record_of(stored.kind, stored.after),
        is_important=stored.is_important,
        made_at=stored.made_at,
        reason=stored.reason,
    )


async def latest_facts(reader: Reader, alert: Alert) -> tuple[Fact, ...]:
    """Return the facts of a live round that were added while its message is edited.

    Raises:
        StoreError: the database cannot be read.
    """
    since = alert.made_at - LIVE_FOR
    bodies = await alerts.facts_since(reader, alert.record_id, since)
    facts = (record_of("fact", body) for body in bodies)
    return tuple(fact for fact in facts if isinstance(fact, Fact) and not fact.withdrawn_on)


async def last_tallies(reader: Reader, now: dt.datetime, most: int) -> tuple[Tally, ...]:
    """Return the last alerts, the latest first, each with how it stands.

    Raises:
        StoreError: the database cannot be read.
    """
    found = [await tally_of(reader, each, now) for each in await alerts.last_alerts(reader, most)]
    return tuple(each for each in found if each)


async def tally_of(reader: Reader, alert_id: int, now: dt.datetime) -> Tally | None:
    """Return how an alert stands; None where there is none of that number.

    Raises:
        StoreError: the database cannot be read.
    """
    alert = await alert_of(reader, alert_id)
    if alert is None:
        return None
    states, reasons = await alerts.tally(reader, alert_id, now)
    return Tally(alert=alert, reasons=tuple(reasons.items()), **states)


async def retry_failed(store: Store, alert_id: int, now: dt.datetime) -> None:
    """Send an alert once more where it failed.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await alerts.retry_failed(transaction, alert_id, now)


async def cancel_pending(store: Store, alert_id: int, now: dt.datetime) -> None:
    """Do not send an alert where it was not sent yet.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await alerts.cancel_pending(transaction, alert_id, now)


async def clear_old(store: Store, now: dt.datetime) -> None:
    """Forget old receipts and deliveries, and give up what waited too long for an absent chat.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await receipts.prune(transaction, now - KEPT_FOR)
        await deliveries.prune(transaction, now - KEPT_FOR)
        await deliveries.skip_stale(transaction, now - STALE, now)
