import pytest

from knowledge.curation.wording import judging_words, strange_spellings
from knowledge.types import Localised
from tests.builders import a_conflict, a_corpus, a_fact, an_event


def in_language(language, text):
    return Localised(**{"en": "Something.", language: text})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Zelenskyy said so."),
        ("en", "They met in Kiev."),
        ("en", "They met in Turkey."),
        ("uk", "Бої на Україні."),
        ("uk", "Ердоґан прийняв делегацію."),
        ("ru", "Жители оставались на Украине."),
        ("ru", "Виткофф объявил об обмене."),
        ("tr", "Zelenskyy bunu söyledi."),
        ("tr", "Kyiv yanıt verdi."),
        ("tr", "Rus muhtırası iki kısımdan oluşuyor."),
    ],
)
def test_a_name_that_is_not_spelt_as_the_guide_says_is_found(language, text):
    fact = a_fact("spelt", statement=in_language(language, text))

    found = list(strange_spellings(a_corpus(fact)))

    assert [each[1:3] for each in found] == [("spelt", f"statement.{language}")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Zelensky spoke in Kyiv, Erdogan in Türkiye."),
        ("uk", "Зеленський говорив у Києві, в Україні."),
        ("ru", "Зеленский говорил в Киеве, в Украине."),
        ("tr", "Zelenskiy Kiev'de konuştu, Kyiv Independent yazdı."),
    ],
)
def test_a_name_that_is_spelt_as_the_guide_says_is_no_finding(language, text):
    fact = a_fact("spelt", statement=in_language(language, text))

    assert list(strange_spellings(a_corpus(fact))) == []


def test_readers_may_spell_names_in_the_questions_as_they_like():
    fact = a_fact("spelt", question="What did Zelenskyy say?")

    assert list(strange_spellings(a_corpus(fact))) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Russia admitted that it was late."),
        ("en", "It was a historic meeting."),
        ("uk", "Росія зізналася в цьому."),
        ("ru", "Киев настаивал на этом."),
        ("tr", "Rusya bunu itiraf etti."),
    ],
)
@pytest.mark.parametrize("claimant", ["ukraine", "reported"])
def test_a_word_that_judges_is_found_whoever_speaks(language, text, claimant):
    fact = a_fact("worded", statement=in_language(language, text), claimant=claimant)

    found = list(judging_words(a_corpus(fact)))

    assert [each[1:3] for each in found] == [("worded", f"statement.{language}")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The return of abducted children was discussed."),
        ("uk", "Обговорили повернення депортованих дітей."),
        ("ru", "Обсудили возвращение похищенных детей."),
        ("tr", "Kaçırılan çocukların dönüşü görüşüldü."),
    ],
)
@pytest.mark.parametrize(("claimant", "is_found"), [("reported", True), ("ukraine", False)])
def test_a_word_of_one_side_needs_that_side(language, text, claimant, is_found):
    fact = a_fact("worded", statement=in_language(language, text), claimant=claimant)

    found = list(judging_words(a_corpus(fact)))

    assert [each[1] for each in found] == ["worded"] * is_found


def test_a_title_has_nobody_who_says_it_so_it_has_no_word_of_one_side():
    event = an_event("titled", title="Return of abducted children")

    assert [each[1:3] for each in judging_words(a_corpus(event))] == [("titled", "title.en")]


def test_why_a_version_is_better_supported_is_said_without_judging():
    conflict = a_conflict("settled", reason="Russia lied.")

    assert [each[1:3] for each in judging_words(a_corpus(conflict))] == [("settled", "reason.en")]
