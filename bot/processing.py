"""Many chats at once, one update after another within a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

MOST_AT_ONCE: Final = 32
"""Updates handled at a time; with as many connections, more only makes the HTTP client slower."""

MOST_WAITING: Final = 4096
"""Updates fetched and not yet handled; above that no more are taken from the queue."""


class PerChatProcessor(BaseUpdateProcessor):
    """Keeps the order of each chat: an edit is never handled before the message it edits."""

    def __init__(
        self, most_at_once: int = MOST_AT_ONCE, *, done: Callable[[int], None] | None = None
    ) -> None:
        """Take how many at a time, and what is to hear the number of each that is done."""
        # The base class counts those that wait for their chat too; those may be many.
        super().__init__(MOST_WAITING)
        self._done = done
        self._places = asyncio.Semaphore(most_at_once)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the earlier updates of the same chat, then handle this one."""
        lock = self._locks.setdefault(_queue_of(update), asyncio.Lock())
        try:
            async with lock, self._places:
                await coroutine
        finally:
            if self._done and isinstance(update, Update):
                self._done(update.update_id)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _queue_of(update: object) -> int:
    """Return what orders an update: its chat, else its person, else nothing but itself."""
    if not isinstance(update, Update):
        return 0
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else -update.update_id
