"""One thing after the other: what is missing is asked for, and nothing typed is lost."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Final

from telegram import Message

from bot.context import Services, TalksApplication
from bot.handlers.admin.telling import Place, asked_by, is_private, say_all, tell
from bot.rendering.admin.asking import choices_of, render_ask, render_ask_anew
from bot.rendering.admin.drafts import render_problems
from bot.rendering.admin.rounds import round_wording
from bot.rendering.message import Message as Rendered
from knowledge import desk as desks
from knowledge import draft as drafts
from knowledge import review

HEAD: Final = "head"
"""The key under which a dialogue asks for the words at the head of a command."""


async def make_draft(
    command: str,
    typed: drafts.Typed,
    update_id: int,
    person_id: int,
    message: Message,
    application: TalksApplication,
) -> None:
    """Lay a draft of what was typed, or say what is wrong and ask for it."""
    services = application.services
    desk = services.desk
    assert desk is not None
    place = Place.of(message)
    asked = asked_by(update_id, person_id, place)
    corpus = services.knowledge.corpus
    if earlier := await desks.earlier_act(desk, update_id):
        # Delivered again: told again only if it was not told.
        if not earlier.is_answered:
            await tell(application, asked, place, earlier.result)
        return
    found = drafts.draft_from_command(
        command, typed, corpus, now=asked.now, wording=round_wording()
    )
    if isinstance(found, drafts.Drafted):
        found = await checked(found, services)
    if isinstance(found, drafts.Drafted):
        await desks.ask_no_more(desk, person_id, place.chat_id)
        result = await desks.lay_draft(
            desk,
            asked,
            command=command,
            typed=str(typed),
            reason=found.reason,
            records=found.records,
        )
        await tell(application, asked, place, result)
        return
    text = Rendered(
        render_problems(command, str(typed), found, services.locale_in(message.chat_id))
    )
    if not is_private(message):
        await say_all(application, place, [text])
        return
    await _ask_on(command, typed, found, update_id, person_id, place, text, application)


async def checked(
    drafted: drafts.Drafted, services: Services
) -> drafts.Drafted | list[drafts.Problem]:
    """Return a draft that the check of the record finds nothing wrong with, or what it finds."""
    assert services.desk is not None
    before = services.knowledge.corpus
    after = review.with_records(before, drafted.records)
    # A fifth of a second for the whole record: too long for the event loop.
    problems = await asyncio.to_thread(review.new_problems, before, after, services.desk.lexicons)
    return problems or drafted


async def _ask_on(
    command: str,
    typed: drafts.Typed,
    problems: Sequence[drafts.Problem],
    update_id: int,
    person_id: int,
    place: Place,
    text: Rendered,
    application: TalksApplication,
) -> None:
    services = application.services
    assert services.desk is not None
    unknown = {each.key for each in problems if each.message.startswith("unknown key")}
    typed = typed.without(*unknown)
    keys = [each.key.split(".")[0] for each in problems if each.key not in unknown]
    key = next(iter(keys), "") or HEAD
    dialogue = desks.Dialogue(
        person_id=person_id,
        chat_id=place.chat_id,
        command=command,
        typed=str(typed),
        asks=key,
        update_id=update_id,
    )
    await desks.ask_for(services.desk, dialogue)
    application.unconfirmed.done(update_id)
    locale = services.locale_in(place.chat_id)
    choices = choices_of(key, command, services.knowledge.corpus)
    question = (
        render_ask_anew(command, locale)
        if key == HEAD
        else render_ask(key, choices, update_id, locale)
    )
    both = Rendered(f"{text.html}\n\n{question.html}", question.buttons)
    await say_all(application, place, [both])


async def take_step(
    update_id: int, person_id: int, message: Message, application: TalksApplication
) -> bool:
    """Take what an editor sends as the thing that was asked for; False where nothing was."""
    desk = application.services.desk
    assert desk is not None
    text = message.text or message.caption
    dialogue = await desks.asked_for(desk, person_id, message.chat_id)
    if dialogue is None or not text:
        return False
    if update_id < dialogue.update_id:
        return True
    if update_id == dialogue.update_id:
        # Delivered again: the step is taken, and whether its answer was sent is not known.
        typed = drafts.read_typed(dialogue.typed)
        await make_draft(dialogue.command, typed, update_id, person_id, message, application)
        return True
    await step(dialogue, text, update_id, message, application)
    return True


async def step(
    dialogue: desks.Dialogue,
    text: str,
    update_id: int,
    message: Message,
    application: TalksApplication,
) -> None:
    """Go on with a dialogue: a plain value, or several `key: value` at once."""
    typed = drafts.read_typed(dialogue.typed)
    sent = drafts.read_typed(text)
    if sent.fields and not sent.head:
        keys = {field.key for field in sent.fields}
        kept = typed.without(*keys)
        typed = drafts.Typed(kept.head, (*kept.fields, *sent.fields))
    elif dialogue.asks == HEAD:
        typed = typed.with_head(" ".join(text.split()))
    else:
        typed = typed.without(*drafts.same_keys(dialogue.command, dialogue.asks))
        typed = typed.with_field(dialogue.asks, " ".join(text.split()))
    await make_draft(dialogue.command, typed, update_id, dialogue.person_id, message, application)


def forwarded_clue(message: Message, typed: drafts.Typed) -> drafts.Typed:
    """Take the link and the day of the news item that a command replies to."""
    item = message.reply_to_message
    if item is None:
        return typed
    address, title, day = _origin_of(item)
    if address and not typed.first("source", "citations"):
        typed = typed.with_field("source", address)
        if title and not typed.first("publisher"):
            typed = typed.with_field("publisher", title)
        if day and not typed.first("published"):
            typed = typed.with_field("published", day.isoformat())
    if day and not typed.first("date", "as_of"):
        typed = typed.with_field("date", day.isoformat())
    return typed


def _origin_of(item: Message) -> tuple[str, str, dt.date | None]:
    """Return the address of a forwarded post, whose it is, and its day."""
    origin = item.forward_origin
    if origin is None:
        return _first_link(item), "", None
    day = origin.date.date()
    chat = getattr(origin, "chat", None)
    post = getattr(origin, "message_id", None)
    if chat is not None and chat.username and post:
        return f"https://t.me/{chat.username}/{post}", chat.title or "", day
    return _first_link(item), "", day


def _first_link(item: Message) -> str:
    entities = item.parse_entities(["url", "text_link"]) if item.text else {}
    entities = entities or item.parse_caption_entities(["url", "text_link"])
    for entity, text in entities.items():
        found = entity.url or text
        return found if "://" in found else f"https://{found}"
    return ""
