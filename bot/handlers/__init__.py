"""Every handler, in order, in one list."""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    filters,
)

from bot.context import Context, TalksApplication
from bot.handlers.admin import register_editors
from bot.handlers.ask import answer_ask, answer_text, explain_no_text
from bot.handlers.browse import COMMANDS, answer_command, point_to_help
from bot.handlers.buttons import answer_button
from bot.handlers.errors import report_error
from bot.handlers.history import tell_history
from bot.handlers.inline import answer_inline
from bot.handlers.reactions import take_reaction

NEW = filters.UpdateType.MESSAGE
NEW_OR_EDITED = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
PRIVATE = filters.ChatType.PRIVATE
GROUPS = filters.ChatType.GROUPS
WORDS = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
NOT_WRITTEN_BY_A_BOT = ~filters.VIA_BOT


def register(application: TalksApplication) -> None:
    """Give the application its handlers; the first that takes an update is the only one."""
    handlers: list[BaseHandler[Any, Context, None]] = [
        CommandHandler("ask", answer_ask, filters=NEW_OR_EDITED),
        CommandHandler(COMMANDS, answer_command, filters=NEW),
        CommandHandler("history", tell_history, filters=NEW),
        MessageHandler(NEW & PRIVATE & filters.COMMAND, point_to_help),
        MessageHandler(
            NEW_OR_EDITED & (PRIVATE | GROUPS) & WORDS & NOT_WRITTEN_BY_A_BOT, answer_text
        ),
        MessageHandler(
            NEW & PRIVATE & ~filters.StatusUpdate.ALL & NOT_WRITTEN_BY_A_BOT & ~filters.COMMAND,
            explain_no_text,
        ),
        CallbackQueryHandler(answer_button),
        InlineQueryHandler(answer_inline),
        MessageReactionHandler(take_reaction),
    ]
    register_editors(application)
    application.add_handlers(handlers)
    application.add_error_handler(report_error)
