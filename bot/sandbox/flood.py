"""Telegram's flood limits as true sliding windows, off unless asked for.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, fields

from bot.sandbox.clock import Clock
from bot.sandbox.errors import ActError, too_many_requests
from bot.sandbox.state import Json


class SlidingWindow:
    """At most `most` events in any `span` seconds."""

    def __init__(self, most: int, span: float) -> None:
        self._most = most
        self._span = span
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Return the seconds until one more event fits (0: it fits now)."""
        while self._times and self._times[0] + self._span <= now:
            self._times.popleft()
        if len(self._times) < self._most:
            return 0.0
        # The window is free again once the oldest of the last `most` events has left it.
        return self._times[-self._most] + self._span - now

    def add(self, now: float) -> None:
        self._times.append(now)


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """How many messages and edits: in a second overall and to a chat, in a minute to a group."""

    enabled: bool = False
    overall_per_second: int = 30
    chat_per_second: int = 1
    group_per_minute: int = 20

    def as_json(self) -> Json:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def changed(self, changes: Json) -> FloodLimits:
        """Return the limits with some of them changed.

        Raises:
            ActError: for an unknown name, or a number that is not at least 1.
        """
        merged = {**self.as_json(), **changes}
        for name, value in changes.items():
            if name not in self.as_json():
                raise ActError(f"the flood limits have no {name!r}")
            if isinstance(value, bool) is not (name == "enabled"):
                raise ActError(f"{name!r} cannot be {value!r}")
            if name != "enabled" and (not isinstance(value, int) or value < 1):
                raise ActError(f"{name!r} is a whole number from 1")
        return FloodLimits(**merged)


class FloodGate:
    """Refuses what goes past the limits; a refused call does not count."""

    def __init__(self, clock: Clock, limits: FloodLimits | None = None) -> None:
        self._clock = clock
        self.limits = limits or FloodLimits()
        self._reset()

    def set(self, limits: FloodLimits) -> None:
        self.limits = limits
        self._reset()

    def _reset(self) -> None:
        self._overall = SlidingWindow(self.limits.overall_per_second, 1.0)
        self._chats: dict[int, SlidingWindow] = {}
        self._groups: dict[int, SlidingWindow] = {}

    def enter(self, chat_id: int, messages: int = 1) -> None:
        """Count a call that writes to a chat.

        Raises:
            RefusedError: 429 with `retry_after`, the seconds rounded up.
        """
        if not self.limits.enabled:
            return
        now = self._clock.monotonic()
        windows = [self._overall, self._chat_window(chat_id)]
        if chat_id < 0:
            windows.append(self._group_window(chat_id))
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for window in windows:
            for _ in range(messages):
                window.add(now)

    def _chat_window(self, chat_id: int) -> SlidingWindow:
        if chat_id not in self._chats:
            self._chats[chat_id] = SlidingWindow(self.limits.chat_per_second, 1.0)
        return self._chats[chat_id]

    def _group_window(self, chat_id: int) -> SlidingWindow:
        if chat_id not in self._groups:
            self._groups[chat_id] = SlidingWindow(self.limits.group_per_minute, 60.0)
        return self._groups[chat_id]
