import asyncio
import datetime as dt
from itertools import count

import pytest
from telegram import CallbackQuery, Chat, InlineQuery, Message, Update, User

from bot.processing import MOST_AT_ONCE, PerChatProcessor

NUMBERS = count(1)
SOMEBODY = User(id=1001, first_name="Olena", is_bot=False)
A_MOMENT = dt.datetime(2025, 8, 1, tzinfo=dt.UTC)


def a_message(chat_id):
    """Return an update with a message of a chat."""
    chat = Chat(id=chat_id, type=Chat.PRIVATE)
    message = Message(message_id=1, date=A_MOMENT, chat=chat, from_user=SOMEBODY)
    return Update(update_id=next(NUMBERS), message=message)


def an_edit(chat_id):
    """Return an update with an edited message of a chat."""
    chat = Chat(id=chat_id, type=Chat.PRIVATE)
    message = Message(message_id=1, date=A_MOMENT, chat=chat, from_user=SOMEBODY)
    return Update(update_id=next(NUMBERS), edited_message=message)


def an_inline_query(user_id):
    """Return an update that has a person and no chat."""
    user = User(id=user_id, first_name="Murat", is_bot=False)
    query = InlineQuery(id="1", from_user=user, query="", offset="")
    return Update(update_id=next(NUMBERS), inline_query=query)


class Handling:
    """Coroutines that note when they begin and end, and wait to be let go."""

    def __init__(self):
        self.begun, self.ended = [], []
        self.gate = asyncio.Event()

    async def handle(self, name):
        self.begun.append(name)
        await self.gate.wait()
        self.ended.append(name)


async def let_run():
    """Let every task go as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def process(processor, handling, updates):
    """Start handling updates by name, all at once, and let them go as far as they can."""
    group = [
        asyncio.ensure_future(processor.process_update(update, handling.handle(name)))
        for name, update in updates.items()
    ]
    await let_run()
    return asyncio.gather(*group)


@pytest.fixture
async def processor():
    async with PerChatProcessor() as running:
        yield running


async def test_updates_of_one_chat_are_handled_one_after_another(processor):
    handling = Handling()
    updates = {"message": a_message(1), "edit": an_edit(1), "message again": a_message(1)}

    done = await process(processor, handling, updates)

    assert handling.begun == ["message"]
    handling.gate.set()
    await done
    assert handling.ended == ["message", "edit", "message again"]


async def test_chats_do_not_wait_for_each_other(processor):
    handling = Handling()
    updates = {"one": a_message(1), "two": a_message(2), "group": a_message(-100)}

    done = await process(processor, handling, updates)

    assert handling.begun == ["one", "two", "group"]
    handling.gate.set()
    await done


async def test_updates_without_a_chat_are_ordered_by_person(processor):
    handling = Handling()
    updates = {
        "first": an_inline_query(1),
        "second": an_inline_query(1),
        "other": an_inline_query(2),
    }

    done = await process(processor, handling, updates)

    assert handling.begun == ["first", "other"]
    handling.gate.set()
    await done


async def test_a_button_waits_for_the_message_of_its_chat(processor):
    handling = Handling()
    message = a_message(1)
    press = CallbackQuery(
        id="1", from_user=SOMEBODY, chat_instance="1", data="f:a", message=message.message
    )
    updates = {"message": message, "press": Update(next(NUMBERS), callback_query=press)}

    done = await process(processor, handling, updates)

    assert handling.begun == ["message"]
    handling.gate.set()
    await done


async def test_updates_without_chat_and_person_do_not_wait(processor):
    handling = Handling()
    updates = {"one": Update(next(NUMBERS)), "two": Update(next(NUMBERS))}

    done = await process(processor, handling, updates)

    assert handling.begun == ["one", "two"]
    handling.gate.set()
    await done


async def test_what_is_no_update_of_telegram_is_handled_too(processor):
    handling = Handling()

    done = await process(processor, handling, {"job": object()})

    assert handling.begun == ["job"]
    handling.gate.set()
    await done


async def test_no_more_than_the_most_are_handled_at_once(processor):
    handling = Handling()
    updates = {number: a_message(number) for number in range(1, MOST_AT_ONCE + 10)}

    done = await process(processor, handling, updates)

    assert len(handling.begun) == MOST_AT_ONCE
    handling.gate.set()
    await done
    assert len(handling.ended) == len(updates)


async def test_a_failure_does_not_hold_up_its_chat(processor):
    async def fail():
        raise ValueError("wrong")

    handling = Handling()
    handling.gate.set()

    with pytest.raises(ValueError, match="wrong"):
        await processor.process_update(a_message(1), fail())
    await processor.process_update(a_message(1), handling.handle("next"))

    assert handling.ended == ["next"]


async def test_a_chat_that_is_done_is_forgotten(processor):
    handling = Handling()
    handling.gate.set()

    await processor.process_update(a_message(1), handling.handle("only"))

    assert len(processor._locks) == 0


async def test_one_busy_chat_does_not_hold_up_the_others(processor):
    handling = Handling()
    busy = {f"busy {number}": a_message(1) for number in range(MOST_AT_ONCE)}

    done = await process(processor, handling, busy | {"other": a_message(2)})
    begun = list(handling.begun)
    handling.gate.set()
    await done

    assert "other" in begun
