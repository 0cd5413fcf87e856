"""What was not answered well, noted for the editors without who asked it."""

from __future__ import annotations

import datetime as dt

from telegram import CallbackQuery, Message

from bot.context import Context, RecentQuestion
from bot.rendering.buttons import Action, ChooseFact, ChooseNone
from knowledge import NoAnswer, Outcome, inbox


async def queue_question(
    asked: RecentQuestion, trouble: inbox.Trouble, context: Context
) -> int | None:
    """Count a question; return its number in the queue."""
    desk = context.services.desk
    if desk is None:
        return None
    now = dt.datetime.now(dt.UTC)
    return await inbox.note_unanswered(desk.store, asked.text, asked.language, trouble, now)


async def remember_question(
    question: str, outcome: Outcome | None, sent: Message, context: Context
) -> None:
    """Remember, in memory, what our message answers; count it where it was no answer."""
    services = context.services
    if outcome is None:
        return
    asked = RecentQuestion(question, services.locale.language)
    services.asked.remember(sent.chat_id, sent.message_id, asked)
    if isinstance(outcome, NoAnswer):
        await queue_question(asked, "no_answer", context)


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
