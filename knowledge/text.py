"""The one normal form of text, for the index and for utterances alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

# Letters that carry no combining mark and still have a plain twin on most keyboards.
_PLAIN_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "’": "'", "ʼ": "'", "ʹ": "'", "`": "'", "´": "'"}
    # ё is written е, and ґ г, more often than not.
    | {"ё": "е", "ґ": "г"}
)
# Only Latin letters: й and ї are letters of their own, not и and і with a mark.
_MARKED_LATIN = re.compile(r"([a-z])[\u0300-\u036f]+")
_POSSESSIVE = re.compile(r"'+(?:s\b)?")
# A Turkish number or name keeps its ending behind an apostrophe: 23'te, Fidan'ın. What says where
# stays with a name, for Ankara'da is a place and Ankara may be a government.
_TURKISH_ENDING = re.compile(
    r"(?<=[0-9])'[a-z]{1,5}\b|(?<=[a-z])'(?:n?[iu]n|y?[iu]|yl[ae]|l[ae]r[a-z]*)\b"
)
# At most three digits before the first gap: "2025 250" is a year and a number.
_GROUPED_DIGITS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[,.\u00a0\u202f ][0-9]{3})+(?![0-9])")
# 500x500, written with the letter of either alphabet or the sign, are two numbers.
_TIMES = re.compile(r"(?<=[0-9])\s?[xх×]\s?(?=[0-9])")
# Words that are in normal form once folded, as nearly all of a lexicon and of a phrasing are.
_IS_NORMAL = re.compile(r"[a-z ]+|[а-яіїє ]+")
# The same for words of plain and Turkish letters with a hyphen or comma between them, and for
# Cyrillic ones with an apostrophe in them.
_IS_NEARLY_NORMAL = re.compile(r"[a-zçğıöşü ,-]+|[а-яіїєґё'’ ,-]+")
_IN_NORMAL_FORM = str.maketrans("çğıöşüґё,-", "cgiosuге  ", "'’")
_GAPS = re.compile(r"[^0-9]")
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[а-яіїєґ]")
_WORD = re.compile(r"\w+")
_CHANGE_OF_ALPHABET = re.compile(r"[a-z][а-яіїє]|[а-яіїє][a-z]")
# Letters that look the same in two alphabets, typed or pasted in the wrong one.
_TO_CYRILLIC = str.maketrans("aceiopxykhtbm", "асеіорхукнтвм")
_TO_LATIN = str.maketrans("асеіорхукнтвм", "aceiopxykhtbm")
# Only the digits 0 to 9, and no more than a date or a number of people needs. The endings of
# ordinals stay with their number, in all four languages: 3rd, 3-й, 3-го, 16-те.
_ORDINAL_ENDING = (
    r"(?:st|nd|rd|th|-?(?:й|я|е|ій|ий|ый|го|ого|му|ому|ему|м|х|та|те|та|ту|тя|тє|ої|ою|ой|ю|і|а)"
    r"(?![^\W\d_]))?"
)
_TOKEN = re.compile(r"[0-9]{1,9}(?:[.:/-][0-9]{1,4})*" + _ORDINAL_ENDING + r"|[^\W\d_]+")
_ENDING_OF_ORDINAL = re.compile(r"(?<=\d)-?[^\W\d_]+$")


def normalise(text: str) -> str:
    """Return the text in compatibility form, case-folded, without accents on Latin letters.

    Digits lose their grouping (`1,200` and `1 200` become `1200`); the genitive `'s`, Turkish
    endings behind an apostrophe and apostrophes go; ё and ґ become е and г; a letter of the other
    alphabet inside a word becomes its twin; everything that is no letter, digit or space stays,
    for `tokens` to skip.
    """
    if text.isascii():
        return _plain_text(text.casefold())
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN_LETTERS)
    plain = _MARKED_LATIN.sub(r"\1", unicodedata.normalize("NFD", folded))
    grouped = unicodedata.normalize("NFC", plain)
    if _CHANGE_OF_ALPHABET.search(grouped):
        grouped = _WORD.sub(_in_one_alphabet, grouped)
    return _plain_text(grouped)


def _in_one_alphabet(match: re.Match[str]) -> str:
    """Write a word in the alphabet that most of its letters are of."""
    word = match[0]
    if not _CHANGE_OF_ALPHABET.search(word):
        return word
    is_latin = len(_LATIN.findall(word)) > len(_CYRILLIC.findall(word))
    return word.translate(_TO_LATIN if is_latin else _TO_CYRILLIC)


def _plain_text(grouped: str) -> str:
    """Take out the gaps in numbers, and apostrophes."""
    whole = _GROUPED_DIGITS.sub(lambda match: _GAPS.sub("", match[0]), grouped)
    whole = _TIMES.sub(" ", whole)
    return _POSSESSIVE.sub("", _TURKISH_ENDING.sub("", whole))


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text in normal form, in order."""
    folded = text.casefold().rstrip("?.! ")
    if _IS_NORMAL.fullmatch(folded):
        return tuple(folded.split())
    if _IS_NEARLY_NORMAL.fullmatch(folded):
        return tuple(folded.translate(_IN_NORMAL_FORM).split())
    return tuple(_TOKEN.findall(normalise(text)))


def single_words(phrases: Iterable[str]) -> Iterator[str]:
    """Yield those of the phrases that are one word, in normal form."""
    for phrase in phrases:
        words = tokens(phrase)
        if len(words) == 1:
            yield words[0]


def number_of(token: str) -> str:
    """Return a token without the ending that makes a number an ordinal ("3rd", "16-го")."""
    return _ENDING_OF_ORDINAL.sub("", token)


_SPELT_IN_LATIN = re.compile(
    r"shch|sch|zh|kh|ts|ch|sh|yu|ya|yo|ye|yi|iu|ia|ju|ja|je|[a-z]", re.IGNORECASE
)
_CYRILLIC_SOUNDS = dict(
    zip(
        [
            "shch",
            "sch",
            "zh",
            "kh",
            "ts",
            "ch",
            "sh",
            "yu",
            "ya",
            "yo",
            "ye",
            "iu",
            "ia",
            "ju",
            "ja",
            "je",
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "c",
            "w",
            "x",
            "j",
            "q",
        ],
        [
            "щ",
            "щ",
            "ж",
            "х",
            "ц",
            "ч",
            "ш",
            "ю",
            "я",
            "е",
            "е",
            "ю",
            "я",
            "ю",
            "я",
            "е",
            "а",
            "б",
            "в",
            "г",
            "д",
            "е",
            "з",
            "и",
            "ы",
            "к",
            "л",
            "м",
            "н",
            "о",
            "п",
            "р",
            "с",
            "т",
            "у",
            "ф",
            "х",
            "ц",
            "в",
            "х",
            "й",
            "к",
        ],
        strict=True,
    )
)
_UKRAINIAN_SOUNDS = _CYRILLIC_SOUNDS | {"i": "і", "y": "и", "yi": "ї", "ye": "є", "h": "г"}


def in_cyrillic(word: str, *, is_ukrainian: bool) -> str:
    """Return a word in Latin letters as it sounds in Cyrillic ones ("obmen")."""
    sounds = _UKRAINIAN_SOUNDS if is_ukrainian else _CYRILLIC_SOUNDS
    return _SPELT_IN_LATIN.sub(lambda match: sounds.get(match[0], match[0]), word)


_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC_KEYS = {
    "ru": "йцукенгшщзхъфывапролджэячсмитьбю",
    "uk": "йцукенгшщзхїфівапролджєячсмитьбю",
}


def on_another_keyboard(text: str) -> tuple[str, ...]:
    """Return what the same keys write in the other alphabet, as when the layout was not switched.

    Latin keys are read as the Ukrainian and the Russian layout, Cyrillic ones as the Latin.
    """
    lowered = text.casefold()
    if _CYRILLIC.search(lowered):
        keys = {**dict(zip(_CYRILLIC_KEYS["ru"], _LATIN_KEYS, strict=True))}
        keys |= dict(zip(_CYRILLIC_KEYS["uk"], _LATIN_KEYS, strict=True))
        return ("".join(keys.get(letter, letter) for letter in lowered),)
    return tuple(
        lowered.translate(str.maketrans(_LATIN_KEYS, layout)) for layout in _CYRILLIC_KEYS.values()
    )
