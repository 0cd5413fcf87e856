"""Misspelt words, put right by the known words of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

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
MOST_NEAR = 8
"""Known words that are compared, of those that a misspelt one is near to."""
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
        self._beginnings = sorted(self._begins_like)

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
        slips = 2 if len(raw) >= LONG_WORD and not is_listed else 1
        near = process.extract(
            raw, self._correctable, scorer=OSA.distance, score_cutoff=slips, limit=MOST_NEAR
        )
        if is_listed:
            # These dictionaries list every rare form, too ("черня" beside "червня").
            near = [each for each in near if self._times[each[0]] >= OFTEN]
        if not near:
            return raw
        known, *_ = min(near, key=lambda each: (each[1], -self._times[each[0]]))
        return known

    def is_lost(self, raw: str) -> bool:
        """Say whether a word is neither known nor any other word of the language."""
        if not SHORTEST_CORRECTED <= len(raw) <= LONGEST_CORRECTED or not raw.isalpha():
            return False
        return self._stem(raw) not in self.known_stems and not self._is_listed(raw)

    def form_meant(self, raw: str) -> str:
        """Return the form of a known word that is one slip away, or begins so, else the word.

        Takes about a millisecond.
        """
        forms = {
            stem: form
            for form in slips_of(raw, ALPHABETS[self._language])
            # Nine in ten begin as no known word does, which is seen at once.
            if form[:SURE_BEGINNING] in self._begins
            and (stem := self._stem_of_form(form)) in self.known_stems
        }
        if not forms:
            return self._by_its_beginning(raw)
        return forms[max(forms, key=lambda stem: (self._times_of_stem[stem], stem))]

    def _stem_of_form(self, form: str) -> str:
        """Return the stem of a word that the language has; "" for letters that make none."""
        if self._language == "tr":
            base = self._base_of(form)
            return self._stem(base) if len(base) >= SHORTEST_CORRECTED - 1 else ""
        return self._stem(form) if self._is_listed(form) else ""

    def _by_its_beginning(self, raw: str) -> str:
        """Return the known word that a misspelt form of it begins like, in inflected languages."""
        if self._language == "en" or len(raw) < LEAST_BEGINNING + 1:
            return raw
        for ending in ENDINGS:
            beginning = raw[: len(raw) - ending]
            if len(beginning) < LEAST_BEGINNING:
                break
            best = process.extractOne(
                beginning, self._beginnings, scorer=OSA.distance, score_cutoff=1
            )
            if best is not None:
                return self._begins_like[best[0]]
        return raw


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
