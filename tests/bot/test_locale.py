"""Dates, numbers, lists and quotation marks as each of the four languages writes them."""

from __future__ import annotations

import datetime as dt

import babel
import pytest

from bot.rendering.locale import Locale, load_locales, own_name_of, read_catalogue
from knowledge import LANGUAGES, Language

DAY = dt.date(2025, 7, 23)


def in_all(say: dict[Language, str]) -> list[tuple[Language, str]]:
    assert tuple(say) == LANGUAGES
    return list(say.items())


@pytest.mark.parametrize(
    ("language", "date"),
    in_all(
        {
            "en": "23 July 2025",
            "uk": "23 липня 2025",
            "ru": "23 июля 2025",
            "tr": "23 Temmuz 2025",
        }
    ),
)
def test_a_date_is_written_in_words(language: Language, date: str) -> None:
    assert Locale(language).date(DAY) == date


@pytest.mark.parametrize(
    ("language", "month"),
    in_all({"en": "July 2025", "uk": "липень 2025", "ru": "июль 2025", "tr": "Temmuz 2025"}),
)
def test_a_month_alone_stands_in_the_nominative(language: Language, month: str) -> None:
    assert Locale(language).partial_date("2025-07") == month


@pytest.mark.parametrize(
    ("language", "month"),
    in_all({"en": "July 2025", "uk": "липня 2025", "ru": "июля 2025", "tr": "Temmuz 2025"}),
)
def test_a_month_in_a_sentence_is_inflected(language: Language, month: str) -> None:
    assert Locale(language).partial_date("2025-07", in_a_sentence=True) == month


@pytest.mark.parametrize(("language", "capital"), [("en", "Istanbul"), ("tr", "İstanbul")])
def test_a_text_is_capitalised_as_its_language_does(language: Language, capital: str) -> None:
    assert Locale(language).capitalised("istanbul") == capital
    assert Locale(language).capitalised("the United States' side") == "The United States' side"
    assert Locale(language).capitalised("") == ""


@pytest.mark.parametrize(
    ("last", "range_"),
    [
        (None, "23 липня 2025"),
        (DAY, "23 липня 2025"),
        (dt.date(2025, 7, 24), "23–24 липня 2025"),
        (dt.date(2025, 8, 2), "23 липня – 2 серпня 2025"),
        (dt.date(2026, 1, 2), "23 липня 2025 – 2 січня 2026"),
    ],
)
def test_days_are_written_as_a_range_without_repeating(last: dt.date | None, range_: str) -> None:
    assert Locale("uk").day_range(DAY, last) == range_


@pytest.mark.parametrize(
    ("language", "number"),
    in_all({"en": "10,000", "uk": "10\u00a0000", "ru": "10\u00a0000", "tr": "10.000"}),
)
def test_thousands_stand_apart(language: Language, number: str) -> None:
    assert Locale(language).number(10_000) == number


@pytest.mark.parametrize(
    ("language", "names"),
    in_all({"en": "A, B and C", "uk": "A, B і C", "ru": "A, B и C", "tr": "A, B ve C"}),
)
def test_names_are_listed_as_in_a_sentence(language: Language, names: str) -> None:
    assert Locale(language).list_of(["A", "B", "C"]) == names
    assert Locale(language).list_of(["A"]) == "A"
    assert Locale(language).list_of([]) == ""


@pytest.mark.parametrize(
    ("language", "quoted"),
    in_all({"en": "“так”", "uk": "«так»", "ru": "«так»", "tr": "“так”"}),
)
def test_words_are_quoted_with_the_marks_of_the_language(language: Language, quoted: str) -> None:
    assert Locale(language).quoted("так") == quoted


@pytest.mark.parametrize(
    ("language", "name"),
    in_all({"en": "English", "uk": "Українська", "ru": "Русский", "tr": "Türkçe"}),
)
def test_a_language_is_offered_under_its_own_name(language: Language, name: str) -> None:
    assert own_name_of(language) == name


def test_there_is_a_locale_for_each_language() -> None:
    assert {code: each.language for code, each in load_locales().items()} == {
        code: code for code in LANGUAGES
    }


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_each_plural_category_of_unicode_has_its_own_form(language: Language) -> None:
    category_of = babel.Locale.parse(language).plural_form
    form_of = read_catalogue(language).plural  # type: ignore[attr-defined]

    pairs = {(category_of(number), form_of(number)) for number in range(1001)}

    assert len({category for category, _ in pairs}) == len({form for _, form in pairs})
    assert len(pairs) == len({form for _, form in pairs})


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "and 5 more"), ("uk", "та ще 5"), ("ru", "и ещё 5"), ("tr", "ve 5 kaynak daha")],
)
def test_a_count_is_said_in_the_language(language: Language, said: str) -> None:
    assert Locale(language).say_many("and {count} more", "and {count} more", 5) == said


def test_a_sentence_without_a_translation_is_said_in_english() -> None:
    assert Locale("uk").say("Nobody has translated {this}.", this="that") == (
        "Nobody has translated that."
    )
    assert Locale("uk").say_many("{count} bird", "{count} birds", 2) == "2 birds"
