"""Every handler, in order, in one list."""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.context import Context, TalksApplication
from bot.handlers.ask import answer_ask, answer_text, explain_no_text
from bot.handlers.browse import COMMANDS, answer_command, point_to_help
from bot.handlers.buttons import answer_button
from bot.handlers.errors import report_error
from bot.handlers.inline import answer_inline
from bot.handlers.language import (
    CHOICE,
    answer_choice,
    answer_language,
    keep_language,
    note_who_adds,
)
from bot.handlers.why import LINK, answer_why, open_why

NEW = filters.UpdateType.MESSAGE
NEW_OR_EDITED = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
PRIVATE = filters.ChatType.PRIVATE
GROUPS = filters.ChatType.GROUPS
WORDS = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
NOT_WRITTEN_BY_A_BOT = ~filters.VIA_BOT
BEFORE = -1
"""The library's number for handlers that see an update first, beside the one that answers it."""


def register(application: TalksApplication) -> None:
    """Give the application its handlers; the first that takes an update is the only one."""
    handlers: list[BaseHandler[Any, Context, None]] = [
        *(_of_language() if application.services.store else ()),
        CommandHandler("ask", answer_ask, filters=NEW_OR_EDITED),
        CommandHandler("why", answer_why, filters=NEW),
        CommandHandler("start", open_why, filters=NEW & PRIVATE & filters.Regex(LINK)),
        CommandHandler(COMMANDS, answer_command, filters=NEW),
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
    ]
    application.add_handlers(handlers)
    if application.services.store:
        application.add_handlers(_watching_language(), group=BEFORE)
    application.add_error_handler(report_error)


def _of_language() -> list[BaseHandler[Any, Context, None]]:
    """Return the handlers that need the database: choosing a language."""
    return [
        CommandHandler("language", answer_language, filters=NEW),
        CallbackQueryHandler(answer_choice, CHOICE),
    ]


def _watching_language() -> list[BaseHandler[Any, Context, None]]:
    """Return what only takes note of an update: the handlers of `register` get it all the same."""
    return [
        ChatMemberHandler(note_who_adds, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(NEW & filters.StatusUpdate.MIGRATE, keep_language),
    ]
