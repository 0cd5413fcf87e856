"""The one normal form of text, for the index and for utterances alike."""

from __future__ import annotations

import re
import unicodedata

# Letters that carry no combining mark and still have a plain twin on most keyboards.
_PLAIN_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "’": "'", "ʼ": "'"})
# Only Latin letters: й and ї are letters of their own, not и and і with a mark.
_MARKED_LATIN = re.compile(r"([a-z])[\u0300-\u036f]+")
_POSSESSIVE = re.compile(r"'+(?:s\b)?")
# At most three digits before the first gap: "2025 250" is a year and a number.
_GROUPED_DIGITS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[,.\u00a0\u202f ][0-9]{3})+(?![0-9])")
_GAPS = re.compile(r"[^0-9]")
# Only the digits 0 to 9, and no more than a date or a number of people needs.
_TOKEN = re.compile(r"[0-9]{1,9}(?:[.:/-][0-9]{1,4})*(?:st|nd|rd|th)?|[^\W\d_]+")


def normalise(text: str) -> str:
    """Return the text in compatibility form, case-folded, without accents on Latin letters.

    Digits lose their grouping (`1,200` and `1 200` become `1200`); the genitive `'s` and
    apostrophes go; everything that is no letter, digit or space stays, for `tokens` to skip.
    """
    if text.isascii():
        return _plain_text(text.casefold())
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN_LETTERS)
    plain = _MARKED_LATIN.sub(r"\1", unicodedata.normalize("NFD", folded))
    grouped = unicodedata.normalize("NFC", plain)
    return _plain_text(grouped)


def _plain_text(grouped: str) -> str:
    """Take out the gaps in numbers, and apostrophes."""
    whole = _GROUPED_DIGITS.sub(lambda match: _GAPS.sub("", match[0]), grouped)
    return _POSSESSIVE.sub("", whole)


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text in normal form, in order."""
    return tuple(_TOKEN.findall(normalise(text)))
