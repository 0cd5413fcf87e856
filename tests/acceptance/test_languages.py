"""The bot as a process speaks four languages on the local Telegram, and remembers which."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Sandbox, SandboxClient, World, demo_scene
from bot.sandbox.conversation import Conversation
from tests.processes import BotProcess

TOPIC = "Desk"


@pytest.fixture
async def started(tmp_path: Path) -> AsyncIterator[tuple[SandboxClient, BotProcess]]:
    async with Sandbox(World(scene=demo_scene), control=True) as sandbox:
        bot = BotProcess(sandbox, tmp_path, "polling")
        await bot.start()
        try:
            async with SandboxClient(sandbox.url) as client:
                yield client, bot
        finally:
            if bot.process.returncode is None:
                bot.process.kill()
                await bot.process.wait()


async def rounds_heard(place: Conversation) -> str:
    """Return the heading of /rounds: which language it is in tells the language of the chat."""
    await place.says("/rounds")
    return (await place.hears()).text.splitlines()[0]


EN, UK, TR = "The Istanbul rounds", "Стамбульські раунди", "İstanbul görüşme turları"


async def test_a_reader_chooses_a_language_that_outlives_the_bot(
    started: tuple[SandboxClient, BotProcess],
) -> None:
    sandbox, bot = started
    reader = sandbox.person("Olena")
    assert await rounds_heard(reader) == UK

    await reader.says("/language")
    await (await reader.hears()).presses("Türkçe")
    chosen = await reader.hears_edit()

    assert chosen.text == "Bundan böyle burada Türkçe konuşacağım."
    assert chosen.labels[-1] == "Telegram'daki gibi"
    assert await rounds_heard(reader) == TR

    assert await bot.stop() == 0
    await bot.start()
    assert await rounds_heard(reader) == TR

    await chosen.presses("Telegram'daki gibi")
    await reader.hears_edit()
    assert await rounds_heard(reader) == UK


async def test_only_administrators_choose_the_language_of_a_group(
    started: tuple[SandboxClient, BotProcess],
) -> None:
    sandbox, _ = started
    reader = sandbox.person("Olena").inside("Newsroom", topic=TOPIC)
    admin = sandbox.person("Serhii").inside("Newsroom", topic=TOPIC)
    assert await rounds_heard(reader) == EN

    await admin.says("/language", anonymous=True)
    panel = await reader.hears()
    await panel.presses("Українська")
    assert (await reader.hears_answer())["text"] == "Only administrators can change this."

    await panel.presses("Українська", by=sandbox.person("Serhii"))
    assert (await reader.hears_edit()).text == "Відтепер я спілкуюся тут українською."
    assert await rounds_heard(reader) == UK


async def test_a_group_begins_as_its_adder_speaks_and_keeps_that_as_a_supergroup(
    started: tuple[SandboxClient, BotProcess],
) -> None:
    sandbox, bot = started
    adder = sandbox.person("Ayşe")
    group = await sandbox.new_chat(
        type="group",
        title="Ankara desk",
        creator_id=adder.id,
        members=[sandbox.person("Olena").id],
        bot="absent",
    )
    await adder.does("add_bot", chat_id=group)
    greeted = await sandbox.person("Olena").inside(group).hears()
    assert greeted.text.startswith("İstanbul")
    assert await rounds_heard(sandbox.person("Olena").inside(group)) == TR

    supergroup: dict[str, Any] = await adder.does("upgrade", chat_id=group)
    await sandbox.refresh()
    moved = sandbox.person("Olena").inside(supergroup["id"])
    assert await rounds_heard(moved) == TR

    await bot.stop()
    await bot.start()
    assert await rounds_heard(moved) == TR


async def test_everybody_sees_the_command_menu_in_their_language(
    started: tuple[SandboxClient, BotProcess],
) -> None:
    sandbox, _ = started

    def menu_of(name: str) -> Any:
        person = sandbox.person(name)
        return sandbox.get("/commands", {"chat_id": person.id, "person_id": person.id})

    menus = {name: await menu_of(name) for name in ("Olena", "Serhii", "Ayşe")}

    assert {name: menu[-1]["description"] for name, menu in menus.items()} == {
        "Olena": "Видалити те, що про мене збережено",
        "Serhii": "Delete what you keep about me",
        "Ayşe": "Hakkımda saklananları sil",
    }
