"""The editors' desk: drafts are laid on it, looked at, and published from it."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from knowledge.alerting import Audience
from knowledge.curation.load import default_data
from knowledge.editing import Deed, Draft, Office, Proposal, Rules, may
from knowledge.errors import KnowledgeError
from knowledge.matching.lexicon import Lexicon
from knowledge.revising import body_of, cited_sources, kind_of, record_of
from knowledge.store.connection import Reader, Store, Transaction
from knowledge.store.drafts import draft_of, keep_draft, revision_at
from knowledge.store.editors import (
    Act,
    act_of,
    dialogue_with,
    end_dialogue,
    note,
    note_act,
    note_answered,
    office_of,
    owed_acts,
    set_dialogue,
)
from knowledge.store.editors import Dialogue as Dialogue
from knowledge.store.inbox import unanswered
from knowledge.store.records import current_revisions, history
from knowledge.types import Change, Language, Record, Revision
from knowledge.use_cases.announce import count_audience
from knowledge.use_cases.ask import Knowledge
from knowledge.use_cases.review import AskedQuestion, Findings, examine, kinds_of_change

MOST_PREPARED: Final = 3
"""Drafts whose knowledge is kept ready in memory, so that publishing them takes no time."""
MOST_RECENT: Final = 200
"""Unanswered questions that a draft is tried on."""
REGRESSION: Final = "regression.jsonl"


class NotAnEditorError(KnowledgeError):
    """Somebody who holds no office asked for what only editors may do."""

    def __init__(self, person_id: int) -> None:
        self.person_id = person_id
        super().__init__("this needs an office")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for something to be done, by which update, and where the answer goes."""

    update_id: int
    person_id: int
    place: str
    now: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A draft with what it would do and whom it would reach."""

    draft: Draft
    findings: Findings
    audience: Audience
    moved: tuple[Revision, ...]
    """The current revisions of records that have moved on since the draft was made."""
    needs_approval: bool


@dataclass(slots=True)
class EditingDesk:
    """What the use cases of editing work with; the knowledge itself is the caller's."""

    store: Store
    lexicons: Mapping[Language, Lexicon]
    rules: Rules = field(default_factory=Rules)
    questions: tuple[AskedQuestion, ...] = ()
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held from before a commit until the knowledge is replaced."""
    prepared: OrderedDict[int, Findings] = field(default_factory=OrderedDict)
    editors: frozenset[int] = frozenset()
    """Who holds an office as far as is known; rights are checked in the store."""


Result = Mapping[str, Any]
"""What came of an act, as plain values: it is kept, to be told again."""


async def require(reader: Reader, person_id: int, deed: Deed) -> Office | None:
    """Return the office that gives the right; None where the office of an editor does not.

    Raises:
        NotAnEditorError: the person holds no office at all.
    """
    office = await office_of(reader, person_id)
    if office is None:
        raise NotAnEditorError(person_id)
    return office if may(office, deed) else None


async def done_before(transaction: Transaction, asked: Asked) -> Result | None:
    """Return what came of this very update when it came before."""
    act = await act_of(transaction, asked.update_id)
    return act.result if act else None


async def keep(transaction: Transaction, asked: Asked, **result: Any) -> Result:
    """Note what came of an update, in the transaction that did it, and return it."""
    await note_act(
        transaction,
        asked.update_id,
        person_id=asked.person_id,
        place=asked.place,
        result=result,
        now=asked.now,
    )
    return result


async def lay_draft(
    desk: EditingDesk,
    asked: Asked,
    *,
    command: str,
    typed: str,
    reason: str,
    records: Sequence[Record],
    bases: Mapping[tuple[str, str], int] | None = None,
) -> Result:
    """Keep a draft of these records, based on their current revisions.

    Raises:
        NotAnEditorError: the person holds no office.
    """
    async with desk.store.transaction() as transaction:
        if earlier := await done_before(transaction, asked):
            return earlier
        await require(transaction, asked.person_id, "draft")
        known = bases if bases is not None else await current_numbers(transaction)
        proposals = [
            Proposal(
                kind=kind_of(record),
                id=record.id,
                base=known.get((kind_of(record), record.id), 0),
                body=body_of(record),
            )
            for record in records
        ]
        number = await keep_draft(
            transaction,
            author=asked.person_id,
            command=command,
            typed=typed,
            reason=reason,
            proposals=proposals,
            now=asked.now,
        )
        await note(
            transaction,
            "drafted",
            person_id=asked.person_id,
            now=asked.now,
            draft=number,
            command=command,
            records=[f"{each.kind} {each.id}" for each in proposals],
        )
        return await keep(transaction, asked, what="drafted", draft=number)


async def current_numbers(reader: Reader) -> dict[tuple[str, str], int]:
    """Return the number of the current revision of each record."""
    return {(each.kind, each.id): each.number for each in await current_revisions(reader)}


async def review(
    desk: EditingDesk, number: int, knowledge: Knowledge, now: dt.datetime
) -> Review | None:
    """Return a draft with all that it would do; None where there is no such draft."""
    draft = await draft_of(desk.store, number)
    if draft is None:
        return None
    changes = await changes_of(desk.store, draft, draft.author, now)
    audience = await count_audience(desk.store, changes, now=now)
    return Review(
        draft=draft,
        findings=await prepare(desk, draft, knowledge),
        audience=audience,
        moved=await moved(desk.store, draft),
        needs_approval=needs_approval(desk.rules, draft, knowledge, audience),
    )


async def prepare(desk: EditingDesk, draft: Draft, knowledge: Knowledge) -> Findings:
    """Return what a draft would do, and keep it ready."""
    ready = desk.prepared.get(draft.number)
    if ready and ready.based_on is knowledge:
        return ready
    recent = [
        AskedQuestion(each.question, each.language)
        for each in await unanswered(desk.store, MOST_RECENT)
    ]
    findings = await asyncio.to_thread(
        examine, draft, knowledge, desk.lexicons, [*desk.questions, *recent]
    )
    desk.prepared[draft.number] = findings
    while len(desk.prepared) > MOST_PREPARED:
        desk.prepared.popitem(last=False)
    return findings


async def revise(desk: EditingDesk, draft: Draft, knowledge: Knowledge) -> Findings:
    """Return the knowledge as a draft makes it, from what was prepared where that still holds."""
    ready = desk.prepared.get(draft.number)
    if ready and ready.based_on is knowledge:
        return ready
    return await asyncio.to_thread(examine, draft, knowledge, desk.lexicons, None)


def needs_approval(rules: Rules, draft: Draft, knowledge: Knowledge, audience: Audience) -> bool:
    """Say whether somebody else must approve."""
    reached = audience.alerted + audience.corrected
    kinds = kinds_of_change(draft, knowledge.corpus)
    return bool(kinds & rules.approval) or reached > rules.most_chats


async def moved(reader: Reader, draft: Draft) -> tuple[Revision, ...]:
    """Return the current revisions of the records that have moved on since the draft."""
    found = []
    for proposal in draft.proposals:
        revisions = await history(reader, proposal.kind, proposal.id)
        if (revisions[-1].number if revisions else 0) != proposal.base:
            found.append(revisions[-1])
    return tuple(found)


async def changes_of(
    reader: Reader, draft: Draft, author: int, now: dt.datetime
) -> tuple[Change, ...]:
    """Return what a draft does to each record, as revisions that are not stored yet."""
    changes = []
    for proposal in draft.proposals:
        before = (
            await revision_at(reader, proposal.kind, proposal.id, proposal.base)
            if proposal.base
            else None
        )
        record = record_of(proposal.kind, proposal.body)
        changes.append(
            Change(
                kind=proposal.kind,
                id=proposal.id,
                before=before,
                after=Revision(
                    kind=proposal.kind,
                    id=proposal.id,
                    number=proposal.base + 1,
                    body=proposal.body,
                    sources=cited_sources(record),
                    author=f"editor {author}",
                    made_at=now.astimezone(dt.UTC),
                    reason=draft.reason,
                ),
            )
        )
    return tuple(changes)


def load_questions(directory: Path | None = None) -> tuple[AskedQuestion, ...]:
    """Read the questions by which it is watched that answers stay right; none without the file."""
    file = (directory or default_data()) / REGRESSION
    if not file.exists():
        return ()
    lines = file.read_text(encoding="utf-8").splitlines()
    tables = [json.loads(line) for line in lines if line.strip()]
    return tuple(AskedQuestion(each["question"], each.get("language", "en")) for each in tables)


async def owed(desk: EditingDesk) -> list[Act]:
    """Return what was done and not told, the oldest first."""
    return await owed_acts(desk.store)


async def note_told(desk: EditingDesk, update_id: int, now: dt.datetime) -> None:
    """Note that what came of an update was told."""
    async with desk.store.transaction() as transaction:
        await note_answered(transaction, update_id, now)


async def earlier_act(desk: EditingDesk, update_id: int) -> Act | None:
    """Return what came of an update that was acted on before."""
    return await act_of(desk.store, update_id)


async def asked_for(desk: EditingDesk, person_id: int, chat_id: int) -> Dialogue | None:
    """Return what a person is being asked in a chat."""
    return await dialogue_with(desk.store, person_id, chat_id)


async def ask_for(desk: EditingDesk, dialogue: Dialogue) -> None:
    """Ask a person for the next thing, and keep what they typed so far."""
    async with desk.store.transaction() as transaction:
        await set_dialogue(transaction, dialogue)


async def ask_no_more(desk: EditingDesk, person_id: int, chat_id: int) -> bool:
    """Stop asking; False where nothing was asked."""
    was_asked = await dialogue_with(desk.store, person_id, chat_id) is not None
    async with desk.store.transaction() as transaction:
        await end_dialogue(transaction, person_id, chat_id)
    return was_asked
