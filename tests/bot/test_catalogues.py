"""Every sentence of the code is in every catalogue, and the catalogues hold no other.

What this finds is mended by `make catalogues` and a translator; CONTRIBUTING.md says how.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from hatchling.builders.wheel import WheelBuilder

import bot
from bot.rendering.locale import CATALOGUES, catalogue_of
from knowledge import LANGUAGES, Language

BOT = Path(bot.__file__).parent
KEYWORDS: dict[str, tuple[int, ...]] = {"say": (1,), "say_many": (1, 2)}
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")

Key = str | tuple[str, ...]
"""A sentence, or its singular and plural."""


def sentences(code: Path) -> set[Key]:
    """Return what the catalogues' own tool finds in the code."""
    return {found for _, _, found, _, _ in extract_from_dir(code, keywords=KEYWORDS)}


@cache
def sentences_of_the_bot() -> set[Key]:
    return sentences(BOT)


@cache
def catalogue(language: Language) -> Catalog:
    with catalogue_of(language).open("rb") as file:
        return read_po(file, locale=language)


def entries(language: Language) -> dict[Key, Message]:
    return {entry.id: entry for entry in catalogue(language) if entry.id}


@dataclass(frozen=True)
class Call:
    """One place where the code says something."""

    place: str
    sentences: tuple[ast.expr, ...]
    values: frozenset[str]
    is_counted: bool


def calls(code: Path) -> Iterator[Call]:
    for path in sorted(code.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (name := name_of(node.func)) in KEYWORDS:
                yield Call(
                    f"{path.relative_to(code)}:{node.lineno}",
                    tuple(node.args[: len(KEYWORDS[name])]),
                    frozenset(keyword.arg or "**" for keyword in node.keywords),
                    name == "say_many",
                )


def name_of(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


CALLS = tuple(calls(BOT))


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def texts(key: Any) -> tuple[str, ...]:
    return key if isinstance(key, tuple) else (key,)


# What the code says.


def test_the_bot_has_something_to_say() -> None:
    """Guards the tests below: they would pass if nothing were found."""
    assert "The Istanbul rounds" in sentences_of_the_bot()
    assert ("Source:", "Sources:") in sentences_of_the_bot()
    assert len(CALLS) >= len(sentences_of_the_bot()) > 50


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.place)
def test_a_sentence_in_the_code_is_a_literal_that_the_catalogues_find(call: Call) -> None:
    said = tuple(
        part.value for part in call.sentences if isinstance(part, ast.Constant) and part.value
    )

    assert len(said) == len(call.sentences), "a sentence is put together: write it out"
    key = said if call.is_counted else said[0]
    assert key in sentences_of_the_bot(), "the extraction does not see it: take it out of the call"


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.place)
def test_a_sentence_in_the_code_gets_the_values_it_names(call: Call) -> None:
    named = {name for part in call.sentences for name in placeholders(ast.literal_eval(part))}

    given = call.values | ({"count"} if call.is_counted else set())
    assert named <= given
    assert call.values <= named


# What the catalogues say.


def test_there_is_a_catalogue_for_each_language_but_english() -> None:
    assert {file.name for file in CATALOGUES.iterdir()} == set(TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: Language) -> None:
    found = entries(language)

    assert sentences_of_the_bot() - found.keys() == set(), "run: make catalogues"
    assert [key for key, entry in found.items() if not all(texts(entry.string))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(language: Language) -> None:
    assert entries(language).keys() - sentences_of_the_bot() == set(), "run: make catalogues"
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_a_guess(language: Language) -> None:
    assert [key for key, entry in entries(language).items() if entry.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_names_the_values_of_its_sentence(language: Language) -> None:
    wrong = [
        key
        for key, entry in entries(language).items()
        for text in texts(entry.string)
        if placeholders(text) != placeholders(texts(key)[-1])
    ]

    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_commands_of_its_sentence(language: Language) -> None:
    def commands(text: str) -> list[str]:
        return sorted(word.strip(".,;:—") for word in text.split() if word.startswith("/"))

    wrong = [
        key
        for key, entry in entries(language).items()
        for text in texts(entry.string)
        if commands(text) != commands(texts(key)[-1])
    ]

    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_counted_translation_has_as_many_forms_as_its_language(language: Language) -> None:
    forms = catalogue(language).num_plurals

    assert [
        key
        for key, entry in entries(language).items()
        if len(texts(entry.string)) != (forms if entry.pluralizable else 1)
    ] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_quotes_as_its_language_does(language: Language) -> None:
    foreign = {"uk": "“”\"'", "ru": '“”"', "tr": '«»"’'}[language]

    assert [
        text
        for entry in entries(language).values()
        for text in texts(entry.string)
        if not set(foreign).isdisjoint(text)
    ] == []


def test_the_catalogues_travel_with_the_program() -> None:
    files = WheelBuilder(str(BOT.parent)).recurse_included_files()
    shipped = {Path(file.path) for file in files}

    assert {catalogue_of(language) for language in TRANSLATED} <= shipped


# The tests above, on code that is wrong.


def test_a_sentence_that_is_put_together_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "talking.py").write_text('locale.say("one" + two)\nlocale.say(f"three {four}")\n')

    assert [
        isinstance(part, ast.Constant) for call in calls(tmp_path) for part in call.sentences
    ] == [False, False]


def test_a_sentence_inside_a_value_of_another_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "talking.py").write_text('say("Outer {x}", x=str(say("Inner")))\n')

    assert len(tuple(calls(tmp_path))) == 2
    assert sentences(tmp_path) == {"Outer {x}"}
