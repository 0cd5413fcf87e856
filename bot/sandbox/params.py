"""Reading the parameters of a call: all are text in a form, typed in JSON, parts in multipart."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.state import Json

_INTEGER = re.compile(r"[+-]?\d{1,19}\Z")
_TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request."""

    name: str
    content: bytes
    mime_type: str

    def describe(self) -> Json:
        return {"file": self.name, "bytes": len(self.content)}


class Params:
    """The parameters of one call, read as what a method takes them for."""

    def __init__(self, raw: Json) -> None:
        self.raw = raw

    def has(self, name: str) -> bool:
        return name in self.raw

    def text(self, name: str) -> str:
        """Return a text; absent is empty."""
        value = self.raw.get(name)
        return value if isinstance(value, str) else ""

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number.

        Raises:
            RefusedError: 400 where it is not one.
        """
        value = self.raw.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and _INTEGER.match(value):
            return int(value)
        raise bad_request(f"invalid {name} specified")

    def number(self, name: str, default: float = 0.0) -> float:
        try:
            return float(self.raw.get(name, default))
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def thread(self) -> int | None:
        """Return message_thread_id; 0 and absent are the same."""
        return self.integer("message_thread_id") or None

    def flag(self, name: str) -> bool:
        value = self.raw.get(name)
        return value.lower() in _TRUE if isinstance(value, str) else bool(value)

    def json(self, name: str) -> Any:
        """Return a nested value, decoded where it came as text; absent is None.

        Raises:
            RefusedError: 400 where it is not JSON.
        """
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def json_object(self, name: str) -> Json | None:
        value = self.json(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"can't parse {name}: it is not an object")
        return value

    def json_list(self, name: str) -> list[Any]:
        value = self.json(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"can't parse {name}: it is not an array")
        return value or []

    def chat_id(self, name: str = "chat_id") -> int | str:
        """Return a chat's id or @name.

        Raises:
            RefusedError: 400 `chat_id is empty` or `chat not found`.
        """
        value = self.raw.get(name)
        if value is None or value == "":
            raise bad_request(f"{name} is empty", mistake=True)
        if isinstance(value, str) and not _INTEGER.match(value):
            if value.startswith("@"):
                return value
            raise bad_request("chat not found")
        return int(value)

    def file(self, name: str) -> Upload | str | None:
        """Return an uploaded file, or the text that names one (`attach://…` followed)."""
        value = self.raw.get(name)
        return self.attached(value) if isinstance(value, str | Upload) else None

    def attached(self, value: str | Upload) -> Upload | str:
        if isinstance(value, str) and value.startswith("attach://"):
            upload = self.raw.get(value.removeprefix("attach://"))
            if not isinstance(upload, Upload):
                raise bad_request(f"file {value!r} is not in the request", mistake=True)
            return upload
        return value
