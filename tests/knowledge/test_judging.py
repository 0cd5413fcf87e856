import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.judging import LEAST_DECISIVE, is_within, objections
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
    first=dt.date(2025, 7, 23),
    last=dt.date(2025, 7, 23),
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
        pytest.param(Slots(places=frozenset({"ankara"})), "place", id="another_place"),
        pytest.param(Slots(span=((1, 1), (3, 31))), "date", id="another_time_of_the_year"),
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
        pytest.param(Slots(asks=frozenset({"why"})), id="a_reason_which_any_statement_may_give"),
        pytest.param(Slots(span=((6, 1), (8, 31))), id="its_season"),
    ],
)
def test_a_slot_that_the_fact_has_is_no_objection(question):
    assert objections(question, A_PROFILE) == ()


def test_every_contradiction_is_an_objection_of_its_own():
    question = Slots(rounds=frozenset({2}), sides=frozenset({"us"}), numbers=frozenset({"5000"}))

    assert objections(question, A_PROFILE) == ("round", "side", "number")


@pytest.mark.parametrize(
    ("number", "found"), [(LEAST_DECISIVE - 1, ()), (LEAST_DECISIVE, ("number",))]
)
def test_only_a_number_that_counts_more_than_something_on_the_way_is_an_objection(number, found):
    assert objections(Slots(numbers=frozenset({str(number)})), A_PROFILE) == found


def test_one_of_several_numbers_is_enough():
    assert objections(Slots(numbers=frozenset({"3000", "5000"})), A_PROFILE) == ()


def test_the_round_of_another_place_is_not_the_round_of_that_number_in_istanbul():
    of_ankara = Slots(rounds=frozenset({3}), places=frozenset({"ankara"}))

    assert objections(of_ankara, A_PROFILE) == ("place",)


DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2026, 12, 31))
MONTH_DAYS = DAYS.map(lambda day: (day.month, day.day))


@given(MONTH_DAYS, MONTH_DAYS, DAYS)
def test_a_day_is_in_a_time_of_the_year_or_in_the_rest_of_the_year(start, end, day):
    its = (day.month, day.day)
    is_inside = start <= its <= end if start <= end else its >= start or its <= end

    if (2, 29) not in {start, end, its}:
        assert is_within((start, end), day, day) is is_inside


@given(MONTH_DAYS, MONTH_DAYS, DAYS, st.integers(min_value=0, max_value=60))
def test_what_lasts_longer_is_in_every_time_that_a_part_of_it_is_in(start, end, day, days):
    until = day + dt.timedelta(days=days)

    assert is_within((start, end), day, until) >= is_within((start, end), day, day)
