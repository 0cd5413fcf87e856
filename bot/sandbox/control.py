"""The control API: what README.md promises, over Starlette's routing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.sandbox import scene, settings
from bot.sandbox.acts import all_acts
from bot.sandbox.acts.inline import shown_query
from bot.sandbox.arguments import call_with, optional_number
from bot.sandbox.commands import menu
from bot.sandbox.errors import ActError, UnknownError
from bot.sandbox.guard import refusal_of
from bot.sandbox.state import GENERAL_TOPIC, Chat, Json
from bot.sandbox.world import World

PREFIX = "/sandbox/api"
LONGEST_WAIT = 50.0
_HEARTBEAT = 15.0
_MOST_EVENTS = 2000

Handler = Callable[[World, Request, Json], Any]


def control_routes(world: World, schema_check: str) -> list[BaseRoute]:
    """Return the routes of the control API."""
    return _Control(world, schema_check).routes()


def as_json(value: Any, bot_id: int) -> Any:
    """Return anything of the world as the control API shows it."""
    if isinstance(value, Chat):
        return value.as_json(bot_id)
    if isinstance(value, dict):
        return {key: as_json(inner, bot_id) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner, bot_id) for inner in value]
    show = getattr(value, "as_json", None)
    return show() if show is not None else value


class _Control:
    def __init__(self, world: World, schema_check: str) -> None:
        self._world = world
        self._schema_check = schema_check
        self._first_scene = world.scene
        self._acts = all_acts()

    def routes(self) -> list[BaseRoute]:
        table: list[tuple[str, str, Callable[[Request], Awaitable[Any]]]] = [
            ("GET", "/snapshot", self._snapshot),
            ("GET", "/events.json", self._events_json),
            ("GET", "/commands", self._commands),
            ("GET", "/messages", self._messages),
            ("GET", "/calls", self._calls),
            ("GET", "/complaints", self._complaints),
            ("GET", "/faults", self._faults),
            ("GET", "/flood", self._flood),
            ("GET", "/bot", self._bot),
            ("GET", "/updates", self._updates),
            ("POST", "/acts/{verb}", self._act),
            ("POST", "/people", self._add_person),
            ("PATCH", "/people/{id:int}", self._change_person),
            ("POST", "/chats", self._add_chat),
            ("PATCH", "/bot", self._change_bot),
            ("POST", "/faults", self._add_fault),
            ("DELETE", "/faults", self._remove_faults),
            ("DELETE", "/faults/{id:int}", self._remove_faults),
            ("PUT", "/flood", self._set_flood),
            ("POST", "/clock/advance", self._advance),
            ("DELETE", "/calls", self._forget_calls),
            ("DELETE", "/complaints", self._forget_complaints),
            ("POST", "/reset", self._reset),
        ]
        routes: list[BaseRoute] = [
            Route(PREFIX + path, self._json(handler), methods=[method])
            for method, path, handler in table
        ]
        routes.append(Route(f"{PREFIX}/events", self._events, methods=["GET"]))
        routes.append(Route(f"{PREFIX}/files/{{file_id}}", self._file, methods=["GET"]))
        routes.append(Route(f"{PREFIX}/{{rest:path}}", self._json(self._nothing)))
        return routes

    def _json(
        self, handler: Callable[[Request], Awaitable[Any]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            refused = refusal_of(request)
            if refused is not None:
                return _failed(*refused)
            try:
                result = await handler(request)
            except UnknownError as error:
                return _failed(404, str(error))
            except ActError as error:
                return _failed(400, str(error))
            return JSONResponse({"ok": True, "result": as_json(result, self._world.bot.id)})

        return answer

    async def _nothing(self, request: Request) -> Any:
        raise UnknownError(f"there is no {request.method} {request.url.path}")

    # -- reading

    async def _snapshot(self, _: Request) -> Json:
        return self._shown()

    def _shown(self) -> Json:
        world = self._world
        return {
            "seq": world.journal.seq,
            "bot": world.bot_json(),
            "people": list(world.people.values()),
            "chats": list(world.chats.values()),
            "messages": {
                str(chat.id): list(chat.messages.values()) for chat in world.chats.values()
            },
            "commands": world.commands.as_json(),
            "faults": world.faults.as_json(),
            "flood": world.flood.limits.as_json(),
            "complaints": len(world.ledger.complaints),
            "calls": world.ledger.made,
            "schema_check": self._schema_check,
        }

    async def _events_json(self, request: Request) -> Json:
        after = optional_number(request.query_params, "after") or 0
        wait = min(float(request.query_params.get("timeout", "0")), LONGEST_WAIT)
        journal = self._world.journal
        if journal.seq == after and wait > 0:
            await _while_connected(request, journal.wait(after, wait))
        events, resync = journal.after(after)
        if len(events) > _MOST_EVENTS:
            events = events[:_MOST_EVENTS]
        seq = events[-1]["seq"] if events else journal.seq
        return {"seq": seq, "events": events, "resync": resync}

    async def _events(self, request: Request) -> Response:
        refused = refusal_of(request)
        if refused is not None:
            return _failed(*refused)
        given = request.headers.get("last-event-id") or request.query_params.get("after")
        after = int(given) if given and given.isdecimal() else self._world.journal.seq
        return StreamingResponse(
            self._stream(after),
            media_type="text/event-stream",
            headers={"cache-control": "no-store", "x-accel-buffering": "no"},
        )

    async def _stream(self, seq: int) -> AsyncIterator[str]:
        journal = self._world.journal
        yield "retry: 1000\n\n"
        while not journal.closed:
            events, resync = journal.after(seq)
            if resync:
                seq = journal.seq
                yield _event({"seq": seq, "at": self._world.clock.wall(), "type": "resync"})
                continue
            for event in events:
                yield _event(as_json(event, self._world.bot.id))
            seq = journal.seq if not events else events[-1]["seq"]
            before = journal.seq
            await journal.wait(seq, _HEARTBEAT)
            if journal.seq == before == seq:
                yield ": still here\n\n"

    async def _commands(self, request: Request) -> list[Json]:
        chat = self._world.chat(optional_number(request.query_params, "chat_id"))
        person_id = optional_number(request.query_params, "person_id")
        return menu(self._world, chat, self._world.person(person_id).id)

    async def _messages(self, request: Request) -> list[Any]:
        chat = self._world.chat(optional_number(request.query_params, "chat_id"))
        thread_id = optional_number(request.query_params, "message_thread_id")
        return [
            message
            for message in chat.messages.values()
            if thread_id is None or (message.thread_id or GENERAL_TOPIC) == thread_id
        ]

    async def _calls(self, request: Request) -> list[Json]:
        query = request.query_params
        return self._world.ledger.select(
            after=optional_number(query, "after") or 0,
            method=query.get("method", ""),
            chat_id=optional_number(query, "chat_id"),
            limit=optional_number(query, "limit") or 1000,
        )

    async def _complaints(self, _: Request) -> list[Any]:
        return list(self._world.ledger.complaints)

    async def _faults(self, _: Request) -> list[Json]:
        return self._world.faults.as_json()

    async def _flood(self, _: Request) -> Json:
        return self._world.flood.limits.as_json()

    async def _bot(self, _: Request) -> Json:
        return self._world.bot_json()

    async def _updates(self, _: Request) -> Json:
        return {
            "pending": self._world.queue.pending(),
            "webhook": settings.webhook_json(self._world),
            "polling": self._world.queue.polling,
        }

    async def _file(self, request: Request) -> Response:
        refused = refusal_of(request)
        if refused is not None:
            return _failed(*refused)
        stored = self._world.files.get(request.path_params["file_id"])
        if stored is None:
            return _failed(404, "there is no such file")
        # A file is somebody's: it is never run as a page of this server.
        headers = {"content-security-policy": "sandbox", "x-content-type-options": "nosniff"}
        return Response(stored.content, media_type=stored.mime_type, headers=headers)

    # -- acting

    async def _act(self, request: Request) -> Any:
        verb = request.path_params["verb"]
        act = self._acts.get(verb)
        if act is None:
            raise UnknownError(f"there is no act {verb!r}; there are {sorted(self._acts)}")
        body = await _body(request)
        wait = float(body.pop("wait", 0)) if verb == "query_inline" else 0.0
        result = call_with(act, self._world, body)
        if wait > 0 and result["results"] is None:
            return await self._inline_answer(result, min(wait, LONGEST_WAIT))
        return result

    async def _inline_answer(self, asked: Json, wait: float) -> Json:
        query = self._world.inline_queries[asked["inline_query_id"]]
        ends = asyncio.get_running_loop().time() + wait
        while query.results is None and asyncio.get_running_loop().time() < ends:
            left = ends - asyncio.get_running_loop().time()
            await self._world.journal.wait(self._world.journal.seq, left)
        return shown_query(query, from_cache=False)

    async def _add_person(self, request: Request) -> Any:
        return call_with(settings.add_person, self._world, await _body(request))

    async def _change_person(self, request: Request) -> Any:
        body = {**await _body(request), "person_id": request.path_params["id"]}
        return call_with(settings.change_person, self._world, body)

    async def _add_chat(self, request: Request) -> Any:
        return call_with(settings.add_chat, self._world, await _body(request))

    async def _change_bot(self, request: Request) -> Any:
        return call_with(settings.change_bot, self._world, await _body(request))

    async def _add_fault(self, request: Request) -> Any:
        fault = self._world.faults.add(await _body(request))
        self._world.announce("faults", faults=self._world.faults.as_json())
        return fault

    async def _remove_faults(self, request: Request) -> Any:
        fault_id = request.path_params.get("id")
        if fault_id is None:
            self._world.faults.clear()
        else:
            self._world.faults.remove(fault_id)
        self._world.announce("faults", faults=self._world.faults.as_json())
        return self._world.faults.as_json()

    async def _set_flood(self, request: Request) -> Json:
        limits = self._world.flood.limits.changed(await _body(request))
        self._world.flood.set(limits)
        self._world.announce("flood", flood=limits.as_json())
        return limits.as_json()

    async def _advance(self, request: Request) -> Json:
        seconds = (await _body(request)).get("seconds")
        if not isinstance(seconds, int | float) or isinstance(seconds, bool) or seconds < 0:
            raise ActError("seconds is a number from 0")
        self._world.clock.advance(seconds)
        return {"now": self._world.clock.wall()}

    async def _forget_calls(self, _: Request) -> bool:
        self._world.ledger.calls.clear()
        return True

    async def _forget_complaints(self, _: Request) -> bool:
        self._world.ledger.complaints.clear()
        return True

    async def _reset(self, request: Request) -> Json:
        name = (await _body(request)).get("scene")
        scenes = {None: self._first_scene, "demo": scene.demo_scene, "empty": scene.empty_scene}
        if name not in scenes:
            raise ActError(f"there is no scene {name!r}")
        self._world.reset(scenes[name])
        return self._shown()


def _event(event: Json) -> str:
    return f"id: {event['seq']}\ndata: {json.dumps(event, ensure_ascii=True)}\n\n"


def _failed(status: int, reason: str) -> Response:
    return JSONResponse({"ok": False, "error": reason}, status_code=status)


async def _body(request: Request) -> Json:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise ActError("the body is not JSON") from None
    if not isinstance(body, dict):
        raise ActError("the body is not a JSON object")
    return body


async def _while_connected(request: Request, work: Any) -> None:
    """Await the work, or stop when the client hangs up."""
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(request.receive())
    try:
        # The first message is the empty body; only the second says that the client is gone.
        while not working.done():
            await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                if gone.result()["type"] == "http.disconnect":
                    return
                gone = asyncio.ensure_future(request.receive())
    finally:
        working.cancel()
        gone.cancel()
