"""The corpus as the matcher sees it: examples of how people ask, and what each fact is about."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from knowledge.matching.lexicon import Lexicon, MetaTopic
from knowledge.matching.reading import DATE, Reading, Slots, day_term, month_term, read
from knowledge.matching.template import SLOT, expand, variants
from knowledge.matching.thresholds import DATE_WEIGHT, UNKNOWN_WORD_WEIGHT
from knowledge.matching.vocabulary import Vocabulary
from knowledge.text import tokens
from knowledge.types import Claimant, Corpus, Fact, FactId, Language, Round, Side

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Example:
    """One way to ask for a fact, read; phrasings that read alike are one example."""

    fact: FactId
    terms: frozenset[str]
    weight: float
    actor: Side | None
    acts: frozenset[str]
    claimant: Claimant
    is_negated: bool

    def says_the_opposite(self, question: Slots) -> bool:
        """Say whether another side acts in it, or only one of the two says "not"."""
        return self._has_another_actor(question) or question.is_negated != self.is_negated

    def _has_another_actor(self, question: Slots) -> bool:
        if question.actor is None:
            return False
        if question.acts and (self.actor is None or question.acts.isdisjoint(self.acts)):
            return self.claimant not in (question.actor, "reported")
        return self.actor not in (question.actor, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything that a fact, its quotes and its phrasings speak of, to judge questions by."""

    rounds: frozenset[int]
    days: frozenset[tuple[int, int]]
    months: frozenset[int]
    years: frozenset[int]
    sides: frozenset[str]
    people: frozenset[str]
    things: frozenset[str]
    numbers: frozenset[str]
    asks: frozenset[str]


class Index:
    """The examples, term weights and profiles of one language; immutable once built."""

    def __init__(self, corpus: Corpus, lexicon: Lexicon) -> None:
        self.language: Language = lexicon.language
        expanded = {
            fact.id: tuple(utterances_of(fact, corpus, self.language))
            for fact in corpus.facts.values()
        }
        self.vocabulary = Vocabulary(
            lexicon,
            corpus.people.values(),
            (utterance for utterances in expanded.values() for utterance in utterances),
        )
        readings = {
            fact_id: [read(utterance, self.vocabulary) for utterance in utterances]
            for fact_id, utterances in expanded.items()
        }
        self.weights = _weigh(readings)
        self.unknown_weight = UNKNOWN_WORD_WEIGHT * max(self.weights.values(), default=1.0)
        claimants = {fact.id: fact.claimant for fact in corpus.facts.values()}
        self.dates_of_facts = {
            FactId(fact.id): frozenset(
                term
                for date in _dates_of(fact, corpus)
                for term in (day_term(date.month, date.day), month_term(date.month))
            )
            for fact in corpus.facts.values()
        }
        self.examples = tuple(self._examples(readings, claimants))
        self.examples_with = _postings(self.examples)
        self.words_of_facts = {
            FactId(fact.id): self._words_of(fact, readings[fact.id])
            for fact in corpus.facts.values()
        }
        self.profiles: Mapping[FactId, Profile] = {
            FactId(fact.id): self._profile(fact, corpus, readings[fact.id])
            for fact in corpus.facts.values()
        }
        meta = tuple(self._meta(lexicon))
        self.meta_topics = tuple(topic for topic, _ in meta)
        self.meta_utterances = tuple(utterance for _, utterance in meta)

    def weight(self, term: str) -> float:
        """Return how much a term tells facts apart: its inverse document frequency.

        Dates weigh little: a date that does not fit is an objection, whatever its weight.
        """
        if term.startswith(DATE):
            return DATE_WEIGHT
        return self.weights.get(term, self.unknown_weight)

    def _examples(
        self, readings: Mapping[str, Iterable[Reading]], claimants: Mapping[str, Claimant]
    ) -> Iterator[Example]:
        for fact_id, read_alike in readings.items():
            distinct = dict.fromkeys(
                (frozenset(reading.terms), reading.slots) for reading in read_alike if reading.terms
            )
            for terms, slots in distinct:
                yield Example(
                    fact=FactId(fact_id),
                    terms=terms,
                    weight=sum(map(self.weight, terms)),
                    actor=slots.actor,
                    acts=slots.acts,
                    claimant=claimants[fact_id],
                    is_negated=slots.is_negated,
                )

    def _words_of(self, fact: Fact, phrasings: Iterable[Reading]) -> frozenset[str]:
        statement = read(fact.statement.within(self.language), self.vocabulary)
        terms = _union(frozenset(reading.terms) for reading in (*phrasings, statement))
        return terms | self.dates_of_facts[FactId(fact.id)]

    def _profile(self, fact: Fact, corpus: Corpus, phrasings: Iterable[Reading]) -> Profile:
        asked = [reading.slots for reading in phrasings]
        stated = [read(text, self.vocabulary).slots for text in _texts_of(fact, self.language)]
        every = [*asked, *stated]
        occasion = corpus.occasion(fact.ref)
        speakers = {corpus.quotes[quote].speaker for quote in fact.quotes}
        own_round = {occasion.number} if isinstance(occasion, Round) else set()
        dates = _dates_of(fact, corpus)
        return Profile(
            rounds=_union(slots.rounds for slots in every) | own_round,
            days=_union(slots.days for slots in every) | {(d.month, d.day) for d in dates},
            months=_union(slots.months for slots in every) | {d.month for d in dates},
            years=_union(slots.years for slots in every) | {d.year for d in dates},
            sides=_union(slots.sides for slots in every) | {fact.claimant},
            people=_union(slots.people for slots in every) | speakers,
            things=_union(slots.things for slots in every),
            numbers=_union(slots.numbers for slots in every),
            asks=_union(slots.asks for slots in asked),
        )

    def _meta(self, lexicon: Lexicon) -> Iterator[tuple[MetaTopic, str]]:
        for topic, templates in lexicon.meta.items():
            for template in templates:
                for utterance in expand(template):
                    yield topic, " ".join(tokens(utterance))


def _dates_of(fact: Fact, corpus: Corpus) -> tuple[dt.date, ...]:
    """Return the day of a fact, and of its round; an event's other days are other facts' days."""
    held = corpus.rounds.get(fact.ref)
    return (fact.as_of, held.date) if held else (fact.as_of,)


def _postings(examples: Iterable[Example]) -> Mapping[str, tuple[int, ...]]:
    """Return, for each term, the numbers of the examples that have it."""
    found: dict[str, list[int]] = {}
    for number, example in enumerate(examples):
        for term in example.terms:
            found.setdefault(term, []).append(number)
    return {term: tuple(numbers) for term, numbers in found.items()}


def utterances_of(fact: Fact, corpus: Corpus, language: Language) -> Iterator[str]:
    """Yield utterances that together have every word of a fact's question and phrasings."""
    yield fact.question.within(language)
    occasion = corpus.occasion(fact.ref)
    name = (
        f"round {occasion.number}"
        if isinstance(occasion, Round)
        else occasion.title.within(language)
    )
    for template in fact.phrasings.get(language, ()):
        yield from variants(SLOT.sub(name, template))


def _texts_of(fact: Fact, language: Language) -> Iterator[str]:
    yield fact.statement.within(language)
    if fact.value is not None:
        yield str(fact.value)


def _weigh(readings: Mapping[str, Iterable[Reading]]) -> dict[str, float]:
    """Return the inverse document frequency of each term, a fact being the document."""
    found = Counter(
        term
        for read_alike in readings.values()
        for term in {term for reading in read_alike for term in reading.terms}
    )
    return {term: math.log(1 + len(readings) / count) for term, count in found.items()}


def _union(sets: Iterable[frozenset[_T]]) -> frozenset[_T]:
    return frozenset().union(*sets)
