"""What people write one after another, in four languages, and how it is read."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import LANGUAGES, Answer, Knowledge, Overview, Several, ask, converse
from knowledge.matching.following import follow
from knowledge.matching.language import languages_of, read_in_any
from knowledge.matching.reading import read
from tests.builders import a_fact, a_person, a_round, a_source


def answered(outcome):
    """Return the id of the fact that was asked for, where there is an answer."""
    return outcome.fact.fact.id if isinstance(outcome, Answer) else None


def replies(knowledge, *utterances, language="en"):
    """Return the turns of one conversation."""
    turns = []
    for utterance in utterances:
        before = turns[-1] if turns else None
        turns.append(converse(knowledge, utterance, language=language, before=before))
    return turns


# Which language it is.


@pytest.mark.parametrize(
    ("utterance", "language"),
    [
        pytest.param("Who led Russia's delegation in round 3?", "en", id="english"),
        pytest.param("Хто очолював делегацію Росії в третьому раунді?", "uk", id="ukrainian"),
        pytest.param("Кто возглавлял делегацию России в третьем раунде?", "ru", id="russian"),
        pytest.param("Üçüncü turda Rus heyetine kim başkanlık etti?", "tr", id="turkish"),
        pytest.param("ucuncu turda rus heyetine kim baskanlik etti", "tr", id="turkish_in_ascii"),
        pytest.param("хто очолював делегацию россии в третьем раунде", "uk", id="surzhyk"),
        pytest.param("kto vozglavlyal delegaciyu rossii v tretem raunde", "ru", id="latin_russian"),
        pytest.param("koly buv druhyi raund", "uk", id="latin_ukrainian"),
    ],
)
def test_the_language_of_a_question_is_found_whatever_was_expected(utterance, language, knowledge):
    for expected in LANGUAGES:
        assert converse(knowledge, utterance, language=expected).language == language


@pytest.mark.parametrize(
    ("utterance", "fact"),
    [
        ("kto vozglavlyal delegaciyu rossii v tretem raunde", "r3-medinsky-head"),
        ("koly buv druhyi raund", "r2-held"),
        ("kogda byl vtoroy raund", "r2-held"),
        ("rfr ljkuj lkbkcz nhtnbq hfeyl", "r3-duration-40min"),
        ("хто очолював делегацию россии в третьем раунде", "r3-medinsky-head"),
        ("кто был главой Russian delegation в третьем раунде", "r3-medinsky-head"),
        ("ucuncu tur ne zaman yapildi", "r3-held"),
        ("КОЛИ ВІДБУВСЯ ДРУГИЙ РАУНД", "r2-held"),
        ("кoгдa cocтоялcя втoрoй рaунд", "r2-held"),
    ],
    ids=[
        "latin_russian",
        "latin_ukrainian",
        "latin_russian_date",
        "keyboard_not_switched",
        "two_languages",
        "two_alphabets",
        "turkish_in_ascii",
        "capitals",
        "look_alike_letters",
    ],
)
def test_a_question_is_understood_however_it_is_typed(utterance, fact, knowledge):
    assert answered(ask(knowledge, utterance)) == fact


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("їжак", ("uk",)),
        ("объезд", ("ru",)),
        ("раунд", ("uk", "ru")),
        ("tur", ("en", "tr")),
        ("üçüncü", ("tr",)),
        ("3?", ("en", "uk", "ru", "tr")),
    ],
)
def test_letters_that_only_one_alphabet_has_put_its_language_first(text, allowed):
    assert set(languages_of(text, "en")[: len(allowed)]) >= set(allowed[:1])
    assert set(allowed) <= set(languages_of(text, "en"))


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_every_language_that_letters_allow_is_named_once(text, expected):
    found = languages_of(text, expected)

    assert found
    assert len(set(found)) == len(found)


# A question that leans on the one before.

IN_FOUR_LANGUAGES = pytest.mark.parametrize(
    ("language", "first", "of_russia", "in_the_second", "source"),
    [
        ("en", "Who led Ukraine's delegation in round 3?", "and Russia's?", "and in round 2?",
         "source?"),
        ("uk", "Хто очолював делегацію України в третьому раунді?", "а росії?",
         "а у другому раунді?", "джерело?"),
        ("ru", "Кто возглавлял делегацию Украины в третьем раунде?", "а россии?", "а во втором?",
         "кто это сказал?"),
        ("tr", "Üçüncü turda Ukrayna heyetine kim başkanlık etti?", "peki Rusya?", "ikinci turda?",
         "kaynak?"),
    ],
    ids=LANGUAGES,
)  # fmt: skip


@IN_FOUR_LANGUAGES
def test_a_follow_up_takes_over_what_it_leaves_out(
    language, first, of_russia, in_the_second, source, knowledge
):
    turns = replies(knowledge, first, of_russia, in_the_second, source, language=language)

    assert [answered(turn.outcome) for turn in turns] == [
        "r3-umerov-head",
        "r3-medinsky-head",
        "r2-heads",
        "r2-heads",
    ]


@IN_FOUR_LANGUAGES
def test_without_the_turn_before_a_follow_up_means_something_else(
    language, first, of_russia, in_the_second, source, knowledge
):
    alone = ask(knowledge, of_russia, language=language)

    assert answered(alone) != "r3-medinsky-head"


@IN_FOUR_LANGUAGES
def test_a_full_question_is_not_bent_by_the_turn_before(
    language, first, of_russia, in_the_second, source, knowledge
):
    before = converse(knowledge, "How many bodies did Russia offer in round 2?")

    after = converse(knowledge, first, language=language, before=before)

    assert answered(after.outcome) == "r3-umerov-head"


_PHRASES = st.sampled_from(
    ["and russia", "who led", "in round 2", "on 2 June", "bodies", "how many", "Medinsky", "where",
     "what about Ukraine", "in Ankara", "why", "there"]
)  # fmt: skip
_SAID = st.lists(_PHRASES, min_size=1, max_size=4).map(" ".join)


@given(_SAID, _SAID)
@settings(deadline=None, max_examples=80)
def test_what_a_follow_up_names_itself_is_never_replaced(vocabulary, text, earlier):
    reading, before = read(text, vocabulary), read(earlier, vocabulary)

    slots = follow(reading, before).slots

    assert reading.slots.rounds <= slots.rounds
    assert reading.slots.days <= slots.days
    assert reading.slots.places <= slots.places
    if reading.slots.people or reading.slots.sides:
        assert (slots.people, slots.sides) == (reading.slots.people, reading.slots.sides)
    if reading.slots.rounds:
        assert slots.rounds == reading.slots.rounds


@given(_SAID)
@settings(deadline=None, max_examples=40)
def test_a_question_after_itself_is_about_the_same_time_and_place(vocabulary, text):
    reading = read(text, vocabulary)

    slots = follow(reading, reading).slots

    assert (slots.rounds, slots.days) == (reading.slots.rounds, reading.slots.days)
    assert slots.places == reading.slots.places


@pytest.mark.parametrize("expected", LANGUAGES)
def test_english_is_english_whatever_language_the_telegram_of_its_asker_speaks(expected, knowledge):
    turn = converse(knowledge, "When is round 3?", language=expected)

    assert turn.language == "en"
    assert turn.outcome.fact.fact.id == "r3-held"


# As of a day, in words.


@pytest.mark.parametrize(
    ("utterance", "day"),
    [
        ("Who led the Russian delegation as of 10 June 2025?", dt.date(2025, 6, 10)),
        ("Скільки раундів було станом на 10 червня 2025?", dt.date(2025, 6, 10)),
        ("Сколько раундов было по состоянию на 10 июня 2025?", dt.date(2025, 6, 10)),
        ("10 Haziran 2025 itibarıyla kaç tur yapıldı?", dt.date(2025, 6, 10)),
    ],
    ids=LANGUAGES,
)
def test_a_day_in_the_words_is_the_day_whose_knowledge_is_asked_for(utterance, day, knowledge):
    turn = converse(knowledge, utterance)

    assert turn.as_of == day
    assert turn.outcome.as_of == day
    assert all(cited.fact.as_of <= day for cited in turn.outcome.shown)


def test_the_number_of_rounds_is_that_of_the_day_asked_for(knowledge):
    then = ask(knowledge, "How many rounds had there been as of 10 June 2025?")

    assert isinstance(then, Overview)
    assert [cited.fact.id for cited in then.shown] == ["r1-held", "r2-held"]


def test_a_day_that_no_calendar_has_is_no_day(knowledge):
    turn = converse(knowledge, "Who led the delegation as of 31 February 2025?")

    assert turn.as_of is None


# Two questions in one message.


@pytest.mark.parametrize(
    ("utterance", "facts"),
    [
        ("Where was round 1 held? How long did round 3 last?", ("r1-venue", "r3-duration-40min")),
        (
            "Хто очолював делегацію України в третьому раунді? Скільки тіл запропонувала Росія?",
            ("r3-umerov-head", "r3-3000-bodies"),
        ),
        (
            "Когда прошёл второй раунд?\nКто возглавлял делегацию России в третьем раунде?",
            ("r2-held", "r3-medinsky-head"),
        ),
        (
            "Üçüncü tur ne zaman yapıldı? Rus heyetine kim başkanlık etti?",
            ("r3-held", "r3-medinsky-head"),
        ),
    ],
    ids=LANGUAGES,
)
def test_two_questions_in_one_message_get_two_answers(utterance, facts, knowledge):
    outcome = ask(knowledge, utterance)

    assert isinstance(outcome, Several)
    assert tuple(answered(part) for part in outcome.parts) == facts


def test_a_question_asked_twice_in_one_message_gets_one_answer(knowledge):
    outcome = ask(knowledge, "When was round 2 held? When was the second round held?")

    assert answered(outcome) == "r2-held"


# The record goes on.


def test_a_revised_knowledge_answers_as_a_fresh_one_does(know, lexicon):
    records = (a_source(), a_person(), a_round(), a_fact())
    more = a_fact(
        "round-3-bodies",
        topic="bodies-repatriation",
        claimant="russia",
        question="How many bodies did Russia offer?",
        statement="Russia offered 3,000 bodies and one helicopter.",
        phrasings={"en": ("how many (bodies|corpses) did russia offer",)},
    )
    changed = a_fact(statement="Each side was to return 1,300 prisoners.")
    earlier = know(*records)
    fresh = know(*records, changed, more)

    revised = earlier.revised(fresh.corpus)

    assert revised.corpus == fresh.corpus
    assert revised.index.facts == fresh.index.facts
    assert revised.index.profiles == fresh.index.profiles
    assert set(revised.index.examples) == set(fresh.index.examples)
    assert revised.index.weights == fresh.index.weights
    for question in ("how many bodies did russia offer", "how many prisoners", "helicopters"):
        assert ask(revised, question) == ask(fresh, question)


def test_a_revised_knowledge_forgets_what_was_taken_out(know):
    records = (a_source(), a_person(), a_round())
    earlier = know(*records, a_fact())

    revised = earlier.revised(know(*records).corpus)

    assert answered(ask(earlier, "how many prisoners")) is not None
    assert answered(ask(revised, "how many prisoners")) is None


def test_a_revised_knowledge_reads_again_only_what_has_changed(knowledge):
    one, *_ = knowledge.corpus.facts.values()
    changed = dataclasses.replace(one, statement=dataclasses.replace(one.statement, en="Changed."))
    corpus = dataclasses.replace(
        knowledge.corpus, facts={**knowledge.corpus.facts, one.id: changed}
    )

    revised = knowledge.revised(corpus)

    read_again = {
        fact
        for fact, each in revised.index.read_facts.items()
        if each is not knowledge.index.read_facts[fact]
    }
    assert read_again == {one.id}
    assert revised.index.lexicons is knowledge.index.lexicons


def test_the_knowledge_that_is_revised_stays_as_it_was(know):
    records = (a_source(), a_person(), a_round(), a_fact())
    earlier = know(*records)
    before = ask(earlier, "how many prisoners")

    earlier.revised(know(a_source(), a_round()).corpus)

    assert ask(earlier, "how many prisoners") == before


def test_what_is_hardly_known_in_any_language_is_read_in_the_one_expected(knowledge: Knowledge):
    reading = read_in_any("zzqx", knowledge.index.vocabularies, "en")

    assert reading.language == "en"


def test_the_one_of_the_other_side_is_of_the_same_year(knowledge):
    _, second, third = replies(
        knowledge,
        "who led the two delegations in 2022",
        "and the russian one?",
        "which palace was it in",
    )

    assert answered(second.outcome) == "bg-2022-heads"
    assert answered(third.outcome) == "bg-2022-held"


@pytest.mark.parametrize(
    ("language", "utterances"),
    [
        ("en", ("who is Kyslytsia", "what did he say about the working groups")),
        ("uk", ("хто такий Кислиця", "що він казав про робочі групи")),
        ("ru", ("кто такой Кислица", "что он говорил о рабочих группах")),
        ("tr", ("Kislitsa kim", "o çalışma grupları hakkında ne dedi")),
    ],
)
def test_a_pronoun_stands_for_the_one_who_was_spoken_of(language, utterances, knowledge):
    *_, last = replies(knowledge, *utterances, language=language)

    assert last.reading.slots.people == {"serhii-kyslytsia"}
    assert "wg-kyslytsia" in {cited.fact.id for cited in last.outcome.shown}
