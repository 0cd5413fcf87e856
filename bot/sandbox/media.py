"""Photos, documents and other files: from a request to a message's fields."""

from __future__ import annotations

import struct
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.params import Upload
from bot.sandbox.state import Json, StoredFile
from bot.sandbox.world import World

_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST_PHOTO = 10 * 2**20
_LARGEST_FILE = 50 * 2**20
_LONGEST_SIDES = 10_000
_STEEPEST_RATIO = 20
_SMALLEST_IMAGE = (1, 1)
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def image_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, JPEG, GIF or WebP picture, or None if it is none."""
    try:
        if content.startswith(_PNG):
            width, height = struct.unpack(">II", content[16:24])
            return width, height
        if content[:6] in (b"GIF87a", b"GIF89a"):
            width, height = struct.unpack("<HH", content[6:10])
            return width, height
        if content[:2] == b"\xff\xd8":
            return _jpeg_size(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _SMALLEST_IMAGE
    except struct.error:
        return None
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        (size,) = struct.unpack(">H", content[at + 2 : at + 4])
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + size
    return None


def take_file(world: World, given: Upload | str | None, kind: str) -> StoredFile:
    """Return the file that a request brings or names.

    Raises:
        RefusedError: 400: none, empty, too big, not a picture, unknown, or an address (the sandbox
            fetches nothing).
    """
    if given is None or given == "":
        raise bad_request(f"there is no {kind} in the request", mistake=True)
    if isinstance(given, Upload):
        return _take_upload(world, given, kind)
    if given in world.files:
        return world.files[given]
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    raise bad_request("wrong file identifier/HTTP URL specified")


def _take_upload(world: World, upload: Upload, kind: str) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty", mistake=True)
    largest = _LARGEST_PHOTO if kind == "photo" else _LARGEST_FILE
    if len(upload.content) > largest:
        raise bad_request(f"file of size {len(upload.content)} bytes is too big for a {kind}")
    if kind == "photo":
        size = image_size(upload.content)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED", mistake=True)
        if sum(size) > _LONGEST_SIDES or max(size) > _STEEPEST_RATIO * max(1, min(size)):
            raise bad_request("PHOTO_INVALID_DIMENSIONS", mistake=True)
    return world.store_file(upload.content, kind, upload.name or kind, upload.mime_type)


def media_fields(stored: StoredFile, kind: str, extra: Json | None = None) -> Json:
    """Return the fields of a message that show a file as `kind`."""
    described: dict[str, Any] = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
    }
    width, height = image_size(stored.content) or (320, 240)
    if kind == "photo":
        return {"photo": [{**described, "width": width, "height": height}]}
    named = {"file_name": stored.name, "mime_type": stored.mime_type}
    match kind:
        case "document":
            shape: Json = named
        case "sticker":
            shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False,
                     "is_video": False, "emoji": "🙂"}  # fmt: skip
        case "voice":
            shape = {"duration": 1, "mime_type": "audio/ogg"}
        case "video_note":
            shape = {"duration": 1, "length": 240}
        case "audio":
            shape = {"duration": 1, **named}
        case _:
            shape = {"duration": 1, "width": width, "height": height, **named}
    fields: Json = {kind: {**described, **shape, **(extra or {})}}
    if kind == "animation":
        fields["document"] = {**described, **named}
    return fields
