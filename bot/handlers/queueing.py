"""What was not answered well, noted for the editors without who asked it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from telegram import CallbackQuery, Message

from bot.context import Context, RecentQuestion
from bot.rendering.buttons import Action, AwaitAnswer, ChooseFact, ChooseNone, button
from bot.rendering.message import Message as Rendered
from bot.responses import Response
from knowledge import NoAnswer, inbox


async def queue_question(
    asked: RecentQuestion, trouble: inbox.Trouble, context: Context
) -> int | None:
    """Count a question; return its number in the queue."""
    desk = context.services.desk
    if desk is None:
        return None
    now = dt.datetime.now(dt.UTC)
    return await inbox.note_unanswered(desk.store, asked.text, asked.language, trouble, now)


async def queue_no_answer(
    question: str, response: Response, context: Context, *, is_private: bool
) -> Rendered:
    """Count a question that has no answer; offer a person to be told when there is one."""
    if not isinstance(response.outcome, NoAnswer):
        return response.message
    asked = RecentQuestion(question, context.locale.language)
    number = await queue_question(asked, "no_answer", context)
    if number is None or not is_private:
        return response.message
    offer = button(context.locale.say("Tell me when there is an answer"), AwaitAnswer(number))
    return replace(response.message, buttons=(*response.message.buttons, (offer,)))


def remember_question(question: str, response: Response, sent: Message, context: Context) -> None:
    """Remember, in memory, the words that our message answers."""
    services = context.services
    if response.outcome is not None:
        asked = RecentQuestion(question, context.locale.language)
        services.asked.remember(sent.chat_id, sent.message_id, asked)


async def await_answer(action: AwaitAnswer, message: Message, context: Context) -> str:
    """Note that a chat agreed to be told; return the word for it."""
    services = context.services
    say = context.locale.say
    desk = services.desk
    if desk is None or not await inbox.await_answer(desk.store, action.question, message.chat_id):
        return say("This button is too old to work. Please ask again.")
    return say("You will be told here when there is an answer.")


async def note_chosen(
    action: Action, query: CallbackQuery, message: Message, context: Context
) -> None:
    """Count a choice, or that none was meant, where the words are still remembered."""
    services = context.services
    asked = services.asked.behind(message.chat_id, message.message_id)
    if asked is None or services.desk is None:
        return
    if isinstance(action, ChooseNone):
        await queue_question(asked, "none_of_these", context)
    elif isinstance(action, ChooseFact):
        store = services.desk.store
        await inbox.note_choice(store, asked.text, asked.language, action.fact, query.from_user.id)
