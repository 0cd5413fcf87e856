import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import (
    UnknownFactError,
    UnknownPersonError,
    find_person,
    list_quotes,
    list_rounds,
    list_sources,
    list_speakers,
    list_timeline,
)
from tests.builders import (
    A_DAY,
    a_citation,
    a_conflict,
    a_corpus,
    a_corpus_of,
    a_fact,
    a_person,
    a_quote,
    a_round,
    a_source,
    an_event,
)


def test_rounds_come_by_number_with_their_sources():
    first = a_round("round-1", number=1, sources=("b", "a"))
    corpus = a_corpus_of(a_round(), first, a_source(), a_source("a"), a_source("b"))

    rounds = list_rounds(corpus)

    assert [held.number for held, _ in rounds] == [1, 3]
    assert [source.id for source in rounds[0][1]] == ["b", "a"]


def test_the_timeline_has_rounds_and_events_by_day():
    before = an_event("before", date=A_DAY - dt.timedelta(days=1))
    after = an_event("after", date=A_DAY + dt.timedelta(days=1))
    corpus = a_corpus_of(a_source(), after, a_round(), before)

    timeline = list_timeline(corpus)

    assert [entry.occasion.id for entry in timeline] == ["before", "round-3", "after"]
    assert all(entry.sources for entry in timeline)


def test_quotations_come_latest_first():
    corpus = a_corpus(
        a_quote("latest", said_on=A_DAY + dt.timedelta(days=1)),
        a_quote("earliest", said_on=A_DAY - dt.timedelta(days=1)),
    )

    quotes = list_quotes(corpus)

    assert [spoken.quote.id for spoken in quotes] == ["latest", "umerov-on-exchange", "earliest"]


@pytest.mark.parametrize("fields", [{"verified": False}, {"form": "reported"}])
def test_what_may_not_be_shown_is_not_listed(fields):
    corpus = a_corpus(a_quote(**fields))

    assert list_quotes(corpus) == ()
    assert list_speakers(corpus) == ()


def test_the_quotations_of_one_person_are_only_theirs():
    other = a_person("vladimir-medinsky", name="Vladimir Medinsky")
    corpus = a_corpus(other, a_quote("medinsky-said", speaker=other.id))

    quotes = list_quotes(corpus, other)

    assert [spoken.speaker for spoken in quotes] == [other]


def test_speakers_come_by_name_each_once():
    second = a_person("andriy-yermak", name="Andriy Yermak")
    corpus = a_corpus(second, a_quote("a", speaker=second.id), a_quote("b"))

    assert [person.name.en for person in list_speakers(corpus)] == [
        "Andriy Yermak",
        "Rustem Umerov",
    ]


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Vladimir Medinsky", "vladimir-medinsky"),
        ("medinsky", "vladimir-medinsky"),
        ("MEDINSKIY", "vladimir-medinsky"),
        ("Medinksy", "vladimir-medinsky"),
        ("Мединський", "vladimir-medinsky"),
        ("Fidan", "hakan-fidan"),
        ("Erdoğan", "recep-tayyip-erdogan"),
        ("Umerov", "rustem-umerov"),
        ("rustem-umerov", "rustem-umerov"),
        ("Зеленський", "volodymyr-zelensky"),
        ("Kalin", "ibrahim-kalin"),
    ],
)
def test_a_person_is_found_by_name_spelling_or_id(name, person, knowledge):
    assert find_person(knowledge.corpus, name).id == person


@pytest.mark.parametrize("name", ["Macron", "Merkel", "x", "", "!!!", "M", "🙂", "Vladimir"])
def test_nobody_is_found_for_another_name(name, knowledge):
    with pytest.raises(UnknownPersonError):
        find_person(knowledge.corpus, name)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=30)
def test_any_name_is_somebody_or_unknown(knowledge, name):
    try:
        person = find_person(knowledge.corpus, name)
    except UnknownPersonError:
        return

    assert person.id in knowledge.corpus.people


def test_every_person_is_found_by_their_own_name(knowledge):
    people = knowledge.corpus.people.values()

    assert [find_person(knowledge.corpus, person.name.en) for person in people] == list(people)


def test_the_sources_of_a_fact_include_those_of_what_it_conflicts_with():
    corpus = a_corpus_of(
        a_source("a"),
        a_source("b"),
        a_source("c"),
        a_round(),
        a_fact("one", status="disputed", citations=(a_citation("b"), a_citation("a"))),
        a_fact("two", status="disputed", citations=(a_citation("a"), a_citation("c"))),
        a_conflict(facts=("two", "one")),
    )

    fact, sources = list_sources(corpus, "one")

    assert fact.id == "one"
    assert [source.id for source in sources] == ["b", "a", "c"]


def test_the_sources_of_the_record_come_by_publisher():
    corpus = a_corpus(a_source("z", publisher="Aaa"), a_source("y", publisher="Zzz"))

    fact, sources = list_sources(corpus)

    assert fact is None
    assert [source.publisher for source in sources] == ["Aaa", "Agency", "Zzz"]


@pytest.mark.parametrize("fact_id", ["nothing", "withdrawn", "ROUND-3-EXCHANGE-COUNT", "\x00"])
def test_the_sources_of_no_fact_are_not_listed(fact_id):
    corpus = a_corpus(a_fact("withdrawn", status="withdrawn"))

    with pytest.raises(UnknownFactError):
        list_sources(corpus, fact_id)
