"""What the tests of the page look at, by the names its readers know."""

from __future__ import annotations

from playwright.async_api import Locator, Page

from bot.sandbox.client import SandboxClient
from tests.browser.conftest import Json, ScriptedBot

LONG_QUOTE = "All seriously wounded and seriously ill prisoners are exchanged, all for all. " * 8


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Message", exact=True)


def messages(page: Page) -> Locator:
    return page.get_by_role("log").get_by_role("article")


def chat(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Chats").get_by_role("button", name=name)


async def started(people: SandboxClient, bot: ScriptedBot) -> None:
    """Let the reader have written to the bot, which heard it."""
    await people.person("Olena").says("/start")
    await bot.hears()


def keyboard(*buttons: tuple[str, str]) -> Json:
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in buttons]]}
