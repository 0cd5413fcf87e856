"""What a delivery says: alerts rendered once for each language, not once for each chat."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from bot.context import Services
from bot.rendering.alerts import render_alert, render_corrected, render_digest, render_live
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from knowledge import Alert, Delivery, Knowledge, Language, Store, alert_of, latest_facts

MOST_KEPT: Final = 256
"""Alerts and rendered messages that are kept in memory."""


class Composer:
    """Renders deliveries in the language of their place, from the record as it is then."""

    def __init__(self, store: Store, services: Services) -> None:
        self._store = store
        self._services = services
        self._locales: dict[Language, Locale] = {}
        self._alerts: OrderedDict[int, Alert] = OrderedDict()
        self._messages: OrderedDict[tuple[int, Language, bool, bool], Message] = OrderedDict()
        self._rendered_from: Knowledge | None = None

    async def alert(self, alert_id: int) -> Alert:
        """Return an alert; it never changes once it is stored."""
        found = self._alerts.get(alert_id)
        if found is None:
            found = await alert_of(self._store, alert_id)
            assert found is not None, "a delivery refers to its alert"
            self._alerts[alert_id] = found
            if len(self._alerts) > MOST_KEPT:
                self._alerts.popitem(last=False)
        return found

    async def compose(self, deliveries: Sequence[Delivery]) -> Message:
        """Return the message that tells these deliveries of one place."""
        first = deliveries[0]
        alerts = [await self.alert(each.alert_id) for each in deliveries]
        locale = self._locale(first.language)
        if len(alerts) > 1:
            corpus = self._services.knowledge.corpus
            is_repeat = any(each.is_repeat for each in deliveries)
            return render_digest(alerts, corpus, locale, is_repeat=is_repeat)
        if alerts[0].purpose == "live":
            facts = await latest_facts(self._store, alerts[0])
            return render_live(alerts[0], facts, self._services.knowledge.corpus, locale)
        return self._kept(first, alerts[0], locale)

    def _kept(self, delivery: Delivery, alert: Alert, locale: Locale) -> Message:
        knowledge = self._services.knowledge
        if knowledge is not self._rendered_from:
            self._messages.clear()
            self._rendered_from = knowledge
        key = (alert.id, delivery.language, delivery.is_repeat, bool(delivery.edits))
        found = self._messages.get(key)
        if found is None:
            if delivery.edits:
                found = render_corrected(alert, knowledge, locale)
            else:
                found = render_alert(alert, knowledge.corpus, locale, is_repeat=delivery.is_repeat)
            self._messages[key] = found
            if len(self._messages) > MOST_KEPT:
                self._messages.popitem(last=False)
        return found

    def _locale(self, language: Language) -> Locale:
        if language not in self._locales:
            self._locales[language] = Locale(language)
        return self._locales[language]
