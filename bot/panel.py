"""What is written behind /subscribe, or pressed in its panel, makes another subscription; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Final

from knowledge import (
    EVERYTHING,
    LANGUAGES,
    STATEMENTS_OF,
    Corpus,
    QuietHours,
    Rhythm,
    Subscription,
    UnknownPersonError,
    find_person,
    interest_words,
    is_time_zone,
)

RHYTHMS: Final[tuple[Rhythm, ...]] = ("single", "daily", "weekly")
LONGEST_PAUSE: Final = timedelta(days=90)

_QUIET = re.compile(r"(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?")
_DURATION = re.compile(r"(\d{1,4})([mhdw])")
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What one line came to, and the words in it that mean nothing here."""

    subscription: Subscription
    unknown: tuple[str, ...] = ()


def wish_of(words: Sequence[str], current: Subscription, corpus: Corpus) -> Wish:
    """Read one line: kinds of alert are added, settings are changed.

    Names of people stand behind `statements`.
    """
    kinds = interest_words()
    wished, unknown = current, []
    wants_statements = False
    for word in words:
        plain = word.lower().strip(",;")
        if plain in kinds:
            wants_statements = plain == "statements"
            wished = replace(wished, interests=wished.interests | set(kinds[plain]))
        elif (changed := _with_setting(wished, word.strip(",;"))) is not None:
            wished = changed
        elif wants_statements and (interest := _statements_of(plain, corpus)):
            wished = replace(wished, interests=wished.interests | {interest})
        else:
            unknown.append(word)
    return Wish(wished, tuple(unknown))


def _with_setting(subscription: Subscription, word: str) -> Subscription | None:
    """Return the subscription with what one word sets; None where the word sets nothing."""
    schedule = subscription.schedule
    match word.lower():
        case "all" | "important" as urgency:
            return replace(subscription, urgency=urgency)
        case "silent" | "sound" as sound:
            return replace(subscription, is_silent=sound == "silent")
        case "single" | "daily" | "weekly" as rhythm:
            changed = replace(schedule, rhythm=rhythm)
            return replace(subscription, schedule=changed)
        case language if language in LANGUAGES:
            return replace(subscription, language=language)
    if quiet := quiet_hours(word):
        return replace(subscription, schedule=replace(schedule, quiet=quiet))
    if "/" in word and is_time_zone(word):
        return replace(subscription, schedule=replace(schedule, time_zone=word))
    return None


def _statements_of(name: str, corpus: Corpus) -> str | None:
    try:
        return STATEMENTS_OF + find_person(corpus, name).id
    except UnknownPersonError:
        return None


def quiet_hours(text: str) -> QuietHours | None:
    """Read quiet hours such as 22-8 or 22:30-7:15; None where they are none."""
    found = _QUIET.fullmatch(text)
    if found is None:
        return None
    hour, minute, until_hour, until_minute = (int(part or 0) for part in found.groups())
    if max(hour, until_hour) > 23 or max(minute, until_minute) > 59:
        return None
    begin, end = hour * 60 + minute, until_hour * 60 + until_minute
    return QuietHours(begin, end) if begin != end else None


def pause_of(text: str) -> timedelta | None:
    """Read a duration such as 3d, 12h or 2w, up to `LONGEST_PAUSE`; None where it is none."""
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None:
        return None
    duration = int(found[1]) * _UNITS[found[2]]
    return duration if timedelta(0) < duration <= LONGEST_PAUSE else None


def key_of(person_id: str) -> str:
    """Return what stands for a person in a button, where an id may be too long."""
    return sha256(person_id.encode()).hexdigest()[:8]


def pressed(
    subscription: Subscription, what: str, value: str, corpus: Corpus
) -> Subscription | None:
    """Return the subscription after a press; None where the button means nothing any more."""
    schedule = subscription.schedule
    match what:
        case "t":
            return _toggled(subscription, value, corpus)
        case "l" if value in LANGUAGES:
            return replace(subscription, language=value)
        case "y":
            is_all = subscription.urgency == "all"
            return replace(subscription, urgency="important" if is_all else "all")
        case "s":
            return replace(subscription, is_silent=not subscription.is_silent)
        case "r":
            rhythm = RHYTHMS[(RHYTHMS.index(schedule.rhythm) + 1) % len(RHYTHMS)]
            return replace(subscription, schedule=replace(schedule, rhythm=rhythm))
        case "z" if is_time_zone(value):
            return replace(subscription, schedule=replace(schedule, time_zone=value))
        case "q" if value == "none" or quiet_hours(value):
            return replace(subscription, schedule=replace(schedule, quiet=quiet_hours(value)))
    return None


def _toggled(subscription: Subscription, value: str, corpus: Corpus) -> Subscription | None:
    if value.startswith("@"):
        person = next((p for p in corpus.people if key_of(p) == value[1:]), None)
        if person is None:
            return None
        interest = STATEMENTS_OF + person
    elif any(value in kinds for kinds in interest_words().values()):
        interest = value
    else:
        return None
    interests = subscription.interests ^ {interest}
    if interest == EVERYTHING and interest in interests:
        interests = frozenset({EVERYTHING})
    elif interest in interests:
        interests -= {EVERYTHING}
    return replace(subscription, interests=frozenset(interests))
