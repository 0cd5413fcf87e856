"""From an HTTP request to the parameters of a call: query string, form, JSON or multipart."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from bot.sandbox.errors import ConnectionDroppedError, RefusedError, bad_request
from bot.sandbox.params import Upload
from bot.sandbox.state import Json

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_LARGEST_BODY = 60 * 2**20
_LARGEST_FIELD = 2**20


async def read_params(scope: Scope, receive: Receive) -> Json:
    """Return the parameters of a request.

    Raises:
        RefusedError: 400 where they cannot be read, 413 where there is too much.
        ConnectionDroppedError: the client went away.
    """
    params: Json = {}
    if scope["query_string"]:
        params.update(_pairs(scope["query_string"]))
    if scope["method"] == "POST":
        kind = content_type(scope)
        if kind.startswith("multipart/form-data"):
            params.update(await _multipart(scope, receive))
        else:
            params.update(_body(kind, await read_body(receive)))
    return params


def content_type(scope: Scope) -> str:
    """Return the request's content type in lower case, with its parameters."""
    for name, value in scope["headers"]:
        if name == b"content-type":
            return str(value.decode("latin-1")).lower()
    return ""


async def read_body(receive: Receive) -> bytes:
    """Return the whole body.

    Raises:
        RefusedError: 413 past 60 MiB.
        ConnectionDroppedError: the client went away.
    """
    message = await receive()
    if not message.get("more_body") and message["type"] == "http.request":
        return bytes(message.get("body", b""))
    parts = []
    size = 0
    while message["type"] == "http.request":
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > _LARGEST_BODY:
            raise RefusedError(413, "Request Entity Too Large")
        if not message.get("more_body"):
            return b"".join(parts)
        message = await receive()
    raise ConnectionDroppedError


def _body(kind: str, body: bytes) -> Json:
    if not body:
        return {}
    if kind.startswith("application/json"):
        try:
            decoded = json.loads(body)
        except ValueError:
            raise bad_request("can't parse JSON object", mistake=True) from None
        if not isinstance(decoded, dict):
            raise bad_request("can't parse JSON object: it is not an object", mistake=True)
        return decoded
    return dict(_pairs(body))


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8", mistake=True) from None


async def _multipart(scope: Scope, receive: Receive) -> Json:
    request = Request(scope, receive)
    params: Json = {}
    try:
        async with request.form(max_part_size=_LARGEST_FIELD) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    content = await value.read()
                    mime_type = value.content_type or ""
                    params[name] = Upload(value.filename or "file", content, mime_type)
                else:
                    params[name] = value
    except MultiPartException as error:
        raise bad_request(f"can't parse multipart request: {error.message}") from error
    return params
