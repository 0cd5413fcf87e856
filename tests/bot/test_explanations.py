import json
from pathlib import Path
from typing import get_args

import pytest

from bot import responses
from bot.conversation import Conversation
from bot.rendering.explanations import objection
from bot.rendering.html import plain
from bot.rendering.locale import Locale
from knowledge import LANGUAGES, Objection, converse

QUESTIONS = Path(__file__).parents[1] / "corpus" / "questions.jsonl"
TWO_SCREENS_OF_A_PHONE = 1_500


def why(knowledge, question, language="en"):
    turn = converse(knowledge, question, language=language)
    return plain(responses.to_why(knowledge, turn, Locale(language)).message.html)


def test_an_explanation_tells_words_slots_the_ignored_and_the_runner_up(knowledge):
    text = why(knowledge, "How long did the third round last?")

    assert "Understood: how long · third round · last." in text
    assert "It must fit: round 3 · how long." in text
    assert "Ignored: did · the." in text
    assert "Runner-up: “How long did round 1 last" in text
    assert "Against it: it is about another round." in text


def test_what_a_person_wrote_is_shown_as_text(knowledge):
    turn = converse(knowledge, "<b>bold</b> truce & <script>")

    markup = responses.to_why(knowledge, turn, Locale("en")).message.html

    assert "<script" not in markup


def test_an_explanation_is_short_whatever_was_asked(knowledge):
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()[::40]
    questions = [json.loads(line)["question"] for line in lines]
    questions.append("round 3 ceasefire Kyiv proposes " * 120)

    longest = max(len(why(knowledge, question)) for question in questions)

    assert longest < TWO_SCREENS_OF_A_PHONE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_objection_has_words_of_its_own(language):
    said = {objection(each, Locale(language)) for each in get_args(Objection)}

    assert len(said) == len(get_args(Objection))


def test_why_before_any_question_says_what_to_do(knowledge):
    text = plain(Conversation(knowledge).write("/why").message.html)

    assert "Please ask again" in text


def test_the_button_explains_the_answer_that_it_stands_under(knowledge):
    conversation = Conversation(knowledge)
    reply = conversation.write("How long did round 3 last?")
    (number,) = (
        at
        for at, each in enumerate((b for row in reply.message.buttons for b in row), start=1)
        if each.label == "Why this?"
    )

    assert "How I read" in plain(conversation.write(str(number)).message.html)
