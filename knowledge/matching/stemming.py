"""What the forms of a word have in common, by language.

Measured on the words of the record's own questions: a lemmatiser for the two languages whose stems
change, snowball for the two that mostly add endings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

import pymorphy3
import simplemma
import Stemmer
from spellchecker import SpellChecker

from knowledge.matching.turkish import is_future, spellings
from knowledge.types import Language

# What the dictionaries have; of rarer letters they ask Unicode for a name that some have not.
_IN_DICTIONARY = re.compile(r"[0-9а-яіїєґё'-]+")
_PLAIN = str.maketrans({"ё": "е", "ґ": "г", "’": None, "'": None})
SHORTEST_STEM = 4
COMMON = 1000
"""Times among 1,600 million words of subtitles from which a word is common."""
MOST_REMEMBERED = 20_000
"""Words whose stem is remembered; people use the same ones again and again."""


def stemmer_of(language: Language) -> Callable[[str], str]:
    """Return the function that turns a word in normal form into what its forms share."""
    match language:
        case "en":
            stem = Stemmer.Stemmer("english").stemWord
        case "tr":
            stem = _careful(Stemmer.Stemmer("turkish").stemWord)
        case "uk" | "ru":
            analyse = _analysis_of(language)
            return lambda word: analyse(word)[0]
    return lru_cache(maxsize=MOST_REMEMBERED)(stem)


def future_of(language: Language) -> Callable[[str], bool]:
    """Return the function that says whether a word in normal form is a verb of the future."""
    match language:
        case "en":
            return frozenset({"will", "gonna", "wont", "shall"}).__contains__
        case "tr":
            return is_future
        case "uk" | "ru":
            analyse = _analysis_of(language)
            return lambda word: analyse(word)[1]


def native_to(language: Language) -> Callable[[str], bool]:
    """Return the function that says whether a dictionary of the language has a word.

    English and Turkish have no dictionary here: every word may be theirs.
    """
    if language not in ("uk", "ru"):
        return lambda _: True
    is_listed = _analyser_of(language).word_is_known
    return lambda word: word.isascii() or bool(is_listed(word))


def listed_in(language: Language) -> Callable[[str], bool]:
    """Return the function that says whether a word is one of the language, and not a misspelt one.

    English has a list of how often a word is used, and a rare one counts for misspelt ("thrid",
    "roun").
    """
    match language:
        case "en":
            return _common_english().__contains__
        case "uk" | "ru":
            is_listed = _analyser_of(language).word_is_known
            return lambda word: bool(_IN_DICTIONARY.fullmatch(word) and is_listed(word))
    return lru_cache(maxsize=MOST_REMEMBERED)(_is_turkish)


def _is_turkish(word: str) -> bool:
    return any(simplemma.is_known(spelt, lang="tr", low_memory=True) for spelt in spellings(word))


def _careful(stem: Callable[[str], str]) -> Callable[[str], str]:
    """Keep a word whole where hardly anything of it would be left (ekim, October, is no ek)."""

    def stemmed(word: str) -> str:
        found = stem(word)
        return found if len(found) >= SHORTEST_STEM else word

    return stemmed


@cache
def _common_english() -> frozenset[str]:
    """Return the English words that are used more than once in a million or two."""
    words = SpellChecker(language="en").word_frequency.dictionary
    return frozenset(word for word, times in words.items() if times >= COMMON)


@cache
def _analyser_of(language: Language) -> pymorphy3.MorphAnalyzer:
    """Return the dictionary of a language; it takes 20 to 30 MB."""
    return pymorphy3.MorphAnalyzer(lang=language)


@cache
def _analysis_of(language: Language) -> Callable[[str], tuple[str, bool]]:
    """Return the function that gives a word's lemma, and whether it is a verb of the future.

    Both come from one look-up, which takes some 50 microseconds.
    """
    analyser = _analyser_of(language)

    def analysed(word: str) -> tuple[str, bool]:
        if word.isascii() or not _IN_DICTIONARY.fullmatch(word):
            return word, False
        parsed = analyser.parse(word)
        if not parsed:
            return word, False
        best = parsed[0]
        # What is only guessed from a word's ending is no sign of a forecast.
        is_future = best.is_known and "futr" in best.tag and "VERB" in best.tag
        # The dictionary writes ё and ґ where the normal form has е and г.
        form = best.normal_form.translate(_PLAIN)
        return form, is_future

    return lru_cache(maxsize=MOST_REMEMBERED)(analysed)
