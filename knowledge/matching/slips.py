"""Slips of the pen: what they make of a word, how likely, and which known word was meant."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

ENDS = 2
"""Letters at either end of a word that are looked at."""
_LAST = "-"
ANY_LETTER = -3.0
"""Logarithm of the chance that a slip put in this letter and no other, of some thirty."""
TWO_SLIPS = -9.0
"""The same for two slips in one word (-6: "dismmssed" would be discussed)."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A word that a misspelt one may stand for, and the logarithm of how likely that is."""

    form: str
    likelihood: float


class KnownWords:
    """Words with how often each is used, to be found again after a slip."""

    def __init__(self, times: Mapping[str, int]) -> None:
        self._times = times
        self._by_ends = ByEnds(times)

    def meant_by(self, typed: str, slips: int = 1) -> list[Meant]:
        """Return the words that may be meant by one that is at most so many slips away.

        A noisy channel: how likely the slip is, and how often the word is used.
        """
        near = process.extract(
            typed, self._by_ends.like(typed), scorer=OSA.distance, score_cutoff=slips, limit=None
        )
        return [
            Meant(word, likelihood_of_slip(word, typed, int(away)) + math.log1p(self._times[word]))
            for word, away, _ in near
        ]


class ByEnds:
    """Words by their first and by their last letters: one slip leaves one of the two as it was."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[str, list[str]] = {}
        for word in words:
            self._words.setdefault(word[:ENDS], []).append(word)
            self._words.setdefault(_LAST + word[-ENDS:], []).append(word)

    def like(self, word: str) -> Collection[str]:
        """Return the words that begin or end as this one does."""
        alike = dict.fromkeys(self._words.get(word[:ENDS], ()))
        alike.update(dict.fromkeys(self._words.get(_LAST + word[-ENDS:], ())))
        return alike.keys()


def likelihood_of_slip(meant: str, typed: str, away: int) -> float:
    """Return the logarithm of how likely a slip makes just this of a word, up to a constant.

    After Kernighan, Church and Gale (1990): leaving a letter out, doubling one and swapping two can
    each be done in few ways, and putting any letter in or in the place of another in thirty times
    as many.
    """
    if away == 1:
        is_swap = len(meant) == len(typed) and sorted(meant) == sorted(typed)
        is_doubled = len(typed) > len(meant) and set(typed) == set(meant)
        return 0.0 if is_swap or is_doubled or len(typed) < len(meant) else ANY_LETTER
    return TWO_SLIPS


def slips_of(word: str, alphabet: str) -> Iterator[str]:
    """Yield each word that comes of one letter left out, put in, replaced or swapped with the next.

    Damerau (1964) found four of five misspellings to be one of these.
    """
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in alphabet if letter != after[0])
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in alphabet)
