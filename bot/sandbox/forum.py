"""Topics of a forum: the change and its service message."""

from __future__ import annotations

from bot.sandbox.posting import Author, post, quoted, remove
from bot.sandbox.state import GENERAL_TOPIC, Chat, Topic
from bot.sandbox.world import World

DEFAULT_COLOUR = 7322096


def add_topic(
    world: World, chat: Chat, author: Author, name: str, colour: int = DEFAULT_COLOUR
) -> Topic:
    """Begin a topic; its id is that of the service message that begins it."""
    topic = Topic(chat.last_message_id + 1, name, colour)
    chat.topics[topic.thread_id] = topic
    created = {"forum_topic_created": {"name": name, "icon_color": colour}}
    topic.origin = quoted(post(world, chat, author, created, topic=topic))
    world.announce_chat(chat)
    return topic


def close_topic(world: World, chat: Chat, author: Author, topic: Topic) -> None:
    topic.is_closed = True
    post(world, chat, author, {"forum_topic_closed": {}}, topic=_shown(topic))
    world.announce_chat(chat)


def reopen_topic(world: World, chat: Chat, author: Author, topic: Topic) -> None:
    topic.is_closed = False
    post(world, chat, author, {"forum_topic_reopened": {}}, topic=_shown(topic))
    world.announce_chat(chat)


def remove_topic(world: World, chat: Chat, topic: Topic) -> None:
    """Delete a topic with all its messages; a bot gets no update for that."""
    del chat.topics[topic.thread_id]
    for message in [m for m in chat.messages.values() if m.thread_id == topic.thread_id]:
        remove(world, chat, message.id)
    world.announce_chat(chat)


def _shown(topic: Topic) -> Topic | None:
    return None if topic.thread_id == GENERAL_TOPIC else topic
