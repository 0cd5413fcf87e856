"""The relay: takes what is due from the ledger, sends it, and records what became of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.delivery import policy
from bot.delivery.composing import Composer
from bot.delivery.gate import Gate, Lane
from bot.handlers.sending import NO_PREVIEW, keyboard
from bot.rendering.message import Message as Rendered
from bot.tasks import Nursery
from knowledge import (
    Delivery,
    DeliveryState,
    Note,
    Place,
    Store,
    begin_sending,
    chat_is_away,
    due_at_place,
    is_worth_a_repeat,
    move_chat,
    note_outcomes,
    note_sent,
    recover,
    take_due,
    topic_is_closed,
    topic_is_gone,
    wait_with_chat,
)

log = logging.getLogger(__name__)

MOST_TAKEN: Final = 200
"""Deliveries that are in memory at a time."""
MOST_SINGLE: Final = 3
"""Alerts that come one by one; more that are due in one place at once come as one digest."""
MOST_AT_ONCE: Final = 1000
"""Alerts in one digest, which shows the last of them and counts the others."""
SHORT_WAIT_SECONDS: Final = 2.0
"""A chat that must wait longer is put back into the ledger, so that others are taken."""
IDLE_SECONDS: Final = 0.5
"""How often the ledger is looked at where nothing is due."""
FAREWELL_SECONDS: Final = 3.0
"""Time for calls in flight when the bot stops."""
SENDERS: Final = 16
"""Calls in flight at a time, where the limits allow as many."""


@dataclass(slots=True)
class Job:
    """Deliveries to one place that go as one message."""

    place: Place
    deliveries: tuple[Delivery, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """The numbers of the deliveries."""
        return tuple(each.id for each in self.deliveries)


class Relay:
    """Sends from the ledger, within the limits, one call to a chat at a time."""

    def __init__(
        self,
        *,
        store: Store,
        bot: Bot,
        gate: Gate,
        composer: Composer,
        clock: Callable[[], dt.datetime],
        moved: Callable[[int, int], None] = lambda _earlier, _later: None,
    ) -> None:
        """Take what it works with; `moved` hears of a chat that has another id now."""
        self._store = store
        self._bot = bot
        self._gate = gate
        self._composer = composer
        self._clock = clock
        self._moved = moved
        self._floods = policy.Floods()
        self._queue: deque[tuple[Delivery, int]] = deque()
        self._taken: set[int] = set()
        self._busy: set[int] = set()
        self._changed = asyncio.Event()
        self._is_stopping = False
        self._look_at = clock()
        self._senders = max(SENDERS, gate.windows.limits.overall_per_second // 10)

    async def run(self, nursery: Nursery) -> None:
        """Send until told to stop.

        Raises:
            StoreError: the ledger cannot be read or written.
        """
        doubtful = await recover(self._store, self._clock())
        if doubtful:
            log.warning("%d deliveries were interrupted and are marked unknown", doubtful)
        while not self._is_stopping:
            self._changed.clear()
            await self._refill()
            job = await self._next_job()
            if job is None:
                await self._rest()
            elif await self._begin(job):
                await self._gate.enter(job.place.chat_id, Lane.ALERT)
                nursery.start(self._deliver(job), name="delivery")

    async def stop(self) -> None:
        """Take no more, and wait a little for what is in flight; the rest is unknown."""
        self._is_stopping = True
        self._changed.set()
        try:
            async with asyncio.timeout(FAREWELL_SECONDS):
                while self._busy:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            log.warning("%d deliveries did not end in time", len(self._busy))

    def wake(self) -> None:
        """Look at the ledger now."""
        self._look_at = self._clock()
        self._changed.set()

    async def _refill(self) -> None:
        now = self._clock()
        if len(self._taken) >= MOST_TAKEN // 2 or now < self._look_at:
            return
        most = MOST_TAKEN - len(self._taken)
        found = await take_due(self._store, now, taken=self._taken, most=most)
        if len(found) < most:
            # That was all; what comes to be due is seen a little later, or when it is said.
            self._look_at = now + dt.timedelta(seconds=IDLE_SECONDS)
        for delivery, together in found:
            if delivery.id not in self._taken:
                self._taken.add(delivery.id)
                self._queue.append((delivery, together))

    async def _next_job(self) -> Job | None:
        """Return the first job whose chat may be called soon; put back what must wait longer."""
        if len(self._busy) >= self._senders:
            return None
        for _ in range(len(self._queue)):
            delivery, together = self._queue.popleft()
            place = delivery.place
            wait = self._gate.wait_of(place.chat_id)
            is_in_use = place.chat_id in self._busy or math.isinf(wait)
            if is_in_use or 0 < wait <= SHORT_WAIT_SECONDS:
                self._queue.append((delivery, together))
            elif wait > SHORT_WAIT_SECONDS:
                await self._put_back(place.chat_id, wait)
                self._taken.discard(delivery.id)
            else:
                return await self._job_of(delivery, together)
        return None

    async def _put_back(self, chat_id: int, seconds: float) -> None:
        until = self._clock() + dt.timedelta(seconds=min(seconds, 366 * 86_400))
        await wait_with_chat(self._store, chat_id, until)
        self._drop(chat_id)

    def _drop(self, chat_id: int) -> None:
        """Forget what was taken for a chat; the ledger has it."""
        kept = [each for each in self._queue if each[0].place.chat_id != chat_id]
        for delivery, _ in self._queue:
            if delivery.place.chat_id == chat_id:
                self._taken.discard(delivery.id)
        self._queue = deque(kept)

    async def _job_of(self, delivery: Delivery, together: int) -> Job:
        """Return the delivery alone, or with what else is due where they go as one digest."""
        is_digest = delivery.is_gathered or together > MOST_SINGLE
        if delivery.edits or not is_digest:
            return Job(delivery.place, (delivery,))
        gathered = await due_at_place(self._store, delivery.place, self._clock())
        found = gathered[:MOST_AT_ONCE] or (delivery,)
        ids = {each.id for each in found}
        self._queue = deque(each for each in self._queue if each[0].id not in ids)
        self._taken |= ids
        if delivery.id not in ids:
            self._taken.discard(delivery.id)
        return Job(delivery.place, found)

    async def _begin(self, job: Job) -> bool:
        """Commit that the job is being sent; it may have been cancelled meanwhile."""
        begun = await begin_sending(self._store, job.ids, self._clock())
        self._taken.difference_update(set(job.ids) - set(begun))
        job.deliveries = tuple(each for each in job.deliveries if each.id in begun)
        if job.deliveries:
            self._busy.add(job.place.chat_id)
        return bool(job.deliveries)

    async def _rest(self) -> None:
        """Wait until something may have become possible."""
        seconds = IDLE_SECONDS
        if self._queue:
            waits = [self._gate.wait_of(each.place.chat_id) for each, _ in self._queue]
            seconds = min([seconds, *(max(wait, 0.005) for wait in waits)])
            if len(self._busy) >= self._senders or all(
                each.place.chat_id in self._busy for each, _ in self._queue
            ):
                seconds = IDLE_SECONDS
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            pass

    async def _deliver(self, job: Job) -> None:
        """Make the call that the gate has let in, and record what became of it."""
        chat_id = job.place.chat_id
        try:
            try:
                message_id = await self._call(job)
            finally:
                self._gate.leave(chat_id)
            await self._served(job, message_id)
        except TelegramError as error:
            await self._record(job, error)
        except Exception:
            log.exception("delivery %s cannot be told", job.ids)
            await self._note(job, "failed", reason="our_mistake")
        finally:
            self._taken.difference_update(job.ids)
            self._busy.discard(chat_id)
            self._changed.set()

    async def _call(self, job: Job) -> int:
        first = job.deliveries[0]
        rendered = await self._composer.compose(job.deliveries)
        arguments = self._arguments(rendered, job.place.chat_id)
        if first.edits:
            await self._bot.edit_message_text(
                chat_id=job.place.chat_id, message_id=first.edits, **arguments
            )
            return first.edits
        sent = await self._bot.send_message(
            job.place.chat_id,
            message_thread_id=job.place.thread_id or None,
            disable_notification=all(each.is_silent for each in job.deliveries),
            **arguments,
        )
        return sent.message_id

    def _arguments(self, rendered: Rendered, chat_id: int) -> dict[str, Any]:
        is_private, username = chat_id > 0, self._bot.username
        return {
            "text": rendered.html,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": NO_PREVIEW,
            "reply_markup": keyboard(rendered, chat_id, is_private=is_private, username=username),
            "rate_limit_args": Lane.PASSED,
        }

    async def _served(self, job: Job, message_id: int) -> None:
        self._floods.served()
        sent = [(each, await self._composer.alert(each.alert_id)) for each in job.deliveries]
        await note_sent(self._store, sent, message_id, self._clock())

    async def _record(self, job: Job, error: TelegramError) -> None:
        """Act on what an error means, for the chat first and then for the deliveries."""
        first = job.deliveries[0]
        verdict = policy.judge(error, attempts=first.attempts + 1, is_edit=bool(first.edits))
        place, store, now = job.place, self._store, self._clock()
        match verdict:
            case policy.Told():
                await self._served(job, first.edits)
            case policy.Again(pause):
                await self._note(job, "pending", due_at=now + pause)
            case policy.ChatWaits(seconds):
                self._gate.hold_chat(place.chat_id, seconds)
                if self._floods.is_for_all(place.chat_id):
                    log.warning("every chat is told to wait, the last one %.0f s", seconds)
                    self._gate.hold_all(seconds)
                until = now + dt.timedelta(seconds=seconds)
                await self._note(job, "pending", due_at=until, is_counted=False)
                await self._put_back(place.chat_id, seconds)
            case policy.Unknown():
                await self._doubt(job)
            case policy.Failed(reason, is_ours):
                if is_ours:
                    log.error("Telegram refuses delivery %s: %s", job.ids, error)
                await self._note(job, "failed", reason=reason)
            case policy.Away(reason):
                await self._note(job, "failed", reason=reason)
                await chat_is_away(store, place.chat_id, reason)
                self._drop(place.chat_id)
            case policy.Moved(new_chat_id):
                await self._note(job, "pending", due_at=now)
                await move_chat(store, place.chat_id, new_chat_id, now)
                self._moved(place.chat_id, new_chat_id)
                self._drop(place.chat_id)
            case policy.TopicGone() if place.thread_id:
                await self._note(job, "pending", due_at=now)
                await topic_is_gone(store, place, now)
                self._drop(place.chat_id)
            case policy.TopicGone():
                await self._note(job, "failed", reason="topic_deleted")
            case policy.TopicClosed():
                await self._note(job, "failed", reason="topic_closed")
                await topic_is_closed(store, place)
                self._drop(place.chat_id)

    async def _doubt(self, job: Job) -> None:
        """Record the unknown, and with it that what is worth it goes once more."""
        now = self._clock()
        again = now + policy.FIRST_PAUSE
        alerts = [await self._composer.alert(each.alert_id) for each in job.deliveries]
        notes = [Note(delivery_id=n, state="unknown", is_unknown=True) for n in job.ids]
        notes += [
            Note(delivery_id=delivery.id, state="pending", due_at=again)
            for delivery, alert in zip(job.deliveries, alerts, strict=True)
            if is_worth_a_repeat(delivery, is_important=alert.is_important)
        ]
        await note_outcomes(self._store, notes, now)

    async def _note(self, job: Job, state: DeliveryState, **more: Any) -> None:
        notes = [Note(delivery_id=number, state=state, **more) for number in job.ids]
        await note_outcomes(self._store, notes, self._clock())
