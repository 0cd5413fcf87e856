"""A pressed button: done where it is still ours to do, else a polite word."""

from __future__ import annotations

from contextlib import suppress

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot import responses
from bot.context import Context
from bot.handlers.queueing import await_answer, note_chosen
from bot.handlers.receipts import keep_receipt
from bot.handlers.remembering import keep_turn
from bot.handlers.sending import put_in_place, reply
from bot.handlers.why import explain_pressed
from bot.rendering.buttons import (
    Action,
    AwaitAnswer,
    ChooseFact,
    ChooseNone,
    ExplainAnswer,
    ShowFact,
    ShowSources,
    decode,
)


async def answer_button(update: Update, context: Context) -> None:
    """Do what a button stands for, or say why not; the press is always acknowledged."""
    query = update.callback_query
    if query is None:
        return
    say = context.locale.say
    message = query.message
    action = decode(query.data or "")
    if action is None or not isinstance(message, Message) or not message.is_accessible:
        await _acknowledge(query, say("This button is too old to work. Please ask again."))
    elif not _is_theirs(action, query, message):
        await _acknowledge(query, say("These buttons are for the one who asked."))
    else:
        await _do(action, query, message, context)


def _is_theirs(action: Action, query: CallbackQuery, message: Message) -> bool:
    """Say whether the one who pressed may: others neither choose for the asker nor add messages."""
    match action:
        case ChooseFact(_, asker) | ChooseNone(asker):
            return asker in (0, query.from_user.id)
        case ShowFact() | ShowSources() | AwaitAnswer() | ExplainAnswer():
            return message.chat.type == ChatType.PRIVATE
        case _:
            return True


async def _do(action: Action, query: CallbackQuery, message: Message, context: Context) -> None:
    if isinstance(action, ExplainAnswer):
        await _acknowledge(query)
        await explain_pressed(message, context)
        return
    services = context.services
    if isinstance(action, AwaitAnswer):
        await _acknowledge(query, await await_answer(action, message, context))
        return
    turns = services.turns
    pressed = turns.answered_by(message.chat_id, message.message_id)
    as_of = pressed.as_of if pressed else None
    # A button speaks the language of the answer that it stands under.
    locale = services.locales[pressed.language] if pressed else context.locale
    response = responses.to_action(services.knowledge, action, locale, as_of=as_of)
    if response is None:
        gone = locale.say("This is no longer on record. Please ask again.")
        await _acknowledge(query, gone)
        return
    await _acknowledge(query)
    await note_chosen(action, query, message, context)
    if isinstance(action, ShowFact | ShowSources):
        answering = await reply(message, response.message, context)
    else:
        answering = message
        is_private = message.chat.type == ChatType.PRIVATE
        await put_in_place(
            message.chat_id, message.message_id, response.message, context, is_private=is_private
        )
    await keep_receipt(answering, response, context)
    keep_turn(response, message.chat_id, query.from_user.id, answering.message_id, context)


async def _acknowledge(query: CallbackQuery, words: str | None = None) -> None:
    # Too late to acknowledge is no reason not to act: the press was real.
    with suppress(BadRequest):
        await query.answer(words)
