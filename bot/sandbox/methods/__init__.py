"""The Bot API methods that the sandbox implements, by subject."""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods import (
    account,
    chats,
    delivery,
    editing,
    queries,
    relaying,
    sending,
    topics,
)


def implemented() -> dict[str, Any]:
    """Return every method by its published name; getUpdates alone is a coroutine function."""
    table: dict[str, Any] = {}
    for module in (account, chats, delivery, editing, queries, relaying, sending, topics):
        table |= module.METHODS
    return table
