"""One reader's language: sentences from the catalogues, dates as that language writes them."""

from __future__ import annotations

import datetime as dt
import gettext
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import babel
from babel.dates import format_date

from knowledge import Language

CATALOGUES: Final = Path(__file__).parent / "locales"
DOMAIN: Final = "talksbot"


class Locale:
    """Says the bot's sentences in one language; English where a sentence is not translated."""

    def __init__(self, language: Language = "en") -> None:
        self.language = language
        self._babel = babel.Locale.parse(language)
        self._translations = gettext.translation(
            DOMAIN, CATALOGUES, languages=[language], fallback=True
        )

    def say(self, sentence: str, **values: object) -> str:
        """Return a sentence of the catalogues with its values put in."""
        return self._translations.gettext(sentence).format(**values)

    def say_many(self, one: str, many: str, count: int, **values: object) -> str:
        """Return a sentence in the plural form that the count takes."""
        return self._translations.ngettext(one, many, count).format(count=count, **values)

    def date(self, day: dt.date) -> str:
        """Return a day in words, such as 23 July 2025."""
        return format_date(day, "d MMMM y", locale=self._babel)

    def moment(self, moment: dt.datetime, zone: str) -> str:
        """Return day and time in a time zone, such as 23 July 2025, 18:04."""
        local = moment.astimezone(ZoneInfo(zone))
        return f"{self.date(local.date())}, {local:%H:%M}"

    def partial_date(self, date: str) -> str:
        """Return a day, a month or a year of the record in words."""
        match date.count("-"):
            case 2:
                return self.date(dt.date.fromisoformat(date))
            case 1:
                return format_date(dt.date.fromisoformat(f"{date}-01"), "LLLL y", self._babel)
            case _:
                return date

    def name_of_language(self, code: str) -> str:
        """Return the name of a language, such as "Ukrainian" for uk."""
        return babel.Locale.parse(code).get_language_name(self.language) or code
