"""/subscribe with its panel, /subscriptions, /unsubscribe, /pause, /resume, /forget."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

from bot.context import Context
from bot.handlers.rights import may_manage, writer_may_manage
from bot.handlers.sending import put_in_place, reply
from bot.panel import key_of, pause_of, pressed, wish_of
from bot.rendering.buttons import ChangeSetting, decode
from bot.rendering.locale import Locale
from bot.rendering.message import Message as Rendered
from bot.rendering.messages import render_text
from bot.rendering.subscriptions import (
    render_panel,
    render_people,
    render_quiet_hours,
    render_subscribed,
    render_subscriptions,
    render_zones,
)
from knowledge import (
    Place,
    Store,
    Subscription,
    chats_set_up_by,
    forget_chat,
    list_speakers,
    note_steward,
    pause,
    resume,
    subscribe,
    subscription_at,
    subscriptions_in,
    unsubscribe,
)

PANEL = r"^u:"
"""Callback data of the panel."""


async def answer_subscribe(update: Update, context: Context) -> None:
    """Open the panel, or do what the line says."""
    message, words = update.message, list(context.args or ())
    if message is None or (place := await _place_meant(message, words, context)) is None:
        return
    current = await _current(place, context)
    if not words:
        title = await _title_of(place, message, context)
        panel = render_panel(
            current, context.services.knowledge.corpus, _locale(context), title=title
        )
        await reply(message, panel, context)
        return
    corpus = context.services.knowledge.corpus
    wish = wish_of(words, current, corpus)
    if wish.subscription != current:
        await subscribe(_store(context), wish.subscription)
        await _note_steward(message, place, context)
    rendered = render_subscribed(wish.subscription, wish.unknown, corpus, _locale(context))
    await reply(message, rendered, context)


async def answer_subscriptions(update: Update, context: Context) -> None:
    """List what this chat gets; in private also what the person's groups and channels get."""
    message = update.message
    if message is None:
        return
    store = _store(context)
    found = [(each, "") for each in await subscriptions_in(store, message.chat_id)]
    if message.chat.type == ChatType.PRIVATE:
        for chat_id in await chats_set_up_by(store, message.chat_id):
            if await may_manage(context.bot, chat_id, message.chat_id):
                title = await _title(context.bot, chat_id)
                theirs = await subscriptions_in(store, chat_id)
                empty = (_new(Place(chat_id), context),)
                found += [(each, title) for each in theirs or empty]
    shown = [(each, title) for each, title in found if each.interests or title]
    corpus = context.services.knowledge.corpus
    await reply(message, render_subscriptions(shown, corpus, _locale(context)), context)


async def answer_unsubscribe(update: Update, context: Context) -> None:
    """End the alerts of the place where it is asked for."""
    message, words = update.message, list(context.args or ())
    if message is None or (place := await _place_meant(message, words, context)) is None:
        return
    await unsubscribe(_store(context), place, _now())
    sentence = _locale(context).say("No more alerts here. /subscribe begins anew.")
    await reply(message, render_text(sentence), context)


async def answer_pause(update: Update, context: Context) -> None:
    """Rest for a while."""
    message, words = update.message, list(context.args or ())
    if message is None or (place := await _place_meant(message, words, context)) is None:
        return
    locale = _locale(context)
    duration = pause_of(words[0]) if words else None
    if duration is None:
        sentence = locale.say(
            "For how long? For example: {example}", example="/pause 3d, /pause 12h"
        )
        await reply(message, render_text(sentence), context)
        return
    until = _now() + duration
    if await pause(_store(context), place, until):
        zone = (await _current(place, context)).schedule.time_zone
        sentence = locale.say(
            "Quiet until {moment} ({zone}). What comes meanwhile waits for one digest; "
            "/resume ends it.",
            moment=locale.moment(until, zone),
            zone=zone,
        )
    else:
        sentence = locale.say("No alerts here yet. /subscribe shows what there is.")
    await reply(message, render_text(sentence), context)


async def answer_resume(update: Update, context: Context) -> None:
    """End a rest."""
    message, words = update.message, list(context.args or ())
    if message is None or (place := await _place_meant(message, words, context)) is None:
        return
    await resume(_store(context), place, _now())
    await reply(message, render_text(_locale(context).say("Alerts go on.")), context)


async def answer_forget(update: Update, context: Context) -> None:
    """Forget what is kept about a person's private chat, or about a group for its admins."""
    message = update.message
    if message is None or await _place_meant(message, [], context) is None:
        return
    await forget_chat(_store(context), message.chat_id)
    services = context.services
    services.answered.forget(message.chat_id)
    services.languages.note(message.chat_id, None)
    services.read_in.pop(message.chat_id, None)
    sentence = _locale(context).say(
        "Forgotten: what this chat was shown and told, what it had chosen, and its alerts."
    )
    await reply(message, render_text(sentence), context)


async def answer_panel(update: Update, context: Context) -> None:
    """Do what a button of the panel stands for, where the one who presses it may."""
    query = update.callback_query
    if query is None:
        return
    action, message = decode(query.data or ""), query.message
    locale = _locale(context)
    if not isinstance(action, ChangeSetting) or not isinstance(message, Message):
        await _acknowledge(query, locale.say("This button is too old to work. Please ask again."))
        return
    if not await may_manage(context.bot, action.chat, query.from_user.id):
        await _acknowledge(query, locale.say("Only administrators can change this."))
        return
    panel = await _changed(action, query.from_user.id, message, context)
    if panel is None:
        await _acknowledge(query, locale.say("This button is too old to work. Please ask again."))
        return
    await _acknowledge(query)
    if action.what == "p" and action.value == "new":
        await reply(message, panel, context)
        return
    await put_in_place(
        message.chat_id,
        message.message_id,
        panel,
        context,
        is_private=message.chat.type == ChatType.PRIVATE,
    )


async def _changed(
    action: ChangeSetting, person_id: int, message: Message, context: Context
) -> Rendered | None:
    """Do what the button stands for; return the panel as it is then, None where it is too old."""
    place = Place(action.chat, action.thread)
    store, locale = _store(context), _locale(context)
    corpus = context.services.knowledge.corpus
    current = await _current(place, context)
    people = action.what == "t" and action.value.startswith("@")
    match action.what:
        case "p":
            return await _page(action.value, current, message, context)
        case "x":
            await unsubscribe(store, place, _now())
            return render_text(locale.say("No more alerts here. /subscribe begins anew."))
        case "m":
            await resume(store, place, _now())
            current = await _current(place, context)
        case _:
            changed = pressed(current, action.what, action.value, corpus)
            if changed is None:
                return None
            await subscribe(store, changed)
            if place.chat_id < 0:
                await note_steward(store, person_id, place.chat_id)
            current = changed
    return await _page("people" if people else "main", current, message, context)


async def _page(
    page: str, subscription: Subscription, message: Message, context: Context
) -> Rendered | None:
    locale, corpus = _locale(context), context.services.knowledge.corpus
    match page:
        case "zones":
            return render_zones(subscription, locale)
        case "quiet":
            return render_quiet_hours(subscription, locale)
        case "people":
            people = [(person, key_of(person.id)) for person in list_speakers(corpus)]
            return render_people(subscription, people, locale)
        case "main" | "new":
            title = await _title_of(subscription.place, message, context)
            return render_panel(subscription, corpus, locale, title=title)
    return None


async def _place_meant(message: Message, words: list[str], context: Context) -> Place | None:
    """Return the place a command is about, if its writer may change it; else say why not.

    In private a first word such as @channel names another chat, and is taken from the words.
    """
    place = place_of(message)
    if message.chat.type == ChatType.PRIVATE and words and words[0].startswith(("@", "-100")):
        named = words.pop(0)
        try:
            place = Place((await context.bot.get_chat(named)).id)
        except (BadRequest, Forbidden):
            sentence = _locale(context).say("I do not know that chat, or am not in it.")
            await reply(message, render_text(sentence), context)
            return None
    if await writer_may_manage(context.bot, message, place.chat_id):
        return place
    sentence = _locale(context).say("Only administrators can change this.")
    await reply(message, render_text(sentence), context)
    return None


def place_of(message: Message) -> Place:
    """Return where a message stands; General and plain reply threads are the chat itself."""
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat_id, thread or 0)


async def _current(place: Place, context: Context) -> Subscription:
    return await subscription_at(_store(context), place) or _new(place, context)


def _new(place: Place, context: Context) -> Subscription:
    return Subscription(place=place, language=_locale(context).language)


async def _note_steward(message: Message, place: Place, context: Context) -> None:
    if place.chat_id < 0 and message.from_user and not message.sender_chat:
        await note_steward(_store(context), message.from_user.id, place.chat_id)


async def _title_of(place: Place, message: Message, context: Context) -> str:
    """Return the name of another chat; nothing where it is the one that is written in."""
    return "" if place.chat_id == message.chat_id else await _title(context.bot, place.chat_id)


async def _title(bot: Bot, chat_id: int) -> str:
    try:
        return (await bot.get_chat(chat_id)).title or ""
    except (BadRequest, Forbidden):
        return str(chat_id)


async def _acknowledge(query: CallbackQuery, words: str | None = None) -> None:
    with suppress(BadRequest):
        await query.answer(words)


def _store(context: Context) -> Store:
    store = context.services.store
    assert store is not None, "these handlers are registered only where there is a store"
    return store


def _locale(context: Context) -> Locale:
    return context.locale


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
