"""The sentences of the facts that `/round` makes, in every language that has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from bot.rendering.locale import Locale
from knowledge import LANGUAGES, draft


def round_wording() -> draft.RoundWording:
    """Return what readers are told of a round's steps."""
    return draft.RoundWording(
        title=lambda number: _in_each(
            lambda locale: locale.say("Round {number} of the Istanbul talks", number=number)
        ),
        question=lambda number: _in_each(
            lambda locale: locale.say("When and where is round {number}?", number=number)
        ),
        outcome_question=lambda number: _in_each(
            lambda locale: locale.say("What came of round {number}?", number=number)
        ),
        statement=_statement,
    )


def _statement(
    step: str, number: int, day: dt.date, time: str, venue: Mapping[str, str]
) -> dict[str, str]:
    def sentence(locale: Locale) -> str:
        say = locale.say
        sentences = {
            "announce": say(
                "Round {number} is announced for {day}.", number=number, day=locale.date(day)
            ),
            "move": say("Round {number} is moved to {day}.", number=number, day=locale.date(day)),
            "start": say("Round {number} began on {day}.", number=number, day=locale.date(day)),
            "end": say("Round {number} was held on {day}.", number=number, day=locale.date(day)),
            "cancel": say(
                "Round {number}, which was announced for {day}, is cancelled.",
                number=number,
                day=locale.date(day),
            ),
        }
        parts = [sentences[step]]
        # A place without a name in a language would stand there in foreign spelling.
        if step != "cancel" and (place := venue.get(locale.language)):
            parts.append(say("Place: {place}.", place=place))
        if time:
            parts.append(say("Time in Istanbul: {time}.", time=time))
        return " ".join(parts)

    return _in_each(sentence)


def _in_each(sentence: Callable[[Locale], str]) -> dict[str, str]:
    """Return a sentence by language, without those in which it is not translated."""
    found = {"en": sentence(Locale())}
    for language in LANGUAGES:
        locale = Locale(language)
        if _probe(locale) != _probe(Locale()):
            found[language] = sentence(locale)
    return found


def _probe(locale: Locale) -> str:
    # Dates are translated even where sentences are not, so a sentence without one tells.
    return locale.say("What came of round {number}?", number=1)
