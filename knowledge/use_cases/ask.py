"""Somebody asks: an utterance in, an outcome out."""

from __future__ import annotations

import datetime as dt
import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from knowledge.answering import answer
from knowledge.asking_back import ask_back
from knowledge.citing import is_known, latest_round_of
from knowledge.composing.changes import on_changes, since_by_default, since_meant
from knowledge.composing.desk import Desk, subject_terms
from knowledge.composing.occasions import NAMING_A_KIND
from knowledge.errors import UnknownFactError
from knowledge.explaining import Explanation, explain
from knowledge.judging_truth import verdict_on, without_its_number
from knowledge.matching.encoder import Encoder
from knowledge.matching.following import follow, is_follow_up, is_only_a_follow_up
from knowledge.matching.index import Index, ReadFact
from knowledge.matching.language import read_in_any
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.recognise import Recognition, recognise_reading
from knowledge.matching.slots import Reading
from knowledge.matching.thresholds import ANSWER
from knowledge.outcomes import (
    Answer,
    Clarification,
    Found,
    NoAnswer,
    One,
    Outcome,
    Overview,
    Portrait,
    Several,
)
from knowledge.showing import answer_with
from knowledge.types import Corpus, FactId, Language, Round

MOST_QUESTIONS: Final = 3
"""Questions in one message that each get an answer."""
_QUESTION_END: Final = re.compile(r"(?<=[?？])\s+|\n+")


@contextmanager
def no_cycles_collected() -> Iterator[None]:
    """Make a million objects that stay without looking for garbage among them: a fifth faster."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The corpus and what is needed to find things in it; replaced as a whole, never changed."""

    corpus: Corpus
    index: Index

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        lexicons: Mapping[Language, Lexicon],
        remembered: Mapping[FactId, ReadFact] | None = None,
        encoder: Encoder | None = None,
    ) -> Knowledge:
        """Build the index in the languages that have a lexicon.

        `remembered` are the readings of this very corpus, see `knowledge.matching.remembered`;
        an `encoder` adds what phrasings mean to what their words say.
        """
        with no_cycles_collected():
            return cls(corpus, Index(corpus, lexicons, remembered=remembered, encoder=encoder))

    def warm_up(self) -> None:
        """Read what the first misspelt word would have to wait for; takes up to a second."""
        for vocabulary in self.index.vocabularies.values():
            vocabulary.warm_up()

    def revised(self, corpus: Corpus) -> Knowledge:
        """Return the knowledge of a later corpus; only what has changed is read again."""
        return Knowledge(corpus, Index(corpus, self.index.lexicons, earlier=self.index))


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it, for the question that follows."""

    reading: Reading
    outcome: Outcome
    as_of: dt.date | None = None

    @property
    def language(self) -> Language:
        """The language that the question was read in."""
        return self.reading.language


def ask(
    knowledge: Knowledge,
    utterance: str,
    *,
    language: Language = "en",
    as_of: dt.date | None = None,
) -> Outcome:
    """Answer an utterance from the record, as it was known on a day where one is given."""
    return converse(knowledge, utterance, language=language, as_of=as_of).outcome


def converse(
    knowledge: Knowledge,
    utterance: str,
    *,
    language: Language = "en",
    as_of: dt.date | None = None,
    before: Turn | None = None,
) -> Turn:
    """Answer an utterance, with the turn before it in mind.

    `language` is the one expected where the words allow several; the turn says which it was.
    """
    turn = _turn(knowledge, utterance, language, as_of, before)
    if isinstance(turn.outcome, Answer | Overview | Portrait) or before is not None:
        questions = [part for part in _QUESTION_END.split(utterance) if part.strip()]
    else:
        questions = _QUESTION_END.split(utterance)
    if len(questions) < 2:
        return turn
    return _several(knowledge, questions, language, as_of) or turn


def show(knowledge: Knowledge, fact_id: str, *, as_of: dt.date | None = None) -> Answer:
    """Return the answer that shows one fact, as it was known on a day where one is given.

    Raises:
        UnknownFactError: no fact that may be shown has that id.
    """
    fact = knowledge.corpus.facts.get(FactId(fact_id))
    if fact is None or not is_known(fact, as_of):
        raise UnknownFactError(fact_id)
    return answer_with(FactId(fact_id), knowledge.corpus, as_of)


def turn_showing(
    knowledge: Knowledge, fact_id: str, *, language: Language, as_of: dt.date | None = None
) -> Turn:
    """Return the turn of somebody who asks for one fact by its own question, as by a button.

    Raises:
        UnknownFactError: no fact that may be shown has that id.
    """
    found = show(knowledge, fact_id, as_of=as_of)
    question = found.fact.fact.question.within(language)
    reading = read_in_any(question, knowledge.index.vocabularies, language)
    return Turn(reading, found, as_of)


def explain_turn(knowledge: Knowledge, turn: Turn) -> Explanation:
    """Say how the question of a turn was read, and what its answer was weighed against."""
    return explain(turn.reading, turn.outcome, Desk(knowledge.corpus, knowledge.index, turn.as_of))


def list_changes(knowledge: Knowledge, since: dt.date | None = None) -> Overview:
    """Return what the record has that is later than a day, or of its last month."""
    desk = Desk(knowledge.corpus, knowledge.index)
    return on_changes(since or since_by_default(desk), desk)


def read_day(knowledge: Knowledge, text: str, *, language: Language = "en") -> dt.date | None:
    """Return the day after which somebody asks for changes; None where the text names none.

    Digits, words of the four languages, a month, a year or a round will do.
    """
    reading = read_in_any(text, knowledge.index.vocabularies, language)
    return since_meant(reading, Desk(knowledge.corpus, knowledge.index))


def _turn(
    knowledge: Knowledge,
    utterance: str,
    language: Language,
    as_of: dt.date | None,
    before: Turn | None,
) -> Turn:
    reading = read_in_any(utterance, knowledge.index.vocabularies, language)
    reading = _with_its_round(reading, knowledge.corpus)
    reading = _with_time_between_rounds(reading, knowledge)
    if reading.as_of is not None:
        as_of = _day_asked_for(reading.as_of, knowledge)
    is_following = False
    if before is not None:
        if _asks_for_the_source(reading) and (shown := _shown_first(before.outcome)):
            found = answer_with(FactId(shown), knowledge.corpus, before.as_of)
            return Turn(before.reading, found, before.as_of)
        before = _with_its_person(_with_its_occasion(before), knowledge)
        if is_follow_up(reading) or _fits_there(reading, before, knowledge, as_of):
            reading, is_following = follow(reading, before.reading), True
            as_of = as_of or before.as_of
    corpus = knowledge.corpus
    desk = Desk(corpus, knowledge.index, as_of)
    recognition = _recognised(reading, utterance, desk)
    leans_on_nothing = before is None and not recognition.meta and is_only_a_follow_up(reading)
    outcome: One = (ask_back if leans_on_nothing else answer)(recognition, desk)
    if not is_following:
        outcome = _judged(outcome, recognition.reading, utterance, desk)
    return Turn(recognition.reading, outcome, as_of)


def _recognised(reading: Reading, utterance: str, desk: Desk) -> Recognition:
    return recognise_reading(
        reading,
        utterance,
        desk.index,
        latest_round=latest_round_of(desk.corpus, desk.as_of),
        is_known=desk.knows,
    )


def _judged(outcome: One, reading: Reading, utterance: str, desk: Desk) -> One:
    """Add yes, no or disputed where the record settles it; "no" by another number, as well."""
    if isinstance(outcome, Answer):
        return replace(outcome, verdict=verdict_on(reading, outcome, desk))
    if isinstance(outcome, Overview) and reading.slots.rounds:
        shown = (answer_with(FactId(c.fact.id), desk.corpus, desk.as_of) for c in outcome.shown)
        settling = [each for each in shown if verdict_on(reading, each, desk) == "yes"]
        if len(settling) == 1:
            return replace(settling[0], verdict="yes", score=outcome.score)
    if isinstance(outcome, Clarification | NoAnswer):
        relaxed = without_its_number(reading, desk)
        found = relaxed and answer(_recognised(relaxed, utterance, desk), desk)
        if isinstance(found, Answer | Overview):
            shown = (answer_with(FactId(c.fact.id), desk.corpus, desk.as_of) for c in found.shown)
            denying = [each for each in shown if verdict_on(reading, each, desk) == "no"]
            if len(denying) == 1:
                return replace(denying[0], verdict="no", score=found.score)
    return outcome


def _with_its_round(reading: Reading, corpus: Corpus) -> Reading:
    """Return what "the July talks" means: a round, where that is the only one of its time."""
    slots = reading.slots
    years = {held.date.year for held in corpus.rounds.values()}
    is_of_a_time = len(slots.months) + len(slots.days) == 1 and slots.years <= years
    if not (is_of_a_time and reading.speaks_of_rounds) or slots.rounds or slots.places:
        return reading
    if slots.names_another_kind_of_round or slots.span:
        return reading
    found = {
        held.number
        for held in corpus.rounds.values()
        if held.date.month in slots.months or (held.date.month, held.date.day) in slots.days
    }
    if len(found) != 1:
        return reading
    return replace(reading, slots=replace(slots, rounds=frozenset(found)))


def _with_time_between_rounds(reading: Reading, knowledge: Knowledge) -> Reading:
    """Return what "what happened between rounds 2 and 3" means: the time between their days."""
    slots = reading.slots
    held = sorted(r.date for r in knowledge.corpus.rounds.values() if r.number in slots.rounds)
    between = knowledge.index.vocabularies[reading.language].between
    is_between = not between.isdisjoint(reading.words)
    if len(held) != 2 or not is_between or "comparison" in slots.wants or slots.asks - {"what"}:
        return reading
    if not NAMING_A_KIND.issuperset(subject_terms(reading)):
        return reading
    first, last = held[0] + dt.timedelta(days=1), held[1] - dt.timedelta(days=1)
    slots = replace(
        slots,
        rounds=frozenset(),
        span=((first.month, first.day), (last.month, last.day)),
        years=frozenset({first.year, last.year}),
        wants=slots.wants | {"timeline"},
    )
    return replace(reading, slots=slots)


def _with_its_occasion(turn: Turn) -> Turn:
    """Return a turn that names the time of what it was answered with, where it named none."""
    slots = turn.reading.slots
    if slots.names_a_time or slots.places or not isinstance(turn.outcome, Answer | Overview):
        return turn
    occasions = {cited.occasion.id: cited.occasion for cited in turn.outcome.shown}
    if len(occasions) != 1:
        return turn
    (occasion,) = occasions.values()
    if isinstance(occasion, Round):
        slots = replace(slots, rounds=frozenset({occasion.number}))
    else:
        end = occasion.end_date or occasion.date
        span = ((occasion.date.month, occasion.date.day), (end.month, end.day))
        slots = replace(slots, span=span, years=frozenset({occasion.date.year}))
    return replace(turn, reading=replace(turn.reading, slots=slots))


def _with_its_person(turn: Turn, knowledge: Knowledge) -> Turn:
    """Return a turn that names the person whom its answer tells of, where it named none."""
    slots = turn.reading.slots
    if slots.people or not isinstance(turn.outcome, Answer):
        return turn
    people = knowledge.index.profiles[FactId(turn.outcome.fact.fact.id)].people
    if len(people) != 1 or "who" not in slots.asks:
        return turn
    return replace(turn, reading=replace(turn.reading, slots=replace(slots, people=people)))


def _fits_there(
    reading: Reading, before: Turn, knowledge: Knowledge, as_of: dt.date | None
) -> bool:
    """Say whether a question without a time is one about the occasion spoken of before."""
    slots, earlier = reading.slots, before.reading.slots
    spoken_of = earlier.names_a_time or earlier.places
    if slots.names_a_time or slots.places or slots.people or slots.wants or not spoken_of:
        return False
    desk = Desk(knowledge.corpus, knowledge.index, as_of)
    best = next((c for c in desk.rank(follow(reading, before.reading)) if not c.objections), None)
    return best is not None and best.score >= ANSWER


def _several(
    knowledge: Knowledge, questions: list[str], language: Language, as_of: dt.date | None
) -> Turn | None:
    """Answer each question of a message, if at least two of them have an answer."""
    turns: list[Turn] = []
    found: list[Found] = []
    for question in questions[:MOST_QUESTIONS]:
        turn = _turn(knowledge, question, language, as_of, turns[-1] if turns else None)
        turns.append(turn)
        if isinstance(turn.outcome, Answer | Overview | Portrait):
            found.append(turn.outcome)
    if len(found) < 2 or len({outcome_key(each) for each in found}) < 2:
        return None
    return replace(turns[-1], outcome=Several(parts=tuple(found)))


def outcome_key(outcome: Found) -> tuple[str, ...]:
    """Return what tells outcomes apart: the facts or the person that they show."""
    if isinstance(outcome, Portrait):
        return (outcome.person.id,)
    return tuple(cited.fact.id for cited in outcome.shown)


def _asks_for_the_source(reading: Reading) -> bool:
    """Say whether it asks only where the last answer comes from."""
    return "source" in reading.slots.wants and len(reading.words) <= 6 and reading.known <= 3


def _shown_first(outcome: Outcome) -> str | None:
    shown = getattr(outcome, "shown", ())
    return shown[0].fact.id if shown else None


def _day_asked_for(day: tuple[int | None, int, int], knowledge: Knowledge) -> dt.date | None:
    """Return a day that may lack its year: then the last one that the record reaches."""
    year, month, number = day
    last = max((fact.as_of for fact in knowledge.corpus.facts.values()), default=dt.date.max)
    try:
        if year is not None:
            return dt.date(year, month, number)
        found = dt.date(last.year, month, number)
        return found if found <= last else dt.date(last.year - 1, month, number)
    except ValueError:
        return None
