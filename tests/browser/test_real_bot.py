"""The demo as a newcomer meets it: the real bot, in a real browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.sandbox import Sandbox, SandboxClient
from bot.sandbox.scene import NEWSROOM
from tests.browser.conftest import OpenPage
from tests.browser.seeing import field, messages
from tests.processes import BotProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURES = Path(__file__).parents[2] / "deploy" / "pictures"
QUESTION = "How long did round 3 last?"
DESK = 3


@pytest_asyncio.fixture(loop_scope="session")
async def running_bot(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """The bot, answering."""
    bot = BotProcess(sandbox, tmp_path, "polling")
    await bot.start()
    yield bot
    await bot.stop()


async def begin(page: Page) -> None:
    """Press START and wait for the bot's first words."""
    await page.get_by_role("button", name="START", exact=True).click()
    await expect(messages(page)).to_have_count(2)


async def ask(page: Page, question: str) -> Locator:
    """Write a question and return the answer, once it is there."""
    before = await messages(page).count()
    await field(page).fill(question)
    await page.keyboard.press("Enter")
    await expect(messages(page)).to_have_count(before + 2)
    return messages(page).last


@pytest.mark.usefixtures("running_bot")
async def test_a_question_gets_its_sourced_answer_and_a_button_the_next_one(
    open_page: OpenPage,
) -> None:
    page = await open_page()
    await begin(page)

    answer = await ask(page, QUESTION)

    await expect(answer).to_contain_text("about 40 minutes")
    await expect(answer.get_by_role("link", name="TRT World").first).to_be_visible()
    before = await messages(page).count()
    await answer.get_by_role("group", name="Buttons").get_by_role("button").first.click()
    await expect(messages(page)).to_have_count(before + 1)
    await expect(messages(page).last).to_contain_text("Who says it")


@pytest.mark.usefixtures("running_bot")
async def test_editing_a_question_changes_its_answer(open_page: OpenPage) -> None:
    page = await open_page()
    await begin(page)
    await ask(page, QUESTION)

    await page.keyboard.press("ArrowUp")
    await field(page).fill("How many bodies did Russia offer to return?")
    await page.keyboard.press("Enter")

    await expect(messages(page).last).to_contain_text("3,000 bodies")


@pytest.mark.usefixtures("running_bot")
async def test_a_phone_asks_in_the_topic_of_a_group(open_page: OpenPage) -> None:
    page = await open_page(f"#/c/{NEWSROOM}/{DESK}", width=390, height=844)

    answer = await ask(page, f"/ask {QUESTION}")

    await expect(answer).to_contain_text("about 40 minutes")


@pytest.mark.usefixtures("running_bot")
async def test_the_command_menu_is_the_bots_own(open_page: OpenPage) -> None:
    page = await open_page()
    await begin(page)

    await field(page).fill("/")

    await expect(page.get_by_role("option", name=re.compile("rounds"))).to_be_visible()


@pytest.mark.usefixtures("running_bot")
async def test_the_pictures_of_the_readme_show_the_bot_as_it_is(
    open_page: OpenPage, people: SandboxClient, request: pytest.FixtureRequest
) -> None:
    """With `--pictures` they are taken anew; without it they only have to be there."""
    await people.person("Olena").says("/start")
    takes = request.config.getoption("pictures")
    for name, width, height, scheme in (
        ("conversation", 1180, 900, "light"),
        ("phone", 390, 844, "dark"),
    ):
        page = await open_page("#/c/1001", width=width, height=height, color_scheme=scheme)
        await expect(messages(page).nth(1)).to_be_visible()
        answer = await ask(page, "Who led Ukraine's delegation in round 3?")
        await expect(answer).to_contain_text("Better supported")
        await answer.get_by_role("button").last.scroll_into_view_if_needed()
        await page.wait_for_timeout(300)
        if takes:
            await page.screenshot(path=PICTURES / f"{name}.png")
        assert (PICTURES / f"{name}.png").stat().st_size > 10_000
