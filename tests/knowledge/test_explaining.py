import json
from pathlib import Path

import pytest

from knowledge import NoAnswer, converse, explain_turn

QUESTIONS = Path(__file__).parents[1] / "corpus" / "questions.jsonl"


def explained(knowledge, question, **how):
    return explain_turn(knowledge, converse(knowledge, question, **how))


def test_every_word_is_understood_ignored_or_unknown_and_only_one_of_them(knowledge):
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()[::25]
    for question in (json.loads(line)["question"] for line in lines):
        turn = converse(knowledge, question)
        found = explain_turn(knowledge, turn)

        told = [each.words for each in found.understood] + [*found.ignored, *found.unknown]

        assert sorted(" ".join(told).split()) == sorted(" ".join(turn.reading.words).split())


def test_a_word_is_shown_with_the_plain_word_that_it_was_taken_for(knowledge):
    found = explained(knowledge, "Who proposed a truce in round 3?")

    assert {each.words: each.meaning for each in found.understood} == {
        "who": "who",
        "proposed": "offer",
        "truce": "ceasefire",
        "round 3": "round 3",
    }


@pytest.mark.parametrize(
    ("question", "words", "meaning"),
    [
        ("Хто запропонував перемир'я?", "запропонував", "пропонувати"),
        ("Сколько было тел, которые передала Россия?", "передала", "вернуть"),
        ("Ateşkesi kim önerdi?", "kim", "kim"),
        ("What did Medinsky say?", "medinsky", "Vladimir Medinsky"),
    ],
)
def test_plain_words_are_in_the_language_of_the_question(knowledge, question, words, meaning):
    found = explained(knowledge, question)

    assert meaning in {each.meaning for each in found.understood if each.words == words}


def test_no_term_of_the_matcher_is_ever_shown(knowledge):
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()[::25]
    for question in (json.loads(line)["question"] for line in lines):
        found = explained(knowledge, question)
        shown = [each.meaning for each in found.understood]
        shown += [*found.carried, *found.people, *found.places, *found.sides, *found.asks]

        assert not [word for word in shown if ":" in word or not word]


def test_the_runner_up_is_not_what_was_shown_and_says_what_speaks_against_it(knowledge):
    found = explained(knowledge, "How long did round 3 last?")

    assert found.chosen.fact.ref == "r3-2025-07-23"
    assert found.runner_up.objections == ("round",)


def test_what_is_not_known_is_told(knowledge):
    turn = converse(knowledge, "What did Putin eat on 3 June?")

    found = explain_turn(knowledge, turn)

    assert isinstance(turn.outcome, NoAnswer)
    assert found.unknown == ("eat",)
    assert found.chosen is None
    assert "date" in found.runner_up.objections


def test_what_a_follow_up_takes_over_is_told(knowledge):
    before = converse(knowledge, "What did Medinsky say about a ceasefire in round 2?")

    found = explained(knowledge, "and in round 3?", before=before)

    assert "ceasefire" in found.carried
    assert found.slots.rounds == {3}
