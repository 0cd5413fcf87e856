"""Rows of editors and of what they did."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knowledge.editing import Editor

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from knowledge.editing import Office
    from knowledge.store.connection import Parameter, Reader, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What came of an update that asked for something to be done."""

    update_id: int
    person_id: int
    place: str
    """Where it is to be answered, as the client wrote it down."""
    result: Mapping[str, Any]
    is_answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the audit."""

    number: int
    at: dt.datetime
    person_id: int | None
    act: str
    draft: int | None
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """A command that asks for one thing after the other, while it is not yet complete."""

    person_id: int
    chat_id: int
    command: str
    typed: str
    asks: str
    update_id: int


async def office_of(reader: Reader, person_id: int) -> Office | None:
    """Return what a person may do; None for nothing."""
    rows = await reader.fetch_all("editor", person_id=person_id)
    office: Office | None = rows[0]["office"] if rows else None
    return office


async def editors(reader: Reader) -> list[Editor]:
    """Return everybody who holds an office, owners first."""
    return [
        Editor(
            person_id=row["person_id"],
            office=row["office"],
            changed_by=row["changed_by"],
            changed_at=dt.datetime.fromisoformat(row["changed_at"]),
        )
        for row in await reader.fetch_all("editors")
    ]


async def appoint_from_configuration(
    transaction: Transaction, people: tuple[int, ...], now: dt.datetime
) -> None:
    """Make these people owners, except where a chat has decided about them."""
    rows: list[dict[str, Parameter]] = [{"person_id": each, "at": stamp(now)} for each in people]
    await transaction.execute_many("appoint_from_configuration", rows)


async def set_office(
    transaction: Transaction, person_id: int, office: Office | None, *, by: int, now: dt.datetime
) -> None:
    """Give an office, or with None take it away."""
    row: dict[str, Parameter] = {
        "person_id": person_id,
        "office": office,
        "giver": by,
        "at": stamp(now),
    }
    await transaction.execute_many("set_office", [row])


async def act_of(reader: Reader, update_id: int) -> Act | None:
    """Return what came of an update; None where it was not acted on."""
    rows = await reader.fetch_all("act", update_id=update_id)
    return _act(rows[0]) if rows else None


async def owed_acts(reader: Reader) -> list[Act]:
    """Return what was done and not yet answered, the oldest first."""
    return [_act(row) for row in await reader.fetch_all("owed_acts")]


async def note_act(
    transaction: Transaction,
    update_id: int,
    *,
    person_id: int,
    place: str,
    result: Mapping[str, Any],
    now: dt.datetime,
) -> None:
    """Note what came of an update, in the transaction that does it."""
    row: dict[str, Parameter] = {
        "update_id": update_id,
        "person_id": person_id,
        "place": place,
        "result": json.dumps(result, ensure_ascii=False),
        "at": stamp(now),
    }
    await transaction.execute_many("insert_act", [row])


async def note_answered(transaction: Transaction, update_id: int, now: dt.datetime) -> None:
    """Note that what came of an update was told."""
    await transaction.execute_many("act_was_answered", [{"update_id": update_id, "at": stamp(now)}])


async def forget_acts(transaction: Transaction, before: dt.datetime) -> None:
    """Forget what was answered before a moment."""
    await transaction.execute_many("forget_acts", [{"before": stamp(before)}])


async def note(
    transaction: Transaction,
    act: str,
    *,
    person_id: int | None,
    now: dt.datetime,
    draft: int | None = None,
    **details: object,
) -> None:
    """Add to the audit, in the transaction that does it."""
    row: dict[str, Parameter] = {
        "at": stamp(now),
        "person_id": person_id,
        "act": act,
        "draft": draft,
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True),
    }
    await transaction.execute_many("insert_audit", [row])


async def audit(reader: Reader, most: int) -> list[Entry]:
    """Return the audit, the latest first."""
    return [
        Entry(
            number=row["number"],
            at=dt.datetime.fromisoformat(row["at"]),
            person_id=row["person_id"],
            act=row["act"],
            draft=row["draft"],
            details=json.loads(row["details"]),
        )
        for row in await reader.fetch_all("audit", most=most)
    ]


async def dialogue_with(reader: Reader, person_id: int, chat_id: int) -> Dialogue | None:
    """Return what a person is being asked in a chat."""
    rows = await reader.fetch_all("dialogue", person_id=person_id, chat_id=chat_id)
    return Dialogue(**dict(rows[0])) if rows else None


async def set_dialogue(transaction: Transaction, dialogue: Dialogue) -> None:
    """Ask a person for the next thing."""
    row: dict[str, Parameter] = {
        name: getattr(dialogue, name) for name in Dialogue.__dataclass_fields__
    }
    await transaction.execute_many("set_dialogue", [row])


async def end_dialogue(transaction: Transaction, person_id: int, chat_id: int) -> None:
    """Ask no more."""
    row: dict[str, Parameter] = {"person_id": person_id, "chat_id": chat_id}
    await transaction.execute_many("end_dialogue", [row])


def stamp(moment: dt.datetime) -> str:
    """Return a moment in UTC as it is stored; it sorts as text."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _act(row: sqlite3.Row) -> Act:
    return Act(
        update_id=row["update_id"],
        person_id=row["person_id"],
        place=row["place"],
        result=json.loads(row["result"]),
        is_answered=row["answered_at"] is not None,
    )
