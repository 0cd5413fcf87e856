"""Misspelt words of a text, each read as what is asked together with the others.

A noisy channel: how likely a slip makes what was typed, how often phrasings have the word that is
meant (Kernighan, Church and Gale, 1990), and whether one fact has it with the rest of the text.
Each number below was chosen on the questions of `tests/corpus`, with one slip in each long word.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge.matching.company import Company
from knowledge.matching.spelling import LONG_WORD, SHORTEST_MISSPELT, Compounds, Spelling
from knowledge.matching.words import Word

MOST_LOST = 4
"""Unknown words of a text up to which each is looked at more closely: that takes half a millisecond
each, and a text with more of them is about something else."""
MOST_CACHED = 20_000
"""Words whose alternatives are remembered."""
LONGEST_COMPOUND = 4
"""Words of a text that may be a name of several, wrongly parted."""
SUPPORT = 9.0
"""Logarithm of how much likelier a word is that one fact has with all the others."""
OF_A_TIME = 0.5
"""Support of an ordinal, a month or the word for a round, which every fact may have."""
OF_A_FILLER = 0.5
"""Support of a word that says nothing, which stands in every question."""
COMPLETES = 9.0
"""Logarithm of how much likelier a word is that makes a phrase with its neighbour."""
BESIDE = 2.0
"""Logarithm of how much likelier a word is that a phrasing has beside its neighbour."""
STAYS = 1.0
"""Logarithm of how much likelier a word is meant as it stands, where all others are misspelt."""
CAREFUL = 12.0
"""How much that grows until all others are spelt right (6: one typo changes other words)."""
STRANGE = 3.0
"""How much less likely a word is meant as it stands that no phrasing has."""
LONG = 5
"""Letters of the words by which it is judged how well somebody spells."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A word that may be meant, and the logarithm of how likely, but for the rest of the text."""

    word: Word
    likelihood: float


class Corrector:
    """Chooses what the words of a language stand for; immutable."""

    def __init__(
        self,
        spelling: Spelling,
        compounds: Compounds,
        times: Mapping[str, int],
        *,
        word_of: Callable[[str], Word],
        spelt: Callable[[str], str],
        are_phrase: Callable[[Sequence[Word]], bool],
        are_beside: Callable[[Word, Word], bool],
    ) -> None:
        """Take how words are spelt, and how often phrasings have each.

        `word_of` reads a word, `spelt` writes it in the letters of the language, `are_phrase` says
        whether words make a known phrase, `are_beside` whether a phrasing has them in this order.
        """
        self._spelling = spelling
        self._compounds = compounds
        self._times = times
        self._word_of = word_of
        self._spelt = spelt
        self._are_phrase = are_phrase
        self._are_beside = are_beside
        self._known_near = lru_cache(maxsize=MOST_CACHED)(self._known_words_near)
        self._forms_near = lru_cache(maxsize=MOST_CACHED)(self._forms_of_known_words_near)

    def put_right(self, typed: Sequence[str], company: Company | None) -> list[Word]:
        """Return what the words of a text stand for; those of a text spelt well, as they stand."""
        words = [self._word_of(raw) for raw in typed]
        if all(raw in self._times for raw in typed):
            return words  # as in every phrasing of the record
        if (joined := self._with_names_joined(typed, words)) is not None:
            typed, words = joined, [self._word_of(raw) for raw in joined]
        lost = {at for at, word in enumerate(words) if word.is_lost}
        doubtful = lost | {at for at, word in enumerate(words) if word.is_corrected}
        if doubtful and len(lost) <= MOST_LOST:
            chosen = _Text(words, company, self._are_phrase, self._are_beside)
            self._choose_doubtful(typed, chosen, sorted(doubtful), lost)
            self._choose_others(typed, chosen, doubtful)
            return chosen.words
        return words

    def _with_names_joined(self, typed: Sequence[str], words: Sequence[Word]) -> list[str] | None:
        """Return the text with a name of several words put right as a whole ("ab udabi").

        Only where one of them is no word, as it stands.
        """
        for at, raw in enumerate(typed):
            if raw in self._times or not (words[at].is_corrected or self._is_unknown(words[at])):
                continue
            for length in range(2, LONGEST_COMPOUND + 1):
                for start in range(max(0, at - length + 1), min(at, len(typed) - length) + 1):
                    found = self._compounds.near("".join(typed[start : start + length]))
                    if found is not None:
                        return [*typed[:start], *found, *typed[start + length :]]
        return None

    def _is_unknown(self, word: Word) -> bool:
        return word.stem not in self._spelling.known_stems

    def _choose_doubtful(
        self, typed: Sequence[str], text: _Text, doubtful: Iterable[int], lost: set[int]
    ) -> None:
        """Choose for each word that cannot be meant as it stands, the first one first."""
        text.certain.difference_update(doubtful)
        for at in doubtful:
            found = self._known_near(typed[at])
            if at in lost:
                found = (*found, *self._forms_near(typed[at]))
            text.choose(at, found)
            text.certain.add(at)

    def _choose_others(self, typed: Sequence[str], text: _Text, doubtful: set[int]) -> None:
        """Choose for words that may be another word by mistake, as in a text full of mistakes."""
        long = sum(len(raw) >= LONG and raw.isalpha() for raw in typed)
        spelt_right = 1 - len(doubtful) / max(long, len(doubtful))
        for at, raw in enumerate(typed):
            if at in doubtful or len(raw) < SHORTEST_MISSPELT or not raw.isalpha():
                continue
            if others := self._known_near(raw):
                word = text.words[at]
                is_known = word.raw == raw and not self._is_unknown(word)
                stays = STAYS + CAREFUL * spelt_right - (0 if is_known else STRANGE)
                own = Alternative(word, stays + math.log1p(self._times.get(raw, 0)))
                text.choose(at, (own, *others))

    def _known_words_near(self, raw: str) -> tuple[Alternative, ...]:
        """Return the known words that a typed one is near to; none that would deny anything."""
        spelt = self._spelt(raw)
        near = self._spelling.near(spelt, slips=2 if len(spelt) >= LONG_WORD else 1)
        found = (Alternative(self._corrected(each.form), each.likelihood) for each in near)
        return tuple(each for each in found if not each.word.denies)

    def _forms_of_known_words_near(self, raw: str) -> tuple[Alternative, ...]:
        """Return the forms of known words that a typed one is near to, or else begins like.

        None for one in other letters: what no phrasing spells so is rather of another language.
        """
        if self._spelt(raw) != raw:
            return ()
        forms = self._spelling.forms_meant(raw)
        if not forms and (alike := self._spelling.begun_alike(raw)):
            return (Alternative(self._corrected(alike), 0.0),)
        return tuple(Alternative(self._corrected(each.form), each.likelihood) for each in forms)

    def _corrected(self, form: str) -> Word:
        return replace(self._word_of(form), is_corrected=True)


class _Text:
    """The words of a text, while they are being chosen."""

    def __init__(
        self,
        words: list[Word],
        company: Company | None,
        are_phrase: Callable[[Sequence[Word]], bool],
        are_beside: Callable[[Word, Word], bool],
    ) -> None:
        self.words = words
        self.certain = set(range(len(words)))
        self._company = company
        self._are_phrase = are_phrase
        self._are_beside = are_beside

    def choose(self, at: int, alternatives: Sequence[Alternative]) -> None:
        """Put the likeliest of several words in its place; of none, leave what stands there."""
        if not alternatives:
            return
        others = [self.words[other].term for other in self.certain if other != at]
        around = self._company.around(others) if self._company else None

        def likelihood(each: Alternative) -> float:
            if self._company is None or around is None:
                return each.likelihood
            beside = COMPLETES if self._completes(at, each.word) else 0.0
            beside += BESIDE * self._neighbours(at, each.word)
            if each.word.names_time:
                support = OF_A_TIME
            elif each.word.is_filler:
                support = OF_A_FILLER
            else:
                support = self._company.support(each.word.term, around)
            return each.likelihood + SUPPORT * support + beside

        self.words[at] = max(alternatives, key=likelihood).word

    def _neighbours(self, at: int, word: Word) -> int:
        """Return beside how many of its two neighbours phrasings have a word."""
        before, behind = self.words[max(0, at - 1) : at], self.words[at + 1 : at + 2]
        return sum(self._are_beside(other, word) for other in before) + sum(
            self._are_beside(word, other) for other in behind
        )

    def _completes(self, at: int, word: Word) -> bool:
        """Say whether a word makes a phrase with the one before it or behind."""
        before, behind = self.words[max(0, at - 1) : at], self.words[at + 1 : at + 2]
        return any(self._are_phrase(pair) for pair in ((*before, word), (word, *behind)))
