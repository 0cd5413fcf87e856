"""The server of updates: who may bring one, and when one is taken over."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from telegram import Bot, Update

from bot.receiving import Unconfirmed
from bot.webhook import SECRET_HEADER, Webhook, receiving

SECRET = "only-telegram-knows"
EDITOR, READER = 7, 8


def an_update(sender: int, update_id: int = 5) -> dict[str, object]:
    person = {"id": sender, "is_bot": False, "first_name": "X"}
    chat = {"id": sender, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": "hello"}
    return {"update_id": update_id, "message": message}


@dataclass
class Served:
    address: str
    updates: asyncio.Queue[object]
    unconfirmed: Unconfirmed

    async def post(self, content: object, secret: str = SECRET, path: str = "") -> httpx.Response:
        async with httpx.AsyncClient() as client:
            headers = {SECRET_HEADER: secret}
            if isinstance(content, bytes):
                return await client.post(self.address + path, content=content, headers=headers)
            return await client.post(self.address + path, json=content, headers=headers)


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    unconfirmed = Unconfirmed(lambda: frozenset({EDITOR}))
    updates: asyncio.Queue[object] = asyncio.Queue()
    webhook = Webhook(Bot("1:a"), updates, unconfirmed, SECRET)
    async with receiving(webhook, "/hook", "127.0.0.1", port):
        yield Served(f"http://127.0.0.1:{port}/hook", updates, unconfirmed)


async def test_an_update_is_queued_as_the_library_reads_it(served: Served) -> None:
    response = await served.post(an_update(READER))

    assert response.status_code == 200
    update = served.updates.get_nowait()
    assert isinstance(update, Update)
    assert update.effective_message.text == "hello"


async def test_an_editors_update_is_taken_over_only_when_it_is_done(served: Served) -> None:
    posting = asyncio.create_task(served.post(an_update(EDITOR)))
    await served.updates.get()
    await asyncio.sleep(0.05)
    assert not posting.done()

    served.unconfirmed.done(5)

    assert (await posting).status_code == 200


async def test_a_reader_does_not_wait_for_an_editor(served: Served) -> None:
    posting = asyncio.create_task(served.post(an_update(EDITOR)))
    await served.updates.get()

    assert (await served.post(an_update(READER, 6))).status_code == 200

    served.unconfirmed.done(5)
    await posting


async def test_one_that_the_library_cannot_read_is_taken_over_by_its_number(served: Served) -> None:
    response = await served.post({"update_id": 9, "message": {"text": []}})

    assert response.status_code == 200
    assert served.updates.get_nowait().update_id == 9


@pytest.mark.parametrize(
    ("content", "secret", "path", "status"),
    [
        (an_update(READER), "guessed", "", 403),
        (an_update(READER), "", "", 403),
        (b"no json", SECRET, "", 400),
        ([], SECRET, "", 400),
        ({"update_id": "5"}, SECRET, "", 400),
        (an_update(READER), SECRET, "/elsewhere", 404),
    ],
)
async def test_whatever_else_comes_is_refused_in_a_word(
    content: object, secret: str, path: str, status: int, served: Served
) -> None:
    response = await served.post(content, secret, path)

    assert response.status_code == status
    assert len(response.text) < 100
    assert served.updates.empty()
