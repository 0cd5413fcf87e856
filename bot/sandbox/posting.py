"""Putting messages into chats, and deciding which of them the bot gets to see.

Privacy mode: https://core.telegram.org/bots/features#privacy-mode
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.entities import command_of
from bot.sandbox.state import (
    ANONYMOUS_ADMIN,
    GENERAL_TOPIC,
    Chat,
    Json,
    Member,
    StoredMessage,
    Topic,
)
from bot.sandbox.world import World

SERVICE_FIELDS = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_reopened",
        "forum_topic_edited",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "video_chat_started",
        "message_auto_delete_timer_changed",
    }
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who a message is from: what it shows, and the account behind it."""

    account_id: int
    shown: Json
    by_bot: bool = False


def author_of_bot(world: World, chat: Chat) -> Author:
    if chat.type == "channel":
        return Author(world.bot.id, {"sender_chat": chat.short()}, by_bot=True)
    return Author(world.bot.id, {"from": world.bot.user()}, by_bot=True)


def author_of_person(world: World, chat: Chat, person_id: int, *, anonymous: bool) -> Author:
    if chat.type == "channel":
        return Author(person_id, {"sender_chat": chat.short()})
    if anonymous:
        shown: Json = {"from": dict(ANONYMOUS_ADMIN), "sender_chat": chat.short()}
        member = chat.members.get(person_id)
        if member is not None and member.custom_title:
            shown["author_signature"] = member.custom_title
        return Author(person_id, shown)
    return Author(person_id, {"from": world.people[person_id].user()})


def post(
    world: World,
    chat: Chat,
    author: Author,
    content: Json,
    *,
    topic: Topic | None = None,
    reply_to: StoredMessage | None = None,
    reply_keyboard: Json | None = None,
) -> StoredMessage:
    """Add a message to a chat; the bot gets an update where it should."""
    message_id = world.next_message_id(chat)
    thread_id = topic.thread_id if topic else None
    data: Json = {"message_id": message_id, **author.shown, "chat": chat.short()}
    data["date"] = world.now()
    if topic is not None:
        data["message_thread_id"] = topic.thread_id
        data["is_topic_message"] = True
    elif reply_to is not None and chat.type == "supergroup" and not chat.is_forum:
        # A reply in a plain supergroup carries the thread of its root, without is_topic_message:
        # https://github.com/tdlib/telegram-bot-api/issues/447
        thread_id = reply_to.thread_id or reply_to.id
        data["message_thread_id"] = thread_id
    shown_reply = quoted(reply_to) if reply_to else _topic_origin(topic)
    if shown_reply is not None:
        data["reply_to_message"] = shown_reply
    data.update(content)
    message = StoredMessage(
        data=data,
        chat_id=chat.id,
        author_id=author.account_id,
        by_bot=author.by_bot,
        thread_id=thread_id,
        reply_keyboard=reply_keyboard,
    )
    world.store(chat, message)
    if not author.by_bot:
        tell_bot(world, chat, message)
    return message


def quoted(message: StoredMessage) -> Json:
    """Return a message as it stands in a reply to it."""
    return {key: value for key, value in message.data.items() if key != "reply_to_message"}


def _topic_origin(topic: Topic | None) -> Json | None:
    # What is written in a topic counts as an answer to the message that began the topic.
    return topic.origin if topic is not None else None


def tell_bot(world: World, chat: Chat, message: StoredMessage, *, edited: bool = False) -> None:
    """Queue the update for a message (or its edit) that the bot may see."""
    if not reaches_bot(world, chat, message):
        return
    kind = "channel_post" if chat.type == "channel" else "message"
    world.queue.add(f"edited_{kind}" if edited else kind, message.data)


def reaches_bot(world: World, chat: Chat, message: StoredMessage) -> bool:
    """Whether the bot is told of a person's message."""
    if chat.person is not None:
        return not chat.person.blocked_bot
    bot = world.bot_member(chat)
    if not bot.is_in:
        return False
    if chat.type == "channel" or bot.is_admin or not world.bot.privacy:
        return bot.is_admin or chat.type != "channel"
    return _is_meant_for_bot(world, message)


def _is_meant_for_bot(world: World, message: StoredMessage) -> bool:
    data = message.data
    if not SERVICE_FIELDS.isdisjoint(data):
        return True
    if data.get("via_bot", {}).get("id") == world.bot.id:
        return True
    if data.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id:
        return True
    text = data.get("text") or data.get("caption") or ""
    command = command_of(text, data.get("entities") or data.get("caption_entities") or [])
    return command is not None and command[1] in ("", world.bot.username.lower())


def replace_content(
    world: World, chat: Chat | None, message: StoredMessage, data: Json, *, by_person: bool = False
) -> None:
    """Give a message its new content, tell the watchers, and the bot where a person did it."""
    message.data = data
    world.announce("message_edited", message=message.as_json())
    if by_person and chat is not None:
        tell_bot(world, chat, message, edited=True)


def remove(world: World, chat: Chat, message_id: int) -> None:
    """Delete a message."""
    del chat.messages[message_id]
    if message_id in chat.pinned:
        chat.pinned.remove(message_id)
    world.announce("message_deleted", chat_id=chat.id, message_id=message_id)


def topic_of(chat: Chat, message: StoredMessage) -> Topic | None:
    """Return the forum topic a message stands in (None: General, or no forum)."""
    if not chat.is_forum or message.thread_id in (None, GENERAL_TOPIC):
        return None
    return chat.topics.get(message.thread_id or 0)


def membership(world: World, chat: Chat, member: Member) -> Json:
    """Return the Bot API's ChatMember."""
    user = world.bot.user() if member.id == world.bot.id else world.people[member.id].user()
    shown: Json = {"status": member.status, "user": user}
    if member.status == "creator":
        shown["is_anonymous"] = member.is_anonymous
    elif member.status == "administrator":
        shown |= {"can_be_edited": False, "is_anonymous": member.is_anonymous, **member.rights}
    elif member.status == "restricted":
        shown |= {"is_member": True, "until_date": 0, **chat.permissions, **member.rights}
    elif member.status == "kicked":
        shown["until_date"] = 0
    if member.custom_title:
        shown["custom_title"] = member.custom_title
    return shown
