"""Every word the matcher knows in one language: the lexicon, the names, the phrasings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import lru_cache
from itertools import pairwise
from typing import cast

from knowledge.matching.company import Company
from knowledge.matching.correcting import Corrector
from knowledge.matching.lexicon import Lexicon, Want
from knowledge.matching.names import names_of
from knowledge.matching.phrasebook import PhraseBook, raw_of
from knowledge.matching.phrases import Phrases
from knowledge.matching.spelling import Compounds, Spelling
from knowledge.matching.stemming import future_of, listed_in, native_to, stemmer_of
from knowledge.matching.turkish import SHORTEST_BASE, is_dative, is_negated, without_endings
from knowledge.matching.words import Meaning, MeaningKind, Word
from knowledge.text import in_cyrillic, number_of, single_words, tokens
from knowledge.types import Person, PersonId, Side

DIGITS = frozenset("0123456789")
MOST_CACHED = 20_000
"""Words whose stem and meaning are remembered; people use the same ones again and again."""


SHORTEST_SPELT = 3
"""Letters below which a Latin word is not read as a Cyrillic one."""


class Vocabulary:
    """The known words of one language; immutable once built."""

    def __init__(
        self, lexicon: Lexicon, people: Iterable[Person], phrasings: Iterable[Sequence[str]] = ()
    ) -> None:
        """Take a lexicon, the people, and the phrasings of the record as their tokens."""
        # Stemming in Python costs more than all else in a reading; questions repeat words.
        self._stem = stemmer_of(lexicon.language)
        self._is_future = future_of(lexicon.language)
        self._is_native = native_to(lexicon.language)
        self._is_listed = listed_in(lexicon.language)
        self._lexicon = lexicon
        self._people = tuple(people)
        self.language = lexicon.language
        self.receivers = frozenset(single_words(lexicon.receivers))
        self.givers = frozenset(single_words(lexicon.givers))
        self.auxiliaries = frozenset(single_words(lexicon.auxiliaries))
        self.articles = frozenset(single_words(lexicon.articles))
        self.possessions = frozenset(
            f"{kind}:{name}" for kind in ("thing", "synonym") for name in lexicon.possessions
        )
        self.acts = frozenset(f"synonym:{name}" for name in lexicon.acts)
        self.pointers = frozenset(single_words(lexicon.pointers))
        self.between = frozenset(single_words(lexicon.between))
        self.since = frozenset(single_words(lexicon.since))
        self.until = frozenset(single_words(lexicon.until))
        # The other languages have them in front, where they may begin something else.
        self.bounds = self.since | self.until if self.language == "tr" else frozenset()
        self.pronouns = frozenset(single_words(lexicon.pronouns))
        self.by = frozenset(single_words(lexicon.by))
        self.as_of = tuple(tokens(phrase) for phrase in lexicon.as_of)
        self._follow_ups: dict[str, list[tuple[str, ...]]] = {}
        for phrase in map(tokens, lexicon.follow_ups):
            self._follow_ups.setdefault(phrase[0], []).append(phrase)
        self.generic = frozenset(f"synonym:{name}" for name in lexicon.generic)
        self._sides: dict[Meaning, Side] = {}
        self._book = PhraseBook(
            self.language,
            stem=self._stem,
            is_future=self._is_future,
            is_native=self._is_native,
        )
        self._wants: Phrases[Want] = Phrases()
        self.want_words: set[str] = set()
        self._raw: set[str] = set()
        self._times: Counter[str] = Counter()
        self._add_meanings(lexicon)
        self._add_people(self._people, lexicon)
        self._ordinals = self._numbered(lexicon.ordinals)
        self._months = self._numbered(lexicon.months)
        self._multipliers = self._numbered(lexicon.multipliers)
        self._ambiguous_months = frozenset(single_words(lexicon.ambiguous_months))
        self._before_months = frozenset(single_words(lexicon.before_months))
        self.date_links = frozenset(single_words(lexicon.date_links))
        self.year_nouns = frozenset(single_words(lexicon.year_nouns))
        self._round_nouns = frozenset(single_words(lexicon.round_nouns))
        self._round_stems = frozenset(map(self._stem, self._round_nouns))
        self._round_adjectives = frozenset(single_words(lexicon.round_adjectives))
        self._latest = frozenset(single_words(lexicon.latest))
        self._fillers = self._stems(lexicon.filler)
        said = [*map(tokens, (*lexicon.round_nouns, *lexicon.latest)), *phrasings]
        self._times.update(word for phrase in said for word in phrase)
        # Their hashes: a hundred thousand pairs of words would take ten megabytes.
        self._beside = frozenset(hash(pair) for phrase in said for pair in pairwise(phrase))
        self._raw.update(self._times)
        self.company: Company | None = None
        self._prepare()

    def with_words(
        self, people: Iterable[Person], phrasings: Iterable[Sequence[str]]
    ) -> Vocabulary:
        """Return a vocabulary that also knows these people and the words of these phrasings."""
        words = {word for phrase in phrasings for word in phrase}
        if (named := tuple(people)) != self._people:
            return Vocabulary(self._lexicon, named, [[*self._times.elements()], [*words]])
        if words <= self._raw:
            return self
        wider = copy(self)
        wider.know(words)
        return wider

    def know(self, words: Iterable[str]) -> None:
        """Add words; only for one that nobody uses yet."""
        self._raw = self._raw | set(words)
        self._prepare()

    def _prepare(self) -> None:
        """Work out what follows from the known words."""
        self._word = lru_cache(maxsize=MOST_CACHED)(self._as_word)
        times = {word: self._times[word] for word in self._raw}
        self._spelling = Spelling(
            self.language,
            times,
            stem=self._stem,
            is_listed=self._is_listed,
            base_of=self._without_endings,
        )
        self._known_stems = self._spelling.known_stems
        self._corrector = Corrector(
            self._spelling,
            Compounds(self._book.several()),
            times,
            word_of=self._word,
            spelt=self._in_own_letters,
            are_phrase=self._book.has,
            are_beside=lambda first, second: hash((first.raw, second.raw)) in self._beside,
        )

    def warm_up(self) -> None:
        """Read the dictionary now: it takes up to half a second, and no question should wait."""
        self._is_listed("x")

    def in_company(self, company: Company) -> Vocabulary:
        """Return a vocabulary that also knows which words are asked together."""
        wider = copy(self)
        wider.company = company
        return wider

    def words_of(self, typed: Sequence[str]) -> list[Word]:
        """Return what the tokens of a text stand for, misspelt ones put right."""
        return self._corrector.put_right(typed, self.company)

    def _in_own_letters(self, raw: str) -> str:
        """Return a word of Latin letters as its language writes it."""
        if self.language in ("uk", "ru") and raw.isascii():
            return in_cyrillic(raw, is_ukrainian=self.language == "uk")
        return raw

    def _as_word(self, raw: str) -> Word:
        right = self._base_of(raw) if self.language == "tr" else raw
        if self.language in ("uk", "ru") and raw.isascii() and raw not in self._raw:
            right = self._from_latin(raw)
        right = self._spelling.put_right(right)
        stem = self._stem(right)
        meaning = self._book.meaning_of(right, stem)
        negated = (
            self.language == "tr"
            and is_negated(raw)
            # A noun that ends so itself, as in "from the agreement", denies nothing.
            and not (right != raw and right.endswith(("ma", "me")))
        )
        is_corrected = right != raw and right.isascii() == raw.isascii()
        is_corrected = is_corrected and not raw.startswith(right)
        begins = (self._book.as_written.begins(right), self._book.by_stem.begins(stem))
        begins_wish = self._wants.begins(right)
        names_time = self._may_name_a_time(right, stem)
        is_own = meaning is not None and meaning.kind not in ("side", "person")
        return Word(
            right,
            stem,
            meaning,
            is_negated=negated,
            is_receiver=self.language == "tr" and self._is_receiver(raw),
            is_corrected=is_corrected,
            is_future=self._is_future(right),
            is_native=self._is_native(right),
            begins_as_written=begins[0],
            begins_by_stem=begins[1],
            asks_for=self._wants.get(right),
            begins_wish=begins_wish,
            number=number_of(right) if right[0] in DIGITS else "",
            names_time=names_time,
            is_plain=is_own and not any(begins) and not begins_wish and not names_time,
            is_lost=not is_corrected and self._spelling.is_lost(right),
            is_latest=right in self._latest,
            is_round_noun=self._is_round_noun(right, stem),
        )

    def _is_receiver(self, raw: str) -> bool:
        """Say whether a Turkish word is the dative of a name; "Ukrayna" is none of "Ukrayn"."""
        named = self._book.as_written
        endings = (2, 4) if named.get(raw) else (1, 2, 4)
        return any(named.get(raw[:-n]) and is_dative(raw, raw[:-n]) for n in endings)

    def _may_name_a_time(self, raw: str, stem: str) -> bool:
        names = (self._months, self._ordinals, self._latest)
        is_named = stem in self._months or stem in self._round_stems
        return raw[0] in DIGITS or is_named or any(raw in each for each in names)

    def _from_latin(self, raw: str) -> str:
        """Return the Cyrillic word that Latin letters spell, where it is a known one."""
        if not raw.isalpha() or len(raw) < SHORTEST_SPELT:
            return raw
        spelt = self._in_own_letters(raw)
        right = self._spelling.put_right(spelt)
        return right if right in self._raw or self._stem(right) in self._known_stems else raw

    def longest_phrase(self, words: Sequence[Word], position: int) -> tuple[Meaning | None, int]:
        """Return the meaning and length of the longest phrase that begins at a position."""
        return self._book.longest(words, position)

    def begins_a_follow_up(self, words: Sequence[str]) -> bool:
        """Say whether words begin as a question does that leans on the one before."""
        begun_alike = self._follow_ups.get(words[0], ()) if words else ()
        return any(tuple(words[: len(phrase)]) == phrase for phrase in begun_alike)

    def wants_in(self, words: Sequence[Word]) -> frozenset[Want]:
        """Return what the words say is wanted, whatever else they say."""
        found = [
            self._wants.longest(words, at, raw_of)[0] if word.begins_wish else word.asks_for
            for at, word in enumerate(words)
            if word.begins_wish or word.asks_for
        ]
        return frozenset([want for want in found if want is not None])

    def wish_spans(self, words: Sequence[Word], wishes: frozenset[Want]) -> frozenset[int]:
        """Return where the words stand that only say that one of these things is wanted."""
        found: set[int] = set()
        for at, word in enumerate(words):
            if word.begins_wish:
                want, length = self._wants.longest(words, at, raw_of)
                if want in wishes and length > 1:
                    found.update(range(at, at + length))
        return frozenset(found)

    def list_phrase(self, words: Sequence[Word], position: int) -> int:
        """Return the length of a phrase of two words or more that asks for a list ("all three")."""
        if not words[position].begins_wish:
            return 0
        want, length = self._wants.longest(words, position, raw_of)
        return length if want == "list" and length > 1 else 0

    def side_of(self, meaning: Meaning) -> Side | None:
        """Return the side that a meaning names or that its person belongs to."""
        return self._sides.get(meaning)

    def ordinal(self, word: Word) -> int | None:
        """Return the number that a word like "third" or "3rd" stands for."""
        return self._ordinals.get(word.raw) or word.as_ordinal()

    def multiplier(self, word: Word) -> int | None:
        """Return by what a word like "thousand" multiplies."""
        return self._multipliers.get(word.raw)

    def month(self, word: Word) -> int | None:
        """Return the month, 1 to 12, that a word names."""
        month = self._months.get(word.raw)
        return month if month or word.raw in self._ambiguous_months else self._months.get(word.stem)

    def means_month(self, word: Word, before: Word | None) -> bool:
        """Say whether a month's name is one here, and not another word ("may", "march")."""
        is_ambiguous = word.raw in self._ambiguous_months
        return not is_ambiguous or (before is not None and before.raw in self._before_months)

    def _is_round_noun(self, raw: str, stem: str) -> bool:
        if raw in self._round_nouns:
            return True
        if self.language == "tr":
            return stem in self._round_nouns
        # "negotiators" has the stem of "negotiations" and is another word, with its own meaning.
        return stem in self._round_stems and self._book.as_written.get(raw) is None

    def is_bare_round_noun(self, word: Word) -> bool:
        """Say whether a number behind this word may be the number of a round."""
        return word.raw in self._round_nouns or self.language != "tr"

    def is_filler(self, word: Word) -> bool:
        """Say whether a word says nothing about what is asked."""
        return word.stem in self._fillers

    def may_stand_before_a_round_noun(self, word: Word) -> bool:
        """Say whether an ordinal and its noun may have this word between them."""
        is_side = word.meaning is not None and word.meaning.kind == "side"
        return is_side or word.raw in self._round_adjectives or word.raw in self._ordinals

    def links_rounds(self, word: Word) -> bool:
        """Say whether a word joins the numbers of two rounds ("rounds 2 and 3")."""
        return word.raw in self._round_adjectives and self.is_filler(word)

    def knows(self, word: Word) -> bool:
        """Say whether the word stands in the lexicon, in a name or in a phrasing."""
        return word.stem in self._known_stems

    def _add_meanings(self, lexicon: Lexicon) -> None:
        # Where a phrase stands in two lists the first one here has it.
        for kind, groups in (
            ("negation", {"not": lexicon.negations}),
            ("opinion", {"": lexicon.opinions}),
            ("thing", lexicon.things),
            ("place", lexicon.places),
            ("side", lexicon.sides),
            ("season", lexicon.seasons),
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
        for want, phrases in lexicon.wants.items():
            for phrase in phrases:
                self._raw.update(words := tokens(phrase))
                self._wants.add(words, want)
                if len(words) == 1:
                    self.want_words.add(words[0])

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

    def _base_of(self, raw: str) -> str:
        """Return what a Turkish word has before its endings, or the word as it stands.

        Endings fit behind almost any three letters: what no dictionary has is misspelt rather than
        a form of a word so short, or of one that is asked more rarely.
        """
        base = self._without_endings(raw)
        if base == raw or self._is_listed(raw):
            return base
        right = self._spelling.put_right(raw)
        is_likelier = self._times[right] > self._times[base] or len(base) <= SHORTEST_BASE
        # "Süreeli" is "süreli" with a letter doubled rather than "süre" with two endings.
        is_doubled = len(right) == len(raw) - 1 and set(right) == set(raw)
        return right if right != raw and (is_likelier or is_doubled) else base

    def _without_endings(self, raw: str) -> str:
        """Return the longest known word that a Turkish word begins with, if endings follow it."""
        if raw in self._raw or self._stem(raw) in self._known_stems:
            return raw
        return without_endings(raw, self._raw.__contains__)

    def _add(self, phrase: str, meaning: Meaning) -> None:
        words = tokens(phrase)
        if not words:
            return
        self._raw.update(words)
        self._book.add(words, meaning)

    def _numbered(self, words: Mapping[str, Iterable[str]]) -> dict[str, int]:
        found = {
            form: int(number)
            for number, written in words.items()
            for phrase in written
            for form in self._written_and_stem(phrase)
        }
        self._raw.update(found)
        return found

    def _written_and_stem(self, phrase: str) -> Iterator[str]:
        """Yield a word as written and, where a stem cannot be another word's, its stem."""
        yield from tokens(phrase)
        if self.language in ("uk", "ru"):
            yield from map(self._stem, tokens(phrase))

    def _stems(self, phrases: Iterable[str]) -> frozenset[str]:
        return frozenset(self._stem(word) for phrase in phrases for word in tokens(phrase))
