"""The panel on which a chat chooses its language, and what is said when it has."""

from __future__ import annotations

from bot.rendering.buttons import Button, ChooseLanguage, button
from bot.rendering.html import escape
from bot.rendering.locale import Locale, own_name_of
from bot.rendering.message import Message
from knowledge import LANGUAGES, Language

MARK = "✓ "
"""Before the language that is spoken."""
IN_A_ROW = 2


def render_languages(
    chosen: Language | None, locale: Locale, *, follows_telegram: bool, is_new: bool = False
) -> Message:
    """Ask for a language, or say which one it is from now on.

    `chosen` is what the chat has chosen, if anything; `follows_telegram` is true where Telegram
    knows the reader's language, which is in private chats.
    """
    marked = chosen if follows_telegram else locale.language
    buttons = [_button(own_name_of(each), each, marked) for each in LANGUAGES]
    rows = [tuple(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW)]
    if follows_telegram:
        rows.append((_button(locale.say("As Telegram says"), None, marked),))
    return Message(escape(_sentence(chosen, locale, is_new=is_new)), tuple(rows))


def _button(label: str, language: Language | None, marked: Language | None) -> Button:
    return button(MARK * (language == marked) + label, ChooseLanguage(language))


def _sentence(chosen: Language | None, locale: Locale, *, is_new: bool) -> str:
    if not is_new:
        return locale.say("Which language shall I speak here?")
    if chosen is None:
        return locale.say("From now on I follow the language of your Telegram.")
    # Translators: say the name of your own language here.
    return locale.say("From now on I speak English here.")
