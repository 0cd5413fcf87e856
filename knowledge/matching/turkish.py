"""What Turkish puts behind its words, and how its letters are written without their marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# Long enough chains of endings make most of a word's letters.
_ENDINGS = re.compile(
    r"(?:l[ae]r|[iu]m?[iu]z|s?[iu]n?|n?[iu]n|n[ae]|n[iu]|y?[ae]|n?[dt][ae]n?|y?l[ae]|l[iu]k|l[iu]|"
    r"c[iu]|k[iu]|[dt][iu]|yd[iu]|m[iu]s|y?[ae]c[ae][gk]|[iu]yor|y?[ae]bil|[ae]n|d[iu][gk]|[iu]l|[iu]n|[iu]?m|"
    r"[ae]?r|y?[iu]p)+"
)
_NEGATED = re.compile(r"\w{2,}(?:m[ae](?:d[iu]|m[iu]s|y[ae]c[ae][gk]|z|y[ae]n)|m[iu]yor)\w*")
# The y stands only between two vowels: "Moskova'ya", but "Kiev'e".
_DATIVE = re.compile(r"(?<=[aeiou])y[ae]|(?<![aeiou])[ae]|l[ae]r[ae]")
# The future, but neither the participle that a noun follows ("yapılacak tur") nor what was planned
# ("yapılacaktı").
_FUTURE = re.compile(r"\w{2,}[ae]c[ae](?:k|g[iu]|klar|klarin?)(?:m[iu])?")
SHORTEST_BASE = 3
"""Letters of a word that endings are taken off."""
_MARKED = {"s": "ş", "c": "ç", "g": "ğ"}
_BACK = str.maketrans("i", "ı")
_ROUND = str.maketrans("ou", "öü")
MOST_MARKED = 4
"""Letters of a word that are tried with and without their mark."""


def is_negated(word: str) -> bool:
    """Say whether the ending of a verb says "not"."""
    return bool(_NEGATED.fullmatch(word))


def is_dative(word: str, base: str) -> bool:
    """Say whether a word has the ending of what something is given or said to, behind its base."""
    return word.startswith(base) and bool(_DATIVE.fullmatch(word, len(base)))


def is_future(word: str) -> bool:
    """Say whether a word is a verb of the future."""
    return bool(_FUTURE.fullmatch(word))


def without_endings(word: str, is_known: Callable[[str], bool]) -> str:
    """Return the longest known word that a word begins with, if endings follow it."""
    for length in range(len(word) - 1, SHORTEST_BASE - 1, -1):
        if is_known(word[:length]) and _ENDINGS.fullmatch(word, length):
            return word[:length]
    return word


def spellings(word: str) -> Iterator[str]:
    """Yield how a word in normal form, which has only plain letters, may be spelt.

    The vowels of a word are mostly of one kind, so they change together.
    """
    marked = [at for at, letter in enumerate(word) if letter in _MARKED][:MOST_MARKED]
    for number in range(1 << len(marked)):
        letters = list(word)
        for bit, at in enumerate(marked):
            if number >> bit & 1:
                letters[at] = _MARKED[letters[at]]
        plain = "".join(letters)
        yield from {plain, plain.translate(_BACK), plain.translate(_ROUND)}
        yield plain.translate(_BACK).translate(_ROUND)
