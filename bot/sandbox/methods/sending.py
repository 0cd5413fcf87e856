"""Methods that send: text, files, albums, the typing sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.content import (
    Markup,
    Reply,
    link_preview,
    read_caption,
    read_markup,
    read_reply,
    read_text,
)
from bot.sandbox.errors import bad_request
from bot.sandbox.media import media_fields, take_file
from bot.sandbox.params import Params
from bot.sandbox.posting import author_of_bot, post, topic_of
from bot.sandbox.rights import open_topic, writable_chat
from bot.sandbox.state import Chat, Json, StoredMessage, Topic
from bot.sandbox.turn import Method, Turn

_RIGHTS = {
    "photo": "can_send_photos",
    "document": "can_send_documents",
    "audio": "can_send_audios",
    "video": "can_send_videos",
    "voice": "can_send_voice_notes",
    "video_note": "can_send_video_notes",
    "animation": "can_send_other_messages",
    "sticker": "can_send_other_messages",
}


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes: the chat, its topic, what it replies to."""

    chat: Chat
    topic: Topic | None
    reply: Reply


def destination(turn: Turn, right: str, messages: int = 1) -> Destination:
    """Return where a message of the bot goes, once it may go there and no limit is passed.

    Raises:
        RefusedError: chat, rights, topic, reply, or flood.
    """
    world, params = turn.world, turn.params
    chat = writable_chat(world, params.chat_id(), right)
    reply = read_reply(chat, params)
    thread_id = params.thread()
    if thread_id is None and reply.to is not None and (beside := topic_of(chat, reply.to)):
        thread_id = beside.thread_id
    topic = open_topic(world, chat, thread_id)
    world.flood.enter(chat.id, messages)
    return Destination(chat, topic, reply)


def deliver(turn: Turn, where: Destination, content: Json, markup: Markup) -> StoredMessage:
    """Add the bot's message to the chat."""
    if markup.inline is not None:
        content["reply_markup"] = markup.inline
    if where.reply.quote is not None:
        content["quote"] = where.reply.quote
    if turn.params.flag("protect_content"):
        content["has_protected_content"] = True
    return post(
        turn.world,
        where.chat,
        author_of_bot(turn.world, where.chat),
        content,
        topic=where.topic,
        reply_to=where.reply.to,
        reply_keyboard=markup.other,
    )


def send_message(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#sendmessage"""
    formatted = read_text(turn)
    markup = read_markup(turn.params)
    content = formatted.under("text") | link_preview(turn.params, text=formatted.text)
    where = destination(turn, "can_send_messages")
    return deliver(turn, where, content, markup).data


def _send_file(kind: str) -> Method:
    def send(turn: Turn) -> Json:
        caption = read_caption(turn)
        markup = read_markup(turn.params)
        where = destination(turn, _RIGHTS[kind])
        stored = take_file(turn.world, turn.params.file(kind), kind)
        content = media_fields(stored, kind) | caption.under("caption")
        for flag in ("show_caption_above_media", "has_spoiler"):
            if turn.params.flag(flag):
                content["has_media_spoiler" if flag == "has_spoiler" else flag] = True
        return deliver(turn, where, content, markup).data

    return send


def send_media_group(turn: Turn) -> list[Json]:
    """https://core.telegram.org/bots/api#sendmediagroup"""
    items = turn.params.json_list("media")
    if not 2 <= len(items) <= 10:
        raise bad_request("wrong number of items in the album", mistake=True)
    captions = [read_caption(turn, Params(item)) for item in items]
    where = destination(turn, _RIGHTS.get(items[0].get("type"), "can_send_photos"), len(items))
    files = [
        take_file(turn.world, turn.params.attached(item.get("media", "")), item["type"])
        for item in items
    ]
    group_id = str(13_000_000_000_000_000 + turn.world.count("album"))
    sent = []
    for item, caption, stored in zip(items, captions, files, strict=True):
        content = media_fields(stored, item["type"]) | caption.under("caption")
        content["media_group_id"] = group_id
        sent.append(deliver(turn, where, content, Markup()).data)
    return sent


def send_chat_action(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#sendchataction"""
    chat = writable_chat(turn.world, turn.params.chat_id())
    thread_id = turn.params.thread()
    if thread_id is not None and thread_id not in chat.topics:
        raise bad_request("message thread not found")
    turn.world.announce(
        "chat_action",
        chat_id=chat.id,
        message_thread_id=thread_id,
        action=turn.params.text("action"),
    )
    return True


def send_location(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#sendlocation"""
    point = {name: turn.params.number(name) for name in ("latitude", "longitude")}
    markup = read_markup(turn.params)
    where = destination(turn, "can_send_other_messages")
    return deliver(turn, where, {"location": point}, markup).data


def send_dice(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#senddice (the value is always 1: repeatable)"""
    markup = read_markup(turn.params)
    dice = {"emoji": turn.params.text("emoji") or "🎲", "value": 1}
    where = destination(turn, "can_send_other_messages")
    return deliver(turn, where, {"dice": dice}, markup).data


def send_contact(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#sendcontact"""
    names = ("phone_number", "first_name", "last_name")
    contact = {name: text for name in names if (text := turn.params.text(name))}
    markup = read_markup(turn.params)
    where = destination(turn, "can_send_other_messages")
    return deliver(turn, where, {"contact": contact}, markup).data


METHODS: dict[str, Any] = {
    "sendMessage": send_message,
    "sendPhoto": _send_file("photo"),
    "sendDocument": _send_file("document"),
    "sendAudio": _send_file("audio"),
    "sendVideo": _send_file("video"),
    "sendVoice": _send_file("voice"),
    "sendVideoNote": _send_file("video_note"),
    "sendAnimation": _send_file("animation"),
    "sendSticker": _send_file("sticker"),
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "sendLocation": send_location,
    "sendDice": send_dice,
    "sendContact": send_contact,
}
