"""Which messages of admins show which alert, to be edited while it is sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.rendering.locale import Locale


@dataclass(slots=True)
class Watched:
    """An alert that a message shows, and what was last seen of it."""

    alert_id: int
    locale: Locale
    since: dt.datetime
    seen_at: dt.datetime
    done: int | None = None
    """Deliveries that were over when it was last looked at."""
    shown: str = ""


class WatchedAlerts:
    """The messages that are edited as an alert goes on; in memory, an admin can open one anew."""

    def __init__(self) -> None:
        self.messages: dict[tuple[int, int], Watched] = {}

    def watch(
        self, chat_id: int, message_id: int, alert_id: int, locale: Locale, now: dt.datetime
    ) -> None:
        """Edit a message of a private chat as an alert goes on."""
        self.messages[chat_id, message_id] = Watched(alert_id, locale, now, now)

    def leave(self, chat_id: int, message_id: int) -> None:
        """Edit it no more: it shows something else now."""
        self.messages.pop((chat_id, message_id), None)
