"""The one frozen configuration, read once from a TOML file and the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal

import tomli
from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

PROGRAM: Final = "talksbot"
PREFIX: Final = "TALKSBOT_"
CONFIG_FILE: Final = "TALKSBOT_CONFIG"
"""Names the file, so it cannot stand in it."""
HIGHEST_PORT: Final = 65535
TELEGRAM_API: Final = "https://api.telegram.org"

_ADDRESS = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(:\d+)?(/[^\s]*)?$")]
_SECRET_WORD = re.compile(r"[A-Za-z0-9_-]{1,256}")


def _no_truth_value(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("expected a number")  # noqa: TRY004 - pydantic's own
    return value


class ConfigError(Exception):
    """The configuration cannot be used; the message is one line that says how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """How this bot runs. Each key has its place in `deploy/config.example.toml`."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    token: SecretStr | None = None
    """What BotFather gave; needed only to connect."""
    database: Path = Path("talksbot.sqlite3")
    admins: tuple[Annotated[int, BeforeValidator(_no_truth_value), Field(gt=0)], ...] = ()
    """Telegram user ids of the first owners."""
    approval: tuple[Literal["new", "revise", "withdraw", "revert"], ...] = ("withdraw",)
    """Kinds of change that somebody other than their author must publish."""
    approval_above_chats: Annotated[int, BeforeValidator(_no_truth_value), Field(ge=0)] = 100
    """Chats that a change may alert or correct before somebody else must publish it."""
    api_url: _ADDRESS = TELEGRAM_API
    """Base address of the Bot API server; files are read from it likewise."""
    webhook_url: _ADDRESS | None = None
    """Public address for updates; without it the bot polls."""
    webhook_listen: Annotated[str, StringConstraints(pattern=r"^[^\s:]+:\d{1,5}$")] = (
        "127.0.0.1:8443"
    )
    webhook_secret: SecretStr | None = None
    messages_per_second: Annotated[int, BeforeValidator(_no_truth_value), Field(ge=1, le=1000)] = 30
    """Messages to all chats together; above 30 only where Telegram's paid broadcasts are on."""
    data: Path | None = None
    """Directory of the curated files; without it the ones that ship with the program."""
    semantic_model: str | None = None
    """A static sentence encoder of model2vec: its directory, or its name on the hub."""
    cache: Path | None = None
    """Directory that keeps what makes the next start faster; see `cache_directory`."""

    @property
    def webhook_address(self) -> tuple[str, int]:
        """Host and port that `webhook_listen` names."""
        host, _, port = self.webhook_listen.rpartition(":")
        return host, int(port)

    def require_token(self) -> str:
        """Return the token.

        Raises:
            ConfigError: there is none.
        """
        if self.token is None or not self.token.get_secret_value():
            raise ConfigError(
                "token is missing: set TALKSBOT_TOKEN to what BotFather gave you, "
                "or token in the configuration file"
            )
        return self.token.get_secret_value()


LISTS: Final = frozenset({"admins", "approval"})
"""Keys whose variable holds several words."""
KEYS: Final = tuple(field.name for field in fields(Config))


def load_config(environment: Mapping[str, str], file: Path | None = None) -> Config:
    """Read the configuration; a variable outranks the file.

    The file is `file`, else the one that `TALKSBOT_CONFIG` names, else there is none.

    Raises:
        ConfigError: the file cannot be read, or a key is unknown or of the wrong type.
    """
    named = environment.get(CONFIG_FILE)
    path = file or (Path(named) if named else None)
    values = _from_file(path) if path else {}
    values = {"cache": cache_directory(environment)} | values | _from_environment(environment)
    try:
        config = TypeAdapter(Config).validate_python(values)
    except ValidationError as error:
        # The chain would show the input, and a secret under a misspelt key with it.
        raise ConfigError(_first_line(error, path)) from None
    _check_webhook(config)
    return config


def cache_directory(environment: Mapping[str, str]) -> Path | None:
    """Return the directory for what may be lost: systemd's, else that of the XDG base directories.

    https://specifications.freedesktop.org/basedir-spec/latest/
    """
    if given := environment.get("CACHE_DIRECTORY"):
        return Path(given)
    if base := environment.get("XDG_CACHE_HOME"):
        return Path(base, PROGRAM)
    home = environment.get("HOME")
    return Path(home, ".cache", PROGRAM) if home else None


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name == CONFIG_FILE:
            continue
        key = name.removeprefix(PREFIX).lower()
        if key not in KEYS:
            raise ConfigError(f"{name} is not a setting: expected one of {_variables()}")
        if value:
            values[key] = value.replace(",", " ").split() if key in LISTS else value
    return values


def _variables() -> str:
    return ", ".join([CONFIG_FILE, *(PREFIX + key.upper() for key in KEYS)])


def _first_line(error: ValidationError, path: Path | None) -> str:
    details = error.errors(include_input=False)[0]
    key = ".".join(str(part) for part in details["loc"])
    where = (
        f"{path} or {PREFIX}{key.split('.')[0].upper()}"
        if path
        else PREFIX + key.split(".")[0].upper()
    )
    if details["type"] == "unexpected_keyword_argument":
        return f"{path}: {key} is not a setting: expected one of {', '.join(KEYS)}"
    return f"{where}: {key}: {details['msg'][0].lower()}{details['msg'][1:]}"


def _check_webhook(config: Config) -> None:
    """Refuse a webhook that could not work, before anything connects."""
    if config.webhook_address[1] > HIGHEST_PORT:
        raise ConfigError(f"webhook_listen: expected a port up to {HIGHEST_PORT}")
    if config.webhook_url and find_spec("tornado") is None:
        raise ConfigError("webhook_url needs tornado: install istanbul-talks-bot[webhook]")
    secret = config.webhook_secret
    if config.webhook_url and secret is None:
        raise ConfigError(
            "webhook_secret is missing: with webhook_url it must be set, to keep strangers out"
        )
    if secret and not _SECRET_WORD.fullmatch(secret.get_secret_value()):
        raise ConfigError("webhook_secret: expected 1 to 256 of A-Z, a-z, 0-9, _ and -")
