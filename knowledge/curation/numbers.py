"""Numbers as a statement writes them: grouped digits of each language, and words."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from knowledge.types import Language

_GAPS: Final[dict[Language, str]] = {
    "en": ",",
    "uk": " \u00a0\u202f",
    "ru": " \u00a0\u202f",
    "tr": ".",
}
"""What stands between thousands: 3,000 in English, 3 000 or 3000 in Cyrillic, 3.000 in Turkish."""

_WORDS: Final[dict[Language, dict[int, str]]] = {
    "en": {
        0: "zero|no|none",
        1: "one|first|once|an?|single",
        2: "two|second|both|twice",
        3: "three|third",
        4: "four|fourth",
        5: "five|fifth",
        6: "six|sixth",
        7: "seven|seventh",
        8: "eighth?",
        9: "nine|ninth",
        10: "ten|tenth",
        11: "eleven|eleventh",
        12: "twelve|twelfth",
        13: "thirteen|thirteenth",
        14: "fourteen|fourteenth",
        15: "fifteen|fifteenth",
        16: "sixteen|sixteenth",
        20: "twenty|twentieth",
        30: "thirty",
        60: "hour",
        90: "hour and a half",
        100: "hundred",
        1000: "thousand",
    },
    "uk": {
        0: r"нуль|жодн\w+",
        1: r"один\w*|одн\w+|перш\w+",
        2: r"дв(?:а|і|ох|ом|ома|оє)|друг\w+|двоетапн\w+|обидв\w+|обо[хм]\w*",
        3: r"три|трьох\w*|трьом|троє|трет\w+|триденн\w+|тристоронн\w+",
        4: r"чотири|чотирьох\w*|чотирма|четверо|четверт\w+",
        5: r"п['’]ят(?:ь|и|ьох|ьма|еро|ий|ого|ому)",
        6: r"шість|шести|шістьох|шестеро|шост\w+",
        7: r"сім|семи|сімох|сьоми|семеро|сьом\w+",
        8: r"вісім|восьми|вісьмох|восьмеро|восьм\w+",
        9: r"дев['’]ять|дев['’]яти|дев['’]ятьох|дев['’]ятер\w+|дев['’]ят(?:ий|ого|ому|им)",
        10: r"десять|десяти|десятьох|десятеро|десят(?:ий|ого|ому)",
        11: r"одинадцят\w+",
        12: r"дванадцят\w+",
        13: r"тринадцят\w+",
        14: r"чотирнадцят\w+",
        15: r"п['’]ятнадцят\w+",
        16: r"шістнадцят\w+",
        20: r"двадцят\w+",
        30: r"тридцят\w+",
        60: r"годин\w*",
        90: r"півтор\w+ години",
        100: r"сто|сотн\w+",
        1000: r"тисяч\w*",
    },
    "ru": {
        0: r"ноль|ни одн\w+",
        1: r"один\w*|одн\w+|перв\w+",
        2: r"дв(?:а|е|ух|ум|умя|ое)|втор\w+|оба|обе(?:их|им|ими)?",
        3: r"три|тр[её]х\w*|тр[её]м|трое|трет\w+",
        4: r"четыре|четыр[её]х\w*|четырьмя|четверо|четв[её]рт\w+",
        5: r"пять|пяти|пятеро|пят(?:ый|ого|ому|ом|ым)",
        6: r"шесть|шести|шестеро|шест(?:ой|ого|ому|ом|ым)",
        7: r"семь|семи|семер\w+|седьм\w+",
        8: r"восемь|восьми|восьмер\w+|восьм(?:ой|ого|ому|ом|ым)",
        9: r"девять|девяти|девятер\w+|девят(?:ый|ого|ому|ом|ым)",
        10: r"десять|десяти|десятер\w+|десят(?:ый|ого|ому|ом|ым)",
        11: r"одиннадцат\w+",
        12: r"двенадцат\w+",
        13: r"тринадцат\w+",
        14: r"четырнадцат\w+",
        15: r"пятнадцат\w+",
        16: r"шестнадцат\w+",
        20: r"двадцат\w+",
        30: r"тридцат\w+",
        60: r"час(?:а|у|е|ов)?",
        90: r"полтора часа",
        100: r"сто|сотн\w+",
        1000: r"тысяч\w*",
    },
    "tr": {
        0: r"sıfır|hiç\w*",
        1: r"bir\w*|ilk\w*",
        2: r"iki\w*",
        3: r"üç\w*",
        4: r"dört\w*|dörd\w*",
        5: r"beş\w*",
        6: r"altı\w*",
        7: r"yedi\w*",
        8: r"sekiz\w*",
        9: r"dokuz\w*",
        10: r"on(?:unc\w+|ar|a|u)?",
        11: r"on bir\w*",
        12: r"on iki\w*",
        13: r"on üç\w*",
        14: r"on dö\w+",
        15: r"on beş\w*",
        16: r"on altı\w*",
        20: r"yirmi\w*",
        30: r"otuz\w*",
        60: r"saat\w*",
        90: r"bir buçuk saat",
        100: r"yüz(?!de)\w*",
        1000: r"bin(?:den|e|er|i|lerce)?",
    },
}
"""How a statement may say a number without digits, in the forms that its grammar asks for."""


def numbers_in(text: str, language: Language) -> list[int]:
    """Return the numbers that a text writes in digits, in order; 20:37 is 20 and 37."""
    return [int(re.sub(r"\D", "", found)) for found in _digits(language).findall(text)]


def says(text: str, number: int, language: Language) -> bool:
    """Tell whether a text says a whole number, in digits or in words."""
    return number in numbers_in(text, language) or says_in_words(text, number, language)


def says_in_words(text: str, number: int, language: Language) -> bool:
    """Tell whether a text has a word for a number: one, first, однією, birinci."""
    words = _words(number, language)
    return words is not None and words.search(text) is not None


@cache
def _digits(language: Language) -> re.Pattern[str]:
    gaps = re.escape(_GAPS[language])
    return re.compile(rf"[0-9]{{1,3}}(?:[{gaps}][0-9]{{3}})+(?![0-9])|[0-9]+", re.ASCII)


@cache
def _words(number: int, language: Language) -> re.Pattern[str] | None:
    words = _WORDS[language].get(number)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None
