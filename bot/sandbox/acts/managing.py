"""Admins run a chat: upgrade, topics, title, pins, permissions; and raw updates."""

from __future__ import annotations

from typing import Any

from bot.sandbox.acts.presence import admin_of, place_of
from bot.sandbox.errors import ActError
from bot.sandbox.forum import add_topic, close_topic, remove_topic, reopen_topic
from bot.sandbox.posting import Author, author_of_person, post, quoted, topic_of
from bot.sandbox.state import GENERAL_TOPIC, Chat, Json, Member, StoredMessage, Topic
from bot.sandbox.world import World


def upgrade(world: World, *, person_id: int, chat_id: int) -> Chat:
    """Turn a group into a supergroup: a new id, and a service message in each of the two.

    https://core.telegram.org/bots/api#message (migrate_to_chat_id, migrate_from_chat_id)
    """
    old = admin_of(world, person_id, chat_id)
    if old.type != "group":
        raise ActError("only a group can be upgraded")
    new = Chat(
        id=world.free_chat_id("supergroup"),
        type="supergroup",
        title=old.title,
        description=old.description,
        permissions=dict(old.permissions),
        migrated_from=old.id,
    )
    new.members = {
        member.id: Member(
            member.id, member.status, dict(member.rights), member.is_anonymous, member.custom_title
        )
        for member in old.members.values()
    }
    world.add_chat(new)
    author = _shown_author(world, old, person_id)
    post(world, old, author, {"migrate_to_chat_id": new.id})
    old.migrated_to = new.id
    world.announce_chat(old)
    post(world, new, author, {"migrate_from_chat_id": old.id})
    return new


def _shown_author(world: World, chat: Chat, person_id: int) -> Author:
    hidden = chat.members[person_id].is_anonymous
    return author_of_person(world, chat, person_id, anonymous=hidden and chat.is_group)


def _forum(world: World, person_id: int, chat_id: int) -> Chat:
    chat = admin_of(world, person_id, chat_id)
    if not chat.is_forum:
        raise ActError(f"chat {chat.id} has no topics")
    return chat


def _topic(chat: Chat, thread_id: int) -> Topic:
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise ActError(f"topic {thread_id} is not in chat {chat.id}")
    return topic


def create_topic(world: World, *, person_id: int, chat_id: int, name: str) -> StoredMessage:
    """Begin a topic."""
    chat = _forum(world, person_id, chat_id)
    topic = add_topic(world, chat, _shown_author(world, chat, person_id), name)
    return chat.messages[topic.thread_id]


def close(world: World, *, person_id: int, chat_id: int, message_thread_id: int) -> Chat:
    """Close a topic: only admins with the right write there."""
    chat = _forum(world, person_id, chat_id)
    topic = _topic(chat, message_thread_id)
    close_topic(world, chat, _shown_author(world, chat, person_id), topic)
    return chat


def reopen(world: World, *, person_id: int, chat_id: int, message_thread_id: int) -> Chat:
    """Open a closed topic."""
    chat = _forum(world, person_id, chat_id)
    topic = _topic(chat, message_thread_id)
    reopen_topic(world, chat, _shown_author(world, chat, person_id), topic)
    return chat


def delete_topic(world: World, *, person_id: int, chat_id: int, message_thread_id: int) -> Chat:
    """Delete a topic with its messages."""
    chat = _forum(world, person_id, chat_id)
    if message_thread_id == GENERAL_TOPIC:
        raise ActError("General cannot be deleted")
    remove_topic(world, chat, _topic(chat, message_thread_id))
    return chat


def set_forum(world: World, *, person_id: int, chat_id: int, is_forum: bool) -> Chat:
    """Switch topics on or off."""
    chat = admin_of(world, person_id, chat_id)
    if chat.type != "supergroup":
        raise ActError("only a supergroup has topics")
    chat.is_forum = is_forum
    if is_forum:
        chat.topics.setdefault(GENERAL_TOPIC, Topic(GENERAL_TOPIC, "General"))
    world.announce_chat(chat)
    return chat


def rename_chat(world: World, *, person_id: int, chat_id: int, title: str) -> StoredMessage:
    """Give a chat a new title."""
    chat = admin_of(world, person_id, chat_id)
    chat.title = title
    world.announce_chat(chat)
    return post(world, chat, _shown_author(world, chat, person_id), {"new_chat_title": title})


def pin(world: World, *, person_id: int, chat_id: int, message_id: int) -> StoredMessage:
    """Pin a message."""
    chat, member = place_of(world, person_id, chat_id)
    if chat.person is None and not member.is_admin:
        raise ActError("only an admin pins messages")
    message = world.message(chat, message_id)
    if message_id not in chat.pinned:
        chat.pinned.append(message_id)
    world.announce_chat(chat)
    return post(
        world,
        chat,
        _shown_author(world, chat, person_id),
        {"pinned_message": quoted(message)},
        topic=topic_of(chat, message),
    )


def set_permissions(
    world: World, *, person_id: int, chat_id: int, permissions: dict[str, Any]
) -> Chat:
    """Change what members may do in a group."""
    chat = admin_of(world, person_id, chat_id)
    unknown = set(permissions) - set(chat.permissions)
    if unknown:
        raise ActError(f"there is no permission {sorted(unknown)}")
    chat.permissions |= {name: bool(value) for name, value in permissions.items()}
    world.announce_chat(chat)
    return chat


def inject_update(world: World, *, update: Json) -> Json:
    """Queue an update whatever it holds."""
    return world.queue.put(update)


ACTS = {
    "upgrade": upgrade,
    "create_topic": create_topic,
    "close_topic": close,
    "reopen_topic": reopen,
    "delete_topic": delete_topic,
    "set_forum": set_forum,
    "rename_chat": rename_chat,
    "pin": pin,
    "set_permissions": set_permissions,
    "inject_update": inject_update,
}
