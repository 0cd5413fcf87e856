"""Walking the inbox: what was not answered well, and what several people chose."""

from __future__ import annotations

import zlib

from telegram import Message

from bot.context import Services, TalksApplication
from bot.handlers.admin.guided import make_draft
from bot.handlers.admin.telling import Place, say_all, tell
from bot.rendering.admin.lists import MOST_CANDIDATES, render_group, render_suggestion
from bot.rendering.admin.results import render_result
from bot.rendering.buttons import ServeDesk
from bot.rendering.messages import render_text
from knowledge import Fact, inbox
from knowledge import desk as desks
from knowledge import draft as drafts


async def show_inbox(place: Place, application: TalksApplication, after: int | None = None) -> None:
    """Show the first group of questions, or the one after another."""
    services = application.services
    desk = services.desk
    assert desk is not None
    locale = services.locale_in(place.chat_id)
    if after is None:
        for suggestion in (await inbox.list_suggestions(desk, services.knowledge.corpus))[:3]:
            fact = services.knowledge.corpus.facts[inbox.fact_id(suggestion)]
            rendered = render_suggestion(suggestion, _key(suggestion), fact, locale)
            await say_all(application, place, [rendered])
    groups = await inbox.walk_inbox(desk)
    numbers = [group.number for group in groups]
    start = numbers.index(after) + 1 if after in numbers else 0
    if start >= len(groups):
        sentence = locale.say("The inbox is at its end.")
        await say_all(application, place, [render_text(sentence)])
        return
    group = groups[start]
    candidates = _candidates(group, services)
    left = len(groups) - start - 1
    await say_all(application, place, [render_group(group, candidates, left, locale)])


def _candidates(group: inbox.QuestionGroup, services: Services) -> list[Fact]:
    first = group.questions[0]
    return inbox.candidates_of(services.knowledge, first.question, first.language)[:MOST_CANDIDATES]


def _key(suggestion: inbox.Suggestion) -> int:
    """Return a number that names a suggestion in a button."""
    words = f"{suggestion.normal}\n{suggestion.language}\n{suggestion.fact}"
    return zlib.crc32(words.encode())


async def press_in_inbox(
    action: ServeDesk,
    asked: desks.Asked,
    message: Message,
    application: TalksApplication,
) -> None:
    """Do what a button of the inbox stands for."""
    desk = application.services.desk
    assert desk is not None
    place = Place.of(message)
    match action.verb:
        case "next":
            await show_inbox(place, application, after=action.number)
        case "scope" | "ignore":
            state: inbox.QueueState = "out_of_scope" if action.verb == "scope" else "ignored"
            result = await inbox.settle_group(desk, asked, action.number, state)
            await tell(application, asked, place, result)
            await show_inbox(place, application)
        case "attach" | "answer":
            await _draft_from_group(action, asked, message, application)
        case _:
            await _suggestion(action, asked, message, application)


async def _draft_from_group(
    action: ServeDesk, asked: desks.Asked, message: Message, application: TalksApplication
) -> None:
    services = application.services
    desk = services.desk
    assert desk is not None
    group = await inbox.group_of(desk, action.number)
    if group is None:
        locale = services.locale_in(message.chat_id)
        gone = render_result({"what": "no_such_question"}, locale)
        await say_all(application, Place.of(message), [gone])
        return
    question = group.questions[0]
    if action.verb == "answer":
        typed = drafts.Typed("", ()).with_field("asks", question.question)
        await make_draft("push", typed, asked.update_id, asked.person_id, message, application)
        return
    candidates = _candidates(group, services)
    if action.about is None or action.about >= len(candidates):
        return
    typed = drafts.Typed(candidates[action.about].id, ()).with_field("phrasing", question.question)
    typed = typed.with_field("lang", question.language)
    await make_draft("phrasing", typed, asked.update_id, asked.person_id, message, application)


async def _suggestion(
    action: ServeDesk, asked: desks.Asked, message: Message, application: TalksApplication
) -> None:
    services = application.services
    desk = services.desk
    assert desk is not None
    known = await inbox.list_suggestions(desk, services.knowledge.corpus)
    suggestion = next((each for each in known if _key(each) == action.number), None)
    if suggestion is None:
        locale = services.locale_in(message.chat_id)
        gone = render_result({"what": "no_such_question"}, locale)
        await say_all(application, Place.of(message), [gone])
    elif action.verb == "decline":
        result = await inbox.decline_suggestion(desk, asked, suggestion)
        await tell(application, asked, Place.of(message), result)
    else:
        typed = drafts.Typed(suggestion.fact, ()).with_field("phrasing", suggestion.question)
        typed = typed.with_field("lang", suggestion.language)
        await make_draft("phrasing", typed, asked.update_id, asked.person_id, message, application)
