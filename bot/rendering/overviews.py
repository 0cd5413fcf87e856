"""Overviews, portraits and several answers at once: facts under headings, each with its sources."""

from __future__ import annotations

from collections.abc import Iterator

from bot.rendering.buttons import Button, ShowFact, TurnPage, button
from bot.rendering.facts import MOST_SOURCES_OF_A_VERSION, quotation, source_link, sources_line
from bot.rendering.html import bold, escape, italic, pages
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from bot.rendering.wording import claimant, occasion_kind
from knowledge import CitedFact, Occasion, Overview, Portrait, Round, Section

MOST_SOURCES_OF_AN_ENTRY = 2
"""Sources under an entry of an overview; the rest is one button away."""
MOST_BUTTONS = 4
"""Buttons to single facts: what a phone shows without scrolling."""


def render_overview(overview: Overview, locale: Locale) -> Message:
    """Render facts and quotes under the headings of an overview."""
    heading = bold(overview_heading(overview, locale))
    page = pages(overview_blocks(overview, locale), heading=heading)[0]
    return Message(page, _buttons(overview, locale))


def overview_heading(overview: Overview, locale: Locale) -> str:
    """Say what an overview puts together."""
    say = locale.say
    if overview.occasion is not None:
        return overview.occasion.title.within(locale.language)
    return {
        "facts": say("Several facts on record fit your question"),
        "occasion": say("What is on record"),
        "rounds": say("The Istanbul rounds"),
        "timeline": say("What happened when"),
        "exchanges": say("Prisoner exchanges on record"),
        "bodies": say("Transfers of bodies on record"),
        "positions": say("What each side says"),
        "comparison": say("Side by side"),
        "implementation": say("What was agreed, and what is reported of carrying it out"),
        "quotations": say("In their words"),
        "latest": say("The latest round on record"),
        "upcoming": say("What was last on record about further talks"),
        "changes": say("What the record has since then"),
    }[overview.kind]


def overview_blocks(overview: Overview, locale: Locale) -> list[str]:
    """Return the entries of an overview, each whole in itself, to be put on pages."""
    blocks = [*_preface(overview, locale)]
    for section in overview.sections:
        blocks += _section(section, overview, locale)
    return [*blocks, *_closing(overview, locale)]


def render_portrait(portrait: Portrait, locale: Locale) -> Message:
    """Render who somebody is: each role with when and who says so."""
    say = locale.say
    blocks = []
    if portrait.as_of:
        blocks.append(italic(say("What was on record on {day}:", day=locale.date(portrait.as_of))))
    for cited in portrait.roles:
        title = cited.role.title.within(locale.language)
        time = _time_of(cited.role.since, cited.role.until, locale)
        lines = [f"• {escape(title)}" + (f" {italic(time)}" if time else "")]
        lines.append(sources_line(cited.sources, MOST_SOURCES_OF_AN_ENTRY, locale))
        blocks.append("\n".join(lines))
    blocks += [_entry(cited, Section(), locale) for cited in portrait.facts]
    blocks += [quotation(spoken, locale) for spoken in portrait.quotes]
    heading = bold(portrait.person.name.within(locale.language))
    return Message(pages(blocks, heading=heading)[0])


def _time_of(since: str | None, until: str | None, locale: Locale) -> str:
    """Say from when to when somebody was something, as far as it is known."""
    first, last = (
        date and locale.partial_date(date, in_a_sentence=True) for date in (since, until)
    )
    if first and last:
        return locale.say("From {since} to {until}.", since=first, until=last)
    if first:
        return locale.say("Since {since}.", since=first)
    return locale.say("Until {until}.", until=last) if last else ""


def _preface(overview: Overview, locale: Locale) -> Iterator[str]:
    say = locale.say
    if overview.as_of:
        yield italic(say("What was on record on {day}:", day=locale.date(overview.as_of)))
    if overview.is_latest_assumed:
        yield italic(say("You named no round; this is about the latest one:"))
    if overview.since:
        yield italic(say("After {day}:", day=locale.date(overview.since)))


def _section(section: Section, overview: Overview, locale: Locale) -> Iterator[str]:
    heading = _section_heading(section, overview, locale)
    entries = [_entry(cited, section, locale) for cited in section.facts]
    if heading and entries:
        entries[0] = f"{heading}\n{entries[0]}"
    yield from entries
    for conflict in section.conflicts:
        yield italic(
            locale.say(
                "Reports differ here: {summary}", summary=conflict.summary.within(locale.language)
            )
        )
    for spoken in section.quotes:
        yield quotation(spoken, locale)


def _section_heading(section: Section, overview: Overview, locale: Locale) -> str:
    if section.claimant is not None:
        return bold(locale.capitalised(claimant(section.claimant, locale)))
    occasion = section.occasion
    if occasion is None or occasion is overview.occasion:
        return ""
    return bold(f"{_when(occasion, locale)} · {occasion.title.within(locale.language)}")


def _when(occasion: Occasion, locale: Locale) -> str:
    end = None if isinstance(occasion, Round) else occasion.end_date
    return locale.day_range(occasion.date, end)


def _entry(cited: CitedFact, section: Section, locale: Locale) -> str:
    """Render a fact in two lines: what, and who says it with where it can be read."""
    say = locale.say
    fact = cited.fact
    who = claimant(fact.claimant, locale)
    notes = [say("says {claimant}", claimant=who)] if section.claimant is None else []
    notes.append(locale.date(fact.as_of))
    if fact.verified is False:
        notes.append(say("not checked a second time"))
    if fact.status == "superseded":
        notes.append(say("replaced by a later fact"))
    shown = cited.sources[:MOST_SOURCES_OF_AN_ENTRY]
    links = " · ".join(source_link(source, locale) for source in shown)
    return (
        f"• {escape(fact.statement.within(locale.language))}\n{escape('; '.join(notes))}. {links}"
    )


def _closing(overview: Overview, locale: Locale) -> Iterator[str]:
    if overview.left_out:
        yield italic(
            locale.say_many(
                "One more is on record. Ask more narrowly to see it.",
                "{count} more are on record. Ask more narrowly to see them.",
                overview.left_out,
            )
        )
    if overview.latest_on_record:
        day = locale.date(overview.latest_on_record)
        yield italic(locale.say("The record reaches {day}.", day=day))
    if not any(section.facts or section.quotes for section in overview.sections):
        yield escape(locale.say("Nothing later is on record."))


def _buttons(overview: Overview, locale: Locale) -> tuple[tuple[Button, ...], ...]:
    if overview.kind == "changes" and overview.since:
        label = locale.say("All of them, page by page")
        every = TurnPage("changes", 0, overview.since.isoformat())
        return ((button(label, every),),) if overview.shown else ()
    return tuple(
        (button(cited.fact.question.within(locale.language), ShowFact(cited.fact.id)),)
        for cited in overview.shown[:MOST_BUTTONS]
    )


__all__ = [
    "MOST_SOURCES_OF_A_VERSION",
    "occasion_kind",
    "overview_heading",
    "render_overview",
    "render_portrait",
]
