"""An answer leaves a receipt, so that a correction of what it says finds it."""

from __future__ import annotations

import datetime as dt

from telegram import Message

from bot.context import Context
from bot.responses import Response
from knowledge import Place, note_shown


async def keep_receipt(
    message: Message, response: Response, context: Context, *, message_id: int | None = None
) -> None:
    """Remember which facts a message of the bot shows: numbers and ids, no text, nobody's name.

    `message_id` is the message that was edited, where `message` only says in which place.
    """
    services = context.services
    if services.store is None:
        return
    thread = message.message_thread_id if message.is_topic_message else None
    await note_shown(
        services.store,
        Place(message.chat_id, thread or 0),
        message_id or message.message_id,
        response.outcome,
        language=response.turn.language if response.turn else context.locale.language,
        now=dt.datetime.now(dt.UTC),
    )
