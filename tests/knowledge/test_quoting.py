import pytest

from knowledge.curation.quoting import misquotations, mistaken_twins
from knowledge.curation.schema import parse
from knowledge.types import Quote
from tests.builders import a_corpus, a_fact, a_person, a_quote


def test_a_quote_of_another_occasion_is_found():
    fact = a_fact("round-3-quoted", quotes=("umerov-later",))
    quote = a_quote("umerov-later", ref="exchange-2025-07-23")

    found = list(misquotations(a_corpus(fact, quote)))

    assert found == [
        ("fact", "round-3-quoted", "quotes", "umerov-later is about exchange-2025-07-23")
    ]


def twins(**fields):
    one = a_quote("in-ukrainian", language="uk", same_statement_as="umerov-on-exchange")
    return a_corpus(a_person("somebody-else"), a_quote(**fields), one)


def test_one_statement_in_two_languages_is_no_finding():
    assert list(mistaken_twins(twins())) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"speaker": "somebody-else"}, "umerov-on-exchange is of somebody-else"),
        ({"language": "uk"}, "umerov-on-exchange is in the same language: a twin is in another"),
    ],
)
def test_two_quotes_that_cannot_be_one_statement_are_found(fields, message):
    found = list(mistaken_twins(twins(**fields)))

    assert found == [("quote", "in-ukrainian", "same_statement_as", message)]


def test_a_quote_that_is_another_version_of_itself_is_found():
    found = list(mistaken_twins(a_corpus(a_quote("alone", same_statement_as="alone"))))

    assert [finding[1] for finding in found] == ["alone"]


@pytest.mark.parametrize(("words", "is_found"), [(40, False), (41, True)])
def test_a_quote_has_at_most_40_words(words, is_found):
    table = {
        "id": "long",
        "speaker": "somebody",
        "exact": " ".join(["word"] * words),
        "language": "en",
        "said_on": a_quote().said_on,
        "ref": "round-3",
        "topic": "outcome",
        "source": "agency",
        "form": "direct",
        "verified": True,
    }

    quote, problems = parse(Quote, table, "quotes/long.toml")

    assert (quote is None) is is_found
    assert [each.message for each in problems] == (
        [f"expected at most 40 words, found {words}"] if is_found else []
    )
