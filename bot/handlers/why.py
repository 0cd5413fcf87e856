"""/why, its button, and the link that its button is in a group."""

from __future__ import annotations

from telegram import Message, Update

from bot import responses
from bot.context import Context
from bot.handlers.remembering import person_behind, turn_replied_to
from bot.handlers.sending import reply
from bot.rendering.buttons import ExplainAnswer, decode_link
from knowledge import Turn

LINK = r"^/start(@\w+)? w_"
"""What opening the link of the button writes."""


async def answer_why(update: Update, context: Context) -> None:
    """ExplainAnswer the answer that is replied to, or else the person's last one in this chat."""
    message = update.message
    if message is None:
        return
    turns = context.services.turns
    turn = turn_replied_to(message, context)
    if turn is None and message.reply_to_message is None:
        turn = turns.last_of(message.chat_id, person_behind(message))
    await _explain(message, turn, context)


async def open_why(update: Update, context: Context) -> None:
    """ExplainAnswer in private the last answer that the person got in a group."""
    message = update.message
    if message is None:
        return
    action = decode_link(" ".join(context.args or ()))
    group = action.group if isinstance(action, ExplainAnswer) else 0
    # Only one's own: the number of a group must not open what others have asked there.
    turn = context.services.turns.last_of(-group, person_behind(message))
    await _explain(message, turn, context)


async def explain_pressed(message: Message, context: Context) -> None:
    """ExplainAnswer the answer that the button stands under."""
    turn = context.services.turns.answered_by(message.chat_id, message.message_id)
    await _explain(message, turn, context)


async def _explain(message: Message, turn: Turn | None, context: Context) -> None:
    services = context.services
    response = responses.to_why(services.knowledge, turn, context.locale)
    await reply(message, response.message, context)
