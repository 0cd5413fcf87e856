import pytest

from knowledge.curation.disputes import inconsistent_conflicts, inconsistent_statuses
from tests.builders import A_DAY, a_conflict, a_corpus, a_fact, a_text

BECAUSE = a_text("It was wrong.")


def messages_at(record_id, findings):
    return [message for _, found_at, _, message in findings if found_at == record_id]


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

    found = list(inconsistent_conflicts(a_corpus(conflict)))

    assert ("conflict", "lopsided", "better_supported", "expected one of its facts") in found


@pytest.mark.parametrize("status", ["superseded", "withdrawn"])
def test_a_fact_of_a_conflict_may_be_replaced_or_withdrawn_since(status):
    fact = a_fact(
        "round-3-exchange-count",
        status=status,
        superseded_by="round-3-exchange-count-russia",
        withdrawn_on=A_DAY if status == "withdrawn" else None,
        withdrawn_because=BECAUSE if status == "withdrawn" else None,
    )

    assert messages_at(fact.id, inconsistent_statuses(a_corpus(fact))) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"superseded_by": "round-3-exchange-count"}, 'expected "superseded"'),
        ({"withdrawn_on": A_DAY}, 'expected "withdrawn"'),
        ({"withdrawn_because": BECAUSE}, 'expected "withdrawn"'),
    ],
)
def test_a_current_fact_with_the_keys_of_another_status_is_found(fields, message):
    (said,) = messages_at("alone", inconsistent_statuses(a_corpus(a_fact("alone", **fields))))

    assert message in said


def test_a_fact_that_replaces_itself_is_found():
    fact = a_fact("alone", status="superseded", superseded_by="alone")

    assert messages_at("alone", inconsistent_statuses(a_corpus(fact))) == [
        "a fact cannot replace itself"
    ]


def test_facts_that_replace_each_other_are_found():
    one = a_fact("one", status="superseded", superseded_by="other")
    other = a_fact("other", status="superseded", superseded_by="one")
    before = a_fact("before", status="superseded", superseded_by="one")

    found = list(inconsistent_statuses(a_corpus(one, other, before)))

    assert {finding[1] for finding in found if "circle" in finding[3]} == {"one", "other"}


def test_a_fact_in_conflict_with_itself_is_found():
    conflict = a_conflict("with-itself", facts=("round-3-exchange-count",) * 2)

    found = messages_at("with-itself", inconsistent_conflicts(a_corpus(conflict)))

    assert found == ["a fact is listed twice"]


def test_a_disagreement_that_is_told_twice_is_found():
    again = a_conflict("again", facts=tuple(reversed(a_conflict().facts)))

    found = messages_at("again", inconsistent_conflicts(a_corpus(again)))

    assert found == ["round-3-exchange-number lists the same facts"]


def test_a_withdrawn_fact_is_never_the_better_supported_one():
    fact = a_fact("round-3-exchange-count", status="withdrawn")
    conflict = a_conflict(better_supported=fact.id)

    found = messages_at(conflict.id, inconsistent_conflicts(a_corpus(fact, conflict)))

    assert found == ["round-3-exchange-count is withdrawn"]
