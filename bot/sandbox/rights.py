"""Who may do what, and the words in which Telegram says no.

The words are those of the Bot API server (`Client::check_chat_access`) and of tdlib.
"""

from __future__ import annotations

from bot.sandbox.errors import RefusedError, bad_request, forbidden, migrated
from bot.sandbox.state import GENERAL_TOPIC, Chat, StoredMessage, Topic
from bot.sandbox.world import World

_WHAT = {
    "can_send_messages": "text messages",
    "can_send_photos": "photos",
    "can_send_documents": "documents",
    "can_send_audios": "audios",
    "can_send_videos": "videos",
    "can_send_voice_notes": "voice notes",
    "can_send_video_notes": "video notes",
    "can_send_polls": "polls",
    "can_send_other_messages": "other messages",
}


def readable_chat(world: World, chat_id: int | str) -> Chat:
    """Return the chat a bot may look at.

    Raises:
        RefusedError: unknown, upgraded, or the bot is out of it.
    """
    chat = world.chats.get(chat_id) if isinstance(chat_id, int) else world.chat_by_name(chat_id)
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to)
    refusal = _absence(world, chat)
    if refusal is not None:
        raise refusal
    return chat


def _absence(world: World, chat: Chat) -> RefusedError | None:
    if chat.person is not None:
        return None
    bot = world.bot_member(chat)
    if bot.status == "kicked":
        return forbidden(f"bot was kicked from the {chat.type} chat")
    if not bot.is_in and not chat.username:
        return forbidden(f"bot is not a member of the {chat.type} chat")
    return None


def writable_chat(world: World, chat_id: int | str, right: str = "can_send_messages") -> Chat:
    """Return the chat a bot may write to; `right` is the permission for this kind of message.

    Raises:
        RefusedError: 403 or 400 with the reason.
    """
    chat = readable_chat(world, chat_id)
    if chat.person is not None:
        _refuse_unreachable(chat)
    elif chat.type == "channel":
        if not world.bot_member(chat).may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
    else:
        _refuse_restricted(world, chat, right)
    return chat


def _refuse_unreachable(chat: Chat) -> None:
    assert chat.person is not None
    if chat.person.deactivated:
        raise forbidden("user is deactivated")
    if chat.person.blocked_bot:
        raise forbidden("bot was blocked by the user")
    if not chat.person.started:
        raise forbidden("bot can't initiate conversation with a user")


def _refuse_restricted(world: World, chat: Chat, right: str) -> None:
    bot = world.bot_member(chat)
    if not bot.is_in:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    if bot.is_admin:
        return
    own = bot.rights.get(right, True) if bot.status == "restricted" else True
    if not own or not chat.permissions.get(right, True):
        what = _WHAT.get(right, "messages")
        raise bad_request(f"not enough rights to send {what} to the chat")


def open_topic(world: World, chat: Chat, thread_id: int | None) -> Topic | None:
    """Return the topic a message goes to (None: no forum, or General).

    Raises:
        RefusedError: no such topic, General by its number, or closed to the bot.
    """
    if thread_id is not None:
        if not chat.is_forum or thread_id == GENERAL_TOPIC or thread_id not in chat.topics:
            raise bad_request("message thread not found")
        topic = chat.topics[thread_id]
    elif chat.is_forum:
        topic = chat.topics[GENERAL_TOPIC]
    else:
        return None
    if topic.is_closed and not world.bot_member(chat).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return None if topic.thread_id == GENERAL_TOPIC else topic


def need(world: World, chat: Chat, right: str, otherwise: str) -> None:
    """Refuse unless the bot has an admin's right; `otherwise` are Telegram's words.

    Raises:
        RefusedError: 400.
    """
    if chat.person is None and not world.bot_member(chat).may(right):
        raise bad_request(otherwise)


def may_delete(world: World, chat: Chat, message: StoredMessage) -> bool:
    """Whether the bot may delete a message: its own, any in private, or with the right."""
    if message.by_bot or chat.person is not None:
        return True
    return world.bot_member(chat).may("can_delete_messages")
