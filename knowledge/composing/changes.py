"""Since when changes are asked for, and what is on record since then; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import Final

from knowledge.composing.desk import Desk, up_to
from knowledge.matching.slots import DATE, Reading
from knowledge.outcomes import Overview

DAYS_BACK: Final = 30
"""How far back changes go where no day is named: a month before the record's last day."""
_IN_CHANGES: Final = frozenset({"synonym:change", "synonym:more", "synonym:happen"})
"""What belongs to a wish for changes and names no subject."""
YEARS_BACK: Final = 8
"""How far back a day without a year is looked for: 29 February is never further away."""


def on_changes(since: dt.date, desk: Desk, *, most: int | None = None) -> Overview:
    """List what the record has that is later than a day, by day, at most that many facts."""
    facts = sorted(
        (fact for fact in desk.facts() if fact.as_of > since),
        key=lambda fact: (fact.as_of, fact.ref, fact.id),
    )
    by_occasion = groupby(facts, key=lambda fact: fact.ref)
    sections = [
        desk.section(list(group), occasion=desk.corpus.occasion(ref)) for ref, group in by_occasion
    ]
    shown, left_out = up_to(sections, len(facts) if most is None else most)
    return Overview(
        kind="changes", sections=shown, left_out=left_out, since=since, as_of=desk.as_of
    )


def names_a_subject(reading: Reading, named: Iterable[str], desk: Desk) -> bool:
    """Say whether a question for changes names, among these terms, of what they should be."""
    since = desk.index.vocabularies[reading.language].since
    bounds = {term for part in reading.parts if part.words[0] in since for term in part.terms}
    return any(term not in bounds and term not in _IN_CHANGES for term in named)


def since_by_default(desk: Desk) -> dt.date:
    """Return the day since which changes are listed where none is named."""
    last = max((fact.as_of for fact in desk.facts()), default=dt.date.max)
    return last - dt.timedelta(days=DAYS_BACK)


def since_meant(reading: Reading, desk: Desk) -> dt.date | None:
    """Return the day after which changes are asked for; None where the words name none.

    A month or a year is listed from its first day on. A day without a year is the last one of
    that name that the record reaches.
    """
    slots = reading.slots
    year = max(slots.years, default=None)
    if slots.span:
        month = _month_of_the_beginning(reading)
        if month is None:
            return _day(year, *slots.span[0], desk)
        slots = replace(slots, months=frozenset({month}))
    if slots.days:
        return _day(year, *min(slots.days), desk)
    if slots.months:
        first = _day(year, min(slots.months), 1, desk)
        return first and first - dt.timedelta(days=1)
    if slots.rounds:
        held = [each for each in desk.corpus.rounds.values() if each.number in slots.rounds]
        return max((each.date for each in held), default=None)
    return dt.date(year - 1, 12, 31) if year is not None else None


def _month_of_the_beginning(reading: Reading) -> int | None:
    """Return the month of "since March", which reading takes for the time behind it."""
    dates = {term for part in reading.parts for term in part.terms if term.startswith(DATE)}
    months = {int(term.removeprefix(DATE)) for term in dates if "-" not in term}
    return min(months) if months and len(months) == len(dates) else None


def _day(year: int | None, month: int, day: int, desk: Desk) -> dt.date | None:
    """Return a day that may lack its year; None where the calendar has no such day."""
    last = max((fact.as_of for fact in desk.facts()), default=dt.date.max)
    years = (year,) if year is not None else range(last.year, last.year - YEARS_BACK, -1)
    for each in years:
        try:
            found = dt.date(each, month, day)
        except ValueError:
            continue
        if year is not None or found <= last:
            return found
    return None
