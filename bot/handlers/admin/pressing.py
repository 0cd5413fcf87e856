"""An editor's button: rights and the draft's state are checked now, however old it is."""

from __future__ import annotations

import logging
from contextlib import suppress

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest, TelegramError

from bot.context import TalksApplication
from bot.handlers.admin.guided import step
from bot.handlers.admin.telling import (
    Place,
    ask_colleagues,
    asked_by,
    put_buttons_away,
    say_all,
    tell,
)
from bot.handlers.admin.walking import press_in_inbox
from bot.rendering.admin.asking import choices_of
from bot.rendering.buttons import ServeDesk
from bot.rendering.messages import render_answer
from knowledge import change, inbox, show
from knowledge import desk as desks

log = logging.getLogger(__name__)
OVER = ("published", "discarded", "over", "waiting")
"""What leaves a draft's message without a use for its buttons."""


async def press(
    update: Update, query: CallbackQuery, action: ServeDesk, application: TalksApplication
) -> None:
    """Do what an editor's button stands for, and tell what came of it."""
    services = application.services
    desk = services.desk
    assert desk is not None
    message = query.message
    if not isinstance(message, Message):
        say = services.locale_in(query.from_user.id).say
        await _acknowledge(query, say("This button is too old to work."))
        return
    place = Place.of(message)
    asked = asked_by(update.update_id, query.from_user.id, place)
    if earlier := await desks.earlier_act(desk, asked.update_id):
        await _acknowledge(query)
        if not earlier.is_answered:
            await tell(application, asked, place, earlier.result)
        return
    if action.verb == "value":
        await _value(query, action, update.update_id, message, application)
        return
    if action.verb in ("next", "attach", "answer", "scope", "ignore", "accept", "decline"):
        await _acknowledge(query)
        await press_in_inbox(action, asked, message, application)
        return
    # Acknowledged first: the spinner must not wait for a check. What counts is told afterwards.
    await _acknowledge(query)
    result = await _act(action, asked, application)
    await tell(application, asked, place, result)
    if result["what"] in OVER:
        with suppress(TelegramError):
            await put_buttons_away(query)
    await _follow_up(result, asked, application)


async def _act(
    action: ServeDesk, asked: desks.Asked, application: TalksApplication
) -> desks.Result:
    services = application.services
    desk = services.desk
    assert desk is not None
    match action.verb:
        case "publish" | "quietly":
            async with desk.lock:
                result, services.knowledge = await change.publish_draft(
                    desk,
                    asked,
                    action.number,
                    services.knowledge,
                    quiet=action.verb == "quietly",
                )
            return result
        case "second":
            return await change.ask_for_approval(desk, asked, action.number)
        case "discard":
            return await change.discard_draft(desk, asked, action.number)
        case _:
            return await change.redo_draft(desk, asked, action.number, services.knowledge)


async def _follow_up(
    result: desks.Result, asked: desks.Asked, application: TalksApplication
) -> None:
    if result["what"] == "waiting":
        await ask_colleagues(application, result["draft"], asked.person_id)
    if result["what"] == "published":
        await tell_those_who_wait(result, application)


async def tell_those_who_wait(result: desks.Result, application: TalksApplication) -> None:
    """Close the questions that are answered now; who agreed to hear of it, does."""
    services = application.services
    desk = services.desk
    assert desk is not None
    facts = [name.split()[1] for name in result["records"] if name.startswith("fact ")]
    for told in await inbox.settle_answered(desk, services.knowledge, facts):
        locale = services.locales[told.question.language]
        answer = render_answer(show(services.knowledge, told.fact), locale)
        for chat_id in told.chats:
            try:
                await say_all(application, Place(chat_id), [answer])
            except TelegramError as error:
                log.warning("an answer that somebody waited for was not sent: %s", error)
            await inbox.told(desk.store, told.question.number, chat_id)


async def _value(
    query: CallbackQuery,
    action: ServeDesk,
    update_id: int,
    message: Message,
    application: TalksApplication,
) -> None:
    services = application.services
    desk = services.desk
    assert desk is not None
    say = services.locale_in(message.chat.id).say
    dialogue = await desks.asked_for(desk, query.from_user.id, message.chat.id)
    if dialogue is None or dialogue.update_id != action.about:
        await _acknowledge(query, say("This is no longer asked."))
        return
    choices = choices_of(dialogue.asks, dialogue.command, services.knowledge.corpus)
    if action.number >= len(choices):
        await _acknowledge(query, say("This is no longer asked."))
        return
    await _acknowledge(query, choices[action.number])
    await step(dialogue, choices[action.number], update_id, message, application)


async def _acknowledge(query: CallbackQuery, words: str | None = None) -> None:
    # Too late to acknowledge is no reason not to act: the press was real.
    with suppress(BadRequest):
        await query.answer(words)
