"""What the forms of a word have in common, by language.

Measured on the words of the record's own questions: a lemmatiser for the two languages whose stems
change, snowball for the two that mostly add endings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pymorphy3
import snowballstemmer

from knowledge.types import Language

SHORTEST_STEM = 4
MOST_REMEMBERED = 20_000
"""Words whose stem is remembered; people use the same ones again and again."""


def stemmer_of(language: Language) -> Callable[[str], str]:
    """Return the function that turns a word in normal form into what its forms share."""
    match language:
        case "en":
            stem = snowballstemmer.stemmer("english").stemWord
        case "tr":
            stem = _careful(snowballstemmer.stemmer("turkish").stemWord)
        case "uk" | "ru":
            stem = _lemmatiser(language)
    return lru_cache(maxsize=MOST_REMEMBERED)(stem)


def _careful(stem: Callable[[str], str]) -> Callable[[str], str]:
    """Keep a word whole where hardly anything of it would be left (ekim, October, is no ek)."""

    def stemmed(word: str) -> str:
        found = stem(word)
        return found if len(found) >= SHORTEST_STEM else word

    return stemmed


def _lemmatiser(language: Language) -> Callable[[str], str]:
    analyser = pymorphy3.MorphAnalyzer(lang=language)

    def lemma(word: str) -> str:
        if word.isascii():
            return word
        parsed = analyser.parse(word)
        # The dictionary writes ё and ґ where the normal form has е and г.
        form: str = parsed[0].normal_form if parsed else word
        return form.replace("ё", "е").replace("ґ", "г").replace("’", "").replace("'", "")

    return lemma
