"""What Telegram refuses, in Telegram's words, as python-telegram-bot sees it.

The list is section 5 of the collected facts on Telegram, and the limits beside it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
    User,
)
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.sandbox.loopback import no_tls
from bot.sandbox.scene import CHANNEL, COLLEAGUE, NEWSROOM, READER
from tests.sandbox.conftest import Town

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


def button(**action: object) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("b", **action)]])  # type: ignore[arg-type]


async def refused(
    town: Town, call: Awaitable[object], kind: type[TelegramError], words: str
) -> None:
    """Await a call, expect the exception, and Telegram's words to the letter.

    python-telegram-bot strips "Bad Request: " and changes the case, so the ledger is asked too.
    """
    with pytest.raises(kind) as caught:
        await call
    assert type(caught.value) is kind
    assert caught.value.message.lower() == words.removeprefix("Bad Request: ").lower()
    assert words in [call["error"] for call in await town.client.calls()]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<foo>x</foo>", 'Unsupported start tag "foo" at byte offset 0'),
        ("Київ <foo>", 'Unsupported start tag "foo" at byte offset 9'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b ", "Unclosed end tag at byte offset 4"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("I <3 you", 'Unsupported start tag "3" at byte offset 2'),
    ],
)
async def test_markup_that_cannot_be_read_is_refused_at_its_byte(
    markup: str, words: str, loose_town: Town
) -> None:
    sending = loose_town.bot.send_message(READER, markup, parse_mode="HTML")

    await refused(loose_town, sending, BadRequest, f"Bad Request: can't parse entities: {words}")
    assert await loose_town.client.complaints()


async def test_an_unchanged_edit_is_refused(town: Town) -> None:
    sent = await town.bot.send_message(READER, "<b>x</b>", parse_mode="HTML")

    await refused(town, sent.edit_text("<b>x</b>", parse_mode="HTML"), BadRequest, NOT_MODIFIED)


async def test_an_unchanged_keyboard_is_refused(town: Town) -> None:
    sent = await town.bot.send_message(READER, "x", reply_markup=button(callback_data="1"))

    await refused(town, sent.edit_reply_markup(button(callback_data="1")), BadRequest, NOT_MODIFIED)


async def test_an_edit_without_its_keyboard_takes_the_keyboard_away(town: Town) -> None:
    sent = await town.bot.send_message(READER, "x", reply_markup=button(callback_data="1"))

    edited = await sent.edit_text("x")

    assert edited.reply_markup is None  # type: ignore[union-attr]


async def test_an_unknown_callback_query_cannot_be_answered(town: Town) -> None:
    with pytest.raises(BadRequest, match=r"(?i)query is too old and response timeout expired or"):
        await town.bot.answer_callback_query("1")


async def test_an_old_callback_query_cannot_be_answered(town: Town) -> None:
    sent = await town.bot.send_message(READER, "x", reply_markup=button(callback_data="1"))
    await town.client.act(
        "press", person_id=READER, chat_id=READER, message_id=sent.message_id, data="1"
    )
    query = (await town.update()).callback_query
    await town.client.advance(60)

    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await query.answer()  # type: ignore[union-attr]


async def test_a_callback_query_is_answered_once(town: Town) -> None:
    await town.client.act("forge_callback", person_id=READER, data="1")
    query = (await town.update()).callback_query
    await query.answer()  # type: ignore[union-attr]

    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await query.answer()  # type: ignore[union-attr]


@pytest.mark.parametrize("chat", [4242, -1009999999999, "@nobody_here"])
async def test_an_unknown_chat_is_not_found(chat: int | str, town: Town) -> None:
    await refused(town, town.bot.send_message(chat, "x"), BadRequest, "Bad Request: chat not found")


@pytest.mark.parametrize("size", [4097, 5000])
async def test_a_text_past_4096_is_too_long(size: int, loose_town: Town) -> None:
    sending = loose_town.bot.send_message(READER, "a" * size)

    await refused(loose_town, sending, BadRequest, "Bad Request: message is too long")


async def test_a_text_is_measured_after_its_markup_is_read(town: Town) -> None:
    sent = await town.bot.send_message(READER, f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")

    assert sent.text == "<" * 4096


async def test_a_text_is_measured_in_utf_16_units(loose_town: Town) -> None:
    await loose_town.bot.send_message(READER, "🕊" * 2048)

    sending = loose_town.bot.send_message(READER, "🕊" * 2049)
    await refused(loose_town, sending, BadRequest, "Bad Request: message is too long")


async def test_a_caption_past_1024_is_too_long(loose_town: Town) -> None:
    sending = loose_town.bot.send_document(READER, b"x", caption="a" * 1025)

    await refused(loose_town, sending, BadRequest, "Bad Request: message caption is too long")


@pytest.mark.parametrize("text", ["", " \n ", "<b> </b>"])
async def test_an_empty_text_is_refused(text: str, loose_town: Town) -> None:
    sending = loose_town.bot.send_message(READER, text, parse_mode="HTML")

    await refused(loose_town, sending, BadRequest, "Bad Request: message text is empty")


async def test_entities_past_the_hundredth_are_dropped_and_complained_of(loose_town: Town) -> None:
    sent = await loose_town.bot.send_message(READER, "<b>a</b> " * 101, parse_mode="HTML")

    assert len(sent.entities) == 100
    assert "101 entities" in (await loose_town.client.complaints())[0]["text"]


@pytest.mark.parametrize("data", ["a" * 65, "ї" * 33])
async def test_callback_data_past_64_bytes_is_refused(data: str, loose_town: Town) -> None:
    keyboard = {"inline_keyboard": [[{"text": "b", "callback_data": data}]]}
    sending = loose_town.bot.send_message(READER, "x", reply_markup=keyboard)  # type: ignore[arg-type]

    with pytest.raises(BadRequest, match=r"(?i)^button_data_invalid$"):
        await sending


async def test_callback_data_of_64_bytes_is_taken(town: Town) -> None:
    await town.bot.send_message(READER, "x", reply_markup=button(callback_data="ї" * 32))


@pytest.mark.parametrize("url", ["notalink", "http://localhost/x", "ftp://example.com", "http://"])
async def test_a_button_with_a_bad_address_is_refused(url: str, loose_town: Town) -> None:
    with pytest.raises(BadRequest, match=r"(?i)^button_url_invalid$"):
        await loose_town.bot.send_message(READER, "x", reply_markup=button(url=url))


async def test_a_button_without_an_action_is_refused(loose_town: Town) -> None:
    with pytest.raises(BadRequest, match=r"(?i)text buttons are unallowed in the inline keyboard"):
        await loose_town.bot.send_message(READER, "x", reply_markup=button())


async def test_a_button_with_two_actions_is_refused(loose_town: Town) -> None:
    keyboard = button(callback_data="1", url="https://example.com")

    with pytest.raises(BadRequest, match="exactly one"):
        await loose_town.bot.send_message(READER, "x", reply_markup=keyboard)


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("edit_message_text", "Bad Request: message to edit not found"),
        ("delete_message", "Bad Request: message to delete not found"),
        ("pin_chat_message", "Bad Request: message to pin not found"),
    ],
)
async def test_a_message_that_is_not_there_is_not_found(
    method: str, words: str, town: Town
) -> None:
    options = {"text": "x"} if method == "edit_message_text" else {}
    call = getattr(town.bot, method)(chat_id=READER, message_id=999, **options)

    await refused(town, call, BadRequest, words)


async def test_a_reply_to_a_message_that_is_not_there_is_refused(town: Town) -> None:
    sending = town.bot.send_message(READER, "x", reply_parameters=ReplyParameters(999))

    await refused(town, sending, BadRequest, "Bad Request: message to be replied not found")


async def test_a_reply_may_go_without_its_message_where_allowed(town: Town) -> None:
    allowed = ReplyParameters(999, allow_sending_without_reply=True)

    sent = await town.bot.send_message(READER, "x", reply_parameters=allowed)

    assert sent.reply_to_message is None


async def test_a_persons_message_cannot_be_edited(town: Town) -> None:
    said = await town.reader.says("mine")

    editing = town.bot.edit_message_text("yours", READER, said.id)
    await refused(town, editing, BadRequest, "Bad Request: message can't be edited")


async def test_a_quote_that_is_not_in_the_message_is_refused(loose_town: Town) -> None:
    said = await loose_town.reader.says("one two")
    quote = ReplyParameters(said.id, quote="three")

    with pytest.raises(BadRequest, match=r"(?i)quote_text_invalid"):
        await loose_town.bot.send_message(READER, "x", reply_parameters=quote)


async def test_who_blocked_the_bot_is_out_of_reach(town: Town) -> None:
    await town.reader.does("block")

    sending = town.bot.send_message(READER, "x")
    await refused(town, sending, Forbidden, "Forbidden: bot was blocked by the user")


async def test_who_deleted_the_account_is_out_of_reach(town: Town) -> None:
    await town.reader.does("deactivate")

    sending = town.bot.send_message(READER, "x")
    await refused(town, sending, Forbidden, "Forbidden: user is deactivated")


async def test_a_bot_cannot_write_first(town: Town) -> None:
    town.world.people[COLLEAGUE].started = False

    sending = town.bot.send_message(COLLEAGUE, "x")
    await refused(
        town, sending, Forbidden, "Forbidden: bot can't initiate conversation with a user"
    )


@pytest.mark.parametrize(("chat", "kind"), [(NEWSROOM, "supergroup"), (CHANNEL, "channel")])
async def test_a_removed_bot_is_told_that_it_was_kicked(chat: int, kind: str, town: Town) -> None:
    await town.admin.does("remove_bot", chat_id=chat)

    sending = town.bot.send_message(chat, "x")
    await refused(town, sending, Forbidden, f"Forbidden: bot was kicked from the {kind} chat")


async def test_a_bot_that_left_is_not_a_member(town: Town) -> None:
    await town.bot.leave_chat(NEWSROOM)

    words = "Forbidden: bot is not a member of the supergroup chat"
    await refused(town, town.bot.send_message(NEWSROOM, "x"), Forbidden, words)


async def test_a_silenced_bot_lacks_the_right_to_write(town: Town) -> None:
    permissions = {"can_send_messages": False, "can_send_documents": False}
    await town.admin.does("restrict_bot", chat_id=NEWSROOM, permissions=permissions)

    words = "Bad Request: not enough rights to send text messages to the chat"
    await refused(town, town.bot.send_message(NEWSROOM, "x"), BadRequest, words)
    words = "Bad Request: not enough rights to send documents to the chat"
    await refused(town, town.bot.send_document(NEWSROOM, b"x"), BadRequest, words)


async def test_a_channel_needs_the_right_to_post(town: Town) -> None:
    await town.admin.does(
        "promote", chat_id=CHANNEL, target_id=town.bot.id, rights={"can_post_messages": False}
    )

    words = "Bad Request: need administrator rights in the channel chat"
    await refused(town, town.bot.send_message(CHANNEL, "x"), BadRequest, words)


async def test_a_member_bot_cannot_pin_in_a_group(town: Town) -> None:
    sent = await town.bot.send_message(NEWSROOM, "x")

    words = "Bad Request: not enough rights to manage pinned messages in the chat"
    await refused(town, sent.pin(), BadRequest, words)


async def test_a_wrong_token_is_unauthorized(town: Town) -> None:
    async with HTTPXRequest(httpx_kwargs={"verify": no_tls()}) as request:
        stranger = Bot("123:abc", base_url=town.sandbox.base_url, request=request)

        with pytest.raises(InvalidToken):
            await stranger.get_me()


async def test_a_method_that_does_not_exist_is_not_found(town: Town) -> None:
    with pytest.raises(EndPointNotFound):
        await town.bot.do_api_request("sendTelepathy")


async def test_a_mention_of_a_stranger_by_id_is_dropped(town: Town) -> None:
    stranger = MessageEntity("text_mention", 0, 1, user=User(4242, "X", False))

    sent = await town.bot.send_message(READER, "x", entities=[stranger])

    assert sent.entities == ()


async def test_a_second_poller_ends_the_first(town: Town) -> None:
    first = asyncio.ensure_future(town.bot.get_updates(timeout=10))
    while not town.world.queue.polling:  # noqa: ASYNC110 (the sandbox has no event for it)
        await asyncio.sleep(0.01)
    second = asyncio.ensure_future(town.bot.get_updates(timeout=1))

    words = (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    await refused(town, first, Conflict, words)
    assert await second == ()


async def test_polling_under_a_webhook_is_a_conflict(town: Town) -> None:
    await town.bot.set_webhook("http://127.0.0.1:9/")

    words = (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await refused(town, town.bot.get_updates(), Conflict, words)
