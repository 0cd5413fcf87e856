"""Tell those whom a change concerns: the place where that will be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from knowledge.store.connection import Reader, Transaction
    from knowledge.types import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """How many messages a change has put on their way."""

    alerts: int = 0
    corrections: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """How many chats a change would reach."""

    alerted: int = 0
    corrected: int = 0


async def announce(
    transaction: Transaction,
    changes: Sequence[Change],
    *,
    now: dt.datetime,
    quiet: bool = False,
    urgent: bool = False,
) -> Announced:
    """Queue what subscribers are to hear of a change; nobody can subscribe yet."""
    del transaction, changes, now, quiet, urgent
    return Announced()


async def count_audience(
    reader: Reader, changes: Sequence[Change], *, now: dt.datetime
) -> Audience:
    """Count the chats that would hear of a change; nobody can subscribe yet."""
    del reader, changes, now
    return Audience()
