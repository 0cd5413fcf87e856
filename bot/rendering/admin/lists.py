"""Lists that editors look up, and the history that readers may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.rendering.admin.desk_buttons import desk_button
from bot.rendering.admin.drafts import difference_line
from bot.rendering.buttons import Button
from bot.rendering.html import bold, cut, escape, italic, link, pages
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from bot.rendering.messages import render_text
from knowledge import Fact, editing, inbox, looking

MOST_CANDIDATES = 3
LONGEST_LINE = 160


def _moment(at: dt.datetime, locale: Locale) -> str:
    return f"{locale.date(at.date())}, {at:%H:%M} UTC"


def render_record(
    record: object, revisions: Sequence[looking.DatedRevision], locale: Locale
) -> list[Message]:
    """Show a record as it is, and each of its revisions with what it changed."""
    say = locale.say
    last = revisions[-1].revision if revisions else None
    name = f"{last.kind} {last.id}" if last else getattr(record, "id", "")
    blocks = []
    if revisions:
        whole = looking.as_new(revisions[-1].revision)
        blocks.append("\n".join(map(difference_line, whole)))
    blocks.append(bold(say("History")))
    for each in reversed(revisions):
        revision = each.revision
        line = say(
            "Revision {number}, {when}, by {author}: {reason}",
            number=revision.number,
            when=_moment(revision.made_at, locale),
            author=revision.author,
            reason=revision.reason,
        )
        changed = [] if revision.number == 1 else [difference_line(d) for d in each.differences]
        blocks.append("\n".join([escape(line), *changed]))
    return [Message(page) for page in pages(blocks, heading=bold(name))]


def render_history(fact: Fact, revisions: Sequence[looking.Revision], locale: Locale) -> Message:
    """Tell a reader when a fact was revised and why; not by whom."""
    say = locale.say
    blocks = [
        escape(
            say("First on record on {day}.", day=locale.date(each.made_at.date()))
            if each.number == 1
            else say(
                "Revised on {day}: {reason}",
                day=locale.date(each.made_at.date()),
                reason=each.reason,
            )
        )
        for each in reversed(revisions)
    ]
    return Message(pages(blocks, heading=bold(fact.statement.within(locale.language)))[0])


def render_found(
    words: str, found: Sequence[tuple[str, looking.Record]], locale: Locale
) -> Message:
    """List the records that words may mean."""
    if not found:
        return render_text(locale.say("Nothing on record is like “{words}”.", words=cut(words, 60)))
    lines = [
        f"<code>{escape(record.id)}</code> ({escape(kind)}) {escape(_about(record, locale))}"
        for kind, record in found
    ]
    return Message(pages(["\n".join(lines)])[0])


def _about(record: looking.Record, locale: Locale) -> str:
    for name in ("statement", "title", "name", "summary"):
        text = getattr(record, name, None)
        if text is not None:
            words = text if isinstance(text, str) else text.within(locale.language)
            return cut(str(words), LONGEST_LINE)
    return cut(str(getattr(record, "exact", "") or getattr(record, "label", "")), LONGEST_LINE)


def render_drafts(drafts: Sequence[editing.Draft], locale: Locale, *, waiting: bool) -> Message:
    """List drafts."""
    say = locale.say
    if not drafts:
        return render_text(
            say("Nothing waits for a second pair of eyes.") if waiting else say("No draft is open.")
        )
    heading = say("Waiting for a second pair of eyes") if waiting else say("Open drafts")
    lines = [
        escape(
            say(
                "{number}: /{command}, {records} — {reason} (by {author}, {when})",
                number=each.number,
                command=each.command,
                records=", ".join(p.id for p in each.proposals[:3]),
                reason=each.reason,
                author=each.author,
                when=_moment(each.made_at, locale),
            )
        )
        for each in drafts
    ]
    lines.append(escape(say("/diff and the number shows one, with its buttons.")))
    return Message(pages(lines, heading=bold(heading))[0])


def render_todo(missing: Sequence[looking.Missing], locale: Locale) -> Message:
    """List what is not written in every language yet."""
    say = locale.say
    if not missing:
        return render_text(say("Every fact is written in every language, and asked for in one."))
    lines = []
    for each in missing:
        parts = []
        if each.languages:
            parts.append(say("not yet in {languages}", languages=", ".join(each.languages)))
        if not each.fact.phrasings:
            parts.append(say("no phrasing yet"))
        lines.append(f"<code>{escape(each.fact.id)}</code> {escape('; '.join(parts))}")
    heading = bold(say_count(len(missing), locale))
    example = f"/revise {missing[0].fact.id} | says.uk: … | asks.uk: …"
    lines.append(f"<code>{escape(example)}</code>")
    return Message(pages(["\n".join([*lines[:30], lines[-1]])], heading=heading)[0])


def say_count(count: int, locale: Locale) -> str:
    """Say how many facts have something missing."""
    return locale.say_many(
        "{count} fact has something missing", "{count} facts have something missing", count
    )


def render_editors(editors: Sequence[editing.Editor], locale: Locale) -> Message:
    """List who holds which office."""
    lines = [
        link(str(each.person_id), f"tg://user?id={each.person_id}")
        + f" — {escape(each.office or '')}"
        for each in editors
    ]
    return Message("\n".join([bold(locale.say("Who may do what")), *lines]))


def render_audit(entries: Sequence[looking.Entry], locale: Locale) -> Message:
    """List who did what, the latest first."""
    if not entries:
        return render_text(locale.say("Nothing was done yet."))
    lines = []
    for each in entries:
        details = ", ".join(f"{key}: {value}" for key, value in each.details.items() if value)
        who = locale.say("the program") if each.person_id is None else str(each.person_id)
        of = f" #{each.draft}" if each.draft else ""
        text = f"{_moment(each.at, locale)} · {who} · {each.act}{of}"
        lines.append(escape(text) + (f"\n{italic(cut(details, LONGEST_LINE))}" if details else ""))
    return Message(pages(lines, heading=bold(locale.say("Audit")), most_blocks=20)[0])


def render_group(
    group: inbox.QuestionGroup, candidates: Sequence[Fact], left: int, locale: Locale
) -> Message:
    """Show questions that are alike, with what may be done about them."""
    say = locale.say
    troubles = {
        "no_answer": say("no answer"),
        "none_of_these": say("none of the choices"),
        "thumbs_down": say("thumbs down"),
    }
    lines = [
        f"• {escape(each.question)} — {each.times}×, {escape(each.language)}, "
        f"{escape(troubles[each.trouble])}"
        for each in group.questions[:10]
    ]
    lines.append(escape(say_left(left, locale)))
    rows: list[tuple[Button, ...]] = [
        (
            desk_button(
                say("It asks for: {question}", question=fact.question.within(locale.language)),
                "attach",
                group.number,
                index,
            ),
        )
        for index, fact in enumerate(candidates[:MOST_CANDIDATES])
    ]
    rows += [
        (desk_button(say("Answer with a new fact"), "answer", group.number),),
        (
            desk_button(say("Out of scope"), "scope", group.number),
            desk_button(say("Ignore"), "ignore", group.number),
            desk_button(say("Next"), "next", group.number),
        ),
    ]
    heading = bold(say("Asked, and not answered well"))
    return Message(pages(["\n".join(lines)], heading=heading)[0], tuple(rows))


def say_left(left: int, locale: Locale) -> str:
    """Say how many groups follow."""
    return locale.say_many("{count} more in the inbox.", "{count} more in the inbox.", left)


def render_suggestion(
    suggestion: inbox.Suggestion, key: int, fact: Fact, locale: Locale
) -> Message:
    """Suggest a phrasing that several people have chosen a fact for."""
    say = locale.say
    sentence = say(
        "{count} different people who asked “{question}” chose {fact}: {statement}",
        count=suggestion.people,
        question=suggestion.question,
        fact=suggestion.fact,
        statement=fact.statement.within(locale.language),
    )
    rows = (
        (
            desk_button(say("Draft it as a phrasing"), "accept", key),
            desk_button(say("Do not suggest it"), "decline", key),
        ),
    )
    return Message(escape(sentence), rows)


def render_missing_record(wanted: str, locale: Locale) -> Message:
    """Say that no record has that id."""
    return render_text(
        locale.say("No record has the id “{wanted}”. /find looks for it.", wanted=cut(wanted, 60))
    )
