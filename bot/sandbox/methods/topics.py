"""Methods about forum topics."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.forum import add_topic, close_topic, remove_topic, reopen_topic
from bot.sandbox.posting import author_of_bot
from bot.sandbox.rights import need, readable_chat
from bot.sandbox.state import GENERAL_TOPIC, Chat, Json, Topic
from bot.sandbox.turn import Turn

_COLOURS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})


def create_forum_topic(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#createforumtopic"""
    chat = _forum(turn)
    name = turn.params.text("name").strip()
    if not name:
        raise bad_request("topic name must be non-empty", mistake=True)
    colour = turn.params.integer("icon_color", 7322096)
    if colour not in _COLOURS:
        raise bad_request("invalid icon color specified", mistake=True)
    topic = add_topic(turn.world, chat, author_of_bot(turn.world, chat), name, colour)
    return {"message_thread_id": topic.thread_id, "name": name, "icon_color": colour}


def close_forum_topic(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#closeforumtopic"""
    chat = _forum(turn)
    return _close(turn, chat, _topic(chat, turn.params.thread()))


def reopen_forum_topic(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#reopenforumtopic"""
    chat = _forum(turn)
    return _reopen(turn, chat, _topic(chat, turn.params.thread()))


def close_general_forum_topic(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#closegeneralforumtopic"""
    chat = _forum(turn)
    return _close(turn, chat, chat.topics[GENERAL_TOPIC])


def reopen_general_forum_topic(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#reopengeneralforumtopic"""
    chat = _forum(turn)
    return _reopen(turn, chat, chat.topics[GENERAL_TOPIC])


def delete_forum_topic(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#deleteforumtopic"""
    chat = _forum(turn, right="can_delete_messages")
    remove_topic(turn.world, chat, _topic(chat, turn.params.thread()))
    return True


def edit_forum_topic(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#editforumtopic"""
    chat = _forum(turn)
    topic = _topic(chat, turn.params.thread())
    name = turn.params.text("name").strip()
    if not name or name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    turn.world.announce_chat(chat)
    return True


def _forum(turn: Turn, right: str = "can_manage_topics") -> Chat:
    chat = readable_chat(turn.world, turn.params.chat_id())
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    need(turn.world, chat, right, "not enough rights to manage topics in the chat")
    return chat


def _topic(chat: Chat, thread_id: int | None) -> Topic:
    if thread_id is None or thread_id == GENERAL_TOPIC or thread_id not in chat.topics:
        raise bad_request("message thread not found")
    return chat.topics[thread_id]


def _close(turn: Turn, chat: Chat, topic: Topic) -> bool:
    if topic.is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    close_topic(turn.world, chat, author_of_bot(turn.world, chat), topic)
    return True


def _reopen(turn: Turn, chat: Chat, topic: Topic) -> bool:
    if not topic.is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    reopen_topic(turn.world, chat, author_of_bot(turn.world, chat), topic)
    return True


METHODS: dict[str, Any] = {
    "createForumTopic": create_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "closeGeneralForumTopic": close_general_forum_topic,
    "reopenGeneralForumTopic": reopen_general_forum_topic,
    "deleteForumTopic": delete_forum_topic,
    "editForumTopic": edit_forum_topic,
}
