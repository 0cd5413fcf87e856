"""The names in an utterance, and the names of people on record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.text import tokens
from knowledge.types import Person

_CASED_WORD = re.compile(r"[^\W\d_]+")


_CAPITALISED = re.compile(r"(?<=[^\s.!?:\"“(] )[^\W\d_]\w*")


def names_in(text: str) -> frozenset[str]:
    """Return the capitalised words that do not begin a sentence, in normal form.

    Where every word is capitalised capitals say nothing, and there are none.
    """
    if text.islower():
        return frozenset()
    words = _CASED_WORD.findall(text)
    if all(word[:1].isupper() for word in words):
        return frozenset()
    return frozenset(
        token
        for match in _CAPITALISED.finditer(text)
        if match[0][0].isupper()
        for token in tokens(match[0])
    )


def names_of(person: Person) -> Iterator[str]:
    """Yield the full names, the other spellings and the family names of a person."""
    full = [
        name
        for name in (person.name.en, person.name.uk, person.name.ru, person.name.tr)
        if name is not None
    ]
    yield from full
    yield from person.aliases
    yield from (name.split()[-1] for name in full)
