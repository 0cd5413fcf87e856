"""What the words and phrases of a lexicon stand for, as they are written and in other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from knowledge.matching.phrases import Phrases
from knowledge.matching.words import Meaning, Word
from knowledge.types import Language

LONGEST_PREPOSITION = 2
"""Letters of a word that only says how the noun behind it is meant."""
raw_of: Final[Callable[[Word], str]] = attrgetter("raw")
_stem_of: Final[Callable[[Word], str]] = attrgetter("stem")


class PhraseBook:
    """The meanings of phrases; the first one of a phrase stays."""

    def __init__(
        self,
        language: Language,
        *,
        stem: Callable[[str], str],
        is_future: Callable[[str], bool],
        is_native: Callable[[str], bool],
    ) -> None:
        """Take the language, and what its dictionary says of a word: see `stemming`."""
        self._language = language
        self._stem = stem
        self._is_future = is_future
        self._is_native = is_native
        self.as_written: Final[Phrases[Meaning]] = Phrases()
        self.by_stem: Final[Phrases[Meaning]] = Phrases()

    def add(self, words: Sequence[str], meaning: Meaning) -> None:
        """Add a phrase of at least one word, in normal form."""
        self.as_written.add(words, meaning)
        if not self._has_one_form(words, meaning):
            self.by_stem.add(tuple(map(self._stem, words)), meaning)

    def _has_one_form(self, words: Sequence[str], meaning: Meaning) -> bool:
        """Say whether another form of the words would mean something else."""
        match meaning.kind:
            case "person":  # "Putin advised" is no Putin adviser
                return self._language == "en" and len(words) > 1
            case "opinion":  # "що станеться" asks for a forecast, "що сталося" for what happened
                return any(map(self._is_future, words))
            case "place" | "thing":  # "у Москві" is a place, "у Москви" a side
                return len(words) == 2 and len(words[0]) <= LONGEST_PREPOSITION
            case "ask":  # "кадой" is no form of "када", which no dictionary has
                return len(words) == 1 and not self._is_native(words[0])
            case "filler":  # "Україна Росія" names the talks, "Україна Росії" who gives to whom
                every = [self.meaning_of(word, self._stem(word)) for word in words]
                return len(words) > 1 and all(m is not None and m.kind == "side" for m in every)
        return False

    def meaning_of(self, raw: str, stem: str) -> Meaning | None:
        """Return what a word stands for by itself."""
        return self.as_written.get(raw) or self.by_stem.get(stem)

    def several(self) -> Iterator[tuple[str, ...]]:
        """Yield the phrases of more than one word."""
        return self.as_written.several()

    def longest(self, words: Sequence[Word], position: int) -> tuple[Meaning | None, int]:
        """Return the meaning and length of the longest phrase, as written or else by its stems."""
        word = words[position]
        meaning, length = word.meaning, 1
        if word.begins_as_written:
            longer, most = self.as_written.longest(words, position, raw_of)
            if most > length:
                meaning, length = longer, most
        if word.begins_by_stem:
            longer, most = self.by_stem.longest(words, position, _stem_of)
            if most > length:
                meaning, length = longer, most
        return (meaning, length) if meaning else (None, 0)

    def has(self, words: Sequence[Word]) -> bool:
        """Say whether two words or more are one phrase."""
        return len(words) > 1 and words[0].begins and self.longest(words, 0)[1] == len(words)
