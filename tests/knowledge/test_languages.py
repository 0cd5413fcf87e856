import pytest

from knowledge.curation.languages import (
    missing_languages,
    mistaken_languages,
    mistaken_phrasings,
    texts_of,
    unknown_languages,
)
from knowledge.types import LANGUAGES, Localised
from tests.builders import (
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

IN_ALL = Localised(en="In words", uk="Словами", ru="Словами ещё", tr="Sözle")
ASKED = dict.fromkeys(LANGUAGES, ("…",))


@pytest.mark.parametrize(
    ("record", "key"),
    [
        (a_fact(statement="One.", question=IN_ALL, phrasings=ASKED), "statement"),
        (a_fact(statement=IN_ALL, question="One?", phrasings=ASKED), "question"),
        (
            a_fact(
                statement=IN_ALL, question=IN_ALL, phrasings=ASKED, withdrawn_because="A mistake."
            ),
            "withdrawn_because",
        ),
        (a_round(title="Round", venue=IN_ALL), "title"),
        (a_round(title=IN_ALL, venue="Palace"), "venue"),
        (a_round(title=IN_ALL, venue=IN_ALL, outcome="None."), "outcome"),
        (a_round(title=IN_ALL, venue=IN_ALL, format="Meeting"), "format"),
        (a_round(title=IN_ALL, venue=IN_ALL, duration_note="Long."), "duration_note"),
        (an_event(title="Exchange"), "title"),
        (an_event(title=IN_ALL, place="Border"), "place"),
        (a_person(name="Somebody", roles=(a_role(IN_ALL),)), "name"),
        (a_person(name=IN_ALL, roles=(a_role(IN_ALL), a_role("Head"))), "roles.1.title"),
        (a_conflict(summary="They differ.", reason=IN_ALL), "summary"),
        (a_conflict(summary=IN_ALL, reason="They differ."), "reason"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_text_that_stands_in_english_alone_is_found(record, key):
    found = list(missing_languages(a_corpus_of(record)))

    assert [each[2] for each in found] == [f"{key}.{language}" for language in ("uk", "ru", "tr")]


def test_a_fact_that_nobody_can_ask_for_in_a_language_is_found():
    fact = a_fact(statement=IN_ALL, question=IN_ALL, phrasings={"en": ("a",), "ru": ("б",)})

    found = list(missing_languages(a_corpus_of(fact)))

    assert [each[2] for each in found] == ["phrasings.uk", "phrasings.tr"]


def test_every_text_of_a_record_is_looked_at():
    person = a_person(roles=(a_role("One"), a_role("Two")))

    assert [key for key, _ in texts_of(person)] == ["name", "roles.0.title", "roles.1.title"]


@pytest.mark.parametrize(
    ("language", "text", "is_found"),
    [
        ("uk", "Росія это предложила", True),
        ("uk", "Росія запропонувала", False),
        ("ru", "Росія запропонувала", True),
        ("ru", "Россия предложила", False),
        ("tr", "Россия предложила", True),
        ("tr", "Rusya önerdi", False),
        ("uk", "Russia offered it", True),
        ("uk", "BBC нарахувала сімох", False),
        ("uk", "п'ятеро", True),
        ("uk", "п’ятеро", False),
        ("tr", "Russia offered to hand over bodies.", True),
        ("tr", "Donald Trump", False),
    ],
)
def test_a_text_in_another_language_than_its_key_says_is_found(language, text, is_found):
    english = "Russia offered to hand over bodies." if "hand" in text else "Donald Trump"
    statement = Localised(en=english, **{language: text})

    found = list(mistaken_languages(a_corpus(a_fact("said", statement=statement))))

    assert [each[1:3] for each in found] == ([("said", f"statement.{language}")] * is_found)


def test_english_with_a_cyrillic_letter_in_it_is_found():
    found = list(mistaken_languages(a_corpus(a_fact("said", statement="Тhe round was held."))))

    assert [each[2] for each in found] == ["statement.en"]


def test_phrasings_under_the_key_of_another_language_are_found():
    fact = a_fact("asked", phrasings={"uk": ("хто очолював", "кто эту возглавил")})

    found = list(mistaken_phrasings(a_corpus(fact)))

    assert [each[1:3] for each in found] == [("asked", "phrasings.uk.1")]


@pytest.mark.parametrize("record", [a_source(language="xx"), a_quote(language="xx")])
def test_two_letters_that_no_language_has_are_found(record):
    found = list(unknown_languages(a_corpus(record)))

    assert [each[1:3] for each in found] == [(record.id, "language")]


@pytest.mark.parametrize("language", ["en", "uk", "ru", "tr", "ar", "de"])
def test_a_page_may_be_in_any_language(language):
    assert list(unknown_languages(a_corpus(a_source(language=language)))) == []
