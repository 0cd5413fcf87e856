"""/alerts: how the last alerts stand, for admins; retry what failed, cancel what is pending."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from telegram import Message, Update
from telegram.error import BadRequest

from bot.context import Context
from bot.handlers.browse import point_to_help
from bot.handlers.rights import is_admin
from bot.handlers.sending import put_in_place, reply
from bot.rendering.broadcasts import MOST_LISTED, render_alerts, render_tally
from bot.rendering.buttons import HandleAlert, decode
from bot.rendering.message import Message as Rendered
from knowledge import (
    Store,
    cancel_pending,
    count_waiting_corrections,
    end_reviews,
    last_tallies,
    retry_failed,
    tally_of,
)

ALERTS = r"^l:"
"""Callback data of these buttons."""


async def answer_alerts(update: Update, context: Context) -> None:
    """List the last alerts to an admin; to others the command does not exist."""
    message = update.message
    if message is None or message.from_user is None:
        return
    if not await is_admin(context, message.from_user.id):
        await point_to_help(update, context)
        return
    await reply(message, await _list(context), context)


async def answer_alert_button(update: Update, context: Context) -> None:
    """Do what a button stands for, where an admin presses it."""
    query = update.callback_query
    if query is None:
        return
    action, message = decode(query.data or ""), query.message
    say = context.locale.say
    words: str | None = None
    rendered: Rendered | None = None
    if not await is_admin(context, query.from_user.id):
        words = say("Only admins of the bot can do this.")
    elif not isinstance(action, HandleAlert) or not isinstance(message, Message):
        words = say("This button is too old to work. Please ask again.")
    else:
        rendered, words = await _done(action, message, context)
    with suppress(BadRequest):
        await query.answer(words)
    if rendered is not None and isinstance(message, Message):
        await put_in_place(message.chat_id, message.message_id, rendered, context, is_private=True)


async def _done(
    action: HandleAlert, message: Message, context: Context
) -> tuple[Rendered | None, str | None]:
    """Do it; return what the message shows then, and a word for the one who pressed."""
    services, store, now = context.services, _store(context), dt.datetime.now(dt.UTC)
    say = context.locale.say
    words: str | None = None
    services.watched.leave(message.chat_id, message.message_id)
    match action.what:
        case "list":
            return await _list(context), None
        case "review":
            count = await end_reviews(store, now)
            return await _list(context), say("Corrections sent: {count}", count=count)
        case "retry":
            await retry_failed(store, action.alert, now)
            words = say("They are tried again.")
        case "cancel":
            await cancel_pending(store, action.alert, now)
            words = say("Nothing more of it is sent.")
    tally = await tally_of(store, action.alert, now)
    if tally is None:
        return None, say("This button is too old to work. Please ask again.")
    if tally.pending + tally.sending:
        services.watched.watch(
            message.chat_id, message.message_id, action.alert, context.locale, now
        )
    return render_tally(tally, services.knowledge.corpus, context.locale), words


async def _list(context: Context) -> Rendered:
    store, services = _store(context), context.services
    tallies = await last_tallies(store, dt.datetime.now(dt.UTC), MOST_LISTED)
    in_review = await count_waiting_corrections(store)
    return render_alerts(tallies, in_review, services.knowledge.corpus, context.locale)


def _store(context: Context) -> Store:
    store = context.services.store
    assert store is not None, "these handlers are registered only where there is a store"
    return store
