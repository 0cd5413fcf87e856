"""What editors may do from a chat; to everybody else it is as if none of it were there."""

from __future__ import annotations

from typing import Final

from telegram import Update
from telegram.ext import TypeHandler

from bot.context import TalksApplication
from bot.handlers.admin.entrance import serve_editor

BEFORE_READERS: Final = -1
"""Handlers of this group look first; what they leave goes on to the readers' as if unseen."""


def register_editors(application: TalksApplication) -> None:
    """Give the application the handler of editors, before those of readers."""
    application.add_handler(TypeHandler(Update, serve_editor), group=BEFORE_READERS)
