"""An utterance as the matcher sees it: terms to compare, and slots that can contradict a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from knowledge.matching.lexicon import Want
from knowledge.matching.names import names_in
from knowledge.matching.slots import (
    DATE,
    LATEST,
    TRILATERAL,
    PartSpan,
    Reading,
    Slots,
)
from knowledge.matching.times import COUNTING, TimeReader
from knowledge.matching.vocabulary import Vocabulary
from knowledge.matching.words import Meaning
from knowledge.text import tokens
from knowledge.types import Side

WORDS_BEFORE_A_ROUND_NOUN = 3
"""How far from its noun an ordinal may stand: "third renewed Istanbul round"."""
_NAMING = frozenset({"synonym", "thing", "place"})
_OF_A_SIDE = frozenset({"side", "person"})
_ONLY_WISHES: frozenset[Want] = frozenset({"quotation", "person"})
MAX_TOKENS = 120
"""What stands after that many words is not read, so that a long text costs no more."""


def read(text: str, vocabulary: Vocabulary, typed: Sequence[str] | None = None) -> Reading:
    """Read an utterance with the words that the vocabulary knows; misspelt ones are put right.

    `typed` are its `tokens`, where they are known already.
    """
    typed = tokens(text) if typed is None else typed
    words = vocabulary.words_of(typed[:MAX_TOKENS])
    reader = _Reader(words=words, vocabulary=vocabulary, names=names_in(text))
    reader.wishing = vocabulary.wish_spans(reader.words, _ONLY_WISHES)
    spans: list[PartSpan] = []
    position = 0
    while position < len(words):
        start, before = position, len(reader.terms)
        position += reader.take(position)
        is_ignored = reader.took_phrase and len(reader.terms) == before
        if reader.is_bounded(before, position):
            position += reader.take(position)
        spans.append((start, position, before, len(reader.terms), is_ignored))
    read_terms = tuple(reader.terms)
    reader.take_bounds()
    reader.take_compared_rounds()
    raw = tuple([word.raw for word in words])
    return Reading(
        terms=tuple(reader.terms),
        slots=reader.slots(),
        unknown=frozenset(reader.unknown),
        language=vocabulary.language,
        words=raw,
        follows=vocabulary.begins_a_follow_up(raw),
        points_back=not vocabulary.pointers.isdisjoint(raw),
        means_somebody=not vocabulary.pronouns.isdisjoint(raw),
        generic=vocabulary.generic,
        as_of=reader.as_of,
        corrected=sum([word.is_corrected for word in words]),
        foreign=sum([not word.is_native for word in words]),
        asks_for_latest=any(word.is_latest for word in words),
        speaks_of_rounds=any(word.is_round_noun for word in words),
        read_terms=read_terms,
        spans=tuple(spans),
    )


@dataclass(slots=True)
class _Reader(TimeReader):
    """Goes through the words once; each `take_…` returns how many words it took, 0 for none."""

    names: frozenset[str] = frozenset()
    unknown: set[str] = field(default_factory=set)
    rounds: set[int] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)
    actor: Side | None = None
    is_actor_named: bool = False
    ordinals: set[int] = field(default_factory=set)
    took_phrase: bool = False
    """Whether what was taken last stands in the lexicon."""
    wishing: frozenset[int] = frozenset()
    """Where words stand that only ask for a quotation, or who somebody is."""

    def slots(self) -> Slots:
        return Slots(
            rounds=frozenset(self.rounds),
            days=frozenset(self.days),
            months=frozenset(self.months),
            years=frozenset(self.years),
            sides=frozenset(cast(set[Side], self.found.get("side", set()))),
            actor=self.actor,
            acts=self.vocabulary.acts.intersection(self.terms),
            people=frozenset(self.found.get("person", ())),
            places=frozenset(self.found.get("place", ())),
            things=frozenset(self.found.get("thing", ())),
            numbers=frozenset(self.found.get("number", ())),
            asks=frozenset(self.found.get("ask", ())),
            strangers=frozenset(self.strangers),
            is_opinion="opinion" in self.found,
            is_forecast=any(word.is_future for word in self.words),
            is_negated="negation" in self.found or any(w.is_negated for w in self.words),
            wants=self._wants(),
            span=self.span,
            before=self.before,
            names_another_kind_of_round=TRILATERAL in self.terms,
            ordinals=frozenset(self.ordinals),
        )

    def take(self, position: int) -> int:
        """Take the words at a place that belong together; return how many they are."""
        word = self.words[position]
        if word.is_plain and word.meaning is not None:
            # Half of all words; all of the record is read at a start.
            self._take_meaning(word.meaning)
            self.took_phrase = True
            return 1
        self.took_phrase = False
        # Few words begin either.
        length = self.take_list_phrase(position) if word.begins_wish else 0
        if not length and word.names_time:
            length = self.take_named_phrase(position) or self.take_time(position)
        if not length:
            length = self.take_phrase(position)
            self.took_phrase = length > 0
        return length or self.take_number(position) or self.take_word(position)

    def is_bounded(self, before: int, position: int) -> bool:
        """Say whether a time is followed by the word that says from when, as in Turkish.

        `before` is how many terms there were before the time was taken.
        """
        bounds = self.vocabulary.bounds
        if not bounds or not any(term.startswith(DATE) for term in self.terms[before:]):
            return False
        word = self._word(position)
        return word is not None and word.raw in bounds

    def take_list_phrase(self, position: int) -> int:
        """Take "all three": what stands there is no number of a round."""
        return self.vocabulary.list_phrase(self.words, position)

    def take_named_phrase(self, position: int) -> int:
        """Take "one on one" before its numeral could name a round."""
        return self.take_phrase(position) if self._begins_a_name(position) else 0

    def _begins_a_name(self, position: int) -> bool:
        """Say whether a numeral begins a phrase that means something else."""
        word = self._word(position)
        if word is None or not (word.names_time and word.begins):
            return False
        if self.is_before_a_year_noun(position):
            return False  # of one lemma with "25 лет", an age
        meaning, length = self.vocabulary.longest_phrase(self.words, position)
        return length > 1 and meaning is not None and meaning.kind in _NAMING

    def take_time(self, position: int) -> int:
        """Take a date, or the naming of a round."""
        return self.take_date(position) or self.take_round(position)

    def take_compared_rounds(self) -> None:
        """Read "the first or the third" as rounds, where rounds are compared."""
        named = self.rounds | self.ordinals
        is_compared = len(named) > 1 and any(word.is_round_noun for word in self.words)
        if is_compared and self._compares():
            counted = {f"number:{number}" for number in self.ordinals} | {"synonym:second"}
            self.found["number"] = self.found.get("number", set()) - set(map(str, self.ordinals))
            self.terms = [term for term in self.terms if term not in counted]
            self.rounds, self.ordinals = named, set()

    def take_round(self, position: int) -> int:
        """Take the naming of a round: "third round", "round 3"."""
        if self.words[position].is_round_noun:
            noun = self.words[position]
            is_bare = self.vocabulary.is_bare_round_noun(noun)
            number = self._round_number_after(position) if is_bare else None
            if number is None:
                return 1
            self.rounds.add(number)
            return 2 + self._take_more_rounds(position + 2)
        number = self._round_number_at(position)
        if number is None:
            return 0
        numbers = {number}
        for length in range(1, 1 + WORDS_BEFORE_A_ROUND_NOUN):
            following = self._word(position + length)
            if following is None:
                break
            if following.is_round_noun:
                self.rounds |= numbers
                return length + 1
            if self.vocabulary.links_rounds(self.words[position + length - 1]):
                # "the first and third rounds", "2. ve 3. tur"
                another = self.vocabulary.ordinal(following) or following.as_small()
                if another is not None:
                    numbers.add(another)
                    continue
            if not self.vocabulary.may_stand_before_a_round_noun(following):
                break
        return 0

    def _take_more_rounds(self, position: int) -> int:
        """Take "and 3" behind "rounds 2"; return how many words that are."""
        link, following = self._word(position), self._word(position + 1)
        if link is None or following is None or not self.vocabulary.links_rounds(link):
            return 0
        number = self.vocabulary.ordinal(following) or following.as_small()
        if number is None:
            return 0
        self.rounds.add(number)
        return 2

    def _round_number_at(self, position: int) -> int | None:
        word = self.words[position]
        if word.is_latest:
            return LATEST
        if self.vocabulary.is_filler(word):
            return None
        return self.vocabulary.ordinal(word) or word.as_small()

    def _round_number_after(self, position: int) -> int | None:
        """Return the number behind a round's noun, but not the day of "talks 23 July"."""
        number, month = self._word(position + 1), self._word(position + 2)
        if number is None or (month and self.vocabulary.month(month) is not None):
            return None
        if self._begins_a_name(position + 1):
            return None
        return self.vocabulary.ordinal(number) or number.as_small()

    def take_phrase(self, position: int) -> int:
        """Take the longest phrase that the lexicon or a name explains."""
        meaning, length = self.vocabulary.longest_phrase(self.words, position)
        if meaning is None:
            return 0
        self._take_meaning(meaning)
        word = self.words[position]
        if length == 1 and word.names_time and meaning.kind != "filler":
            self.ordinals.update(filter(None, [self.vocabulary.ordinal(word)]))
        if meaning.kind not in _OF_A_SIDE:
            return length
        side = self.vocabulary.side_of(meaning)
        is_receiver = self.words[position + length - 1].is_receiver
        if side is not None and not is_receiver and not self._is_qualifier(position + length):
            self._take_side(side, self._word_before(position))
        return length

    def _take_meaning(self, meaning: Meaning) -> None:
        if meaning.kind == "filler":
            return
        self.found.setdefault(meaning.kind, set()).add(meaning.value)
        self.terms.append(meaning.term)

    def _take_side(self, side: Side, before: str | None) -> None:
        vocabulary = self.vocabulary
        if before in vocabulary.givers | vocabulary.auxiliaries and not self.is_actor_named:
            self.actor, self.is_actor_named = side, True
        elif before not in vocabulary.receivers and self.actor is None:
            self.actor = side

    def _is_qualifier(self, position: int) -> bool:
        """Say whether a side's name only says whose what follows is ("Ukrainian soldiers")."""
        word = self._word(position)
        meaning = word.meaning if word else None
        return meaning is not None and meaning.term in self.vocabulary.possessions

    def _word_before(self, position: int) -> str | None:
        """Return the last word before a place that is no article."""
        before = (word.raw for word in reversed(self.words[:position]))
        return next((raw for raw in before if raw not in self.vocabulary.articles), None)

    def take_number(self, position: int) -> int:
        """Take a number in digits or words: "1200", "twelve hundred"."""
        word = self.words[position]
        number = word.as_number()
        if (
            number is None
            and word.names_time
            and (number := self.vocabulary.ordinal(word)) is not None
        ):
            self.ordinals.add(number)
        length = 0 if number is None else 1
        while (following := self._word(position + length)) and (
            multiplier := self.vocabulary.multiplier(following)
        ):
            number, length = (1 if number is None else number) * multiplier, length + 1
        if number is not None:
            self._take_meaning(Meaning("number", str(number)))
        return length

    def take_word(self, position: int) -> int:
        """Take a word for itself."""
        word = self.words[position]
        if word.raw in self.vocabulary.want_words or word.is_latest:
            return 1
        if position in self.wishing:
            return 1
        if len(word.raw) == 1 and not self.vocabulary.knows(word):
            return 1  # a letter that strayed
        self.terms.append(word.stem)
        if not self.vocabulary.knows(word):
            self.unknown.add(word.stem)
            if word.raw in self.names or self.terms[-2:-1] == [COUNTING]:
                self.strangers.add(word.stem)
        return 1
