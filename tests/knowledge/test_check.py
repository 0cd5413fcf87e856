import dataclasses
import datetime as dt

import pytest

from knowledge.curation.check import (
    check,
    dangling_references,
    inconsistent_rounds,
    inconsistent_statuses,
    misquotations,
    numbers_not_in_statements,
    unreadable_phrasings,
    unused_sources,
)
from knowledge.curation.load import Curated
from knowledge.curation.overmatch import check_phrasings
from knowledge.curation.problem import Problem
from knowledge.types import RECORD_TYPES, Heads
from tests.builders import (
    A_DAY,
    a_citation,
    a_conflict,
    a_corpus,
    a_corpus_of,
    a_fact,
    a_person,
    a_quote,
    a_role,
    a_round,
    a_source,
    an_event,
)

RULES = (
    dangling_references,
    unused_sources,
    inconsistent_rounds,
    inconsistent_statuses,
    misquotations,
    numbers_not_in_statements,
    unreadable_phrasings,
)


def curated_of(corpus, lexicon=None):
    """Return a corpus as if it had been read from files."""
    paths = {
        (kind, name): f"{kind}/{name}.toml"
        for kind in RECORD_TYPES
        for name in corpus.of_kind(kind)
    }
    return Curated(corpus, {lexicon.language: lexicon} if lexicon else {}, paths)


def keys_at(record_id, findings):
    """Return the keys at which something is wrong with one record."""
    return [key for _, found_at, key, _ in findings if found_at == record_id]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_finds_nothing_on_the_shipped_record(rule, curated):
    assert list(rule(curated.corpus)) == []


def test_no_fact_of_the_shipped_record_wins_another_ones_phrasing(curated):
    assert check_phrasings(curated) == []


def test_the_shipped_record_passes_the_check(curated):
    assert check(curated) == []


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


def test_a_number_that_two_rounds_share_is_found_at_both():
    found = list(inconsistent_rounds(a_corpus(a_round("round-3-again"))))

    assert {(name, key) for _, name, key, _ in found} == {
        ("round-3", "number"),
        ("round-3-again", "number"),
    }


@pytest.mark.parametrize("days", [0, 1])
def test_a_round_that_is_not_after_the_one_before_it_is_found(days):
    later = a_round("round-4", number=4, date=A_DAY - dt.timedelta(days=days), previous="round-3")

    found = list(inconsistent_rounds(a_corpus(later)))

    assert found == [("round", "round-4", "previous", "round-3 is not earlier")]


def test_an_event_that_ends_before_it_begins_is_found():
    event = an_event("backwards", end_date=A_DAY - dt.timedelta(days=1))

    found = list(inconsistent_rounds(a_corpus(event)))

    assert found == [("event", "backwards", "end_date", "ends before it begins")]


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        pytest.param(
            a_fact("alone", status="withdrawn"), "withdrawn needs withdrawn_on", id="withdrawn"
        ),
        pytest.param(
            a_fact("alone", status="withdrawn", withdrawn_on=A_DAY),
            "withdrawn needs withdrawn_on and withdrawn_because",
            id="withdrawn_without_a_reason",
        ),
        pytest.param(
            a_fact("alone", status="superseded"), "superseded needs superseded_by", id="superseded"
        ),
        pytest.param(
            a_fact("alone", status="disputed"), "disputed needs a conflict", id="disputed_alone"
        ),
        pytest.param(
            a_fact("round-3-exchange-count", status="current"),
            'expected "disputed"',
            id="current_in_a_conflict",
        ),
    ],
)
def test_a_status_that_the_other_keys_do_not_bear_out_is_found(fact, message):
    found = [each for each in inconsistent_statuses(a_corpus(fact)) if each[1] == fact.id]

    ((_, _, key, said),) = found
    assert key == "status"
    assert message in said


@pytest.mark.parametrize(
    "fact",
    [
        a_fact("alone"),
        a_fact("alone", status="withdrawn", withdrawn_on=A_DAY, withdrawn_because="It was wrong."),
        a_fact("alone", status="superseded", superseded_by="round-3-exchange-count"),
        a_fact("round-3-exchange-count", status="disputed"),
    ],
    ids=lambda fact: fact.status,
)
def test_a_status_that_the_other_keys_bear_out_is_no_finding(fact):
    assert [each for each in inconsistent_statuses(a_corpus(fact)) if each[1] == fact.id] == []


def test_a_better_supported_fact_outside_its_conflict_is_found():
    conflict = a_conflict("lopsided", better_supported="elsewhere")

    found = list(inconsistent_statuses(a_corpus(conflict)))

    assert ("conflict", "lopsided", "better_supported", "expected one of its facts") in found


def test_a_quote_of_another_occasion_is_found():
    fact = a_fact("round-3-quoted", quotes=("umerov-later",))
    quote = a_quote("umerov-later", ref="exchange-2025-07-23")

    found = list(misquotations(a_corpus(fact, quote)))

    assert found == [
        ("fact", "round-3-quoted", "quotes", "umerov-later is about exchange-2025-07-23")
    ]


@pytest.mark.parametrize(
    ("value", "statement", "is_said"),
    [
        (1200, "At least 1,200 prisoners.", True),
        (1200, "At least 1200 prisoners.", True),
        (3, "There were three groups.", True),
        (90, "It took an hour and a half.", True),
        ("<60", "It took less than that.", True),
        (1200, "At least 12,000 prisoners.", False),
        (40, "It took under an hour.", False),
        (3, "There were several groups.", False),
    ],
)
def test_a_number_must_stand_in_the_statement(value, statement, is_said):
    fact = a_fact("counted", value=value, statement=statement)

    found = keys_at("counted", numbers_not_in_statements(a_corpus(fact)))

    assert found == ([] if is_said else ["value"])


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("who (led", "expected ')' to close a bracket"),
        ("who led]", "closes a bracket that was never opened"),
        (" ".join(["(a|b)"] * 9), "split it"),
        ("who led {rond}", "unknown slot {rond}; expected {round}"),
    ],
    ids=["open_bracket", "stray_bracket", "too_many", "unknown_slot"],
)
def test_a_phrasing_that_cannot_be_read_is_found_with_its_number(template, message):
    fact = a_fact("asked", phrasings={"en": ("who led", template)})

    found = [each for each in unreadable_phrasings(a_corpus(fact)) if each[1] == "asked"]

    ((_, _, key, said),) = found
    assert key == "phrasings.en.1"
    assert message in said


def test_a_round_in_a_phrasing_of_an_event_is_found():
    fact = a_fact("asked", ref="exchange-2025-07-23", phrasings={"en": ("how many in {round}",)})

    found = keys_at("asked", unreadable_phrasings(a_corpus(fact)))

    assert found == ["phrasings.en.0"]


def test_a_finding_names_the_file_of_its_record():
    problems = check(curated_of(a_corpus(a_source("unread"))))

    assert "source/unread.toml" in {each.path for each in problems}


def test_the_findings_of_every_rule_come_at_once(lexicon):
    corpus = a_corpus(
        a_source("unread"),
        a_fact("lost", phrasings={"en": ("(",)}, quotes=("gone",)),
    )

    problems = check(curated_of(corpus, lexicon))

    paths = {each.path for each in problems}
    assert {"source/unread.toml", "fact/lost.toml"} <= paths
    assert {each.key for each in problems if each.path == "fact/lost.toml"} == {
        "quotes",
        "phrasings.en.0",
    }


def test_the_english_words_must_be_there():
    problems = check(curated_of(a_corpus()))

    assert ("language/en.toml", "") in {(each.path, each.key) for each in problems}


def test_a_phrasing_that_two_facts_share_is_found_at_both(lexicon):
    one = a_fact("one", question="How many groups?", phrasings={"en": ("bodies returned",)})
    other = a_fact("other", question="How many bodies?", phrasings={"en": ("bodies returned",)})
    corpus = a_corpus_of(a_source(), a_round(), one, other)

    problems = check_phrasings(curated_of(corpus, dataclasses.replace(lexicon, meta={})))

    assert problems == [
        Problem("fact/one.toml", "phrasings.en", "'bodies returned' is won by other"),
        Problem("fact/other.toml", "phrasings.en", "'bodies returned' is won by one"),
    ]


def test_a_phrasing_that_its_own_fact_cannot_answer_is_found(lexicon):
    fact = a_fact("torn", phrasings={"en": ("what do you think about the prisoners",)})
    corpus = a_corpus_of(a_source(), a_round(), fact)

    (problem,) = check_phrasings(curated_of(corpus, dataclasses.replace(lexicon, meta={})))

    assert (problem.path, problem.key) == ("fact/torn.toml", "phrasings.en")
    assert "is won by nothing" in problem.message


def test_versions_of_one_conflict_may_share_their_phrasings(lexicon):
    facts = (a_fact(each, status="disputed") for each in ("one", "two"))
    corpus = a_corpus_of(a_source(), a_round(), *facts, a_conflict(facts=("one", "two")))

    problems = check_phrasings(curated_of(corpus, dataclasses.replace(lexicon, meta={})))

    assert problems == []


def test_a_dangling_occasion_of_a_phrasing_with_a_round_is_a_problem():
    fact = a_fact("lost", ref="gone", phrasings={"en": ("how many in {round}",)})

    problems = check(curated_of(a_corpus(fact)))

    assert ("fact/lost.toml", "ref") in {(each.path, each.key) for each in problems}


@pytest.mark.parametrize(("value", "word"), [(5, "five"), (12, "twelve"), (1000, "a thousand")])
def test_a_number_may_stand_in_words(value, word):
    fact = a_fact("counted", value=value, statement=f"There were {word} of them.")

    found = keys_at("counted", numbers_not_in_statements(a_corpus(fact)))

    assert found == []


def test_a_language_that_does_not_exist_is_found():
    problems = check(curated_of(a_corpus(a_source("agency-2025-07-23", language="xx"))))

    assert "source/agency-2025-07-23.toml" in {each.path for each in problems}


def test_a_fact_in_conflict_with_itself_is_found():
    conflict = a_conflict("with-itself", facts=("round-3-exchange-count",) * 2)

    problems = check(curated_of(a_corpus(conflict)))

    assert "conflict/with-itself.toml" in {each.path for each in problems}


def test_a_title_of_nobody_on_record_is_found(lexicon):
    misspelt = dataclasses.replace(lexicon, titles={"hakan-fiddan": ("turkish fm",)})

    problems = check(curated_of(a_corpus(), misspelt))

    assert (
        Problem("language/en.toml", "titles.hakan-fiddan", "no record has the id hakan-fiddan")
        in problems
    )


def test_a_question_about_the_bot_that_cannot_be_read_is_found(lexicon):
    broken = dataclasses.replace(lexicon, meta={"privacy": ("privacy", "(do|can you")})

    problems = check(curated_of(a_corpus(), broken))

    assert ("language/en.toml", "meta.privacy.1") in {(each.path, each.key) for each in problems}
