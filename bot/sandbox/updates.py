"""Updates on their way to the bot: kept until confirmed, in order.

https://core.telegram.org/bots/api#getting-updates
"""

from __future__ import annotations

import asyncio
from collections import deque
from itertools import islice

from bot.sandbox.clock import Clock
from bot.sandbox.errors import RefusedError, conflict
from bot.sandbox.state import Json

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
    "guest_message",
    "subscription",
    "stopped_message_generation",
)
LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KEPT_SECONDS = 24 * 3600
MOST_AT_ONCE = 100

_OTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


class UpdateQueue:
    """The updates the bot has not confirmed; one reader at a time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pending: deque[tuple[float, Json]] = deque()
        self._poll: asyncio.Future[None] | None = None
        self._arrived = asyncio.Event()
        self._next_id = 100_000_001
        self._retired = False
        self._webhook_url = ""
        self.allowed: list[str] = []

    @property
    def webhook_url(self) -> str:
        """Where updates are delivered instead of waiting for getUpdates; empty: nowhere."""
        return self._webhook_url

    @webhook_url.setter
    def webhook_url(self, url: str) -> None:
        self._webhook_url = url
        self._arrived.set()

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def polling(self) -> bool:
        """Whether a getUpdates call is waiting."""
        return self._poll is not None

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for this kind of update."""
        return kind in self.allowed if self.allowed else kind not in LEFT_OUT_BY_DEFAULT

    def add(self, kind: str, payload: Json) -> Json | None:
        """Queue an update of a kind, unless the bot does not want it."""
        if not self.wants(kind):
            return None
        return self.put({kind: payload})

    def put(self, update: Json) -> Json:
        """Queue an update whatever it is; it gets the next `update_id` where it has none."""
        queued = {"update_id": self._next_id, **update}
        if isinstance(queued["update_id"], int):
            self._next_id = max(self._next_id, queued["update_id"]) + 1
        self._pending.append((self._clock.wall(), queued))
        self._wake()
        return queued

    def again(self, update: Json) -> None:
        """Queue an update once more, with the id it has: a redelivery."""
        self._pending.appendleft((self._clock.wall(), update))
        self._wake()

    def pending(self) -> list[Json]:
        return [update for _, update in self._pending]

    def first(self) -> Json:
        return self._pending[0][1]

    def holds(self, update: Json) -> bool:
        """Whether this update is still to be confirmed."""
        return any(update is waiting for _, waiting in self._pending)

    def clear(self) -> None:
        self._pending.clear()

    def confirm(self, update: Json) -> None:
        """Forget the first update if it is this one."""
        if self._pending and self._pending[0][1] is update:
            self._pending.popleft()

    def stop_poll(self, reason: str = "terminated by setWebhook request") -> None:
        """End a waiting getUpdates call with 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(reason))

    def release_poll(self) -> None:
        """End a waiting getUpdates call with what there is."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def retire(self) -> None:
        """End whatever waits on this queue: another takes its place."""
        self.stop_poll(_OTHER_POLLER)
        self._retired = True
        self._arrived.set()

    async def deliverable(self) -> bool:
        """Return True once there is an update and a webhook for it, False once retired."""
        while not self._retired:
            self._drop_old()
            if self._pending and self._webhook_url:
                return True
            self._arrived.clear()
            await self._arrived.wait()
        return False

    async def poll(self, offset: int, limit: int, hold: float) -> list[Json]:
        """Answer getUpdates: confirm by `offset`, wait up to `hold` seconds for the first update.

        Raises:
            RefusedError: 409 to a waiting call when another one comes.
        """
        self.stop_poll(_OTHER_POLLER)
        self._drop_old()
        self._confirm_before(offset)
        if not self._pending and hold > 0:
            await self._hold(hold)
        return [update for _, update in islice(self._pending, limit)]

    async def _hold(self, hold: float) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = mine
        try:
            async with asyncio.timeout(hold):
                await mine
        except TimeoutError:
            return
        finally:
            if self._poll is mine:
                self._poll = None

    def _wake(self) -> None:
        self._arrived.set()
        self.release_poll()

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while self._pending and offset > 0 and _id_of(self._pending[0][1]) < offset:
            self._pending.popleft()

    def _drop_old(self) -> None:
        oldest = self._clock.wall() - KEPT_SECONDS
        while self._pending and self._pending[0][0] < oldest:
            self._pending.popleft()


def _id_of(update: Json) -> int:
    number = update.get("update_id")
    return number if isinstance(number, int) else 0


def refuse_polling_under_webhook(queue: UpdateQueue) -> None:
    """Refuse getUpdates while a webhook is set.

    Raises:
        RefusedError: 409 in Telegram's words.
    """
    refusal: RefusedError = conflict(
        "can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    if queue.webhook_url:
        raise refusal
