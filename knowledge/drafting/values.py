"""What an editor types for a value, to the value: days, ids, names, addresses."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from knowledge.types import Corpus, Language, Person, Source

ISTANBUL: Final = ZoneInfo("Europe/Istanbul")
MOST_ID: Final = 48
_MONTHS: Final = tuple(name.lower() for name in calendar.month_name[1:])
_UKRAINIAN: Final = frozenset("іїєґІЇЄҐ")
_TRANSLITERATION: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziyklmnoprstufhye", strict=True)),
        "ё": "yo",
        "ж": "zh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        "ъ": "",
        "ь": "",
        "і": "i",
        "ї": "yi",
        "є": "ye",
        "ґ": "g",
        "ı": "i",
    }
)
_TRACKING: Final = re.compile(r"^(utm_\w+|fbclid|gclid|yclid)=")


def day_of(text: str, today: dt.date) -> dt.date:
    """Read a day: 2025-07-23, 23.07.2025, 23 July 2025, today or yesterday.

    Raises:
        ValueError: it is no day; the message says how to write one.
    """
    words = text.strip().lower().rstrip(".")
    if words in ("today", "yesterday"):
        return today - dt.timedelta(days=words == "yesterday")
    numbers = (
        _numbers(r"(\d{4})-(\d{1,2})-(\d{1,2})", words, "ymd")
        or _numbers(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", words, "dmy")
        or _named(words)
    )
    if numbers is None:
        raise ValueError(f"expected a day such as 2025-07-23 or 23 July 2025, found {text!r}")
    try:
        return dt.date(*numbers)
    except ValueError:
        raise ValueError(f"there is no such day as {text.strip()}") from None


def _numbers(pattern: str, text: str, order: str) -> tuple[int, int, int] | None:
    found = re.fullmatch(pattern, text)
    if not found:
        return None
    by_name = dict(zip(order, map(int, found.groups()), strict=True))
    return by_name["y"], by_name["m"], by_name["d"]


def _named(text: str) -> tuple[int, int, int] | None:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,})\.?,?\s+(\d{4})", text)
    turned = re.fullmatch(r"([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", text)
    if found:
        day, name, year = found.groups()
    elif turned:
        name, day, year = turned.groups()
    else:
        return None
    month = next((n for n, each in enumerate(_MONTHS, 1) if each.startswith(name)), None)
    return (int(year), month, int(day)) if month else None


def occasion_of(text: str, corpus: Corpus) -> str:
    """Return the id of the round or event that is meant: `3`, `round 3`, `r3`, or its id.

    Raises:
        ValueError: none or several are meant.
    """
    wanted = text.strip().lower()
    if wanted in corpus.rounds or wanted in corpus.events:
        return wanted
    number = re.fullmatch(r"(?:round\s*|r)?#?(\d{1,3})", wanted)
    if number:
        found = [held.id for held in corpus.rounds.values() if held.number == int(number[1])]
        if len(found) == 1:
            return found[0]
        raise ValueError(f"no round has the number {number[1]}; on record: {_rounds(corpus)}")
    ids = [*corpus.rounds, *corpus.events]
    begun = [each for each in ids if each.startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    raise ValueError(
        f"no round or event has the id {text.strip()}; rounds: {_rounds(corpus)}; "
        "/find looks for events"
    )


def _rounds(corpus: Corpus) -> str:
    return ", ".join(str(n) for n in sorted(held.number for held in corpus.rounds.values()))


def person_of(text: str, people: Iterable[Person]) -> str:
    """Return the id of a person by id, name, last name or alias, letter case aside.

    Raises:
        ValueError: nobody, or more than one, has that name.
    """
    wanted = _plain(text)
    found: set[str] = set()
    for person in people:
        names = [getattr(person.name, each) for each in ("en", "uk", "ru", "tr")]
        spellings = {_plain(name) for name in (*filter(None, names), *person.aliases)}
        spellings |= {spelling.split()[-1] for spelling in spellings if spelling.split()}
        if person.id == text.strip() or wanted in spellings:
            found.add(person.id)
    if len(found) == 1:
        return found.pop()
    if found:
        raise ValueError(f"{text} may be {' or '.join(sorted(found))}: write the id")
    raise ValueError(f"nobody on record is called {text}: add them first with /person {text}")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def language_of(text: str) -> Language:
    """Return the language that a text is written in, as far as its letters tell.

    Turkish is written in the letters of English names too, so it must be said: `lang: tr`.
    """
    if not any("CYRILLIC" in unicodedata.name(c, "") for c in text):
        return "en"
    return "uk" if _UKRAINIAN & set(text) else "ru"


def slug_of(text: str, taken: Iterable[str], *, prefix: str = "", most_words: int = 5) -> str:
    """Return an id made from words that is not taken yet."""
    plain = _plain(text).translate(_TRANSLITERATION)
    words = re.findall(r"[a-z0-9]+", plain)[:most_words]
    room = MOST_ID - 4
    wanted = (f"{prefix}-" if prefix else "") + ("-".join(words) or "untitled")
    wanted = wanted[:room].strip("-")
    known = set(taken)
    number, found = 1, wanted
    while found in known:
        number += 1
        found = f"{wanted}-{number}"
    return found


def address_of(text: str) -> str:
    """Return a page's address without what only tracks its readers.

    Raises:
        ValueError: it is no address of a web page.
    """
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in text.strip():
        raise ValueError(f"expected an address such as https://example.org/page, found {text!r}")
    kept = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    return parts._replace(query=kept, fragment="").geturl()


def host_of(address: str) -> str:
    """Return the site of an address, without www."""
    return urlsplit(address).netloc.lower().removeprefix("www.")


def source_at(address: str, sources: Iterable[Source]) -> Source | None:
    """Return the source on record at that address."""
    wanted = _same(address)
    return next((each for each in sources if _same(each.url) == wanted), None)


def sibling_of(address: str, sources: Iterable[Source]) -> Source | None:
    """Return a source on record from the same site; a channel of Telegram is a site of its own."""
    site = _site(address)
    return next((each for each in sources if _site(each.url) == site), None)


def _site(address: str) -> str:
    host = host_of(address)
    if host in ("t.me", "telegram.me"):
        return f"{host}/{urlsplit(address).path.strip('/').split('/')[0].lower()}"
    return host


def _same(address: str) -> str:
    parts = urlsplit(address)
    return f"{host_of(address)}{parts.path.rstrip('/')}?{parts.query}"
