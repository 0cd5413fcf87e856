"""The bot is added, removed, blocked, muted; a group moves; a topic closes."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.context import Context
from bot.handlers.subscribe import place_of
from bot.rendering.subscriptions import added_sentences
from knowledge import (
    PauseReason,
    Store,
    chat_is_away,
    chat_is_back,
    move_chat,
    note_steward,
    resume,
    topic_is_closed,
)

GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


async def note_membership(update: Update, context: Context) -> None:
    """Pause where the bot can no longer write, go on where it can; greet where it is new."""
    change = update.my_chat_member
    if change is None:
        return
    store, chat = _store(context), change.chat
    now = dt.datetime.now(dt.UTC)
    reason = _why_silent(change.new_chat_member, chat.type)
    if reason is not None:
        await chat_is_away(store, chat.id, reason)
        return
    await chat_is_back(store, chat.id, now)
    if chat.type == ChatType.PRIVATE or change.old_chat_member.status not in GONE:
        return
    await note_steward(store, change.from_user.id, chat.id)
    # A channel is no place for the bot's own words: whoever added it reads them in private.
    where = change.from_user.id if chat.type == ChatType.CHANNEL else chat.id
    with suppress(TelegramError):
        await context.bot.send_message(where, "\n".join(added_sentences(context.locale)))


def _why_silent(member: ChatMember, chat_type: str) -> PauseReason | None:
    if member.status in GONE:
        return "blocked" if chat_type == ChatType.PRIVATE else "removed"
    if isinstance(member, ChatMemberRestricted) and not member.can_send_messages:
        return "muted"
    if chat_type == ChatType.CHANNEL and not (
        isinstance(member, ChatMemberAdministrator) and member.can_post_messages
    ):
        return "muted"
    return None


async def note_migration(update: Update, context: Context) -> None:
    """Keep everything of a group that has become a supergroup."""
    message = update.message
    if message is None:
        return
    now = dt.datetime.now(dt.UTC)
    if message.migrate_to_chat_id:
        await move_chat(_store(context), message.chat_id, message.migrate_to_chat_id, now)
    elif message.migrate_from_chat_id:
        await move_chat(_store(context), message.migrate_from_chat_id, message.chat_id, now)


async def note_topic(update: Update, context: Context) -> None:
    """Pause with a topic that closes, go on with one that reopens."""
    message = update.message
    if message is None:
        return
    if message.forum_topic_closed:
        await topic_is_closed(_store(context), place_of(message))
    elif message.forum_topic_reopened:
        await resume(_store(context), place_of(message), dt.datetime.now(dt.UTC))


def _store(context: Context) -> Store:
    store = context.services.store
    assert store is not None, "these handlers are registered only where there is a store"
    return store
