"""Telegram's HTML: writing it safely, measuring it, and reading it as plain text."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

MAX_TEXT: Final = 4096
"""UTF-16 units of a message after parsing (https://core.telegram.org/bots/api#sendmessage)."""
MAX_ENTITIES: Final = 100
"""Formatted pieces of a message; Telegram drops the rest."""
ELLIPSIS: Final = "…"
KEPT: Final = "\n\t\u200c\u200d"
"""Line ends, and the joiners that emoji and some scripts are written with."""

_FORMATS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"})


def escape(text: str) -> str:
    """Return text from a person or the record so that Telegram shows it as it stands."""
    return html.escape(_visible(text), quote=True)


def _visible(text: str) -> str:
    """Drop what has no look of its own: controls, lone surrogates, changes of direction."""
    return "".join(
        character
        for character in text
        if character in KEPT or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )


def bold(text: str) -> str:
    """Return escaped text in bold."""
    return f"<b>{escape(text)}</b>"


def italic(text: str) -> str:
    """Return escaped text in italics."""
    return f"<i>{escape(text)}</i>"


def link(text: str, url: str) -> str:
    """Return escaped text that leads to an address."""
    return f'<a href="{html.escape(url, quote=True)}">{escape(text)}</a>'


def expandable_quote(content: str) -> str:
    """Return HTML content as a quotation that unfolds when tapped."""
    return f"<blockquote expandable>{content}</blockquote>"


def utf16_length(text: str) -> int:
    """Return the length of plain text in the units that Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class _Reading:
    text: list[str] = field(default_factory=list)
    entities: int = 0


class _Reader(HTMLParser):
    def __init__(self, *, bold_on: str = "", bold_off: str = "", with_links: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.read = _Reading()
        self._bold = (bold_on, bold_off)
        self._with_links = with_links
        self._open_links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.entities += tag in _FORMATS
        if tag == "b":
            self.read.text.append(self._bold[0])
        if tag == "a":
            self._open_links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "b":
            self.read.text.append(self._bold[1])
        if tag == "a" and self._open_links:
            address = self._open_links.pop()
            if self._with_links:
                self.read.text.append(f" <{address}>")

    def handle_data(self, data: str) -> None:
        self.read.text.append(data)


def plain(markup: str) -> str:
    """Return the text of a message as a reader sees it."""
    return _parsed(_Reader(), markup)


def for_terminal(markup: str, *, styled: bool) -> str:
    """Return the text for a terminal: link addresses in angle brackets, bold where it can be."""
    on, off = ("\x1b[1m", "\x1b[0m") if styled else ("", "")
    return _parsed(_Reader(bold_on=on, bold_off=off, with_links=True), markup)


def _parsed(reader: _Reader, markup: str) -> str:
    reader.feed(markup)
    reader.close()
    return "".join(reader.read.text)


def fits(markup: str) -> bool:
    """Say whether Telegram takes a message of that HTML whole."""
    reader = _Reader()
    text = _parsed(reader, markup)
    return utf16_length(text) <= MAX_TEXT and reader.read.entities <= MAX_ENTITIES


def cut(text: str, limit: int) -> str:
    """Shorten plain text to at most `limit` UTF-16 units, at a space where there is one."""
    if utf16_length(text) <= limit:
        return text
    kept, used = [], utf16_length(ELLIPSIS)
    for character in text:
        used += utf16_length(character)
        if used > limit:
            break
        kept.append(character)
    shortened = "".join(kept)
    head, space, _ = shortened.rpartition(" ")
    return (head if space and len(head) > limit // 2 else shortened) + ELLIPSIS


def pages(blocks: Iterable[str], *, heading: str = "", most_blocks: int = 100) -> list[str]:
    """Join blocks of HTML, each whole in itself, into pages that Telegram takes.

    Every page begins with the heading. A block that alone is too long becomes plain text, cut.
    """
    found: list[str] = []
    current: list[str] = []
    for block in blocks:
        whole = _join(heading, [*current, block])
        if current and (len(current) >= most_blocks or not fits(whole)):
            found.append(_join(heading, current))
            current = []
        if not fits(_join(heading, [block])):
            room = MAX_TEXT - utf16_length(plain(heading)) - 2
            block = escape(cut(plain(block), room))
        current.append(block)
    if current or not found:
        found.append(_join(heading, current))
    return found


def _join(heading: str, blocks: Iterable[str]) -> str:
    return "\n\n".join(part for part in (heading, *blocks) if part)
