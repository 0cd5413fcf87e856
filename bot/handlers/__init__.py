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
    MessageReactionHandler,
    filters,
)

from bot.context import Context, TalksApplication
from bot.handlers.admin import register_editors
from bot.handlers.alerts import ALERTS, answer_alert_button, answer_alerts
from bot.handlers.ask import answer_ask, answer_text, explain_no_text
from bot.handlers.browse import COMMANDS, answer_command, point_to_help
from bot.handlers.buttons import answer_button
from bot.handlers.errors import report_error
from bot.handlers.history import tell_history
from bot.handlers.inline import answer_inline
from bot.handlers.language import (
    CHOICE,
    answer_choice,
    answer_language,
    keep_language,
    note_who_adds,
)
from bot.handlers.membership import note_membership, note_migration, note_topic
from bot.handlers.reactions import take_reaction
from bot.handlers.subscribe import (
    PANEL,
    answer_forget,
    answer_panel,
    answer_pause,
    answer_resume,
    answer_subscribe,
    answer_subscriptions,
    answer_unsubscribe,
)
from bot.handlers.why import LINK, answer_why, open_why

NEW = filters.UpdateType.MESSAGE
NEW_OR_EDITED = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
PRIVATE = filters.ChatType.PRIVATE
GROUPS = filters.ChatType.GROUPS
WORDS = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
NOT_WRITTEN_BY_A_BOT = ~filters.VIA_BOT
BEFORE = -2
"""The library's number for handlers that see an update first, beside the one that answers it."""


def register(application: TalksApplication) -> None:
    """Give the application its handlers; the first that takes an update is the only one."""
    handlers: list[BaseHandler[Any, Context, None]] = [
        *(_of_language() if application.services.store else ()),
        *(_of_delivery() if application.services.store else ()),
        CommandHandler("ask", answer_ask, filters=NEW_OR_EDITED),
        CommandHandler("why", answer_why, filters=NEW),
        CommandHandler("start", open_why, filters=NEW & PRIVATE & filters.Regex(LINK)),
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


def _of_delivery() -> list[BaseHandler[Any, Context, None]]:
    """Return the handlers that need the database: subscribing, and where the bot may write."""
    status = filters.StatusUpdate
    return [
        ChatMemberHandler(note_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(NEW & status.MIGRATE, note_migration),
        MessageHandler(NEW & (status.FORUM_TOPIC_CLOSED | status.FORUM_TOPIC_REOPENED), note_topic),
        CommandHandler("subscribe", answer_subscribe, filters=NEW),
        CommandHandler("subscriptions", answer_subscriptions, filters=NEW),
        CommandHandler("unsubscribe", answer_unsubscribe, filters=NEW),
        CommandHandler("pause", answer_pause, filters=NEW),
        CommandHandler("resume", answer_resume, filters=NEW),
        CommandHandler("forget", answer_forget, filters=NEW),
        CommandHandler("alerts", answer_alerts, filters=NEW & PRIVATE),
        CallbackQueryHandler(answer_panel, PANEL),
        CallbackQueryHandler(answer_alert_button, ALERTS),
    ]
