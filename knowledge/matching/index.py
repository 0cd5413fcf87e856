"""The corpus as the matcher sees it: examples of how people ask, and what each fact is about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.about import AboutTheBot
from knowledge.matching.company import Company
from knowledge.matching.encoder import Encoder, Meanings
from knowledge.matching.features import Analysed, Views
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.matcher import Matcher
from knowledge.matching.profile import Profile, dates_of, profile_of, profile_of_quote, union
from knowledge.matching.reading import read
from knowledge.matching.slots import DATE, Reading, Slots, day_term, month_term
from knowledge.matching.thresholds import DATE_WEIGHT, UNKNOWN_WORD_WEIGHT
from knowledge.matching.utterances import Written, texts_of, utterances_of
from knowledge.matching.vocabulary import Vocabulary
from knowledge.text import tokens
from knowledge.types import Corpus, Fact, FactId, Language, Occasion, Quote, Side

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]

SIDES: tuple[str, ...] = ("", "ukraine", "russia", "turkiye", "us", "other", "reported")
"""Sides and claimants as numbers; 0 is nobody."""
REPORTED = SIDES.index("reported")

TERMS_AND_PAIRS = Views(words=1.0, pairs=0.5, letters=0.0)
"""Letters are left out: misspelt words were put right before."""

_WITHOUT_AN_ACTOR = frozenset({"who", "where", "when", "how_long"})
"""Kinds of answer for which it matters little who of those named acts."""

TERMS_OF_TOPICS: Mapping[str, frozenset[str]] = {
    "bodies-repatriation": frozenset({"thing:bodies"}),
    "ceasefire": frozenset({"thing:ceasefire"}),
    "children": frozenset({"thing:children"}),
    "civilians": frozenset({"thing:civilians"}),
    "leaders-summit": frozenset({"thing:summit"}),
    "memorandum": frozenset({"thing:memorandum"}),
    "prisoner-exchange": frozenset({"thing:prisoners", "synonym:exchange"}),
    "working-groups": frozenset({"thing:groups"}),
    "territory": frozenset({"synonym:territory"}),
    "delegation": frozenset({"synonym:delegation"}),
    "mediation": frozenset({"synonym:mediate"}),
    "implementation": frozenset({"synonym:done"}),
    "next-round": frozenset({"synonym:next"}),
}
"""What each topic is called in a question."""


@dataclass(frozen=True, slots=True)
class Example:
    """One way to ask for a fact, read; phrasings that read alike are one example."""

    fact: FactId
    terms: frozenset[str]
    actor: Side | None
    acts: frozenset[str]
    is_negated: bool


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact, everything that is said of it read once; kept while neither changes."""

    fact: Fact
    occasion: Occasion
    examples: tuple[Example, ...]
    words: frozenset[str]
    dates: frozenset[str]
    profile: Profile


class Index:
    """The examples, term weights and profiles of the record; immutable once built."""

    def __init__(
        self,
        corpus: Corpus,
        lexicons: Mapping[Language, Lexicon],
        earlier: Index | None = None,
        remembered: Mapping[FactId, ReadFact] | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        """Read the corpus; what `earlier` has read and has not changed is taken from there.

        `remembered` are the readings of this very corpus, see `knowledge.matching.remembered`;
        an `encoder` adds what phrasings mean to what their words say.
        """
        self.lexicons = lexicons
        known = earlier.read_facts if earlier else remembered or {}
        changed = [fact for fact in corpus.facts.values() if not _is_read(fact, corpus, known)]
        worded = changed if earlier else corpus.facts.values()
        utterances = {
            fact.id: {
                language: [Written.of(text) for text in utterances_of(fact, corpus, language)]
                for language in lexicons
            }
            for fact in worded
        }
        self.vocabularies: Mapping[Language, Vocabulary] = {
            language: self._vocabulary(
                language, corpus, (each[language] for each in utterances.values()), earlier
            )
            for language in lexicons
        }
        anew = {fact.id for fact in changed}
        self.read_facts: dict[FactId, ReadFact] = {
            FactId(fact.id): (
                self._read_fact(fact, corpus, utterances[fact.id])
                if fact.id in anew
                else known[FactId(fact.id)]
            )
            for fact in corpus.facts.values()
        }
        self.facts: tuple[FactId, ...] = tuple(self.read_facts)
        self.profiles: Mapping[FactId, Profile] = {
            fact: each.profile for fact, each in self.read_facts.items()
        }
        self.weights = _weigh(self.read_facts.values())
        self.unknown_weight = UNKNOWN_WORD_WEIGHT * max(self.weights.values(), default=1.0)
        self._lay_out()
        company = Company(self.facts_with, self.weight, len(self.facts))
        self.vocabularies = {
            language: vocabulary.in_company(company)
            for language, vocabulary in self.vocabularies.items()
        }
        self._read_quotes(corpus, earlier)
        self.matcher = self._learn()
        numbers = {fact: number for number, fact in enumerate(self.facts)}
        labels = self.matcher.labels if self.matcher else ()
        self._fact_of_label = np.array([numbers[label] for label in labels], dtype=np.int32)
        self.meanings = self._understand(corpus, encoder, earlier)
        self.about_the_bot: AboutTheBot = (
            earlier.about_the_bot
            if earlier is not None and earlier.lexicons is lexicons
            else AboutTheBot(lexicons.values())
        )

    def weight(self, term: str) -> float:
        """Return how much a term tells facts apart: its inverse document frequency.

        Dates weigh little: a date that does not fit is an objection, whatever its weight.
        """
        if term.startswith(DATE):
            return DATE_WEIGHT
        return self.weights.get(term, self.unknown_weight)

    def _vocabulary(
        self,
        language: Language,
        corpus: Corpus,
        utterances: Iterable[Sequence[Written]],
        earlier: Index | None,
    ) -> Vocabulary:
        said = [utterance.words for each in utterances for utterance in each]
        stated = (text for fact in corpus.facts.values() for text in texts_of(fact, language))
        quoted = (each.exact for each in corpus.quotes.values() if each.language == language)
        said += map(tokens, (*stated, *quoted))
        if earlier is not None and language in earlier.vocabularies:
            return earlier.vocabularies[language].with_words(corpus.people.values(), said)
        return Vocabulary(self.lexicons[language], corpus.people.values(), said)

    def _read_fact(
        self, fact: Fact, corpus: Corpus, utterances: Mapping[Language, Sequence[Written]]
    ) -> ReadFact:
        asked = [
            read(utterance.text, self.vocabularies[language], utterance.words)
            for language, each in utterances.items()
            for utterance in each
        ]
        stated = [
            read(text, self.vocabularies[language])
            for language in self.vocabularies
            for text in texts_of(fact, language)
        ]
        dates = frozenset(
            term
            for date in dates_of(fact, corpus)
            for term in (day_term(date.month, date.day), month_term(date.month))
        )
        return ReadFact(
            fact=fact,
            occasion=corpus.occasion(fact.ref),
            examples=tuple(_examples(FactId(fact.id), asked)),
            words=union(frozenset(reading.terms) for reading in (*asked, *stated)) | dates,
            dates=dates,
            profile=profile_of(fact, corpus, asked, stated),
        )

    def _lay_out(self) -> None:
        """Put the examples into arrays: a question is compared with all of them at once."""
        examples = [example for each in self.read_facts.values() for example in each.examples]
        self.examples = tuple(examples)
        number_of_fact = {fact: number for number, fact in enumerate(self.facts)}
        self.fact_of_example: Numbers = np.array(
            [number_of_fact[example.fact] for example in examples], dtype=np.int32
        )
        self.weight_of_example: Floats = np.array(
            [sum(map(self.weight, example.terms)) for example in examples], dtype=np.float32
        )
        self.act_names = tuple(sorted({act for v in self.vocabularies.values() for act in v.acts}))
        self.actor = np.array(
            [SIDES.index(example.actor) if example.actor else 0 for example in examples],
            dtype=np.int8,
        )
        self.acts = np.array([self._acts_of(example.acts) for example in examples], dtype=np.int64)
        self.claimant = np.array(
            [SIDES.index(self.read_facts[example.fact].fact.claimant) for example in examples],
            dtype=np.int8,
        )
        self.is_negated = np.array([example.is_negated for example in examples], dtype=np.bool_)
        self.examples_with = _postings(example.terms for example in examples)
        self.facts_with = _postings(each.words for each in self.read_facts.values())
        self.facts_dated = _postings(each.dates for each in self.read_facts.values())

    def _learn(self) -> Matcher[FactId, Sequence[str]] | None:
        """Learn from all examples which terms tell the facts apart."""
        pairs = [(example.fact, sorted(example.terms)) for example in self.examples]
        if not pairs:
            return None
        return Matcher.fit(pairs, analyse=_as_read, views=TERMS_AND_PAIRS, most_training=0)

    def evidence(self, terms: Sequence[str]) -> Floats:
        """Return what speaks for each of `facts`, from 0 to 1 for the best of them."""
        found: Floats = np.zeros(len(self.facts), dtype=np.float32)
        if self.matcher is None:
            return found
        evidence = self.matcher.evidence(terms)
        if (most := float(evidence.max())) > 0:
            found[self._fact_of_label] = evidence / most
        return found

    def _understand(
        self, corpus: Corpus, encoder: Encoder | None, earlier: Index | None
    ) -> Meanings[FactId] | None:
        """Encode every phrasing, or only what is new where an earlier index has an encoder."""
        before = earlier.meanings if earlier else None
        encoder = encoder or (before.encoder if before else None)
        if encoder is None:
            return None
        phrasings = {
            fact: [
                utterance
                for language in self.lexicons
                for utterance in utterances_of(corpus.facts[fact], corpus, language)
            ]
            for fact in self.facts
        }
        return Meanings(encoder, phrasings, before)

    def _read_quotes(self, corpus: Corpus, earlier: Index | None) -> None:
        """Read the quotes, each with the words of the same statement in other languages."""
        known = earlier.read_quotes if earlier else {}
        self.read_quotes: dict[str, tuple[Quote, frozenset[str]]] = {}
        cited: dict[str, frozenset[str]] = {}
        for each in self.read_facts.values():
            for quote_id in each.fact.quotes:
                cited[quote_id] = cited.get(quote_id, frozenset()) | each.words
        for quote in corpus.quotes.values():
            if (before := known.get(quote.id)) is not None and before[0] == quote:
                self.read_quotes[quote.id] = before
            elif (vocabulary := self.vocabularies.get(quote.language)) is not None:  # type: ignore[call-overload]
                terms = frozenset(read(quote.exact, vocabulary).terms)
                self.read_quotes[quote.id] = (quote, terms)
        self.words_of_quotes: dict[str, frozenset[str]] = {}
        for quote in corpus.quotes.values():
            alike = {
                other.id
                for other in corpus.quotes.values()
                if quote.id == other.id
                or quote.id == other.same_statement_as
                or other.id == quote.same_statement_as
            }
            self.words_of_quotes[quote.id] = (
                union(self.read_quotes[each][1] for each in alike if each in self.read_quotes)
                | union(cited.get(each, frozenset()) for each in alike)
                | TERMS_OF_TOPICS.get(quote.topic, frozenset())
            )
        self.profiles_of_quotes = {
            quote.id: profile_of_quote(
                quote,
                corpus,
                (
                    each.profile
                    for each in self.read_facts.values()
                    if each.occasion.id == quote.ref
                ),
            )
            for quote in corpus.quotes.values()
        }

    def says_the_opposite(self, question: Slots) -> NDArray[np.bool_]:
        """Say of each example whether another side acts in it, or only one of both says "not"."""
        opposite: NDArray[np.bool_] = self.is_negated != question.is_negated
        if "why" in question.asks:
            # "Why did it refuse" and "why was it put off" ask for the same reason.
            opposite = np.zeros_like(opposite)
        if question.actor is None or len(question.people) > 1 or question.asks & _WITHOUT_AN_ACTOR:
            return opposite
        asked = SIDES.index(question.actor)
        acts = self._acts_of(question.acts)
        acts_otherwise = (self.actor == 0) | ((self.acts & acts) == 0)
        another_claimant = (self.claimant != asked) & (self.claimant != REPORTED)
        another_actor = (self.actor != asked) & (self.actor != 0)
        unlike = (
            np.where(acts_otherwise, another_claimant, another_actor) if acts else another_actor
        )
        either: NDArray[np.bool_] = np.logical_or(opposite, unlike)
        return either

    def _acts_of(self, acts: Iterable[str]) -> int:
        """Return acts as the bits of a number."""
        return sum(1 << self.act_names.index(act) for act in acts if act in self.act_names)


def _is_read(fact: Fact, corpus: Corpus, known: Mapping[FactId, ReadFact]) -> bool:
    """Say whether a fact was read before and neither it nor its occasion has changed."""
    before = known.get(FactId(fact.id))
    return (
        before is not None and before.fact == fact and before.occasion == corpus.occasion(fact.ref)
    )


def _as_read(terms: Sequence[str]) -> Analysed:
    return Analysed(terms=tuple(terms), words=())


def _examples(fact: FactId, readings: Iterable[Reading]) -> Iterator[Example]:
    distinct = dict.fromkeys(
        (
            frozenset(reading.terms),
            reading.slots.actor,
            reading.slots.acts,
            reading.slots.is_negated,
        )
        for reading in readings
        if reading.terms
    )
    for terms, actor, acts, is_negated in distinct:
        yield Example(fact=fact, terms=terms, actor=actor, acts=acts, is_negated=is_negated)


def _postings(sets: Iterable[frozenset[str]]) -> Mapping[str, Numbers]:
    """Return, for each term, the numbers of the sets that have it."""
    found: dict[str, list[int]] = {}
    for number, terms in enumerate(sets):
        for term in terms:
            found.setdefault(term, []).append(number)
    return {term: np.array(numbers, dtype=np.int32) for term, numbers in found.items()}


def _weigh(read_facts: Iterable[ReadFact]) -> dict[str, float]:
    """Return the inverse document frequency of each term, a fact being the document."""
    facts = list(read_facts)
    found = Counter(
        term for each in facts for term in {t for example in each.examples for t in example.terms}
    )
    return {term: math.log(1 + len(facts) / count) for term, count in found.items()}
