"""What is sent: text and buttons."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rendering.buttons import Button


@dataclass(frozen=True, slots=True)
class Message:
    """Telegram's HTML, and rows of buttons."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
