"""The words of `knowledge/GLOSSARY.md` and the names of the code say the same."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

import knowledge
from bot.rendering import buttons

GLOSSARY = Path(__file__).parents[1] / "knowledge" / "GLOSSARY.md"
ROW = re.compile(r"\| \*\*(?P<word>[^*|]+)\*\* \| `(?P<name>[\w.]+)` \| (?P<rest>.*) \|")


@dataclass(frozen=True)
class Entry:
    """One row: a word, the name that bears it, what it means, what it is not."""

    word: str
    name: str
    meaning: str
    other: str


def entries() -> list[Entry]:
    found = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if not line.startswith("| **"):
            continue
        row = ROW.fullmatch(line)
        assert row, f"not a row of four columns: {line}"
        meaning, other = row["rest"].split(" | ")
        found.append(Entry(row["word"], row["name"], meaning, other))
    return found


ENTRIES = entries()


def resolve(name: str) -> Any:
    """Return the module, class, function, attribute or field of a dotted name."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[length:]:
            if attribute in getattr(found, "__dataclass_fields__", {}):
                return found.__dataclass_fields__[attribute]
            found = getattr(found, attribute)
        return found
    raise AssertionError(f"{name} is nowhere")


def words_of(name: str) -> str:
    """Return a name as words: `CitedFact` is "cited fact"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).lower()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.word)
def test_what_a_word_names_exists_in_the_code(entry: Entry) -> None:
    assert resolve(entry.name) is not None


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.word)
def test_a_word_has_a_meaning_and_something_it_is_not(entry: Entry) -> None:
    assert entry.meaning.strip()
    assert entry.other.strip()


def test_a_word_is_defined_once() -> None:
    counted = Counter(entry.word for entry in ENTRIES)

    assert [word for word, times in counted.items() if times > 1] == []


PUBLIC_CLASSES = [
    name
    for name in knowledge.__all__
    if not name.isupper() and name[0].isupper() and not name.endswith("Error")
]


@pytest.mark.parametrize("name", PUBLIC_CLASSES)
def test_a_public_class_of_the_knowledge_is_defined_under_its_own_name(name: str) -> None:
    word = words_of(name)

    assert word in {entry.word for entry in ENTRIES}
    assert any(
        entry.word == word and resolve(entry.name) is getattr(knowledge, name) for entry in ENTRIES
    )


def test_what_a_name_says_is_the_word_that_it_bears() -> None:
    """A class in the second column is called what its row calls it, or the row is for a value."""
    classes = [entry for entry in ENTRIES if isinstance(resolve(entry.name), type)]

    assert [
        entry.word
        for entry in classes
        if words_of(entry.name.split(".")[-1]).removesuffix("s") != entry.word.removesuffix("s")
    ] == []


def test_every_action_is_a_verb_with_what_it_acts_on() -> None:
    names = [words_of(action.__name__).split() for action in get_args(buttons.Action)]

    assert names
    assert all(len(words) == 2 for words in names)
