"""A change of the record becomes alerts and corrections, in the transaction of the change."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Final

from knowledge.alerting import (
    IMPORTANT,
    LIVE,
    ORDINARY,
    URGENT,
    Announced,
    Audience,
)
from knowledge.curation.alert_rules import alert_rules
from knowledge.notifying import Occurrence, is_correction, occurrences
from knowledge.store import alerts, deliveries, receipts
from knowledge.store.connection import Reader, Transaction
from knowledge.store.subscriptions import count_subscribed, schedules_for
from knowledge.timing import due
from knowledge.types import Change

REVIEW: Final = dt.timedelta(minutes=10)
"""How long a correction may still be changed before those who saw the old value are told."""
LIVE_FOR: Final = dt.timedelta(days=2)
"""How long the message about a started round is edited."""


async def announce(
    transaction: Transaction,
    changes: Sequence[Change],
    *,
    now: dt.datetime,
    quiet: bool = False,
    urgent: bool = False,
    review: dt.timedelta = REVIEW,
) -> Announced:
    """Write the deliveries and open the corrections that changes of the record call for.

    The revisions must be stored already. A quiet change, such as a clean-up of wording, calls for
    nothing. An urgent one waits neither for the night to end nor for a digest or a review.

    Raises:
        StoreError: the database cannot be written.
        ValueError: `now` has no time zone.
    """
    if quiet:
        return Announced()
    told = [await _tell_subscribers(transaction, change, now, urgent=urgent) for change in changes]
    corrections = 0
    for change in changes:
        await _bring_live_messages_up_to_date(transaction, change, now)
        if _corrects(change):
            assert change.before is not None
            await receipts.open_correction(
                transaction,
                change.id,
                before=change.before.number,
                is_urgent=urgent,
                now=now,
                due_at=now if urgent else now + review,
            )
            corrections += 1
    return Announced(
        alerts=sum(made for made, _ in told),
        deliveries=sum(places for _, places in told),
        corrections=corrections,
    )


async def count_audience(
    reader: Reader, changes: Sequence[Change], *, now: dt.datetime
) -> Audience:
    """Return how many places changes would reach, were they made now.

    Raises:
        StoreError: the database cannot be read.
        ValueError: `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    found = [each for change in changes for each in occurrences(change, alert_rules())]
    corrected = [change.id for change in changes if _corrects(change)]
    wanted = [(each.what, each.rule.important) for each in found]
    return Audience(
        alerted=await count_subscribed(reader, wanted),
        corrected=await receipts.count_places(reader, corrected),
    )


def _corrects(change: Change) -> bool:
    return (
        change.kind == "fact"
        and change.before is not None
        and is_correction(change.before.body, change.after.body)
    )


async def _tell_subscribers(
    transaction: Transaction, change: Change, now: dt.datetime, *, urgent: bool
) -> tuple[int, int]:
    """Return how many alerts a change made, and how many deliveries of them."""
    made: list[int] = []
    places = 0
    for occurrence in occurrences(change, alert_rules()):
        schedules = await schedules_for(transaction, occurrence.what)
        if not schedules:
            continue
        number = await _insert(transaction, change, occurrence, now)
        for schedule in schedules:
            await alerts.deliver_to_subscribers(
                transaction,
                alert_id=number,
                what=occurrence.what,
                is_important=occurrence.rule.important,
                schedule=schedule,
                when=due(now, schedule, is_urgent=urgent),
                priority=_priority(occurrence, urgent=urgent),
                earlier=made,
                now=now,
            )
        places += await alerts.count_deliveries(transaction, number)
        made.append(number)
    return len(made), places


async def _insert(
    transaction: Transaction, change: Change, occurrence: Occurrence, now: dt.datetime
) -> int:
    return await alerts.insert_alert(
        transaction,
        purpose="news",
        what=occurrence.what,
        kind=change.kind,
        record_id=change.id,
        before=change.before.number if change.before else None,
        after=change.after.number,
        is_important=occurrence.rule.important,
        now=now,
        reason=change.after.reason,
    )


def _priority(occurrence: Occurrence, *, urgent: bool) -> int:
    if urgent:
        return URGENT
    return IMPORTANT if occurrence.rule.important else ORDINARY


async def _bring_live_messages_up_to_date(
    transaction: Transaction, change: Change, now: dt.datetime
) -> None:
    """Have the message about a round edited wherever it was sent, whatever changed about it."""
    if change.kind == "round":
        round_id = change.id
    elif change.kind == "fact":
        round_id = json.loads(change.after.body)["ref"]
    else:
        return
    messages = await deliveries.live_messages(transaction, round_id, now - LIVE_FOR)
    if not messages:
        return
    number, _, reason = await alerts.current(transaction, "round", round_id)
    alert = await alerts.insert_alert(
        transaction,
        purpose="live",
        what="round-live",
        kind="round",
        record_id=round_id,
        before=None,
        after=number,
        is_important=False,
        now=now,
        reason=reason,
    )
    edits = [
        deliveries.NewDelivery(
            alert_id=alert,
            place=place,
            language=language,
            priority=LIVE,
            due_at=now,
            edits=message_id,
        )
        for place, message_id, language in messages
    ]
    await deliveries.insert(transaction, edits, now)
