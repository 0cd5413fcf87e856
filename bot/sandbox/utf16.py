"""Lengths and offsets in UTF-16 code units, which is how Telegram counts in texts."""

from __future__ import annotations


def length(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for character in text if character > "\uffff")


class Offsets:
    """Turns indices of a string into UTF-16 offsets and back."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._astral = not text.isascii() and any(c > "\uffff" for c in text)

    def units(self, index: int) -> int:
        """Return the UTF-16 offset of the character at `index`."""
        return length(self._text[:index]) if self._astral else index

    def index(self, units: int) -> int:
        """Return the index of the character at a UTF-16 offset (past the end: the length)."""
        if not self._astral:
            return min(units, len(self._text))
        seen = 0
        for position, character in enumerate(self._text):
            if seen >= units:
                return position
            seen += 2 if character > "\uffff" else 1
        return len(self._text)


def cut(text: str, offset: int, size: int) -> str:
    """Return the part of a text that an entity covers."""
    offsets = Offsets(text)
    return text[offsets.index(offset) : offsets.index(offset + size)]
