"""Publish, hand on, discard, redo or revert a draft; each in one transaction, once an update."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from knowledge.curation.schema import parse
from knowledge.drafting.difference import on_top
from knowledge.editing import Draft
from knowledge.errors import UncitedRecordError
from knowledge.revising import record_of, table_of
from knowledge.store.connection import Transaction
from knowledge.store.drafts import draft_of, revision_at, set_draft_state
from knowledge.store.editors import note
from knowledge.store.records import append
from knowledge.types import RECORD_TYPES, Change, Fact, Language, Record
from knowledge.use_cases.announce import announce, count_audience
from knowledge.use_cases.ask import Knowledge
from knowledge.use_cases.desk import (
    Asked,
    EditingDesk,
    Result,
    changes_of,
    done_before,
    keep,
    lay_draft,
    moved,
    needs_approval,
    require,
    revise,
)
from knowledge.use_cases.review import records_of


async def publish_draft(
    desk: EditingDesk, asked: Asked, number: int, knowledge: Knowledge, *, quiet: bool = False
) -> tuple[Result, Knowledge]:
    """Publish a draft as it is; return what came of it, and what answers from now on.

    The caller holds the desk's lock and replaces its knowledge before it lets go.

    Raises:
        NotAnEditorError: the person holds no office.
        StoreError: the database cannot be written; nothing was changed.
    """
    draft = await draft_of(desk.store, number)
    # Checked against the record as it is now; what was checked before the draft was shown is kept.
    findings = await revise(desk, draft, knowledge) if draft and not draft.is_over else None
    try:
        async with desk.store.transaction() as transaction:
            if earlier := await done_before(transaction, asked):
                return earlier, knowledge
            office = await require(transaction, asked.person_id, "publish")
            draft = await draft_of(transaction, number)
            if office is None:
                return await keep(transaction, asked, what="not_allowed"), knowledge
            if refused := await _refusal(transaction, asked, draft):
                return refused, knowledge
            assert draft is not None
            if findings is None or findings.problems:
                return await keep(transaction, asked, what="problems", draft=number), knowledge
            changes = await changes_of(transaction, draft, asked.person_id, asked.now)
            audience = await count_audience(transaction, changes, now=asked.now)
            own = draft.author == asked.person_id
            if own and needs_approval(desk.rules, draft, knowledge, audience):
                return await _wait(transaction, asked, draft), knowledge
            result = await _apply(transaction, asked, draft, changes, quiet=quiet, approved=not own)
    except UncitedRecordError:
        return {"what": "problems", "draft": number}, knowledge
    desk.prepared.pop(number, None)
    return result, findings.revised


async def _refusal(transaction: Transaction, asked: Asked, draft: Draft | None) -> Result | None:
    if draft is None:
        return await keep(transaction, asked, what="unknown_draft")
    if draft.is_over:
        return await keep(transaction, asked, what="over", draft=draft.number, state=draft.state)
    if await moved(transaction, draft):
        return await keep(transaction, asked, what="moved", draft=draft.number)
    return None


async def _wait(transaction: Transaction, asked: Asked, draft: Draft) -> Result:
    """Hand a draft to a second pair of eyes."""
    if draft.state == "waiting":
        return await keep(transaction, asked, what="own_approval", draft=draft.number)
    await set_draft_state(transaction, draft.number, "waiting")
    await note(
        transaction,
        "asked for approval",
        person_id=asked.person_id,
        now=asked.now,
        draft=draft.number,
    )
    return await keep(transaction, asked, what="waiting", draft=draft.number)


async def _apply(
    transaction: Transaction,
    asked: Asked,
    draft: Draft,
    changes: Sequence[Change],
    *,
    quiet: bool,
    approved: bool,
) -> Result:
    # The revisions are the author's, whoever approved them.
    after = [replace(each.after, author=f"editor {draft.author}") for each in changes]
    await append(transaction, after)
    announced = await announce(transaction, changes, now=asked.now, quiet=quiet)
    await set_draft_state(transaction, draft.number, "published", by=asked.person_id, now=asked.now)
    done: dict[str, Any] = {
        "records": [f"{each.kind} {each.id} {each.number}" for each in after],
        "alerts": announced.alerts,
        "corrections": announced.corrections,
        "quiet": quiet,
    }
    if approved:
        done["approved_by"] = asked.person_id
    await note(
        transaction,
        "published",
        person_id=draft.author,
        now=asked.now,
        draft=draft.number,
        **done,
    )
    return await keep(transaction, asked, what="published", draft=draft.number, **done)


async def ask_for_approval(desk: EditingDesk, asked: Asked, number: int) -> Result:
    """Ask for a second pair of eyes, needed or not."""
    async with desk.store.transaction() as transaction:
        if earlier := await done_before(transaction, asked):
            return earlier
        await require(transaction, asked.person_id, "draft")
        draft = await draft_of(transaction, number)
        if refused := await _refusal(transaction, asked, draft):
            return refused
        assert draft is not None
        return await _wait(transaction, asked, draft)


async def discard_draft(desk: EditingDesk, asked: Asked, number: int) -> Result:
    """Discard a draft: one's own, or with the right to publish anybody's."""
    async with desk.store.transaction() as transaction:
        if earlier := await done_before(transaction, asked):
            return earlier
        await require(transaction, asked.person_id, "draft")
        draft = await draft_of(transaction, number)
        if draft is None:
            return await keep(transaction, asked, what="unknown_draft")
        if draft.is_over:
            return await keep(transaction, asked, what="over", draft=number, state=draft.state)
        own = draft.author == asked.person_id
        if not own and await require(transaction, asked.person_id, "publish") is None:
            return await keep(transaction, asked, what="not_allowed")
        await set_draft_state(transaction, number, "discarded", by=asked.person_id, now=asked.now)
        await note(transaction, "discarded", person_id=asked.person_id, now=asked.now, draft=number)
        return await keep(transaction, asked, what="discarded", draft=number)


async def redo_draft(desk: EditingDesk, asked: Asked, number: int, knowledge: Knowledge) -> Result:
    """Lay a new draft that does on top of the current record what an older one wanted."""
    draft = await draft_of(desk.store, number)
    if draft is None or draft.state == "published":
        return await _only(
            desk,
            asked,
            what="over" if draft else "unknown_draft",
            draft=number,
            state=draft.state if draft else "",
        )
    records: list[Record] = []
    for proposal, wanted in zip(draft.proposals, records_of(draft), strict=True):
        base = await revision_at(desk.store, proposal.kind, proposal.id, proposal.base)
        current = knowledge.corpus.of_kind(proposal.kind).get(proposal.id)
        if current is None:
            records.append(wanted)
            continue
        table = on_top(record_of(base.kind, base.body) if base else None, wanted, current)
        record, problems = parse(RECORD_TYPES[proposal.kind], table, "")
        if record is None:
            return await _only(
                desk,
                asked,
                what="problems",
                draft=number,
                problems=[str(each) for each in problems],
            )
        records.append(record)
    return await lay_draft(
        desk,
        asked,
        command=draft.command,
        typed=draft.typed,
        reason=draft.reason,
        records=records,
    )


async def revert_change(
    desk: EditingDesk,
    asked: Asked,
    number: int,
    knowledge: Knowledge,
    because: Mapping[Language, str],
) -> Result:
    """Lay a draft that takes a published change back; a fact that it added is withdrawn.

    What was changed since is kept where it was another key.
    """
    draft = await draft_of(desk.store, number)
    if draft is None or draft.state != "published":
        return await _only(desk, asked, what="no_such_change", draft=number)
    records: list[Record] = []
    for proposal, made in zip(draft.proposals, records_of(draft), strict=True):
        current = knowledge.corpus.of_kind(proposal.kind)[proposal.id]
        if proposal.base:
            base = await revision_at(desk.store, proposal.kind, proposal.id, proposal.base)
            assert base is not None
            table = on_top(made, record_of(base.kind, base.body), current)
        elif isinstance(current, Fact) and current.status != "withdrawn":
            table = table_of(current) | {
                "status": "withdrawn",
                "withdrawn_on": asked.now.date(),
                "withdrawn_because": dict(because),
            }
        else:
            continue
        record, problems = parse(RECORD_TYPES[proposal.kind], table, "")
        if record is None:
            return await _only(
                desk,
                asked,
                what="problems",
                draft=number,
                problems=[str(each) for each in problems],
            )
        if record != current:
            records.append(record)
    if not records:
        return await _only(desk, asked, what="nothing_to_revert", draft=number)
    return await lay_draft(
        desk,
        asked,
        command="revert",
        typed=f"/revert {number}",
        reason=because.get("en") or next(iter(because.values())),
        records=records,
    )


async def _only(desk: EditingDesk, asked: Asked, **result: Any) -> Result:
    """Note an act that changes nothing but is answered."""
    async with desk.store.transaction() as transaction:
        if earlier := await done_before(transaction, asked):
            return earlier
        await require(transaction, asked.person_id, "draft")
        return await keep(transaction, asked, **result)
