"""Polling and webhook: kept until confirmed, in order, repeated until taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from telegram import Update
from telegram.error import NetworkError

from bot.sandbox.loopback import no_tls
from bot.sandbox.scene import NEWSROOM, READER
from tests.sandbox.conftest import Town


async def test_updates_stay_until_confirmed_by_offset(town: Town) -> None:
    for text in ("one", "two", "three"):
        await town.reader.says(text)

    first = await town.bot.get_updates()
    again = await town.bot.get_updates()
    rest = await town.bot.get_updates(offset=first[1].update_id)

    assert [u.message.text for u in again] == ["one", "two", "three"]  # type: ignore[union-attr]
    assert [u.message.text for u in rest] == ["two", "three"]  # type: ignore[union-attr]


async def test_a_negative_offset_keeps_the_last_and_forgets_the_others(town: Town) -> None:
    for text in ("one", "two", "three"):
        await town.reader.says(text)

    last = await town.bot.get_updates(offset=-1)

    assert [u.message.text for u in last] == ["three"]  # type: ignore[union-attr]
    assert len(await town.bot.get_updates()) == 1


async def test_limit_bounds_one_answer(town: Town) -> None:
    for text in ("one", "two", "three"):
        await town.reader.says(text)

    assert len(await town.bot.get_updates(limit=2)) == 2


async def test_a_poll_waits_for_the_first_update(town: Town) -> None:
    poll = asyncio.ensure_future(town.bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    assert not poll.done()

    await town.reader.says("hello")

    (update,) = await poll
    assert update.message.text == "hello"  # type: ignore[union-attr]


async def test_allowed_updates_are_remembered(town: Town) -> None:
    await town.bot.get_updates(allowed_updates=["edited_message"])
    said = await town.reader.says("one")
    await town.reader.edits(said, "two")

    update = await town.update()

    assert update.edited_message.text == "two"  # type: ignore[union-attr]


async def test_by_default_chat_member_and_reactions_are_left_out(town: Town) -> None:
    await town.admin.does("promote", chat_id=NEWSROOM, target_id=town.bot.id)
    await town.updates()

    said = await town.reader.inside("Newsroom").says("x")
    await town.reader.does("react", chat_id=NEWSROOM, message_id=said.id, emoji=["👍"])
    await town.reader.does("leave", chat_id=NEWSROOM)

    kinds = [next(iter(set(u.to_dict()) - {"update_id"})) for u in await town.updates()]
    assert kinds == ["message", "message"]


async def test_what_was_asked_for_arrives(town: Town) -> None:
    await town.bot.get_updates(allowed_updates=["chat_member", "message_reaction"])
    await town.admin.does("promote", chat_id=NEWSROOM, target_id=town.bot.id)

    said = await town.reader.inside("Newsroom").says("x")
    await town.reader.does("react", chat_id=NEWSROOM, message_id=said.id, emoji=["👍"])
    await town.reader.does("leave", chat_id=NEWSROOM)

    reaction, left = await town.updates()
    assert reaction.message_reaction.new_reaction[0].emoji == "👍"  # type: ignore[union-attr]
    assert left.chat_member.new_chat_member.status == "left"  # type: ignore[union-attr]


async def test_an_injected_update_comes_as_it_is(town: Town) -> None:
    await town.client.inject({"update_id": 900, "message": {"broken": True}})

    answer = await _raw(town, "getUpdates", {})
    assert answer["result"] == [{"update_id": 900, "message": {"broken": True}}]


async def test_updates_can_be_delivered_twice_and_out_of_order(town: Town) -> None:
    await town.client.fault("duplicate_update")
    await town.client.fault("reorder_updates")
    await town.reader.says("one")
    await town.reader.says("two")

    twice = await town.bot.get_updates()
    turned = await town.bot.get_updates()

    assert [u.message.text for u in twice] == ["one", "two"] * 2  # type: ignore[union-attr]
    assert [u.message.text for u in turned] == ["two", "one"]  # type: ignore[union-attr]


@asynccontextmanager
async def receiver(*statuses: int) -> AsyncIterator[tuple[str, list[tuple[str | None, Any]]]]:
    """Serve a webhook that answers with these statuses, then 200."""
    seen: list[tuple[str | None, Any]] = []
    left = list(statuses)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(
            line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line
        )
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        seen.append((headers.get("x-telegram-bot-api-secret-token"), body))
        status = left.pop(0) if left else 200
        writer.write(
            f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield f"http://127.0.0.1:{port}/hook", seen


async def _until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 (it is asked of any condition)
            await asyncio.sleep(0.01)


async def test_a_webhook_gets_updates_in_order_with_its_secret(town: Town) -> None:
    async with receiver() as (url, seen):
        await town.bot.set_webhook(url, secret_token="se-cret_1")
        for text in ("one", "two", "three"):
            await town.reader.says(text)

        await _until(lambda: len(seen) == 3)

    assert {secret for secret, _ in seen} == {"se-cret_1"}
    assert [body["message"]["text"] for _, body in seen] == ["one", "two", "three"]


async def test_a_webhook_that_fails_is_tried_again_before_the_next_update(town: Town) -> None:
    async with receiver(500, 403) as (url, seen):
        await town.bot.set_webhook(url)
        await town.reader.says("one")
        await town.reader.says("two")

        await _until(lambda: len(seen) == 4)
        info = await town.bot.get_webhook_info()

    assert [body["message"]["text"] for _, body in seen] == ["one", "one", "one", "two"]
    assert "Wrong response from the webhook" in (info.last_error_message or "")


async def test_pending_updates_can_be_dropped_with_the_webhook(town: Town) -> None:
    await town.reader.says("one")

    await town.bot.delete_webhook(drop_pending_updates=True)

    assert await town.bot.get_updates() == ()


@pytest.mark.parametrize("kind", ["form", "json", "query", "multipart"])
async def test_a_call_may_come_in_any_of_telegrams_forms(kind: str, town: Town) -> None:
    fields: dict[str, Any] = {"chat_id": READER, "text": "<b>x</b>", "parse_mode": "HTML"}
    url = f"{town.sandbox.base_url}{town.bot.token}/SENDMESSAGE"
    async with httpx.AsyncClient(verify=no_tls()) as http:
        if kind == "form":
            answer = await http.post(url, data=fields)
        elif kind == "json":
            answer = await http.post(url, json=fields)
        elif kind == "query":
            answer = await http.get(url, params=fields)
        else:
            parts = {name: (None, str(value)) for name, value in fields.items()}
            answer = await http.post(url, files=parts)

    message = answer.json()["result"]
    assert (answer.status_code, message["text"], message["chat"]["id"]) == (200, "x", READER)


async def _raw(town: Town, method: str, params: dict[str, Any]) -> Any:
    async with httpx.AsyncClient(verify=no_tls()) as http:
        url = f"{town.sandbox.base_url}{town.bot.token}/{method}"
        return (await http.post(url, json=params)).json()


@pytest.mark.parametrize("kind", ["drop", "lose_answer"])
async def test_a_dropped_connection_is_a_network_error(kind: str, town: Town) -> None:
    await town.client.fault(kind, method="sendMessage")

    with pytest.raises(NetworkError):
        await town.bot.send_message(READER, "x")

    messages = await town.client.get("/messages", {"chat_id": READER})
    assert len(messages) == (1 if kind == "lose_answer" else 0)
    assert (await town.client.calls("sendMessage"))[0]["status"] == 0


async def test_every_kind_of_update_that_the_library_knows_may_be_asked_for(town: Town) -> None:
    await town.bot.get_updates(allowed_updates=Update.ALL_TYPES)

    assert set(town.world.queue.allowed) == set(Update.ALL_TYPES)
