"""A bot with a small record in a real database, and the people who may change it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import build_application
from bot.context import Services
from bot.rendering.html import plain
from knowledge import desk, editing, load_knowledge, offices, open_store
from knowledge.matching.lexicon import Lexicon
from knowledge.store.connection import Store
from knowledge.types import Corpus
from knowledge.use_cases.publish import publish
from tests.builders import A_DAY, a_citation, a_corpus, a_fact, a_source
from tests.fakes import TOKEN, Call, RecordingRequest
from tests.integration.conftest import Telegram

OWNER = {"id": 1, "is_bot": False, "first_name": "Owner"}
ADMIN = {"id": 2, "is_bot": False, "first_name": "Admin"}
CURATOR = {"id": 3, "is_bot": False, "first_name": "Curator"}
STRANGER = {"id": 1001, "is_bot": False, "first_name": "Olena"}
NOW = dt.datetime(2025, 8, 1, 12, 0, tzinfo=dt.UTC)
PUSH = (
    "/push Fidan said a fourth round may follow in autumn. | source: agency-2025-07-23 | "
    "about: round 3 | topic: next-round | who: turkiye | id: autumn | "
    "asks: When may a fourth round follow?"
)
ASKED = "when may a fourth round follow"


def chat_of(person: dict[str, Any]) -> dict[str, Any]:
    """Return the private chat with a person."""
    return {"id": person["id"], "type": "private", "first_name": person["first_name"]}


def a_small_record() -> Corpus:
    """Return a record without a problem, small enough to be examined in no time."""
    return a_corpus(
        a_source("other-2025-07-24", url="https://other.example/1", publisher="Other"),
        a_fact("round-3-exchange-count", status="disputed"),
        a_fact(
            "round-3-exchange-count-russia",
            status="disputed",
            claimant="russia",
            statement="Russia offered to exchange about 1,200 prisoners.",
            question="How many prisoners did Russia offer to exchange?",
            phrasings={"en": ("how many prisoners did russia offer",)},
        ),
        a_fact(
            "round-3-venue",
            topic="venue",
            claimant="reported",
            question="Where was round 3 held?",
            statement="The third round was held in the Ciragan Palace.",
            phrasings={"en": ("where was {round} held", "venue of {round}")},
            citations=(a_citation("other-2025-07-24"),),
        ),
        *(
            a_fact(
                f"round-3-{side}-head",
                topic="delegation",
                claimant="reported",
                question=f"Who led {name}'s delegation?",
                statement=f"{name}'s delegation was led by its head.",
                phrasings={"en": (f"who led {name.lower()}'s delegation",)},
            )
            for side, name in (("ukraine", "Ukraine"), ("russia", "Russia"))
        ),
    )


@dataclass
class Newsroom(Telegram):
    """What editors and readers do, in the order in which a test tells it."""

    store: Store
    desk: desk.EditingDesk

    async def writes(self, who: dict[str, Any], text: str, **more: Any) -> list[Call]:
        """Somebody writes in their private chat."""
        return await self.says(text, **{"sender": who, "chat": chat_of(who)} | more)

    async def hits(self, who: dict[str, Any], data: str, **more: Any) -> list[Call]:
        """Somebody presses a button with that data in their private chat."""
        return await self.presses(data, presser=who, **{"chat": chat_of(who)} | more)

    async def asks(self, question: str = ASKED) -> str:
        """Return what a reader gets for a question."""
        return words(await self.writes(STRANGER, question))


def words(calls: list[Call]) -> str:
    """Return what was sent, as people read it."""
    return "\n".join(plain(each.parameters["text"]) for each in calls if "text" in each.parameters)


def buttons(calls: list[Call]) -> dict[str, str]:
    """Return the data of every button that was sent, by its label."""
    found: dict[str, str] = {}
    for call in calls:
        markup = call.parameters.get("reply_markup")
        if not markup:
            continue
        keyboard = json.loads(markup) if isinstance(markup, str) else markup
        for row in keyboard["inline_keyboard"]:
            found |= {button["text"]: button.get("callback_data", "") for button in row}
    return found


def messages(calls: list[Call]) -> list[Call]:
    """Return the calls that show somebody something."""
    return [each for each in calls if each.method != "getChatAdministrators"]


@asynccontextmanager
async def open_newsroom(
    file: Path, lexicon: Lexicon, rules: editing.Rules | None = None
) -> AsyncIterator[Newsroom]:
    """Open a bot on a database; a new one gets the small record, an owner, an admin, a curator."""
    async with open_store(file) as store:
        await publish(store, a_small_record(), now=dt.datetime.combine(A_DAY, dt.time(), dt.UTC))
        opened = desk.EditingDesk(store, {"en": lexicon}, rules=rules or editing.Rules())
        await offices.open_desk(opened, (OWNER["id"],), NOW)
        for number, (person, office) in enumerate(((ADMIN, "admin"), (CURATOR, "curator"))):
            asked = desk.Asked(
                update_id=-1 - number, person_id=OWNER["id"], place="[1, null, null]", now=NOW
            )
            await offices.appoint(opened, asked, person["id"], office)
            await desk.note_told(opened, asked.update_id, NOW)
        services = Services(knowledge=await load_knowledge(store, {"en": lexicon}), desk=opened)
        request = RecordingRequest()
        application = build_application(TOKEN, "https://telegram.invalid", services, request)
        async with application:
            request.calls.clear()
            yield Newsroom(application, request, store, opened)
