"""Who may change the record: given, taken and listed."""

from __future__ import annotations

import datetime as dt

from knowledge.editing import Editor, Office
from knowledge.store.editors import (
    appoint_from_configuration,
    editors,
    forget_acts,
    note,
    office_of,
    set_office,
)
from knowledge.use_cases.desk import Asked, EditingDesk, Result, done_before, keep, require

REMEMBERED = dt.timedelta(days=7)
"""How long an act is kept so as not to be done again; Telegram delivers for at most a day."""


async def open_desk(desk: EditingDesk, owners: tuple[int, ...], now: dt.datetime) -> None:
    """Make the people of the configuration owners, unless a chat has decided about them."""
    async with desk.store.transaction() as transaction:
        known = {each.person_id for each in await editors(transaction)}
        await appoint_from_configuration(transaction, owners, now)
        await forget_acts(transaction, now - REMEMBERED)
        for each in await editors(transaction):
            if each.person_id not in known:
                await note(
                    transaction,
                    "appointed",
                    person_id=None,
                    now=now,
                    whom=each.person_id,
                    office=each.office,
                )
        desk.editors = frozenset(each.person_id for each in await editors(transaction))


async def list_editors(desk: EditingDesk) -> list[Editor]:
    """Return everybody who holds an office, owners first."""
    return await editors(desk.store)


async def appoint(desk: EditingDesk, asked: Asked, person_id: int, office: Office | None) -> Result:
    """Give somebody an office, or with None take it away; one owner must remain.

    Raises:
        NotAnEditorError: the one who asks holds no office.
    """
    async with desk.store.transaction() as transaction:
        if earlier := await done_before(transaction, asked):
            return earlier
        if await require(transaction, asked.person_id, "appoint") is None:
            return await keep(transaction, asked, what="not_allowed")
        before = await office_of(transaction, person_id)
        owners = [e for e in await editors(transaction) if e.office == "owner"]
        if before == "owner" and office != "owner" and len(owners) == 1:
            return await keep(transaction, asked, what="last_owner")
        await set_office(transaction, person_id, office, by=asked.person_id, now=asked.now)
        await note(
            transaction,
            "appointed",
            person_id=asked.person_id,
            now=asked.now,
            whom=person_id,
            office=office,
            before=before,
        )
        result = await keep(transaction, asked, what="appointed", whom=person_id, office=office)
    desk.editors = frozenset(each.person_id for each in await editors(desk.store))
    return result


async def office(desk: EditingDesk, person_id: int) -> Office | None:
    """Return what somebody may do now; None for nothing."""
    return await office_of(desk.store, person_id)
