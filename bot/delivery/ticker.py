"""The one ticker: what is due by the clock rather than by somebody's act."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Final

from knowledge import Store, clear_old, end_pauses, settle_corrections

TICK_SECONDS: Final = 1.0
CLEAR_EVERY: Final = dt.timedelta(hours=1)


async def tick_on(
    store: Store,
    clock: Callable[[], dt.datetime],
    wake: Callable[[], None],
    show_progress: Callable[[dt.datetime], Awaitable[None]],
) -> None:
    """Do what is due, again and again; due times are in the database, so none is lost or drifts.

    Raises:
        StoreError: the database cannot be read or written.
    """
    cleared: dt.datetime | None = None
    while True:
        now = clock()
        settled = await settle_corrections(store, now)
        ended = await end_pauses(store, now)
        if settled or ended:
            wake()
        if cleared is None or now - cleared >= CLEAR_EVERY:
            await clear_old(store, now)
            cleared = now
        await show_progress(now)
        await asyncio.sleep(TICK_SECONDS)
