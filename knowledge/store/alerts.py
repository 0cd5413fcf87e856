"""Rows of alerts and of how they stand."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knowledge.store.moments import milliseconds, moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from knowledge.alerting import Due, Purpose, Schedule
    from knowledge.store.connection import Reader, Row, Transaction
    from knowledge.types import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAlert:
    """An alert with the bodies of the record as it was and as it is."""

    id: int
    purpose: Purpose
    what: str
    kind: Kind
    record_id: str
    before: str | None
    after: str
    is_important: bool
    made_at: dt.datetime
    reason: str


async def insert_alert(
    transaction: Transaction,
    *,
    purpose: Purpose,
    what: str,
    kind: Kind,
    record_id: str,
    before: int | None,
    after: int,
    is_important: bool,
    now: dt.datetime,
    reason: str,
) -> int:
    """Store what is to be told and return its number."""
    row: Row = {
        "purpose": purpose,
        "what": what,
        "kind": kind,
        "record_id": record_id,
        "before_number": before,
        "after_number": after,
        "is_important": int(is_important),
        "made_at": milliseconds(now),
        "reason": reason,
    }
    await transaction.execute_many("insert_alert", [row])
    number: int = (await transaction.fetch_all("last_alert"))[0]["id"]
    return number


async def deliver_to_subscribers(
    transaction: Transaction,
    *,
    alert_id: int,
    what: str,
    is_important: bool,
    schedule: Schedule,
    when: Due,
    priority: int,
    earlier: Collection[int],
    now: dt.datetime,
) -> None:
    """Write a delivery to every place of one schedule that wants the alert.

    A place that has a delivery of one of the `earlier` alerts gets none.
    """
    row: Row = {
        "alert_id": alert_id,
        "what": what,
        "is_important": int(is_important),
        "time_zone": schedule.time_zone,
        "quiet_from": schedule.quiet.begin if schedule.quiet else None,
        "quiet_until": schedule.quiet.end if schedule.quiet else None,
        "rhythm": schedule.rhythm,
        "due_at": milliseconds(when.at),
        "is_gathered": int(when.is_gathered),
        "priority": priority,
        "earlier": json.dumps(list(earlier)),
        "now": milliseconds(now),
    }
    await transaction.execute_many("deliver_to_subscribers", [row])


async def count_deliveries(reader: Reader, alert_id: int) -> int:
    """Return how many places an alert goes to."""
    rows = await reader.fetch_all("count_deliveries", alert_id=alert_id)
    places: int = rows[0]["places"]
    return places


async def stored_alert(reader: Reader, alert_id: int) -> StoredAlert | None:
    """Return an alert, or None where there is none of that number."""
    rows = await reader.fetch_all("alert_with_bodies", id=alert_id)
    return _alert_of(rows[0]) if rows else None


async def last_alerts(reader: Reader, most: int) -> tuple[int, ...]:
    """Return the numbers of the last alerts, the latest first."""
    return tuple(row["id"] for row in await reader.fetch_all("last_alerts", most=most))


async def tally(
    reader: Reader, alert_id: int, now: dt.datetime
) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many deliveries are in which state, and how many failed for which reason."""
    rows = await reader.fetch_all("tally", alert_id=alert_id, now=milliseconds(now))
    states: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for row in rows:
        state = "waiting" if row["is_waiting"] else row["state"]
        states[state] = states.get(state, 0) + row["places"]
        if row["state"] == "failed":
            reasons[row["reason"]] = row["places"]
    return states, reasons


async def retry_failed(transaction: Transaction, alert_id: int, now: dt.datetime) -> None:
    """Send an alert once more where it failed."""
    row: Row = {"alert_id": alert_id, "now": milliseconds(now)}
    await transaction.execute_many("retry_failed", [row])


async def cancel_pending(transaction: Transaction, alert_id: int, now: dt.datetime) -> None:
    """Do not send an alert where it was not sent yet."""
    row: Row = {"alert_id": alert_id, "now": milliseconds(now)}
    await transaction.execute_many("cancel_pending", [row])


async def body_at(reader: Reader, kind: Kind, record_id: str, number: int) -> str:
    """Return what one revision says; IndexError where there is none."""
    rows = await reader.fetch_all("revision_body", kind=kind, id=record_id, number=number)
    body: str = rows[0]["body"]
    return body


async def current(reader: Reader, kind: Kind, record_id: str) -> tuple[int, str, str]:
    """Return number, body and reason of a record's newest revision; IndexError if it has none."""
    row = (await reader.fetch_all("current_revision", kind=kind, id=record_id))[0]
    return row["number"], row["body"], row["reason"]


async def facts_since(reader: Reader, round_id: str, since: dt.datetime) -> tuple[str, ...]:
    """Return the bodies of the facts of a round that were added since a moment."""
    moment_as_text = since.astimezone(dt.UTC).isoformat(timespec="microseconds")
    rows = await reader.fetch_all("facts_since", round_id=round_id, since=moment_as_text)
    return tuple(row["body"] for row in rows)


def _alert_of(row: sqlite3.Row) -> StoredAlert:
    fields: dict[str, Any] = {
        name: row[name] for name in ("id", "purpose", "what", "kind", "record_id", "reason")
    }
    return StoredAlert(
        **fields,
        before=row["before_body"],
        after=row["after_body"],
        is_important=bool(row["is_important"]),
        made_at=moment(row["made_at"]),
    )
