"""An editor's update is confirmed to Telegram only when it is done; nobody else's waits."""

from __future__ import annotations

import asyncio

import pytest

from bot.receiving import Unconfirmed

EDITOR, READER = 1002, 1001


@pytest.fixture
def unconfirmed() -> Unconfirmed:
    return Unconfirmed(lambda: frozenset({EDITOR}))


def a_message_from(person: int, number: int = 7) -> dict[str, object]:
    return {"update_id": number, "message": {"from": {"id": person}}}


async def is_held(unconfirmed: Unconfirmed) -> bool:
    waiting = asyncio.create_task(unconfirmed.settled())
    done, _ = await asyncio.wait({waiting}, timeout=0.05)
    waiting.cancel()
    return not done


async def test_the_next_poll_waits_for_an_editors_update(unconfirmed: Unconfirmed) -> None:
    unconfirmed.note([a_message_from(EDITOR)])

    assert await is_held(unconfirmed)


async def test_a_press_of_an_editor_is_waited_for_too(unconfirmed: Unconfirmed) -> None:
    unconfirmed.note([{"update_id": 7, "callback_query": {"from": {"id": EDITOR}}}])

    assert await is_held(unconfirmed)


async def test_it_goes_on_when_every_one_of_them_is_done(unconfirmed: Unconfirmed) -> None:
    unconfirmed.note([a_message_from(EDITOR, 7), a_message_from(EDITOR, 8)])

    unconfirmed.done(7)
    assert await is_held(unconfirmed)
    unconfirmed.done(8)
    assert not await is_held(unconfirmed)


async def test_a_readers_update_holds_nothing_up(unconfirmed: Unconfirmed) -> None:
    unconfirmed.note([a_message_from(READER), {"update_id": 9}, {"update_id": 10, "message": 3}])

    assert not await is_held(unconfirmed)
