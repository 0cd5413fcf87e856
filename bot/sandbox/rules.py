"""What the published Bot API says in words rather than in types: ranges, lengths, buttons.

Each rule names the page's own figures: https://core.telegram.org/bots/api
"""

from __future__ import annotations

import json
import re
from typing import Any

from bot.sandbox import utf16
from bot.sandbox.errors import RefusedError, bad_request
from bot.sandbox.links import checked_link
from bot.sandbox.params import Upload
from bot.sandbox.state import Json

# (method or *, parameter): lowest and highest value.
_NUMBERS: dict[tuple[str, str], tuple[float, float]] = {
    ("getUpdates", "limit"): (1, 100),
    ("getUpdates", "timeout"): (0, 600),
    ("setWebhook", "max_connections"): (1, 100),
    ("answerInlineQuery", "cache_time"): (0, 2**31),
    ("answerCallbackQuery", "cache_time"): (0, 2**31),
    ("sendPoll", "open_period"): (5, 2_628_000),
    ("getUserProfilePhotos", "limit"): (1, 100),
    ("*", "message_id"): (1, 2**31 - 1),
    ("*", "message_thread_id"): (1, 2**31 - 1),
    ("*", "user_id"): (1, 2**52),
    ("*", "latitude"): (-90, 90),
    ("*", "longitude"): (-180, 180),
    ("*", "horizontal_accuracy"): (0, 1500),
    ("*", "heading"): (1, 360),
    ("*", "proximity_alert_radius"): (1, 100_000),
}
# (method or *, parameter): shortest and longest, in UTF-16 units.
_LENGTHS: dict[tuple[str, str], tuple[int, int]] = {
    ("answerCallbackQuery", "text"): (0, 200),
    ("setMyDescription", "description"): (0, 512),
    ("setMyShortDescription", "short_description"): (0, 120),
    ("setMyName", "name"): (0, 64),
    ("createForumTopic", "name"): (1, 128),
    ("editForumTopic", "name"): (0, 128),
    ("editGeneralForumTopic", "name"): (1, 128),
    ("setChatTitle", "title"): (1, 128),
    ("setChatDescription", "description"): (0, 255),
    ("sendPoll", "question"): (1, 300),
    ("sendPoll", "explanation"): (0, 200),
    ("setWebhook", "secret_token"): (1, 256),
    ("setChatAdministratorCustomTitle", "custom_title"): (0, 16),
}
# (method, parameter): fewest and most items.
_LISTS: dict[tuple[str, str], tuple[int, int]] = {
    ("deleteMessages", "message_ids"): (1, 100),
    ("forwardMessages", "message_ids"): (1, 100),
    ("copyMessages", "message_ids"): (1, 100),
    ("sendMediaGroup", "media"): (2, 10),
    ("setMyCommands", "commands"): (0, 100),
    ("sendPoll", "options"): (1, 12),
}
_ONE_OF: dict[tuple[str, str], frozenset[str]] = {
    ("sendChatAction", "action"): frozenset(
        {
            "typing",
            "upload_photo",
            "record_video",
            "upload_video",
            "record_voice",
            "upload_voice",
            "upload_document",
            "choose_sticker",
            "find_location",
            "record_video_note",
            "upload_video_note",
        }
    ),
    ("sendDice", "emoji"): frozenset("🎲🎯🏀⚽🎳🎰"),
}
_PATTERNS: dict[tuple[str, str], re.Pattern[str]] = {
    ("setWebhook", "secret_token"): re.compile(r"[A-Za-z0-9_-]*\Z"),
    ("*", "chat_id"): re.compile(r"(-?\d+|@[A-Za-z]\w{3,31})\Z", re.ASCII),
    ("*", "parse_mode"): re.compile(r"(HTML|Markdown|MarkdownV2)?\Z", re.IGNORECASE),
    ("*", "language_code"): re.compile(r"([a-z]{2,3})?\Z"),
}
_COPY_TEXT = (1, 256)
_MOST_BUTTONS = 100
_BUTTON_ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
_LONGEST_CALLBACK_DATA = 64


def complaints(method: str, raw: Json) -> list[str]:
    """Return what is out of range in the parameters of a call."""
    found: list[str] = []
    for name, value in raw.items():
        if isinstance(value, Upload):
            continue
        for key in ((method, name), ("*", name)):
            if key in _NUMBERS:
                _check_number(name, value, _NUMBERS[key], found)
            if key in _LENGTHS:
                _check_length(name, str(value), _LENGTHS[key], found)
            if key in _PATTERNS and not _PATTERNS[key].match(str(value)):
                found.append(f'"{name}" cannot be {str(value)[:80]!r}')
            if key in _ONE_OF and value not in _ONE_OF[key]:
                found.append(f'"{name}" cannot be {str(value)[:80]!r}')
        if (method, name) in _LISTS:
            _check_list(name, value, _LISTS[method, name], found)
    return found


def _check_number(name: str, value: Any, span: tuple[float, float], found: list[str]) -> None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return  # The schema has its own words for a wrong type.
    if not span[0] <= number <= span[1]:
        found.append(f'"{name}" must be from {span[0]} to {span[1]}, not {value}')


def _check_length(name: str, text: str, span: tuple[int, int], found: list[str]) -> None:
    size = utf16.length(text)
    if not span[0] <= size <= span[1]:
        found.append(f'"{name}" must have from {span[0]} to {span[1]} characters, not {size}')


def _check_list(name: str, value: Any, span: tuple[int, int], found: list[str]) -> None:
    items = decoded(value)
    if isinstance(items, list) and not span[0] <= len(items) <= span[1]:
        found.append(f'"{name}" must have from {span[0]} to {span[1]} items, not {len(items)}')


def decoded(value: Any) -> Any:
    """Return a parameter that may have come as JSON in a text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def keyboard_refusal(markup: Any) -> RefusedError | None:
    """Return why an inline keyboard is refused: a button needs a text and exactly one action."""
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return bad_request('field "inline_keyboard" must be an Array of Arrays', mistake=True)
    buttons = [button for row in rows for button in row]
    if len(buttons) > _MOST_BUTTONS:
        return bad_request("REPLY_MARKUP_TOO_LONG", mistake=True)
    for button in buttons:
        words = _button_words(button)
        if words is not None:
            return bad_request(words, mistake=True)
    return None


def _button_words(button: Any) -> str | None:
    """Return what Telegram says to a malformed button, or None."""
    if not isinstance(button, dict):
        return "can't parse inline keyboard button: InlineKeyboardButton must be an Object"
    if not isinstance(button.get("text"), str):
        return 'can\'t parse inline keyboard button: field "text" must be of type String'
    actions = [name for name in _BUTTON_ACTIONS if button.get(name) is not None]
    if not actions:
        return (
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        return (
            "can't parse inline keyboard button: exactly one of the optional fields "
            f"must be used, not {', '.join(sorted(actions))}"
        )
    if not button["text"].strip():
        return "can't parse inline keyboard button: button text must be non-empty"
    return _action_words(actions[0], button[actions[0]])


def _action_words(action: str, value: Any) -> str | None:
    if action == "callback_data":
        size = len(str(value).encode("utf-8", "surrogatepass"))
        return None if 1 <= size <= _LONGEST_CALLBACK_DATA else "BUTTON_DATA_INVALID"
    if action == "url":
        return None if checked_link(str(value)) else "BUTTON_URL_INVALID"
    if action == "copy_text":
        text = value.get("text", "") if isinstance(value, dict) else ""
        fits = _COPY_TEXT[0] <= utf16.length(text) <= _COPY_TEXT[1]
        return None if fits else "BUTTON_COPY_TEXT_INVALID"
    return None
