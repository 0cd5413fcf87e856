"""Telegram's HTML: a text with tags becomes a plain text with entities, or is refused.

The rules and the words are those of tdlib's `parse_html`, which the Bot API server runs:
https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import utf16
from bot.sandbox.links import checked_link, user_of_link

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset(_SIMPLE) | {"a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
_SPACE = " \t\r\n\0\v"
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot)(?![A-Za-z]));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LONGEST_NUMBER = 9
_LAST_CODE_POINT = 0x10FFFF
_DATE_FORMAT = re.compile(r"(?:r|[tTdDwW]*)\Z")
_MARK = re.compile(r"[<&]")
_END_OF_TAG_NAME = re.compile(f"[{_SPACE}>]")
_END_OF_ATTRIBUTE_NAME = re.compile(f"[{_SPACE}=>/\"']")
# The order of entities that begin and end together, outermost first, as tdlib sorts them.
_PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
    "date_time": 99,
}


class MarkupError(ValueError):
    """The markup cannot be read; the message is Telegram's, without its prefix."""


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    format: str
    offset: int
    begin: int


@dataclass(slots=True)
class _Parser:
    source: str
    at: int = 0
    parts: list[str] = field(default_factory=list)
    units: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else "\0"

    def byte(self, index: int) -> int:
        return len(self.source[:index].encode("utf-8", "surrogatepass"))

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.units += utf16.length(text)

    def skip_space(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in _SPACE:
            self.at += 1

    def until(self, stop: re.Pattern[str]) -> str:
        begin = self.at
        found = stop.search(self.source, begin)
        self.at = found.start() if found else len(self.source)
        return self.source[begin : self.at]


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the plain text and its entities, offsets and lengths in UTF-16 units.

    Raises:
        MarkupError: in Telegram's words, with the offset in bytes of UTF-8.
    """
    if "<" not in source and "&" not in source:
        return source, []
    parser = _Parser(source)
    while parser.at < len(source):
        _step(parser)
    if parser.open:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{parser.open[-1].tag}"')
    text = "".join(parser.parts)
    _refuse_lone_surrogates(text)
    for entity in parser.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, sort_entities(parser.entities)


def sort_entities(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return entities in Telegram's order: by offset, the longer first, then by kind."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"], _PRIORITY.get(e["type"], 50)))


def _refuse_lone_surrogates(text: str) -> None:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise MarkupError(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )


def _step(parser: _Parser) -> None:
    mark = _MARK.search(parser.source, parser.at)
    if mark is None:
        parser.put(parser.source[parser.at :])
        parser.at = len(parser.source)
        return
    if mark.start() > parser.at:
        parser.put(parser.source[parser.at : mark.start()])
        parser.at = mark.start()
    if mark[0] == "&":
        _read_reference(parser)
    elif parser.source.startswith("</", parser.at):
        _close_tag(parser)
    else:
        _open_tag(parser)


def _read_reference(parser: _Parser) -> None:
    character, size = _reference(parser.source, parser.at)
    parser.put(character or "&")
    parser.at += size if character else 1


def _reference(source: str, at: int) -> tuple[str, int]:
    """Return the character of an HTML reference and its length, or two empty values."""
    match = _REFERENCE.match(source, at)
    if match is None:
        return "", 0
    if match[3]:
        return _NAMED[match[3]], len(match[0])
    digits = match[1] or match[2]
    code = int(digits, 16 if match[1] else 10)
    # A longer number is left as text, and so is 0: tdlib takes neither for a character.
    if code == 0 or code >= _LAST_CODE_POINT or len(digits) > _LONGEST_NUMBER:
        return "", 0
    return chr(code), len(match[0])


def _open_tag(parser: _Parser) -> None:
    begin = parser.at
    parser.at += 1
    tag = parser.until(_END_OF_TAG_NAME).lower()
    if parser.at >= len(parser.source):
        raise MarkupError(f"Unclosed start tag at byte offset {parser.byte(begin)}")
    if tag not in _TAGS:
        raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {parser.byte(begin)}')
    argument, date_format = _attributes(parser, tag, begin)
    parser.at += 1
    if tag == "span" and argument != "spoiler":
        raise MarkupError(
            f'Tag "span" must have class "tg-spoiler" at byte offset {parser.byte(begin)}'
        )
    parser.open.append(_Open(tag, argument, date_format, parser.units, len(parser.parts)))


def _attributes(parser: _Parser, tag: str, begin: int) -> tuple[str, str]:
    argument = ""
    date_format = ""
    while parser.peek() != ">":
        parser.skip_space()
        if parser.peek() == ">" and parser.at < len(parser.source):
            break
        name, value = _attribute(parser, tag, begin)
        if tag == "tg-time" and name == "format":
            date_format = value
        else:
            argument = _argument(tag, name, value, argument)
    return argument, date_format


def _attribute(parser: _Parser, tag: str, begin: int) -> tuple[str, str]:
    name = parser.until(_END_OF_ATTRIBUTE_NAME)
    if not name:
        raise MarkupError(
            f'Empty attribute name in the tag "{tag}" at byte offset {parser.byte(begin)}'
        )
    parser.skip_space()
    if parser.at < len(parser.source) and parser.peek() != "=":
        return name, ""
    if parser.at < len(parser.source):
        parser.at += 1
        parser.skip_space()
    if parser.at >= len(parser.source):
        raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {parser.byte(begin)}')
    value = _quoted(parser) if parser.peek() in "\"'" else _name_token(parser)
    if parser.at >= len(parser.source):
        raise MarkupError(f"Unclosed start tag at byte offset {parser.byte(begin)}")
    return name, value


def _name_token(parser: _Parser) -> str:
    begin = parser.at
    while parser.peek().isascii() and (parser.peek().isalnum() or parser.peek() in ".-"):
        parser.at += 1
    if parser.peek() not in _SPACE + ">":
        raise MarkupError(f"Unexpected end of name token at byte offset {parser.byte(begin)}")
    return parser.source[begin : parser.at].lower()


def _quoted(parser: _Parser) -> str:
    quote = parser.peek()
    parser.at += 1
    value: list[str] = []
    while parser.at < len(parser.source) and parser.peek() != quote:
        character, size = _reference(parser.source, parser.at) if parser.peek() == "&" else ("", 0)
        value.append(character or parser.peek())
        parser.at += size or 1
    if parser.at < len(parser.source):
        parser.at += 1
    return "".join(value)


def _argument(tag: str, name: str, value: str, before: str) -> str:
    """Return what the attribute adds to the tag's one argument."""
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "unix"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "1"
    return before


def _close_tag(parser: _Parser) -> None:
    begin = parser.at
    if not parser.open:
        raise MarkupError(f"Unexpected end tag at byte offset {parser.byte(begin)}")
    parser.at += 2
    name = parser.until(_END_OF_TAG_NAME).lower()
    parser.skip_space()
    if parser.at >= len(parser.source) or parser.peek() != ">":
        raise MarkupError(f"Unclosed end tag at byte offset {parser.byte(begin)}")
    parser.at += 1
    opened = parser.open.pop()
    if name and name != opened.tag:
        raise MarkupError(
            f"Unmatched end tag at byte offset {parser.byte(begin)}, "
            f'expected "</{opened.tag}>", found "</{name}>"'
        )
    if parser.units > opened.offset:
        _add_entity(parser, opened)


def _add_entity(parser: _Parser, opened: _Open) -> None:
    where = {"offset": opened.offset, "length": parser.units - opened.offset}
    if opened.tag in _SIMPLE:
        parser.entities.append({"type": _SIMPLE[opened.tag], **where})
    elif opened.tag == "a":
        _add_link(parser, opened, where)
    elif opened.tag in ("pre", "code"):
        _add_code(parser, opened, where)
    elif opened.tag == "blockquote":
        kind = "expandable_blockquote" if opened.argument else "blockquote"
        parser.entities.append({"type": kind, **where})
    elif opened.tag == "tg-emoji":
        _add_emoji(parser, opened, where)
    else:
        _add_time(parser, opened, where)


def _add_link(parser: _Parser, opened: _Open, where: dict[str, Any]) -> None:
    address = opened.argument or "".join(parser.parts[opened.begin :])
    user_id = user_of_link(address)
    if user_id is not None:
        parser.entities.append({"type": "text_mention", **where, "user": {"id": user_id}})
        return
    link = checked_link(address)
    if link is not None:
        parser.entities.append({"type": "text_link", **where, "url": link})


def _add_code(parser: _Parser, opened: _Open, where: dict[str, Any]) -> None:
    """Join `<pre><code class="language-…">` (either way round) into one entity, as tdlib does."""
    last = parser.entities[-1] if parser.entities else None
    same = last is not None and all(last[key] == where[key] for key in where)
    if last is not None and same and opened.tag == "pre" and last.get("language"):
        if last["type"] == "code":
            last["type"] = "pre"
            return
    elif last is not None and same and opened.argument and last["type"] == "pre":
        last["language"] = opened.argument
        return
    entity = {"type": opened.tag, **where}
    if opened.tag == "code" and opened.argument:
        entity["language"] = opened.argument
    parser.entities.append(entity)


def _add_emoji(parser: _Parser, opened: _Open, where: dict[str, Any]) -> None:
    if not opened.argument.isdecimal() or int(opened.argument) == 0:
        raise MarkupError("Invalid custom emoji identifier specified")
    parser.entities.append({"type": "custom_emoji", **where, "custom_emoji_id": opened.argument})


def _add_time(parser: _Parser, opened: _Open, where: dict[str, Any]) -> None:
    if not _DATE_FORMAT.match(opened.format):
        raise MarkupError("Invalid date format used")
    if not opened.argument.removeprefix("-").isdecimal():
        raise MarkupError("Invalid date specified")
    entity = {"type": "date_time", **where, "unix_time": int(opened.argument)}
    if opened.format:
        entity["date_time_format"] = opened.format
    parser.entities.append(entity)
