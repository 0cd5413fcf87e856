"""A dictionary of phrases, looked up by the longest that begins at a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_Item = TypeVar("_Item")
_Value = TypeVar("_Value")


@dataclass(slots=True)
class _Node(Generic[_Value]):
    value: _Value | None = None
    following: dict[str, _Node[_Value]] = field(default_factory=dict)


class Phrases(Generic[_Value]):
    """Phrases, word by word, each with what it stands for; the first one added stays."""

    def __init__(self) -> None:
        self._root: _Node[_Value] = _Node()

    def add(self, words: Sequence[str], value: _Value) -> None:
        """Add a phrase of at least one word."""
        node = self._root
        for word in words:
            node = node.following.setdefault(word, _Node())
        if node.value is None:
            node.value = value

    def get(self, word: str) -> _Value | None:
        """Return what one word stands for by itself."""
        node = self._root.following.get(word)
        return node.value if node else None

    def begins(self, word: str) -> bool:
        """Say whether a phrase of more than one word begins with this word."""
        node = self._root.following.get(word)
        return node is not None and bool(node.following)

    def several(self) -> Iterator[tuple[str, ...]]:
        """Yield the phrases of more than one word."""
        pending: list[tuple[tuple[str, ...], _Node[_Value]]] = [((), self._root)]
        while pending:
            words, node = pending.pop()
            if node.value is not None and len(words) > 1:
                yield words
            pending.extend(((*words, word), after) for word, after in node.following.items())

    def longest(
        self, items: Sequence[_Item], position: int, word_of: Callable[[_Item], str]
    ) -> tuple[_Value | None, int]:
        """Return the value and the length of the longest phrase that begins at a position."""
        found: _Value | None = None
        length = 0
        following = self._root.following
        for at in range(position, len(items)):
            node = following.get(word_of(items[at]))
            if node is None:
                break
            if node.value is not None:
                found, length = node.value, at + 1 - position
            following = node.following
            if not following:
                break
        return found, length
