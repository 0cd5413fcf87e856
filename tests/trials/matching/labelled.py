"""Sets of labelled texts: questions of a bank if they are there, else a small one of our own."""

from __future__ import annotations

import random
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SMALL = Path(__file__).parent / "small"
"""Questions at the desk of a library, written for this trial."""
LEAST_LETTERS = 5
"""Of a word that gets a typo; shorter ones often become another word."""
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщыьюя"

Pairs = list[tuple[str, str]]
"""A label and a text each."""


@dataclass(frozen=True)
class LabelledSet:
    """What to learn from, by the number of phrasings a label, and what to ask."""

    name: str
    train: dict[int, Pairs]
    test: Pairs
    out_of_scope: tuple[str, ...]


def read_labelled(directory: Path) -> LabelledSet:
    """Read `train_<number>.tsv`, `test.tsv` and `out_of_scope.tsv`: a label, a tab, a text a line.

    Raises:
        OSError: a file is missing.
    """
    train = {int(file.stem.split("_")[1]): _pairs(file) for file in directory.glob("train_*.tsv")}
    return LabelledSet(
        name=directory.name,
        train=dict(sorted(train.items())),
        test=_pairs(directory / "test.tsv"),
        out_of_scope=tuple(text for _, text in _pairs(directory / "out_of_scope.tsv")),
    )


def _pairs(file: Path) -> Pairs:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, _, text in (line.partition("\t") for line in lines if line)]


def with_typos(texts: Iterable[str], seed: int = 1) -> Iterator[str]:
    """Yield the texts with one random edit in each word of five letters or more."""
    chance = random.Random(seed)
    for text in texts:
        yield " ".join(_mistyped(word, chance) for word in text.split(" "))


def _mistyped(word: str, chance: random.Random) -> str:
    """Leave out, double, swap or replace one letter; the marks around a word stay."""
    letters = [at for at, character in enumerate(word) if character.isalpha()]
    if len(letters) < LEAST_LETTERS:
        return word
    at = chance.choice(letters)
    alphabet = string.ascii_lowercase if word[at].isascii() else _CYRILLIC
    kind = chance.choice(("leave out", "put in", "replace", "swap"))
    if kind == "leave out":
        return word[:at] + word[at + 1 :]
    if kind == "put in":
        return word[:at] + chance.choice(alphabet) + word[at:]
    if kind == "replace":
        return word[:at] + chance.choice(alphabet) + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
