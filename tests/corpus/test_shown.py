"""Every answer of the shipped record, looked at as a reader sees it."""

from __future__ import annotations

import pytest

from bot.rendering.html import plain
from bot.rendering.locale import Locale
from bot.rendering.messages import render_answer
from knowledge import LANGUAGES, Fact, Knowledge, Language, Quote, list_quotes, show

UNCHECKED = "We could not check it a second time."


def answer_to(fact: Fact, knowledge: Knowledge, language: Language) -> str:
    return plain(render_answer(show(knowledge, fact.id), Locale(language)).html)


def hidden(knowledge: Knowledge) -> list[Quote]:
    """Return the quotes that were not seen again, or that unnamed sources relay."""
    quotes = knowledge.corpus.quotes.values()
    return [each for each in quotes if not each.verified or each.form == "reported"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quotation_that_was_not_seen_again_is_in_no_answer(
    language: Language, knowledge: Knowledge
) -> None:
    words = {each.exact: each.id for each in hidden(knowledge)}
    shown_too = {each.exact for each in knowledge.corpus.quotes.values()} - words.keys()

    shown = set()
    for fact in knowledge.corpus.facts.values():
        answer = answer_to(fact, knowledge, language)
        for exact, name in words.items():
            is_part_of_another = any(exact in each and each in answer for each in shown_too)
            if exact in answer and not is_part_of_another:
                shown.add(name)

    assert words
    assert shown == set()


def test_a_quotation_that_was_not_seen_again_is_in_no_list(
    knowledge: Knowledge,
) -> None:
    listed = {each.quote.id for each in list_quotes(knowledge.corpus)}

    assert listed
    assert listed.isdisjoint(each.id for each in hidden(knowledge))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_that_could_not_be_checked_again_says_so(
    language: Language, knowledge: Knowledge
) -> None:
    facts = [each for each in knowledge.corpus.facts.values() if each.verified is False]
    word = Locale(language).say(UNCHECKED)

    assert facts
    assert [each.id for each in facts if word not in answer_to(each, knowledge, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_that_was_checked_does_not_say_that_it_was_not(
    language: Language, knowledge: Knowledge
) -> None:
    word = Locale(language).say(UNCHECKED)
    alone = [
        each
        for each in knowledge.corpus.facts.values()
        if each.verified and each.status == "current"
    ]

    assert alone
    assert [each.id for each in alone if word in answer_to(each, knowledge, language)] == []
