"""Flood limits: true sliding windows, off unless asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.sandbox.flood import SlidingWindow
from bot.sandbox.scene import ADMIN, NEWSROOM, READER
from tests.sandbox.conftest import Town

GAPS = st.lists(st.floats(0, 30), max_size=60)


@given(GAPS, st.integers(1, 5))
def test_no_span_ever_holds_more_than_the_limit(gaps: list[float], most: int) -> None:
    window, now, entered = SlidingWindow(most, 10.0), 0.0, []
    for gap in gaps:
        now += gap
        if window.wait(now) == 0:
            window.add(now)
            entered.append(now)

    assert all(sum(end - 10.0 < t <= end for t in entered) <= most for end in entered)


@given(GAPS, st.integers(1, 5))
def test_after_the_wait_it_told_the_window_is_open(gaps: list[float], most: int) -> None:
    window, now = SlidingWindow(most, 10.0), 0.0
    for gap in gaps:
        now += gap
        wait = window.wait(now)
        if wait > 0:
            assert window.wait(now + wait + 1e-9) == 0
        else:
            window.add(now)


async def test_no_limit_holds_unless_asked_for(town: Town) -> None:
    for _ in range(25):
        await town.bot.send_message(NEWSROOM, "x")


async def test_a_second_message_in_a_second_to_one_chat_is_too_many(town: Town) -> None:
    await town.client.flood(enabled=True)
    await town.bot.send_message(READER, "x")

    with pytest.raises(RetryAfter, match="Flood control exceeded"):
        await town.bot.send_message(READER, "y")
    await town.bot.send_message(ADMIN, "another chat is free")


async def test_the_twenty_first_message_in_a_minute_to_a_group_is_too_many(town: Town) -> None:
    await town.client.flood(enabled=True)
    for _ in range(20):
        await town.bot.send_message(NEWSROOM, "x")
        await town.client.advance(1.1)

    with pytest.raises(RetryAfter) as caught:
        await town.bot.send_message(NEWSROOM, "x")
    assert 30 < _seconds(caught.value) <= 39


async def test_edits_to_a_group_count_too(town: Town) -> None:
    sent = await town.bot.send_message(NEWSROOM, "0")
    await town.client.flood(enabled=True, chat_per_second=100)
    for number in range(1, 21):
        await sent.edit_text(str(number))

    with pytest.raises(RetryAfter):
        await sent.edit_text("21")


async def test_thirty_a_second_is_the_most_overall(town: Town) -> None:
    people = [await town.client.new_person(f"P{n}", started=True) for n in range(31)]
    await town.client.flood(enabled=True)
    refused = 0
    for person in people:
        try:
            await town.bot.send_message(person.id, "x")
        except RetryAfter:
            refused += 1
    elapsed = town.world.ledger.calls[-1].monotonic - town.world.ledger.calls[-31].monotonic

    assert refused >= 1 or elapsed >= 1


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()
