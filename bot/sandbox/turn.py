"""One Bot API call being answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.ledger import Call
from bot.sandbox.params import Params
from bot.sandbox.world import World


@dataclass(slots=True)
class Turn:
    """The world, the parameters, and the call's line in the ledger."""

    world: World
    params: Params
    call: Call

    def complain(self, text: str) -> None:
        """Record a mistake of the bot that Telegram would let pass."""
        self.world.ledger.complain(self.call, text)


Method = Callable[[Turn], Any]
AsyncMethod = Callable[[Turn], Awaitable[Any]]
