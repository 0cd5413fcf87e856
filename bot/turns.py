"""What people asked last and what came of it, for the question that follows; in memory only."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from knowledge import Turn

KEPT_SECONDS: Final = 600.0
"""How long a question may still be leant on; `/privacy` names it."""
MOST_KEPT: Final = 5_000
"""Questions that are kept at once, the latest ones; `/privacy` names it."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A turn, the one it leant on, and when it was."""

    person: int
    turn: Turn
    before: Turn | None
    at: float


class RecentTurns:
    """The latest turns, each by the chat and the message of ours that answers it.

    `clock` returns seconds that never go back.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, *, most: int = MOST_KEPT
    ) -> None:
        self._clock = clock
        self._most = most
        self._kept: OrderedDict[tuple[int, int], _Kept] = OrderedDict()
        self._last: dict[tuple[int, int], int] = {}

    def remember(
        self, chat_id: int, person: int, reply_id: int, turn: Turn, *, before: Turn | None = None
    ) -> None:
        """Keep what our message `reply_id` answers, in place of what it answered until now."""
        self.forget()
        earlier = self._kept.get((chat_id, reply_id))
        self._kept[chat_id, reply_id] = _Kept(person, turn, before, self._clock())
        self._kept.move_to_end((chat_id, reply_id))
        if earlier is None:
            self._last[chat_id, person] = reply_id
        elif earlier.person != person:
            self._drop_last(chat_id, earlier.person, reply_id)
            self._last[chat_id, person] = reply_id
        while len(self._kept) > self._most:
            self._drop_first()

    def answered_by(self, chat_id: int, reply_id: int) -> Turn | None:
        """Return the turn that one of our messages answers, if it is still kept."""
        kept = self._at(chat_id, reply_id)
        return kept.turn if kept else None

    def before(self, chat_id: int, reply_id: int) -> Turn | None:
        """Return the turn that the question of one of our messages leant on."""
        kept = self._at(chat_id, reply_id)
        return kept.before if kept else None

    def last_of(self, chat_id: int, person: int) -> Turn | None:
        """Return the last turn of a person in a chat."""
        reply_id = self._last.get((chat_id, person))
        return None if reply_id is None else self.answered_by(chat_id, reply_id)

    def forget(self) -> None:
        """Drop what is too old."""
        oldest = self._clock() - KEPT_SECONDS
        while self._kept and next(iter(self._kept.values())).at <= oldest:
            self._drop_first()

    def __len__(self) -> int:
        """Return how many turns are kept."""
        return len(self._kept)

    def _at(self, chat_id: int, reply_id: int) -> _Kept | None:
        self.forget()
        return self._kept.get((chat_id, reply_id))

    def _drop_first(self) -> None:
        (chat_id, reply_id), kept = self._kept.popitem(last=False)
        self._drop_last(chat_id, kept.person, reply_id)

    def _drop_last(self, chat_id: int, person: int, reply_id: int) -> None:
        if self._last.get((chat_id, person)) == reply_id:
            del self._last[chat_id, person]
