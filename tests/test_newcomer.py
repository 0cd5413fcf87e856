"""A newcomer adds a round by the curator's guide, to the letter, and the bot answers about it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge import (
    LANGUAGES,
    Answer,
    Knowledge,
    Language,
    Outcome,
    Overview,
    Problem,
    ask,
    find_problems,
)
from knowledge.curation.check import check, check_for_release
from knowledge.curation.load import Curated, default_data, load

GUIDE = default_data() / "README.md"
EXAMPLE = re.compile(
    r"`([a-z]+/[a-z0-9/-]+\.toml)`[^`]*?:\n\n```toml\n(.*?)^```", re.DOTALL | re.MULTILINE
)
"""A file of the guide: its path in backquotes and a colon, then what stands in it."""
BEFORE_DISAGREEING = "## When reports disagree"

FIRST_DAY = {
    "sources/gazette-r4.toml",
    "rounds/r4-2030-04-01.toml",
    "facts/r4-2030-04-01/r4-held.toml",
    "facts/r4-2030-04-01/r4-111-ukraine.toml",
    "quotes/q-r4-umerov-111.toml",
}
SECOND_DAY = {
    "sources/herald-r4.toml",
    "facts/r4-2030-04-01/r4-112-russia.toml",
    "conflicts/c-r4-prisoners.toml",
}

ASKED: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        ("When was round 4 held?", "r4-held"),
        ("what date was the fourth round", "r4-held"),
        ("How many prisoners did they agree to swap in the 4th round?", "r4-111-ukraine"),
    ),
    "uk": (
        ("Коли відбувся четвертий раунд?", "r4-held"),
        ("дата 4-го раунду", "r4-held"),
        ("Скільки полонених домовилися обміняти в четвертому раунді?", "r4-111-ukraine"),
    ),
    "ru": (
        ("Когда состоялся четвёртый раунд?", "r4-held"),
        ("дата 4-го раунда", "r4-held"),
        ("Сколько пленных договорились обменять в четвёртом раунде?", "r4-111-ukraine"),
    ),
    "tr": (
        ("Dördüncü tur ne zaman yapıldı?", "r4-held"),
        ("4. turun tarihi", "r4-held"),
        ("4. turda kaç esirin takası kararlaştırıldı?", "r4-111-ukraine"),
    ),
}


def files_of(text: str) -> dict[str, str]:
    """Return the files that a part of the guide shows, by path."""
    return dict(EXAMPLE.findall(text))


def follow(text: str, directory: Path) -> None:
    """Write the files that a part of the guide shows, as it says."""
    for path, content in files_of(text).items():
        file = directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


def overtake(text: str, directory: Path) -> None:
    """Do to the fact that the new round overtakes what the guide says in minute 10."""
    (said,) = re.findall(r"in place of `(.*?)`, write\n\n```toml\n(.*?)\n```", text, re.DOTALL)
    (words,) = re.findall(r"the lines with (.*?)\. That is now", text, re.DOTALL)
    asks_when = re.findall(r"`(.*?)`", words)
    (path,) = re.findall(r"In\n`(facts/.*?)`, in place of", text)
    file = directory / path
    before = file.read_text(encoding="utf-8")
    assert before.count(said[0]) == 1
    assert all(word in before for word in asks_when)
    lines = before.replace(*said).splitlines(keepends=True)
    is_phrasing = [line.startswith('    "') for line in lines]
    kept = [
        line
        for line, phrasing in zip(lines, is_phrasing, strict=True)
        if not (phrasing and any(word in line for word in asks_when))
    ]
    file.write_text("".join(kept), encoding="utf-8")


@pytest.fixture(scope="module")
def guide() -> tuple[str, str]:
    """The guide up to where reports disagree, and from there on."""
    first, second = GUIDE.read_text(encoding="utf-8").split(BEFORE_DISAGREEING)
    return first, second


@pytest.fixture(scope="module")
def after_ten_minutes(guide: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the record, with the round of the guide."""
    directory = tmp_path_factory.mktemp("newcomer") / "data"
    shutil.copytree(default_data(), directory)
    follow(guide[0], directory)
    overtake(guide[0], directory)
    return directory


@pytest.fixture(scope="module")
def a_day_later(
    guide: tuple[str, str], after_ten_minutes: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same with the disagreement of the guide, done as it says."""
    directory = tmp_path_factory.mktemp("later") / "data"
    shutil.copytree(after_ten_minutes, directory)
    follow(guide[1], directory)
    disputed = directory / "facts/r4-2030-04-01/r4-111-ukraine.toml"
    before = disputed.read_text(encoding="utf-8")
    assert before.count('status = "current"') == 1
    disputed.write_text(
        before.replace('status = "current"', 'status = "disputed"'), encoding="utf-8"
    )
    return directory


Asking = Callable[[str, Language], Outcome]


def asking(directory: Path) -> Asking:
    curated, problems = load(directory)
    assert problems == []
    knowledge = Knowledge.of(curated.corpus, curated.lexicons)

    def ask_in(question: str, language: Language) -> Outcome:
        if language not in curated.lexicons:
            pytest.skip(
                f"questions in this language are not understood yet: language/{language}.toml"
            )
        return ask(knowledge, question, language=language)

    return ask_in


@pytest.fixture(scope="module")
def ask_on_the_first_day(after_ten_minutes: Path) -> Asking:
    return asking(after_ten_minutes)


@pytest.fixture(scope="module")
def ask_on_the_second_day(a_day_later: Path) -> Asking:
    return asking(a_day_later)


def test_the_guide_shows_every_file_that_a_round_needs(guide: tuple[str, str]) -> None:
    first, second = guide

    assert set(files_of(first)) == FIRST_DAY
    assert set(files_of(second)) == SECOND_DAY


def test_the_example_is_not_in_the_record(curated_now: Curated) -> None:
    ids = {Path(path).stem for path in FIRST_DAY | SECOND_DAY}

    assert ids.isdisjoint(name for _, name in curated_now.paths)


@pytest.fixture(scope="module")
def curated_now() -> Curated:
    return load(default_data())[0]


@pytest.mark.parametrize("day", ["after_ten_minutes", "a_day_later"])
def test_the_rules_find_no_problem_in_what_the_guide_shows(
    day: str, request: pytest.FixtureRequest
) -> None:
    curated, unreadable = load(request.getfixturevalue(day))

    assert [*unreadable, *check(curated), *check_for_release(curated)] == []


def test_knowledge_check_finds_no_problem_when_the_guide_was_followed(a_day_later: Path) -> None:
    curated, problems = find_problems(a_day_later)

    assert problems == []
    assert ("conflict", "c-r4-prisoners") in curated.paths


@pytest.mark.parametrize(
    ("language", "question", "fact"),
    [
        pytest.param(
            language,
            *asked,
            id=f"{language}-{number}",
        )
        for language in LANGUAGES
        for number, asked in enumerate(ASKED[language])
    ],
)
def test_the_bot_answers_about_the_new_round(
    language: Language, question: str, fact: str, ask_on_the_first_day: Asking
) -> None:
    outcome = ask_on_the_first_day(question, language)

    assert isinstance(outcome, Answer | Overview), outcome
    assert fact in {each.fact.id for each in outcome.shown}
    assert {each.fact.ref for each in outcome.shown} == {"r4-2030-04-01"}
    assert all(getattr(each.fact.statement, language) for each in outcome.shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bot_shows_both_versions_once_there_are_two(
    language: Language, ask_on_the_second_day: Asking
) -> None:
    question, _ = ASKED[language][2]

    outcome = ask_on_the_second_day(question, language)

    assert isinstance(outcome, Answer | Overview), outcome
    assert {each.fact.id for each in outcome.shown} == {"r4-111-ukraine", "r4-112-russia"}
    assert len(outcome.disagreements) == 1


def test_a_question_that_names_no_round_is_about_the_new_one(ask_on_the_first_day: Asking) -> None:
    outcome = ask_on_the_first_day("How many prisoners did they agree to swap?", "en")

    assert isinstance(outcome, Answer | Overview), outcome
    assert {each.fact.ref for each in outcome.shown} == {"r4-2030-04-01"}


def test_a_quote_that_nobody_saw_again_is_not_shown(ask_on_the_first_day: Asking) -> None:
    outcome = ask_on_the_first_day(ASKED["en"][2][0], "en")

    assert isinstance(outcome, Answer | Overview), outcome
    assert [spoken for each in outcome.shown for spoken in each.quotes] == []


def test_a_slip_in_a_file_of_the_guide_is_found_and_named(
    after_ten_minutes: Path, tmp_path: Path
) -> None:
    directory = tmp_path / "data"
    shutil.copytree(after_ten_minutes, directory)
    file = directory / "facts/r4-2030-04-01/r4-111-ukraine.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("по 111 пленных.", "по 121 пленных."), "utf-8"
    )

    problems = check(load(directory)[0])

    assert {(each.path, each.key) for each in problems} == {
        ("facts/r4-2030-04-01/r4-111-ukraine.toml", "value"),
        ("facts/r4-2030-04-01/r4-111-ukraine.toml", "statement.ru"),
    }
    assert all(isinstance(each, Problem) for each in problems)
