"""Rules on days and times: possible, in order, and near what they are about."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from knowledge.curation.finding import Finding
from knowledge.types import Corpus, Fact, Occasion, OccasionId, Person, Round, SourceId

MOST_DAYS_AWAY: Final = 60
"""Days between a fact and its round or event, unless the statement names the day.

In the record the farthest is 51 days after (an account of the second round that was printed with
the third); a year or a month mistyped is farther than that or names another month.
"""
_TIME = re.compile(r"\b(\d{1,2}):(\d{2})\b")


def inconsistent_rounds(corpus: Corpus) -> Iterator[Finding]:
    """A number that two rounds share, or a round before the one that it follows."""
    counted = Counter(held.number for held in corpus.rounds.values())
    for held in corpus.rounds.values():
        if counted[held.number] > 1:
            yield "round", held.id, "number", f"another round has the number {held.number}"
        before = corpus.rounds.get(held.previous) if held.previous else None
        if before and before.date >= held.date:
            yield "round", held.id, "previous", f"{before.id} is not earlier"
        if before and before.number >= held.number:
            yield "round", held.id, "previous", f"{before.id} has no smaller number"
        yield from _inconsistent_times(held)
    for event in corpus.events.values():
        if event.end_date and event.end_date < event.date:
            yield "event", event.id, "end_date", "ends before it begins"
        cause = _occasion(corpus, event.follows_from) if event.follows_from else None
        if cause and cause.date > event.date:
            yield "event", event.id, "follows_from", f"{cause.id} is later"


def _inconsistent_times(held: Round) -> Iterator[Finding]:
    """A round of one evening that ends before it starts, or lasts longer than it took.

    Where a time is a range or an estimate, the reading that allows most is taken.
    """
    starts, ends = _minutes(held.start_time), _minutes(held.end_time)
    if not (starts and ends):
        return
    if max(ends) <= min(starts):
        yield "round", held.id, "end_time", f"{held.end_time} is not after {held.start_time}"
    elif (held.duration_minutes or 0) > max(ends) - min(starts):
        message = f"{max(ends) - min(starts)} minutes lie between start_time and end_time"
        yield "round", held.id, "duration_minutes", message


def _minutes(times: str | None) -> list[int]:
    return [int(hour) * 60 + int(minute) for hour, minute in _TIME.findall(times or "")]


def impossible_dates(corpus: Corpus) -> Iterator[Finding]:
    """A day before the one that makes it possible: words printed before they were said."""
    older = "every source is older: it was announced there, not reported"
    for held in corpus.rounds.values():
        is_only_planned = held.status in ("announced", "postponed", "cancelled")
        if not is_only_planned and _all_before(corpus, held.sources, held.date):
            yield "round", held.id, "date", older
    for event in corpus.events.values():
        if _all_before(corpus, event.sources, event.date):
            yield "event", event.id, "date", older
    for fact in corpus.facts.values():
        yield from _impossible_dates_of(fact, corpus)
    for quote in corpus.quotes.values():
        if _all_before(corpus, [quote.source], quote.said_on):
            message = f"{quote.source} was published before this day"
            yield "quote", quote.id, "said_on", message
    for person in corpus.people.values():
        yield from _impossible_roles_of(person)


def _impossible_dates_of(fact: Fact, corpus: Corpus) -> Iterator[Finding]:
    if _all_before(corpus, [citation.source for citation in fact.citations], fact.as_of):
        yield "fact", fact.id, "as_of", "every cited source was published before this day"
    later = corpus.facts.get(fact.superseded_by) if fact.superseded_by else None
    if later and later.as_of < fact.as_of:
        yield "fact", fact.id, "superseded_by", f"{later.id} is of an earlier day"
    if fact.withdrawn_on and fact.withdrawn_on < fact.as_of:
        yield "fact", fact.id, "withdrawn_on", "is earlier than as_of"


def _impossible_roles_of(person: Person) -> Iterator[Finding]:
    for number, role in enumerate(person.roles):
        # Compared as far as both are known: "2025-07" does not end before "2025-07-17".
        since, until = role.since or "", role.until or ""
        length = min(len(since), len(until))
        if until[:length] < since[:length]:
            yield "person", person.id, f"roles.{number}.until", "is earlier than since"


def _all_before(corpus: Corpus, sources: Iterable[SourceId], day: dt.date) -> bool:
    """Tell whether each source has a date, and one that is over before the day begins."""
    found = [corpus.sources.get(each) for each in sources]
    published = [each.published if each else None for each in found]
    return bool(published) and all(
        each is not None and each < day.isoformat()[: len(each)] for each in published
    )


def faraway_days(corpus: Corpus) -> Iterator[Finding]:
    """A day so far from its round or event that it is rather a slip of the pen."""
    for fact in corpus.facts.values():
        occasion = _occasion(corpus, fact.ref)
        if not occasion or _is_background(occasion) or _names(fact.statement.en, fact.as_of):
            continue
        if (away := _days_away(fact.as_of, occasion)) > MOST_DAYS_AWAY:
            message = (
                f"{away} days from {occasion.id}: correct it, or name the day in the statement"
            )
            yield "fact", fact.id, "as_of", message
    for quote in corpus.quotes.values():
        occasion = _occasion(corpus, quote.ref)
        if not occasion or _is_background(occasion):
            continue
        if (away := _days_away(quote.said_on, occasion)) > MOST_DAYS_AWAY:
            yield "quote", quote.id, "said_on", f"{away} days from {occasion.id}"


def _occasion(corpus: Corpus, ref: OccasionId) -> Occasion | None:
    return corpus.rounds.get(ref) or corpus.events.get(ref)


def _is_background(occasion: Occasion) -> bool:
    return not isinstance(occasion, Round) and occasion.kind == "background"


def _days_away(day: dt.date, occasion: Occasion) -> int:
    last = occasion.date if isinstance(occasion, Round) else occasion.end_date or occasion.date
    return max((occasion.date - day).days, (day - last).days, 0)


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _names(statement: str, day: dt.date) -> bool:
    """Tell whether an English statement names the day, as 6 May 2025 or 6-7 May 2025."""
    month = _MONTHS[day.month - 1]
    return re.search(rf"\b{day.day}(?:-\d+)? {month} {day.year}\b", statement) is not None
