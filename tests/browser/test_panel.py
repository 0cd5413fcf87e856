"""The panel beside the conversation, and what becomes of the page when the server goes."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.sandbox.client import SandboxClient
from bot.sandbox.scene import READER, demo_scene
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from tests.browser.conftest import OpenPage, ScriptedBot
from tests.browser.seeing import messages, started

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_calls_are_listed_live_with_their_refusal_and_their_parameters(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await page.get_by_role("button", name="Bot API calls").click()
    await bot.tries("sendMessage", chat_id=READER, text="<b>open", parse_mode="HTML")
    await bot.says(READER, "Closed")
    calls = page.get_by_role("list", name="Calls, newest first").get_by_role("listitem")
    await expect(calls.first).to_contain_text("sendMessage")
    await expect(calls.first).to_contain_text("ok")
    await page.get_by_label("refused only").check()
    await expect(calls).to_have_count(1)
    await expect(calls.first).to_contain_text("can't parse entities")
    await calls.first.locator("summary").click()
    await expect(calls.first.locator("pre")).to_contain_text("<b>open")
    await page.get_by_label("Filter the calls").fill("getMe")
    await expect(page.get_by_text("No call matches.")).to_be_visible()


async def test_a_fault_injected_in_the_panel_is_listed_and_hits_the_bot(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await page.get_by_role("button", name="Bot API calls").click()
    await page.get_by_role("tab", name="Faults").click()
    await page.get_by_label("What goes wrong").select_option("retry_after")
    await page.get_by_label("Method").fill("sendMessage")
    await page.get_by_label("Seconds").fill("7")
    await page.get_by_role("button", name="Add fault").click()
    faults = page.get_by_role("list", name="Faults").get_by_role("listitem")
    await expect(faults).to_contain_text(["retry_aftersendMessagefired 0 of 1"])
    refused = await bot.tries("sendMessage", chat_id=READER, text="Hello")
    assert refused["parameters"] == {"retry_after": 7}
    await expect(faults).to_contain_text(["fired 1 of 1"])
    await page.get_by_role("button", name="Remove the fault").click()
    await expect(faults).to_have_text(["Nothing goes wrong."])


async def test_flood_limits_and_blocking_are_switched_in_the_panel(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await page.get_by_role("button", name="Bot API calls").click()
    await page.get_by_role("tab", name="Faults").click()
    async with page.expect_response("**/flood"):
        await page.get_by_label("Limit messages as Telegram does").check()
    answers = [await bot.tries("sendMessage", chat_id=READER, text=text) for text in "ab"]
    assert [answer["ok"] for answer in answers] == [True, False]
    await page.get_by_role("tab", name="World").click()
    await page.get_by_role("button", name="Block the bot as Olena").click()
    await expect(page.get_by_role("button", name="UNBLOCK", exact=True)).to_be_visible()
    refused = await bot.tries("sendMessage", chat_id=READER, text="Hello")
    assert refused["description"] == "Forbidden: bot was blocked by the user"


async def test_after_a_reset_the_page_begins_anew(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await expect(messages(page)).to_have_count(1)
    await people.reset()
    await expect(page.get_by_role("button", name="START", exact=True)).to_be_visible()
    await expect(messages(page)).to_have_count(0)


async def test_a_lost_server_is_said_and_all_is_there_again_when_it_is_back(
    open_page: OpenPage,
) -> None:
    async with Sandbox(World(scene=demo_scene), control=True, page=True) as first:
        page = await open_page(first.url)
        await page.get_by_role("button", name="START", exact=True).click()
        await expect(messages(page)).to_have_count(1)
        await expect(page.locator("#link-state")).to_be_empty()
    await expect(page.locator("#link-state")).to_have_text("disconnected")
    port = int(first.url.rpartition(":")[2])
    async with Sandbox(World(scene=demo_scene), port=port, control=True, page=True) as second:
        await expect(page.locator("#link-state")).to_be_empty()
        async with SandboxClient(second.url) as people:
            await people.person("Olena").says("Said to the new one")
        await expect(messages(page)).to_have_count(1)
        await expect(messages(page)).to_contain_text(["Said to the new one"])
