"""A thumb down under an answer: the question goes into the queue, without who asked it."""

from __future__ import annotations

from telegram import ReactionTypeEmoji, Update

from bot.context import Context
from bot.handlers.queueing import queue_question

THUMB_DOWN = "\N{THUMBS DOWN SIGN}"


async def take_reaction(update: Update, context: Context) -> None:
    """Count a thumb down that was not there before."""
    reaction = update.message_reaction
    if reaction is None:
        return
    before, after = (
        any(isinstance(each, ReactionTypeEmoji) and each.emoji == THUMB_DOWN for each in reactions)
        for reactions in (reaction.old_reaction, reaction.new_reaction)
    )
    if after and not before:
        asked = context.services.asked.behind(reaction.chat.id, reaction.message_id)
        if asked is not None:
            await queue_question(asked, "thumbs_down", context)
