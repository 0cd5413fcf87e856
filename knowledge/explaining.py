"""A turn in, how its question was read and what it was weighed against out; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.composing.desk import Desk
from knowledge.matching.judging import Objection
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.recognise import Candidate
from knowledge.matching.slots import DATE, Part, Reading, Slots
from knowledge.outcomes import Answer, Clarification, Outcome, Overview, Several
from knowledge.types import Fact, FactId, Language, PersonId


@dataclass(frozen=True, slots=True)
class Understood:
    """Words of a question, and in a plain word what they were taken for."""

    words: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Rival:
    """A fact that the question may have asked for."""

    fact: Fact
    score: float
    """0 to 100."""
    evidence: float
    """0 to 1."""
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a question was read, and what its answer was weighed against."""

    language: Language
    understood: tuple[Understood, ...]
    ignored: tuple[str, ...]
    unknown: tuple[str, ...]
    carried: tuple[str, ...]
    """In plain words, what was taken over from the question before."""
    slots: Slots
    people: tuple[str, ...]
    """The names of the people whom the question pins down."""
    places: tuple[str, ...]
    sides: tuple[str, ...]
    actor: str | None
    """The side that acts in the question, where two are named."""
    asks: tuple[str, ...]
    """The kinds of answer that are wanted, in plain words."""
    as_of: dt.date | None
    chosen: Rival | None
    """The fact that the outcome shows first; none where it shows none."""
    runner_up: Rival | None
    """The best of the facts that the outcome does not show."""
    ranking: tuple[Rival, ...]
    """Every fact that was weighed, best first."""


def explain(reading: Reading, outcome: Outcome, desk: Desk) -> Explanation:
    """Explain what a question was taken to mean, in the language that it was read in."""
    if isinstance(outcome, Several):
        outcome = outcome.parts[-1]
    lexicon = desk.index.lexicons[reading.language]
    words = _PlainWords(lexicon, desk)
    slots = reading.slots
    ranking = tuple(_rival(candidate, desk) for candidate in desk.rank(reading))
    shown = _shown(outcome)
    others = (rival for rival in ranking if rival.fact.id not in shown)
    own = {term for part in reading.parts for term in part.terms}
    unknown = [part for part in reading.parts if not reading.unknown.isdisjoint(part.terms)]
    return Explanation(
        language=reading.language,
        understood=tuple(
            Understood(" ".join(part.words), words.of(part))
            for part in reading.parts
            if not part.is_ignored and part not in unknown
        ),
        ignored=tuple(" ".join(part.words) for part in reading.parts if part.is_ignored),
        unknown=tuple(" ".join(part.words) for part in unknown),
        carried=tuple(
            filter(None, (words.of_term(term) for term in reading.terms if term not in own))
        ),
        slots=slots,
        people=tuple(sorted(words.of_term(f"person:{person}") for person in slots.people)),
        places=tuple(sorted(words.of_term(f"place:{place}") for place in slots.places)),
        sides=tuple(sorted(words.of_term(f"side:{side}") for side in slots.sides)),
        actor=words.of_term(f"side:{slots.actor}") if slots.actor else None,
        asks=tuple(sorted(words.of_term(f"ask:{ask}") for ask in slots.asks)),
        as_of=desk.as_of,
        chosen=next((rival for rival in ranking if rival.fact.id == next(iter(shown), "")), None),
        runner_up=next(others, None),
        ranking=ranking,
    )


def _rival(candidate: Candidate, desk: Desk) -> Rival:
    fact = desk.corpus.facts[candidate.fact]
    return Rival(fact, candidate.score, candidate.evidence, candidate.objections)


def _shown(outcome: Outcome) -> tuple[FactId, ...]:
    """Return what an outcome shows or offers, the first one first."""
    if isinstance(outcome, Answer | Overview):
        return tuple(FactId(cited.fact.id) for cited in outcome.shown)
    if isinstance(outcome, Clarification):
        return tuple(FactId(choice.id) for choice in outcome.choices)
    return ()


class _PlainWords:
    """What terms are called in one language: the first word of their group."""

    def __init__(self, lexicon: Lexicon, desk: Desk) -> None:
        self._desk = desk
        self._language = lexicon.language
        self._groups: Mapping[str, Mapping[str, tuple[str, ...]]] = {
            "synonym": lexicon.synonyms,
            "thing": lexicon.things,
            "place": lexicon.places,
            "side": {str(side): words for side, words in lexicon.sides.items()},
            "ask": {str(ask): words for ask, words in lexicon.asks.items()},
            "season": {str(season): words for season, words in lexicon.seasons.items()},
            "negation": {"not": lexicon.negations},
            "opinion": {"": lexicon.opinions},
        }

    def of(self, part: Part) -> str:
        """Return what words stand for; the words themselves where that is a time or a wish."""
        said = [word for term in part.terms if (word := self.of_term(term))]
        return " ".join(dict.fromkeys(said)) or " ".join(part.words)

    def of_term(self, term: str) -> str:
        """Return the plain word of a term; nothing for a date or the stem of a word."""
        kind, colon, value = term.partition(":")
        if not colon or term.startswith(DATE):
            return ""
        if kind == "number":
            return value
        if kind == "person":
            person = self._desk.corpus.people.get(PersonId(value))
            return person.name.within(self._language) if person else ""
        words = self._groups.get(kind, {}).get(value, ())
        return words[0] if words else value
