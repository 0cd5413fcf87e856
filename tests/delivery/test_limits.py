"""No window of the limits is ever exceeded, and answers to people go first."""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_left
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.delivery.gate import Gate, Lane
from bot.delivery.limited_calls import LimitedCalls
from bot.delivery.limits import Limits, Window, Windows

GROUP, READER = -100, 1001


def most_in_a_window(times: list[float], span: float) -> int:
    """Return how many of the moments at most lie within one half-open span."""
    times = sorted(times)
    ends = (bisect_left(times, start + span - 1e-9) - i for i, start in enumerate(times))
    return max(ends, default=0)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 30),
    st.sampled_from([1.0, 60.0]),
    st.lists(st.tuples(st.floats(0, 0.4), st.floats(0, 0.3), st.floats(0, 1)), max_size=120),
)
def test_a_window_holds_wherever_in_its_course_a_call_is_counted(
    most: int, span: float, calls: list[tuple[float, float, float]]
) -> None:
    """Each call comes after a pause, lasts a while, and is counted somewhere in between."""
    window, now, counted = Window(most, span), 0.0, []
    for pause, lasts, share in calls:
        now = max(now + pause, window.free_at(now + pause))
        window.begin()
        counted.append(now + share * lasts)
        now += lasts
        window.end(now)

    assert most_in_a_window(counted, span) <= most


def test_a_twenty_first_message_in_a_minute_waits_for_the_first_to_be_a_minute_old() -> None:
    """Row 10: not a bucket that fills up again meanwhile."""
    windows, now, times = Windows(Limits()), 0.0, []
    for _ in range(100):
        now = windows.chat_free_at(GROUP, now)
        windows.begin(GROUP, now)
        times.append(now)
        windows.end(GROUP, now)

    assert most_in_a_window(times, 60) == 20
    assert most_in_a_window(times, 1) == 1
    assert times[20] == 60.0


def test_a_window_that_is_full_of_open_calls_lets_none_begin() -> None:
    window = Window(1, 1.0)
    window.begin()

    assert window.free_at(99.0) == float("inf")


def test_a_chat_that_must_wait_holds_up_no_other() -> None:
    windows = Windows(Limits())
    windows.hold_chat(READER, 43_837.0)

    assert windows.chat_free_at(READER, 1.0) == 43_837.0
    assert windows.chat_free_at(1002, 1.0) == 1.0
    assert windows.overall_free_at(1.0) == 1.0


def test_windows_of_chats_long_served_are_forgotten() -> None:
    windows = Windows(Limits(10**6, 1, 20))
    for chat in range(1, 20_001):
        windows.begin(chat, float(chat))
        windows.end(chat, float(chat))

    assert len(windows._chats) <= 4097


def test_many_groups_that_are_in_use_at_once_cost_no_more_each() -> None:
    """A thousand calls a second to groups keep 60,000 windows; each is looked through twice."""
    windows, looked = Windows(Limits(10**6, 1, 20)), 0
    make_room = windows._make_room

    def counting(now: float) -> None:
        nonlocal looked
        looked += len(windows._chats) if len(windows._chats) >= windows._most_remembered else 0
        make_room(now)

    windows._make_room = counting  # type: ignore[method-assign]
    for number in range(50_000):
        windows.begin(-1 - number, number / 1000)
        windows.end(-1 - number, number / 1000)

    assert looked < 2 * 50_000


async def test_calls_of_all_kinds_stay_within_every_window() -> None:
    """Real time, several seconds, calls of random length to random chats."""
    gate, chance = Gate(Limits(30, 1, 20)), random.Random(7)
    counted: list[tuple[float, int]] = []

    async def call(chat: int, lane: Lane) -> None:
        async with gate.slot(chat, lane):
            await asyncio.sleep(0.004 + chance.uniform(0, 0.01))  # the way there
            counted.append((gate.now(), chat))
            await asyncio.sleep(0.004 + chance.uniform(0, 0.01))  # and back

    chats = [*range(1, 60), *range(-10, 0)]
    calls = [call(chance.choice(chats), Lane(n % 2)) for n in range(90)]
    await asyncio.gather(*calls)

    assert most_in_a_window([at for at, _ in counted], 1.0) <= 30
    of_chat = defaultdict(list)
    for at, chat in counted:
        of_chat[chat].append(at)
    assert all(most_in_a_window(times, 1.0) == 1 for times in of_chat.values())


async def test_an_answer_goes_before_alerts_that_have_waited_longer() -> None:
    gate, order = Gate(Limits(20, 1, 20)), []

    async def call(name: str, chat: int, lane: Lane) -> None:
        async with gate.slot(chat, lane):
            order.append(name)

    async with asyncio.TaskGroup() as group:
        for number in range(30):
            group.create_task(call(f"alert {number}", number + 1, Lane.ALERT))
        await asyncio.sleep(0.2)
        group.create_task(call("answer", 999, Lane.ANSWER))

    assert order.index("answer") <= 12
    assert len(order) == 31


async def test_a_caller_that_gives_up_leaves_no_place_taken() -> None:
    gate = Gate(Limits(1, 1, 20))
    await gate.enter(1, Lane.ANSWER)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await gate.enter(2, Lane.ANSWER)
    gate.leave(1)

    async with asyncio.timeout(1.5):
        await gate.enter(3, Lane.ANSWER)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_an_answer_to_a_chat_that_must_wait_long_is_refused_at_once() -> None:
    calls = LimitedCalls(Gate(Limits()))
    calls.gate.hold_chat(READER, 60)

    async def never() -> None:
        raise AssertionError("Telegram was called")

    with pytest.raises(RetryAfter):
        await calls.process_request(never, (), {}, "sendMessage", {"chat_id": READER}, None)


async def test_what_telegram_does_not_count_passes_at_once() -> None:
    calls = LimitedCalls(Gate(Limits(1, 1, 1)))
    done = []

    async def call() -> None:
        done.append(1)

    async with asyncio.timeout(0.5):
        for endpoint in ("answerCallbackQuery", "sendChatAction", "getMe", "answerInlineQuery"):
            await calls.process_request(call, (), {}, endpoint, {"chat_id": READER}, None)

    assert len(done) == 4
