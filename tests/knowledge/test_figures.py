import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.curation.figures import figures_lost_in_translation, numbers_not_in_statements
from knowledge.curation.numbers import numbers_in, says
from knowledge.types import LANGUAGES, Localised
from tests.builders import a_corpus, a_fact


def keys_at(record_id, findings):
    return [key for _, found_at, key, _ in findings if found_at == record_id]


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("3,000 bodies", "en", [3000]),
        ("3000 bodies", "en", [3000]),
        ("6, 12 and 14 June", "en", [6, 12, 14]),
        ("3.000 cenaze", "tr", [3000]),
        ("1.200'er", "tr", [1200]),
        ("12 000 тіл", "uk", [12000]),
        ("12\u00a0000 тел", "ru", [12000]),
        ("12\u202f000 тел", "ru", [12000]),
        ("23 июля 2025 года", "ru", [23, 2025]),
        ("24–48 годин", "uk", [24, 48]),
        ("at 20:37", "en", [20, 37]),
        ("saat 20.37'de", "tr", [20, 37]),
        ("No. 539/2025", "en", [539, 2025]),
        ("3,000", "tr", [3, 0]),
        ("3.000", "en", [3, 0]),
        ("12,000,000", "en", [12000000]),
        ("1,2000", "en", [1, 2000]),
    ],
)
def test_digits_are_read_as_each_language_groups_them(text, language, numbers):
    assert numbers_in(text, language) == numbers


@given(st.integers(min_value=0, max_value=10**7), st.sampled_from(LANGUAGES))
def test_a_number_is_read_back_however_it_is_grouped(number, language):
    gap = {"en": ",", "uk": "\u00a0", "ru": " ", "tr": "."}[language]
    grouped = f"{number:,}".replace(",", gap)

    assert numbers_in(f"({grouped})", language) == [number]
    assert numbers_in(f"({number})", language) == [number]


@pytest.mark.parametrize(
    ("text", "number", "language"),
    [
        ("the ninth stage", 9, "en"),
        ("seven European leaders", 7, "en"),
        ("an hour and a half", 90, "en"),
        ("п’ятеро поранених", 5, "uk"),
        ("п'ятьох полонених", 5, "uk"),
        ("сімох лідерів", 7, "uk"),
        ("дев’ятим етапом", 9, "uk"),
        ("півтори години", 90, "uk"),
        ("четырёх регионов", 4, "ru"),
        ("четырех регионов", 4, "ru"),
        ("восьмерых жителей", 8, "ru"),
        ("полтора часа", 90, "ru"),
        ("beşer yaralı", 5, "tr"),
        ("dokuzuncu aşaması", 9, "tr"),
        ("dört ay önce", 4, "tr"),
        ("bir buçuk saat", 90, "tr"),
    ],
)
def test_a_number_may_stand_in_words(text, number, language):
    assert says(text, number, language)


@pytest.mark.parametrize(
    ("text", "number", "language"),
    [
        ("seventeen people", 7, "en"),
        ("тридцять людей", 3, "uk"),
        ("у четвер", 4, "uk"),
        ("у п’ятницю", 5, "uk"),
        ("п’ятнадцять людей", 5, "uk"),
        ("тридцать человек", 3, "ru"),
        ("в пятницу", 5, "ru"),
        ("семья", 7, "ru"),
        ("onlar döndü", 10, "tr"),
        ("yüzde 30", 100, "tr"),
        ("binlerce kişi bina", 1, "tr"),
    ],
)
def test_a_word_that_only_begins_like_a_number_is_none(text, number, language):
    assert not says(text, number, language)


@pytest.mark.parametrize(
    ("value", "statement", "is_said"),
    [
        (1200, "At least 1,200 prisoners.", True),
        (1200, "At least 1200 prisoners.", True),
        (3, "There were three groups.", True),
        (90, "It took an hour and a half.", True),
        ("<60", "It took under an hour.", True),
        ("<60", "It took less than that.", False),
        (1200, "At least 12,000 prisoners.", False),
        (40, "It took under an hour.", False),
        (3, "There were several groups.", False),
        (5, "There were five of them.", True),
        (12, "There were twelve of them.", True),
        (1000, "There were a thousand of them.", True),
        ("24-48", "They were to last 24 to 48 hours.", True),
        ("24-48", "They were to last 24 hours.", False),
        ("20:37", "It began at 20:37.", True),
        ("20:37", "It began at 20:40.", False),
        ("6+2", "It took six hours and then two.", True),
        ("6+2", "It took six hours.", False),
        ("2-3", "A truce of two to three days.", True),
        ("539/2025", "By decree No. 539/2025.", True),
        ("539/2025", "By decree No. 539.", False),
        ("2025-08-31", "Before the end of August 2025.", True),
        ("2025-08-31", "Before the end of August 2026.", False),
        ("Ankara", "They met in Ankara.", True),
        ("Ankara", "They met in Istanbul.", False),
        (1.5, "It took 1.5 hours.", True),
        (1.5, "It took 15 hours.", False),
    ],
)
def test_a_value_must_stand_in_the_statement(value, statement, is_said):
    fact = a_fact("counted", value=value, statement=statement)

    found = keys_at("counted", numbers_not_in_statements(a_corpus(fact)))

    assert found == ([] if is_said else ["value"])


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("uk", "Росія запропонувала передати ще 3000 тіл."),
        ("uk", "Росія запропонувала передати ще 3 000 тіл."),
        ("ru", "Россия предложила передать ещё 3000 тел."),
        ("tr", "Rusya 3.000 cenazeyi daha teslim etmeyi önerdi."),
    ],
)
def test_a_value_must_stand_in_the_statement_of_each_language(language, statement):
    right = Localised(en="Russia offered another 3,000 bodies.", **{language: statement})
    wrong = Localised(en=right.en, **{language: statement.replace("3", "8")})

    def found(text):
        corpus = a_corpus(a_fact("counted", value=3000, statement=text))
        return [message for *_, message in numbers_not_in_statements(corpus)]

    assert found(right) == []
    assert found(wrong) == [f"the statement in {language} does not say 3000"]


@pytest.mark.parametrize(
    ("translation", "messages"),
    [
        ("7 червня передано 640 осіб.", []),
        ("7 червня передали список.", ["does not say 640, which the English statement says"]),
        (
            "7 червня передано 641 особу.",
            [
                "does not say 640, which the English statement says",
                "says 641, which the English statement does not say",
            ],
        ),
        ("Сьомого червня передано 640 осіб.", []),
    ],
)
def test_a_translation_says_every_number_and_no_other(translation, messages):
    text = Localised(en="A list of 640 was passed on 7 June.", uk=translation)

    found = list(figures_lost_in_translation(a_corpus(a_fact("counted", statement=text))))

    assert [message for *_, message in found] == messages
    assert {key for _, _, key, _ in found} <= {"statement.uk"}
