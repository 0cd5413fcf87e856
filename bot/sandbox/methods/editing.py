"""Methods that change or delete what was sent."""

from __future__ import annotations

from typing import Any

from bot.sandbox.content import link_preview, read_caption, read_markup, read_text
from bot.sandbox.errors import bad_request
from bot.sandbox.media import media_fields, take_file
from bot.sandbox.params import Params
from bot.sandbox.posting import remove, replace_content
from bot.sandbox.rights import may_delete, readable_chat, writable_chat
from bot.sandbox.state import Chat, Json, StoredMessage
from bot.sandbox.turn import Turn

_TEXT_FIELDS = ("text", "entities", "link_preview_options")
_CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")
_MEDIA_KINDS = ("photo", "document", "video", "animation", "audio")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(turn: Turn) -> Json | bool:
    """https://core.telegram.org/bots/api#editmessagetext"""
    formatted = read_text(turn)
    content = formatted.under("text") | link_preview(turn.params, text=formatted.text)
    chat, message = _editable(turn)
    if "text" not in message.data:
        raise bad_request("there is no text in the message to edit")
    return _edit(turn, chat, message, content, _TEXT_FIELDS)


def edit_message_caption(turn: Turn) -> Json | bool:
    """https://core.telegram.org/bots/api#editmessagecaption"""
    caption = read_caption(turn)
    chat, message = _editable(turn)
    if not any(kind in message.data for kind in (*_MEDIA_KINDS, "voice")):
        raise bad_request("there is no caption in the message to edit")
    return _edit(turn, chat, message, caption.under("caption"), _CAPTION_FIELDS)


def edit_message_media(turn: Turn) -> Json | bool:
    """https://core.telegram.org/bots/api#editmessagemedia"""
    media = turn.params.json_object("media") or {}
    caption = read_caption(turn, Params(media))
    chat, message = _editable(turn)
    kind = media.get("type", "photo")
    stored = take_file(turn.world, turn.params.attached(media.get("media", "")), kind)
    content = media_fields(stored, kind) | caption.under("caption")
    return _edit(turn, chat, message, content, (*_TEXT_FIELDS, *_CAPTION_FIELDS, *_MEDIA_KINDS))


def edit_message_reply_markup(turn: Turn) -> Json | bool:
    """https://core.telegram.org/bots/api#editmessagereplymarkup"""
    chat, message = _editable(turn)
    return _edit(turn, chat, message, {}, ())


def _editable(turn: Turn) -> tuple[Chat | None, StoredMessage]:
    """Return the message to edit and its chat (None for one sent inline).

    Raises:
        RefusedError: 400 `message to edit not found`, `message can't be edited` …
    """
    params, world = turn.params, turn.world
    inline_id = params.text("inline_message_id")
    if inline_id:
        message = world.inline_messages.get(inline_id)
        if message is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return None, message
    chat = writable_chat(world, params.chat_id())
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    edits_others = chat.type == "channel" and world.bot_member(chat).may("can_edit_messages")
    if not message.by_bot and not edits_others:
        raise bad_request("message can't be edited")
    world.flood.enter(chat.id)
    return chat, message


def _edit(
    turn: Turn,
    chat: Chat | None,
    message: StoredMessage,
    content: Json,
    replaced: tuple[str, ...],
) -> Json | bool:
    # An edit without reply_markup takes the keyboard away, as in Telegram.
    markup = read_markup(turn.params).inline
    before = {name: message.data[name] for name in replaced if name in message.data}
    if before == content and message.data.get("reply_markup") == markup:
        raise bad_request(_NOT_MODIFIED)
    data = {
        name: value
        for name, value in message.data.items()
        if name not in replaced and name != "reply_markup"
    }
    data |= {"edit_date": turn.world.now(), **content}
    if markup is not None:
        data["reply_markup"] = markup
    replace_content(turn.world, chat, message, data)
    return data if chat is not None else True


def delete_message(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#deletemessage"""
    chat = readable_chat(turn.world, turn.params.chat_id())
    message = chat.messages.get(turn.params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not may_delete(turn.world, chat, message):
        raise bad_request("message can't be deleted")
    remove(turn.world, chat, message.id)
    return True


def delete_messages(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#deletemessages (those not found are skipped)"""
    chat = readable_chat(turn.world, turn.params.chat_id())
    for message_id in turn.params.json_list("message_ids"):
        message = chat.messages.get(message_id)
        if message is not None and may_delete(turn.world, chat, message):
            remove(turn.world, chat, message_id)
    return True


METHODS: dict[str, Any] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
