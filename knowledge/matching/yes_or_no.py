"""Whether a question is one for yes or no, by the words of its language."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.matching.lexicon import Lexicon
from knowledge.text import tokens


def is_for_yes_or_no(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether the words of a question ask for yes or no."""
    return has_any(lexicon.yes_or_no, words) or any(
        tuple(words[: len(first)]) == first for first in map(tokens, lexicon.yes_or_no_first)
    )


def has_any(phrases: Sequence[str], words: Sequence[str]) -> bool:
    """Say whether one of the phrases stands among the words; a 0 in a phrase is any number."""
    counted = tuple("0" if word.isdecimal() else word for word in words)
    return any(
        counted[at : at + len(phrase)] == phrase
        for phrase in map(tokens, phrases)
        for at in range(len(counted) - len(phrase) + 1)
    )
