"""Which overview the words of a question ask for, if any; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from knowledge.citing import (
    rounds_until,
)
from knowledge.composing import occasions, people, subjects
from knowledge.composing.changes import (
    names_a_subject,
    on_changes,
    since_by_default,
    since_meant,
)
from knowledge.composing.desk import Desk, subject_terms
from knowledge.matching.slots import Reading
from knowledge.matching.yes_or_no import is_for_yes_or_no
from knowledge.outcomes import (
    Answer,
    Found,
    Overview,
    Section,
)

ON_THE_NEXT: Final = frozenset({"opinion:", "synonym:continue", "synonym:next"})
"""What belongs to a question for the next round and names no other subject."""
PLANNED: Final = frozenset({"synonym:scheduled"})
"""What asks whether something to come has its day."""
_SPEAKING: Final = frozenset({"synonym:say", "synonym:want", "synonym:offer"})
_AGREED_AND_DONE: Final = frozenset({"synonym:agree", "synonym:done"})
_IN_SUMMARY: Final = frozenset({"synonym:short", "synonym:agree", "synonym:total"})
"""What belongs to a wish for a summary and names no subject."""


def asks_for_more(reading: Reading) -> bool:
    """Say whether it wants several facts put together, in so many words."""
    wants = {"summary", "timeline", "list", "comparison", "quotation", "person", "changes"}
    if "positions" in reading.slots.wants and len(reading.slots.sides) != 1:
        return True
    return not wants.isdisjoint(reading.slots.wants)


def composed(reading: Reading, desk: Desk) -> Found | None:
    """Return the overview that the words ask for, if the record has it."""
    slots = reading.slots
    wants = slots.wants
    subject = subject_terms(reading)
    named = [term for term in subject if not term.startswith(("person:", "side:", "place:"))]
    if "summary" in wants:
        named = [term for term in named if term not in _IN_SUMMARY]
    if "quotation" in wants:
        return people.on_words(reading, desk)
    is_bare = all(term.startswith("person:") for term in reading.terms) and not wants
    is_on_one = len(slots.people) == 1 and not named and not slots.sides
    is_polar = is_for_yes_or_no(reading.words, desk.index.lexicons[reading.language])
    if is_on_one and (is_bare or _asks_who_it_is(reading)) and not is_polar:
        return people.on_a_person(reading, desk)
    if reading.as_of is not None and not subject and not _asks_one_thing(reading):
        return occasions.on_rounds(desk)
    if "latest" in wants and not named:
        return occasions.on_rounds(desk, "latest")
    if "upcoming" in wants and ON_THE_NEXT.issuperset(named):
        return occasions.on_what_comes_next(desk)
    if "changes" in wants and not names_a_subject(reading, named, desk):
        since = since_meant(reading, desk) or since_by_default(desk)
        return on_changes(since, desk, most=occasions.MOST_ON_A_TIMELINE)
    if is_on_all_rounds(reading, named, len(rounds_until(desk.corpus, desk.as_of))):
        return occasions.on_rounds(desk)
    compares = "comparison" in wants or subjects.names_several(reading)
    if compares and (found := subjects.on_a_comparison(reading, desk)):
        return found
    if reading.asks_for_latest and (found := occasions.on_the_latest(reading, desk)):
        return found
    lists = "timeline" in wants or "list" in wants
    if lists and (found := occasions.on_a_timeline(reading, desk)):
        return found
    if "implementation" in wants and ("list" in wants or set(named) == _AGREED_AND_DONE):
        return subjects.on_implementation(reading, desk)
    is_whole = not named and not _asks_one_thing(reading)
    if is_whole and (slots.rounds or slots.places or slots.days):
        found = occasions.on_an_occasion(reading, desk)
        if found is not None:
            return found
    if slots.span and not named:
        return occasions.on_a_timeline(reading, desk)
    return _on_what_was_said(reading, desk)


def on_all_of_a_kind(reading: Reading, desk: Desk) -> Overview | None:
    """List the exchanges or transfers, where they are named in full and nothing else is.

    A single word, "the exchange", may mean one of them.
    """
    terms = set(subject_terms(reading))
    is_named = len(terms) > 1 and occasions.NAMING_A_KIND.issuperset(terms)
    if not is_named or _asks_one_thing(reading):
        return None
    return occasions.on_a_timeline(reading, desk)


def on_the_latest_of_a_kind(reading: Reading, desk: Desk) -> Overview | None:
    """Tell of the last exchange or transfer, where it asks for that and names nothing else."""
    terms = set(subject_terms(reading)) - {"synonym:last"}
    if not reading.asks_for_latest or not terms or not occasions.NAMING_A_KIND.issuperset(terms):
        return None
    return occasions.on_the_latest(reading, desk)


def on_any_words(reading: Reading, desk: Desk) -> Overview | None:
    """Show what somebody said, where it is asked about nothing that was spoken of."""
    told = ("person:", "ask:", "synonym:say")
    content = [term for term in reading.terms if not term.startswith(told)]
    if content or not asks_what_was_said(reading) or names_its_time(reading):
        return None
    return people.on_words(reading, desk)


def _on_what_was_said(reading: Reading, desk: Desk) -> Overview | None:
    slots = reading.slots
    if asks_what_was_said(reading) and (found := people.on_words(reading, desk)):
        return found
    speaks = _SPEAKING & set(reading.terms)
    if (
        "positions" in slots.wants
        or (speaks and len(slots.sides) == 1 and not slots.asks - {"what"})
    ) and (found := subjects.on_positions(reading, desk)):
        return found
    if "summary" in slots.wants:
        return subjects.on_a_subject(reading, desk)
    return None


def _asks_who_it_is(reading: Reading) -> bool:
    """Say whether it asks who a person is, or what post the person has."""
    slots = reading.slots
    is_bare = slots.asks == {"who"} and not names_its_time(reading)
    # "Who was Russia's chief negotiator on July 23" asks for a fact of that day.
    is_wanted = "person" in slots.wants and not (slots.rounds or slots.days)
    return is_wanted or "synonym:post" in reading.terms or is_bare


def asks_for_a_stance(reading: Reading) -> bool:
    """Say whether it asks what one side said or offered at a time, and names no subject of it.

    No fact alone is the answer, even where one has such a phrasing.
    """
    slots = reading.slots
    subject = {term for term in subject_terms(reading) if not term.startswith("side:")}
    speaks = not _SPEAKING.isdisjoint(reading.terms)
    is_open = speaks and subject <= _SPEAKING and not slots.asks - {"what"}
    return is_open and len(slots.sides) == 1 and not slots.people and names_its_time(reading)


def asks_what_was_said(reading: Reading) -> bool:
    """Say whether it asks what somebody said, whose words a reader wants to see."""
    slots = reading.slots
    return bool(slots.people) and "synonym:say" in reading.terms and not slots.asks - {"what"}


def asks_only_who(reading: Reading) -> bool:
    """Say whether nothing but a name is asked about."""
    return all(term.startswith(("person:", "ask:")) for term in subject_terms(reading))


def is_on_all_rounds(reading: Reading, named: Sequence[str], rounds: int) -> bool:
    """Say whether it asks which rounds there were, or how many."""
    slots = reading.slots
    if "list" in slots.wants and slots.rounds == {rounds}:
        return not named  # "all three rounds" names none of them
    if slots.years - {2025} or slots.months or slots.span:
        return False
    if slots.rounds or slots.places or slots.people or slots.things or named:
        return False
    return "list" in slots.wants or ("how_many" in slots.asks and reading.speaks_of_rounds)


def _asks_one_thing(reading: Reading) -> bool:
    """Say whether a kind of answer is wanted that one fact gives."""
    return bool(reading.slots.asks - {"what"})


def with_words(single: Answer, reading: Reading, desk: Desk) -> Found:
    """Put the words on record beside a fact that has none of its own."""
    if single.spoken or single.disagreements:
        return single
    words = people.on_words(reading, desk)
    if words is None:
        return single
    section = Section(facts=(single.fact,), quotes=words.spoken[:MOST_WORDS])
    return replace(words, sections=(section,), left_out=0, score=single.score)


MOST_WORDS: Final = 2
"""Quotations beside a fact that tells what somebody said."""


def names_its_time(reading: Reading) -> bool:
    """Say whether a question names a time or a place."""
    return reading.slots.names_a_time or bool(reading.slots.places)
