"""A rendered message to Telegram: as a reply, or in place of an earlier one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.helpers import create_deep_linked_url

from bot.context import Context
from bot.rendering.buttons import Button, ExplainAnswer, ShowFact, ShowSources, encode, encode_link
from bot.rendering.message import Message as Rendered

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "message is not modified"
LONGEST_WAIT_SECONDS = 10.0
"""How long an answer may be held back when Telegram asks to wait; its chat waits with it."""
PAUSE_SECONDS = 1.0


async def reply(question: Message, rendered: Rendered, context: Context) -> Message:
    """Send a message below the one it answers; in a group it points at it."""
    is_private = question.chat.type == ChatType.PRIVATE
    pointer = ReplyParameters(question.message_id, allow_sending_without_reply=True)

    async def send() -> Message:
        return await context.bot.send_message(
            question.chat_id,
            rendered.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            # A topic's id stands on its messages; a plain reply thread's must not be sent back.
            message_thread_id=question.message_thread_id if question.is_topic_message else None,
            reply_parameters=None if is_private else pointer,
            reply_markup=keyboard(
                rendered, question.chat_id, is_private=is_private, username=context.bot.username
            ),
        )

    return await _once_more(send)


async def _once_more(send: Callable[[], Awaitable[Message]]) -> Message:
    """Send, and once more where Telegram asked to wait a little or failed itself.

    A time-out is not tried again: the message may have arrived.
    """
    try:
        return await send()
    except RetryAfter as error:
        # A number of seconds today, a timedelta in the library's next version.
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        if seconds > LONGEST_WAIT_SECONDS:
            raise
        await asyncio.sleep(seconds)
    except (BadRequest, TimedOut):
        raise
    except NetworkError:
        await asyncio.sleep(PAUSE_SECONDS)
    return await send()


async def put_in_place(
    chat_id: int, message_id: int, rendered: Rendered, context: Context, *, is_private: bool
) -> None:
    """Edit one of our messages; that it says the same already is no error."""
    try:
        await context.bot.edit_message_text(
            rendered.html,
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(
                rendered, chat_id, is_private=is_private, username=context.bot.username
            ),
        )
    except BadRequest as error:
        if UNCHANGED not in error.message.lower():
            raise


def keyboard(
    rendered: Rendered, chat_id: int, *, is_private: bool, username: str
) -> InlineKeyboardMarkup | None:
    """Return the buttons; in a group those that would add messages lead to the private chat."""
    if not rendered.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [_key(button, chat_id, is_private=is_private, username=username) for button in row]
            for row in rendered.buttons
        ]
    )


def _key(button: Button, chat_id: int, *, is_private: bool, username: str) -> InlineKeyboardButton:
    action = button.action
    if action is None:
        return InlineKeyboardButton(button.label, url=button.url)
    if not is_private and isinstance(action, ExplainAnswer):
        action = ExplainAnswer(group=-chat_id)
    if not is_private and isinstance(action, ShowFact | ShowSources | ExplainAnswer):
        url = create_deep_linked_url(username, encode_link(action))
        return InlineKeyboardButton(button.label, url=url)
    return InlineKeyboardButton(button.label, callback_data=encode(action))
