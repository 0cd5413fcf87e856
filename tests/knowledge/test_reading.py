import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import ask
from knowledge.matching.reading import MAX_TOKENS, read
from knowledge.matching.slots import LATEST, Slots


@pytest.mark.parametrize(
    ("utterance", "rounds"),
    [
        ("round 3", {3}),
        ("Round III", {3}),
        ("R3", {3}),
        ("3rd round", {3}),
        ("the third round", {3}),
        ("third istanbul round", {3}),
        ("the second Russia Ukraine talks", {2}),
        ("first round of talks", {1}),
        ("a fourth meeting", {4}),
        ("round two and round three", {2, 3}),
        ("the last round", {LATEST}),
        ("the most recent round", {LATEST}),
        ("latest talks", {LATEST}),
        ("the talks", set()),
        ("talks on 23 July", set()),
        ("1200 prisoners in the talks", set()),
        ("three working groups", set()),
    ],
)
def test_the_naming_of_a_round_is_read(utterance, rounds, vocabulary):
    assert read(utterance, vocabulary).slots.rounds == rounds


@pytest.mark.parametrize(
    "utterance", ["23.07", "23 July", "July 23rd", "23rd of July", "jul 23", "23/07", "2025-07-23"]
)
def test_a_day_is_read_however_it_is_written(utterance, vocabulary):
    assert read(utterance, vocabulary).slots.days == {(7, 23)}


@pytest.mark.parametrize("utterance", ["23.07.2025", "23.07.25", "2025-07-23", "23 July 2025"])
def test_the_year_of_a_date_is_read(utterance, vocabulary):
    slots = read(utterance, vocabulary).slots

    assert (slots.days, slots.years) == ({(7, 23)}, {2025})


@pytest.mark.parametrize(
    ("utterance", "months"),
    [
        ("in July", {7}),
        ("july talks", {7}),
        ("in May", {5}),
        ("May I ask who led", set()),
        ("what may Russia want", set()),
        ("did they march on", set()),
    ],
)
def test_a_month_is_read_unless_it_is_a_verb(utterance, months, vocabulary):
    assert read(utterance, vocabulary).slots.months == months


@pytest.mark.parametrize(
    ("utterance", "span"),
    [
        ("after june", ((7, 1), (12, 31))),
        ("after March", ((4, 1), (12, 31))),
        ("after 2 June", ((6, 2), (12, 31))),
        ("last summer", ((6, 1), (8, 31))),
        ("in winter", ((12, 1), (2, 29))),
        ("between 2 June and 23 July", ((6, 2), (7, 23))),
        ("between May and July", ((5, 1), (7, 31))),
        ("in May and July", ((5, 1), (7, 31))),
        ("on 2 June", None),
        ("in June", None),
    ],
)
def test_a_time_between_two_days_is_read(utterance, span, vocabulary):
    assert read(utterance, vocabulary).slots.span == span


@pytest.mark.parametrize("utterance", ["1.5 hours", "45.99", "0/0", "99 problems", "31.13"])
def test_a_number_that_is_no_date_is_not_read_as_one(utterance, vocabulary):
    assert read(utterance, vocabulary).slots.days == set()


@pytest.mark.parametrize(
    ("utterance", "sides"),
    [
        ("Moscow", {"russia"}),
        ("Kyiv and Ankara", {"ukraine", "turkiye"}),
        ("the Ukrainian side", {"ukraine"}),
        ("United States", {"us"}),
        ("talks between Russia and Ukraine", set()),
        ("Russian-Ukrainian talks", set()),
    ],
)
def test_sides_are_read_and_the_name_of_the_talks_is_none(utterance, sides, vocabulary):
    assert read(utterance, vocabulary).slots.sides == sides


@pytest.mark.parametrize(
    ("utterance", "actor"),
    [
        ("Did Russia offer Ukraine short truces?", "russia"),
        ("What was offered to Ukraine by Russia?", "russia"),
        ("What was offered by the Russians to Ukraine?", "russia"),
        ("Did Ukraine offer Russia a summit?", "ukraine"),
        ("What did Medinsky offer to Ukraine?", "russia"),
        ("offered to Ukraine", None),
        ("bodies of Ukrainian soldiers", None),
        ("Did Russia offer bodies of Ukrainian soldiers?", "russia"),
        ("short truces", None),
    ],
)
def test_the_side_that_acts_is_told_from_the_one_that_receives(utterance, actor, vocabulary):
    assert read(utterance, vocabulary).slots.actor == actor


@pytest.mark.parametrize(
    ("utterance", "things"),
    [
        ("corpses", {"bodies"}),
        ("dead soldiers", {"bodies"}),
        ("POWs", {"prisoners"}),
        ("prisoners of war", {"prisoners"}),
        ("cease-fire", {"ceasefire"}),
        ("a truce", {"ceasefire"}),
        ("a meeting between Putin and Zelensky", {"summit"}),
        ("bodies or prisoners", {"bodies", "prisoners"}),
        ("the weather", set()),
    ],
)
def test_what_is_counted_exchanged_or_proposed_is_read(utterance, things, vocabulary):
    assert read(utterance, vocabulary).slots.things == things


@pytest.mark.parametrize(
    ("utterance", "numbers"),
    [
        ("1,200 bodies", {"1200"}),
        ("1 200 bodies", {"1200"}),
        ("1.200 bodies", {"1200"}),
        ("three groups", {"3"}),
        ("ninety minutes", {"90"}),
        ("twelve hundred prisoners", {"1200"}),
        ("three thousand bodies", {"3000"}),
        ("3 thousand bodies", {"3000"}),
        ("a hundred bodies", {"100"}),
        ("round 3", set()),
        ("23 July", set()),
    ],
)
def test_numbers_are_read_without_rounds_and_dates(utterance, numbers, vocabulary):
    assert read(utterance, vocabulary).slots.numbers == numbers


@pytest.mark.parametrize(
    ("utterance", "is_negated"),
    [
        ("did not agree", True),
        ("didn't agree", True),
        ("didnt agree", True),
        ("Ukraine refused", True),
        ("never agreed", True),
        ("did agree", False),
        ("whether or not they agreed", False),
        ("not only bodies", False),
    ],
)
def test_negation_is_read(utterance, is_negated, vocabulary):
    assert read(utterance, vocabulary).slots.is_negated is is_negated


@pytest.mark.parametrize(
    ("utterance", "people"),
    [
        ("Medinsky", {"vladimir-medinsky"}),
        ("Vladimir Medinskiy", {"vladimir-medinsky"}),
        ("medinksy", {"vladimir-medinsky"}),
        ("Мединський", {"vladimir-medinsky"}),
        ("the Turkish foreign minister", {"hakan-fidan"}),
        ("Erdoğan", {"recep-tayyip-erdogan"}),
        ("Zelenskyy", {"volodymyr-zelensky"}),
        ("Macron", set()),
    ],
)
def test_people_are_read_by_name_spelling_and_title(utterance, people, vocabulary):
    assert read(utterance, vocabulary).slots.people == people


@pytest.mark.parametrize(
    ("utterance", "names"),
    [
        ("What did Macron say?", {"macron"}),
        ("Did Merkel come to Istanbul?", {"merkel"}),
        ("what did peskov say?", set()),
        ("Macron said what?", set()),
        ("WHAT DID PESKOV SAY", set()),
        ("What did Medinsky say?", set()),
    ],
)
def test_a_name_that_nothing_on_record_has_is_noticed_by_its_capital(utterance, names, vocabulary):
    assert read(utterance, vocabulary).slots.strangers == names


@pytest.mark.parametrize(
    ("misspelt", "right"),
    [
        ("ceasefre", "ceasefire"),
        ("prisnoers", "prisoners"),
        ("delagation", "delegation"),
        ("Medinskly", "Medinsky"),
        ("ukranian", "ukrainian"),
        ("exchnage", "exchange"),
        ("memorandom", "memorandum"),
    ],
)
def test_a_typing_slip_is_put_right(misspelt, right, vocabulary):
    assert read(misspelt, vocabulary).terms == read(right, vocabulary).terms


@pytest.mark.parametrize(
    ("word", "neighbour"),
    [
        ("tanks", "talks"),
        ("wheat", "what"),
        ("pens", "pows"),
        ("cat", "chat"),
    ],
)
def test_a_word_of_its_own_is_not_put_right(word, neighbour, vocabulary):
    reading = read(word, vocabulary)

    assert reading.terms != read(neighbour, vocabulary).terms
    assert reading.unknown == frozenset(reading.terms)


@pytest.mark.parametrize(
    ("utterance", "is_opinion"),
    [
        ("What do you think about the ceasefire?", True),
        ("Who will win the war?", True),
        ("What did Fidan think about the ceasefire?", False),
        ("Who led the delegation?", False),
    ],
)
def test_a_request_for_an_opinion_is_noticed(utterance, is_opinion, vocabulary):
    assert read(utterance, vocabulary).slots.is_opinion is is_opinion


@pytest.mark.parametrize(
    ("utterance", "things"),
    [("how many tanks", {"tank"}), ("how many bodies", set()), ("tanks", set())],
)
def test_what_nobody_on_record_counted_is_noticed(utterance, things, vocabulary):
    assert read(utterance, vocabulary).slots.strangers == things


def test_fillers_say_nothing(vocabulary):
    reading = read("Hi, please, what about the Istanbul talks? Thanks!", vocabulary)

    assert reading.terms == ()


@pytest.mark.parametrize(
    ("utterance", "asks"),
    [
        ("How many bodies?", {"how_many"}),
        ("How long?", {"how_long"}),
        ("Where was it?", {"where"}),
        ("Who led?", {"who"}),
        ("on what day", {"when"}),
    ],
)
def test_the_kind_of_answer_that_is_wanted_is_read(utterance, asks, vocabulary):
    assert read(utterance, vocabulary).slots.asks == asks


def test_what_stands_after_the_last_word_that_is_read_costs_and_says_nothing(vocabulary):
    long = "talks " * MAX_TOKENS

    assert read(long + "round 9 by Peskov on 2 June", vocabulary).slots == Slots()


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_any_text_can_be_read(vocabulary, text):
    reading = read(text, vocabulary)

    assert reading.unknown <= set(reading.terms)


@pytest.mark.parametrize("utterance", ["፩", "round ፩", "❶ bodies"])
def test_a_digit_that_counts_nothing_can_be_read(utterance, vocabulary):
    assert read(utterance, vocabulary).slots.rounds == set()


@pytest.mark.parametrize("utterance", ["1" * 5000, "㉑" * 2200], ids=["digits", "circled_numbers"])
def test_a_number_without_end_can_be_read(utterance, vocabulary):
    assert read(utterance, vocabulary).slots.rounds == set()


@pytest.mark.parametrize(
    ("language", "utterance", "days", "years"),
    [
        ("ru", "обмен 14 августа 25 года", {(8, 14)}, {2025}),
        ("ru", "обмен 14 августа 25-го", {(8, 14)}, {2025}),
        ("uk", "обмін 14 серпня 25 року", {(8, 14)}, {2025}),
        ("ru", "всё, что забрали с 14 года", set(), {2014}),
        ("ru", "пленные до 25 лет", set(), set()),
    ],
)
def test_a_year_of_two_digits_is_told_from_an_age(language, utterance, days, years, knowledge):
    slots = read(utterance, knowledge.index.vocabularies[language]).slots

    assert (slots.days, slots.years) == (days, years)


@pytest.mark.parametrize("days", ["5-0", "0-5", "00-00", "4-32", "99-1"])
def test_days_that_no_month_has_bound_no_time(days, knowledge):
    outcome = ask(knowledge, f"What prisoner exchanges were there on {days} July?")

    assert outcome is not None
    assert read(f"exchanges on {days} July", knowledge.index.vocabularies["en"]).slots.span is None


@pytest.mark.parametrize(
    ("utterance", "actor"),
    [
        ("19 aralık'ta rusya'ya kaç cenaze verdi ukrayna", "ukraine"),
        ("ukrayna rusya'ya kaç cenaze verdi", "ukraine"),
        ("rusya kiev'e kaç cenaze verdi", "russia"),
    ],
)
def test_who_receives_in_turkish_is_not_who_acts(utterance, actor, knowledge):
    assert read(utterance, knowledge.index.vocabularies["tr"]).slots.actor == actor
