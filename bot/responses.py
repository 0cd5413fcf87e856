"""What the bot says to a question, a command or a pressed button; the same for every client."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.rendering.buttons import (
    Action,
    ChooseFact,
    ChooseNone,
    ShowFact,
    ShowSources,
    TurnPage,
    decode_link,
)
from bot.rendering.explanations import render_explanation
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from bot.rendering.messages import (
    render_changes,
    render_outcome,
    render_quotes,
    render_rounds,
    render_sources,
    render_text,
    render_timeline,
    render_unknown_day,
    render_unknown_fact,
    render_unknown_person,
)
from bot.rendering.wording import help_sentences, privacy_sentences
from knowledge import (
    Knowledge,
    Outcome,
    Turn,
    UnknownFactError,
    UnknownPersonError,
    converse,
    explain_turn,
    find_person,
    list_changes,
    list_quotes,
    list_rounds,
    list_sources,
    list_speakers,
    list_timeline,
    read_day,
    turn_showing,
)


@dataclass(frozen=True, slots=True)
class Response:
    """A message, and the outcome and the turn it renders where somebody asked."""

    message: Message
    outcome: Outcome | None = None
    turn: Turn | None = None


def to_question(
    knowledge: Knowledge,
    question: str,
    locale: Locale,
    *,
    asker: int = 0,
    as_of: dt.date | None = None,
    before: Turn | None = None,
) -> Response:
    """Answer free text in the language of the question, with the turn before it in mind."""
    turn = converse(knowledge, question, language=locale.language, as_of=as_of, before=before)
    if turn.language != locale.language:
        locale = Locale(turn.language)
    return Response(render_outcome(turn.outcome, locale, asker=asker), turn.outcome, turn)


def to_why(knowledge: Knowledge, turn: Turn | None, locale: Locale) -> Response:
    """Say how the question of a turn was read and weighed; what to do where there is none."""
    if turn is None:
        sentence = locale.say(
            "I remember questions for ten minutes, and yours is not among them. Please ask again, "
            "then press “Why this?” or write /why."
        )
        return Response(render_text(sentence))
    if turn.language != locale.language:
        locale = Locale(turn.language)
    explanation = explain_turn(knowledge, turn)
    return Response(render_explanation(explanation, turn.outcome, locale))


def to_command(
    knowledge: Knowledge, command: str, argument: str, locale: Locale
) -> Response | None:
    """Answer a command that looks around or explains; None where there is no such command."""
    match command:
        case "start" | "help":
            if (action := decode_link(argument)) and (
                found := to_action(knowledge, action, locale)
            ):
                return found
            return Response(render_text("\n\n".join(help_sentences(locale))))
        case "privacy":
            return Response(render_text("\n\n".join(privacy_sentences(locale))))
        case "rounds":
            return Response(render_rounds(list_rounds(knowledge.corpus), locale))
        case "timeline":
            return Response(render_timeline(list_timeline(knowledge.corpus), 0, locale))
        case "quotes":
            return _quotes(knowledge, argument, 0, locale)
        case "sources":
            return _sources(knowledge, argument, 0, locale)
        case "changes":
            return _changes(knowledge, argument, 0, locale)
    return None


def to_action(
    knowledge: Knowledge, action: Action, locale: Locale, *, as_of: dt.date | None = None
) -> Response | None:
    """Answer a pressed button; None where what it stands for is no longer on record."""
    try:
        match action:
            case ShowFact(fact) | ChooseFact(fact):
                turn = turn_showing(knowledge, fact, language=locale.language, as_of=as_of)
                return Response(render_outcome(turn.outcome, locale), turn.outcome, turn)
            case ChooseNone():
                sentence = locale.say(
                    "Then it may not be on record. Try other words, or see /rounds and /timeline."
                )
                return Response(render_text(sentence))
            case ShowSources(fact):
                found, sources = list_sources(knowledge.corpus, fact)
                return Response(render_sources(sources, found, 0, locale))
            case TurnPage("rounds"):
                return Response(render_rounds(list_rounds(knowledge.corpus), locale))
            case TurnPage("timeline", page):
                return Response(render_timeline(list_timeline(knowledge.corpus), page, locale))
            case TurnPage("quotes", page, about):
                return _quotes(knowledge, about, page, locale)
            case TurnPage("sources", page, about):
                return _sources(knowledge, about, page, locale)
            case TurnPage("changes", page, about):
                return _changes(knowledge, about, page, locale)
    except UnknownFactError:
        pass
    return None


def _quotes(knowledge: Knowledge, name: str, page: int, locale: Locale) -> Response:
    try:
        person = find_person(knowledge.corpus, name) if name else None
    except UnknownPersonError:
        speakers = list_speakers(knowledge.corpus)
        return Response(render_unknown_person(name, speakers, locale))
    return Response(render_quotes(list_quotes(knowledge.corpus, person), person, page, locale))


def _changes(knowledge: Knowledge, day: str, page: int, locale: Locale) -> Response:
    since = read_day(knowledge, day, language=locale.language) if day else None
    if day and since is None:
        return Response(render_unknown_day(day, locale))
    return Response(render_changes(list_changes(knowledge, since), page, locale))


def _sources(knowledge: Knowledge, fact_id: str, page: int, locale: Locale) -> Response:
    try:
        fact, sources = list_sources(knowledge.corpus, fact_id)
    except UnknownFactError:
        return Response(render_unknown_fact(fact_id, locale))
    return Response(render_sources(sources, fact, page, locale))
