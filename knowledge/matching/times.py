"""The times that an utterance names: days, months, years, and what bounds them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from knowledge.matching.lexicon import Season, Want
from knowledge.matching.slots import (
    COMMON_YEAR,
    DATE,
    SEASONS,
    MonthDay,
    Span,
    day_term,
    month_term,
)
from knowledge.matching.vocabulary import Vocabulary
from knowledge.matching.words import Word, has_phrase

SHORT_YEARS = range(22, 27)
"""Years of this century that the record is about."""
YEARS_OF_EVENTS = frozenset({22, 25, 26})
"""Those in which something on record took place: "у липні 23-го" is a day."""
NAMED_YEARS = range(14, 27)
"""The same where the word "year" stands behind: what is spoken of began in 2014."""
COUNTING = "ask:how_many"
LONGEST_MONTH = 31
_IN = frozenset({"в", "у", "во"})
_DAYS = re.compile(r"(\d\d?)-(\d\d?)")


@dataclass(slots=True)
class TimeReader:
    """Takes times out of the words; each `take_…` returns how many words it took, 0 for none."""

    words: Sequence[Word]
    vocabulary: Vocabulary
    terms: list[str] = field(default_factory=list)
    found: dict[str, set[str]] = field(default_factory=dict)
    days: set[tuple[int, int]] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    dated: list[tuple[int, int, MonthDay]] = field(default_factory=list)
    """Where each day stands (first word, word behind it), and which it is."""
    named_months: list[tuple[int, int]] = field(default_factory=list)
    """Where each month without a day stands, and which it is."""
    span: Span | None = None
    before: dt.date | None = None
    as_of: tuple[int | None, int, int] | None = None

    def take_date(self, position: int) -> int:
        """Take a day, a month or a year."""
        word = self.words[position]
        if (date := word.as_date()) is not None:
            self._add_day(*date[1:], position, 1)
            self.years.update(filter(None, date[:1]))
            return 1
        if (year := word.as_year()) is not None:
            self.years.add(year)
            return 1
        if length := self._take_short_year(position):
            return length
        if (month := self.vocabulary.month(word)) is not None:
            return self._take_month(month, position)
        return self._take_days_of_a_month(position) or self._take_day_and_month(position)

    def _take_short_year(self, position: int) -> int:
        """Take "25 року", and the "22-го" of "навесні 22-го"."""
        number = self.words[position].as_day()
        if number is None or number not in NAMED_YEARS:
            return 0
        if self.is_before_a_year_noun(position):
            self.years.add(2000 + number)
            return 2
        if number not in SHORT_YEARS or not self._is_behind_a_time_of_year(position):
            return 0
        self.years.add(2000 + number)
        return 1

    def is_before_a_year_noun(self, position: int) -> bool:
        """Say whether what stands there is called a year."""
        following = self._word(position + 1)
        return following is not None and following.raw in self.vocabulary.year_nouns

    def _is_behind_a_time_of_year(self, position: int) -> bool:
        """Say whether a number stands behind a season, or as in "14 августа 25-го"."""
        before = self._word(position - 1)
        meaning = before.meaning if before else None
        is_behind_a_day = bool(self.dated) and self.dated[-1][1] == position
        is_slavic = self.vocabulary.language in ("uk", "ru")
        is_in_a_year = before is not None and before.raw in _IN and self._word_has_ending(position)
        is_a_year = is_behind_a_day or is_in_a_year
        return (meaning is not None and meaning.kind == "season") or (is_slavic and is_a_year)

    def _word_has_ending(self, position: int) -> bool:
        """Say whether a number is an ordinal ("в 22-м")."""
        return self.words[position].as_number() is None

    def _take_days_of_a_month(self, position: int) -> int:
        """Take "4-5 February" as the time between two days."""
        match = _DAYS.fullmatch(self.words[position].raw)
        name = self._word(position + 1)
        month = self.vocabulary.month(name) if name else None
        if not match or month is None:
            return 0
        first, last = int(match[1]), int(match[2])
        if not 1 <= first <= last <= LONGEST_MONTH:
            return 0
        self.span = ((month, first), (month, last))
        self.terms.append(month_term(month))
        return 2

    def _take_month(self, month: int, position: int) -> int:
        """Take "July 23" or "July", but not the verb "may"."""
        following = self._word(position + 1)
        day = following.as_day() if following else None
        if day and day in YEARS_OF_EVENTS and self.vocabulary.language in ("uk", "ru"):
            # There the day stands before the month: "у березні 22-го" is March 2022.
            self.years.add(2000 + day)
            self._add_month(month, position)
            return 2
        if day is not None and following is not None and following.as_year() is None:
            self._add_day(month, day, position, 2)
            return 2
        before = self._word(position - 1)
        is_of_a_year = following is not None and following.as_year() is not None
        if not is_of_a_year and not self.vocabulary.means_month(self.words[position], before):
            return 0
        self._add_month(month, position)
        return 1

    def _add_month(self, month: int, position: int) -> None:
        self.months.add(month)
        self.named_months.append((position, month))
        self.terms.append(month_term(month))

    def _take_day_and_month(self, position: int) -> int:
        """Take "23 July" or "23rd of July"."""
        day = self.words[position].as_day()
        if day is None:
            return 0
        at = position + 1
        if (link := self._word(at)) and link.raw in self.vocabulary.date_links:
            at += 1
        name = self._word(at)
        month = self.vocabulary.month(name) if name else None
        if month is None:
            return 0
        self._add_day(month, day, position, at + 1 - position)
        return at + 1 - position

    def _add_day(self, month: int, day: int, position: int, length: int) -> None:
        self.days.add((month, day))
        self.dated.append((position, position + length, (month, day)))
        self.terms.append(day_term(month, day))

    def take_bounds(self) -> None:
        """Turn days that bound a time, or that knowledge is asked for, into what they mean."""
        vocabulary = self.vocabulary
        if (day := self._day_of_knowledge()) is not None:
            self.as_of = (min(self.years, default=None), *day)
            bounding = {word.term for word in self.words if word.raw in vocabulary.by}
            self.terms = [term for term in self.terms if term not in bounding]
            self._forget_days()
            self.months.clear()
            self.years.clear()
        elif len(self.dated) >= 2 and self._is_beside(vocabulary.between):
            self.span = (self.dated[0][2], self.dated[-1][2])
            self._forget_days()
        elif self.dated and self._is_beside(vocabulary.since):
            self.span = (self.dated[0][2], (12, 31))
            self._forget_days()
        elif not self.dated and len(self.months) == 2 and not self._compares():
            (_, first), (_, last) = self.named_months[0], self.named_months[-1]
            self.span = ((first, 1), (last, 31))
            self._forget_days()
            self.months.clear()
        elif self._is_month_an_end():
            self.before = dt.date(min(self.years), self.named_months[0][1], 1)
            self._forget_days()
            self.months.clear()
            self.years.clear()
        elif self._is_month_a_beginning():
            ((_, month), *_) = self.named_months
            self.span = ((month % 12 + 1, 1), (12, 31))
            self._forget_days()
            self.months.clear()
        elif "season" in self.found and not self.months and not self.days:
            (season, *_) = sorted(self.found["season"])
            self.span = SEASONS[cast(Season, season)]

    def _wants(self) -> frozenset[Want]:
        wants = self.vocabulary.wants_in(self.words)
        compared = {"synonym:differ", "synonym:compare"} & set(self.terms)
        return wants | {"comparison"} if compared else wants

    def _compares(self) -> bool:
        return "comparison" in self._wants()

    def _day_of_knowledge(self) -> MonthDay | None:
        """Return the day whose knowledge is asked for; of a month, its last one."""
        if not self.dated and len(self.named_months) != 1:
            return None
        is_asked = has_phrase(self.vocabulary.as_of, self.words)
        if self.dated and (is_asked or self._begins_as_of() or self._counts_up_to_it()):
            return self.dated[0][2]
        if is_asked and not self.dated:
            month = self.named_months[0][1]
            return month, calendar.monthrange(COMMON_YEAR, month)[1]
        return None

    def _counts_up_to_it(self) -> bool:
        """Say whether it asks how many rounds there were by a day ("сколько раундов было на …").

        Of other things facts give the number as of a day.
        """
        counts = COUNTING in self.terms or "list" in self._wants()
        is_on_rounds = any(word.is_round_noun for word in self.words)
        if not (counts and is_on_rounds and len(self.dated) == 1):
            return False
        return self._is_beside(self.vocabulary.by)

    def _begins_as_of(self) -> bool:
        """Say whether it begins as of a day, as Slavic questions do: "на 1 серпня хто був …"."""
        is_slavic = self.vocabulary.language in ("uk", "ru")
        return is_slavic and self.words[0].raw == "на" and self.dated[0][0] == 1

    def _is_month_an_end(self) -> bool:
        """Say whether it asks for what came before a month of a year ("before May 2025")."""
        if self.dated or len(self.named_months) != 1 or len(self.years) != 1:
            return False
        at = self.named_months[0][0]
        # Turkish puts it behind: "Mayıs 2025'ten önce".
        places = (at + 1, at + 2) if self.vocabulary.language == "tr" else (at - 1,)
        words = map(self._word, places)
        return any(word is not None and word.raw in self.vocabulary.until for word in words)

    def _is_month_a_beginning(self) -> bool:
        """Say whether it asks for what came after a month, not "after the July meeting"."""
        if self.dated or len(self.months) != 1 or not self._is_beside_month(self.vocabulary.since):
            return False
        following = self._word(self.named_months[0][0] + 1)
        return following is None or not following.is_round_noun

    def _is_beside_month(self, words: frozenset[str]) -> bool:
        """Say whether one of these words stands right before or behind the first month named."""
        at = self.named_months[0][0]
        around = (self._word(at - 1), self._word(at + 1))
        return any(word is not None and word.raw in words for word in around)

    def _is_beside(self, words: frozenset[str]) -> bool:
        """Say whether one of these words stands right before the first day, or after the last."""
        first, last = self.dated[0][0], self.dated[-1][1]
        around = (self._word(first - 1), self._word(last), self._word(last + 1))
        return any(word is not None and word.raw in words for word in around)

    def _forget_days(self) -> None:
        self.days.clear()
        self.terms = [term for term in self.terms if not term.startswith(DATE)]

    def _word(self, position: int) -> Word | None:
        return self.words[position] if 0 <= position < len(self.words) else None
