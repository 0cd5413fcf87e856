"""The page to chat in, as its reader meets it."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from bot.sandbox.client import SandboxClient
from bot.sandbox.scene import CHANNEL, NEWSROOM, READER
from bot.sandbox.server import Sandbox
from tests.browser.conftest import OpenPage, ScriptedBot
from tests.browser.seeing import LONG_QUOTE, chat, field, keyboard, messages, started

pytestmark = pytest.mark.asyncio(loop_scope="session")

ALERTS = 2
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_an_empty_private_chat_of_the_reader_is_open_and_start_begins_it(
    open_page: OpenPage, bot: ScriptedBot
) -> None:
    page = await open_page()
    await page.get_by_role("button", name="START", exact=True).click()
    await expect(messages(page)).to_contain_text(["/start"])
    heard = (await bot.hears())["message"]
    assert (heard["text"], heard["from"]["id"]) == ("/start", READER)


async def test_a_message_sent_appears_as_sent_by_the_person_and_reaches_the_bot(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await field(page).fill("When was round 3?")
    await page.get_by_role("button", name="Send").click()
    mine = messages(page).last
    await expect(mine).to_contain_text("When was round 3?")
    await expect(mine).to_have_class(re.compile(r"\bmine\b"))
    await expect(mine).to_have_attribute("aria-label", re.compile("Olena Koval"))
    await expect(field(page)).to_have_value("")
    assert (await bot.hears())["message"]["text"] == "When was round 3?"


async def test_an_answer_shows_its_link_and_its_long_quote_folded_until_asked_for(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await bot.says(
        READER,
        "😀 <b>bold <i>and italic</i></b> "
        f'<a href="https://agency.example/3">the source</a>\n'
        f"<blockquote expandable>{LONG_QUOTE}</blockquote>after",
    )
    answer = messages(page).last
    await expect(answer.locator("strong em")).to_have_text("and italic")
    link = answer.get_by_role("link", name="the source")
    await expect(link).to_have_attribute("href", "https://agency.example/3")
    await expect(link).to_have_attribute("rel", re.compile("noopener"))
    quote = answer.locator("blockquote")
    folded = await height(quote)
    await answer.get_by_role("button", name="Show more").focus()
    await page.keyboard.press("Enter")
    await expect(answer.get_by_role("button", name="Show less")).to_be_focused()
    assert await height(quote) > folded * 1.5
    await quote.click(position={"x": 40, "y": 10})
    await expect(answer.get_by_role("button", name="Show more")).to_be_visible()


async def height(locator: Locator) -> float:
    box = await locator.bounding_box()
    assert box is not None
    return box["height"]


async def test_a_short_quote_has_nothing_to_unfold(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await bot.says(READER, "<blockquote expandable>Two lines\nat most.</blockquote>")
    await expect(messages(page).last).to_contain_text("at most.")
    await expect(page.get_by_role("button", name="Show more")).to_have_count(0)


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        '"><svg onload=alert(1)>',
        "&amp; &#60;b&#62; {{1+1}} ${1}",
    ],
)
async def test_hostile_text_stays_text(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot, hostile: str
) -> None:
    await started(people, bot)
    page = await open_page()
    entities = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "text_link", "offset": 2, "length": 5, "url": "https://agency.example/?<b>"},
    ]
    sent = await bot.calls("sendMessage", chat_id=READER, text=hostile, entities=entities)
    words = messages(page).last.locator(".text")
    await expect(words).to_have_text(hostile)
    assert await words.evaluate("node => node.textContent") == sent["text"]
    assert await words.locator("img, script, svg, iframe, [onerror], [onload]").count() == 0


async def test_a_spoiler_shows_what_it_hides_when_pressed(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await bot.says(READER, "It was <tg-spoiler>the third</tg-spoiler> round")
    await page.get_by_role("button", name="Hidden text").press("Enter")
    await expect(messages(page).last.get_by_text("the third")).to_be_visible()
    await expect(chat(page, "Olena Koval")).not_to_contain_text("third")


async def test_a_pressed_button_is_busy_until_its_answer_shows_as_a_toast(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await bot.says(READER, "Fact", reply_markup=keyboard(("Sources", "s")))
    button = page.get_by_role("button", name="Sources")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    query = (await bot.hears())["callback_query"]
    assert query["data"] == "s"
    await bot.calls("answerCallbackQuery", callback_query_id=query["id"], text="Three sources")
    await expect(page.locator(".toast")).to_have_text("Three sources")
    await expect(button).to_have_attribute("aria-busy", "false")


async def test_an_answer_may_be_an_alert_that_waits_to_be_closed(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await bot.says(READER, "Fact", reply_markup=keyboard(("Why?", "why")))
    await page.get_by_role("button", name="Why?").click()
    query = (await bot.hears())["callback_query"]
    await bot.calls(
        "answerCallbackQuery", callback_query_id=query["id"], text="Because", show_alert=True
    )
    await expect(page.get_by_role("dialog")).to_contain_text("Because")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_deep_link_under_a_group_message_starts_the_bot_as_the_current_person(
    open_page: OpenPage, bot: ScriptedBot, sandbox: Sandbox
) -> None:
    page = await open_page(f"#/c/{NEWSROOM}/1")
    url = f"https://t.me/{sandbox.world.bot.username}?start=fact_12"
    button = {"text": "Ask in private", "url": url}
    await bot.says(NEWSROOM, "Answer", reply_markup={"inline_keyboard": [[button]]})
    await page.get_by_role("link", name="Ask in private").click()
    heard = (await bot.hears())["message"]
    assert (heard["text"], heard["from"]["id"]) == ("/start fact_12", READER)
    await expect(chat(page, "Olena Koval")).to_have_attribute("aria-current", "page")


async def test_an_edit_replaces_the_text_and_says_edited(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    sent = await bot.says(READER, "Page 1")
    await expect(messages(page).last).to_contain_text("Page 1")
    await bot.calls("editMessageText", chat_id=READER, message_id=sent["message_id"], text="Page 2")
    await expect(messages(page).last.locator(".text")).to_have_text("Page 2")
    await expect(messages(page).last).to_contain_text("edited")
    await expect(messages(page)).to_have_count(2)


async def test_a_message_in_a_topic_of_the_group_appears_live_with_an_unread_mark(
    open_page: OpenPage, bot: ScriptedBot
) -> None:
    page = await open_page()
    await bot.says(NEWSROOM, "Round 4 announced", message_thread_id=ALERTS)
    await expect(chat(page, "Newsroom")).to_contain_text("1 unread")
    await expect(chat(page, "Newsroom")).to_contain_text("Round 4 announced")
    await expect(page).to_have_title(re.compile(r"\(1\)"))
    await chat(page, "Newsroom").click()
    await expect(page.get_by_role("tab", name="Alerts")).to_have_attribute("aria-selected", "true")
    await expect(messages(page).last).to_contain_text("Round 4 announced")
    await expect(chat(page, "Newsroom")).not_to_contain_text("unread")
    await page.get_by_role("tab", name="Desk").click()
    await expect(messages(page)).to_have_count(0)


async def test_typing_shows_until_the_message_comes(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await bot.calls("sendChatAction", chat_id=READER, action="typing")
    await expect(page.locator("#typing")).to_contain_text("is typing")
    await expect(chat(page, "Olena Koval")).to_contain_text("is typing")
    await bot.says(READER, "Here it is")
    await expect(page.locator("#typing")).to_be_empty()


async def test_a_slash_opens_the_command_menu_of_this_chat_and_enter_sends_the_chosen_one(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    names = ("start", "sources", "settings")
    commands = [{"command": name, "description": f"About {name}"} for name in names]
    await bot.calls("setMyCommands", commands=commands)
    scope = {"type": "all_group_chats"}
    await bot.calls("setMyCommands", commands=[commands[0]], scope=scope)
    page = await open_page()
    options = page.get_by_role("option")
    await page.keyboard.press("/")
    await expect(options).to_have_text([f"/{name}About {name}" for name in names])
    await page.keyboard.type("s")
    await page.keyboard.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Escape")
    await expect(options).to_have_count(0)
    await page.keyboard.type("e")
    await expect(options).to_have_text(["/settingsAbout settings"])
    await expect(options.first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    assert (await bot.hears())["message"]["text"] == "/settings"
    await chat(page, "Newsroom").click()
    await page.get_by_role("button", name="Commands").click()
    await expect(options).to_have_count(1)


async def test_a_reply_carries_the_message_it_answers(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await bot.says(READER, "Which round?")
    await messages(page).filter(has_text="Which round?").click(button="right")
    await page.get_by_role("menuitem", name="Reply").click()
    await page.keyboard.type("The third")
    await page.keyboard.press("Enter")
    heard = (await bot.hears())["message"]
    assert heard["reply_to_message"]["text"] == "Which round?"
    await expect(messages(page).last.locator(".reply-to")).to_contain_text("Which round?")


async def test_a_photo_can_be_enlarged_and_a_file_fetched(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await people.person("Olena").sends("photo", data=PIXEL, caption="The table")
    await people.person("Olena").sends("document", data=PIXEL, file_name="pixel.png")
    await page.get_by_role("button", name="Photo: The table").click()
    await expect(page.get_by_role("dialog").get_by_role("img", name="The table")).to_be_visible()
    assert await page.evaluate("document.querySelector('dialog img').naturalWidth") == 1
    await page.keyboard.press("Escape")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="pixel.png").click()
    assert (await download.value).suggested_filename == "pixel.png"


async def test_a_reaction_given_in_the_menu_stands_under_the_message(
    open_page: OpenPage, people: SandboxClient, bot: ScriptedBot
) -> None:
    await started(people, bot)
    page = await open_page()
    await bot.says(READER, "Round 3 ended")
    answer = messages(page).filter(has_text="Round 3 ended")
    await answer.focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("menuitem", name="👍").click()
    await answer.get_by_role("button", name="Reaction 👍, 1").click()
    await expect(answer.get_by_role("button", name="Reaction")).to_have_count(0)


async def test_who_one_is_and_their_language_are_chosen_in_the_head_of_the_chat(
    open_page: OpenPage, bot: ScriptedBot
) -> None:
    page = await open_page(f"#/c/{NEWSROOM}/{ALERTS}")
    await page.get_by_role("button", name="You are Olena").click()
    await page.get_by_role("menuitemradio", name="Serhii").click()
    await page.get_by_role("button", name="You are Serhii").click()
    await page.get_by_role("menuitemradio", name="Türkçe").click()
    await expect(page.get_by_role("button", name="You are Serhii")).to_contain_text("TR")
    await field(page).fill("/alert")
    await page.keyboard.press("Enter")
    heard = (await bot.hears())["message"]
    assert (heard["from"]["first_name"], heard["from"]["language_code"]) == ("Serhii", "tr")
    assert heard["message_thread_id"] == ALERTS


async def test_only_admins_find_a_message_field_in_a_channel(open_page: OpenPage) -> None:
    page = await open_page(f"#/c/{CHANNEL}")
    await expect(field(page)).to_be_visible()
    await page.get_by_role("button", name="You are Serhii").click()
    await page.get_by_role("menuitemradio", name="Olena").click()
    await expect(page.get_by_text("Only admins write in this channel.")).to_be_visible()
