"""Misspelt words, put right by the known words of a language."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.matching.slips import (
    ByEnds,
    KnownWords,
    Meant,
    likelihood_of_slip,
    slips_of,
)
from knowledge.types import Language

SHORTEST_CORRECTED = 5
"""Letters below which a word is not put right: short words differ by a letter and by meaning."""
LONGEST_CORRECTED = 24
"""Letters above which it is none of ours, and would take long to look at."""
SHORTEST_MISSPELT = 4
"""Letters of a word that may be one of `SHORTEST_CORRECTED` with a letter left out."""
LONG_WORD = 9
"""Letters from which two slips are put right instead of one."""
OFTEN = 15
"""Times that phrasings must have a word for a listed one to be a misspelt form of it."""
SHORTEST_COMPOUND = 7
"""Letters of the words of a phrase together, below which it is not put right as a whole."""
LEAST_BEGINNING = 5
"""Letters of a beginning that is enough to know a word by, whatever its ending."""
SURE_BEGINNING = 4
"""Letters that the forms of a word have in common."""
ENDINGS = (2, 1, 3)
"""Letters of an ending that are left out, in the order in which they are tried."""
ALPHABETS: Mapping[Language, str] = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "uk": "абвгдеєжзиіїйклмнопрстуфхцчшщьюя",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "tr": "abcdefghijklmnoprstuvyz",
}
"""The letters of each language in normal form."""


class Spelling:
    """How the words of a language are spelt: which are known, and how often phrasings have them."""

    def __init__(
        self,
        language: Language,
        times: Mapping[str, int],
        *,
        stem: Callable[[str], str],
        is_listed: Callable[[str], bool],
        base_of: Callable[[str], str],
    ) -> None:
        """Take the known words with how often each is used.

        `is_listed` says whether a dictionary has a word, `base_of` takes the endings off a Turkish
        one.
        """
        self._language = language
        self._times = times
        self._stem = stem
        self._is_listed = is_listed
        self._base_of = base_of
        self._times_of_stem: Counter[str] = Counter()
        for word, number in times.items():
            self._times_of_stem[stem(word)] += number
        self.known_stems = frozenset(self._times_of_stem)
        self._begins = {word[:SURE_BEGINNING] for word in times}
        self._correctable = sorted(word for word in times if len(word) >= SHORTEST_CORRECTED)
        self._begins_like = {
            word[:-2]: word for word in self._correctable if len(word) >= LEAST_BEGINNING + 2
        }
        self._near = KnownWords({word: times[word] for word in self._correctable})
        self._beginnings = ByEnds(self._begins_like)

    def put_right(self, raw: str) -> str:
        """Return the known word that a misspelt one is nearest to, or the word as it stands.

        Of several that are as near it is the one that phrasings have most often. A word of the
        language is not put right, whatever it is near to: tanks are no talks.
        """
        if not SHORTEST_MISSPELT <= len(raw) <= LONGEST_CORRECTED or raw in self._times:
            return raw
        if not raw.isalpha() or self._stem(raw) in self.known_stems:
            return raw
        is_listed = self._is_listed(raw)
        if is_listed and self._language in ("en", "tr"):
            return raw
        near = self.near(raw, slips=2 if len(raw) >= LONG_WORD and not is_listed else 1)
        if is_listed:
            # These dictionaries list every rare form, too ("черня" beside "червня").
            near = [each for each in near if self._times[each.form] >= OFTEN]
        return max(near, key=lambda each: each.likelihood).form if near else raw

    def near(self, raw: str, slips: int = 1) -> list[Meant]:
        """Return the known words that a text may mean by a word that is so many slips away."""
        return self._near.meant_by(raw, slips)

    def is_lost(self, raw: str) -> bool:
        """Say whether a word is neither known nor any other word of the language."""
        return self.is_strange(raw) and not self._is_listed(raw)

    def is_strange(self, raw: str) -> bool:
        """Say whether a word is not known, and of such length that it could be misspelt."""
        if not SHORTEST_CORRECTED <= len(raw) <= LONGEST_CORRECTED or not raw.isalpha():
            return False
        if self._language == "en" and raw not in self._times and not self._is_listed(raw):
            return True
        return self._stem(raw) not in self.known_stems

    def forms_meant(self, raw: str) -> list[Meant]:
        """Return the forms of known words that are one slip away; takes half a millisecond."""
        forms: dict[str, Meant] = {}
        for form in slips_of(raw, ALPHABETS[self._language]):
            # Nine in ten begin as no known word does, which is seen at once.
            if form[:SURE_BEGINNING] not in self._begins:
                continue
            stem = self._stem_of_form(form)
            if stem in self.known_stems:
                often = math.log1p(self._times_of_stem[stem])
                found = Meant(form, likelihood_of_slip(form, raw, 1) + often)
                if stem not in forms or forms[stem].likelihood < found.likelihood:
                    forms[stem] = found
        return list(forms.values())

    def _stem_of_form(self, form: str) -> str:
        """Return the stem of a word that the language has; "" for letters that make none."""
        if self._language == "tr":
            base = self._base_of(form)
            return self._stem(base) if len(base) >= SHORTEST_CORRECTED - 1 else ""
        return self._stem(form) if self._is_listed(form) else ""

    def begun_alike(self, raw: str) -> str | None:
        """Return the known word that a misspelt form of it begins like, in inflected languages."""
        if self._language == "en" or len(raw) < LEAST_BEGINNING + 1:
            return None
        for ending in ENDINGS:
            beginning = raw[: len(raw) - ending]
            if len(beginning) < LEAST_BEGINNING:
                break
            best = process.extractOne(
                beginning, self._beginnings.like(beginning), scorer=OSA.distance, score_cutoff=1
            )
            if best is not None:
                return self._begins_like[best[0]]
        return None


class Compounds:
    """Phrases of several words, found where spaces or hyphens are misplaced, or a letter is."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self._phrases = {
            joined: phrase
            for phrase in phrases
            if len(joined := "".join(phrase)) >= SHORTEST_COMPOUND
        }
        self._near = ByEnds(self._phrases)

    def near(self, joined: str) -> tuple[str, ...] | None:
        """Return the words of the phrase that is at most one slip away."""
        if not SHORTEST_COMPOUND - 1 <= len(joined) <= LONGEST_CORRECTED:
            return None
        best = process.extractOne(
            joined, self._near.like(joined), scorer=OSA.distance, score_cutoff=1
        )
        return None if best is None else self._phrases[best[0]]
