"""Which language a question is in, or which ones it may be in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.matching.reading import read
from knowledge.matching.slots import Reading
from knowledge.matching.vocabulary import Vocabulary
from knowledge.text import on_another_keyboard
from knowledge.types import LANGUAGES, Language

_CYRILLIC = re.compile(r"[а-яёіїєґ]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_ONLY: tuple[tuple[re.Pattern[str], Language], ...] = (
    (re.compile(r"[іїєґ]", re.IGNORECASE), "uk"),
    (re.compile(r"[ыэъё]", re.IGNORECASE), "ru"),
    # Without IGNORECASE, by which ı and İ are any i.
    (re.compile(r"[ğĞşŞıİ]|[öüçÖÜÇ](?=\w)"), "tr"),
)
"""Letters that only one of the four alphabets has."""


_SLAVIC: tuple[Language, ...] = ("uk", "ru")
LIKELIEST = 2
"""Languages that are always tried where the letters allow them."""
WELL_READ = 0.25
"""Share of doubtful words up to which no further language is tried."""
CORRECTED = 0.5
"""How much a word that had to be put right speaks against a language, against an unknown one."""


def languages_of(text: str, expected: Language) -> tuple[Language, ...]:
    """Return the languages that the letters of a text allow, the likeliest first.

    Latin letters may be any of the four: people write Ukrainian and Russian in them too.
    """
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic > latin:
        allowed: tuple[Language, ...] = ("uk", "ru")
    elif latin:
        allowed = ("en", "tr", "ru", "uk")
    else:
        allowed = LANGUAGES
    if expected in _SLAVIC and latin >= cyrillic:
        # Ukrainian and Russian in Latin letters look alike: both are tried, and English.
        allowed = (*_SLAVIC, *(each for each in allowed if each not in _SLAVIC))
    sure = [language for letters, language in _ONLY if letters.search(text)]
    ranked = [*(each for each in sure if each in allowed), expected, *allowed]
    return tuple(dict.fromkeys(each for each in ranked if each in allowed))


def read_in_any(
    text: str, vocabularies: Mapping[Language, Vocabulary], expected: Language
) -> Reading:
    """Read an utterance in the language in which most of it is known.

    Where hardly a word is known it is read once more as if the keyboard had been left in the
    other alphabet.
    """
    best = _best_reading(text, vocabularies, expected)
    if best.known or not best.terms:
        return best
    for typed in on_another_keyboard(text):
        other = _best_reading(typed, vocabularies, expected)
        if other.known >= 2 and len(other.unknown) <= other.known // 2:
            return other
    return best


def _best_reading(
    text: str, vocabularies: Mapping[Language, Vocabulary], expected: Language
) -> Reading:
    allowed = [each for each in languages_of(text, expected) if each in vocabularies]
    readings: list[Reading] = []
    for language in allowed or [next(iter(vocabularies))]:
        readings.append(read(text, vocabularies[language]))
        if not (_unknown_share(readings[-1]) or readings[-1].foreign):
            break
        is_open = readings[0].language in _SLAVIC and len(allowed) > LIKELIEST
        if len(readings) >= LIKELIEST + is_open and min(map(_unknown_share, readings)) <= WELL_READ:
            break
    # Lexicons know words of the neighbour too, for people mix them; a dictionary does not.
    return min(readings, key=lambda reading: (_unknown_share(reading), reading.foreign))


def _unknown_share(reading: Reading) -> float:
    doubtful = len(reading.unknown) + CORRECTED * reading.corrected
    return doubtful / max(1, len(reading.words))
