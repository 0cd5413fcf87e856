"""The trial of the matchers in seconds: on the small set, with few phrasings, without the talks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.matching import Matcher
from tests.trials.matching.__main__ import main
from tests.trials.matching.labelled import SMALL, read_labelled, with_typos
from tests.trials.matching.peers import OURS, RANKERS
from tests.trials.matching.scale import made_up
from tests.trials.matching.talks import CORPUS, count_verdicts, read_questions


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Run the trial once and return what it wrote."""
    directory = tmp_path_factory.mktemp("trial")
    files = {"json": directory / "figures.json", "picture": directory / "figures.svg"}
    options = [f"--{name}={file}" for name, file in files.items()]
    assert main(["--only=banking", f"--data={directory}", *options]) == 0
    return files


def test_every_matcher_is_measured_on_the_same_questions(printed: dict[str, Path]) -> None:
    figures = json.loads(printed["json"].read_text())["intents"]

    assert figures["questions"] == len(read_labelled(SMALL).test)
    assert set(figures["matchers"]) == set(RANKERS)
    for row in figures["matchers"].values():
        assert all(0 <= figures["accuracy"] <= 1 for figures in row.values())


@pytest.mark.parametrize("name", [name for name in RANKERS if name != OURS])
def test_no_peer_finds_more_on_the_small_set_than_this_project(
    printed: dict[str, Path], name: str
) -> None:
    matchers = json.loads(printed["json"].read_text())["intents"]["matchers"]

    for number, figures in matchers[OURS].items():
        assert figures["accuracy"] >= matchers[name][number]["accuracy"]


def test_most_of_what_is_out_of_scope_is_refused_on_the_small_set(
    printed: dict[str, Path],
) -> None:
    own = json.loads(printed["json"].read_text())["intents"]["matchers"][OURS]

    assert all(figures["out_of_scope_refused"] >= 0.9 for figures in own.values())


def test_the_picture_names_every_matcher(printed: dict[str, Path]) -> None:
    drawn = printed["picture"].read_text()

    assert all(name in drawn for name in RANKERS)


def test_the_last_line_printed_is_one_object_with_every_figure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    main(["--only=banking", f"--data={tmp_path}", f"--matcher={OURS}", "--json=/dev/null"])

    assert json.loads(capsys.readouterr().out.splitlines()[-1])["intents"]["set"] == "small"


def test_a_part_that_does_not_exist_is_named_with_those_that_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--only=banking,speed"])

    assert "speed: expected some of banking, scale, talks" in capsys.readouterr().err


def test_two_thousand_made_up_phrasings_are_told_apart() -> None:
    pairs, questions = made_up(2_000, questions=50)
    matcher = Matcher.fit(pairs, most_training=0)

    right = sum(matcher.rank(text, 1)[0].label == label for label, text in questions)

    assert len(pairs) == 2_000
    assert right >= 48


def test_a_typo_is_one_edit_in_each_long_word_and_the_same_for_the_same_seed() -> None:
    text = "Where, in Istanbul, did the talks begin?"
    typed = next(with_typos([text], seed=3))

    changed = [(a, b) for a, b in zip(text.split(), typed.split(), strict=True) if a != b]
    assert {before for before, _ in changed} <= {"Where,", "Istanbul,", "talks", "begin?"}
    assert len(changed) >= 3
    assert typed == next(with_typos([text], seed=3))


def test_an_answer_that_shows_what_it_must_not_counts_as_wrong() -> None:
    question = {"expect": "answer", "facts_any": ["a"], "facts_none": ["b"]}
    refusal = {"expect": "refuse", "facts_any": [], "facts_none": []}
    right = {"outcome": "answer", "facts": ["a"]}
    wrong = {"outcome": "answer", "facts": ["a", "b"]}

    found = count_verdicts([question, question, refusal], [right, wrong, {"outcome": "no_answer"}])

    assert (found["correct"], found["wrong"], found["missed"]) == (2, 1, 0)
    assert found["refusal_recall"] == 1.0


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.jsonl")), ids=lambda file: file.stem)
def test_every_file_of_our_own_questions_can_be_counted(file: Path) -> None:
    questions = read_questions(file)
    nothing = [{"outcome": "no_answer", "text": "", "facts": [], "quotes": []}] * len(questions)

    counted = count_verdicts(questions, nothing)

    assert counted["correct"] + counted["wrong"] + counted["missed"] == len(questions)
    assert counted["refusal_recall"] in (None, 1.0)
