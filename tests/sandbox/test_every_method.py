"""python-telegram-bot 22.8 calls every method a bot like ours may need, without a complaint."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    LinkPreviewOptions,
    MenuButtonCommands,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.sandbox.scene import ADMIN, CHANNEL, NEWSROOM, READER
from tests.sandbox.conftest import Town

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Sources", callback_data="s:1")],
        [InlineKeyboardButton("Page", url="https://example.com/a?b=c#d")],
        [InlineKeyboardButton("Ask", switch_inline_query_current_chat="")],
    ]
)


async def asks_who_it_is(town: Town) -> None:
    assert (await town.bot.get_me()).username == "IstanbulTalksBot"


async def sends_text_with_everything(town: Town) -> None:
    first = await town.bot.send_message(READER, "first")
    sent = await town.bot.send_message(
        chat_id=READER,
        text="<b>Round 3</b>: <a href='https://example.com'>source</a>",
        parse_mode="HTML",
        link_preview_options=LinkPreviewOptions(url="https://example.com", show_above_text=True),
        disable_notification=True,
        protect_content=True,
        reply_parameters=ReplyParameters(first.message_id, allow_sending_without_reply=True),
        reply_markup=KEYBOARD,
    )
    assert sent.reply_to_message is not None
    assert sent.link_preview_options is not None
    assert sent.reply_markup == KEYBOARD


async def sends_the_older_parameters(town: Town) -> None:
    first = await town.bot.send_message(READER, "first", disable_web_page_preview=True)
    sent = await town.bot.send_message(
        READER,
        "x",
        reply_to_message_id=first.message_id,
        allow_sending_without_reply=True,
        reply_markup=ForceReply(selective=True, input_field_placeholder="…"),
    )
    assert sent.reply_to_message is not None


async def sends_reply_keyboards(town: Town) -> None:
    keyboard = ReplyKeyboardMarkup([["a", "b"]], resize_keyboard=True, is_persistent=True)
    await town.bot.send_message(READER, "x", reply_markup=keyboard)
    await town.bot.send_message(READER, "x", reply_markup=ReplyKeyboardRemove())


async def sends_files(town: Town) -> None:
    await town.bot.send_photo(READER, PIXEL, caption="<i>map</i>", parse_mode="HTML")
    sent = await town.bot.send_document(READER, b"a,b\n", filename="facts.csv", caption="all")
    assert sent.document is not None
    assert sent.document.file_name == "facts.csv"
    await town.bot.send_document(READER, sent.document.file_id)


async def sends_an_album(town: Town) -> None:
    sent = await town.bot.send_media_group(
        READER, [InputMediaPhoto(PIXEL, caption="one"), InputMediaPhoto(PIXEL)]
    )
    assert sent[0].media_group_id == sent[1].media_group_id
    await town.bot.send_media_group(READER, [InputMediaDocument(b"1"), InputMediaDocument(b"2")])


async def sends_other_things(town: Town) -> None:
    await town.bot.send_location(READER, 41.04, 29.0)
    await town.bot.send_dice(READER)
    await town.bot.send_contact(READER, "+380000000000", "Taras")


async def edits(town: Town) -> None:
    sent = await town.bot.send_message(READER, "x", reply_markup=KEYBOARD)
    await sent.edit_text("<b>y</b>", parse_mode="HTML", disable_web_page_preview=True)
    await sent.edit_reply_markup(KEYBOARD)
    photo = await town.bot.send_photo(READER, PIXEL)
    await photo.edit_caption("caption")
    await photo.edit_media(InputMediaPhoto(PIXEL, caption="other"))


async def deletes(town: Town) -> None:
    sent = [await town.bot.send_message(READER, "x") for _ in range(3)]
    assert await sent[0].delete()
    assert await town.bot.delete_messages(READER, [m.message_id for m in sent])


async def forwards_and_copies(town: Town) -> None:
    sent = [await town.bot.send_message(READER, f"x{n}") for n in range(2)]
    ids = [m.message_id for m in sent]
    forwarded = await town.bot.forward_message(ADMIN, READER, ids[0])
    assert forwarded.forward_origin is not None
    await town.bot.copy_message(ADMIN, READER, ids[0], reply_markup=KEYBOARD)
    assert len(await town.bot.forward_messages(ADMIN, READER, ids)) == 2
    assert len(await town.bot.copy_messages(ADMIN, READER, ids)) == 2


async def shows_typing(town: Town) -> None:
    assert await town.bot.send_chat_action(READER, "typing")
    assert await town.bot.send_chat_action(NEWSROOM, "typing", message_thread_id=2)


async def pins_in_private(town: Town) -> None:
    sent = await town.bot.send_message(READER, "x")
    assert await sent.pin(disable_notification=True)
    assert (await town.bot.get_chat(READER)).pinned_message == sent
    assert await sent.unpin()
    assert await town.bot.unpin_all_chat_messages(READER)


async def asks_about_chats(town: Town) -> None:
    newsroom = await town.bot.get_chat(NEWSROOM)
    assert (newsroom.title, newsroom.is_forum) == ("Newsroom", True)
    assert (await town.bot.get_chat(READER)).first_name == "Olena"
    assert (await town.bot.get_chat_member(NEWSROOM, ADMIN)).status == "creator"
    assert (await town.bot.get_chat_member(NEWSROOM, town.bot.id)).status == "member"
    admins = await town.bot.get_chat_administrators(CHANNEL)
    assert {admin.user.id for admin in admins} == {ADMIN, town.bot.id}
    assert await town.bot.get_chat_member_count(NEWSROOM) == 4
    assert await town.bot.leave_chat(CHANNEL)


async def sets_its_texts(town: Town) -> None:
    assert await town.bot.set_my_name("Talks")
    assert await town.bot.set_my_description("Довго", language_code="uk")
    assert await town.bot.set_my_short_description("short")
    assert (await town.bot.get_my_name()).name == "Talks"
    assert (await town.bot.get_my_description("uk")).description == "Довго"
    assert (await town.bot.get_my_description("tr")).description == ""
    assert (await town.bot.get_my_short_description("tr")).short_description == "short"


async def sets_its_commands(town: Town) -> None:
    commands = [BotCommand("start", "Begin"), BotCommand("ask", "Ask")]
    scopes = (
        BotCommandScopeAllGroupChats(),
        BotCommandScopeChat(READER),
        BotCommandScopeChatMember(NEWSROOM, ADMIN),
    )
    for scope in scopes:
        assert await town.bot.set_my_commands(commands, scope=scope, language_code="uk")
        assert list(await town.bot.get_my_commands(scope, "uk")) == commands
        assert await town.bot.get_my_commands(scope) == ()
        assert await town.bot.delete_my_commands(scope, "uk")
    assert await town.bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await town.bot.get_chat_menu_button()).type == "commands"


async def reacts(town: Town) -> None:
    said = await town.reader.says("thanks")
    assert await town.bot.set_message_reaction(READER, said.id, ReactionTypeEmoji("👍"))


async def runs_topics(town: Town) -> None:
    await town.admin.does("promote", chat_id=NEWSROOM, target_id=town.bot.id)
    topic = await town.bot.create_forum_topic(NEWSROOM, "Round 4")
    thread = topic.message_thread_id
    assert await town.bot.close_forum_topic(NEWSROOM, thread)
    assert await town.bot.reopen_forum_topic(NEWSROOM, thread)
    assert await town.bot.edit_forum_topic(NEWSROOM, thread, name="Round 5")
    assert await town.bot.delete_forum_topic(NEWSROOM, thread)
    assert await town.bot.close_general_forum_topic(NEWSROOM)


async def answers_a_button(town: Town) -> None:
    await town.bot.send_message(READER, "x", reply_markup=KEYBOARD)
    sent = await town.bot.send_message(READER, "y", reply_markup=KEYBOARD)
    await town.client.act(
        "press", person_id=READER, chat_id=READER, message_id=sent.message_id, text="Sources"
    )
    update = await town.update()
    assert update.callback_query is not None
    assert await update.callback_query.answer("done", show_alert=True)


async def answers_inline(town: Town) -> None:
    await town.client.act("query_inline", person_id=READER, query="round 3")
    update = await town.update()
    assert update.inline_query is not None
    article = InlineQueryResultArticle(
        "1",
        "Round 3",
        InputTextMessageContent("<b>x</b>", parse_mode="HTML"),
        description="…",
        reply_markup=KEYBOARD,
    )
    assert await update.inline_query.answer(
        [article],
        cache_time=0,
        is_personal=True,
        next_offset="50",
        button=InlineQueryResultsButton("Open", start_parameter="inline"),
    )


async def sets_a_webhook_and_takes_it_away(town: Town) -> None:
    assert await town.bot.set_webhook(
        "http://127.0.0.1:9/hook", secret_token="abc", allowed_updates=["message"]
    )
    assert (await town.bot.get_webhook_info()).url == "http://127.0.0.1:9/hook"
    assert await town.bot.delete_webhook(drop_pending_updates=True)
    assert (await town.bot.get_webhook_info()).url == ""


async def downloads_what_it_sent(town: Town) -> None:
    sent = await town.bot.send_document(READER, b"\x00\xffbytes", filename="a.bin")
    assert sent.document is not None
    file = await sent.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"\x00\xffbytes"


@pytest.mark.parametrize(
    "act",
    [
        asks_who_it_is,
        sends_text_with_everything,
        sends_the_older_parameters,
        sends_reply_keyboards,
        sends_files,
        sends_an_album,
        sends_other_things,
        edits,
        deletes,
        forwards_and_copies,
        shows_typing,
        pins_in_private,
        asks_about_chats,
        sets_its_texts,
        sets_its_commands,
        reacts,
        runs_topics,
        answers_a_button,
        answers_inline,
        sets_a_webhook_and_takes_it_away,
        downloads_what_it_sent,
    ],
    ids=lambda act: act.__name__,
)
async def test_the_bot(act: Callable[[Town], Awaitable[None]], town: Town) -> None:
    """The fixture fails if any call was complained of."""
    await act(town)
