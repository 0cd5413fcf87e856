"""An utterance as the matcher sees it: terms to compare, and slots that can contradict a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.matching.vocabulary import Meaning, Vocabulary, Word
from knowledge.types import Side

LATEST = 0
"""The round number that stands for "the latest round" until the corpus says which that is."""
COUNTING = "ask:how_many"
MAX_TOKENS = 120
"""What stands after that many words is not read, so that a long text costs no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What an utterance pins down; an empty set or None means that it says nothing of the kind."""

    rounds: frozenset[int] = frozenset()
    """Round numbers; `LATEST` for the latest one."""
    days: frozenset[tuple[int, int]] = frozenset()
    """(month, day)."""
    months: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    sides: frozenset[Side] = frozenset()
    actor: Side | None = None
    """The side that acts, where the utterance shows it."""
    people: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()
    """Names, by their capital letter, and counted things that nothing on record has."""
    is_opinion: bool = False
    """Whether an opinion or a forecast is asked for."""
    acts: frozenset[str] = frozenset()
    """What a side does in it: offers, wants, says."""
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """An utterance after reading: the terms in order, without fillers, and the slots."""

    terms: tuple[str, ...]
    slots: Slots
    unknown: frozenset[str] = frozenset()
    """Terms whose word stands neither in the lexicon nor in any phrasing."""


@dataclass(slots=True)
class _Collector:
    """Takes meanings one by one, in the order of the words."""

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

    def take(self, meaning: Meaning) -> None:
        if meaning.kind == "filler":
            return
        self.terms.append(meaning.term)
        self.found.setdefault(meaning.kind, set()).add(meaning.value)

    def take_side(self, side: Side, before: str | None, vocabulary: Vocabulary) -> None:
        names_the_actor = before in vocabulary.givers or before in vocabulary.auxiliaries
        if names_the_actor and not self.is_actor_named:
            self.actor, self.is_actor_named = side, True
        elif before not in vocabulary.receivers and self.actor is None:
            self.actor = side

    def slots(self, vocabulary: Vocabulary) -> Slots:
        return Slots(
            rounds=frozenset(self.rounds),
            days=frozenset(self.days),
            months=frozenset(self.months),
            years=frozenset(self.years),
            sides=frozenset(self.found.get("side", ())),  # type: ignore[arg-type]
            actor=self.actor,
            people=frozenset(self.found.get("person", ())),
            things=frozenset(self.found.get("thing", ())),
            numbers=frozenset(self.found.get("number", ())),
            asks=frozenset(self.found.get("ask", ())),
            strangers=frozenset(self.strangers),
            is_opinion="opinion" in self.found,
            acts=vocabulary.acts.intersection(self.terms),
            is_negated="negation" in self.found,
        )


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """Read an utterance with the words that the vocabulary knows; misspelt ones are put right."""
    words = vocabulary.words_of(text)[:MAX_TOKENS]
    collector = _Collector()
    position = 0
    while position < len(words):
        position += (
            _read_date(words, position, vocabulary, collector)
            or _read_round(words, position, vocabulary, collector)
            or _read_phrase(words, position, vocabulary, collector)
            or _read_number(words, position, vocabulary, collector)
            or _read_word(words[position], vocabulary, collector)
        )
    return Reading(
        tuple(collector.terms), collector.slots(vocabulary), frozenset(collector.unknown)
    )


def _read_date(
    words: Sequence[Word], position: int, vocabulary: Vocabulary, into: _Collector
) -> int:
    """Take a day, a month or a year; return how many words it is made of."""
    word = words[position]
    if (date := word.as_date()) is not None:
        into.days.add(date[1:])
        into.years.update(filter(None, date[:1]))
        return 1
    if (year := word.as_year()) is not None:
        into.years.add(year)
        return 1
    if (named := vocabulary.month(word)) is not None:
        following = words[position + 1].as_day() if position + 1 < len(words) else None
        if following is not None:
            into.days.add((named, following))
            return 2
        if vocabulary.is_ambiguous_month(word) and not _follows_preposition(words, position):
            return 0
        into.months.add(named)
        return 1
    return _read_day_and_month(words, position, vocabulary, into)


def _read_day_and_month(
    words: Sequence[Word], position: int, vocabulary: Vocabulary, into: _Collector
) -> int:
    """Take "23 July" or "23rd of July"; return how many words it is made of."""
    day = words[position].as_day()
    of = position + 1 < len(words) and words[position + 1].raw == "of"
    at = position + (2 if of else 1)
    if day is None or at >= len(words) or (month := vocabulary.month(words[at])) is None:
        return 0
    into.days.add((month, day))
    return at + 1 - position


def _follows_preposition(words: Sequence[Word], position: int) -> bool:
    return position > 0 and words[position - 1].raw in ("in", "since", "until", "before", "of")


def _read_round(
    words: Sequence[Word], position: int, vocabulary: Vocabulary, into: _Collector
) -> int:
    """Take the naming of a round ("third round", "round 3"); return how many words it is."""
    word = words[position]
    if vocabulary.is_round_noun(word):
        number = _number_after(words, position, vocabulary)
        into.rounds.update(() if number is None else (number,))
        return 1 if number is None else 2
    is_latest = vocabulary.is_latest(word)
    number = LATEST if is_latest else vocabulary.ordinal(word) or word.as_small()
    if number is None or vocabulary.is_filler(word):
        return 0
    for length in (1, 2, 3):
        if position + length >= len(words):
            break
        following = words[position + length]
        if vocabulary.is_round_noun(following):
            into.rounds.add(number)
            return length + 1
        if not vocabulary.may_stand_before_a_round_noun(following):
            break
    return 0


def _number_after(words: Sequence[Word], position: int, vocabulary: Vocabulary) -> int | None:
    """Return the number behind a round's noun, unless it is the day of a date ("talks 23 July")."""
    following = words[position + 1 : position + 3]
    if not following or (len(following) == 2 and vocabulary.month(following[1]) is not None):
        return None
    return vocabulary.ordinal(following[0]) or following[0].as_small()


def _read_phrase(
    words: Sequence[Word], position: int, vocabulary: Vocabulary, into: _Collector
) -> int:
    """Take the longest phrase that the lexicon or a name explains; return its length in words."""
    longest = vocabulary.longest_from(words[position])
    for length in range(min(longest, len(words) - position), 0, -1):
        meaning = vocabulary.meaning(words[position : position + length])
        if meaning is None:
            continue
        into.take(meaning)
        side = vocabulary.side_of(meaning)
        if side is not None and not _is_qualifier(words[position + length :], vocabulary):
            into.take_side(side, _word_before(words[:position], vocabulary), vocabulary)
        return length
    return 0


def _is_qualifier(following: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Say whether a side's name only says whose what follows is ("Ukrainian soldiers")."""
    meaning = vocabulary.meaning(following[:1])
    return meaning is not None and meaning.term in vocabulary.possessions


def _word_before(words: Sequence[Word], vocabulary: Vocabulary) -> str | None:
    """Return the last word that is no article."""
    return next((word.raw for word in reversed(words) if word.raw not in vocabulary.articles), None)


def _read_number(
    words: Sequence[Word], position: int, vocabulary: Vocabulary, into: _Collector
) -> int:
    """Take a number in digits or words ("1200", "twelve hundred"); return its length in words."""
    word = words[position]
    number = word.as_number()
    if number is None:
        number = vocabulary.ordinal(word)
    length = 1
    if number is None:
        number, length = 1, 0
    while position + length < len(words) and (
        multiplier := vocabulary.multiplier(words[position + length])
    ):
        number, length = number * multiplier, length + 1
    if length:
        into.take(Meaning("number", str(number)))
    return length


def _read_word(word: Word, vocabulary: Vocabulary, into: _Collector) -> int:
    into.terms.append(word.stem)
    if not vocabulary.knows(word):
        into.unknown.add(word.stem)
        if word.is_name or into.terms[-2:-1] == [COUNTING]:
            into.strangers.add(word.stem)
    return 1
