"""/language, its buttons, and the language of a group that the bot is new to or that moves."""

from __future__ import annotations

from contextlib import suppress

from telegram import CallbackQuery, Chat, ChatMember, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest

from bot.context import Context
from bot.handlers.rights import may_manage
from bot.handlers.sending import put_in_place, reply
from bot.languages import telegram_language
from bot.rendering.buttons import ChooseLanguage, decode
from bot.rendering.languages import render_languages
from bot.rendering.message import Message as Rendered
from knowledge import Language, Store, choose_language, move_language

CHOICE = "^g:"
"""The callback data of `ChooseLanguage`."""
OUTSIDE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


async def answer_language(update: Update, context: Context) -> None:
    """Show the languages there are; who may choose is asked when somebody does."""
    if update.message:
        await reply(update.message, _panel(update.message.chat, context), context)


async def answer_choice(update: Update, context: Context) -> None:
    """Take over the language of a pressed button, where the one who presses may choose.

    The press carries the person even where an administrator writes as the group.
    """
    query = update.callback_query
    if query is None:
        return
    action, message = decode(query.data or ""), query.message
    if not isinstance(action, ChooseLanguage) or not isinstance(message, Message):
        words = context.locale.say("This button is too old to work. Please ask again.")
        await _acknowledge(query, words)
    elif not await may_manage(context.bot, message.chat_id, query.from_user.id):
        await _acknowledge(query, context.locale.say("Only administrators can change this."))
    else:
        await _choose(message.chat_id, action.language, context)
        await _acknowledge(query)
        await put_in_place(
            message.chat_id,
            message.message_id,
            _panel(message.chat, context, is_new=True),
            context,
            is_private=message.chat.type == ChatType.PRIVATE,
        )


async def note_who_adds(update: Update, context: Context) -> None:
    """Let a group that the bot is new to begin in the language of whoever added it."""
    change = update.my_chat_member
    if change is None or change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return
    languages, adder = context.services.languages, change.from_user
    is_new = not _is_in(change.old_chat_member) and _is_in(change.new_chat_member)
    if not is_new or languages.of(change.chat.id):
        return
    language = languages.of(adder.id) or telegram_language(adder.language_code)
    if language:
        await _choose(change.chat.id, language, context)


def _is_in(member: ChatMember) -> bool:
    return member.status not in OUTSIDE


async def keep_language(update: Update, context: Context) -> None:
    """Keep the language of a group that has become a supergroup; both sides of it tell so."""
    message = update.message
    if message is None:
        return
    earlier = message.migrate_from_chat_id or message.chat_id
    later = message.migrate_to_chat_id or message.chat_id
    await move_language(_store(context), earlier, later)
    context.services.languages.move(earlier, later)


async def _choose(chat_id: int, language: Language | None, context: Context) -> None:
    await choose_language(_store(context), chat_id, language)
    context.services.languages.note(chat_id, language)


def _panel(chat: Chat, context: Context, *, is_new: bool = False) -> Rendered:
    return render_languages(
        context.services.languages.of(chat.id),
        context.locale,
        follows_telegram=chat.type == ChatType.PRIVATE,
        is_new=is_new,
    )


async def _acknowledge(query: CallbackQuery, words: str | None = None) -> None:
    # Too late to acknowledge is no reason not to act: the press was real.
    with suppress(BadRequest):
        await query.answer(words)


def _store(context: Context) -> Store:
    store = context.services.store
    assert store is not None, "these handlers are registered only where there is a store"
    return store
