"""What others get of the record: complete, valid, and without a verdict."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections import Counter
from typing import Any

import pytest

from knowledge import EXPORT_FORMATS, Corpus
from knowledge.citing import may_be_shown
from knowledge.claims import SIDES
from knowledge.curation.load import Curated
from knowledge.exporting import COLUMNS, LICENCE, PROVENANCE, Edition, export
from knowledge.revising import record_of
from knowledge.types import LANGUAGES, RECORD_TYPES, Kind
from tests.builders import A_DAY, a_corpus, a_fact, a_quote, a_source, a_text

EDITION = Edition("1.2.3", "2025-07-23")
NODES = {
    "Dataset": {"name", "description", "license", "version"},
    "Event": {"name", "startDate"},
    "Claim": {"text", "author", "appearance", "about", "temporal"},
    "Quotation": {"text", "creator", "citation", "dateCreated", "inLanguage"},
    "CreativeWork": {"abstract", "text", "about"},
}
"""The kinds of node, and what each of them must say."""
OF_SCHEMA_ORG = {
    *("@type", "@id", "@language", "@value", "@context", "@graph"),
    *("about", "abstract", "appearance", "author", "citation", "creativeWorkStatus", "creator"),
    *("dateCreated", "dateModified", "datePublished", "description", "endDate", "eventStatus"),
    *("identifier", "inLanguage", "isAccessibleForFree", "isPartOf", "keywords", "license"),
    *("location", "name", "publisher", "startDate", "subjectOf", "temporal", "temporalCoverage"),
    *("text", "url", "usageInfo", "version"),
}
"""The properties of schema.org that are used, all of Thing, CreativeWork, Claim or Event."""


@pytest.fixture(scope="module")
def documents(curated: Curated) -> dict[str, str]:
    edition = Edition.of(curated.corpus, "1.2.3")
    return {form: export(curated.corpus, form, edition) for form in EXPORT_FORMATS}


@pytest.fixture(scope="module")
def graph(documents: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(documents["claimreview"])["@graph"]
    return found


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def nodes_of(corpus: Corpus) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(export(corpus, "claimreview", EDITION))["@graph"]
    return found


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_the_same_record_gives_the_same_text(form: Any) -> None:
    assert export(a_corpus(), form, EDITION) == export(a_corpus(), form, EDITION)


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_every_export_states_version_day_and_licence(form: Any, documents: dict[str, str]) -> None:
    text = documents[form]

    assert "1.2.3" in text
    assert "2026-05-15" in text
    assert "MIT" in text
    assert "Quotations and headlines" in text or "quotations and headlines" in text


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_an_export_ends_with_the_end_of_a_line(form: Any, documents: dict[str, str]) -> None:
    assert documents[form].endswith("\n")
    assert not documents[form].endswith("\n\n")


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_an_empty_record_can_be_exported(form: Any) -> None:
    assert export(Corpus(), form, Edition.of(Corpus(), "1"))


# JSON


def test_the_json_document_says_where_it_comes_from(documents: dict[str, str]) -> None:
    document = json.loads(documents["json"])

    assert (document["licence"], document["provenance"]) == (LICENCE, PROVENANCE)
    assert document["languages"] == list(LANGUAGES)
    assert document["as_of"] == "2026-05-15"


def test_the_json_document_holds_every_record_and_counts_them(
    documents: dict[str, str], curated: Curated
) -> None:
    document = json.loads(documents["json"])

    held = {kind: {each["id"] for each in found} for kind, found in document["records"].items()}
    assert {kind: len(found) for kind, found in held.items()} == document["counts"]
    assert sorted(document["counts"].values()) == sorted(
        len(curated.corpus.of_kind(kind)) for kind in RECORD_TYPES
    )
    assert held["facts"] == set(curated.corpus.facts)


def test_every_record_of_the_json_document_can_be_read_back(
    documents: dict[str, str], curated: Curated
) -> None:
    kinds: dict[str, Kind] = dict(
        zip(json.loads(documents["json"])["counts"], RECORD_TYPES, strict=True)
    )
    for plural, found in json.loads(documents["json"])["records"].items():
        for each in found:
            record = record_of(kinds[plural], json.dumps(each))
            assert record == curated.corpus.of_kind(kinds[plural])[record.id]


# A table


def test_the_table_has_a_row_for_each_fact(documents: dict[str, str], curated: Curated) -> None:
    rows = rows_of(documents["csv"])

    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == sorted(curated.corpus.facts)


def test_the_table_can_be_read_back(documents: dict[str, str], curated: Curated) -> None:
    for row in rows_of(documents["csv"]):
        fact = curated.corpus.facts[row["id"]]  # type: ignore[index]
        said = [row[f"statement_{language}"] for language in LANGUAGES]
        assert said == [fact.statement.within(language) for language in LANGUAGES]
        assert row["value"] == ("" if fact.value is None else str(fact.value))
        assert (row["claimant"], row["status"]) == (fact.claimant, fact.status)
        assert row["as_of"] == fact.as_of.isoformat()
        cited = [curated.corpus.sources[each.source].url for each in fact.citations]
        assert row["sources"].split(" ") == cited


def test_the_table_names_the_other_versions_of_a_disputed_fact(documents: dict[str, str]) -> None:
    rows = {row["id"]: row for row in rows_of(documents["csv"])}

    assert rows["r3-umerov-head"]["disputed_with"] == "r3-yermak-as-head"
    assert rows["r3-duration-40min"]["disputed_with"].split() == [
        "r3-duration-under-hour",
        "r3-duration-90min",
    ]
    disputed = [row for row in rows.values() if row["status"] == "disputed"]
    assert all(row["disputed_with"] for row in disputed)


def test_a_statement_with_quotation_marks_and_commas_stays_one_cell() -> None:
    odd = 'He called it a "show", he said; others, "no".'

    rows = rows_of(export(a_corpus(a_fact("odd", statement=odd)), "csv", EDITION))

    assert {row["id"]: row["statement_en"] for row in rows}["odd"] == odd


def test_a_language_that_is_missing_is_an_empty_cell() -> None:
    rows = rows_of(export(a_corpus(), "csv", EDITION))

    assert {row["statement_uk"] for row in rows} == {""}


# Claims


def test_every_node_is_of_a_known_kind_and_says_what_it_must(graph: list[dict[str, Any]]) -> None:
    for node in graph:
        assert NODES[node["@type"]] <= node.keys(), node["@id"]


def test_only_words_of_schema_org_are_used(documents: dict[str, str]) -> None:
    def keys(node: Any) -> set[str]:
        if isinstance(node, dict):
            return set(node).union(*map(keys, node.values()))
        return set().union(*map(keys, node)) if isinstance(node, list) else set()

    document = json.loads(documents["claimreview"])

    assert document["@context"] == "https://schema.org"
    assert keys(document) <= OF_SCHEMA_ORG


def test_every_id_is_one_node_s_and_every_reference_leads_to_one(
    graph: list[dict[str, Any]],
) -> None:
    def references(node: Any) -> list[str]:
        if isinstance(node, list):
            return [found for each in node for found in references(each)]
        if not isinstance(node, dict):
            return []
        if set(node) == {"@id"}:
            return [node["@id"]]
        return [found for each in node.values() for found in references(each)]

    ids = Counter(node["@id"] for node in graph)

    assert max(ids.values()) == 1
    assert set(references(graph)) <= set(ids)


def test_claims_quotations_events_and_disagreements_are_all_there(
    graph: list[dict[str, Any]], curated: Curated
) -> None:
    corpus = curated.corpus
    shown = [each for each in corpus.quotes.values() if may_be_shown(each)]

    assert Counter(node["@type"] for node in graph) == {
        "Dataset": 1,
        "Event": len(corpus.rounds) + len(corpus.events),
        "Claim": len(corpus.facts),
        "Quotation": len(shown),
        "CreativeWork": len(corpus.conflicts),
    }


def test_a_claim_is_made_by_its_side_or_by_those_who_report_it(
    graph: list[dict[str, Any]], curated: Curated
) -> None:
    for node in (each for each in graph if each["@type"] == "Claim"):
        fact = curated.corpus.facts[node["identifier"]]
        if fact.claimant == "reported":
            assert {each["@type"] for each in node["author"]} == {"Organization"}
        else:
            assert node["author"]["name"] == SIDES[fact.claimant]


def test_a_claim_appears_on_the_pages_that_it_cites() -> None:
    carrier = a_source("copy", publisher="Daily", origin="Agency", published="2025-07")
    fact = a_fact("carried", claimant="reported", citations=a_fact().citations)
    cited = dataclasses.replace(fact.citations[0], source="copy")
    fact = dataclasses.replace(fact, citations=(cited,))

    (claim,) = (
        each for each in nodes_of(a_corpus(carrier, fact)) if each["@id"] == "#fact-carried"
    )

    (page,) = claim["appearance"]
    assert page["url"] == carrier.url
    assert (page["publisher"]["name"], page["author"]["name"]) == ("Daily", "Agency")
    assert claim["author"] == [{"@type": "Organization", "name": "Agency"}]
    assert claim["datePublished"] == "2025-07"


def test_nothing_is_rated(documents: dict[str, str], graph: list[dict[str, Any]]) -> None:
    types = set(re.findall(r'"@type": "(\w+)"', documents["claimreview"]))
    keys = set(re.findall(r'"([\w@]+)":', documents["claimreview"]))

    assert types.isdisjoint({"ClaimReview", "Review", "Rating"})
    assert keys.isdisjoint({"reviewRating", "claimReviewed", "review", "ratingValue"})
    assert "no ClaimReview" in graph[0]["description"]


def test_an_unverified_quotation_is_no_quotation_for_others_either() -> None:
    quotes = (
        a_quote("unseen", exact="Nobody saw this again", verified=False),
        a_quote("whispered", exact="Relayed by somebody", form="reported"),
    )

    text = export(a_corpus(*quotes), "claimreview", EDITION)

    assert "Nobody saw this again" not in text
    assert "Relayed by somebody" not in text


def test_a_claim_that_could_not_be_checked_says_so() -> None:
    nodes = {each["@id"]: each for each in nodes_of(a_corpus(a_fact("unseen", verified=False)))}

    status = nodes["#fact-unseen"]["creativeWorkStatus"]
    assert status == "current; could not be checked a second time"


def test_a_withdrawn_fact_is_no_claim_and_no_version_of_a_disagreement() -> None:
    gone = a_fact(
        "round-3-exchange-count",
        status="withdrawn",
        withdrawn_on=A_DAY,
        withdrawn_because=a_text("It was wrong."),
    )

    nodes = nodes_of(a_corpus(gone))

    assert '"#fact-round-3-exchange-count"' not in json.dumps(nodes)
    assert json.loads(export(a_corpus(gone), "json", EDITION))["counts"]["facts"] == 2
