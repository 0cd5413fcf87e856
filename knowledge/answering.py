"""A recognition and the corpus in, one of the outcomes out; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, TypeAlias

from knowledge.matching.lexicon import MetaTopic
from knowledge.matching.reading import DATE, LATEST, Reading, Slots
from knowledge.matching.recognise import Candidate, MetaMatch, Recognition
from knowledge.matching.thresholds import (
    ANSWER,
    AS_PHRASED,
    CHOICE,
    EVIDENCE,
    MARGIN,
    MARGIN_OF_A_PHRASING,
    MOST_CHOICES,
    OTHER_TIME,
    PREMISE,
)
from knowledge.types import (
    Conflict,
    Corpus,
    Fact,
    FactId,
    Occasion,
    Person,
    Quote,
    Round,
    Source,
    Topic,
)

MOST_QUOTES = 3
"""Quotations under a fact; a version of a disagreement has one."""
MOST_NEIGHBOURS = 3
"""Buttons to neighbouring questions under an answer: one row each, a thumb's reach."""


NEXT_TOPICS: tuple[Topic, ...] = (
    "outcome",
    "prisoner-exchange",
    "ceasefire",
    "leaders-summit",
    "bodies-repatriation",
    "memorandum",
    "delegation",
    "civilians",
    "children",
    "working-groups",
    "implementation",
    "next-round",
    "territory",
    "mediation",
    "reaction",
    "venue",
    "format",
    "duration",
)
"""What readers go on to, first what touches most people."""


@dataclass(frozen=True, slots=True)
class SpokenQuote:
    """A quote with who spoke it and where it can be read."""

    quote: Quote
    speaker: Person
    source: Source


@dataclass(frozen=True, slots=True)
class CitedFact:
    """A fact with its occasion, its sources and the quotes that may be shown."""

    fact: Fact
    occasion: Occasion
    sources: tuple[Source, ...]
    quotes: tuple[SpokenQuote, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict with every version of it that may be shown."""

    conflict: Conflict
    versions: tuple[CitedFact, ...]
    better_supported: CitedFact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One fact, and what it is in conflict with."""

    fact: CitedFact
    disagreements: tuple[Disagreement, ...] = ()
    neighbours: tuple[Fact, ...] = ()
    score: float = 100.0
    as_of: dt.date | None = None
    """The day whose knowledge was asked for; None for today's."""
    is_latest_assumed: bool = False
    """Whether the question named no time and the latest round is taken to be meant."""

    @property
    def shown(self) -> tuple[CitedFact, ...]:
        """Every fact that the answer shows, the one that was asked for first, without repeats."""
        versions = [version for d in self.disagreements for version in d.versions]
        shown = versions or [self.fact]
        shown.sort(key=lambda cited: cited.fact.id != self.fact.fact.id)
        return tuple({cited.fact.id: cited for cited in shown}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """The question may mean several things: which one?"""

    choices: tuple[Fact, ...]
    score: float = 0.0


NoAnswerReason = Literal["not_on_record", "no_such_round", "other_language"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """The record has nothing on it; with what it does have."""

    reason: NoAnswerReason
    rounds: tuple[Round, ...] = ()
    """The rounds on record, by number."""
    asked_rounds: tuple[int, ...] = ()
    """The rounds that were asked for and are not on record; empty where the latest was."""
    as_of: dt.date | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The question is about the bot itself."""

    topic: MetaTopic
    score: float = 100.0


Outcome: TypeAlias = Answer | Clarification | NoAnswer | About


def answer(recognition: Recognition, corpus: Corpus, as_of: dt.date | None = None) -> Outcome:
    """Decide what to reply, from the ranked candidates and what speaks against them."""
    if recognition.meta and _is_about_the_bot(recognition.meta, _best_score(recognition)):
        return About(topic=recognition.meta.topic, score=recognition.meta.score)
    candidates = recognition.candidates
    fitting = [candidate for candidate in candidates if not candidate.objections]
    leader = _leader(fitting, recognition.reading.slots, corpus, as_of)
    if leader and _is_enough(recognition, leader):
        found = answer_with(leader.fact, corpus, as_of, score=leader.score)
        return replace(found, is_latest_assumed=leader is not fitting[0])
    if missing := _missing_rounds(recognition, corpus, as_of):
        numbers = missing - {LATEST}
        return no_answer("no_such_round", corpus, as_of, asked_rounds=sorted(numbers))
    choices = [c for c in candidates if c.score >= CHOICE][:MOST_CHOICES]
    if choices and not _is_mostly_unknown(recognition.reading):
        facts = tuple(corpus.facts[choice.fact] for choice in choices)
        return Clarification(choices=facts, score=choices[0].score)
    if recognition.reading.is_foreign:
        return no_answer("other_language", corpus, as_of)
    score = candidates[0].score if candidates else 0.0
    return no_answer("not_on_record", corpus, as_of, score=score)


def answer_with(
    fact_id: FactId, corpus: Corpus, as_of: dt.date | None = None, *, score: float = 100.0
) -> Answer:
    """Return the answer that shows one fact and everything that it is in conflict with."""
    fact = corpus.facts[fact_id]
    return Answer(
        fact=cite(fact, corpus),
        disagreements=tuple(_disagreements(fact, corpus, as_of)),
        neighbours=_neighbours(fact, corpus, as_of),
        score=score,
        as_of=as_of,
    )


def no_answer(
    reason: NoAnswerReason,
    corpus: Corpus,
    as_of: dt.date | None,
    *,
    asked_rounds: Iterable[int] = (),
    score: float = 0.0,
) -> NoAnswer:
    """Return the outcome that says what is on record instead."""
    return NoAnswer(
        reason=reason,
        rounds=rounds_until(corpus, as_of),
        asked_rounds=tuple(asked_rounds),
        as_of=as_of,
        score=score,
    )


def cite(fact: Fact, corpus: Corpus, *, most_quotes: int = MOST_QUOTES) -> CitedFact:
    """Return the fact with its sources and the first of the quotes that may be shown."""
    quotes = (corpus.quotes[quote_id] for quote_id in fact.quotes)
    shown = islice(filter(may_be_shown, quotes), most_quotes)
    return CitedFact(
        fact=fact,
        occasion=corpus.occasion(fact.ref),
        sources=tuple(corpus.sources[citation.source] for citation in fact.citations),
        quotes=tuple(speak(quote, corpus) for quote in shown),
    )


def speak(quote: Quote, corpus: Corpus) -> SpokenQuote:
    """Return the quote with its speaker and its source."""
    return SpokenQuote(quote, corpus.people[quote.speaker], corpus.sources[quote.source])


def may_be_shown(quote: Quote) -> bool:
    """Say whether the words may stand as a quotation: seen again, and spoken in public."""
    return quote.verified and quote.form != "reported"


def is_known(fact: Fact, as_of: dt.date | None) -> bool:
    """Say whether a fact is on record and was so on a day."""
    return fact.status != "withdrawn" and (as_of is None or fact.as_of <= as_of)


def rounds_until(corpus: Corpus, as_of: dt.date | None) -> tuple[Round, ...]:
    """Return the rounds by number, only those up to a day where one is given."""
    rounds = (r for r in corpus.rounds.values() if as_of is None or r.date <= as_of)
    return tuple(sorted(rounds, key=lambda r: r.number))


def _is_about_the_bot(meta: MetaMatch, best_score: float) -> bool:
    """Say whether the bot is the subject, and not only greeted or asked to help on the way."""
    if meta.is_whole:
        return meta.score >= best_score
    return meta.topic != "greeting" and best_score < CHOICE


def latest_round_of(corpus: Corpus, as_of: dt.date | None = None) -> int:
    """Return the number of the last round that had ended, or `LATEST` where there was none."""
    ended = (r.number for r in rounds_until(corpus, as_of) if r.status == "ended")
    return max(ended, default=LATEST)


def _best_score(recognition: Recognition) -> float:
    return max((c.score for c in recognition.candidates if not c.objections), default=0.0)


def _is_mostly_unknown(reading: Reading) -> bool:
    """Say whether what is known of a question is too little to ask back about it."""
    known = len(reading.terms) - len(reading.unknown)
    return known < EVIDENCE and known <= len(reading.unknown)


def _is_enough(recognition: Recognition, candidate: Candidate) -> bool:
    """Say whether the question says enough, and nothing that another fact would contradict."""
    reading = recognition.reading
    slots = reading.slots
    pinned = len(slots.rounds) + len(slots.days) + len(slots.months)
    said = [
        term for term in reading.terms if term not in reading.unknown and not term.startswith(DATE)
    ]
    return len(said) + pinned >= EVIDENCE and not any(
        _outweighs(rival, candidate) for rival in recognition.candidates
    )


def _outweighs(rival: Candidate, candidate: Candidate) -> bool:
    """Say whether a contradicted candidate fits so much better that the question is about it."""
    lead = rival.score - candidate.score
    if not rival.objections:
        return False
    return lead >= (OTHER_TIME if set(rival.objections) <= {"round", "date"} else PREMISE)


def _leader(
    fitting: Sequence[Candidate], asked: Slots, corpus: Corpus, as_of: dt.date | None
) -> Candidate | None:
    """Return the candidate that is good enough and far enough ahead of what differs.

    Where the question names no time, and rivals differ by their occasion, that of the latest
    round leads.
    """
    if not fitting or fitting[0].score < ANSWER:
        return None
    margin = MARGIN_OF_A_PHRASING if fitting[0].score >= AS_PHRASED else MARGIN
    close = [c for c in fitting if fitting[0].score - c.score < margin]
    if _are_shown_together(close, corpus):
        return fitting[0]
    rounds = rounds_until(corpus, as_of)
    if asked.names_a_time or not rounds:
        return None
    latest = [c for c in close if corpus.facts[c.fact].ref == rounds[-1].id]
    return latest[0] if latest and _are_shown_together(latest, corpus) else None


def _are_shown_together(candidates: Sequence[Candidate], corpus: Corpus) -> bool:
    first = candidates[0].fact
    return {c.fact for c in candidates} <= _in_conflict_with(first, corpus) | {first}


def _in_conflict_with(fact_id: FactId, corpus: Corpus) -> frozenset[FactId]:
    return frozenset(
        other
        for conflict in corpus.conflicts.values()
        if fact_id in conflict.facts
        for other in conflict.facts
    )


def _missing_rounds(
    recognition: Recognition, corpus: Corpus, as_of: dt.date | None
) -> frozenset[int]:
    known = {held.number for held in rounds_until(corpus, as_of)}
    return recognition.reading.slots.rounds - known


def _disagreements(fact: Fact, corpus: Corpus, as_of: dt.date | None) -> Iterator[Disagreement]:
    for conflict in corpus.conflicts.values():
        if fact.id not in conflict.facts:
            continue
        versions = [corpus.facts[fact_id] for fact_id in conflict.facts]
        known = [version for version in versions if is_known(version, as_of)]
        if len(known) < 2:
            continue
        cited = tuple(cite(version, corpus, most_quotes=1) for version in known)
        better = next((c for c in cited if c.fact.id == conflict.better_supported), None)
        yield Disagreement(conflict, cited, better)


def _neighbours(fact: Fact, corpus: Corpus, as_of: dt.date | None) -> tuple[Fact, ...]:
    """Return facts of the same occasion to ask for next: of the same topic, then of others."""
    shown = _in_conflict_with(FactId(fact.id), corpus) | {fact.id}
    others = [
        other
        for other in corpus.facts.values()
        if other.id not in shown and other.ref == fact.ref and is_known(other, as_of)
    ]
    # In a circle from this fact on, so that walking along the buttons visits every fact.
    others.sort(key=lambda other: (other.id < fact.id, other.id))
    same_topic = [other for other in others if other.topic == fact.topic]
    of_other_topics = {
        other.topic: other for other in reversed(others) if other.topic != fact.topic
    }
    by_topic = sorted(of_other_topics.values(), key=lambda other: NEXT_TOPICS.index(other.topic))
    return tuple([*same_topic[:2], *by_topic][:MOST_NEIGHBOURS])
