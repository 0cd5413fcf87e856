"""A client for tests, so that an end-to-end test reads like a conversation.

    async with SandboxClient(url) as sandbox:
        reader = sandbox.person("Olena")
        await reader.says("When was round 3?")
        reply = await reader.hears()
        await reply.presses("Sources")
        assert "Anadolu" in (await reader.hears_edit()).text

Leaving the block fails if the bot made a call that Telegram's Bot API does not allow.
"""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_right
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import httpx

from bot.sandbox.conversation import PATIENCE, SandboxPerson
from bot.sandbox.loopback import no_tls
from bot.sandbox.state import Json

_LONGEST_POLL = 20.0


class ComplaintError(AssertionError):
    """The bot made calls that the Bot API does not allow; `complaints` are the records."""

    def __init__(self, complaints: list[Json]) -> None:
        lines = [f"{one['method']} (call {one['call']}): {one['text']}" for one in complaints]
        super().__init__("the bot made wrong calls:\n" + "\n".join(lines))
        self.complaints = complaints


class NotAllowedError(AssertionError):
    """The sandbox refused what the test asked it to do."""


class SandboxClient:
    """The control API over HTTP; `strict` makes leaving the block check for complaints."""

    def __init__(self, url: str, *, strict: bool = True) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"{url}/sandbox/api", timeout=70, trust_env=False, verify=no_tls()
        )
        self._strict = strict
        self._events: list[Json] = []
        self._pumping = asyncio.Lock()
        self._world: Json = {}
        self.heard_so_far = 0

    async def __aenter__(self) -> Self:
        await self.refresh()
        self.heard_so_far = self._world["seq"]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._strict and kind is None:
                await self.assert_no_complaints()
        finally:
            await self._http.aclose()

    # -- who and where

    async def refresh(self) -> Json:
        """Fetch and return the snapshot that `person`, `chat_id` and `topic_id` look into."""
        self._world = await self.get("/snapshot")
        return self._world

    def person(self, name: str | int) -> SandboxPerson:
        """Return a person by first name, @username or id."""
        wanted = name.removeprefix("@") if isinstance(name, str) else name
        for person in self._world["people"]:
            if wanted in (person["id"], person["first_name"], person.get("username")):
                return SandboxPerson(self, person["id"])
        raise LookupError(f"there is no person {name!r}")

    async def new_person(self, first_name: str, **details: Any) -> SandboxPerson:
        """Add a person to the world."""
        person = await self.call("POST", "/people", {"first_name": first_name, **details})
        await self.refresh()
        return SandboxPerson(self, person["id"])

    async def new_chat(self, **details: Any) -> int:
        """Add a chat to the world and return its id."""
        chat = await self.call("POST", "/chats", details)
        await self.refresh()
        return int(chat["id"])

    def chat_id(self, name: str | int) -> int:
        """Return a chat's id by its title."""
        if isinstance(name, int):
            return name
        for chat in self._world["chats"]:
            if chat.get("title") == name:
                return int(chat["id"])
        raise LookupError(f"there is no chat {name!r}")

    def topic_id(self, chat_id: int, name: str) -> int | None:
        """Return a topic's thread id by its name (None for General, which is sent without)."""
        chat = next(chat for chat in self._world["chats"] if chat["id"] == chat_id)
        for topic in chat["topics"]:
            if topic["name"] == name:
                return None if topic["is_general"] else int(topic["message_thread_id"])
        raise LookupError(f"there is no topic {name!r}")

    # -- what happens

    async def event(
        self,
        wanted: Callable[[Json], bool],
        *,
        after: int | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Json | None:
        """Return the first event past a number that is wanted, or None in time."""
        after = self.heard_so_far if after is None else after
        ends = time.monotonic() + timeout
        while True:
            first = bisect_right(self._events, after, key=lambda event: int(event["seq"]))
            for event in self._events[first:]:
                if wanted(event):
                    return event
            after = max(after, self._events[-1]["seq"] if self._events else after)
            left = ends - time.monotonic()
            if left <= 0:
                return None
            await self._pump(after, min(left, _LONGEST_POLL))

    async def _pump(self, seen: int, wait: float) -> None:
        async with self._pumping:
            if self.heard_so_far > seen:
                return
            query = f"?after={self.heard_so_far}&timeout={wait:.3f}"
            answer = await self.get(f"/events.json{query}")
            self._events += answer["events"]
            self.heard_so_far = answer["seq"]

    async def calls(self, method: str = "", **narrowed: Any) -> list[Json]:
        """Return the ledger, oldest first, narrowed by `method`, `chat_id`, `after`, `limit`."""
        query = {**narrowed, **({"method": method} if method else {})}
        found: list[Json] = await self.get("/calls", query)
        return found

    async def complaints(self) -> list[Json]:
        found: list[Json] = await self.get("/complaints")
        return found

    async def assert_no_complaints(self) -> None:
        """Fail if the bot made a call that the Bot API does not allow.

        Raises:
            ComplaintError: with all of them.
        """
        found = await self.complaints()
        if found:
            raise ComplaintError(found)

    async def forgive(self) -> list[Json]:
        """Forget the complaints so far and return them: for a test that provokes them."""
        found = await self.complaints()
        await self.call("DELETE", "/complaints")
        return found

    # -- what a test changes

    async def fault(self, kind: str, **details: Any) -> Json:
        """Add a fault: `method`, `chat_id`, `text_contains`, `skip`, `times`, `seconds` …"""
        made: Json = await self.call("POST", "/faults", {"kind": kind, **details})
        return made

    async def no_faults(self) -> None:
        await self.call("DELETE", "/faults")

    async def flood(self, **limits: Any) -> Json:
        """Change the flood limits: `enabled`, `overall_per_second` …"""
        changed: Json = await self.call("PUT", "/flood", limits)
        return changed

    async def bot(self, **switches: Any) -> Json:
        """Change the bot's switches: `privacy`, `inline`, `query_lifetime` …"""
        changed: Json = await self.call("PATCH", "/bot", switches)
        return changed

    async def advance(self, seconds: float) -> None:
        """Let the sandbox's clocks go forward."""
        await self.call("POST", "/clock/advance", {"seconds": seconds})

    async def reset(self, scene: str | None = None) -> None:
        """Begin anew with a scene: `demo`, `empty`, or the one at start."""
        await self.call("POST", "/reset", {"scene": scene})
        await self.refresh()
        self._events.clear()
        self.heard_so_far = self._world["seq"]

    async def inject(self, update: Json) -> Json:
        """Queue an update whatever it holds."""
        queued: Json = await self.act("inject_update", update=update)
        return queued

    async def act(self, verb: str, **body: Any) -> Any:
        """Do an act of the control API."""
        return await self.call("POST", f"/acts/{verb}", body)

    # -- HTTP

    async def get(self, path: str, query: Json | None = None) -> Any:
        return self._result(await self._http.get(path, params=query))

    async def call(self, method: str, path: str, body: Json | None = None) -> Any:
        return self._result(await self._http.request(method, path, json=body or {}))

    @staticmethod
    def _result(response: httpx.Response) -> Any:
        answer = response.json()
        if not answer["ok"]:
            raise NotAllowedError(f"{response.status_code}: {answer['error']}")
        return answer["result"]
