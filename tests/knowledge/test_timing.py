"""Quiet hours and digests over the changes of the clocks."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.alerting import QuietHours, Schedule
from knowledge.timing import due, is_time_zone, quiet_until

KYIV, ISTANBUL, NEW_YORK = "Europe/Kyiv", "Europe/Istanbul", "America/New_York"
ZONES = (KYIV, ISTANBUL, NEW_YORK)
NIGHT = QuietHours(22 * 60, 8 * 60)


def at(zone: str, *when: int, fold: int = 0) -> dt.datetime:
    """Return a local time as a moment in UTC."""
    return dt.datetime(*when, tzinfo=ZoneInfo(zone), fold=fold).astimezone(dt.UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_what_comes_at_night_waits_for_the_morning_there(zone: str) -> None:
    found = due(at(zone, 2026, 1, 10, 23, 30), Schedule(time_zone=zone, quiet=NIGHT))

    assert found.at == at(zone, 2026, 1, 11, 8, 0)
    assert found.is_gathered


@pytest.mark.parametrize("zone", ZONES)
def test_what_comes_by_day_goes_at_once(zone: str) -> None:
    now = at(zone, 2026, 1, 10, 8, 0)

    assert due(now, Schedule(time_zone=zone, quiet=NIGHT)).at == now


def test_what_is_urgent_waits_for_nothing() -> None:
    now = at(KYIV, 2026, 1, 10, 23, 30)

    found = due(now, Schedule(time_zone=KYIV, quiet=NIGHT, rhythm="weekly"), is_urgent=True)

    assert (found.at, found.is_gathered) == (now, False)


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        (KYIV, (2026, 3, 28, 22, 0), 9),  # the clocks go forward at 3:00
        (KYIV, (2026, 10, 24, 22, 0), 11),  # and back at 4:00
        (NEW_YORK, (2026, 3, 7, 22, 0), 9),
        (NEW_YORK, (2026, 10, 31, 22, 0), 11),
        (ISTANBUL, (2026, 3, 28, 22, 0), 10),  # never changes
        (ISTANBUL, (2026, 10, 24, 22, 0), 10),
    ],
)
def test_a_night_in_which_the_clocks_change_is_shorter_or_longer(
    zone: str, evening: tuple[int, ...], hours: int
) -> None:
    now = at(zone, *evening)

    found = due(now, Schedule(time_zone=zone, quiet=NIGHT))

    assert found.at - now == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "day", "skipped", "change"),
    [
        (KYIV, (2026, 3, 29), (3, 30), (4, 0)),
        (NEW_YORK, (2026, 3, 8), (2, 30), (3, 0)),
    ],
)
def test_quiet_hours_that_end_in_a_skipped_hour_end_when_the_clocks_change(
    zone: str, day: tuple[int, ...], skipped: tuple[int, int], change: tuple[int, int]
) -> None:
    quiet = QuietHours(0, skipped[0] * 60 + skipped[1])

    found = due(at(zone, *day, 0, 30), Schedule(time_zone=zone, quiet=quiet))

    assert found.at == at(zone, *day, *change)


@pytest.mark.parametrize(
    ("zone", "day", "repeated"),
    [(KYIV, (2026, 10, 25), (3, 30)), (NEW_YORK, (2026, 11, 1), (1, 30))],
)
def test_quiet_hours_that_end_in_a_repeated_hour_end_once(
    zone: str, day: tuple[int, ...], repeated: tuple[int, int]
) -> None:
    schedule = Schedule(time_zone=zone, quiet=QuietHours(0, repeated[0] * 60 + repeated[1]))
    first = at(zone, *day, *repeated)

    assert due(at(zone, *day, 0, 30), schedule).at == first
    assert not due(first, schedule).is_gathered
    second_time_round = at(zone, *day, repeated[0], 10, fold=1)
    assert due(second_time_round, schedule).at == second_time_round


@pytest.mark.parametrize("zone", ZONES)
def test_a_daily_digest_keeps_its_local_hour_through_the_year(zone: str) -> None:
    moment = at(zone, 2026, 1, 1, 12, 0)
    for _ in range(366):
        moment = due(moment, Schedule(time_zone=zone, rhythm="daily")).at
        assert moment.astimezone(ZoneInfo(zone)).time() == dt.time(9, 0)
    assert moment.astimezone(ZoneInfo(zone)).date() == dt.date(2027, 1, 2)


def test_a_weekly_digest_comes_on_mondays() -> None:
    found = due(at(KYIV, 2026, 3, 25, 12, 0), Schedule(time_zone=KYIV, rhythm="weekly"))

    assert found.at == at(KYIV, 2026, 3, 30, 9, 0)


def test_a_digest_comes_when_the_quiet_hours_end() -> None:
    schedule = Schedule(time_zone=KYIV, quiet=NIGHT, rhythm="daily")

    assert due(at(KYIV, 2026, 3, 25, 12, 0), schedule).at == at(KYIV, 2026, 3, 26, 8, 0)


@given(
    st.integers(0, 3 * 365 * 24 * 60),
    st.sampled_from(ZONES),
    st.integers(0, 1439),
    st.integers(0, 1439),
)
def test_nothing_waits_longer_than_a_night_or_comes_in_it(
    minutes: int, zone: str, begin: int, end: int
) -> None:
    now = dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    quiet = QuietHours(begin, end)

    found = due(now, Schedule(time_zone=zone, quiet=quiet))

    assert now <= found.at <= now + dt.timedelta(hours=25)
    ends = quiet_until(found.at, quiet, ZoneInfo(zone))
    assert ends is None


@pytest.mark.parametrize(
    ("name", "is_one"),
    [(KYIV, True), ("Europe", False), ("../etc/passwd", False), ("", False), ("Mars/Base", False)],
)
def test_a_time_zone_is_known_by_its_name(name: str, is_one: bool) -> None:
    assert is_time_zone(name) is is_one
