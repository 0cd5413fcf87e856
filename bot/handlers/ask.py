"""Free text, /ask, a mention or a reply to the bot: a question, answered where it was asked."""

from __future__ import annotations

from telegram import Bot, Message, MessageEntity, Update
from telegram.constants import ChatType

from bot import responses
from bot.context import Context
from bot.handlers.queueing import queue_no_answer, remember_question
from bot.handlers.receipts import keep_receipt
from bot.handlers.remembering import keep_turn, person_behind, turn_replied_to
from bot.handlers.sending import put_in_place, reply
from bot.rendering.messages import render_text
from bot.responses import Response
from knowledge import Turn


async def answer_text(update: Update, context: Context) -> None:
    """Answer a message, new or edited, that is meant for the bot; be silent on others."""
    message = update.effective_message
    if message is None or (question := question_in(message, context.bot)) is None:
        return
    await _answer(message, question, context)


async def answer_ask(update: Update, context: Context) -> None:
    """Answer /ask with the words behind it."""
    message = update.effective_message
    if message is not None:
        await _answer(message, " ".join(context.args or ()), context)


async def explain_no_text(update: Update, context: Context) -> None:
    """Say, in a private chat, that only text is understood."""
    if update.message is None:
        return
    sentence = context.locale.say("I read only text. Please write your question.")
    await reply(update.message, render_text(sentence), context)


async def _answer(message: Message, question: str, context: Context) -> None:
    """Reply, or where the question was answered before put the new answer in its place."""
    services = context.services
    earlier = services.answered.reply_to(message.chat_id, message.message_id)
    before = _turn_before(message, earlier, context)
    response = _response(question, message, before, context)
    is_private = message.chat.type == ChatType.PRIVATE
    rendered = await queue_no_answer(question, response, context, is_private=is_private)
    if earlier is not None:
        await put_in_place(message.chat_id, earlier, rendered, context, is_private=is_private)
        await keep_receipt(message, response, context, message_id=earlier)
        answering = earlier
    else:
        sent = await reply(message, rendered, context)
        answering = sent.message_id
        services.answered.remember(message.chat_id, message.message_id, answering)
        remember_question(question, response, sent, context)
        await keep_receipt(sent, response, context)
    keep_turn(response, message.chat_id, person_behind(message), answering, context, before=before)


def _response(question: str, message: Message, before: Turn | None, context: Context) -> Response:
    locale = context.locale
    if not question.strip():
        example = "/ask " + locale.say("How long did round 3 last?")
        sentence = locale.say("Write your question behind it: {example}", example=example)
        return Response(render_text(sentence))
    # Someone who writes as a group or channel has no id that a button press would carry.
    asker = 0 if message.sender_chat or not message.from_user else message.from_user.id
    return responses.to_question(
        context.services.knowledge, question, locale, asker=asker, before=before
    )


def _turn_before(message: Message, earlier: int | None, context: Context) -> Turn | None:
    """Return the turn that a question may lean on.

    An edited question leans on what it leant on at first, a reply on what the message answers
    that it replies to; another question on the person's last one in private, on none in a group.
    """
    turns = context.services.turns
    if earlier is not None:
        return turns.before(message.chat_id, earlier)
    if replied := turn_replied_to(message, context):
        return replied
    if message.chat.type == ChatType.PRIVATE:
        return turns.last_of(message.chat_id, person_behind(message))
    return None


def question_in(message: Message, bot: Bot) -> str | None:
    """Return what is asked; None where the message is not meant for the bot."""
    text = message.text or message.caption or ""
    if not text:
        return None
    if message.chat.type == ChatType.PRIVATE:
        return text
    without_mention = _without_mention(message, bot.username)
    if without_mention is not None:
        return without_mention
    replied = message.reply_to_message
    is_reply_to_bot = replied and replied.from_user and replied.from_user.id == bot.id
    return text if is_reply_to_bot else None


def _without_mention(message: Message, username: str) -> str | None:
    """Return the text without the bot's @name; None where the name is not in it."""
    parse = message.parse_entities if message.text else message.parse_caption_entities
    name = f"@{username}".casefold()
    for mention in parse([MessageEntity.MENTION]).values():
        if mention.casefold() == name:
            return (message.text or message.caption or "").replace(mention, " ").strip()
    return None
