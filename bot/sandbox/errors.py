"""What the sandbox raises.

SandboxError
├── RefusedError          a Bot API call is refused, in Telegram's words
├── ConnectionDroppedError  the connection ends without an answer (a fault)
└── ActError         a person cannot do that here (control API)
    └── UnknownError   there is no such chat, person, message …
"""

from __future__ import annotations

from typing import Any


class SandboxError(Exception):
    """Something the sandbox refuses."""


class RefusedError(SandboxError):
    """A refused call: status, description with its prefix, parameters.

    `mistake` says that only a wrong bot gets here (bad markup, a text too long), so that it is
    recorded as a complaint too.
    """

    def __init__(
        self,
        code: int,
        description: str,
        *,
        parameters: dict[str, Any] | None = None,
        mistake: bool = False,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters
        self.mistake = mistake


class ConnectionDroppedError(SandboxError):
    """The connection ends without an answer."""


class ActError(SandboxError):
    """A person cannot do that here."""


class UnknownError(ActError):
    """There is no such thing."""


def bad_request(what: str, *, mistake: bool = False) -> RefusedError:
    """Return 400 `Bad Request: what`."""
    return RefusedError(400, f"Bad Request: {what}", mistake=mistake)


def forbidden(what: str) -> RefusedError:
    """Return 403 `Forbidden: what`."""
    return RefusedError(403, f"Forbidden: {what}")


def conflict(what: str) -> RefusedError:
    """Return 409 `Conflict: what`."""
    return RefusedError(409, f"Conflict: {what}")


def too_many_requests(seconds: int) -> RefusedError:
    """Return 429 with `retry_after` in whole seconds."""
    return RefusedError(
        429,
        f"Too Many Requests: retry after {seconds}",
        parameters={"retry_after": seconds},
    )


def migrated(new_chat_id: int) -> RefusedError:
    """Return the 400 of a group that became a supergroup."""
    return RefusedError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": new_chat_id},
    )
