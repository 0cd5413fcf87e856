"""The record against the dossier that it was made from, where that lies beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.curation.load import Curated

DOSSIER = Path(__file__).parents[2].parent / "shared" / "dossier" / "talks.json"

pytestmark = pytest.mark.skipif(
    not DOSSIER.is_file(), reason="the dossier does not lie beside this copy of the project"
)


@pytest.fixture(scope="module")
def dossier() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(DOSSIER.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(
    "kind", ["sources", "people", "rounds", "events", "facts", "quotes", "conflicts"]
)
def test_every_record_of_the_dossier_is_there_under_its_id(
    kind: str, dossier: dict[str, Any], curated: Curated
) -> None:
    ours = getattr(curated.corpus, kind)

    missing = sorted(each["id"] for each in dossier[kind] if each["id"] not in ours)

    assert len(dossier[kind]) > 0
    assert missing == []


def test_every_quote_is_the_dossier_s_letter_by_letter(
    dossier: dict[str, Any], curated: Curated
) -> None:
    theirs = {each["id"]: each["text"].encode() for each in dossier["quotes"]}
    ours = {each.id: each.exact.encode() for each in curated.corpus.quotes.values()}

    assert {each: ours[each] for each in theirs} == theirs


@pytest.mark.parametrize("field", ["speaker", "language", "said_on", "ref", "source", "form"])
def test_every_quote_has_the_dossier_s_speaker_and_place(
    field: str, dossier: dict[str, Any], curated: Curated
) -> None:
    ours = curated.corpus.quotes
    other = {
        each["id"]: (each[field], str(getattr(ours[each["id"]], field)))
        for each in dossier["quotes"]
        if each[field] != str(getattr(ours[each["id"]], field))
    }

    assert other == {}


def test_a_quote_is_verified_only_where_the_dossier_says_so(
    dossier: dict[str, Any], curated: Curated
) -> None:
    theirs = {each["id"] for each in dossier["quotes"] if each["verified"]}
    known = {each["id"] for each in dossier["quotes"]}

    assert {each.id for each in curated.corpus.quotes.values() if each.verified} & known == theirs


def test_every_address_is_the_dossier_s(dossier: dict[str, Any], curated: Curated) -> None:
    theirs = {each["id"]: each["url"] for each in dossier["sources"]}
    ours = {each.id: each.url for each in curated.corpus.sources.values()}

    assert {each: ours[each] for each in theirs} == theirs


def test_whoever_carries_a_text_of_another_in_the_dossier_names_the_origin(
    dossier: dict[str, Any], curated: Curated
) -> None:
    carried = [each["id"] for each in dossier["sources"] if " via " in each["publisher"]]

    assert len(carried) > 0
    assert [each for each in carried if not curated.corpus.sources[each].origin] == []


def test_every_fact_has_the_dossier_s_sources_value_and_claimant(
    dossier: dict[str, Any], curated: Curated
) -> None:
    ours = curated.corpus.facts
    other = [
        each["id"]
        for each in dossier["facts"]
        if (
            set(each["sources"]) - {citation.source for citation in ours[each["id"]].citations}
            or each["value"] != ours[each["id"]].value
            or each["claimant"] != ours[each["id"]].claimant
        )
    ]

    assert other == []
