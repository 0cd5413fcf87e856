"""Somebody looks around: the rounds, the timeline, the quotations, the sources."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.citing import is_known, may_be_shown, speak
from knowledge.errors import UnknownFactError, UnknownPersonError
from knowledge.matching.names import names_of
from knowledge.outcomes import SpokenQuote
from knowledge.showing import answer_with
from knowledge.text import normalise
from knowledge.types import Corpus, Event, Fact, FactId, Occasion, Person, Round, Source, SourceId

SAME_NAME = 85.0
"""Similarity, 0 to 100, from which a written name is taken for one on record."""


@dataclass(frozen=True, slots=True)
class CitedOccasion:
    """A round or an event with its sources."""

    occasion: Occasion
    sources: tuple[Source, ...]


def list_rounds(corpus: Corpus) -> tuple[tuple[Round, tuple[Source, ...]], ...]:
    """Return the rounds by number, each with its sources."""
    rounds = sorted(corpus.rounds.values(), key=lambda held: held.number)
    return tuple((held, _cited(held.sources, corpus)) for held in rounds)


def list_timeline(corpus: Corpus) -> tuple[CitedOccasion, ...]:
    """Return the rounds and events by day, each with its sources."""
    occasions: list[Round | Event] = [*corpus.rounds.values(), *corpus.events.values()]
    occasions.sort(key=lambda occasion: (occasion.date, occasion.id))
    return tuple(CitedOccasion(o, _cited(o.sources, corpus)) for o in occasions)


def list_quotes(corpus: Corpus, person: Person | None = None) -> tuple[SpokenQuote, ...]:
    """Return the quotations that may be shown, the latest first; of one person where given."""
    quotes = [
        quote
        for quote in corpus.quotes.values()
        if may_be_shown(quote) and (person is None or quote.speaker == person.id)
    ]
    quotes.sort(key=lambda quote: (-quote.said_on.toordinal(), quote.speaker, quote.id))
    return tuple(speak(quote, corpus) for quote in quotes)


def list_speakers(corpus: Corpus) -> tuple[Person, ...]:
    """Return everybody with a quotation that may be shown, by name."""
    speakers = {quote.speaker.id: quote.speaker for quote in list_quotes(corpus)}
    return tuple(sorted(speakers.values(), key=lambda person: person.name.en))


def find_person(corpus: Corpus, name: str) -> Person:
    """Return the person that a name means, misspelt or not; an id will do as well.

    Raises:
        UnknownPersonError: nobody on record has a name like that.
    """
    if name in corpus.people:
        return corpus.people[name]  # type: ignore[index]
    spellings = {
        normalise(spelling): person
        for person in corpus.people.values()
        for spelling in names_of(person)
    }
    best = process.extractOne(
        normalise(name), spellings.keys(), scorer=fuzz.ratio, score_cutoff=SAME_NAME
    )
    if best is None:
        raise UnknownPersonError(name)
    return spellings[best[0]]


def list_sources(corpus: Corpus, fact_id: str = "") -> tuple[Fact | None, tuple[Source, ...]]:
    """Return the sources of a fact and of what conflicts with it, or of the whole record.

    Raises:
        UnknownFactError: no fact that may be shown has that id.
    """
    if not fact_id:
        sources = sorted(corpus.sources.values(), key=lambda s: (s.publisher, s.published or ""))
        return None, tuple(sources)
    fact = corpus.facts.get(FactId(fact_id))
    if fact is None or not is_known(fact, None):
        raise UnknownFactError(fact_id)
    shown = answer_with(FactId(fact_id), corpus).shown
    return fact, tuple({s.id: s for cited in shown for s in cited.sources}.values())


def _cited(sources: tuple[SourceId, ...], corpus: Corpus) -> tuple[Source, ...]:
    return tuple(corpus.sources[source] for source in sources)
