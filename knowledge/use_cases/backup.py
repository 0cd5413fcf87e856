"""A copy of everything, and the way back."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

from knowledge.store.copying import copy_database, restore_database
from knowledge.store.editors import note
from knowledge.use_cases.desk import Asked, EditingDesk, require


async def back_up(database: Path, copy: Path) -> int:
    """Make a consistent copy while the database is in use; return its size in bytes.

    Raises:
        StoreError: it cannot be read, or the copy cannot be written.
    """
    return await asyncio.to_thread(copy_database, database, copy)


async def may_back_up(desk: EditingDesk, asked: Asked) -> bool:
    """Say whether somebody may have a copy of everything, and note that they asked.

    Raises:
        NotAnEditorError: the person holds no office.
    """
    async with desk.store.transaction() as transaction:
        is_allowed = await require(transaction, asked.person_id, "back_up") is not None
        await note(
            transaction,
            "backed up" if is_allowed else "was refused a backup",
            person_id=asked.person_id,
            now=asked.now,
        )
    return is_allowed


def restore(copy: Path, database: Path, now: dt.datetime) -> Path | None:
    """Put a checked backup in place of the database; return where the old one went, if any.

    Raises:
        StoreError: the backup is not fit to be used; nothing was changed.
    """
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    aside = database.with_name(f"{database.name}.before-{stamp}")
    return restore_database(copy, database, aside)
