"""What Telegram does to a text besides markup: cleaning, finding links and commands, dropping.

Follows tdlib's `find_entities` and `fix_formatted_text` as far as a bot can tell the difference.
"""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import utf16
from bot.sandbox.html import sort_entities

Entity = dict[str, Any]

MOST_ENTITIES = 100
_DOMAINS = "com|org|net|info|gov|edu|eu|int|ua|ru|tr|uk|de|fr|pl|io|me|app|dev|news|tv|by|us|ch"
# Kind, what a text must contain for it, and what it looks like.
_FINDERS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "url",
        ".",
        re.compile(
            r"(?<![\w@./-])(?:(?:https?://|tg://)[^\s<>\"]+"
            rf"|(?:[a-z0-9][a-z0-9-]*\.)+(?:{_DOMAINS})(?![\w@-]|\.\w)(?::\d+)?(?:[/?#][^\s<>\"]*)?)",
            re.IGNORECASE,
        ),
    ),
    (
        "email",
        "@",
        re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE),
    ),
    ("mention", "@", re.compile(r"(?<![\w@])@[A-Za-z]\w{1,31}(?![\w@])", re.ASCII)),
    ("bot_command", "/", re.compile(r"(?<![\w/<>])/\w{1,64}(?:@\w{3,32})?(?![\w/@<>])", re.ASCII)),
    ("hashtag", "#", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}")),
    ("cashtag", "$", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?!\w)")),
)
_HINT = re.compile(r"[@#/$.]")
_CLOSED_TO_OTHERS = frozenset(
    {"code", "pre", "text_link", "text_mention", "url", "email", "mention", "bot_command",
     "hashtag", "cashtag"}
)  # fmt: skip
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f\u2028-\u202e]")


def clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Return text and entities as Telegram stores them: no control characters, trimmed."""
    if _CONTROL.search(text):
        text, entities = _without_control(text, entities)
    trimmed = text.strip(" \n")
    if len(trimmed) == len(text):
        return text, entities
    ahead = len(text) - len(text.lstrip(" \n"))
    size = utf16.length(trimmed)
    return trimmed, [e for entity in entities if (e := _clipped(entity, ahead, size))]


def _clipped(entity: Entity, ahead: int, size: int) -> Entity | None:
    begin = max(0, entity["offset"] - ahead)
    end = min(size, entity["offset"] + entity["length"] - ahead)
    return {**entity, "offset": begin, "length": end - begin} if end > begin else None


def _without_control(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Drop carriage returns and directions, turn other control characters into spaces."""
    kept: list[str] = []
    removed: list[int] = []
    units = 0
    for character in text:
        if character == "\r" or "\u2028" <= character <= "\u202e":
            removed.append(units)
        elif _CONTROL.match(character):
            kept.append(" ")
        else:
            kept.append(character)
        units += 2 if character > "\uffff" else 1

    def moved(offset: int) -> int:
        return offset - sum(1 for place in removed if place < offset)

    if removed:
        entities = [
            {**e, "offset": begin, "length": end - begin}
            for e in entities
            if (end := moved(e["offset"] + e["length"])) > (begin := moved(e["offset"]))
        ]
    return "".join(kept), entities


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Return the entities with those that Telegram finds itself: links, commands, mentions."""
    if not _HINT.search(text):
        return entities
    offsets = utf16.Offsets(text)
    taken = [
        (e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _CLOSED_TO_OTHERS
    ]
    found: list[Entity] = []
    for kind, hint, pattern in _FINDERS:
        if hint not in text:
            continue
        for match in pattern.finditer(text):
            end = match.end()
            if kind == "url":
                end -= len(match[0]) - len(match[0].rstrip(".,:;!?'\")]}»"))
            begin_unit, end_unit = offsets.units(match.start()), offsets.units(end)
            if all(end_unit <= a or b <= begin_unit for a, b in taken):
                taken.append((begin_unit, end_unit))
                found.append({"type": kind, "offset": begin_unit, "length": end_unit - begin_unit})
    return sort_entities([*entities, *found]) if found else entities


def command_of(text: str, entities: list[Entity]) -> tuple[str, str] | None:
    """Return name and addressee (lower case, maybe empty) of the command a text begins with."""
    for entity in entities:
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            name, _, addressee = text[1 : entity["length"]].partition("@")
            return name.lower(), addressee.lower()
    return None
