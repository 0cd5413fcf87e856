"""The Bot API over HTTP: token, method, checks, faults, the call itself, the answer.

A plain ASGI application below Starlette's routing, which would cost as much as a whole call.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

from bot.sandbox import rules
from bot.sandbox.errors import ConnectionDroppedError, RefusedError, bad_request
from bot.sandbox.faults import Fault
from bot.sandbox.ledger import Call
from bot.sandbox.methods import implemented
from bot.sandbox.params import Params
from bot.sandbox.request import Receive, Scope, Send, read_params
from bot.sandbox.schema import Schema, load_schema
from bot.sandbox.state import Json
from bot.sandbox.turn import Turn
from bot.sandbox.world import World

logger = logging.getLogger(__name__)

_encode = json.JSONEncoder(separators=(",", ":")).encode
_GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
_EMPTY_WORDS = {
    'parameter "text" is required': "message text is empty",
    'parameter "chat_id" is required': "chat_id is empty",
}


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, world: World, schema: Schema | str | None = None) -> None:
        self._world = world
        self._methods = implemented()
        self._names = {name.lower(): name for name in self._methods}
        schema = schema or load_schema()
        self._schema = schema if isinstance(schema, Schema) else None
        self.schema_check = schema.source if isinstance(schema, Schema) else schema

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path.startswith("/file/bot"):
            await self._answer_file(path.removeprefix("/file/bot"), send)
            return
        token, _, method = path.removeprefix("/bot").partition("/")
        try:
            self._check_token(token)
            name = self._method_name(method)
            raw = await read_params(scope, receive)
        except RefusedError as refusal:
            await _respond(send, refusal.code, _refused(refusal))
            return
        except ConnectionDroppedError:
            return
        await self._answer(name, raw, receive, send)

    def _check_token(self, token: str) -> None:
        if token == self._world.bot.token:
            return
        if ":" not in token:
            raise RefusedError(401, "Unauthorized: invalid token specified")
        raise RefusedError(401, "Unauthorized")

    def _method_name(self, method: str) -> str:
        name = self._names.get(method.lower())
        if name is None and self._schema is not None:
            name = self._schema.method(method)
        if name is None:
            raise RefusedError(404, "Not Found")
        return name

    async def _answer(self, name: str, raw: Json, receive: Receive, send: Send) -> None:
        """Make the call and send its answer; every way out is in the ledger."""
        ledger = self._world.ledger
        call = ledger.begin(name, raw)
        status, error, body = 0, None, b""
        announced = True
        try:
            result = await self._perform(name, raw, call, receive)
            status, body = 200, b'{"ok":true,"result":' + _json(result) + b"}"
            announced = name != "getUpdates" or bool(result)
        except RefusedError as refusal:
            status, error, body = refusal.code, refusal.description, _refused(refusal)
            if refusal.mistake:
                ledger.complain(call, refusal.description)
        except ConnectionDroppedError:
            error = "connection dropped"
        except asyncio.CancelledError:
            error = "the client went away"
            raise
        except Exception:
            logger.exception("a method of the sandbox failed", extra={"method": name})
            status, error = 500, "Internal Server Error"
            body = _refused(RefusedError(500, error))
            ledger.complain(call, "the sandbox itself failed; see its log")
        finally:
            ledger.end(call, status, error, announced=announced)
        if status == 0:
            await _drop(receive, send)
        elif call.fault == "bad_gateway":
            await _respond(send, 502, _GATEWAY_PAGE, b"text/html")
        else:
            await _respond(send, status, body)

    async def _perform(self, name: str, raw: Json, call: Call, receive: Receive) -> Any:
        call.chat_id = _shown_chat(raw.get("chat_id"))
        self._check(name, raw)
        fault = self._strike(name, raw, call) if self._world.faults else None
        if fault is not None:
            await self._suffer(fault, call)
        turn = Turn(self._world, Params(raw), call)
        method = self._methods.get(name)
        if method is None:
            raise RefusedError(
                501, f"Not Implemented: the sandbox does not implement {name}", mistake=True
            )
        if name == "getUpdates":
            result = await _while_connected(receive, method(turn))
        else:
            result = method(turn)
        if fault is not None and fault.kind == "lose_answer":
            raise ConnectionDroppedError
        return result

    def _check(self, name: str, raw: Json) -> None:
        """Refuse what the published Bot API does not allow.

        Raises:
            RefusedError: 400, a mistake of the bot.
        """
        markup = raw.get("reply_markup")
        if markup is not None:
            refusal = rules.keyboard_refusal(rules.decoded(markup))
            if refusal is not None:
                raise refusal
        found = self._schema.complaints(name, raw) if self._schema is not None else []
        found += rules.complaints(name, raw)
        if found:
            words = _EMPTY_WORDS.get(found[0]) if len(found) == 1 else None
            raise bad_request(words or f"sandbox: {'; '.join(found)}", mistake=True)

    def _strike(self, name: str, raw: Json, call: Call) -> Fault | None:
        fault = self._world.faults.strike(name, raw)
        if fault is not None:
            call.fault = fault.kind
            self._world.announce("fault", fault=fault.as_json(), call=call.n)
        return fault

    async def _suffer(self, fault: Fault, call: Call) -> None:
        """Do what a fault does before the call is made."""
        chat = self._world.chats.get(call.chat_id) if isinstance(call.chat_id, int) else None
        refusal = fault.refusal(chat.type if chat else "supergroup")
        if refusal is not None:
            raise refusal
        if fault.kind == "drop":
            raise ConnectionDroppedError
        if fault.kind == "bad_gateway":
            raise RefusedError(502, "Bad Gateway")
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)

    async def _answer_file(self, rest: str, send: Send) -> None:
        token, _, path = rest.partition("/")
        stored = self._world.paths.get(path)
        if token != self._world.bot.token:
            await _respond(send, 401, _refused(RefusedError(401, "Unauthorized")))
        elif stored is None:
            await _respond(send, 404, _refused(RefusedError(404, "Not Found")))
        else:
            await _respond(send, 200, stored.content, b"application/octet-stream")


def _shown_chat(value: Any) -> int | str | None:
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        return int(value)
    return value if isinstance(value, int | str) else None


def _json(value: Any) -> bytes:
    # All but ASCII is escaped, as the real server does it.
    return _encode(value).encode("ascii")


def _refused(refusal: RefusedError) -> bytes:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return _json(body)


async def _respond(
    send: Send, status: int, body: bytes, content_type: bytes = b"application/json"
) -> None:
    headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _drop(receive: Receive, send: Send) -> None:
    """Close the connection without an answer."""
    # uvicorn's `send` belongs to the object that holds the connection; ASGI itself has no
    # word for hanging up. Under another server the answer breaks off after its first bytes.
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    headers = [(b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _while_connected(receive: Receive, work: Any) -> Any:
    """Return what the work gives; end it when the client hangs up.

    Raises:
        ConnectionDroppedError: the client hung up first.
    """
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_hung_up(receive))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ConnectionDroppedError
        return working.result()
    finally:
        working.cancel()
        gone.cancel()


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
