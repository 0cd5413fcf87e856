"""The real Application speaks the language of whoever reads it, and keeps what they choose."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import build_application, publish_menus
from bot.context import Services
from bot.languages import ChosenLanguages
from bot.rendering.buttons import ChooseLanguage, encode
from bot.rendering.html import plain
from bot.sandbox.state import GROUP_ADMIN_RIGHTS
from knowledge import LANGUAGES, Knowledge, Language, Store, chosen_languages, open_store
from tests.fakes import (
    BOT,
    GROUP,
    NOW,
    OTHER,
    PRIVATE,
    READER,
    TOKEN,
    Call,
    RecordingRequest,
    a_message,
)
from tests.integration.conftest import Telegram

OLENA = {**READER, "language_code": "uk"}
HELP: dict[Language, str] = {
    "en": "I answer questions",
    "uk": "Я відповідаю на запитання",
    "ru": "Я отвечаю на вопросы",
    "tr": "soruları yanıtlıyorum",
}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
RIGHTS = ("can_be_edited", "is_anonymous", *GROUP_ADMIN_RIGHTS)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "talks.sqlite3") as store:
        yield store


@pytest.fixture
async def telegram(knowledge: Knowledge, store: Store) -> AsyncIterator[Telegram]:
    request = RecordingRequest()
    services = Services(
        knowledge=knowledge, store=store, languages=ChosenLanguages(await chosen_languages(store))
    )
    application = build_application(TOKEN, "https://telegram.invalid", services, request)
    async with application:
        request.calls.clear()
        yield Telegram(application, request)


def text_of(calls: list[Call]) -> str:
    """Return what the last message says."""
    return plain(calls[-1].parameters["text"])


def labels_of(call: Call) -> list[str]:
    markup = call.parameters["reply_markup"]
    keyboard = json.loads(markup) if isinstance(markup, str) else markup
    return [button["text"] for row in keyboard["inline_keyboard"] for button in row]


def is_owner(telegram: Telegram, *people: dict[str, Any]) -> None:
    """Let Telegram say whose the group is."""
    telegram.request.owners = {person["id"] for person in people}


# --- whose language ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_private_chat_is_spoken_to_in_the_language_of_telegram(
    telegram: Telegram, language: Language
) -> None:
    calls = await telegram.says("/help", sender={**READER, "language_code": language})

    assert HELP[language] in text_of(calls)


async def test_who_reads_a_fifth_language_is_spoken_to_in_english(telegram: Telegram) -> None:
    calls = await telegram.says("/help", sender={**READER, "language_code": "be"})

    assert HELP["en"] in text_of(calls)


async def test_a_listing_is_in_the_language_of_its_reader(telegram: Telegram) -> None:
    calls = await telegram.says("/rounds", sender=OLENA)

    assert "Стамбульські раунди" in text_of(calls)
    assert "23 липня 2025" in text_of(calls)


async def test_a_page_is_turned_in_the_language_of_its_reader(telegram: Telegram) -> None:
    calls = await telegram.presses("p:1:1:", presser=OLENA)

    assert "Хронологія" in text_of(calls)


async def test_an_old_button_says_so_in_the_language_of_its_reader(telegram: Telegram) -> None:
    calls = await telegram.presses("zz", presser=OLENA)

    assert "Ця кнопка вже не діє" in text_of(calls)


async def test_an_error_is_admitted_in_the_language_of_its_reader(telegram: Telegram) -> None:
    telegram.application.services.knowledge = None  # type: ignore[assignment]

    assert "У мене сталася помилка" in text_of(await telegram.says("/rounds", sender=OLENA))


async def test_inline_results_are_not_shared_between_readers(telegram: Telegram) -> None:
    query = {"id": "i1", "from": OLENA, "query": "x", "offset": ""}

    [call] = await telegram.receive(inline_query=query)

    assert call.parameters["is_personal"] is True


async def test_an_inline_question_is_answered_in_its_own_language(telegram: Telegram) -> None:
    query = {"id": "i1", "from": OLENA, "query": "How long did round 3 last?", "offset": ""}

    [call] = await telegram.receive(inline_query=query)

    [result] = call.parameters["results"]
    assert "23 July 2025" in result["input_message_content"]["message_text"]


# --- choosing, in private ------------------------------------------------------------------------


async def test_the_panel_offers_each_language_under_its_own_name(telegram: Telegram) -> None:
    [call] = await telegram.says("/language", sender=OLENA)

    assert labels_of(call) == ["English", "Українська", "Русский", "Türkçe", "✓ Як у Telegram"]


async def test_a_choice_outranks_what_telegram_says(telegram: Telegram, store: Store) -> None:
    calls = await telegram.presses(encode(ChooseLanguage("tr")), presser=OLENA)

    assert [call.method for call in calls] == ["answerCallbackQuery", "editMessageText"]
    assert "Bundan böyle burada Türkçe" in text_of(calls)
    assert "✓ Türkçe" in labels_of(calls[-1])
    assert HELP["tr"] in text_of(await telegram.says("/help", sender=OLENA))
    assert await chosen_languages(store) == {PRIVATE["id"]: "tr"}


async def test_a_choice_can_be_withdrawn(telegram: Telegram, store: Store) -> None:
    await telegram.presses(encode(ChooseLanguage("tr")), presser=OLENA)

    calls = await telegram.presses(encode(ChooseLanguage(None)), presser=OLENA)

    assert "Відтепер я спілкуюся мовою вашого Telegram." in text_of(calls)
    assert "✓ Як у Telegram" in labels_of(calls[-1])
    assert await chosen_languages(store) == {}


async def test_a_choice_holds_for_inline_questions_too(telegram: Telegram) -> None:
    await telegram.presses(encode(ChooseLanguage("uk")), presser=READER)
    query = {"id": "i1", "from": READER, "query": "x", "offset": ""}

    await telegram.receive(inline_query=query)

    assert telegram.application.services.languages.of(READER["id"]) == "uk"


@pytest.mark.parametrize("data", ["g:de", "g:x", "g:uk:", "g:UK"])
async def test_a_forged_language_is_refused(telegram: Telegram, store: Store, data: str) -> None:
    calls = await telegram.presses(data)

    assert [call.method for call in calls] == ["answerCallbackQuery"]
    assert "too old" in text_of(calls)
    assert await chosen_languages(store) == {}


# --- groups ------------------------------------------------------------------------------------


async def test_a_group_is_spoken_to_in_english_until_it_has_chosen(telegram: Telegram) -> None:
    assert HELP["en"] in text_of(await telegram.says("/help", chat=GROUP, sender=OLENA))


async def test_a_group_is_not_offered_the_language_of_telegram(telegram: Telegram) -> None:
    [call] = await telegram.says("/language", chat=GROUP, sender=OLENA)

    assert labels_of(call) == ["✓ English", "Українська", "Русский", "Türkçe"]


async def test_an_administrator_chooses_for_everybody_in_the_group(
    telegram: Telegram, store: Store
) -> None:
    is_owner(telegram, OLENA)

    calls = await telegram.presses(encode(ChooseLanguage("uk")), presser=OLENA, chat=GROUP)

    assert "українською" in text_of(calls)
    assert HELP["uk"] in text_of(await telegram.says("/help", chat=GROUP, sender=OTHER))
    assert HELP["tr"] in text_of(
        await telegram.says("/help", chat={**PRIVATE, "id": OTHER["id"]}, sender=OTHER)
    )
    assert await chosen_languages(store) == {GROUP["id"]: "uk"}


async def test_a_member_does_not_choose_for_the_group(telegram: Telegram, store: Store) -> None:
    is_owner(telegram, OTHER)

    calls = await telegram.presses(encode(ChooseLanguage("uk")), presser=OLENA, chat=GROUP)

    assert [call.method for call in calls] == ["getChatMember", "answerCallbackQuery"]
    assert text_of(calls) == "Only administrators can change this."
    assert await chosen_languages(store) == {}


async def test_who_is_an_administrator_is_asked_at_every_press(telegram: Telegram) -> None:
    is_owner(telegram, OLENA)
    await telegram.presses(encode(ChooseLanguage("uk")), presser=OLENA, chat=GROUP)
    is_owner(telegram)

    calls = await telegram.presses(encode(ChooseLanguage("tr")), presser=OLENA, chat=GROUP)

    assert text_of(calls) == "Змінити це можуть лише адміністратори."


async def test_an_anonymous_administrator_gets_the_panel_and_confirms_by_a_button(
    telegram: Telegram, store: Store
) -> None:
    is_owner(telegram, OLENA)

    panel = await telegram.says("/language", chat=GROUP, sender=ANONYMOUS, sender_chat=GROUP)
    await telegram.presses(encode(ChooseLanguage("ru")), presser=OLENA, chat=GROUP)

    assert labels_of(panel[-1])
    assert await chosen_languages(store) == {GROUP["id"]: "ru"}


def membership(before: str, after: str, chat: dict[str, Any] = GROUP) -> dict[str, Any]:
    return {
        "chat": chat,
        "from": OLENA,
        "date": NOW,
        "old_chat_member": a_place(before),
        "new_chat_member": a_place(after),
    }


def a_place(status: str) -> dict[str, Any]:
    rights = RIGHTS if status == "administrator" else {}
    return {"user": BOT, "status": status, "until_date": 0} | dict.fromkeys(rights, True)


async def test_a_group_begins_in_the_language_of_whoever_added_the_bot(telegram: Telegram) -> None:
    await telegram.receive(my_chat_member=membership("left", "member"))

    assert HELP["uk"] in text_of(await telegram.says("/help", chat=GROUP, sender=OTHER))


async def test_a_group_keeps_what_it_chose_when_the_bot_comes_back(
    telegram: Telegram, store: Store
) -> None:
    is_owner(telegram, OLENA)
    await telegram.presses(encode(ChooseLanguage("ru")), presser=OLENA, chat=GROUP)

    await telegram.receive(my_chat_member=membership("left", "member"))

    assert await chosen_languages(store) == {GROUP["id"]: "ru"}


@pytest.mark.parametrize(
    "change",
    [
        membership("member", "left"),
        membership("member", "administrator"),
        membership("left", "member", chat=PRIVATE),
        membership("left", "administrator", chat={"id": -1009, "type": "channel", "title": "c"}),
    ],
    ids=["removed", "promoted", "unblocked", "added to a channel"],
)
async def test_no_other_change_chooses_a_language(
    telegram: Telegram, store: Store, change: dict[str, Any]
) -> None:
    await telegram.receive(my_chat_member=change)

    assert await chosen_languages(store) == {}


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0,), (1,)])
async def test_a_group_that_becomes_a_supergroup_keeps_its_language(
    telegram: Telegram, store: Store, order: tuple[int, ...]
) -> None:
    is_owner(telegram, OLENA)
    small = {"id": -4001, "type": "group", "title": "Newsroom"}
    await telegram.presses(encode(ChooseLanguage("uk")), presser=OLENA, chat=small)
    told = [
        a_message(chat=small, migrate_to_chat_id=GROUP["id"]),
        a_message(chat=GROUP, migrate_from_chat_id=small["id"]),
    ]

    for which in order:
        await telegram.receive(message=told[which])

    assert await chosen_languages(store) == {GROUP["id"]: "uk"}
    assert HELP["uk"] in text_of(await telegram.says("/help", chat=GROUP, sender=OTHER))


# --- menus -------------------------------------------------------------------------------------


async def test_every_language_has_its_menus(telegram: Telegram) -> None:
    await publish_menus(telegram.application)

    menus = telegram.request.of("setMyCommands")
    help_ = {
        menu.parameters.get("language_code"): {
            each["command"]: each["description"] for each in _commands(menu)
        }["help"]
        for menu in menus
    }
    assert len(menus) == 3 * len(LANGUAGES)
    assert help_ == {
        None: "How to use me",
        "uk": "Як мною користуватися",
        "ru": "Как мной пользоваться",
        "tr": "Beni nasıl kullanırsınız",
    }


async def test_every_command_of_the_menus_is_answered(telegram: Telegram) -> None:
    await publish_menus(telegram.application)

    commands = {
        each["command"] for menu in telegram.request.of("setMyCommands") for each in _commands(menu)
    }
    assert {"ask", "language", "help"} < commands
    for number, command in enumerate(commands, start=100):
        [call] = await telegram.says(f"/{command}", sender=OLENA, message_id=number)
        assert call.method == "sendMessage"
        assert command == "help" or HELP["uk"] not in text_of([call])


def _commands(menu: Call) -> list[dict[str, str]]:
    commands = menu.parameters["commands"]
    found: list[dict[str, str]] = json.loads(commands) if isinstance(commands, str) else commands
    return found
