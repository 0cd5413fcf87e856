import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.matching.recognise import recognise
from knowledge.matching.thresholds import META
from tests.builders import a_fact, a_round, a_source

BODIES = a_fact(
    "round-3-bodies",
    claimant="russia",
    topic="bodies-repatriation",
    question="How many bodies did Russia offer?",
    statement="Russia offered to hand over another 3,000 bodies.",
    value=3000,
    phrasings={"en": ("did russia offer to hand over [3000] bodies",)},
)
PRISONERS = a_fact(
    "round-3-prisoners",
    claimant="ukraine",
    question="How many prisoners did Ukraine offer to exchange?",
    statement="Ukraine offered to exchange 1,200 prisoners.",
    value=1200,
    phrasings={"en": ("did ukraine offer to exchange [1200] prisoners [in {round}]",)},
)


@pytest.fixture(scope="module")
def index(know):
    return know(a_source(), a_round(), BODIES, PRISONERS).index


def candidate(utterance, index, fact=BODIES):
    """Return the candidate of one fact."""
    found = recognise(utterance, index).candidates
    return next(each for each in found if each.fact == fact.id)


def test_candidates_are_ranked_best_first_one_for_each_fact(index):
    candidates = recognise("how many prisoners or bodies were offered", index).candidates

    assert len({each.fact for each in candidates}) == len(candidates) == 2
    assert candidates[0].score >= candidates[1].score


def test_a_phrasing_asked_as_it_stands_scores_the_most(index):
    assert candidate("did russia offer to hand over bodies", index).score == pytest.approx(100)


def test_a_word_left_out_costs_less_than_a_word_that_no_phrasing_has(index):
    left_out = candidate("russia bodies", index)
    added = candidate("did russia offer to hand over bodies helicopters", index)
    exact = candidate("did russia offer to hand over bodies", index)

    assert exact.score > left_out.score
    assert exact.score > added.score


def test_the_order_of_the_words_makes_no_difference(index):
    forwards = candidate("bodies that were offered by russia", index)
    backwards = candidate("offered by russia that were bodies", index)

    assert forwards.score == pytest.approx(backwards.score)
    assert forwards.objections == backwards.objections


def test_a_phrasing_without_its_optional_words_fits_as_well(index):
    long = candidate("did ukraine offer to exchange 1200 prisoners in round 3", index, PRISONERS)

    assert long.objections == ()


def test_the_round_of_its_occasion_fills_the_slot_of_a_phrasing(index):
    asked = candidate("did ukraine offer to exchange prisoners in round 3", index, PRISONERS)

    assert (asked.score, asked.objections) == (pytest.approx(100), ())


@pytest.mark.parametrize(
    ("utterance", "objection"),
    [
        pytest.param("did russia offer to hand over bodies in round 2", "round", id="round"),
        pytest.param("did russia offer to hand over bodies on 2 June", "date", id="date"),
        pytest.param("did washington offer to hand over bodies", "side", id="side"),
        pytest.param("did russia offer to hand over Witkoff bodies", "stranger", id="stranger"),
        pytest.param("what do you think, did russia offer bodies", "opinion", id="opinion"),
        pytest.param("did russia offer to hand over prisoners", "thing", id="thing"),
        pytest.param("did russia offer to hand over 5,000 bodies", "number", id="number"),
        pytest.param("where did russia offer to hand over bodies", "ask", id="ask"),
        pytest.param("did russia refuse to offer to hand over bodies", "opposite", id="negation"),
    ],
)
def test_a_sibling_is_objected_to(utterance, objection, index):
    assert objection in candidate(utterance, index).objections


def test_another_actor_is_objected_to(index):
    asked = candidate("did ukraine offer to hand over bodies", index)

    assert {"opposite", "side"} & set(asked.objections)


def test_the_receiver_is_no_actor(know):
    fact = a_fact(
        "round-3-truces",
        claimant="russia",
        statement="Russia offered Ukraine short truces.",
        phrasings={"en": ("did russia offer ukraine short truces",)},
    )
    index = know(a_source(), a_round(), fact).index

    asked = candidate("were short truces offered to ukraine by russia", index, fact)

    assert asked.objections == ()


def test_the_latest_round_is_the_one_that_it_is_told(index):
    reading = recognise("the last round", index, latest_round=2).reading

    assert reading.slots.rounds == {2}


def test_a_fact_that_is_not_known_is_no_candidate(index):
    found = recognise("bodies", index, is_known=lambda fact_id: fact_id != BODIES.id)

    assert BODIES.id not in {each.fact for each in found.candidates}


@pytest.mark.parametrize(
    ("utterance", "topic"),
    [
        ("What can you do?", "abilities"),
        ("where do you get your information", "origin"),
        ("are you a bot?", "identity"),
        ("do you speak russian", "languages"),
        ("do you store my messages", "privacy"),
        ("hello", "greeting"),
        ("Nice. Are you a robot?", "identity"),
        ("waht can you do", "abilities"),
    ],
)
def test_a_question_about_the_bot_is_recognised(utterance, topic, knowledge):
    meta = recognise(utterance, knowledge.index).meta

    assert meta.topic == topic
    assert meta.score >= META


@pytest.mark.parametrize(
    ("utterance", "is_whole"),
    [("hello", True), ("Hello!", True), ("Hello, how long did round 3 last?", False)],
)
def test_a_greeting_on_the_way_is_not_the_whole_question(utterance, is_whole, knowledge):
    assert recognise(utterance, knowledge.index).meta.is_whole is is_whole


@pytest.mark.parametrize(
    "utterance",
    ["How long did round 3 last?", "What did Medinsky say?", "privacy of the delegations", ""],
)
def test_a_question_about_the_talks_is_not_about_the_bot(utterance, knowledge):
    assert recognise(utterance, knowledge.index).meta is None


def test_phrasings_that_read_alike_are_one_example(know):
    fact = a_fact(
        question="How many bodies?",
        phrasings={"en": ("how many bodies", "how many corpses", "the number of dead bodies")},
    )

    examples = know(a_source(), a_round(), fact).index.examples

    assert len(examples) == 1


@given(st.text(max_size=300))
@example("NONE")
@settings(deadline=None, max_examples=40)
def test_every_score_is_between_nought_and_a_hundred(knowledge, text):
    candidates = recognise(text, knowledge.index).candidates

    assert all(0 <= each.score <= 100 for each in candidates)


@pytest.mark.parametrize("utterance", ["tanks", "tanks?"])
def test_a_word_of_its_own_is_no_greeting(utterance, knowledge):
    assert recognise(utterance, knowledge.index).meta is None
