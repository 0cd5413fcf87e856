"""When an alert comes to a place: quiet hours and digests in its own time zone; pure.

Local times that a change of the clocks skips are taken at the moment of the change; those that it
repeats are taken at their first occurrence, and the quiet hours end only once.
"""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from knowledge.alerting import Due, QuietHours, Schedule

DIGEST_MINUTE: Final = 9 * 60
"""When digests come where no quiet hours say when the morning begins."""
DIGEST_WEEKDAY: Final = 0
"""Weekly digests come on Mondays."""
MINUTES_A_DAY: Final = 24 * 60


def due(now: dt.datetime, schedule: Schedule, *, is_urgent: bool = False) -> Due:
    """Return when an alert that is made now may go to a place with that schedule.

    Raises:
        ValueError: `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    if is_urgent:
        return Due(now, is_gathered=False)
    zone = ZoneInfo(schedule.time_zone)
    if schedule.rhythm != "single":
        weekday = DIGEST_WEEKDAY if schedule.rhythm == "weekly" else None
        minute = schedule.quiet.end if schedule.quiet else DIGEST_MINUTE
        return Due(_next(now, minute, zone, weekday), is_gathered=True)
    if schedule.quiet and (morning := quiet_until(now, schedule.quiet, zone)):
        return Due(morning, is_gathered=True)
    return Due(now, is_gathered=False)


def quiet_until(now: dt.datetime, quiet: QuietHours, zone: ZoneInfo) -> dt.datetime | None:
    """Return when the quiet hours end that now falls into, in UTC; None where it is not quiet."""
    today = now.astimezone(zone).date()
    over_midnight = dt.timedelta(days=1 if quiet.begin > quiet.end else 0)
    for day in (today - dt.timedelta(days=1), today):
        ends = _moment(day + over_midnight, quiet.end, zone)
        if _moment(day, quiet.begin, zone) <= now < ends:
            return ends
    return None


def _next(now: dt.datetime, minute: int, zone: ZoneInfo, weekday: int | None = None) -> dt.datetime:
    """Return the next moment after now, in UTC, at which the local clock shows that minute."""
    day = now.astimezone(zone).date()
    while True:
        moment = _moment(day, minute, zone)
        if moment > now and weekday in (None, day.weekday()):
            return moment
        day += dt.timedelta(days=1)


def _moment(day: dt.date, minute: int, zone: ZoneInfo) -> dt.datetime:
    local = dt.datetime.combine(day, dt.time(*divmod(minute, 60)), tzinfo=zone)
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _change_of_the_clocks(day, zone)


def _change_of_the_clocks(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """Return the first moment of the day, to the minute, at which the offset has changed."""
    start = dt.datetime.combine(day, dt.time(), tzinfo=zone).astimezone(dt.UTC)
    offset = start.astimezone(zone).utcoffset()
    low, high = 0, MINUTES_A_DAY
    while low < high:
        middle = (low + high) // 2
        later = (start + dt.timedelta(minutes=middle)).astimezone(zone)
        low, high = (middle + 1, high) if later.utcoffset() == offset else (low, middle)
    return start + dt.timedelta(minutes=low)


def is_time_zone(name: str) -> bool:
    """Say whether that is the name of a time zone, such as Europe/Kyiv."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)
