import datetime as dt

import pytest

from bot.conversation import Conversation
from bot.rendering.html import plain
from knowledge import Answer, Clarification, NoAnswer


@pytest.fixture
def conversation(knowledge):
    return Conversation(knowledge)


def text_of(response):
    """Return what a reader sees."""
    return plain(response.message.html)


def test_a_question_is_answered(conversation):
    response = conversation.write("Who led Ukraine's delegation in round 3?")

    assert isinstance(response.outcome, Answer)


def test_a_number_presses_that_button_of_the_last_reply(conversation):
    clarification = conversation.write("ceasefire").outcome
    assert isinstance(clarification, Clarification)

    response = conversation.write(" 2 ")

    assert response.outcome.fact.fact == clarification.choices[1]


def test_the_button_for_none_of_the_choices_is_the_last_one(conversation):
    count = len(conversation.write("ceasefire").outcome.choices) + 1

    response = conversation.write(str(count))

    assert response.outcome is None
    assert "not be on record" in text_of(response)


def test_the_buttons_of_an_answer_lead_on(conversation):
    first = conversation.write("Who led Ukraine's delegation in round 3?")
    second = conversation.write("2")
    third = conversation.write("2")

    assert len({first.message.html, second.message.html, third.message.html}) == 3


def test_a_button_turns_the_page(conversation):
    first = conversation.write("/sources")

    second = conversation.write("1")

    assert second.message.html != first.message.html
    assert [button.label for row in second.message.buttons for button in row] == [
        "◀ Back",
        "More ▶",
    ]


@pytest.mark.parametrize("number", ["0", "99", "1.5", "-1", "²"])
def test_a_number_without_a_button_is_a_question(number, conversation):
    conversation.write("ceasefire")

    response = conversation.write(number)

    assert isinstance(response.outcome, NoAnswer | Clarification)


def test_the_buttons_of_an_older_reply_are_gone(conversation):
    conversation.write("ceasefire")
    conversation.write("What is the weather today?")

    assert isinstance(conversation.write("1").outcome, NoAnswer | Clarification)


@pytest.mark.parametrize(
    ("command", "beginning"),
    [
        ("/start", "I answer questions"),
        ("/help", "I answer questions"),
        ("/privacy", "A question that I answer is not stored"),
        ("/rounds", "The Istanbul rounds"),
        ("/timeline", "Timeline"),
        ("/quotes", "Quotations on record"),
        ("/quotes Medinsky", "Words of Vladimir Medinsky"),
        ("/quotes  medinskiy ", "Words of Vladimir Medinsky"),
        ("/quotes Macron", "Nobody called “Macron”"),
        ("/sources", "Sources of the record"),
        ("/sources nothing", "No fact has the id “nothing”"),
        ("/dance", "I answer questions"),
        ("/", "I answer questions"),
        ("/start f_nothing", "I answer questions"),
    ],
)
def test_a_command_is_answered(command, beginning, conversation):
    response = conversation.write(command)

    assert text_of(response).startswith(beginning)
    assert response.outcome is None


def test_the_sources_of_a_fact_are_listed(conversation, knowledge):
    fact = next(iter(knowledge.corpus.facts.values()))

    assert text_of(conversation.write(f"/sources {fact.id}")).startswith(fact.statement.en)


def test_a_deep_link_shows_its_fact(conversation, knowledge):
    fact = next(iter(knowledge.corpus.facts))

    assert conversation.write(f"/start f_{fact}").outcome.fact.fact.id == fact


def test_a_question_may_be_asked_with_its_command(conversation):
    response = conversation.write("/ask Who led Ukraine's delegation in round 3?")

    assert isinstance(response.outcome, Answer)


@pytest.mark.parametrize("text", ["", "   ", "\n", "/ask", "/ask   "])
def test_nothing_asked_gets_a_friendly_request(text, conversation):
    response = conversation.write(text)

    assert text_of(response) == "Please write a question."


def test_a_question_on_a_day_is_answered_as_of_that_day(conversation):
    response = conversation.write("How long did round 3 last?", as_of=dt.date(2025, 6, 10))

    assert isinstance(response.outcome, NoAnswer)


def test_two_conversations_have_buttons_of_their_own(knowledge):
    one, other = Conversation(knowledge), Conversation(knowledge)

    one.write("ceasefire")

    assert other.buttons == ()


def test_a_question_with_its_command_is_answered_as_of_that_day(conversation):
    response = conversation.write("/ask How long did round 3 last?", as_of=dt.date(2025, 6, 10))

    assert isinstance(response.outcome, NoAnswer)


def test_a_pressed_button_is_answered_as_of_that_day(conversation):
    conversation.write("ceasefire", as_of=dt.date(2025, 8, 1))

    response = conversation.write("1", as_of=dt.date(2025, 8, 1))

    assert response.outcome.as_of == dt.date(2025, 8, 1)


def test_a_number_without_end_presses_nothing(conversation):
    assert conversation.write("1" * 5000).outcome is not None
