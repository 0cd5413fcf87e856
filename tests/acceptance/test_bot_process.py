"""The bot as a process, against the local Telegram over HTTP, by polling and by webhook."""

from __future__ import annotations

import asyncio
import signal
import stat
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, SandboxClient, World, demo_scene
from tests.processes import SECONDS_TO_STOP, BotProcess

QUESTION = "How long did round 3 last?"
TOPIC = "Desk"
MODES = ["polling", "webhook"]


@asynccontextmanager
async def running(directory: Path, mode: str) -> AsyncIterator[tuple[SandboxClient, BotProcess]]:
    async with Sandbox(World(scene=demo_scene), control=True) as sandbox:
        bot = BotProcess(sandbox, directory, mode)
        await bot.start()
        try:
            async with SandboxClient(sandbox.url) as client:
                yield client, bot
        finally:
            if bot.process.returncode is None:
                bot.process.kill()
                await bot.process.wait()


@pytest.fixture(params=MODES)
async def started(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[SandboxClient, BotProcess]]:
    async with running(tmp_path, request.param) as both:
        yield both


async def test_a_conversation_from_question_to_restart(
    started: tuple[SandboxClient, BotProcess],
) -> None:
    """One process, one story: starting it for each step would take a minute."""
    sandbox, bot = started
    reader = sandbox.person("Olena")

    question = await reader.says(QUESTION)
    answer = await reader.hears()
    assert "about 40 minutes" in answer.text

    await reader.edits(question, "How many bodies did Russia offer to return?")
    edited = await reader.hears_edit()
    assert edited.id == answer.id
    assert "3,000 bodies" in edited.text

    await edited.presses(edited.labels[-1])
    assert (await reader.hears()).id > edited.id

    await _asks_in_the_group(sandbox)
    await _asks_inline(sandbox)

    assert await bot.stop() == 0
    await reader.says("Who led Russia's delegation in round 3?")
    await bot.start()
    assert "Medinsky" in (await reader.hears()).text

    assert await bot.stop(signal.SIGINT) == 0
    assert bot.token not in bot.log.read_text()
    assert stat.S_IMODE(bot.database.stat().st_mode) == 0o600


async def _asks_in_the_group(sandbox: SandboxClient) -> None:
    inside = sandbox.person("Olena").inside("Newsroom", topic=TOPIC)
    await inside.says("good morning everybody")
    await inside.says(f"/ask {QUESTION}")

    answer = await inside.hears()

    assert "about 40 minutes" in answer.text
    assert answer.thread_id == sandbox.topic_id(sandbox.chat_id("Newsroom"), TOPIC)
    assert all(button.url for button in answer.buttons)


async def _asks_inline(sandbox: SandboxClient) -> None:
    reader = sandbox.person("Olena")

    found = await reader.queries("how many bodies did russia offer")

    assert [result["id"] for result in found["results"]] == ["r3-3000-bodies"]


async def test_a_killed_bot_answers_after_its_restart(tmp_path: Path) -> None:
    async with running(tmp_path, "polling") as (sandbox, bot):
        reader = sandbox.person("Olena")

        assert await bot.stop(signal.SIGKILL) == -signal.SIGKILL
        await reader.says(QUESTION)
        await bot.start()

        assert "about 40 minutes" in (await reader.hears()).text


async def test_a_redelivered_update_is_answered_once(tmp_path: Path) -> None:
    async with running(tmp_path, "polling") as (sandbox, _):
        reader = sandbox.person("Olena")
        await sandbox.fault("duplicate_update", method="getUpdates")

        await reader.says(QUESTION)

        await reader.hears()
        await reader.hears_nothing(1.0)


async def test_the_bot_stops_within_five_seconds_while_telegram_is_silent(tmp_path: Path) -> None:
    async with running(tmp_path, "polling") as (sandbox, bot):
        await sandbox.fault("delay", method="getUpdates", seconds=8, times=None)
        await asyncio.sleep(0.2)

        began = time.monotonic()

        assert await bot.stop() == 0
        assert time.monotonic() - began < SECONDS_TO_STOP


async def test_a_refused_token_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    async with Sandbox(World(scene=demo_scene), control=True) as sandbox:
        bot = BotProcess(sandbox, tmp_path, "polling")
        bot._variables["TALKSBOT_TOKEN"] = secret = "7000000001:AAwrong-token-wrong-token-wrong"

        with pytest.raises(AssertionError):
            await bot.start()

        last = bot.log.read_text().splitlines()[-1]
        assert await bot.process.wait() == 1
        assert last.startswith("talksbot: Telegram at ")
        assert secret not in bot.log.read_text()


async def test_an_update_that_cannot_be_read_holds_nothing_up(tmp_path: Path) -> None:
    async with running(tmp_path, "polling") as (sandbox, bot):
        reader = sandbox.person("Olena")
        await sandbox.inject({"message": {"message_id": 1, "text": "a private word"}})

        await reader.says(QUESTION)

        assert "about 40 minutes" in (await reader.hears()).text
        assert "cannot be read and is left out" in bot.log.read_text()
        assert "a private word" not in bot.log.read_text()
