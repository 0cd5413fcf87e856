"""Methods that forward and copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.content import Markup, read_caption, read_markup
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.sending import Destination, deliver, destination
from bot.sandbox.posting import SERVICE_FIELDS
from bot.sandbox.rights import readable_chat
from bot.sandbox.state import Chat, Json, StoredMessage
from bot.sandbox.turn import Turn

_NOT_CONTENT = frozenset(
    {
        "message_id",
        "from",
        "sender_chat",
        "author_signature",
        "chat",
        "date",
        "edit_date",
        "message_thread_id",
        "is_topic_message",
        "reply_to_message",
        "quote",
        "reply_markup",
        "via_bot",
        "forward_origin",
        "has_protected_content",
        "media_group_id",
    }
)
_CAPTIONED = ("photo", "document", "video", "animation", "audio", "voice")


def forward_message(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#forwardmessage"""
    chat, found = _source(turn, [turn.params.integer("message_id")])
    if not found:
        raise bad_request("message to forward not found")
    where = destination(turn, "can_send_messages")
    return _forward(turn, where, chat, found[0])


def forward_messages(turn: Turn) -> list[Json]:
    """https://core.telegram.org/bots/api#forwardmessages (those not found are skipped)"""
    return _each(turn, "there are no messages to forward", _forward)


def copy_message(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#copymessage"""
    chat, found = _source(turn, [turn.params.integer("message_id")])
    if not found:
        raise bad_request("message to copy not found")
    caption = read_caption(turn) if turn.params.has("caption") else None
    markup = read_markup(turn.params)
    where = destination(turn, "can_send_messages")
    content = _content(found[0])
    if caption is not None and any(kind in content for kind in _CAPTIONED):
        content.pop("caption_entities", None)
        content |= {"caption": "", **caption.under("caption")}
        if not content["caption"]:
            del content["caption"]
    del chat
    return {"message_id": deliver(turn, where, content, markup).id}


def copy_messages(turn: Turn) -> list[Json]:
    """https://core.telegram.org/bots/api#copymessages (those not found are skipped)"""
    return _each(turn, "there are no messages to copy", _copy)


def _each(
    turn: Turn,
    none_found: str,
    relay: Callable[[Turn, Destination, Chat, StoredMessage], Json],
) -> list[Json]:
    chat, found = _source(turn, turn.params.json_list("message_ids"))
    if not found:
        raise bad_request(none_found)
    where = destination(turn, "can_send_messages", len(found))
    sent = [relay(turn, where, chat, message) for message in found]
    return [{"message_id": message["message_id"]} for message in sent]


def _source(turn: Turn, message_ids: list[Any]) -> tuple[Chat, list[StoredMessage]]:
    chat = readable_chat(turn.world, turn.params.chat_id("from_chat_id"))
    found = [chat.messages[number] for number in message_ids if number in chat.messages]
    return chat, [m for m in found if SERVICE_FIELDS.isdisjoint(m.data)]


def _content(message: StoredMessage) -> Json:
    return {name: value for name, value in message.data.items() if name not in _NOT_CONTENT}


def _copy(turn: Turn, where: Destination, _: Chat, message: StoredMessage) -> Json:
    return deliver(turn, where, _content(message), Markup()).data


def _forward(turn: Turn, where: Destination, chat: Chat, message: StoredMessage) -> Json:
    origin: Json = {"date": message.data["date"]}
    if chat.type == "channel":
        origin |= {"type": "channel", "chat": chat.short(), "message_id": message.id}
    elif "sender_chat" in message.data:
        origin |= {"type": "chat", "sender_chat": message.data["sender_chat"]}
    else:
        origin |= {"type": "user", "sender_user": message.data["from"]}
    return deliver(turn, where, {"forward_origin": origin, **_content(message)}, Markup()).data


METHODS: dict[str, Any] = {
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
}
