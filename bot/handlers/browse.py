"""/start, /help, /privacy, /rounds, /timeline, /quotes, /sources, /changes."""

from __future__ import annotations

from telegram import Update

from bot import responses
from bot.context import Context
from bot.handlers.receipts import keep_receipt
from bot.handlers.remembering import keep_turn, person_behind
from bot.handlers.sending import reply

COMMANDS = ("start", "help", "privacy", "rounds", "timeline", "quotes", "sources", "changes")


async def answer_command(update: Update, context: Context) -> None:
    """Answer a command that looks around or explains."""
    message = update.message
    if message is None or not message.text:
        return
    command = message.text.split(maxsplit=1)[0].removeprefix("/").partition("@")[0].lower()
    argument = " ".join(context.args or ())
    services = context.services
    response = responses.to_command(services.knowledge, command, argument, context.locale)
    if response:
        sent = await reply(message, response.message, context)
        person = person_behind(message)
        keep_turn(response, message.chat_id, person, sent.message_id, context)
        if response.outcome:
            await keep_receipt(sent, response, context)


async def point_to_help(update: Update, context: Context) -> None:
    """Say, in a private chat, that a command is not known."""
    if update.message:
        services = context.services
        response = responses.to_command(services.knowledge, "help", "", context.locale)
        assert response is not None
        await reply(update.message, response.message, context)
