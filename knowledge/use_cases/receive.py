"""A message of the bot shows facts: a receipt, so that a correction finds it."""

from __future__ import annotations

import datetime as dt

from knowledge.alerting import Place
from knowledge.outcomes import Answer, Outcome, Overview, Several
from knowledge.store import receipts
from knowledge.store.connection import Store
from knowledge.types import Language


async def note_shown(
    store: Store,
    place: Place,
    message_id: int,
    outcome: Outcome | None,
    *,
    language: Language,
    now: dt.datetime,
) -> None:
    """Remember which facts a message shows now, in place of what it showed before.

    An answer of an earlier day's knowledge leaves none: it said what it was asked to say.

    Raises:
        StoreError: the database cannot be written.
    """
    facts: list[str] = []
    is_of_today = getattr(outcome, "as_of", None) is None
    if isinstance(outcome, Answer | Overview | Several) and is_of_today:
        facts = [cited.fact.id for cited in outcome.shown]
    async with store.transaction() as transaction:
        await receipts.put_receipts(transaction, place, message_id, facts, language, now)
