import pytest

from knowledge.curation.references import (
    CARRIERS,
    dangling_references,
    hidden_origins,
    repeated_references,
    unusable_addresses,
    unused_sources,
)
from knowledge.types import Heads
from tests.builders import (
    a_citation,
    a_conflict,
    a_corpus,
    a_fact,
    a_person,
    a_quote,
    a_role,
    a_round,
    a_source,
    an_event,
)


@pytest.mark.parametrize(
    ("record", "key"),
    [
        pytest.param(a_person(roles=(a_role(sources=("gone",)),)), "roles.0.sources", id="role"),
        pytest.param(a_round(sources=("gone",)), "sources", id="source_of_a_round"),
        pytest.param(a_round(hosts=("gone",)), "hosts", id="host"),
        pytest.param(
            a_round(heads=Heads(ukraine="gone", russia="rustem-umerov")), "heads.ukraine", id="head"
        ),
        pytest.param(
            a_round(heads=Heads(ukraine="rustem-umerov", russia="gone")),
            "heads.russia",
            id="other_head",
        ),
        pytest.param(a_round(previous="gone"), "previous", id="previous_round"),
        pytest.param(an_event(sources=("gone",)), "sources", id="source_of_an_event"),
        pytest.param(an_event(follows_from="gone"), "follows_from", id="event_followed"),
        pytest.param(a_quote(speaker="gone"), "speaker", id="speaker"),
        pytest.param(a_quote(source="gone"), "source", id="source_of_a_quote"),
        pytest.param(a_quote(ref="gone"), "ref", id="occasion_of_a_quote"),
        pytest.param(a_quote(same_statement_as="gone"), "same_statement_as", id="same_statement"),
        pytest.param(a_fact(ref="gone"), "ref", id="occasion_of_a_fact"),
        pytest.param(
            a_fact(citations=(a_citation(), a_citation("gone"))),
            "citations.1.source",
            id="citation",
        ),
        pytest.param(a_fact(quotes=("gone",)), "quotes", id="quote_of_a_fact"),
        pytest.param(a_fact(superseded_by="gone"), "superseded_by", id="successor"),
        pytest.param(
            a_conflict(facts=("round-3-exchange-count", "gone")), "facts", id="fact_of_a_conflict"
        ),
    ],
)
def test_an_id_that_names_no_record_is_found(record, key):
    found = list(dangling_references(a_corpus(record)))

    ((_, record_id, at, message),) = found
    assert (record_id, at, message) == (record.id, key, "no record has the id gone")


def test_ids_that_name_records_are_no_finding():
    assert list(dangling_references(a_corpus())) == []


def test_a_source_that_nothing_cites_is_found():
    found = list(unused_sources(a_corpus(a_source("unread"))))

    assert [finding[:2] for finding in found] == [("source", "unread")]


@pytest.mark.parametrize(
    "record",
    [
        a_person("somebody", roles=(a_role(sources=("read",)),)),
        a_round("round-4", number=4, sources=("read",)),
        an_event("an-event", sources=("read",)),
        a_quote("a-quote", source="read"),
        a_fact("a-fact", citations=(a_citation("read"),)),
    ],
    ids=lambda record: type(record).__name__,
)
def test_a_source_that_any_record_cites_is_no_finding(record):
    assert list(unused_sources(a_corpus(a_source("read"), record))) == []


def test_a_source_that_a_fact_cites_twice_is_found():
    fact = a_fact("a-fact", citations=(a_citation(), a_citation()))

    found = list(repeated_references(a_corpus(fact)))

    assert found == [("fact", "a-fact", "citations", "agency-2025-07-23 is listed twice")]


def test_a_quote_that_a_fact_lists_twice_is_found():
    fact = a_fact("a-fact", quotes=("umerov-on-exchange",) * 2)

    found = list(repeated_references(a_corpus(fact)))

    assert found == [("fact", "a-fact", "quotes", "umerov-on-exchange is listed twice")]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://agency.example", "this is a site"),
        ("https://agency.example/", "this is a site"),
        ("https://www.google.com/search?q=talks", "this is a search"),
        ("https://reader:word@agency.example/a", "without a name"),
        ("https://agency.example:8080/a", "a port of its own"),
        ("https://agency.example:notaport/a", "cannot be read"),
        ("https://-agency.example/a", "expected the name of a site"),
        ("https://agency_two.example/a", "expected the name of a site"),
        ("https://192.0.2.7/a", "expected the name of a site"),
    ],
)
def test_an_address_that_leads_to_no_page_is_found(url, said):
    found = list(unusable_addresses(a_corpus(a_source("odd", url=url))))

    ((_, name, key, message),) = found
    assert (name, key) == ("odd", "url")
    assert said in message


@pytest.mark.parametrize(
    "url",
    [
        "https://agency.example/news/1",
        "http://agency.example/?id=1",
        "https://www.agency.example:443/news",
        "https://новини.укр/стаття",
        "https://agency.example/новости/1#top",
    ],
)
def test_an_address_of_a_page_is_no_finding(url):
    assert list(unusable_addresses(a_corpus(a_source("page", url=url)))) == []


def test_two_sources_with_one_address_are_found():
    twice = a_source("again", url=a_source().url)

    found = list(unusable_addresses(a_corpus(twice)))

    assert found == [
        ("source", "again", "url", "agency-2025-07-23 has this address: cite that one")
    ]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"publisher": "Reuters via Daily"}, "publisher"),
        ({"publisher": "Daily (copy of Reuters)"}, "publisher"),
        ({"publisher": "daily8"}, "origin"),
        ({"publisher": "Reuters", "origin": "Reuters"}, "origin"),
    ],
)
def test_a_page_that_hides_whose_text_it_prints_is_found(fields, key):
    found = list(hidden_origins(a_corpus(a_source("copy", **fields))))

    assert [finding[1:3] for finding in found] == [("copy", key)]


def test_a_carrier_that_names_the_origin_is_no_finding():
    source = a_source("copy", publisher="daily8", origin="Reuters")

    assert list(hidden_origins(a_corpus(source))) == []


def test_every_carrier_of_the_list_carries_something_on_record(curated):
    carrying = {each.publisher for each in curated.corpus.sources.values() if each.origin}

    assert carrying >= CARRIERS
