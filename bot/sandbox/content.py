"""Text, caption, keyboard and reply of a message that the bot sends or edits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import utf16
from bot.sandbox.entities import MOST_ENTITIES, clean, with_found
from bot.sandbox.errors import bad_request
from bot.sandbox.html import MarkupError, parse_html, sort_entities
from bot.sandbox.params import Params
from bot.sandbox.state import Chat, Json, StoredMessage
from bot.sandbox.turn import Turn
from bot.sandbox.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its entities."""

    text: str
    entities: list[Json] = field(default_factory=list)

    def under(self, name: str) -> Json:
        """Return the fields of a message: `text` and `entities`, or the caption's."""
        entities_name = "entities" if name == "text" else f"{name}_entities"
        if not self.text:
            return {}
        fields: Json = {name: self.text}
        if self.entities:
            fields[entities_name] = self.entities
        return fields


def read_text(turn: Turn) -> Formatted:
    """Return the text of a message.

    Raises:
        RefusedError: 400, bad markup, empty, or more than 4096 UTF-16 units after parsing.
    """
    params = turn.params
    formatted = _formatted(
        turn, params.text("text"), params.text("parse_mode"), params.json_list("entities")
    )
    if not formatted.text:
        raise bad_request("message text is empty", mistake=True)
    if utf16.length(formatted.text) > LONGEST_TEXT:
        raise bad_request("message is too long", mistake=True)
    return formatted


def read_caption(turn: Turn, values: Params | None = None) -> Formatted:
    """Return a caption, maybe empty.

    Raises:
        RefusedError: 400, bad markup, or more than 1024 UTF-16 units after parsing.
    """
    values = values or turn.params
    formatted = _formatted(
        turn,
        values.text("caption"),
        values.text("parse_mode"),
        values.json_list("caption_entities"),
    )
    if utf16.length(formatted.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long", mistake=True)
    return formatted


def _formatted(turn: Turn, source: str, mode: str, given: list[Any]) -> Formatted:
    text, entities = source, given
    try:
        source.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8", mistake=True) from None
    if mode:
        entities = []
        if mode.lower() != "html":
            raise bad_request(
                f"unsupported parse_mode: the sandbox speaks HTML, not {mode}", mistake=True
            )
        try:
            text, entities = parse_html(source)
        except MarkupError as error:
            raise bad_request(f"can't parse entities: {error}", mistake=True) from error
    elif given:
        entities = sort_entities([_checked_entity(entity, text) for entity in given])
    text, entities = clean(text, entities)
    entities = _known_mentions(turn.world, with_found(text, entities))
    if len(entities) > MOST_ENTITIES:
        turn.complain(f"{len(entities)} entities: those past {MOST_ENTITIES} are dropped")
    return Formatted(text, entities[:MOST_ENTITIES])


def _checked_entity(entity: Any, text: str) -> Json:
    try:
        offset, size = int(entity["offset"]), int(entity["length"])
        kind = str(entity["type"])
    except (KeyError, TypeError, ValueError):
        raise bad_request("can't parse MessageEntity", mistake=True) from None
    if offset < 0 or size <= 0 or offset + size > utf16.length(text):
        raise bad_request("entity is out of the text's bounds", mistake=True)
    return {**entity, "type": kind, "offset": offset, "length": size}


def _known_mentions(world: World, entities: list[Json]) -> list[Json]:
    """Drop mentions of people the bot does not know, as Telegram does, and name the others."""
    if all(entity["type"] != "text_mention" for entity in entities):
        return entities
    known = []
    for entity in entities:
        if entity["type"] == "text_mention":
            person = world.people.get(entity["user"]["id"])
            if person is None:
                continue
            entity = {**entity, "user": person.user()}
        known.append(entity)
    return known


@dataclass(frozen=True, slots=True)
class Markup:
    """A message's reply_markup: an inline keyboard is part of the message, others are not."""

    inline: Json | None = None
    other: Json | None = None


def read_markup(params: Params) -> Markup:
    """Return the keyboard of a message; the schema has checked its shape."""
    markup = params.json_object("reply_markup")
    if not markup:
        return Markup()
    if "inline_keyboard" in markup:
        return Markup(inline=shown_keyboard(markup))
    return Markup(other=markup)


def shown_keyboard(markup: Json) -> Json | None:
    """Return an inline keyboard as messages show it: without empty rows, None where empty."""
    rows = [row for row in markup["inline_keyboard"] if row]
    return {"inline_keyboard": rows} if rows else None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a message replies to, and the quoted part."""

    to: StoredMessage | None = None
    quote: Json | None = None


def read_reply(chat: Chat, params: Params) -> Reply:
    """Return what the message replies to.

    Raises:
        RefusedError: 400 `message to be replied not found`.
    """
    given = params.json_object("reply_parameters")
    if given is None and params.has("reply_to_message_id"):
        given = {
            "message_id": params.integer("reply_to_message_id"),
            "allow_sending_without_reply": params.flag("allow_sending_without_reply"),
        }
    if not given:
        return Reply()
    target = chat.messages.get(given.get("message_id", 0))
    other = given.get("chat_id")
    if target is None or (other is not None and str(other) != str(chat.id)):
        if given.get("allow_sending_without_reply"):
            return Reply()
        raise bad_request("message to be replied not found")
    return Reply(target, _quote(target, given))


def _quote(target: StoredMessage, given: Json) -> Json | None:
    wanted = given.get("quote")
    if not wanted:
        return None
    text = target.data.get("text") or target.data.get("caption") or ""
    if str(given.get("quote_parse_mode", "")).lower() == "html":
        try:
            wanted, _ = parse_html(wanted)
        except MarkupError as error:
            raise bad_request(f"can't parse entities: {error}", mistake=True) from error
    index = text.find(wanted)
    if index < 0:
        raise bad_request("QUOTE_TEXT_INVALID", mistake=True)
    return {"text": wanted, "position": utf16.Offsets(text).units(index)}


def link_preview(params: Params, *, text: str) -> Json:
    """Return the message's link_preview_options, where they were given and the text has a link."""
    options = params.json_object("link_preview_options")
    if options is None and params.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    if options and re.search(r"[.:]", text):
        return {"link_preview_options": options}
    return {}
