"""What happened: the calls, the complaints, and the stream of events for those who watch."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.state import Json

CALLS_KEPT = 100_000
EVENTS_KEPT = 20_000


@dataclass(slots=True)
class Call:
    """One Bot API call; `at` in Unix seconds, `monotonic` and `seconds` in seconds."""

    n: int
    method: str
    params: Json
    at: float
    monotonic: float
    chat_id: int | str | None = None
    seconds: float = 0.0
    status: int = 0
    error: str | None = None
    fault: str | None = None
    complaint: str | None = None

    def as_json(self) -> Json:
        return {
            "n": self.n,
            "method": self.method,
            "chat_id": self.chat_id,
            "params": {name: shown(value) for name, value in self.params.items()},
            "at": self.at,
            "monotonic": self.monotonic,
            "seconds": self.seconds,
            "status": self.status,
            "error": self.error,
            "fault": self.fault,
            "complaint": self.complaint,
        }


def shown(value: Any) -> Any:
    """Return a parameter as JSON can hold it."""
    describe = getattr(value, "describe", None)
    return describe() if describe is not None else value


@dataclass(frozen=True, slots=True)
class Complaint:
    """A mistake of the bot that must fail the test in which it happens."""

    n: int
    call: int
    method: str
    text: str
    at: float

    def as_json(self) -> Json:
        return {
            "n": self.n,
            "call": self.call,
            "method": self.method,
            "text": self.text,
            "at": self.at,
        }


class Journal:
    """Numbered events for watchers, the last `EVENTS_KEPT` of them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._events: deque[Json] = deque(maxlen=EVENTS_KEPT)
        self._waiters: set[asyncio.Future[None]] = set()
        self.seq = 0
        self.closed = False

    def close(self) -> None:
        """End the streams of all watchers."""
        self.closed = True
        self._wake()

    def announce(self, kind: str, /, **keys: Any) -> None:
        """Add an event and wake those who wait."""
        self.seq += 1
        self._events.append({"seq": self.seq, "at": self._clock.wall(), "type": kind, **keys})
        if self._waiters:
            self._wake()

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    def after(self, seq: int) -> tuple[list[Json], bool]:
        """Return the events past a number, and whether some of them are no longer kept."""
        missing = self.seq - seq
        if missing <= 0:
            return [], missing < 0
        if missing > len(self._events):
            return list(self._events), True
        return [self._events[index] for index in range(-missing, 0)], False

    async def wait(self, seq: int, timeout: float) -> None:  # noqa: ASYNC109 (a long poll's length)
        """Return once there is an event past a number, or after `timeout` seconds."""
        if self.seq != seq or self.closed:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(timeout):
                await waiter
        except TimeoutError:
            return
        finally:
            self._waiters.discard(waiter)


class Ledger:
    """All calls and complaints, in order."""

    def __init__(self, clock: Clock, journal: Journal) -> None:
        self._clock = clock
        self._journal = journal
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.complaints: list[Complaint] = []
        self.made = 0

    def begin(self, method: str, params: Json) -> Call:
        self.made += 1
        call = Call(
            n=self.made,
            method=method,
            params=params,
            at=self._clock.wall(),
            monotonic=self._clock.monotonic(),
        )
        self.calls.append(call)
        return call

    def end(self, call: Call, status: int, error: str | None, *, announced: bool = True) -> None:
        call.seconds = self._clock.monotonic() - call.monotonic
        call.status = status
        call.error = error
        if announced:
            self._journal.announce("call", call=call)

    def complain(self, call: Call, text: str) -> None:
        complaint = Complaint(
            n=len(self.complaints) + 1,
            call=call.n,
            method=call.method,
            text=text,
            at=self._clock.wall(),
        )
        call.complaint = text
        self.complaints.append(complaint)
        self._journal.announce("complaint", complaint=complaint)

    def select(
        self, *, after: int = 0, method: str = "", chat_id: int | None = None, limit: int = 1000
    ) -> list[Json]:
        """Return the calls that match, oldest first, at most `limit` of the newest."""
        found: Iterable[Call] = (call for call in reversed(self.calls) if call.n > after)
        if method:
            found = (call for call in found if call.method.lower() == method.lower())
        if chat_id is not None:
            found = (call for call in found if str(call.chat_id) == str(chat_id))
        newest = [call.as_json() for call, _ in zip(found, range(limit), strict=False)]
        return newest[::-1]
