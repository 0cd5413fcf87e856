"""Which addresses Telegram accepts in links and buttons."""

from __future__ import annotations

import re

_APP_SCHEMES = ("tg", "ton", "tonsite")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?=//|[A-Za-z])")
_WEB = re.compile(
    r"(?:(?P<scheme>https?)://)?"
    r"(?:[^/?#@\s]*@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#:\s@\[\]]+)"
    r"(?P<port>:\d{1,5})?"
    r"(?P<rest>[/?#]\S*)?\Z",
    re.IGNORECASE,
)
_USER = re.compile(r"tg:(?://)?user\?(?:.*&)?id=(\d+)", re.IGNORECASE)
_LABEL = re.compile(r"[^\W_](?:[\w-]*\w)?\Z")


def checked_link(address: str) -> str | None:
    """Return the address as Telegram keeps it, or None where it drops the link.

    A missing scheme becomes `http://`, a host alone gets a slash, and a host needs a dot: the
    rules of tdlib's `LinkManager::get_checked_link`.
    """
    address = address.strip()
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() in _APP_SCHEMES:
        return address
    match = _WEB.match(address)
    if match is None or not _is_host(match["host"]):
        return None
    rest = match["rest"] or "/"
    if not rest.startswith("/"):
        rest = f"/{rest}"
    port = match["port"] or ""
    return f"{(match['scheme'] or 'http').lower()}://{match['host'].lower()}{port}{rest}"


def user_of_link(address: str) -> int | None:
    """Return the id in `tg://user?id=…`, or None."""
    match = _USER.match(address.strip())
    return int(match[1]) if match else None


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return True
    labels = host.rstrip(".").split(".")
    return len(labels) > 1 and all(_LABEL.match(label) for label in labels)
