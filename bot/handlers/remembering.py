"""Turns in the handlers: whose they are, which one a message continues, and keeping them."""

from __future__ import annotations

from telegram import Message

from bot.context import Context
from bot.responses import Response
from knowledge import Turn


def person_behind(message: Message) -> int:
    """Return who writes: a person, or the group or channel that somebody writes as; 0 for none."""
    if message.sender_chat:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else 0


def turn_replied_to(message: Message, context: Context) -> Turn | None:
    """Return the turn that is answered by the message which this one replies to."""
    replied = message.reply_to_message
    if replied is None:
        return None
    return context.services.turns.answered_by(message.chat_id, replied.message_id)


def keep_turn(
    response: Response,
    chat_id: int,
    person: int,
    reply_id: int,
    context: Context,
    *,
    before: Turn | None = None,
) -> None:
    """Remember for the next question what our message `reply_id` answers, if it answers one."""
    if response.turn is not None:
        context.services.turns.remember(chat_id, person, reply_id, response.turn, before=before)
