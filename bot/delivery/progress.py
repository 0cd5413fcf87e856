"""Edits the messages that show admins a running broadcast."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Final

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.delivery.watched import Watched, WatchedAlerts
from bot.handlers.sending import NO_PREVIEW, keyboard
from bot.rendering.broadcasts import render_tally
from bot.rendering.message import Message
from knowledge import Corpus, Store, Tally, tally_of

log = logging.getLogger(__name__)

UPDATE_EVERY: Final = dt.timedelta(seconds=3)
WATCHED_FOR: Final = dt.timedelta(hours=12)


async def update_progress(
    alerts: WatchedAlerts, store: Store, bot: Bot, corpus: Corpus, now: dt.datetime
) -> None:
    """Edit what is out of date; what is over is edited a last time and then left.

    Raises:
        StoreError: the database cannot be read.
    """
    for key, watched in tuple(alerts.messages.items()):
        if now - watched.seen_at < UPDATE_EVERY:
            continue
        tally = await tally_of(store, watched.alert_id, now)
        if tally is None or not _is_running(tally) or now - watched.since > WATCHED_FOR:
            alerts.leave(*key)
        if tally is not None:
            await _show(key, _rendered(watched, tally, corpus, now), watched, bot)


def _is_running(tally: Tally) -> bool:
    return bool(tally.pending + tally.sending)


def _rendered(watched: Watched, tally: Tally, corpus: Corpus, now: dt.datetime) -> Message:
    done = tally.total - tally.pending - tally.sending - tally.waiting
    seconds = (now - watched.seen_at).total_seconds()
    rate = None if watched.done is None else (done - watched.done) / seconds
    watched.done, watched.seen_at = done, now
    return render_tally(tally, corpus, watched.locale, per_second=rate)


async def _show(key: tuple[int, int], message: Message, watched: Watched, bot: Bot) -> None:
    if message.html == watched.shown:
        return
    watched.shown = message.html
    chat_id, message_id = key
    try:
        await bot.edit_message_text(
            message.html,
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(message, chat_id, is_private=True, username=bot.username),
        )
    except TelegramError as error:
        log.info("the progress of alert %d is not shown: %s", watched.alert_id, error)
