"""Every word the matcher knows in one language: the lexicon, the names, the phrasings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.matching.lexicon import Lexicon
from knowledge.matching.phrases import Phrases
from knowledge.text import tokens
from knowledge.types import Language, Person, PersonId, Side

MeaningKind = Literal[
    "filler", "negation", "opinion", "ask", "side", "person", "thing", "synonym", "number"
]
SHORTEST_CORRECTED = 5
"""Letters below which a word is not put right: short words differ by a letter and by meaning."""
SHORTEST_REPLACED = 6
"""Letters below which one letter in place of another makes another word (tanks, talks)."""
DIGITS = frozenset("0123456789")
MOST_CACHED = 20_000
"""Words whose stem and meaning are remembered; people use the same ones again and again."""
LONG_WORD = 9
"""Letters from which two slips are put right instead of one."""

# "1.5" is a number: without a year the month needs both digits to make a date.
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)[./](\d\d?(?=[./])|\d\d)(?:[./](\d{2,4}))?")
MOST_ROUNDS = 40
"""A greater number beside "round" or "talks" counts something else."""

_CASED_WORD = re.compile(r"[^\W\d_]+")
_CAPITALISED = re.compile(r"(?<=[^\s.!?:\"“(] )[^\W\d_]\w*")
_DAY = re.compile(r"(\d\d?)(?:st|nd|rd|th)?")
_STEMMERS: Mapping[Language, str] = {"en": "english", "ru": "russian", "tr": "turkish"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word or phrase stands for."""

    kind: MeaningKind
    value: str

    @property
    def term(self) -> str:
        """The term by which utterances and phrasings are compared."""
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, in normal form, and its stem."""

    raw: str
    stem: str
    meaning: Meaning | None = None
    """What it stands for by itself."""
    names_time: bool = True
    """Whether a date or the naming of a round may begin with it; few words may."""

    def as_day(self) -> int | None:
        """Return the day of the month that it may be."""
        match = _DAY.fullmatch(self.raw)
        return day if match and 1 <= (day := int(match[1])) <= 31 else None

    def as_number(self) -> int | None:
        """Return the number that it writes in the digits 0 to 9."""
        return int(self.raw) if self.raw.isascii() and self.raw.isdecimal() else None

    def as_small(self) -> int | None:
        """Return the number that may count a round."""
        number = self.as_number()
        return number if number is not None and 1 <= number <= MOST_ROUNDS else None

    def as_year(self) -> int | None:
        """Return the year that it may be."""
        return self.as_number() if len(self.raw) == 4 and self.raw[:2] in ("19", "20") else None

    def as_date(self) -> tuple[int | None, int, int] | None:
        """Return (year, month, day) of a date in digits, day first as the four languages write."""
        match = _DATE.fullmatch(self.raw)
        if not match:
            return None
        year: int | None
        if match[1]:
            year, month, day = int(match[1]), int(match[2]), int(match[3])
        else:
            year = int(match[6]) % 100 + 2000 if match[6] else None
            month, day = int(match[5]), int(match[4])
        return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


class Vocabulary:
    """The known words of one language; immutable once built."""

    def __init__(
        self, lexicon: Lexicon, people: Iterable[Person], phrasings: Iterable[str] = ()
    ) -> None:
        name = _STEMMERS.get(lexicon.language)
        stemmer = snowballstemmer.stemmer(name) if name else None
        # Stemming in Python costs more than all else in a reading; questions repeat words.
        self._stem = lru_cache(maxsize=MOST_CACHED)(stemmer.stemWord if stemmer else str)
        self._word = lru_cache(maxsize=MOST_CACHED)(self._as_word)
        self.language = lexicon.language
        self.receivers = frozenset(lexicon.receivers)
        self.givers = frozenset(lexicon.givers)
        self.auxiliaries = frozenset(lexicon.auxiliaries)
        self.articles = frozenset(lexicon.articles)
        self.possessions = frozenset(
            f"{kind}:{name}" for kind in ("thing", "synonym") for name in lexicon.possessions
        )
        self.acts = frozenset(f"synonym:{name}" for name in lexicon.acts)
        self._sides: dict[Meaning, Side] = {}
        self._as_written: Phrases[Meaning] = Phrases()
        self._by_stem: Phrases[Meaning] = Phrases()
        self._raw: set[str] = set()
        self._add_meanings(lexicon)
        self._add_people(people, lexicon)
        self._ordinals = self._numbered(lexicon.ordinals)
        self._months = self._numbered(lexicon.months)
        self._multipliers = self._numbered(lexicon.multipliers)
        self._ambiguous_months = frozenset(lexicon.ambiguous_months)
        self._before_months = frozenset(lexicon.before_months)
        self.date_links = frozenset(lexicon.date_links)
        self._round_nouns = frozenset(lexicon.round_nouns)
        self._round_stems = frozenset(map(self._stem, lexicon.round_nouns))
        self._round_adjectives = frozenset(lexicon.round_adjectives)
        self._latest = frozenset(lexicon.latest)
        self._fillers = self._stems(lexicon.filler)
        self._raw.update(*map(tokens, (*lexicon.round_nouns, *lexicon.latest, *phrasings)))
        self._known_stems = frozenset(map(self._stem, self._raw))
        self._correctable = sorted(word for word in self._raw if len(word) >= SHORTEST_CORRECTED)

    def words_of(self, text: str) -> list[Word]:
        """Return the words of a text, misspelt ones put right."""
        return [self._word(raw) for raw in tokens(text)]

    def _as_word(self, raw: str) -> Word:
        right = self._corrected(raw)
        stem = self._stem(right)
        meaning = self._as_written.get(right) or self._by_stem.get(stem)
        return Word(right, stem, meaning, names_time=self._may_name_a_time(right, stem))

    def _may_name_a_time(self, raw: str, stem: str) -> bool:
        return (
            raw[0] in DIGITS
            or raw in self._months
            or raw in self._ordinals
            or raw in self._latest
            or stem in self._round_stems
        )

    def longest_phrase(self, words: Sequence[Word], position: int) -> tuple[Meaning | None, int]:
        """Return the meaning and length of the longest phrase, as written or else by its stems."""
        as_written, length = self._as_written.longest(words, position, _raw_of)
        by_stem, stemmed_length = self._by_stem.longest(words, position, _stem_of)
        return (by_stem, stemmed_length) if stemmed_length > length else (as_written, length)

    def side_of(self, meaning: Meaning) -> Side | None:
        """Return the side that a meaning names or that its person belongs to."""
        return self._sides.get(meaning)

    def ordinal(self, word: Word) -> int | None:
        """Return the number that a word like "third" or "3rd" stands for."""
        return self._ordinals.get(word.raw)

    def multiplier(self, word: Word) -> int | None:
        """Return by what a word like "thousand" multiplies."""
        return self._multipliers.get(word.raw)

    def month(self, word: Word) -> int | None:
        """Return the month, 1 to 12, that a word names."""
        return self._months.get(word.raw)

    def means_month(self, word: Word, before: Word | None) -> bool:
        """Say whether a month's name is one here, and not another word ("may", "march")."""
        is_ambiguous = word.raw in self._ambiguous_months
        return not is_ambiguous or (before is not None and before.raw in self._before_months)

    def is_round_noun(self, word: Word) -> bool:
        """Say whether a word is what a round is called."""
        if word.raw in self._round_nouns:
            return True
        # "negotiators" has the stem of "negotiations" and is another word, with its own meaning.
        return word.stem in self._round_stems and self._as_written.get(word.raw) is None

    def is_latest(self, word: Word) -> bool:
        """Say whether a word makes the noun beside it mean the latest one."""
        return word.raw in self._latest

    def is_filler(self, word: Word) -> bool:
        """Say whether a word says nothing about what is asked."""
        return word.stem in self._fillers

    def may_stand_before_a_round_noun(self, word: Word) -> bool:
        """Say whether an ordinal and its noun may have this word between them."""
        is_side = word.meaning is not None and word.meaning.kind == "side"
        return is_side or word.raw in self._round_adjectives or word.raw in self._ordinals

    def knows(self, word: Word) -> bool:
        """Say whether the word stands in the lexicon, in a name or in a phrasing."""
        return word.stem in self._known_stems

    def _corrected(self, raw: str) -> str:
        if len(raw) < SHORTEST_CORRECTED or raw in self._raw or not raw.isalpha():
            return raw
        if self._stem(raw) in self._known_stems:
            return raw
        slips = 2 if len(raw) >= LONG_WORD else 1
        best = process.extractOne(raw, self._correctable, scorer=OSA.distance, score_cutoff=slips)
        if best is None or (len(raw) < SHORTEST_REPLACED and _is_replacement(raw, best[0])):
            return raw
        return best[0]

    def _add_meanings(self, lexicon: Lexicon) -> None:
        # Where a phrase stands in two lists the first one here has it.
        for kind, groups in (
            ("negation", {"not": lexicon.negations}),
            ("opinion", {"": lexicon.opinions}),
            ("thing", lexicon.things),
            ("side", lexicon.sides),
            ("ask", lexicon.asks),
            ("synonym", lexicon.synonyms),
            ("filler", {"": lexicon.filler}),
        ):
            for value, phrases in groups.items():
                meaning = Meaning(cast(MeaningKind, kind), value)
                if kind == "side":
                    self._sides[meaning] = cast(Side, value)
                for phrase in phrases:
                    self._add(phrase, meaning)

    def _add_people(self, people: Iterable[Person], lexicon: Lexicon) -> None:
        for person in people:
            if person.kind == "collective":
                continue
            meaning = Meaning("person", person.id)
            self._sides[meaning] = person.side
            for name in names_of(person):
                self._add(name, meaning)
            for title in lexicon.titles.get(PersonId(person.id), ()):
                self._add(title, meaning)

    def _add(self, phrase: str, meaning: Meaning) -> None:
        words = tokens(phrase)
        self._raw.update(words)
        self._as_written.add(words, meaning)
        self._by_stem.add(tuple(map(self._stem, words)), meaning)

    def _numbered(self, words: Mapping[str, Iterable[str]]) -> dict[str, int]:
        found = {form: int(number) for number, forms in words.items() for form in forms}
        self._raw.update(found)
        return found

    def _stems(self, phrases: Iterable[str]) -> frozenset[str]:
        return frozenset(self._stem(word) for phrase in phrases for word in tokens(phrase))


def _raw_of(word: Word) -> str:
    return word.raw


def _stem_of(word: Word) -> str:
    return word.stem


def _is_replacement(written: str, known: str) -> bool:
    """Say whether the words differ by one letter in place of another, not by a swap."""
    return len(written) == len(known) and sorted(written) != sorted(known)


def names_in(text: str) -> frozenset[str]:
    """Return the capitalised words that do not begin a sentence, in normal form.

    Where every word is capitalised capitals say nothing, and there are none.
    """
    if text.islower():
        return frozenset()
    words = _CASED_WORD.findall(text)
    if all(word[:1].isupper() for word in words):
        return frozenset()
    return frozenset(
        token
        for match in _CAPITALISED.finditer(text)
        if match[0][0].isupper()
        for token in tokens(match[0])
    )


def names_of(person: Person) -> Iterator[str]:
    """Yield the full names, the other spellings and the family names of a person."""
    full = [
        name for name in (person.name.en, person.name.uk, person.name.ru, person.name.tr) if name
    ]
    yield from full
    yield from person.aliases
    yield from (name.split()[-1] for name in full)
