"""What to say where the record has no answer: what is on record instead, or a question back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from knowledge.citing import rounds_until
from knowledge.composing import occasions
from knowledge.composing.choosing import names_its_time
from knowledge.composing.desk import Desk, subject_terms
from knowledge.matching.recognise import Candidate, Recognition
from knowledge.matching.slots import Reading
from knowledge.matching.thresholds import CHOICE, EVIDENCE, MOST_CHOICES, UNKNOWN_CHOICE
from knowledge.outcomes import Clarification, NoAnswer, NoAnswerReason, One
from knowledge.types import Corpus

OF_NO_RECORD: Final = frozenset({"synonym:elsewhere", "thing:peace-treaty"})
"""What no fact tells of, though one may mention it: none was signed."""


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


def ask_back(recognition: Recognition, desk: Desk) -> One:
    """Ask back with what the question may mean, or say that it is not on record."""
    reading = recognition.reading
    if (subject := set(subject_terms(reading))) and subject <= OF_NO_RECORD:
        return no_answer("not_on_record", desk.corpus, desk.as_of)
    least = CHOICE + UNKNOWN_CHOICE * strange(reading)
    choices = [candidate for candidate in recognition.candidates if candidate.score >= least]
    # What nothing contradicts comes first.
    choices.sort(key=lambda candidate: bool(candidate.objections))
    fits = any(not choice.objections for choice in choices)
    if not fits and (reason := _why_nothing_fits(choices, reading)):
        return no_answer(reason, desk.corpus, desk.as_of)
    if choices and not _is_mostly_unknown(reading):
        facts = tuple(desk.corpus.facts[choice.fact] for choice in choices[:MOST_CHOICES])
        return Clarification(choices=facts, score=choices[0].score)
    if reading.speaks_of_rounds and not reading.terms:
        rounds = rounds_until(desk.corpus, desk.as_of)
        keys = (occasions.key_fact(held, desk) for held in rounds)
        if facts := tuple(filter(None, keys)):
            return Clarification(choices=facts[-MOST_CHOICES:])
    score = recognition.candidates[0].score if recognition.candidates else 0.0
    return no_answer("not_on_record", desk.corpus, desk.as_of, score=score)


def _why_nothing_fits(choices: Sequence[Candidate], reading: Reading) -> NoAnswerReason | None:
    """Say what all that comes near is contradicted by: then it is no choice to offer."""
    if not choices:
        return None
    common = frozenset.intersection(*(frozenset(choice.objections) for choice in choices))
    if "date" in common and reading.slots.days:
        return "nothing_that_day"
    if "person" in common and reading.slots.people and names_its_time(reading):
        return "not_there"
    return "not_on_record" if common & {"stranger", "thing", "place", "number"} else None


def _is_mostly_unknown(reading: Reading) -> bool:
    """Say whether what is known of a question is too little to ask back about it."""
    return reading.known < EVIDENCE and reading.known <= len(reading.unknown)


def strange(reading: Reading) -> int:
    """Count the words of a question that belong to no record, by what is known of them."""
    return len(reading.unknown) + 2 * (not OF_NO_RECORD.isdisjoint(reading.terms))
