"""Every call that Telegram limits passes here: answers to people first, then alerts, evenly."""

from __future__ import annotations

import asyncio
import math
from bisect import insort
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count
from typing import Final

from bot.delivery.limits import SECOND, Limits, Windows

CATCH_UP_SECONDS: Final = 0.2
"""How much alerts that come late may hurry; longer, and an answer could meet a full window."""


class Lane(IntEnum):
    """Who goes first."""

    ANSWER = 0
    """Somebody waits for it."""
    ALERT = 1
    PASSED = 2
    """Is in already: the caller holds a slot."""


@dataclass(order=True)
class _Waiting:
    lane: Lane
    number: int
    chat_id: int = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Gate:
    """Lets calls begin one after another so that no window of the limits is exceeded.

    Alerts are spread evenly over each second, so that an answer never has to wait for a whole
    window to pass: the next place is free in one thirtieth of a second.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] | None = None) -> None:
        self.windows = Windows(limits)
        self._pace = SECOND / limits.overall_per_second
        self._next_alert = 0.0
        self._given_clock = clock
        self._numbers = count()
        self._waiting: list[_Waiting] = []
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def slot(self, chat_id: int, lane: Lane) -> AsyncIterator[None]:
        """Wait for a slot and hold it while the call runs."""
        await self.enter(chat_id, lane)
        try:
            yield
        finally:
            self.leave(chat_id)

    async def enter(self, chat_id: int, lane: Lane) -> None:
        """Wait until a call to a chat may begin; whoever enters must leave."""
        waiting = _Waiting(
            lane, next(self._numbers), chat_id, asyncio.get_running_loop().create_future()
        )
        insort(self._waiting, waiting)
        self._let_in()
        try:
            await waiting.turn
        except asyncio.CancelledError:
            if waiting.turn.done() and not waiting.turn.cancelled():
                self.leave(chat_id)
            else:
                self._waiting.remove(waiting)
            raise

    def leave(self, chat_id: int) -> None:
        """Note that a call to a chat was answered."""
        self.windows.end(chat_id, self.now())
        self._let_in()

    def wait_of(self, chat_id: int) -> float:
        """Return the seconds until a chat may be called, if nobody else calls it before."""
        now = self.now()
        return self.windows.chat_free_at(chat_id, now) - now

    def seconds_asked(self, chat_id: int) -> float:
        """Return for how many more seconds Telegram has asked not to call a chat."""
        return max(0.0, self.windows.deadline_of(chat_id) - self.now())

    def hold_chat(self, chat_id: int, seconds: float) -> None:
        """Begin no call to a chat for some seconds."""
        self.windows.hold_chat(chat_id, self.now() + seconds)
        self._let_in()

    def hold_all(self, seconds: float) -> None:
        """Begin no call at all for some seconds."""
        self.windows.hold_all(self.now() + seconds)
        self._let_in()

    def now(self) -> float:
        """Return the time that the windows count in."""
        return self._given_clock() if self._given_clock else asyncio.get_running_loop().time()

    def _let_in(self) -> None:
        """Give their turn to those whose time has come; come back when the next one's does."""
        now, wake = self.now(), math.inf
        for waiting in tuple(self._waiting):
            free = self.windows.overall_free_at(now)
            if free > now:
                wake = min(wake, free)
                break
            free = self.windows.chat_free_at(waiting.chat_id, now)
            if waiting.lane == Lane.ALERT:
                free = max(free, self._next_alert)
            if free > now:
                wake = min(wake, free)
                continue
            if waiting.lane == Lane.ALERT:
                # What a busy moment made late is caught up on: those places would stay empty.
                self._next_alert = max(self._next_alert, now - CATCH_UP_SECONDS) + self._pace
            self._waiting.remove(waiting)
            self.windows.begin(waiting.chat_id, now)
            waiting.turn.set_result(None)
        self._wake_at(wake, now)

    def _wake_at(self, moment: float, now: float) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if moment < math.inf:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(0.0, moment - now), self._let_in)
