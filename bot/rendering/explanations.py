"""Why it was answered so: how a question was read, and what spoke against the runner-up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.rendering.html import bold, cut, escape
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from knowledge import About, Clarification, Explanation, NoAnswer, Objection, Outcome, Rival

MOST_OF_A_LINE: Final = 240
"""Characters of one list of words: about six lines of a phone."""
MOST_OF_A_QUESTION: Final = 120


def render_explanation(explanation: Explanation, outcome: Outcome, locale: Locale) -> Message:
    """Say how a question was read, and what else it might have meant, short enough for a phone."""
    blocks = [
        bold(locale.say("How I read your question")),
        "\n".join(map(escape, _reading(explanation, locale))),
        "\n".join(_weighing(explanation, outcome, locale)),
    ]
    return Message("\n\n".join(block for block in blocks if block))


def _reading(explanation: Explanation, locale: Locale) -> Iterator[str]:
    say = locale.say
    understood = [
        each.words if each.words == each.meaning else f"{each.words} (= {each.meaning})"
        for each in explanation.understood
    ]
    if understood:
        yield say("Understood: {words}.", words=_listed(understood))
    if pinned := list(_pinned(explanation, locale)):
        yield say("It must fit: {slots}.", slots=_listed(pinned))
    if explanation.carried:
        yield say("From your question before: {words}.", words=_listed(explanation.carried))
    if explanation.ignored:
        yield say("Ignored: {words}.", words=_listed(explanation.ignored))
    if explanation.unknown:
        yield say("Not known to me: {words}.", words=_listed(explanation.unknown))


def _pinned(explanation: Explanation, locale: Locale) -> Iterator[str]:
    """Yield what the question pins down and an answer may not contradict."""
    say, slots = locale.say, explanation.slots
    for number in sorted(slots.rounds):
        yield say("round {number}", number=number)
    yield from (locale.day_of_a_year(*day) for day in sorted(slots.days))
    if slots.span:
        first, last = (locale.day_of_a_year(*day) for day in slots.span)
        yield say("from {first} to {last}", first=first, last=last)
    yield from (locale.month(month) for month in sorted(slots.months) if not slots.days)
    yield from map(str, sorted(slots.years))
    yield from explanation.people
    yield from map(locale.capitalised, (*explanation.places, *explanation.sides))
    if explanation.actor and len(explanation.sides) > 1:
        yield say("the one who acts: {side}", side=locale.capitalised(explanation.actor))
    yield from sorted(slots.numbers, key=int)
    yield from explanation.asks
    if slots.is_negated:
        yield say("the word “not”")
    if explanation.as_of:
        yield say("what was on record on {day}", day=locale.date(explanation.as_of))


def _weighing(explanation: Explanation, outcome: Outcome, locale: Locale) -> Iterator[str]:
    """Yield what was chosen, and the runner-up with what speaks against it."""
    say = locale.say
    if isinstance(outcome, About):
        yield escape(say("I took it for a question about me."))
        return
    if isinstance(outcome, NoAnswer):
        yield escape(say("Nothing on record fits well enough."))
    elif isinstance(outcome, Clarification):
        yield escape(say("Several questions fit about equally well, so I asked back."))
    elif explanation.chosen:
        chosen = _question(explanation.chosen, locale)
        yield escape(say("Chosen: {question}", question=chosen))
        yield escape(_fit(explanation.chosen, locale))
    if rival := explanation.runner_up:
        question = _question(rival, locale)
        yield ""
        if explanation.chosen and not isinstance(outcome, Clarification):
            yield escape(say("Runner-up: {question}", question=question))
        else:
            yield escape(say("Closest of the rest: {question}", question=question))
        yield escape(_fit(rival, locale))
        reasons = locale.list_of(list(_against(rival, explanation, locale)))
        yield escape(say("Against it: {reasons}.", reasons=reasons))


def _against(rival: Rival, explanation: Explanation, locale: Locale) -> Iterator[str]:
    """Yield what speaks against the runner-up: what it contradicts, or else how little it fits."""
    chosen = explanation.chosen
    if rival.objections:
        yield from (objection(found, locale) for found in rival.objections)
    elif chosen and round(rival.score) >= round(chosen.score):
        yield locale.say("taken together, the ways to ask for it fit less well")
    else:
        yield locale.say("its words fit less well")


def _question(rival: Rival, locale: Locale) -> str:
    return locale.quoted(cut(rival.fact.question.within(locale.language), MOST_OF_A_QUESTION))


def _fit(rival: Rival, locale: Locale) -> str:
    return locale.say("Words in common: {score} of 100.", score=round(rival.score))


def objection(found: Objection, locale: Locale) -> str:
    """Say what of a question a fact contradicts."""
    say = locale.say
    return {
        "round": say("it is about another round"),
        "date": say("it is about another time"),
        "side": say("it does not speak of that side"),
        "person": say("it does not speak of that person"),
        "stranger": say("your question names what is not on record"),
        "opinion": say("your question asks for an opinion"),
        "place": say("it is about another place"),
        "thing": say("it is about something else"),
        "number": say("it has other numbers"),
        "ask": say("it does not say what you ask for"),
        "opposite": say("it says the opposite, or another side acts in it"),
    }[found]


def _listed(words: Sequence[str]) -> str:
    return cut(" · ".join(dict.fromkeys(words)), MOST_OF_A_LINE)
