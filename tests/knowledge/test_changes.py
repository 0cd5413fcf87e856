import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import responses
from bot.rendering.html import plain
from bot.rendering.locale import Locale
from knowledge import LANGUAGES, Overview, ask, list_changes, read_day

MARCH = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1 March 2026", "en"),
        ("March 1, 2026", "en"),
        ("since 1 march 2026", "en"),
        ("2026-03-01", "en"),
        ("01.03.2026", "en"),
        ("01/03/2026", "en"),
        ("1.3.26", "en"),
        ("1 березня 2026", "uk"),
        ("1 марта 2026 года", "ru"),
        ("1 Mart 2026'dan beri", "tr"),
    ],
)
def test_a_day_is_read_in_digits_and_in_the_words_of_each_language(knowledge, text, language):
    assert read_day(knowledge, text, language=language) == MARCH


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("since March", dt.date(2026, 2, 28)),
        ("July 2025", dt.date(2025, 6, 30)),
        ("2026", dt.date(2025, 12, 31)),
        ("round 3", dt.date(2025, 7, 23)),
        ("1 June", dt.date(2025, 6, 1)),
    ],
)
def test_a_month_a_year_and_a_round_will_do_and_are_whole(knowledge, text, day):
    assert read_day(knowledge, text) == day


@pytest.mark.parametrize("text", ["yesterday", "31.02.2026", "30 February 2026", "9" * 300, "🕊"])
def test_what_is_no_day_is_none(knowledge, text):
    assert read_day(knowledge, text) is None


@given(
    day=st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31)), language=st.sampled_from(LANGUAGES)
)
def test_every_day_is_read_as_the_bot_writes_it(knowledge, day, language):
    assert read_day(knowledge, Locale(language).date(day), language=language) == day


def test_changes_are_all_that_is_later_and_nothing_else(knowledge):
    shown = {cited.fact.id for cited in list_changes(knowledge, MARCH).shown}

    facts = knowledge.corpus.facts.values()
    assert shown == {f.id for f in facts if f.as_of > MARCH and f.withdrawn_on is None}


def test_without_a_day_changes_are_those_of_the_last_month_on_record(knowledge):
    last = max(fact.as_of for fact in knowledge.corpus.facts.values())

    assert list_changes(knowledge).since == last - dt.timedelta(days=30)


@pytest.mark.parametrize(
    "question",
    [
        "what changed since 1 March 2026?",
        "що змінилося з 1 березня 2026?",
        "что нового с 1 марта 2026?",
        "1 Mart 2026'dan beri ne değişti?",
    ],
)
def test_what_has_changed_can_be_asked_in_words(knowledge, question):
    found = ask(knowledge, question)

    assert isinstance(found, Overview)
    assert (found.kind, found.since) == ("changes", MARCH)


def test_changes_come_page_by_page_and_every_fact_is_on_one(knowledge):
    locale, statements, page = Locale("en"), "", 0
    say = responses.to_command(knowledge, "changes", "1 June 2025", locale)
    while True:
        statements += plain(say.message.html)
        turn = [b for row in say.message.buttons for b in row if b.label == "More ▶"]
        if not turn:
            break
        page += 1
        say = responses.to_action(knowledge, turn[0].action, locale)

    assert page > 5
    missing = [
        cited.fact.id
        for cited in list_changes(knowledge, dt.date(2025, 6, 1)).shown
        if cited.fact.statement.en not in statements
    ]
    assert missing == []


def test_a_wrong_day_gets_one_sentence_with_an_example(knowledge):
    text = plain(responses.to_command(knowledge, "changes", "soon", Locale("en")).message.html)

    assert text == "I see no day in “soon”. Write one like this: /changes 1 March 2026"
