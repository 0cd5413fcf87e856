"""A question for yes or no and the fact that answers it in, a verdict or none out; pure.

A verdict is given only where the record settles the question in so many words; where in doubt there
is none, and the fact stands for itself. What one side alone says is no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from knowledge.composing.desk import Desk, subject_terms
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.reading import read
from knowledge.matching.slots import DATE, Reading
from knowledge.matching.yes_or_no import has_any, is_for_yes_or_no
from knowledge.outcomes import Answer, Verdict
from knowledge.text import tokens
from knowledge.types import Fact, FactId, Round

LEAST_SAID: Final = 2
"""Terms about the subject, and times and places, below which a question is too vague."""
MOST_BESIDE: Final = 3
"""Words of content beyond the question's up to which a statement says just what was asked."""
LEAST_APART: Final = 0.1
"""How far apart, as a share of the greater, two numbers must be for one to deny the other: people
round numbers."""
_HARD: Final = ("number:", "person:", "place:", "side:", DATE)
"""Kinds of term in which the versions of a conflict may differ so that a question is disputed."""
_OTHER_WISHES: Final = frozenset({"quotation", "summary", "list", "comparison", "timeline"})
_NOT_YET_DONE: Final = frozenset(
    (
        *("synonym:say", "synonym:call", "synonym:mean", "synonym:offer", "synonym:want"),
        *("synonym:appeal", "synonym:agree", "synonym:commitment", "synonym:ready"),
        *("synonym:scheduled", "synonym:condition", "synonym:consider", "synonym:impossible"),
        *("synonym:unlikely", "synonym:accuse", "synonym:misreport", "synonym:imagine"),
        *("synonym:threat", "synonym:next", "synonym:door", "synonym:soon", "synonym:approach"),
        *("synonym:note", "synonym:option", "synonym:wait", "synonym:favour", "synonym:wrong"),
        *("synonym:postpone", "synonym:suspend", "synonym:exclude", "synonym:lack"),
        *("synonym:delay", "synonym:half"),
    )
)
"""Groups of words that make what stands beside them something said, wished or undone."""
_LOOSE: Final = frozenset({"synonym:more-than", "synonym:less-than", "synonym:half"})
"""Groups of words that loosen a number."""
_TELLING: Final = frozenset(
    (
        *("synonym:say", "synonym:call", "synonym:outlet", "synonym:agencies", "synonym:trt"),
        *("synonym:ria", "synonym:tass", "synonym:rt", "synonym:reuters", "synonym:axios"),
        *("synonym:bbc", "synonym:meduza", "synonym:belga", "synonym:xinhua", "synonym:efe"),
        *("synonym:ians", "synonym:hill", "synonym:economist", "synonym:babel-outlet"),
        *("synonym:altapress", "synonym:misreport"),
    )
)
"""Groups of words of who tells it: that somebody does is not disputed, only what is told."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A question for yes or no, and a statement that may settle it, in the same language."""

    question: Reading
    statement: Reading
    fact: Fact
    desk: Desk

    def lacking(self) -> frozenset[str]:
        """Return the terms of the question that the statement does not carry."""
        said = set(self.statement.terms) | set(self._time_terms())
        return frozenset(term for term in self.question.terms if term not in said)

    def _time_terms(self) -> Iterator[str]:
        for month, day in self._days():
            yield f"{DATE}{month}-{day}"
            yield f"{DATE}{month}"

    def _days(self) -> frozenset[tuple[int, int]]:
        """Return the days that the statement names, and the day of the round it is about."""
        held = self.desk.corpus.rounds.get(self.fact.ref)
        days = self.statement.slots.days
        return days | {(held.date.month, held.date.day)} if held else days

    def fits_in_time(self) -> bool:
        """Say whether the statement is about the round, day, month and year of the question."""
        asked, said = self.question.slots, self.statement.slots
        occasion = self.desk.corpus.occasion(self.fact.ref)
        own = {occasion.number} if isinstance(occasion, Round) else set()
        months = said.months | {month for month, _ in self._days()}
        return (
            asked.span is None
            and asked.rounds <= said.rounds | own
            and asked.days <= self._days()
            and asked.months <= months
            and asked.years <= said.years | {occasion.date.year}
        )

    def has_the_same_roles(self) -> bool:
        """Say whether whoever acts in the question acts in the statement, beside the same others.

        "A headed X, B headed Y" does not say that A headed Y.
        """
        asked, said = self.question.slots, self.statement.slots
        if not asked.sides and not asked.people:
            return True
        who, there = _who(self.question), _who(self.statement)
        starts = range(len(there) - len(who) + 1)
        return asked.actor == said.actor and any(there[at : at + len(who)] == who for at in starts)

    def says_one_thing(self) -> bool:
        """Say whether the statement has one value alone of each kind that the question names."""
        asked, said = self.question.slots, self.statement.slots
        return (
            (not asked.numbers or len(said.numbers) == 1)
            and (not asked.days or len(said.days) <= 1)
            and (not asked.places or len(said.places) == 1)
            and (not asked.things or asked.things == said.things)
        )

    def says_just_that(self) -> bool:
        """Say whether the statement asserts what it says, and little beyond what was asked."""
        english = tokens(self.fact.statement.en)
        lexicon = self.desk.index.lexicons["en"]
        beside = [
            term
            for term in subject_terms(self.statement)
            if term not in self.question.terms and not term.startswith(_HARD)
        ]
        return (
            not self.statement.slots.is_negated
            and not self.statement.slots.is_forecast
            and not read(
                self.fact.statement.en, self.desk.index.vocabularies["en"]
            ).slots.is_negated
            and not has_any(lexicon.hedges, english)
            and len(beside) <= MOST_BESIDE
            and _NOT_YET_DONE.isdisjoint(beside)
        )

    def is_carried(self) -> bool:
        """Say whether the statement says all that the question asks to be confirmed."""
        return (
            not self.lacking()
            and self.fits_in_time()
            and self.has_the_same_roles()
            and self.says_one_thing()
            and not self.is_negated()
        )

    def is_negated(self) -> bool:
        """Say whether the statement denies something, in the question's language or in English."""
        english = read(self.fact.statement.en, self.desk.index.vocabularies["en"])
        return self.statement.slots.is_negated or english.slots.is_negated


def verdict_on(question: Reading, answer: Answer, desk: Desk) -> Verdict | None:
    """Judge a question by the fact that answers it; None where the fact does not settle it."""
    lexicon = desk.index.lexicons[question.language]
    if not _asks_for_a_verdict(question, lexicon) or answer.is_latest_assumed:
        return None
    case = _case(question, answer.fact.fact, desk)
    if case is None or answer.fact.fact.status == "superseded":
        return None
    if answer.disagreements:
        return "disputed" if _is_disputed(question, answer, desk) else None
    if answer.fact.fact.claimant != "reported":
        return None
    if case.is_carried() and case.says_just_that():
        return "yes"
    return "no" if _is_denied_by_a_number(case) else None


def without_its_number(question: Reading, desk: Desk) -> Reading | None:
    """Return a question for yes or no without the one number that no fact may have."""
    slots = question.slots
    if len(slots.numbers) != 1:
        return None
    if not _asks_for_a_verdict(question, desk.index.lexicons[question.language]):
        return None
    (number,) = slots.numbers
    return replace(
        question,
        terms=tuple(term for term in question.terms if term != f"number:{number}"),
        slots=replace(slots, numbers=frozenset()),
    )


def _case(question: Reading, fact: Fact, desk: Desk) -> _Case | None:
    text: str | None = getattr(fact.statement, question.language)
    if text is None:
        return None
    return _Case(question, read(text, desk.index.vocabularies[question.language]), fact, desk)


def _asks_for_a_verdict(question: Reading, lexicon: Lexicon) -> bool:
    """Say whether it asks for yes or no, about something definite, in words that are all known."""
    slots = question.slots
    if slots.asks or slots.is_negated or slots.is_opinion or slots.is_forecast or slots.strangers:
        return False
    if question.unknown or slots.wants & _OTHER_WISHES:
        return False
    subject = [term for term in question.terms if not term.startswith(DATE)]
    pinned = len(slots.rounds) + len(slots.days) + len(slots.places)
    if not subject or len(subject_terms(question)) + pinned < LEAST_SAID:
        return False
    # The "over" of "hand over" loosens nothing.
    beside = [part for part in question.parts if "synonym:return" not in part.terms]
    words = tuple(word for part in beside for word in part.words)
    if has_any((*lexicon.alternatives, *lexicon.approximations), words):
        return False
    if not _LOOSE.isdisjoint(question.terms):
        return False
    return is_for_yes_or_no(question.words, lexicon)


def _is_disputed(question: Reading, answer: Answer, desk: Desk) -> bool:
    """Say whether one version carries the question, and another has its own value instead."""
    if not _TELLING.isdisjoint(question.terms):
        return False
    versions = {cited.fact.id: cited.fact for cited in answer.shown}
    cases = [case for fact in versions.values() if (case := _case(question, fact, desk))]
    return any(
        _has_a_rival_value(other, case)
        for case in cases
        if case.is_carried()
        for other in cases
        if other is not case
    )


def _has_a_rival_value(other: _Case, carrying: _Case) -> bool:
    """Say whether a version has another number, person, place or day than the question names."""
    if not all(term.startswith(_HARD) for term in other.lacking()):
        return False
    lacking = {_kind(term) for term in other.lacking()}
    own = set(other.statement.terms) - set(carrying.statement.terms)
    return any(_kind(term) in lacking for term in own)


def _who(reading: Reading) -> tuple[str, ...]:
    """Return the sides and people in order, without repeats."""
    return tuple(
        dict.fromkeys(term for term in reading.terms if term.startswith(("side:", "person:")))
    )


def _kind(term: str) -> str:
    return term.partition(":")[0]


def _is_denied_by_a_number(case: _Case) -> bool:
    """Say whether all but a number fits, and the fact has one number of its own instead."""
    asked, said = case.question.slots, case.statement.slots
    value = case.fact.value
    if not isinstance(value, int | float) or not (asked.days or asked.rounds):
        return False
    if len(asked.numbers) != 1 or said.numbers != {str(value)}:
        return False
    (number,) = asked.numbers
    if case.lacking() != {f"number:{number}"} or not case.fits_in_time():
        return False
    if not case.has_the_same_roles() or not case.says_one_thing() or case.is_negated():
        return False
    if not case.says_just_that():
        return False
    lexicon = case.desk.index.lexicons["en"]
    if has_any(lexicon.approximations, tokens(case.fact.statement.en)):
        return False
    apart = abs(int(number) - value) / max(int(number), value, 1)
    return apart >= LEAST_APART and not _is_on_record_there(number, case)


def _is_on_record_there(number: str, case: _Case) -> bool:
    """Say whether another fact of the same occasion has the number."""
    return any(
        number in case.desk.index.profiles[FactId(other.id)].numbers
        for other in case.desk.facts()
        if other.ref == case.fact.ref and other.id != case.fact.id
    )
