"""Buttons, and what pressing one means: small dataclasses that fit in Telegram's 64 bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from bot.rendering.html import cut
from knowledge import LANGUAGES, Language

MAX_DATA_BYTES: Final = 64
"""https://core.telegram.org/bots/api#inlinekeyboardbutton"""
MAX_LABEL: Final = 64
"""Characters of a label; a phone shows no more than that in one row."""

Listing = Literal["rounds", "timeline", "quotes", "sources", "changes"]
LISTINGS: Final[tuple[Listing, ...]] = get_args(Listing)
_LANGUAGES: Final[Mapping[str, Language | None]] = {
    "": None,
    **{language: language for language in LANGUAGES},
}


@dataclass(frozen=True, slots=True)
class ShowFact:
    """Answer with this fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class ChooseFact:
    """Turn the clarification into the answer with this fact, for the one who asked."""

    fact: str
    asker: int


@dataclass(frozen=True, slots=True)
class ChooseNone:
    """None of the choices is meant."""

    asker: int


@dataclass(frozen=True, slots=True)
class ShowSources:
    """List every source of this fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Show another page of a listing; `about` is a person's or a fact's id, a day, or nothing."""

    listing: Listing
    page: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class ExplainAnswer:
    """Say why it was answered so: the message of the button, or one's last question in a group."""

    group: int = 0
    """The group's number without its sign; 0 stands for the message of the button."""


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Speak this language in the chat of the button, or with none the one that Telegram says."""

    language: Language | None


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """Change what a place wants to hear, or show a page of its panel; `chat` is Telegram's id."""

    what: str
    chat: int
    thread: int = 0
    value: str = ""


@dataclass(frozen=True, slots=True)
class HandleAlert:
    """Look after the delivery of an alert; only admins may."""

    what: str
    alert: int


@dataclass(frozen=True, slots=True)
class AwaitAnswer:
    """Tell this chat when the question of that number in the queue has an answer."""

    question: int


@dataclass(frozen=True, slots=True)
class ServeDesk:
    """Do something as an editor; only `bot.rendering.admin` reads it back."""

    verb: str
    number: int = 0
    about: int | None = None


Action: TypeAlias = (
    ShowFact
    | ChooseFact
    | ChooseNone
    | ShowSources
    | TurnPage
    | ExplainAnswer
    | ChooseLanguage
    | ChangeSetting
    | HandleAlert
    | AwaitAnswer
    | ServeDesk
)


def encode(action: Action) -> str:
    """Return the callback data of an action; ids keep it within `MAX_DATA_BYTES`."""
    match action:
        case ShowFact(fact):
            return f"f:{fact}"
        case ChooseFact(fact, asker):
            return f"c:{asker:x}:{fact}"
        case ChooseNone(asker):
            return f"n:{asker:x}"
        case ShowSources(fact):
            return f"s:{fact}"
        case TurnPage(listing, page, about):
            return f"p:{LISTINGS.index(listing)}:{page}:{about}"
        case ExplainAnswer(group):
            return f"y:{group:x}"
        case ChooseLanguage(language):
            return f"g:{language or ''}"
        case ChangeSetting(what, chat, thread, value):
            return f"u:{what}:{chat:x}:{thread:x}:{value}"
        case HandleAlert(what, alert):
            return f"l:{what}:{alert}"
        case AwaitAnswer(question):
            return f"w:{question:x}"
        case ServeDesk(verb, number, about):
            return f"a:{verb}:{number}" + ("" if about is None else f":{about}")


def decode(data: str) -> Action | None:
    """Return the action of callback data; None where it is none of ours, or of another version."""
    kind, _, rest = data.partition(":")
    try:
        match kind:
            case "f":
                return ShowFact(rest)
            case "c":
                asker, _, fact = rest.partition(":")
                return ChooseFact(fact, int(asker, 16))
            case "n":
                return ChooseNone(int(rest, 16))
            case "s":
                return ShowSources(rest)
            case "w":
                return AwaitAnswer(int(rest, 16))
            case "p":
                listing, page, about = rest.split(":", 2)
                if listing.isdecimal() and page.isdecimal():
                    return TurnPage(LISTINGS[int(listing)], int(page), about)
            case "y" if rest.isalnum():
                return ExplainAnswer(int(rest, 16))
            case "g":
                return ChooseLanguage(_LANGUAGES[rest])
            case "u":
                what, chat, thread, value = rest.split(":", 3)
                return ChangeSetting(what, int(chat, 16), int(thread, 16), value)
            case "l":
                what, _, alert = rest.partition(":")
                return HandleAlert(what, int(alert))
    except (ValueError, LookupError):
        return None
    return None


def encode_link(action: Action) -> str:
    """Return the action as the payload of a deep link, which takes A-Z, a-z, 0-9, _ and -.

    https://core.telegram.org/bots/features#deep-linking
    """
    return encode(action).replace(":", "_")


def decode_link(payload: str) -> Action | None:
    """Return the action of a deep link's payload; None where it is none of ours."""
    return decode(payload.replace("_", ":"))


@dataclass(frozen=True, slots=True)
class Button:
    """A button with exactly one of an action and an address."""

    label: str
    action: Action | None = None
    url: str | None = None


def button(label: str, action: Action) -> Button:
    """Return a button that acts, its label cut to what a phone shows."""
    return Button(cut(label, MAX_LABEL), action=action)
