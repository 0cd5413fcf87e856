"""Which language a reader gets, decided without a database."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.languages import OTHERWISE, ChosenLanguages, language_for, telegram_language
from knowledge import LANGUAGES, Language
from tests.fakes import GROUP, OTHER, PRIVATE, READER, a_message, a_press, an_update, as_update

CHANNEL = {"id": -1002, "type": "channel", "title": "c"}
NOBODY = ChosenLanguages()


def speaks(code: str | None) -> dict[str, Any]:
    """Return the reader with another language of their Telegram."""
    return {**READER, "language_code": code} if code else {"id": 1001, "is_bot": False} | NAME


NAME = {"first_name": "Olena"}


def language_of(chosen: ChosenLanguages = NOBODY, **content: Any) -> Language:
    return language_for(as_update(an_update(**content), None), chosen)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("en", "en"),
        ("uk", "uk"),
        ("ru", "ru"),
        ("tr", "tr"),
        ("en-GB", "en"),
        ("tr_TR", "tr"),
        ("UK", "uk"),
        ("be", None),
        ("kk", None),
        ("ukr", None),
        ("", None),
        (None, None),
    ],
)
def test_only_the_four_languages_stand_for_themselves(
    code: str | None, language: Language | None
) -> None:
    assert telegram_language(code) == language


@given(st.text())
def test_no_tag_stops_the_bot(code: str) -> None:
    assert telegram_language(code) in (None, *LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_private_chat_follows_telegram(language: Language) -> None:
    assert language_of(message=a_message("x", sender=speaks(language))) == language


@pytest.mark.parametrize("code", ["be", "de", None])
def test_who_reads_a_fifth_language_is_spoken_to_in_english(code: str | None) -> None:
    assert language_of(message=a_message("x", sender=speaks(code))) == OTHERWISE == "en"


def test_what_a_person_has_chosen_outranks_telegram() -> None:
    chosen = ChosenLanguages({PRIVATE["id"]: "tr"})

    assert language_of(chosen, message=a_message("x", sender=speaks("uk"))) == "tr"
    assert language_of(chosen, callback_query=a_press("f:x", presser=speaks("uk"))) == "tr"


def test_a_group_speaks_its_own_language_whoever_writes() -> None:
    chosen = ChosenLanguages({GROUP["id"]: "ru", READER["id"]: "uk"})

    assert language_of(chosen, message=a_message("x", chat=GROUP)) == "ru"
    assert language_of(chosen, message=a_message("x", chat=GROUP, sender=OTHER)) == "ru"
    assert language_of(chosen, callback_query=a_press("f:x", chat=GROUP)) == "ru"


def test_a_group_that_has_chosen_nothing_is_spoken_to_in_english() -> None:
    message = a_message("x", chat=GROUP, sender=speaks("tr"))

    assert language_of(ChosenLanguages({READER["id"]: "uk"}), message=message) == "en"


def test_an_inline_query_is_answered_in_the_language_of_its_writer() -> None:
    query = {"id": "i", "from": speaks("ru"), "query": "x", "offset": ""}

    assert language_of(inline_query=query) == "ru"
    assert language_of(ChosenLanguages({READER["id"]: "uk"}), inline_query=query) == "uk"


def test_what_comes_from_nobody_is_answered_in_english() -> None:
    assert language_of(channel_post=a_message("x", chat=CHANNEL, sender=None)) == "en"
    assert language_of(message=a_message("x", sender=None)) == "en"
    assert language_for("no update at all", NOBODY) == "en"


def test_a_withdrawn_choice_is_no_choice() -> None:
    chosen = ChosenLanguages({1: "tr"})

    chosen.note(1, None)
    chosen.note(2, None)

    assert (chosen.of(1), chosen.of(2)) == (None, None)


def test_a_choice_moves_with_its_chat() -> None:
    chosen = ChosenLanguages({-1: "tr"})

    chosen.move(-1, -100)
    chosen.move(-1, -100)

    assert (chosen.of(-1), chosen.of(-100)) == (None, "tr")


def test_the_choices_of_the_store_are_not_changed_behind_its_back() -> None:
    stored: dict[int, Language] = {1: "tr"}

    ChosenLanguages(stored).note(1, "uk")

    assert stored == {1: "tr"}
