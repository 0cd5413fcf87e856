"""The one error handler: an entry in the log, and a word for the person."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import TelegramError

from bot.context import Context
from bot.handlers.sending import reply
from bot.rendering.messages import render_text

log = logging.getLogger(__name__)


async def report_error(update: object, context: Context) -> None:
    """Log an error without what people wrote, and apologise where somebody waits."""
    update_id = update.update_id if isinstance(update, Update) else None
    log.error("update %s failed", update_id, exc_info=context.error)
    message = update.message if isinstance(update, Update) else None
    if message is None or isinstance(context.error, TelegramError):
        return
    sentence = context.locale.say("Something went wrong on my side. Please try again in a moment.")
    try:
        await reply(message, render_text(sentence), context)
    except TelegramError as error:
        log.warning("the apology for update %s was not sent: %s", update_id, error)
