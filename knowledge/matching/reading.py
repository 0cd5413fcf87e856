"""An utterance as the matcher sees it: terms to compare, and slots that can contradict a fact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from knowledge.matching.lexicon import Season, Want
from knowledge.matching.names import names_in
from knowledge.matching.slots import (
    DATE,
    LATEST,
    SEASONS,
    TRILATERAL,
    MonthDay,
    Part,
    Reading,
    Slots,
    Span,
    day_term,
    month_term,
)
from knowledge.matching.vocabulary import Vocabulary
from knowledge.matching.words import Meaning, Word
from knowledge.types import Side

COUNTING = "ask:how_many"
WORDS_BEFORE_A_ROUND_NOUN = 3
"""How far from its noun an ordinal may stand: "third renewed Istanbul round"."""
_NAMING = frozenset({"synonym", "thing", "place"})
MAX_TOKENS = 120
"""What stands after that many words is not read, so that a long text costs no more."""


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """Read an utterance with the words that the vocabulary knows; misspelt ones are put right."""
    reader = _Reader(vocabulary.words_of(text, MAX_TOKENS), names_in(text), vocabulary)
    parts: list[Part] = []
    position = 0
    while position < len(reader.words):
        parts.append(reader.take(position))
        position += len(parts[-1].words)
    reader.take_bounds()
    reader.take_compared_rounds()
    words = tuple(word.raw for word in reader.words)
    return Reading(
        terms=tuple(reader.terms),
        slots=reader.slots(),
        unknown=frozenset(reader.unknown),
        language=vocabulary.language,
        words=words,
        follows=vocabulary.begins_a_follow_up(words),
        points_back=not vocabulary.pointers.isdisjoint(words),
        generic=vocabulary.generic,
        as_of=reader.as_of,
        corrected=sum(word.is_corrected for word in reader.words),
        foreign=sum(not word.is_native for word in reader.words),
        asks_for_latest=any(map(vocabulary.is_latest, reader.words)),
        speaks_of_rounds=any(map(vocabulary.is_round_noun, reader.words)),
        parts=tuple(parts),
    )


@dataclass(slots=True)
class _Reader:
    """Goes through the words once; each `take_…` returns how many words it took, 0 for none."""

    words: Sequence[Word]
    names: frozenset[str]
    vocabulary: Vocabulary
    terms: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    found: dict[str, set[str]] = field(default_factory=dict)
    rounds: set[int] = field(default_factory=set)
    days: set[tuple[int, int]] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)
    actor: Side | None = None
    is_actor_named: bool = False
    dated: list[tuple[int, int, MonthDay]] = field(default_factory=list)
    """Where each day stands (first word, word behind it), and which it is."""
    named_months: list[tuple[int, int]] = field(default_factory=list)
    """Where each month without a day stands, and which it is."""
    ordinals: set[int] = field(default_factory=set)
    span: Span | None = None
    before: dt.date | None = None
    as_of: tuple[int | None, int, int] | None = None

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

    def take(self, position: int) -> Part:
        """Take the words at a place that belong together."""
        before = len(self.terms)
        is_phrase = False
        word = self.words[position]
        # Few words begin either; all of the record is read at a start.
        length = self.take_list_phrase(position) if word.begins_wish else 0
        if not length and word.names_time:
            length = self.take_named_phrase(position) or self.take_time(position)
        if not length:
            length = self.take_phrase(position)
            is_phrase = length > 0
        length = length or self.take_number(position) or self.take_word(position)
        terms = tuple(self.terms[before:])
        words = tuple(word.raw for word in self.words[position : position + length])
        return Part(words, terms, is_ignored=is_phrase and not terms)

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
        meaning, length = self.vocabulary.longest_phrase(self.words, position)
        return length > 1 and meaning is not None and meaning.kind in _NAMING

    def take_time(self, position: int) -> int:
        """Take a date, or the naming of a round."""
        return self.take_date(position) or self.take_round(position)

    def take_date(self, position: int) -> int:
        """Take a day, a month or a year."""
        word = self.words[position]
        if (date := word.as_date()) is not None:
            self._add_day(*date[1:], position, 1)
            self.years.update(filter(None, date[:1]))
            return 1
        if (year := word.as_year()) is not None:
            self.years.add(year)
            return 1
        if (month := self.vocabulary.month(word)) is not None:
            return self._take_month(month, position)
        return self._take_day_and_month(position)

    def _take_month(self, month: int, position: int) -> int:
        """Take "July 23" or "July", but not the verb "may"."""
        following = self._word(position + 1)
        day = following.as_day() if following else None
        if day is not None and following is not None and following.as_year() is None:
            self._add_day(month, day, position, 2)
            return 2
        before = self._word(position - 1)
        if not self.vocabulary.means_month(self.words[position], before):
            return 0
        self.months.add(month)
        self.named_months.append((position, month))
        self.terms.append(month_term(month))
        return 1

    def _take_day_and_month(self, position: int) -> int:
        """Take "23 July" or "23rd of July"."""
        day = self.words[position].as_day()
        if day is None:
            return 0
        at = position + 1
        if (link := self._word(at)) and link.raw in self.vocabulary.date_links:
            at += 1
        name = self._word(at)
        month = self.vocabulary.month(name) if name else None
        if month is None:
            return 0
        self._add_day(month, day, position, at + 1 - position)
        return at + 1 - position

    def _add_day(self, month: int, day: int, position: int, length: int) -> None:
        self.days.add((month, day))
        self.dated.append((position, position + length, (month, day)))
        self.terms.append(day_term(month, day))

    def take_bounds(self) -> None:
        """Turn days that bound a time, or that knowledge is asked for, into what they mean."""
        vocabulary = self.vocabulary
        if self.dated and vocabulary.has_phrase(vocabulary.as_of, self.words):
            _, _, (month, day) = self.dated[0]
            self.as_of = (min(self.years, default=None), month, day)
            self._forget_days()
            self.years.clear()
        elif len(self.dated) >= 2 and self._is_beside(vocabulary.between):
            self.span = (self.dated[0][2], self.dated[-1][2])
            self._forget_days()
        elif self.dated and self._is_beside(vocabulary.since):
            self.span = (self.dated[0][2], (12, 31))
            self._forget_days()
        elif not self.dated and len(self.months) == 2 and not self._compares():
            (_, first), (_, last) = self.named_months[0], self.named_months[-1]
            self.span = ((first, 1), (last, 31))
            self._forget_days()
            self.months.clear()
        elif self._is_month_an_end():
            self.before = dt.date(min(self.years), self.named_months[0][1], 1)
            self._forget_days()
            self.months.clear()
            self.years.clear()
        elif not self.dated and len(self.months) == 1 and self._is_beside_month(vocabulary.since):
            ((_, month), *_) = self.named_months
            self.span = ((month % 12 + 1, 1), (12, 31))
            self._forget_days()
            self.months.clear()
        elif "season" in self.found and not self.months and not self.days:
            (season, *_) = sorted(self.found["season"])
            self.span = SEASONS[cast(Season, season)]

    def take_compared_rounds(self) -> None:
        """Read "the first or the third" as rounds, where rounds are compared."""
        named = self.rounds | self.ordinals
        is_compared = len(named) > 1 and any(map(self.vocabulary.is_round_noun, self.words))
        if is_compared and self._compares():
            counted = {f"number:{number}" for number in self.ordinals} | {"synonym:second"}
            self.found["number"] = self.found.get("number", set()) - set(map(str, self.ordinals))
            self.terms = [term for term in self.terms if term not in counted]
            self.rounds, self.ordinals = named, set()

    def _wants(self) -> frozenset[Want]:
        wants = self.vocabulary.wants_in(self.words)
        compared = {"synonym:differ", "synonym:compare"} & set(self.terms)
        return wants | {"comparison"} if compared else wants

    def _compares(self) -> bool:
        return "comparison" in self._wants()

    def _is_month_an_end(self) -> bool:
        """Say whether it asks for what came before a month of a year ("before May 2025")."""
        if self.dated or len(self.named_months) != 1 or len(self.years) != 1:
            return False
        at = self.named_months[0][0]
        # Turkish puts it behind: "Mayıs 2025'ten önce".
        places = (at + 1, at + 2) if self.vocabulary.language == "tr" else (at - 1,)
        words = map(self._word, places)
        return any(word is not None and word.raw in self.vocabulary.until for word in words)

    def _is_beside_month(self, words: frozenset[str]) -> bool:
        """Say whether one of these words stands right before or behind the first month named."""
        at = self.named_months[0][0]
        around = (self._word(at - 1), self._word(at + 1))
        return any(word is not None and word.raw in words for word in around)

    def _is_beside(self, words: frozenset[str]) -> bool:
        """Say whether one of these words stands right before the first day, or after the last."""
        first, last = self.dated[0][0], self.dated[-1][1]
        around = (self._word(first - 1), self._word(last), self._word(last + 1))
        return any(word is not None and word.raw in words for word in around)

    def _forget_days(self) -> None:
        self.days.clear()
        self.terms = [term for term in self.terms if not term.startswith(DATE)]

    def take_round(self, position: int) -> int:
        """Take the naming of a round: "third round", "round 3"."""
        if self.vocabulary.is_round_noun(self.words[position]):
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
        for length in range(1, 1 + WORDS_BEFORE_A_ROUND_NOUN):
            following = self._word(position + length)
            if following is None:
                break
            if self.vocabulary.is_round_noun(following):
                self.rounds.add(number)
                return length + 1
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
        if self.vocabulary.is_latest(word):
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
        if length == 1 and (number := self.vocabulary.ordinal(self.words[position])) is not None:
            self.ordinals.add(number)
        side = self.vocabulary.side_of(meaning)
        if side is not None and not self._is_qualifier(position + length):
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
        if number is None and (number := self.vocabulary.ordinal(word)) is not None:
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
        if word.raw in self.vocabulary.want_words or self.vocabulary.is_latest(word):
            return 1
        if len(word.raw) == 1 and not self.vocabulary.knows(word):
            return 1  # a letter that strayed
        self.terms.append(word.stem)
        if not self.vocabulary.knows(word):
            self.unknown.add(word.stem)
            if word.raw in self.names or self.terms[-2:-1] == [COUNTING]:
                self.strangers.add(word.stem)
        return 1

    def _word(self, position: int) -> Word | None:
        return self.words[position] if 0 <= position < len(self.words) else None
