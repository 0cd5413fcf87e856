"""Which language a reader gets: what their chat has chosen, else what Telegram says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.constants import ChatType

from knowledge import LANGUAGES, Language

OTHERWISE: Final[Language] = "en"
"""For readers of a fifth language, and for groups where nobody has chosen."""


class ChosenLanguages:
    """The choices that the store keeps, in memory: they are looked up for every update."""

    def __init__(self, chosen: Mapping[int, Language] | None = None) -> None:
        self._chosen = dict(chosen or {})

    def of(self, chat_id: int) -> Language | None:
        """Return what a chat has chosen; a private chat has the id of its person."""
        return self._chosen.get(chat_id)

    def note(self, chat_id: int, language: Language | None) -> None:
        """Take over a choice that was stored; None where it was withdrawn."""
        if language is None:
            self._chosen.pop(chat_id, None)
        else:
            self._chosen[chat_id] = language

    def move(self, chat_id: int, new_chat_id: int) -> None:
        """Take over that a group became a supergroup with another id."""
        if (language := self._chosen.pop(chat_id, None)) is not None:
            self._chosen[new_chat_id] = language


def telegram_language(code: str | None) -> Language | None:
    """Return which of the four a language tag such as `uk` or `en-gb` names, if any."""
    main = (code or "").lower().replace("_", "-").partition("-")[0]
    return next((language for language in LANGUAGES if language == main), None)


def language_for(update: object, chosen: ChosenLanguages) -> Language:
    """Return the language of whoever reads what the bot says to an update.

    A group has its own, whoever writes in it; an inline query is one person's.
    """
    if not isinstance(update, Update):
        return OTHERWISE
    chat, user = update.effective_chat, update.effective_user
    if chat is not None and chat.type != ChatType.PRIVATE:
        return chosen.of(chat.id) or OTHERWISE
    if user is None:
        return OTHERWISE
    return chosen.of(user.id) or telegram_language(user.language_code) or OTHERWISE
