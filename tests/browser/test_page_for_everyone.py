"""The page on a phone, by keyboard, in both colours, without motion."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.client import SandboxClient
from bot.sandbox.scene import NEWSROOM, READER
from tests.browser.conftest import OpenPage, ScriptedBot
from tests.browser.seeing import LONG_QUOTE, chat, field, keyboard, messages, started

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE: dict[str, Any] = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}
NARROW: dict[str, Any] = {"width": 360, "height": 640, "is_mobile": True, "has_touch": True}
CONTRAST = """() => {
  const pen = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const over = ([r, g, b, a], below) =>
    [r, g, b].map((value, at) => value * a / 255 + below[at] * (1 - a / 255));
  const ground = (element) => {
    const own = rgba(getComputedStyle(element).backgroundColor);
    if (own[3] === 255 || !element.parentElement) return own.slice(0, 3);
    return over(own, ground(element.parentElement));
  };
  const light = (rgb) => rgb.map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility({visibilityProperty: true})) continue;
    if (element.closest("noscript, script, .spoken, .skip")) continue;
    const below = ground(element);
    const [one, other] = [light(over(rgba(getComputedStyle(element).color), below)), light(below)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${node.data.trim().slice(0, 30)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["390 px", "360 px"])
async def test_a_phone_shows_the_list_or_the_chat_and_nothing_wider_than_itself(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot, size: dict[str, Any]
) -> None:
    await started(people, bot)
    wide = f"{'long' * 40} <code>{'x' * 90}</code>"
    await bot.says(READER, wide, reply_markup=keyboard(("A" * 40, "a"), ("B", "b")))
    page = await open_page(**size)
    await expect(messages(page).last).to_be_visible()
    await expect(chat(page, "Newsroom")).to_be_hidden()
    assert await overflow(page) == 0
    await page.get_by_role("button", name="Back to the chats").tap()
    await expect(field(page)).to_be_hidden()
    assert await overflow(page) == 0
    await chat(page, "Newsroom").tap()
    await expect(field(page)).to_be_visible()
    assert await overflow(page) == 0
    await page.go_back()
    await expect(chat(page, "Newsroom")).to_be_visible()
    await page.get_by_role("button", name="Bot API calls").tap()
    await page.get_by_role("tab", name="Faults").tap()
    assert await overflow(page) == 0


async def overflow(page: Page) -> int:
    """Return how many pixels of content stick out of the screen or of the conversation."""
    boxes = "html, .scroller, .chats, .bar, .composer, .panel-page"
    width: int = await page.locator(boxes).evaluate_all(
        "boxes => Math.max(...boxes.map((box) => box.scrollWidth - box.clientWidth))"
    )
    return width


async def test_a_whole_conversation_needs_no_mouse(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    page = await open_page()
    await expect(page.get_by_role("button", name="START", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await bot.hears()
    await bot.says(READER, "Fact", reply_markup=keyboard(("Sources", "s")))
    await expect(page.get_by_role("button", name="Sources")).to_be_visible()
    await page.keyboard.type("One")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    assert (await bot.hears())["message"]["text"] == "One\ntwo"
    await expect(messages(page)).to_have_count(3)
    await page.keyboard.press("ArrowUp")
    await expect(field(page)).to_have_value("One\ntwo")
    await page.keyboard.type(" and three")
    await page.keyboard.press("Enter")
    assert (await bot.hears())["edited_message"]["text"] == "One\ntwo and three"
    await expect(messages(page).last).to_contain_text("edited")
    await page.get_by_role("button", name="Sources").focus()
    await page.keyboard.press("Space")
    assert (await bot.hears())["callback_query"]["data"] == "s"
    await page.keyboard.press("Escape")
    await expect(field(page)).to_be_focused()
    await page.keyboard.press("Alt+ArrowDown")
    await expect(chat(page, "Serhii")).to_have_attribute("aria-current", "page")


async def test_shift_tab_goes_from_the_field_over_messages_and_head_to_the_chats(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await expect(field(page)).to_be_focused()
    stations = [
        page.get_by_role("button", name="Commands"),
        page.get_by_role("button", name="/start", exact=True),
        messages(page).last,
        page.get_by_role("button", name="Bot API calls"),
        page.get_by_role("button", name="More about this chat"),
        page.get_by_role("button", name="You are Olena"),
        chat(page, "Istanbul Talks: alerts"),
    ]
    for station in stations:
        await page.keyboard.press("Shift+Tab")
        await expect(station).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(chat(page, "Newsroom")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_all_words_stand_out_from_their_ground(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot, scheme: str
) -> None:
    await started(people, bot)
    await people.person("Serhii").inside("Newsroom").says("@olena look: t.me/x")
    quote = f'<blockquote expandable><a href="https://b.example">b</a> {LONG_QUOTE}</blockquote>'
    words = f'<a href="https://a.example">link</a> <code>code</code>{quote}'
    await bot.says(NEWSROOM, words, reply_markup=keyboard(("A", "a")))
    await people.person("Olena").inside("Newsroom").says("#tag https://c.example")
    page = await open_page(f"#/c/{NEWSROOM}/1", color_scheme=scheme)
    await page.get_by_role("button", name="Bot API calls").click()
    await bot.tries("sendMessage", chat_id=1, text="x")
    for tab in ("Faults", "World", "Calls"):
        await page.get_by_role("tab", name=tab).click()
        assert await page.evaluate(CONTRAST) == []


async def test_the_colours_can_be_chosen_and_stay_chosen(open_page: OpenPage) -> None:
    page = await open_page(color_scheme="light")
    light = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    await page.get_by_role("button", name="Colours: as the system").click()
    await page.get_by_role("button", name="Colours: light").click()
    await expect(page.get_by_role("button", name="Colours: dark")).to_be_visible()
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    await page.reload()
    await expect(page.get_by_role("button", name="Colours: dark")).to_be_visible()


async def test_nothing_moves_for_those_who_asked_for_less_motion(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page(reduced_motion="reduce")
    await bot.calls("sendChatAction", chat_id=READER, action="typing")
    dot = page.locator("#typing i").first
    await expect(dot).to_be_attached()
    assert await dot.evaluate("node => getComputedStyle(node).animationName") == "none"
