import pytest

from knowledge.matching.judging import objections
from knowledge.matching.profile import Profile
from knowledge.matching.slots import Slots

A_PROFILE = Profile(
    rounds=frozenset({3}),
    days=frozenset({(7, 23)}),
    months=frozenset({7}),
    years=frozenset({2025}),
    sides=frozenset({"russia"}),
    people=frozenset({"vladimir-medinsky"}),
    things=frozenset({"bodies"}),
    numbers=frozenset({"3000"}),
    asks=frozenset({"how_many"}),
)


@pytest.mark.parametrize(
    ("question", "objection"),
    [
        pytest.param(Slots(rounds=frozenset({2})), "round", id="another_round"),
        pytest.param(Slots(rounds=frozenset({2, 3})), "round", id="one_round_too_many"),
        pytest.param(Slots(days=frozenset({(6, 2)})), "date", id="another_day"),
        pytest.param(Slots(months=frozenset({6})), "date", id="another_month"),
        pytest.param(Slots(years=frozenset({2022})), "date", id="another_year"),
        pytest.param(Slots(sides=frozenset({"ukraine"})), "side", id="another_side"),
        pytest.param(Slots(people=frozenset({"hakan-fidan"})), "person", id="another_person"),
        pytest.param(Slots(strangers=frozenset({"peskov"})), "stranger", id="unknown_name"),
        pytest.param(Slots(is_opinion=True), "opinion", id="opinion"),
        pytest.param(Slots(things=frozenset({"prisoners"})), "thing", id="another_thing"),
        pytest.param(Slots(numbers=frozenset({"5000"})), "number", id="another_number"),
        pytest.param(Slots(asks=frozenset({"where"})), "ask", id="another_kind_of_answer"),
        pytest.param(Slots(asks=frozenset({"why"})), "ask", id="a_reason_that_it_does_not_give"),
    ],
)
def test_a_slot_that_contradicts_the_fact_is_an_objection(question, objection):
    assert objections(question, A_PROFILE) == (objection,)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(Slots(), id="nothing_pinned_down"),
        pytest.param(Slots(rounds=frozenset({3})), id="its_round"),
        pytest.param(Slots(days=frozenset({(7, 23)}), years=frozenset({2025})), id="its_day"),
        pytest.param(Slots(sides=frozenset({"russia"})), id="its_side"),
        pytest.param(Slots(people=frozenset({"vladimir-medinsky"})), id="its_person"),
        pytest.param(Slots(things=frozenset({"bodies"})), id="its_thing"),
        pytest.param(Slots(numbers=frozenset({"3000"})), id="its_number"),
        pytest.param(Slots(asks=frozenset({"how_many"})), id="its_kind_of_answer"),
        pytest.param(Slots(asks=frozenset({"who", "when"})), id="what_every_answer_says"),
    ],
)
def test_a_slot_that_the_fact_has_is_no_objection(question):
    assert objections(question, A_PROFILE) == ()


def test_every_contradiction_is_an_objection_of_its_own():
    question = Slots(rounds=frozenset({2}), sides=frozenset({"us"}), numbers=frozenset({"1"}))

    assert objections(question, A_PROFILE) == ("round", "side", "number")
