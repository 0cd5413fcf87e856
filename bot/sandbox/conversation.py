"""A person in a chat, for tests: what they say there, and what they hear from the bot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.state import Json

if TYPE_CHECKING:
    from bot.sandbox.client import SandboxClient

PATIENCE = 5.0


class NotHeardError(AssertionError):
    """The bot did not do within the time what the test waited for."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard; `raw` is Telegram's InlineKeyboardButton."""

    text: str
    raw: Json

    @property
    def data(self) -> str | None:
        return self.raw.get("callback_data")

    @property
    def url(self) -> str | None:
        return self.raw.get("url")


class Heard:
    """A message as a person sees it; `raw` is Telegram's Message."""

    def __init__(self, raw: Json, seen_in: Conversation) -> None:
        self.raw = raw
        self._seen_in = seen_in

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The text, or the caption, or nothing."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        return self.raw.get("entities") or self.raw.get("caption_entities") or []

    @property
    def rows(self) -> list[list[Button]]:
        keyboard = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [[Button(button["text"], button) for button in row] for row in keyboard]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.buttons]

    @property
    def keyboard(self) -> Json | None:
        """The reply keyboard that came with it, where it is not an inline one."""
        return self.raw.get("reply_keyboard")

    @property
    def thread_id(self) -> int | None:
        return self.raw.get("message_thread_id") if self.raw.get("is_topic_message") else None

    @property
    def reply_to_id(self) -> int | None:
        reply = self.raw.get("reply_to_message")
        return reply["message_id"] if reply else None

    async def presses(self, label: str, *, by: SandboxPerson | None = None) -> Json:
        """Press the button with this label and return the PressResult."""
        person = by or self._seen_in.person
        pressed: Json = await person.sandbox.act(
            "press",
            person_id=person.id,
            chat_id=self.raw["chat"]["id"],
            message_id=self.id,
            text=label,
        )
        return pressed

    def __repr__(self) -> str:
        return f"<message {self.id}: {self.text!r} {self.labels}>"


class Conversation:
    """A person in a chat (and topic): what they say there, and what they hear from the bot."""

    def __init__(
        self,
        sandbox: SandboxClient,
        person_id: int,
        chat_id: int,
        thread_id: int | None = None,
        *,
        all_topics: bool = True,
    ) -> None:
        self.sandbox = sandbox
        self.person_id = person_id
        self.chat_id = chat_id
        self.thread_id = thread_id
        self._all_topics = all_topics and thread_id is None
        self._at = sandbox.heard_so_far

    @property
    def person(self) -> SandboxPerson:
        return SandboxPerson(self.sandbox, self.person_id)

    async def says(
        self, text: str = "", *, reply_to: Heard | int | None = None, **details: Any
    ) -> Heard:
        """Write a message; `details` are the other members of the act `write`."""
        body: Json = {"text": text} if text else {}
        if reply_to is not None:
            body["reply_to_message_id"] = reply_to.id if isinstance(reply_to, Heard) else reply_to
        if self.thread_id is not None:
            body["message_thread_id"] = self.thread_id
        return await self._acts("write", **body, **details)

    async def sends(self, kind: str, **content: Any) -> Heard:
        """Send something other than text: `photo`, `document`, `sticker`, `location` …"""
        return await self.says(content={"kind": kind, **content})

    async def edits(self, message: Heard | int, text: str) -> Heard:
        """Edit an own message."""
        message_id = message.id if isinstance(message, Heard) else message
        return await self._acts("edit", message_id=message_id, text=text)

    async def _acts(self, verb: str, **body: Any) -> Heard:
        raw = await self.sandbox.act(verb, person_id=self.person_id, chat_id=self.chat_id, **body)
        return Heard(raw, self)

    async def hears(self, timeout: float = PATIENCE) -> Heard:  # noqa: ASYNC109 (reads as said)
        """Return the bot's next new message here.

        Raises:
            NotHeardError: there is none within `timeout` seconds.
        """
        event = await self._next("message", lambda e: self._is_from_bot(e), timeout)
        return Heard(event["message"], self)

    async def hears_edit(self, timeout: float = PATIENCE) -> Heard:  # noqa: ASYNC109
        """Return the bot's next edit of a message of its own here, as it then reads."""
        event = await self._next("message_edited", lambda e: self._is_from_bot(e), timeout)
        return Heard(event["message"], self)

    async def hears_answer(self, timeout: float = PATIENCE) -> Json:  # noqa: ASYNC109
        """Return the next answer to a button this person pressed: `text`, `show_alert`, `url`."""
        return await self._next(
            "callback_answer", lambda e: e["person_id"] == self.person_id, timeout
        )

    async def hears_nothing(self, seconds: float = 0.3) -> None:
        """Fail if the bot writes here within some seconds."""
        try:
            heard = await self.hears(seconds)
        except NotHeardError:
            return
        raise AssertionError(f"the bot said {heard!r}")

    def _is_from_bot(self, event: Json) -> bool:
        message = event["message"]
        if not message["by_bot"] or message["chat"]["id"] != self.chat_id:
            return False
        thread_id = message["message_thread_id"] if message.get("is_topic_message") else None
        return self._all_topics or thread_id == self.thread_id

    async def _next(self, kind: str, wanted: Callable[[Json], bool], patience: float) -> Json:
        found = await self.sandbox.event(
            lambda e: e["type"] == kind and wanted(e), after=self._at, timeout=patience
        )
        if found is None:
            raise NotHeardError(f"no {kind} from the bot in chat {self.chat_id} in {patience} s")
        self._at = found["seq"]
        return found


class SandboxPerson(Conversation):
    """A person; as a conversation: their private chat with the bot."""

    def __init__(self, sandbox: SandboxClient, person_id: int) -> None:
        super().__init__(sandbox, person_id, person_id)
        self.id = person_id

    @property
    def person(self) -> SandboxPerson:
        return self

    def inside(self, chat: str | int, *, topic: str | int | None = None) -> Conversation:
        """Return the conversation of this person in a chat, by title or id, and topic.

        Without a topic they hear all of them, and write to General.
        """
        chat_id = self.sandbox.chat_id(chat)
        thread_id = self.sandbox.topic_id(chat_id, topic) if isinstance(topic, str) else topic
        return Conversation(self.sandbox, self.id, chat_id, thread_id, all_topics=topic is None)

    async def does(self, verb: str, **body: Any) -> Any:
        """Do any act of the control API as this person (`join`, `promote`, `block` …)."""
        return await self.sandbox.act(verb, person_id=self.id, **body)

    async def opens(self, url: str, **body: Any) -> Heard:
        """Open a deep link to the bot."""
        return Heard(await self.does("open_deep_link", url=url, **body), self)

    async def queries(self, query: str, timeout: float = PATIENCE, **body: Any) -> Json:  # noqa: ASYNC109
        """Type a query after the bot's name; return its answer.

        Raises:
            NotHeardError: the bot gave none within `timeout` seconds.
        """
        answer: Json = await self.does("query_inline", query=query, wait=timeout, **body)
        if answer["results"] is None:
            raise NotHeardError(f"no answer to the inline query {query!r} in {timeout} s")
        return answer

    async def chooses(self, answer: Json, result_id: str, chat: str | int) -> Heard:
        """Send a result of an inline answer to a chat."""
        chat_id = self.sandbox.chat_id(chat)
        raw = await self.does(
            "choose_inline",
            inline_query_id=answer["inline_query_id"],
            result_id=result_id,
            chat_id=chat_id,
        )
        return Heard(raw, Conversation(self.sandbox, self.id, chat_id))
