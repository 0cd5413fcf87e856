"""The control API: closed to other sites, live, and resettable."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import httpx
import pytest

from bot.sandbox import NotAllowedError, NotHeardError, Sandbox, World, demo_scene
from bot.sandbox.loopback import no_tls
from bot.sandbox.scene import READER
from bot.sandbox.schema import Schema
from tests.sandbox.conftest import Town


async def test_the_control_api_is_off_unless_asked_for() -> None:
    async with (
        Sandbox(World(scene=demo_scene)) as sandbox,
        httpx.AsyncClient(verify=no_tls()) as http,
    ):
        answer = await http.get(f"{sandbox.url}/sandbox/api/snapshot")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "application/json", "origin": "https://evil.example"}, 403),
        ({"content-type": "application/json", "origin": "null"}, 403),
        ({"content-type": "application/json", "sec-fetch-site": "cross-site"}, 403),
        ({"content-type": "application/json", "host": "evil.example"}, 403),
        ({"content-type": "application/json"}, 200),
    ],
)
async def test_other_sites_cannot_act(headers: dict[str, str], status: int, town: Town) -> None:
    body = json.dumps({"person_id": READER, "chat_id": READER, "text": "x"})
    async with httpx.AsyncClient(verify=no_tls()) as http:
        url = f"{town.sandbox.url}/sandbox/api/acts/write"
        answer = await http.post(url, content=body, headers=headers)

    assert answer.status_code == status
    assert len(await town.updates()) == (1 if status == 200 else 0)


async def test_its_own_page_may_act(town: Town) -> None:
    async with httpx.AsyncClient(verify=no_tls()) as http:
        answer = await http.post(
            f"{town.sandbox.url}/sandbox/api/acts/write",
            json={"person_id": READER, "chat_id": READER, "text": "x"},
            headers={"origin": town.sandbox.url, "sec-fetch-site": "same-origin"},
        )

    assert answer.json()["result"]["text"] == "x"


async def test_the_stream_tells_what_happens_and_resumes(town: Town) -> None:
    start = (await town.client.refresh())["seq"]
    await town.reader.says("one")
    await town.bot.send_message(READER, "two")
    url = f"{town.sandbox.url}/sandbox/api/events?after={start}"

    seen = []
    async with (
        httpx.AsyncClient(verify=no_tls()) as http,
        http.stream("GET", url) as stream,
    ):
        async for line in stream.aiter_lines():
            if line.startswith("data: "):
                seen.append(json.loads(line.removeprefix("data: ")))
            if seen and seen[-1]["type"] == "call":
                break

    assert [event["type"] for event in seen] == ["message", "message", "call"]
    assert [event["seq"] for event in seen] == [start + 1, start + 2, start + 3]
    assert (seen[0]["message"]["by_bot"], seen[1]["message"]["by_bot"]) == (False, True)


async def test_who_was_away_too_long_is_told_to_look_again(town: Town) -> None:
    answer = await town.client.get("/events.json?after=999999")

    assert answer["resync"] is True


async def test_a_reset_forgets_everything_and_sets_the_scene(town: Town) -> None:
    await town.reader.says("x")
    await town.client.reset("demo")

    snapshot = await town.client.refresh()
    assert snapshot["messages"][str(READER)] == []
    assert (snapshot["calls"], await town.updates()) == (0, ())


async def test_the_snapshot_shows_the_demo_scene(town: Town) -> None:
    snapshot = await town.client.refresh()

    titles = {chat["title"] for chat in snapshot["chats"] if chat["type"] != "private"}
    newsroom = next(chat for chat in snapshot["chats"] if chat.get("title") == "Newsroom")
    assert titles == {"Newsroom", "Istanbul Talks: alerts"}
    assert [topic["name"] for topic in newsroom["topics"]] == ["General", "Alerts", "Desk"]
    assert [topic["message_thread_id"] for topic in newsroom["topics"]] == [1, 2, 3]
    assert len(snapshot["people"]) == 3


@pytest.mark.parametrize(
    ("verb", "body", "words"),
    [
        ("write", {"person_id": READER}, "chat_id"),
        ("write", {"person_id": "Olena", "chat_id": READER}, "cannot be"),
        ("write", {"person_id": READER, "chat_id": READER, "txt": "x"}, "unknown 'txt'"),
        ("write", {"person_id": READER, "chat_id": 1002, "text": "x"}, "not in chat"),
        ("promote", {"person_id": READER, "chat_id": -1001000000001, "target_id": READER}, "admin"),
        ("fly", {}, "no act"),
    ],
)
async def test_an_impossible_act_is_refused_with_its_reason(
    verb: str, body: dict[str, object], words: str, town: Town
) -> None:
    with pytest.raises(NotAllowedError, match=words):
        await town.client.act(verb, **body)


async def test_the_ledger_never_holds_the_token(town: Town) -> None:
    await town.bot.send_message(READER, "x")

    calls = await town.client.calls()
    assert town.bot.token not in json.dumps(calls)
    assert {"method", "at", "monotonic", "seconds", "status"} <= set(calls[-1])


async def test_silence_is_heard_as_silence(town: Town) -> None:
    with pytest.raises(NotHeardError, match="no message from the bot"):
        await town.reader.hears(0.05)
    await town.reader.hears_nothing(0.05)


async def test_an_event_keeps_what_was_true_when_it_happened(town: Town) -> None:
    sent = await town.bot.send_message(READER, "before")
    await sent.edit_text("after")

    events = (await town.client.get("/events.json?after=0"))["events"]
    messages = [event["message"] for event in events if event["type"] == "message"]
    assert messages[-1]["text"] == "before"


async def test_the_page_is_served_under_a_policy_that_reaches_nothing_else(
    world: World, schema: Schema | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index.html").write_text("<title>page</title>")
    monkeypatch.setattr("bot.sandbox.server.PAGE", tmp_path)

    async with (
        Sandbox(world, control=True, page=True, schema=schema) as sandbox,
        httpx.AsyncClient(verify=no_tls()) as http,
    ):
        page = await http.get(f"{sandbox.url}/")
        missing = await http.get(f"{sandbox.url}/sandbox/api/nothing")

    assert "<title>page</title>" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert (missing.status_code, missing.json()["ok"]) == (404, False)


async def test_leaving_ends_open_polls_and_streams_quickly(
    world: World, schema: Schema | str
) -> None:
    began = time.monotonic()
    async with httpx.AsyncClient(verify=no_tls()) as http:
        async with Sandbox(world, control=True, schema=schema) as sandbox:
            poll = asyncio.ensure_future(
                http.get(f"{sandbox.base_url}{world.bot.token}/getUpdates?timeout=30")
            )
            async with http.stream("GET", f"{sandbox.url}/sandbox/api/events?after=0") as stream:
                assert (await anext(stream.aiter_lines())) == "retry: 1000"
                while not world.queue.polling:  # noqa: ASYNC110 (the sandbox has no event for it)
                    await asyncio.sleep(0.01)
        assert (await poll).json() == {"ok": True, "result": []}

    assert time.monotonic() - began < 2
