"""What people do, by subject; each act is a function of the world and keyword arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.acts import inline, managing, moving, pressing, writing


def all_acts() -> dict[str, Callable[..., Any]]:
    """Return every act by its verb."""
    table: dict[str, Callable[..., Any]] = {}
    for module in (inline, managing, moving, pressing, writing):
        table |= module.ACTS
    return table
