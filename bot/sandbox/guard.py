"""Keeps other sites' pages from using the control API of someone's own machine.

A browser lets any site send requests to loopback. So the host must be loopback by name (no DNS
rebinding), an origin must be this server's, and what changes something must be JSON, which a
foreign page cannot send without asking first.
"""

from __future__ import annotations

from starlette.requests import Request

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def refusal_of(request: Request) -> tuple[int, str] | None:
    """Return status and reason where a request is not to be served, or None."""
    host = request.headers.get("host", "")
    if _name(host) not in _LOOPBACK:
        return 403, "the control API serves loopback only"
    origin = request.headers.get("origin")
    if origin is not None and origin != f"{request.url.scheme}://{host}":
        return 403, "the control API serves its own pages only"
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return 403, "the control API serves its own pages only"
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method not in _READING and kind != "application/json":
        return 415, "send JSON, with Content-Type: application/json"
    return None


def _name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()
