"""Telegram's limits as true sliding windows: pure, the clock comes in.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

SECOND: Final = 1.0
MINUTE: Final = 60.0
MOST_REMEMBERED: Final = 4096
"""Chats whose windows are kept before those that are empty are dropped, at the least."""
DURATIONS_KEPT: Final = 100
FEWEST_DURATIONS: Final = 30
"""Calls before the quickest of them says anything."""
WAY_SHARE: Final = 0.5
"""How much of the quickest call is taken for the way; the rest is the server's work on it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages and edits: in a second overall and to a chat, in a minute to a group."""

    overall_per_second: int = 30
    chat_per_second: int = 1
    group_per_minute: int = 20


UNLIMITED: Final = Limits(10**9, 10**9, 10**9)


class Window:
    """At most `most` calls in any `span` seconds, whenever in its course each call counted.

    Telegram counts a call at some moment between its begin and its answer. So a call takes its
    place from its begin until `span` seconds after its answer: any two moments at which two calls
    may have been counted, and more than `most` of which may not be in one span, are apart.
    """

    def __init__(self, most: int, span: float) -> None:
        self._most = most
        self._span = span
        self._open = 0
        self._ended: deque[float] = deque()

    def free_at(self, now: float) -> float:
        """Return when one more call may begin: now, later, or never while too many are open."""
        while self._ended and self._ended[0] + self._span <= now:
            self._ended.popleft()
        if self._open >= self._most:
            return math.inf
        too_many = self._open + len(self._ended) - self._most
        return now if too_many < 0 else self._ended[too_many] + self._span

    def begin(self) -> None:
        """Count a call that begins now."""
        self._open += 1

    def end(self, counted: float) -> None:
        """Note that a call was answered, and when it was counted at the latest."""
        self._open -= 1
        self._ended.append(max(counted, self._ended[-1]) if self._ended else counted)

    def is_empty(self, now: float) -> bool:
        """Say whether no call is counted any more."""
        return self._open == 0 and (not self._ended or self._ended[-1] + self._span <= now)


class Windows:
    """The windows of everything that is limited, and the deadlines that Telegram has set."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.overall = Window(limits.overall_per_second, SECOND)
        self._chats: dict[int, tuple[Window, ...]] = {}
        self._most_remembered = MOST_REMEMBERED
        self._begun: dict[int, deque[float]] = {}
        self._durations: deque[float] = deque(maxlen=DURATIONS_KEPT)
        self._deadlines: dict[int, float] = {}
        self._deadline = 0.0

    def overall_free_at(self, now: float) -> float:
        """Return when one more call to any chat may begin."""
        return max(self.overall.free_at(now), self._deadline)

    def chat_free_at(self, chat_id: int, now: float) -> float:
        """Return when one more call to a chat may begin, for all that concerns that chat."""
        windows = self._chats.get(chat_id, ())
        free = [window.free_at(now) for window in windows]
        return max(now, self._deadlines.get(chat_id, 0.0), *free)

    def begin(self, chat_id: int, now: float) -> None:
        """Count a call to a chat that begins now."""
        self.overall.begin()
        if chat_id not in self._chats:
            self._make_room(now)
            self._chats[chat_id] = self._windows_of(chat_id)
        for window in self._chats[chat_id]:
            window.begin()
        self._begun.setdefault(chat_id, deque()).append(now)

    def end(self, chat_id: int, now: float) -> None:
        """Note that a call to a chat was answered.

        The way there and back takes every call as long as it takes the quickest: by so much the
        next call may begin earlier, and still be counted no sooner.
        """
        begun = self._begun[chat_id]
        self._durations.append(now - begun.popleft())
        if not begun:
            del self._begun[chat_id]
        is_known = len(self._durations) >= FEWEST_DURATIONS
        counted = now - WAY_SHARE * min(self._durations) if is_known else now
        self.overall.end(counted)
        for window in self._chats[chat_id]:
            window.end(counted)

    def hold_chat(self, chat_id: int, until: float) -> None:
        """Begin no call to a chat before a moment."""
        self._deadlines[chat_id] = max(self._deadlines.get(chat_id, 0.0), until)

    def hold_all(self, until: float) -> None:
        """Begin no call at all before a moment."""
        self._deadline = max(self._deadline, until)

    def deadline_of(self, chat_id: int) -> float:
        """Return the moment before which Telegram has asked not to call a chat, or any chat."""
        return max(self._deadline, self._deadlines.get(chat_id, 0.0))

    def _windows_of(self, chat_id: int) -> tuple[Window, ...]:
        window = Window(self.limits.chat_per_second, SECOND)
        if chat_id > 0:
            return (window,)
        return window, Window(self.limits.group_per_minute, MINUTE)

    def _make_room(self, now: float) -> None:
        if len(self._chats) < self._most_remembered:
            return
        self._chats = {
            chat_id: windows
            for chat_id, windows in self._chats.items()
            if not all(window.is_empty(now) for window in windows)
        }
        self._deadlines = {chat: until for chat, until in self._deadlines.items() if until > now}
        # Where many are in use at once, looking through them at every call would cost more than
        # they do.
        self._most_remembered = max(MOST_REMEMBERED, 2 * len(self._chats))
