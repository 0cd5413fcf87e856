"""The library's hook for rate limits: sends what Telegram counts through the gate."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.gate import Gate, Lane

COUNTED: Final = ("send", "edit", "copy", "forward")
"""What the names of the methods begin with that Telegram counts."""
LONGEST_WAIT_SECONDS: Final = 10.0
"""A chat that Telegram has asked to leave alone for longer gets its answer refused at once."""
NOT_COUNTED: Final = ("sendChatAction",)


class LimitedCalls(BaseRateLimiter[Lane]):
    """Lets a call begin when it may; a chat that is told to wait holds up itself alone."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Any:
        """Make the call, when its time has come."""
        chat_id = data.get("chat_id")
        counts = endpoint.startswith(COUNTED) and endpoint not in NOT_COUNTED
        if not counts or not isinstance(chat_id, int) or rate_limit_args is Lane.PASSED:
            return await callback(*args, **kwargs)
        if (seconds := self.gate.seconds_asked(chat_id)) > LONGEST_WAIT_SECONDS:
            raise RetryAfter(math.ceil(seconds))
        async with self.gate.slot(chat_id, rate_limit_args or Lane.ANSWER):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self.gate.hold_chat(chat_id, seconds_of(error))
                raise


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait: a number today, a timedelta in the next version."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
