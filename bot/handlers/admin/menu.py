"""The command menu of editors: set in their own chat with the bot, so that nobody else sees it."""

from __future__ import annotations

import logging

from telegram import BotCommandScopeChat
from telegram.error import TelegramError

from bot.context import TalksApplication
from bot.rendering.admin.help import command_help
from bot.rendering.wording import command_descriptions
from knowledge import offices

log = logging.getLogger(__name__)


async def publish_editor_menus(application: TalksApplication) -> None:
    """Set the menu of everybody who holds an office."""
    desk = application.services.desk
    if desk is not None:
        for editor in await offices.list_editors(desk):
            await publish_editor_menu(application, editor.person_id)


async def publish_editor_menu(application: TalksApplication, person_id: int) -> None:
    """Set the menu in a person's private chat, or take it away from one without an office.

    A menu is no reason to fail: whoever never wrote to the bot has no chat to set it in.
    """
    desk = application.services.desk
    assert desk is not None
    scope = BotCommandScopeChat(person_id)
    try:
        if await offices.office(desk, person_id) is None:
            await application.bot.delete_my_commands(scope)
        else:
            await application.bot.set_my_commands(_menu(application, person_id), scope)
    except TelegramError as error:
        log.info("the menu of an editor was not set: %s", error)


def _menu(application: TalksApplication, person_id: int) -> list[tuple[str, str]]:
    locale = application.services.locale_in(person_id)
    own = [(name, about.purpose) for name, about in command_help(locale).items()]
    known = {name for name, _ in own}
    readers = command_descriptions(locale).items()
    return [*own, *(each for each in readers if each[0] not in known and each[0] != "ask")]
