"""@bot question in any chat: the answer, or the choices, to be sent there."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import (
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from bot.context import Context
from bot.rendering.html import cut
from bot.rendering.locale import Locale
from bot.rendering.messages import render_answer
from knowledge import Answer, Clarification, Knowledge, Outcome, converse, show

FRESH = 0
"""Seconds that Telegram may keep a result: its default of 300 would show replaced facts."""
MOST_DESCRIPTION = 120


async def answer_inline(update: Update, context: Context) -> None:
    """Offer what the words typed so far would be answered with."""
    query = update.inline_query
    if query is None:
        return
    services = context.services
    turn = converse(services.knowledge, query.query, language=context.locale.language)
    locale = services.locales[turn.language]
    results = [_article(answer, locale) for answer in _answers(turn.outcome, services.knowledge)]
    # Personal: words that several languages have are read as those of whoever types them.
    await query.answer(results, cache_time=FRESH, is_personal=True)


def _answers(outcome: Outcome, knowledge: Knowledge) -> Iterator[Answer]:
    if isinstance(outcome, Answer):
        yield outcome
    elif isinstance(outcome, Clarification):
        yield from (show(knowledge, choice.id) for choice in outcome.choices)


def _article(answer: Answer, locale: Locale) -> InlineQueryResultArticle:
    fact = answer.fact.fact
    return InlineQueryResultArticle(
        id=fact.id,
        title=fact.question.within(locale.language),
        description=cut(fact.statement.within(locale.language), MOST_DESCRIPTION),
        input_message_content=InputTextMessageContent(
            render_answer(answer, locale).html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )
