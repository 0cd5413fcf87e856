"""What came of an act, told where it was asked for; what is owed is told at the next start."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from telegram import CallbackQuery, Message
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.context import TalksApplication
from bot.handlers.sending import NO_PREVIEW, keyboard
from bot.rendering.admin.drafts import render_refusal, render_review
from bot.rendering.admin.results import render_result
from bot.rendering.locale import Locale
from bot.rendering.message import Message as Rendered
from knowledge import desk as desks
from knowledge import editing, looking, offices

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to answer: a chat, its topic, and the message to point at."""

    chat_id: int
    message_id: int | None = None
    thread_id: int | None = None

    @classmethod
    def of(cls, message: Message) -> Place:
        """Return the place of a message."""
        thread = message.message_thread_id if message.is_topic_message else None
        return cls(message.chat_id, message.message_id, thread)

    def written(self) -> str:
        """Return the place as it is kept with an act."""
        return json.dumps([self.chat_id, self.message_id, self.thread_id])

    @classmethod
    def read(cls, text: str) -> Place:
        """Return the place that was kept with an act."""
        return cls(*json.loads(text))

    @property
    def is_private(self) -> bool:
        """Whether it is the chat with one person."""
        return self.chat_id > 0


def asked_by(update_id: int, person_id: int, place: Place) -> desks.Asked:
    """Return who asks, by which update, now."""
    now = dt.datetime.now(dt.UTC)
    return desks.Asked(update_id=update_id, person_id=person_id, place=place.written(), now=now)


async def say_all(
    application: TalksApplication, place: Place, messages: Sequence[Rendered]
) -> Message:
    """Send messages one after the other and return the last."""
    sent: Message | None = None
    for rendered in messages:
        sent = await application.bot.send_message(
            place.chat_id,
            rendered.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            message_thread_id=place.thread_id,
            reply_markup=keyboard(
                rendered,
                place.chat_id,
                is_private=place.is_private,
                username=application.bot.username,
            ),
        )
    assert sent is not None
    return sent


async def tell(
    application: TalksApplication, asked: desks.Asked, place: Place, result: desks.Result
) -> None:
    """Tell what came of an act, and note that it was told."""
    desk = application.services.desk
    assert desk is not None
    # Done and kept: what is left to say is owed, and must not hold up other people's updates.
    application.unconfirmed.done(asked.update_id)
    locale = application.services.locale_in(place.chat_id)
    await say_all(application, place, await _rendered(application, desk, result, locale))
    await desks.note_told(desk, asked.update_id, dt.datetime.now(dt.UTC))


async def _rendered(
    application: TalksApplication, desk: desks.EditingDesk, result: desks.Result, locale: Locale
) -> list[Rendered]:
    services = application.services
    if result["what"] in ("drafted", "problems", "moved") and result.get("draft"):
        now = dt.datetime.now(dt.UTC)
        review = await desks.review(desk, result["draft"], services.knowledge, now)
        if review:
            is_refused = result["what"] == "moved"
            render = render_refusal if is_refused else render_review
            return render(review, locale)
    return [render_result(result, locale)]


async def put_buttons_away(query: CallbackQuery) -> None:
    """Take the buttons off a message that was dealt with; that they are gone already is fine."""
    with suppress(BadRequest, Forbidden):
        await query.edit_message_reply_markup(None)


async def answer_owed(application: TalksApplication) -> None:
    """Tell what was done before the last end and could not be told any more."""
    desk = application.services.desk
    if desk is None:
        return
    for act in await desks.owed(desk):
        if await offices.office(desk, act.person_id) is None:
            await desks.note_told(desk, act.update_id, dt.datetime.now(dt.UTC))
            continue
        place = Place.read(act.place)
        asked = asked_by(act.update_id, act.person_id, place)
        try:
            await tell(application, asked, place, act.result)
        except (BadRequest, Forbidden) as error:
            log.warning("what came of update %s cannot be told: %s", act.update_id, error)
            await desks.note_told(desk, act.update_id, dt.datetime.now(dt.UTC))
        except TelegramError as error:
            log.warning("what came of update %s was not told: %s", act.update_id, error)


async def ask_colleagues(application: TalksApplication, number: int, author: int) -> None:
    """Send a draft that waits to everybody else who may publish it."""
    services = application.services
    desk = services.desk
    assert desk is not None
    review = await desks.review(desk, number, services.knowledge, dt.datetime.now(dt.UTC))
    if review is None or await looking.get_draft(desk, number) is None:
        return
    for editor in await offices.list_editors(desk):
        if editor.person_id == author or not editing.may(editor.office, "publish"):
            continue
        try:
            await say_all(
                application,
                Place(editor.person_id),
                render_review(review, services.locale_in(editor.person_id)),
            )
        except TelegramError as error:
            log.warning("an editor was not asked to approve draft %s: %s", number, error)


def is_private(message: Message) -> bool:
    """Say whether a message stands in the chat with one person."""
    return message.chat.type == ChatType.PRIVATE
