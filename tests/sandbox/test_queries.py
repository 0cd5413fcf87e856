"""Buttons, inline queries, commands and files."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from bot.sandbox import NotAllowedError
from bot.sandbox.scene import ADMIN, NEWSROOM, READER
from tests.sandbox.conftest import Town

KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Sources", callback_data="s:1")],
        [InlineKeyboardButton("Page", url="https://example.com/")],
    ]
)


def article(number: object = "1", **options: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent("<b>Round 3</b>", parse_mode="HTML")
    return InlineQueryResultArticle(str(number), "Round 3", content, **options)


async def test_a_pressed_button_is_a_callback_query_with_its_message(town: Town) -> None:
    await town.bot.send_message(READER, "x", reply_markup=KEYBOARD)
    reply = await town.reader.hears()
    await reply.presses("Sources")

    query = (await town.update()).callback_query
    await query.answer("Three sources", show_alert=True)  # type: ignore[union-attr]
    toast = await town.reader.hears_answer()

    assert (query.data, query.message.message_id) == ("s:1", reply.id)  # type: ignore[union-attr]
    assert (toast["text"], toast["show_alert"]) == ("Three sources", True)


async def test_a_link_button_is_not_told_to_the_bot(town: Town) -> None:
    await town.bot.send_message(READER, "x", reply_markup=KEYBOARD)
    reply = await town.reader.hears()

    assert (await reply.presses("Page"))["url"] == "https://example.com/"
    assert await town.updates() == ()


async def test_a_button_that_is_gone_cannot_be_pressed(town: Town) -> None:
    sent = await town.bot.send_message(READER, "x", reply_markup=KEYBOARD)
    reply = await town.reader.hears()
    await sent.edit_text("y")

    with pytest.raises(NotAllowedError, match="there is no button 'Sources'"):
        await reply.presses("Sources")


async def test_a_forged_callback_may_carry_anything(town: Town) -> None:
    await town.client.act("forge_callback", person_id=READER, data="admin:delete", chat_id=ADMIN,
                          message_id=99)  # fmt: skip

    query = (await town.update()).callback_query

    assert query.data == "admin:delete"  # type: ignore[union-attr]
    assert query.from_user.id == READER  # type: ignore[union-attr]
    assert query.message.is_accessible is False  # type: ignore[union-attr]


async def test_an_inline_query_is_answered_and_a_result_chosen(town: Town) -> None:
    asking = asyncio.ensure_future(town.reader.queries("round 3", chat_id=NEWSROOM))
    (update,) = await town.bot.get_updates(timeout=5)
    await update.inline_query.answer([article(reply_markup=KEYBOARD)], cache_time=0)  # type: ignore[union-attr]
    answer = await asking

    said = await town.reader.chooses(answer, "1", "Newsroom")
    _, message, chosen = await town.updates()

    assert (update.inline_query.query, update.inline_query.chat_type) == (  # type: ignore[union-attr]
        "round 3",
        "supergroup",
    )
    assert (said.text, said.entities[0]["type"]) == ("Round 3", "bold")
    assert message.message.via_bot.id == town.bot.id  # type: ignore[union-attr]
    inline_id = chosen.chosen_inline_result.inline_message_id  # type: ignore[union-attr]
    await said.presses("Sources")
    pressed = (await town.update()).callback_query
    assert (pressed.message, pressed.inline_message_id) == (None, inline_id)  # type: ignore[union-attr]
    assert await town.bot.edit_message_text("Round 4", inline_message_id=inline_id) is True
    with pytest.raises(BadRequest, match="not modified"):
        await town.bot.edit_message_text("Round 4", inline_message_id=inline_id)


@pytest.mark.parametrize(("cache_time", "asked_again"), [(300, 0), (0, 1)])
async def test_a_cached_answer_is_used_while_it_is_fresh(
    cache_time: int, asked_again: int, town: Town
) -> None:
    await town.reader.does("query_inline", query="x")
    query = (await town.update()).inline_query
    await query.answer([article()], cache_time=cache_time)  # type: ignore[union-attr]

    again = await town.admin.does("query_inline", query="x")

    assert again["from_cache"] is (asked_again == 0)
    assert len(await town.updates()) == asked_again


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([article(n) for n in range(51)], "(?i)results_too_much"),
        ([article("a" * 65)], "(?i)result_id_invalid"),
        ([article(), article()], "(?i)result_id_duplicate"),
    ],
)
async def test_wrong_inline_results_are_refused(
    results: list[InlineQueryResultArticle], words: str, loose_town: Town
) -> None:
    await loose_town.reader.does("query_inline", query="x")
    query = (await loose_town.update()).inline_query

    with pytest.raises(BadRequest, match=words):
        await loose_town.bot.answer_inline_query(query.id, results)  # type: ignore[union-attr]


async def test_an_old_inline_query_cannot_be_answered(town: Town) -> None:
    await town.reader.does("query_inline", query="x")
    query = (await town.update()).inline_query
    await town.client.advance(60)

    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await query.answer([article()])  # type: ignore[union-attr]


async def test_a_person_sees_the_narrowest_commands_in_their_language(town: Town) -> None:
    async def put(name: str, scope: object = None, language: str | None = None) -> None:
        await town.bot.set_my_commands([BotCommand(name, "…")], scope, language)  # type: ignore[arg-type]

    async def sees(person: int, chat: int) -> str:
        query = {"chat_id": chat, "person_id": person}
        return str((await town.client.get("/commands", query))[0]["command"])

    await put("anyone")
    assert await sees(READER, READER) == "anyone"
    await put("private", BotCommandScopeAllPrivateChats())
    await put("uk", BotCommandScopeAllPrivateChats(), "uk")
    await put("admins", BotCommandScopeAllChatAdministrators())
    assert (await sees(READER, READER), await sees(ADMIN, ADMIN)) == ("uk", "private")
    assert (await sees(READER, NEWSROOM), await sees(ADMIN, NEWSROOM)) == ("anyone", "admins")
    await put("mine", BotCommandScopeChat(READER))
    assert await sees(READER, READER) == "mine"


@pytest.mark.parametrize("name", ["Start", "with space", "a" * 33])
async def test_a_malformed_command_is_refused(name: str, loose_town: Town) -> None:
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await loose_town.bot.set_my_commands([(name, "…")])


async def test_a_persons_file_comes_back_byte_for_byte(town: Town) -> None:
    await town.reader.sends("document", data="AP+AQQ==", file_name="a.bin", caption="see")

    document = (await town.update()).message.document  # type: ignore[union-attr]
    file = await document.get_file()  # type: ignore[union-attr]

    assert bytes(await file.download_as_bytearray()) == b"\x00\xff\x80A"


@pytest.mark.parametrize("photo", ["AgACnope", "https://example.com/a.png", b"not a picture"])
async def test_a_photo_that_is_none_is_refused(photo: str | bytes, loose_town: Town) -> None:
    with pytest.raises(BadRequest):
        await loose_town.bot.send_photo(READER, photo)
