"""People write, edit, delete, react, and open deep links."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.sandbox import utf16
from bot.sandbox.acts.presence import place_of
from bot.sandbox.entities import clean, with_found
from bot.sandbox.errors import ActError
from bot.sandbox.media import media_fields
from bot.sandbox.posting import (
    author_of_person,
    post,
    remove,
    replace_content,
    topic_of,
)
from bot.sandbox.state import GENERAL_TOPIC, Chat, Json, Member, StoredMessage, Topic
from bot.sandbox.world import World

LONGEST_TEXT = 4096
_FILES = frozenset(
    {"photo", "document", "sticker", "voice", "audio", "video", "video_note", "animation"}
)
# A valid one-pixel picture, for those who send a photo and do not care which.
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}\Z")


def write(
    world: World,
    *,
    person_id: int,
    chat_id: int,
    text: str = "",
    content: Json | None = None,
    reply_to_message_id: int | None = None,
    quote: str = "",
    message_thread_id: int | None = None,
    anonymous: bool | None = None,
    entities: list[Any] | None = None,
    via_bot: bool = False,
) -> StoredMessage:
    """Write a message as a person."""
    chat, member = place_of(world, person_id, chat_id)
    _refuse_silenced(chat, member)
    reply_to = world.message(chat, reply_to_message_id) if reply_to_message_id else None
    topic = _topic(chat, member, message_thread_id, reply_to)
    fields = _content(world, content) if content is not None else _text(text, entities)
    if quote and reply_to is not None:
        fields["quote"] = {"text": quote, "position": 0, "is_manual": True}
    if via_bot:
        fields["via_bot"] = world.bot.user()
    if anonymous and not member.is_admin:
        raise ActError("only an admin can write as the group")
    hidden = member.is_anonymous if anonymous is None else anonymous
    author = author_of_person(world, chat, person_id, anonymous=hidden and chat.is_group)
    _note_start(world, chat)
    return post(world, chat, author, fields, topic=topic, reply_to=reply_to)


def _note_start(world: World, chat: Chat) -> None:
    if chat.person is None:
        return
    if chat.person.blocked_bot:
        raise ActError(f"{chat.person.first_name} has blocked the bot: unblock it first")
    if not chat.person.started:
        chat.person.started = True
        world.announce("person", person=chat.person.as_json())


def _refuse_silenced(chat: Chat, member: Member) -> None:
    if chat.type == "channel" and not member.is_admin:
        raise ActError("only admins post in a channel")
    if chat.is_group and not member.is_admin and not chat.permissions["can_send_messages"]:
        raise ActError("members may not write here")
    if member.status == "restricted" and not member.rights.get("can_send_messages", True):
        raise ActError("this person may not write here")


def _topic(
    chat: Chat, member: Member, thread_id: int | None, reply_to: StoredMessage | None
) -> Topic | None:
    if thread_id is None and reply_to is not None:
        beside = topic_of(chat, reply_to)
        thread_id = beside.thread_id if beside else None
    if not chat.is_forum:
        if thread_id is not None:
            raise ActError(f"chat {chat.id} has no topics")
        return None
    topic = chat.topics.get(thread_id or GENERAL_TOPIC)
    if topic is None:
        raise ActError(f"topic {thread_id} is not in chat {chat.id}")
    if topic.is_closed and not member.is_admin:
        raise ActError(f"topic {topic.name} is closed")
    return None if topic.thread_id == GENERAL_TOPIC else topic


def _text(text: str, given: list[Any] | None) -> Json:
    text, entities = clean(text, given or [])
    if not text:
        raise ActError("there is nothing to send")
    if utf16.length(text) > LONGEST_TEXT:
        raise ActError(f"a message has at most {LONGEST_TEXT} characters")
    entities = with_found(text, entities)
    return {"text": text, "entities": entities} if entities else {"text": text}


def _caption(text: str) -> Json:
    if not text:
        return {}
    fields = _text(text, None)
    shown: Json = {"caption": fields["text"]}
    if "entities" in fields:
        shown["caption_entities"] = fields["entities"]
    return shown


def _content(world: World, content: Json) -> Json:
    kind = content.get("kind")
    if kind in _FILES:
        return _file(world, str(kind), content) | _caption(content.get("caption", ""))
    match kind:
        case "location":
            return {"location": _picked(content, {"latitude": 41.01, "longitude": 28.98})}
        case "venue":
            point = _picked(content, {"latitude": 41.01, "longitude": 28.98})
            named = _picked(content, {"title": "Dolmabahçe", "address": "Beşiktaş, İstanbul"})
            return {"location": point, "venue": {"location": point, **named}}
        case "contact":
            return {"contact": _picked(content, {"phone_number": "+380000000000",
                                                 "first_name": "Taras"})}  # fmt: skip
        case "dice":
            return {"dice": _picked(content, {"emoji": "🎲", "value": 4})}
        case "poll":
            return {"poll": _poll(world, content)}
        case "raw":
            return dict(content.get("fields") or {})
    raise ActError(f"unknown kind of content: {kind!r}")


def _picked(content: Json, defaults: Json) -> Json:
    return {name: content.get(name, value) for name, value in defaults.items()}


def _poll(world: World, content: Json) -> Json:
    options = content.get("options") or ["yes", "no"]
    return {
        "id": str(world.count("poll", 5_000_000_001)),
        "question": content.get("question", "?"),
        "options": [
            {"text": text, "voter_count": 0, "persistent_id": str(number)}
            for number, text in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }


def _file(world: World, kind: str, content: Json) -> Json:
    try:
        data = base64.b64decode(content.get("data") or "", validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise ActError("data of a file is base64") from None
    default = _PIXEL if kind == "photo" else f"a {kind}".encode()
    name = content.get("file_name") or ("photo.png" if kind == "photo" else f"{kind}.bin")
    stored = world.store_file(data or default, kind, name, content.get("mime_type") or "")
    return media_fields(stored, kind)


def edit(
    world: World,
    *,
    person_id: int,
    chat_id: int,
    message_id: int,
    text: str = "",
    caption: str = "",
) -> StoredMessage:
    """Edit an own message; one that the bot could not see stays unseen."""
    chat, _ = place_of(world, person_id, chat_id)
    message = world.message(chat, message_id)
    if message.by_bot or message.author_id != person_id:
        raise ActError("people edit only their own messages")
    fields = _caption(caption) if caption else _text(text, None)
    name = "caption" if caption else "text"
    if name == "text" and "text" not in message.data:
        raise ActError("there is no text in this message")
    dropped = {name, "entities" if name == "text" else "caption_entities"}
    data = {key: value for key, value in message.data.items() if key not in dropped}
    data |= {"edit_date": world.now(), **fields}
    replace_content(world, chat, message, data, by_person=True)
    return message


def delete(world: World, *, person_id: int, chat_id: int, message_id: int) -> bool:
    """Delete a message; the bot is not told."""
    chat, member = place_of(world, person_id, chat_id)
    message = world.message(chat, message_id)
    if message.author_id != person_id and chat.person is None and not member.is_admin:
        raise ActError("people delete only their own messages here")
    remove(world, chat, message_id)
    return True


def react(world: World, *, person_id: int, chat_id: int, message_id: int, emoji: list[Any]) -> bool:
    """Put reactions on a message (none: take them away); an admin bot that asked is told."""
    chat, _ = place_of(world, person_id, chat_id)
    message = world.message(chat, message_id)
    before = message.reactions.get(person_id, [])
    now = [{"type": "emoji", "emoji": str(sign)} for sign in emoji]
    message.reactions[person_id] = now
    common = {"chat": chat.short(), "message_id": message_id, "date": world.now()}
    if world.bot_member(chat).is_admin or chat.person is not None:
        if chat.type == "channel":
            world.queue.add("message_reaction_count", {**common, "reactions": _counts(message)})
        else:
            user = world.person(person_id).user()
            changed = {**common, "user": user, "old_reaction": before, "new_reaction": now}
            world.queue.add("message_reaction", changed)
    world.announce(
        "reaction", chat_id=chat.id, message_id=message_id, person_id=person_id, reactions=now
    )
    return True


def _counts(message: StoredMessage) -> list[Json]:
    counts: dict[str, int] = {}
    for reactions in message.reactions.values():
        for reaction in reactions:
            counts[reaction["emoji"]] = counts.get(reaction["emoji"], 0) + 1
    return [
        {"type": {"type": "emoji", "emoji": sign}, "total_count": count}
        for sign, count in counts.items()
    ]


def open_deep_link(
    world: World, *, person_id: int, url: str, chat_id: int | None = None
) -> StoredMessage:
    """Open `https://t.me/<bot>?start=payload`: the app sends `/start payload`.

    https://core.telegram.org/bots/features#deep-linking
    """
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.hostname not in ("t.me", "telegram.me") or parts.path.strip("/").lower() != (
        world.bot.username.lower()
    ):
        raise ActError(f"{url} is not a link to @{world.bot.username}")
    query = parse_qs(parts.query, keep_blank_values=True)
    in_group = "startgroup" in query
    payload = query.get("startgroup" if in_group else "start", [""])[0]
    if not _PAYLOAD.match(payload):
        raise ActError("a payload has at most 64 characters of A-Z, a-z, 0-9, _ and -")
    command = f"/start@{world.bot.username}" if in_group else "/start"
    if in_group and chat_id is None:
        raise ActError("startgroup needs a chat_id")
    target = chat_id if in_group and chat_id is not None else person_id
    return write(world, person_id=person_id, chat_id=target, text=f"{command} {payload}".strip())


ACTS = {
    "write": write,
    "edit": edit,
    "delete": delete,
    "react": react,
    "open_deep_link": open_deep_link,
}
