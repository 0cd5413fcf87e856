"""/history <fact>: when a fact was revised, and why."""

from __future__ import annotations

from telegram import Update

from bot.context import Context
from bot.handlers.sending import reply
from bot.rendering.admin.lists import render_history
from bot.rendering.messages import render_text, render_unknown_fact
from knowledge import looking


async def tell_history(update: Update, context: Context) -> None:
    """Tell a reader the days and reasons of a fact's revisions; nothing of who made them."""
    message = update.message
    services = context.services
    if message is None or services.desk is None:
        return
    fact_id = " ".join(context.args or ())
    if not fact_id:
        sentence = context.locale.say(
            "Write the id of a fact behind it: {example}", example="/history r3-held"
        )
        await reply(message, render_text(sentence), context)
        return
    corpus = services.knowledge.corpus
    revisions = await looking.history_of_fact(services.desk.store, fact_id, corpus)
    if not revisions:
        await reply(message, render_unknown_fact(fact_id, context.locale), context)
        return
    fact = looking.fact_of(corpus, fact_id)
    await reply(message, render_history(fact, revisions, context.locale), context)
