import dataclasses
import datetime as dt
import html
import re

import pytest

from bot import responses
from bot.rendering.buttons import ChooseFact, ExplainAnswer, encode
from bot.rendering.html import bold, escape, fits, plain
from bot.rendering.languages import render_languages
from bot.rendering.locale import Locale
from bot.rendering.messages import (
    MOST_SOURCES,
    render_answer,
    render_clarification,
    render_no_answer,
    render_outcome,
    render_quotes,
    render_rounds,
    render_sources,
    render_timeline,
    render_unknown_fact,
    render_unknown_person,
)
from bot.rendering.wording import claimant
from bot.turns import KEPT_SECONDS, MOST_KEPT
from knowledge import (
    LANGUAGES,
    About,
    Answer,
    Clarification,
    Knowledge,
    NoAnswer,
    find_person,
    list_quotes,
    list_rounds,
    list_sources,
    list_timeline,
    show,
)
from knowledge.citing import may_be_shown
from tests.builders import (
    a_citation,
    a_conflict,
    a_corpus_of,
    a_fact,
    a_person,
    a_quote,
    a_round,
    a_source,
    an_event,
)

CORPUS = a_corpus_of(
    a_source("agency", publisher="Agency", title="Third round ends", published="2025-07-24"),
    a_source("daily", publisher="Daily & Sons", origin="Agency", published="2025-07"),
    a_source("portal", publisher="Портал", language="uk", published=None),
    a_person(),
    a_person("andriy-yermak", name="Andriy Yermak"),
    a_round(
        "round-2", number=2, title="Second round", date=dt.date(2025, 6, 2), sources=("daily",)
    ),
    a_round(outcome="The sides agreed on an exchange; no ceasefire.", sources=("agency", "portal")),
    an_event(sources=("agency",), end_date=dt.date(2025, 7, 24)),
    a_quote("ready", exact="We are ready <now> & here", is_translation=True, source="agency"),
    a_quote("proposal", exact="Ми пропонуємо зустріч.", language="uk", source="portal"),
    a_fact(
        "ready-for-a-ceasefire",
        topic="ceasefire",
        question="Was Ukraine ready for a ceasefire?",
        statement="Ukraine's side said that it was ready for a ceasefire.",
        quotes=("ready", "proposal"),
        citations=(a_citation("agency"), a_citation("daily")),
        verified=False,
    ),
    a_fact(
        "umerov-led",
        topic="delegation",
        claimant="reported",
        question="Who led Ukraine's delegation?",
        statement="Rustem Umerov led Ukraine's delegation.",
        status="disputed",
        citations=(a_citation("agency"), a_citation("portal")),
    ),
    a_fact(
        "yermak-led",
        topic="delegation",
        claimant="reported",
        question="Was Yermak head of the delegation?",
        statement="One report names Andriy Yermak as head of Ukraine's delegation.",
        status="disputed",
        citations=(a_citation("daily"),),
    ),
    a_conflict(
        "head",
        facts=("umerov-led", "yermak-led"),
        summary="Reports differ on who led Ukraine's delegation.",
        reason="A decree names Umerov.",
        better_supported="umerov-led",
    ),
)
SMALL = Knowledge(CORPUS, {})
ROUNDS = tuple(held for held, _ in list_rounds(CORPUS))

MESSAGES = {
    "answer": lambda locale: render_answer(show(SMALL, "ready-for-a-ceasefire"), locale),
    "answer_as_of": lambda locale: render_answer(
        dataclasses.replace(show(SMALL, "ready-for-a-ceasefire"), as_of=dt.date(2025, 7, 30)),
        locale,
    ),
    "answer_with_disagreement": lambda locale: render_answer(show(SMALL, "yermak-led"), locale),
    "clarification": lambda locale: render_clarification(
        Clarification(choices=tuple(CORPUS.facts.values())), locale, 1001
    ),
    "no_answer": lambda locale: render_no_answer(
        NoAnswer(reason="not_on_record", rounds=ROUNDS), locale
    ),
    "unknown_round": lambda locale: render_no_answer(
        NoAnswer(reason="no_such_round", rounds=ROUNDS, asked_rounds=(4,)), locale
    ),
    "unknown_round_as_of": lambda locale: render_no_answer(
        NoAnswer(
            reason="no_such_round",
            rounds=ROUNDS[:1],
            asked_rounds=(3,),
            as_of=dt.date(2025, 6, 30),
        ),
        locale,
    ),
    "rounds": lambda locale: render_rounds(list_rounds(CORPUS), locale),
    "timeline": lambda locale: render_timeline(list_timeline(CORPUS), 0, locale),
    "quotes_of_a_person": lambda locale: render_quotes(
        list_quotes(CORPUS, CORPUS.people["rustem-umerov"]),
        CORPUS.people["rustem-umerov"],
        0,
        locale,
    ),
    "sources_of_a_fact": lambda locale: render_sources(
        list_sources(CORPUS, "yermak-led")[1], CORPUS.facts["yermak-led"], 0, locale
    ),
    "help": lambda locale: responses.to_command(SMALL, "help", "", locale).message,
    "privacy": lambda locale: responses.to_command(SMALL, "privacy", "", locale).message,
    "about_origin": lambda locale: render_outcome(About(topic="origin"), locale),
    "about_identity": lambda locale: render_outcome(About(topic="identity"), locale),
    "languages": lambda locale: render_languages(None, locale, follows_telegram=True),
    "languages_of_a_group": lambda locale: render_languages(
        locale.language, locale, follows_telegram=False, is_new=True
    ),
    "about_languages": lambda locale: render_outcome(About(topic="languages"), locale),
}

TRANSLATED = [language for language in LANGUAGES if language != "en"]
TRANSLATED_MESSAGES = [
    "answer",
    "answer_with_disagreement",
    "unknown_round_as_of",
    "timeline",
    "help",
    "privacy",
    "languages",
    "languages_of_a_group",
]


def on_file(message):
    """Return a message as its snapshot has it: the text, then a line for each button."""
    rows = [
        "   ".join(
            f"[{each.label}] {encode(each.action) if each.action else each.url}" for each in row
        )
        for row in message.buttons
    ]
    return "\n".join([message.html, *([""] if rows else []), *rows]) + "\n"


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_reads_as_its_snapshot(name, snapshot, locale):
    snapshot(name, on_file(MESSAGES[name](locale)))


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("name", TRANSLATED_MESSAGES)
def test_a_message_reads_as_its_snapshot_in_every_language(name, language, snapshot):
    snapshot(f"{language}/{name}", on_file(MESSAGES[name](Locale(language))))


def test_no_snapshot_is_stale(snapshots_on_file):
    wanted = {*MESSAGES} | {
        f"{language}/{name}" for language in TRANSLATED for name in TRANSLATED_MESSAGES
    }

    assert snapshots_on_file(wanted) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_said_in_every_language(language):
    locale = Locale(language)

    assert all(fits(render(locale).html) for render in MESSAGES.values())


# An answer.


def test_an_answer_says_what_who_when_and_where_to_read_it(locale):
    text = plain(MESSAGES["answer"](locale).html)

    assert "Ukraine's side said that it was ready for a ceasefire." in text
    assert "Who says it: Ukraine's side." in text
    assert "23 July 2025" in text
    assert "Agency" in text


def test_a_fact_that_was_not_seen_twice_says_so(locale):
    assert "We could not check it a second time." in MESSAGES["answer"](locale).html


def test_a_quotation_stands_with_speaker_day_language_and_source(locale):
    (quotation, _) = re.findall(
        r"<blockquote expandable>(.*?)</blockquote>", MESSAGES["answer"](locale).html, re.DOTALL
    )

    read = plain(quotation)
    assert "“We are ready <now> & here”" in read
    assert "Rustem Umerov, 23 July 2025" in read
    assert "English" in read
    assert "translated" in read
    assert 'href="https://agency.example/agency"' in quotation


def test_a_disagreement_numbers_the_versions_and_names_the_better_one(locale):
    text = plain(MESSAGES["answer_with_disagreement"](locale).html)

    first = text.index("1. One report names Andriy Yermak")
    second = text.index("2. Rustem Umerov led")
    verdict = text.index("Better supported: version 2. A decree names Umerov.")
    assert first < second < verdict


def test_a_disagreement_without_a_better_version_says_so(locale):
    corpus = a_corpus_of(*_records_with(better_supported=None))

    text = plain(render_answer(show(Knowledge(corpus, {}), "umerov-led"), locale).html)

    assert "Neither of them is better supported." in text


def _records_with(**fields):
    every = [record for kind in _KINDS for record in getattr(CORPUS, kind).values()]
    return [dataclasses.replace(each, **fields) if each.id == "head" else each for each in every]


_KINDS = ("sources", "people", "rounds", "events", "quotes", "facts", "conflicts")


@pytest.mark.parametrize(("count", "has_button"), [(MOST_SOURCES, False), (MOST_SOURCES + 1, True)])
def test_sources_that_are_not_shown_are_one_button_away(count, has_button, locale):
    sources = [a_source(f"page-{number}", publisher=f"Paper {number}") for number in range(count)]
    fact = a_fact(citations=tuple(a_citation(source.id) for source in sources))
    small = Knowledge(a_corpus_of(*sources, a_round(), fact), {})

    message = render_answer(show(small, fact.id), locale)

    labels = [each.label for row in message.buttons for each in row]
    assert ("All sources of this answer" in labels) is has_button
    assert message.html.count("<a href=") == min(count, MOST_SOURCES)


def test_hostile_text_of_the_record_is_shown_as_it_stands(locale):
    evil = "</b><a href='x'>&amp; \"me\" <script>"
    source = a_source(publisher=evil, title=evil)
    fact = a_fact(statement=evil, question=evil, quotes=("umerov-on-exchange",))
    other = a_fact("other", question=evil)
    quote = a_quote(exact=evil)
    person = a_person(name=evil)
    held = a_round(title=evil, venue=evil)
    corpus = a_corpus_of(source, fact, other, quote, person, held)
    small = Knowledge(corpus, {})

    messages = [
        render_answer(show(small, fact.id), locale),
        render_rounds(list_rounds(corpus), locale),
        render_timeline(list_timeline(corpus), 0, locale),
        render_quotes(list_quotes(corpus), person, 0, locale),
        render_sources(list_sources(corpus, fact.id)[1], fact, 0, locale),
        render_unknown_person(evil, [person], locale),
        render_unknown_fact(evil, locale),
    ]

    for message in messages:
        assert evil in plain(message.html)
        assert "<script>" not in message.html


def test_the_choices_of_a_clarification_are_for_the_one_who_asked(locale):
    message = MESSAGES["clarification"](locale)

    *choices, none, why = [each.action for row in message.buttons for each in row]
    assert why == ExplainAnswer()
    assert choices == [ChooseFact(fact, 1001) for fact in CORPUS.facts]
    assert none.asker == 1001


def test_a_listing_turns_its_pages_both_ways(locale):
    quotes = [a_quote(f"quote-{number}", source="agency") for number in range(20)]
    corpus = a_corpus_of(a_source("agency"), a_person(), a_round(), *quotes)

    turns = [
        [
            each.action.page
            for row in render_quotes(list_quotes(corpus), None, page, locale).buttons
            for each in row
        ]
        for page in range(3)
    ]

    assert turns == [[1], [0, 2], [1]]


@pytest.mark.parametrize(("page", "nearest"), [(-1, 0), (3, 2), (10**9, 2)])
def test_a_page_that_does_not_exist_is_the_nearest_one(page, nearest, locale):
    quotes = [a_quote(f"quote-{number}", source="agency") for number in range(20)]
    spoken = list_quotes(a_corpus_of(a_source("agency"), a_person(), a_round(), *quotes))

    message = render_quotes(spoken, None, page, locale)

    assert message == render_quotes(spoken, None, nearest, locale)


def test_a_person_without_a_quotation_gets_a_sentence(locale):
    message = render_quotes((), CORPUS.people["andriy-yermak"], 0, locale)

    assert message.html == "No quotation is on record for that."


def test_what_somebody_wrote_is_cut_before_it_is_repeated(locale):
    assert len(plain(render_unknown_fact("x" * 5000, locale).html)) < 250
    assert len(plain(render_unknown_person("x" * 5000, (), locale).html)) < 250


def test_half_a_character_that_somebody_wrote_can_be_repeated(locale):
    assert "“" in render_unknown_fact("\ud800", locale).html


# The record that ships with the program.


def answers_of(knowledge):
    """Return the answer with each fact that may be shown."""
    facts = knowledge.corpus.facts.values()
    return [show(knowledge, fact.id) for fact in facts if fact.status != "withdrawn"]


def test_every_fact_renders_within_telegrams_limits(knowledge, locale):
    answers = answers_of(knowledge)

    assert [
        each.fact.fact.id for each in answers if not fits(render_answer(each, locale).html)
    ] == []


def test_every_fact_shows_statement_claimant_source_and_day(knowledge, locale):
    for answer in answers_of(knowledge):
        fact = answer.fact.fact
        markup = render_answer(answer, locale).html

        assert bold(fact.statement.en) in markup, fact.id
        assert escape(claimant(fact.claimant, locale)) in markup, fact.id
        assert f'href="{html.escape(answer.fact.sources[0].url)}"' in markup, fact.id
        assert locale.date(fact.as_of) in markup, fact.id


def test_every_version_of_a_disagreement_has_a_source_of_its_own(knowledge, locale):
    for answer in answers_of(knowledge):
        markup = render_answer(answer, locale).html

        for version in answer.shown:
            assert html.escape(version.sources[0].url) in markup, version.fact.id


def test_every_quotation_that_is_shown_is_exactly_that_of_the_record(knowledge, locale):
    exact = {quote.exact for quote in knowledge.corpus.quotes.values() if may_be_shown(quote)}

    for answer in answers_of(knowledge):
        text = plain(render_answer(answer, locale).html)
        shown = re.findall(r"^“(.*)”$", text, flags=re.MULTILINE)

        assert set(shown) <= exact, answer.fact.fact.id
        assert set(shown) == {
            spoken.quote.exact for cited in answer.shown for spoken in cited.quotes
        }, answer.fact.fact.id


def test_every_quotation_of_the_record_is_listed_letter_for_letter(knowledge, locale):
    for person in knowledge.corpus.people.values():
        quotes = list_quotes(knowledge.corpus, person)
        listed = "\n".join(
            plain(render_quotes(quotes, person, page, locale).html) for page in range(len(quotes))
        )

        assert all(f"“{spoken.quote.exact}”" in listed for spoken in quotes)


@pytest.mark.parametrize("command", ["rounds", "timeline", "quotes", "sources", "help", "privacy"])
def test_every_listing_of_the_record_fits(command, knowledge, locale):
    response = responses.to_command(knowledge, command, "", locale)

    assert fits(response.message.html)


def test_every_button_leads_somewhere(knowledge, locale):
    for answer in answers_of(knowledge):
        for row in render_answer(answer, locale).buttons:
            for each in row:
                is_why = isinstance(each.action, ExplainAnswer)
                assert is_why or responses.to_action(knowledge, each.action, locale) is not None


def test_privacy_names_how_long_and_how_many_questions_are_remembered(locale):
    text = plain(MESSAGES["privacy"](locale).html)

    assert f"For {KEPT_SECONDS / 60:.0f} minutes" in text
    assert f"at most {MOST_KEPT:,} questions" in text


def test_no_button_of_an_answer_leads_back_to_it(knowledge, locale):
    for answer in answers_of(knowledge):
        assert isinstance(answer, Answer)
        assert not {each.id for each in answer.neighbours} & {c.fact.id for c in answer.shown}


def test_the_words_of_a_person_are_found_by_the_name(knowledge, locale):
    person = find_person(knowledge.corpus, "Medinsky")

    response = responses.to_command(knowledge, "quotes", "medinskiy", locale)

    assert f"Words of {person.name.en}" in plain(response.message.html)


def test_an_unknown_name_gets_the_names_on_record(knowledge, locale):
    text = plain(responses.to_command(knowledge, "quotes", "Peskov <b>", locale).message.html)

    assert "“Peskov <b>”" in text
    assert "Vladimir Medinsky" in text
