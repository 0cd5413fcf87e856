import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking import OUTCOMES, MalformedLineError, answer_lines, parse_line, print_reply
from bot.conversation import Conversation

QUESTION = "Who led Ukraine's delegation in round 3?"
KEYS = {"id", "outcome", "text", "facts", "quotes", "sources", "options", "score"}


@pytest.fixture
def ask_lines(knowledge):
    """Answer lines, each an object or a string, and return the objects that come out."""

    def answer(*lines):
        output = io.StringIO()
        written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        answer_lines(knowledge, written, output)
        return [json.loads(line) for line in output.getvalue().splitlines()]

    return answer


def test_every_line_is_answered_in_order(ask_lines):
    questions = [QUESTION, "ceasefire", "What is the weather?", "hello"] * 3

    replies = ask_lines(*({"id": f"q{n}", "question": q} for n, q in enumerate(questions)))

    assert [each["id"] for each in replies] == [f"q{n}" for n in range(len(questions))]
    assert [each["outcome"] for each in replies[:4]] == [
        "answer",
        "clarification",
        "no_answer",
        "meta",
    ]


def test_an_answer_has_its_facts_sources_and_score(ask_lines):
    (reply,) = ask_lines({"id": "1", "question": QUESTION})

    assert set(reply) == KEYS
    assert reply["facts"] == ["r3-umerov-head", "r3-yermak-as-head"]
    assert all(set(source) == {"publisher", "url", "published"} for source in reply["sources"])
    assert len({source["url"] for source in reply["sources"]}) == len(reply["sources"]) > 1
    assert "Umerov" in reply["text"]
    assert "<b>" not in reply["text"]
    assert reply["options"] == []
    assert 0 < reply["score"] <= 100


def test_an_answer_names_the_quotations_that_it_shows(ask_lines, knowledge):
    fact = next(
        fact for fact in knowledge.corpus.facts.values() if fact.id == "r3-ua-ready-ceasefire"
    )

    (reply,) = ask_lines({"question": fact.question.en})

    assert reply["quotes"]
    assert all(knowledge.corpus.quotes[quote].exact in reply["text"] for quote in reply["quotes"])


def test_a_clarification_has_the_questions_of_its_buttons(ask_lines):
    (reply,) = ask_lines({"question": "ceasefire"})

    assert 2 <= len(reply["options"]) <= 4
    assert all(isinstance(option, str) and option for option in reply["options"])
    assert (reply["facts"], reply["sources"], reply["quotes"]) == ([], [], [])


def test_what_is_no_question_is_about_the_bot(ask_lines):
    commands, nothing = ask_lines({"question": "/help"}, {"question": ""})

    assert (commands["outcome"], commands["score"]) == ("meta", None)
    assert nothing["outcome"] == "meta"


def test_keys_that_are_not_known_are_ignored(ask_lines):
    (reply,) = ask_lines({"id": "1", "question": QUESTION, "lang": "en", "x": [1], "facts": None})

    assert reply["outcome"] == "answer"


def test_a_line_without_an_id_is_answered(ask_lines):
    (reply,) = ask_lines({"question": QUESTION})

    assert reply["id"] == ""


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("{", id="no_json"),
        pytest.param("who led?", id="text"),
        pytest.param("[]", id="list"),
        pytest.param('"question"', id="string"),
        pytest.param("null", id="null"),
        pytest.param("NaN", id="nan"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param('{"id": "1"}', id="no_question"),
        pytest.param('{"question": 5}', id="number_for_question"),
        pytest.param('{"question": null}', id="null_for_question"),
        pytest.param('{"question": ["a"]}', id="list_for_question"),
        pytest.param('{"question": "a", "session": 5}', id="number_for_session"),
        pytest.param('{"question": "a", "as_of": 20250723}', id="number_for_day"),
        pytest.param('{"question": "a", "as_of": "yesterday"}', id="no_day"),
        pytest.param('{"question": "a", "as_of": "2025-02-30"}', id="impossible_day"),
        pytest.param('{"question": "a", "as_of": ""}', id="empty_day"),
        pytest.param('{"question": "a", "as_of": true}', id="true_for_day"),
    ],
)
def test_a_malformed_line_gets_an_error_with_its_number_and_the_rest_go_on(line, ask_lines):
    before, error, after = ask_lines(
        {"id": "1", "question": "hello"}, line, {"id": "3", "question": "hello"}
    )

    assert (before["id"], after["id"]) == ("1", "3")
    assert set(error) >= {"error"}
    assert error["error"].startswith("line 2: ")
    assert "expected" in error["error"]


def test_an_empty_line_is_passed_over(ask_lines):
    replies = ask_lines("", {"question": "hello"}, "   ", "\n")

    assert len(replies) == 1


@pytest.mark.parametrize("session", [None, "absent"])
def test_lines_without_a_session_know_nothing_of_each_other(session, ask_lines):
    extra = {"session": None} if session is None else {}

    _, reply = ask_lines({"question": "ceasefire", **extra}, {"question": "1", **extra})

    assert reply["outcome"] != "answer"


def test_lines_of_one_session_are_turns_of_one_chat(ask_lines):
    first, other, second = ask_lines(
        {"question": "ceasefire", "session": "a"},
        {"question": "1", "session": "b"},
        {"question": "1", "session": "a"},
    )

    assert first["outcome"] == "clarification"
    assert other["outcome"] != "answer"
    assert second["outcome"] == "answer"


def test_a_day_asks_for_what_was_known_then(ask_lines):
    then, now, nothing = ask_lines(
        {"question": QUESTION, "as_of": "2025-06-10"},
        {"question": QUESTION, "as_of": "2026-01-01"},
        {"question": QUESTION, "as_of": None},
    )

    assert [each["outcome"] for each in (then, now, nothing)] == ["no_answer", "answer", "answer"]
    assert "10 June 2025" in then["text"]


def test_letters_come_out_as_they_are(knowledge):
    output = io.StringIO()

    answer_lines(knowledge, ['{"id": "питання", "question": "/quotes Їжак"}'], output)

    assert "питання" in output.getvalue()
    assert "Їжак" in output.getvalue()


def test_every_reply_is_one_line_and_is_written_at_once(knowledge):
    class Unbuffered(io.StringIO):
        flushes = 0

        def flush(self):
            self.flushes += 1

    output = Unbuffered()

    answer_lines(knowledge, [json.dumps({"question": "/help"})] * 3, output)

    assert len(output.getvalue().splitlines()) == 3
    assert output.flushes >= 3


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_line_is_a_question_or_malformed(line):
    try:
        asked = parse_line(line)
    except MalformedLineError:
        return

    assert isinstance(asked.question, str)


_VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.text())


@given(
    st.dictionaries(
        st.sampled_from(["id", "question", "session", "as_of", "lang"]), _VALUES, max_size=5
    )
)
@settings(deadline=None)
def test_any_object_is_a_question_or_malformed(table):
    try:
        asked = parse_line(json.dumps(table))
    except MalformedLineError:
        return

    assert asked.question == table["question"]
    assert asked.session == table.get("session")


def test_one_reply_is_printed_with_numbers_before_its_buttons(knowledge, capsys):
    print_reply(Conversation(knowledge).write("ceasefire"), as_json=False)

    text = capsys.readouterr().out
    assert text.startswith("I am not sure what you ask.")
    assert "\n  [1] " in text
    assert "\x1b" not in text


def test_one_reply_is_printed_as_an_object(knowledge, capsys):
    print_reply(Conversation(knowledge).write(QUESTION), as_json=True)

    assert set(json.loads(capsys.readouterr().out)) == KEYS - {"id"}


def test_every_outcome_has_its_word():
    assert set(OUTCOMES.values()) == {"answer", "clarification", "no_answer", "meta"}


@pytest.mark.parametrize(
    "question", ["/quotes \ud800", "/sources \ud800", "1" * 5000], ids=range(3)
)
def test_a_question_that_cannot_be_answered_does_not_end_the_run(question, ask_lines):
    replies = ask_lines({"question": question}, {"question": "hello"})

    assert replies[-1]["outcome"] == "meta"
    assert len(replies) == 2


@pytest.mark.parametrize("id", ["NaN", "Infinity", "[1]", "{}"])
def test_an_id_that_is_no_text_is_malformed(id, ask_lines):
    (reply,) = ask_lines(f'{{"id": {id}, "question": "hello"}}')

    assert "error" in reply
