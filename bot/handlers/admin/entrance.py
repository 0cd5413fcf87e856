"""Who comes: an editor is served here, everybody else goes on as if this were not there."""

from __future__ import annotations

from typing import Final

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatID, ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.context import Context, TalksApplication
from bot.handlers.admin.commands import COMMANDS, run_command
from bot.handlers.admin.files import take_file
from bot.handlers.admin.guided import take_step
from bot.handlers.admin.pressing import press
from bot.handlers.admin.telling import Place, say_all
from bot.rendering.admin.desk_buttons import decode_desk, desk_button
from bot.rendering.html import escape
from bot.rendering.message import Message as Rendered
from knowledge import offices

NOBODY: Final = (ChatID.ANONYMOUS_ADMIN, ChatID.SERVICE_CHAT, ChatID.FAKE_CHANNEL)


async def serve_editor(update: Update, context: Context) -> None:
    """Serve an editor.

    Raises:
        ApplicationHandlerStop: it was for the desk; the readers' handlers do not see it.
    """
    services = context.services
    desk = services.desk
    if desk is None:
        return
    if update.effective_chat and update.effective_user and update.effective_user.id in desk.editors:
        services.read_in[update.effective_chat.id] = context.locale.language
    application = context.application
    assert isinstance(application, TalksApplication)
    if update.callback_query:
        await _serve_press(update, update.callback_query, application)
    # Only new messages: an edited command never runs again.
    elif update.message and update.message.via_bot is None:
        await _serve_message(update, update.message, application)


async def _serve_press(update: Update, query: CallbackQuery, application: TalksApplication) -> None:
    action = decode_desk(query.data or "")
    desk = application.services.desk
    assert desk is not None
    if action is None or await offices.office(desk, query.from_user.id) is None:
        return
    if action.verb == "sign":
        await _sign(update, query, application)
    else:
        await press(update, query, action, application)
    raise ApplicationHandlerStop


async def _serve_message(update: Update, message: Message, application: TalksApplication) -> None:
    desk = application.services.desk
    assert desk is not None
    command, typed = command_in(message, application.bot.username)
    if message.sender_chat is not None:
        if command in COMMANDS and message.sender_chat.id == message.chat_id:
            await _ask_who(message, application)
        return
    person = message.from_user
    if person is None or person.id in NOBODY or person.id not in desk.editors:
        return
    if await offices.office(desk, person.id) is None:
        return
    is_served = False
    if command in COMMANDS:
        is_served = await run_command(
            command, typed, update.update_id, person.id, message, application
        )
    elif message.chat.type == ChatType.PRIVATE and not command:
        is_served = (
            await take_file(update.update_id, person.id, message, application)
            if message.document
            else await take_step(update.update_id, person.id, message, application)
        )
    if is_served:
        raise ApplicationHandlerStop


def command_in(message: Message, username: str) -> tuple[str, str]:
    """Return the command of a message and what stands behind it; nothing where there is none.

    A forwarded message is somebody else's, so it commands nothing.
    """
    text = message.text or message.caption or ""
    if not text.startswith("/") or message.forward_origin is not None:
        return "", text
    first, *rest = text.split(maxsplit=1)
    name, _, bot = first.removeprefix("/").partition("@")
    if bot and bot.casefold() != username.casefold():
        return "", text
    return name.lower(), rest[0] if rest else ""


async def _ask_who(message: Message, application: TalksApplication) -> None:
    """Ask, by a button, who wrote in a group's name; where no editor could have, say nothing."""
    services = application.services
    assert services.desk is not None
    try:
        administrators = await application.bot.get_chat_administrators(message.chat_id)
    except TelegramError:
        return
    if not any(
        each.user.id in services.desk.editors and getattr(each, "is_anonymous", False)
        for each in administrators
    ):
        return
    say = services.locale_in(message.chat_id).say
    sentence = say("Written in the group's name. Press the button so that I know who it is.")
    rendered = Rendered(escape(sentence), ((desk_button(say("It is me"), "sign"),),))
    sent = await say_all(application, Place.of(message), [rendered])
    services.unsigned.keep(sent.message_id, message)
    raise ApplicationHandlerStop


async def _sign(update: Update, query: CallbackQuery, application: TalksApplication) -> None:
    """Run a command that was written in a group's name, as the one who pressed."""
    services = application.services
    shown = query.message
    message = services.unsigned.take(shown.chat.id, shown.message_id) if shown else None
    if message is None:
        say = services.locale_in(shown.chat.id if shown else 0).say
        await query.answer(say("This button is too old to work. Please ask again."))
        return
    await query.answer()
    command, typed = command_in(message, application.bot.username)
    await run_command(command, typed, update.update_id, query.from_user.id, message, application)
