"""One reader's language: its sentences, and dates, numbers and lists as it writes them."""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import babel
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from knowledge import LANGUAGES, Language

CATALOGUES: Final = Path(__file__).parent / "locales"
DOMAIN: Final = "talksbot"

LEAP_YEAR: Final = 2024
"""Stands for the year where a day has none: it has every day."""
_REGIONS: Final[Mapping[Language, str]] = {"en": "en_GB", "uk": "uk", "ru": "ru", "tr": "tr"}
"""Whose habits each language follows; the English is European, as the dates of the record are."""
_QUOTATION_MARKS: Final[Mapping[Language, tuple[str, str]]] = {
    "en": ("“", "”"),
    "uk": ("«", "»"),
    "ru": ("«", "»"),
    "tr": ("“", "”"),
}


class Locale:
    """Says the bot's sentences in one language; English where a sentence is not translated."""

    def __init__(self, language: Language = "en") -> None:
        self.language = language
        self._babel = babel.Locale.parse(_REGIONS[language])
        self._translations = read_catalogue(language)

    def say(self, sentence: str, **values: object) -> str:
        """Return a sentence of the catalogues with its values put in."""
        return self._translations.gettext(sentence).format(**values)

    def say_many(self, one: str, many: str, count: int, **values: object) -> str:
        """Return a sentence in the plural form that the count takes."""
        said = self._translations.ngettext(one, many, count)
        return said.format(count=self.number(count), **values)

    def number(self, number: int) -> str:
        """Return a number with its thousands apart, such as 10,000."""
        return format_decimal(number, locale=self._babel)

    def list_of(self, names: Sequence[str]) -> str:
        """Return names as a list in a sentence, such as "A, B and C"."""
        return format_list(names, locale=self._babel)

    def quoted(self, text: str) -> str:
        """Return a text, letter by letter, between the quotation marks of the language."""
        opening, closing = _QUOTATION_MARKS[self.language]
        return f"{opening}{text}{closing}"

    def capitalised(self, text: str) -> str:
        """Return a text with a capital letter in front, which for a Turkish i is İ."""
        first = "İ" if self.language == "tr" and text.startswith("i") else text[:1].upper()
        return first + text[1:]

    def date(self, day: dt.date) -> str:
        """Return a day in words, such as 23 July 2025."""
        return format_date(day, "d MMMM y", locale=self._babel)

    def moment(self, moment: dt.datetime, zone: str) -> str:
        """Return day and time in a time zone, such as 23 July 2025, 18:04."""
        local = moment.astimezone(ZoneInfo(zone))
        return f"{self.date(local.date())}, {local:%H:%M}"

    def day_range(self, first: dt.date, last: dt.date | None) -> str:
        """Return the days from one to another, such as 23–24 July 2025, or the one there is."""
        if last is None or last == first:
            return self.date(first)
        if first.year != last.year:
            return f"{self.date(first)} – {self.date(last)}"
        if first.month != last.month:
            return f"{format_date(first, 'd MMMM', locale=self._babel)} – {self.date(last)}"
        return f"{first.day}–{self.date(last)}"

    def day_of_a_year(self, month: int, day: int) -> str:
        """Return a day whose year is not known, such as 23 July."""
        return format_date(dt.date(LEAP_YEAR, month, day), "d MMMM", locale=self._babel)

    def month(self, number: int) -> str:
        """Return the name of a month, 1 to 12."""
        return format_date(dt.date(LEAP_YEAR, number, 1), "LLLL", locale=self._babel)

    def partial_date(self, date: str, *, in_a_sentence: bool = False) -> str:
        """Return a day, a month or a year of the record in words.

        A month alone stands in the nominative, or as after "since" where it is in a sentence.
        """
        match date.count("-"):
            case 2:
                return self.date(dt.date.fromisoformat(date))
            case 1:
                form = "MMMM y" if in_a_sentence else "LLLL y"
                return format_date(dt.date.fromisoformat(f"{date}-01"), form, self._babel)
            case _:
                return date

    def name_of_language(self, code: str) -> str:
        """Return the name of a language, such as "Ukrainian" for uk."""
        return babel.Locale.parse(code).get_language_name(self.language) or code


def load_locales() -> Mapping[Language, Locale]:
    """Return a locale for each language, with its catalogue read."""
    return {language: Locale(language) for language in LANGUAGES}


def own_name_of(language: Language) -> str:
    """Return what a language calls itself, as a label, such as "Українська" for uk."""
    locale = Locale(language)
    return locale.capitalised(locale.name_of_language(language))


def catalogue_of(language: Language) -> Path:
    """Return the file with the translations of a language; there is none for English."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def read_catalogue(language: Language) -> gettext.NullTranslations:
    """Return what a language says for each English sentence, compiled in memory.

    A translation that is marked fuzzy is left out: it is a guess at a changed sentence.
    """
    if language == "en":
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with catalogue_of(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
