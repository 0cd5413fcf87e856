"""Moments as the tables of delivery keep them: whole milliseconds of Unix time."""

from __future__ import annotations

import datetime as dt


def milliseconds(moment: dt.datetime) -> int:
    """Return a moment in milliseconds of Unix time.

    Raises:
        ValueError: the moment does not say its time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("the moment has no time zone")
    return round(moment.timestamp() * 1000)


def moment(value: int) -> dt.datetime:
    """Return the moment, in UTC, of milliseconds of Unix time."""
    return dt.datetime.fromtimestamp(value / 1000, dt.UTC)
