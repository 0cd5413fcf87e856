"""The sandbox's clocks, so that a test can make queries old without waiting."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Two clocks: Unix seconds, and seconds that never jump back."""

    def wall(self) -> float: ...

    def monotonic(self) -> float: ...

    def advance(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's clocks plus what `advance` added (seconds, never negative)."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def wall(self) -> float:
        return time.time() + self._ahead

    def monotonic(self) -> float:
        return time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("a clock only goes forward")
        self._ahead += seconds
