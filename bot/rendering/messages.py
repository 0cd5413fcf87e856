"""One function for each kind of message: domain object in, text and buttons out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from bot.rendering.buttons import (
    Button,
    ChooseFact,
    ChooseNone,
    ExplainAnswer,
    Listing,
    ShowFact,
    ShowSources,
    TurnPage,
    button,
)
from bot.rendering.facts import (
    MOST_SOURCES,
    MOST_SOURCES_OF_A_VERSION,
    cited_fact,
    quotation,
    sources_line,
)
from bot.rendering.html import bold, cut, escape, italic, link, pages
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from bot.rendering.overviews import (
    overview_blocks,
    overview_heading,
    render_overview,
    render_portrait,
)
from bot.rendering.wording import (
    about_sentences,
    headline,
    occasion_kind,
    publisher,
    reason_for_no_answer,
    verdict,
)
from knowledge import (
    About,
    Answer,
    CitedFact,
    CitedOccasion,
    Clarification,
    Disagreement,
    Fact,
    NoAnswer,
    Outcome,
    Overview,
    Person,
    Portrait,
    Round,
    Several,
    Source,
    SpokenQuote,
)

ITEMS_A_PAGE = 8
"""Entries of a listing on one page: about two screens of a phone."""
AN_EXAMPLE: Final = dt.date(2026, 3, 1)
"""A day as people may write it."""


def render_outcome(outcome: Outcome, locale: Locale, *, asker: int = 0) -> Message:
    """Render whatever asking came to; `asker` is who may press the choices of a clarification."""
    match outcome:
        case Answer():
            return render_answer(outcome, locale)
        case Overview():
            return _with_why(render_overview(outcome, locale), locale)
        case Portrait():
            return _with_why(render_portrait(outcome, locale), locale)
        case Several(parts=parts):
            whole = _joined([render_outcome(part, locale) for part in parts])
            return _with_why(whole, locale)
        case Clarification():
            return render_clarification(outcome, locale, asker)
        case NoAnswer():
            return render_no_answer(outcome, locale)
        case About():
            return Message("\n\n".join(map(escape, about_sentences(outcome.topic, locale))))


def _joined(messages: Sequence[Message]) -> Message:
    """Put several messages into one, each whole, with the first buttons that lead on from each."""
    page = pages([message.html for message in messages])[0]
    rows = tuple(row for message in messages for row in message.buttons[:-1][:2])
    return Message(page, rows)


def render_answer(answer: Answer, locale: Locale) -> Message:
    """Render a fact: what is known, who says it, in which words, where to read it, as of when."""
    buttons = [
        (button(neighbour.question.within(locale.language), ShowFact(neighbour.id)),)
        for neighbour in answer.neighbours
    ]
    about_it = [why_button(locale)]
    most = MOST_SOURCES_OF_A_VERSION if answer.disagreements else MOST_SOURCES
    if any(len(cited.sources) > most for cited in answer.shown):
        label = locale.say("All sources of this answer")
        about_it.insert(0, button(label, ShowSources(answer.fact.fact.id)))
    # The record's own limits keep an answer on one page; a page is what Telegram takes at most.
    return Message(pages(_answer_blocks(answer, locale))[0], (*buttons, tuple(about_it)))


def why_button(locale: Locale) -> Button:
    """Return the button that asks why it was answered so."""
    return button(locale.say("Why this?"), ExplainAnswer())


def _with_why(message: Message, locale: Locale) -> Message:
    return Message(message.html, (*message.buttons, (why_button(locale),)))


def _answer_blocks(answer: Answer, locale: Locale) -> Iterator[str]:
    if answer.as_of:
        day = locale.date(answer.as_of)
        yield italic(locale.say("What was on record on {day}:", day=day))
    if answer.is_latest_assumed:
        yield italic(locale.say("You named no round; this is about the latest one:"))
    if answer.verdict:
        yield bold(verdict(answer.verdict, locale))
    if not answer.disagreements:
        yield cited_fact(answer.fact, MOST_SOURCES, locale)
    for disagreement in answer.disagreements:
        yield from _disagreement(disagreement, answer.fact, locale)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _disagreement(disagreement: Disagreement, asked: CitedFact, locale: Locale) -> Iterator[str]:
    """Yield every version side by side, then which one is better supported and why."""
    first = asked.fact.id
    versions = sorted(disagreement.versions, key=lambda version: version.fact.id != first)
    conflict = disagreement.conflict
    yield italic(conflict.summary.within(locale.language))
    for number, version in enumerate(versions, start=1):
        yield cited_fact(version, MOST_SOURCES_OF_A_VERSION, locale, number)
    if disagreement.better_supported:
        number = versions.index(disagreement.better_supported) + 1
        better = locale.say("Better supported: version {number}.", number=number)
    elif conflict.better_supported:  # it is withdrawn, or was not on record yet: so is the reason
        return
    elif len(versions) == 2:
        better = locale.say("Neither of them is better supported.")
    else:
        better = locale.say("None of them is better supported.")
    yield f"{bold(better)} {escape(conflict.reason.within(locale.language))}"


def render_clarification(clarification: Clarification, locale: Locale, asker: int) -> Message:
    """Render the choices as buttons, with one for none of them."""
    rows = (
        (button(choice.question.within(locale.language), ChooseFact(choice.id, asker)),)
        for choice in clarification.choices
    )
    none = button(locale.say("None of these"), ChooseNone(asker))
    return Message(
        escape(locale.say("I am not sure what you ask. Do you mean:")),
        (*rows, (none, why_button(locale))),
    )


def render_no_answer(outcome: NoAnswer, locale: Locale) -> Message:
    """Say that it is not on record, and what is."""
    parts = [escape(reason_for_no_answer(outcome, locale))]
    if outcome.rounds:
        parts.append(
            escape(locale.say("On record are:"))
            + "\n"
            + "\n".join("• " + _round_in_a_line(held, locale) for held in outcome.rounds)
        )
    parts.append(escape(locale.say("Try /rounds, /timeline or /quotes, or ask in other words.")))
    return Message(_paragraphs(*parts))


def _round_in_a_line(held: Round, locale: Locale) -> str:
    return escape(f"{held.title.within(locale.language)}, {locale.date(held.date)}")


def render_rounds(rounds: Sequence[tuple[Round, tuple[Source, ...]]], locale: Locale) -> Message:
    """List the rounds: when, where, what came of each."""
    blocks = [_round(held, sources, locale) for held, sources in rounds]
    return _page(blocks, locale.say("The Istanbul rounds"), "rounds", 0, locale)


def _round(held: Round, sources: Sequence[Source], locale: Locale) -> str:
    lines = [
        bold(held.title.within(locale.language)),
        escape(f"{locale.date(held.date)}, {held.venue.within(locale.language)}"),
    ]
    if held.outcome:
        lines.append(escape(held.outcome.within(locale.language)))
    lines.append(sources_line(sources, MOST_SOURCES_OF_A_VERSION, locale))
    return "\n".join(lines)


def render_timeline(entries: Sequence[CitedOccasion], page: int, locale: Locale) -> Message:
    """List rounds and events by day."""
    blocks = [_timeline_entry(entry, locale) for entry in entries]
    return _page(blocks, locale.say("Timeline"), "timeline", page, locale)


def _timeline_entry(entry: CitedOccasion, locale: Locale) -> str:
    occasion = entry.occasion
    end = None if isinstance(occasion, Round) else occasion.end_date
    when = locale.day_range(occasion.date, end)
    what = f"{occasion.title.within(locale.language)} ({occasion_kind(occasion, locale)})"
    return f"{bold(when)}\n{escape(what)}\n{sources_line(entry.sources, 2, locale)}"


def render_changes(changes: Overview, page: int, locale: Locale) -> Message:
    """List what the record has since a day, by day."""
    heading = overview_heading(changes, locale)
    since = changes.since.isoformat() if changes.since else ""
    return _page(overview_blocks(changes, locale), heading, "changes", page, locale, since)


def render_unknown_day(text: str, locale: Locale) -> Message:
    """Say that no day was found in what was written, and what to write."""
    example = "/changes " + locale.date(AN_EXAMPLE)
    sentence = locale.say(
        "I see no day in “{text}”. Write one like this: {example}",
        text=cut(text, 60),
        example=example,
    )
    return Message(escape(sentence))


def render_quotes(
    quotes: Sequence[SpokenQuote], person: Person | None, page: int, locale: Locale
) -> Message:
    """List quotations, of one person or of all."""
    if person:
        heading = locale.say("Words of {name}", name=person.name.within(locale.language))
    else:
        heading = locale.say("Quotations on record")
    if not quotes:
        return Message(escape(locale.say("No quotation is on record for that.")))
    about = person.id if person else ""
    return _page(
        [quotation(quote, locale) for quote in quotes], heading, "quotes", page, locale, about
    )


def render_unknown_person(name: str, known: Sequence[Person], locale: Locale) -> Message:
    """Say that nobody of that name is on record, and who is."""
    sentence = locale.say(
        "Nobody called “{name}” is on record with a quotation.", name=cut(name, 60)
    )
    names = locale.list_of([person.name.within(locale.language) for person in known])
    return Message(
        _paragraphs(escape(sentence), escape(locale.say("On record: {names}.", names=names)))
    )


def render_sources(
    sources: Sequence[Source], fact: Fact | None, page: int, locale: Locale
) -> Message:
    """List sources, of one fact with what it conflicts with, or of the whole record."""
    heading = (
        fact.statement.within(locale.language) if fact else locale.say("Sources of the record")
    )
    about = fact.id if fact else ""
    blocks = [_source(source, locale) for source in sources]
    return _page(blocks, heading, "sources", page, locale, about)


def _source(source: Source, locale: Locale) -> str:
    day = locale.partial_date(source.published) if source.published else locale.say("no date given")
    language = locale.name_of_language(source.language)
    return (
        link(headline(source), source.url)
        + "\n"
        + escape(f"{publisher(source, locale)}, {day}, {language}")
    )


def render_unknown_fact(fact_id: str, locale: Locale) -> Message:
    """Say that no fact has that id."""
    sentence = locale.say(
        "No fact has the id “{fact}”. Ask a question, then press “All sources of this answer”.",
        fact=cut(fact_id, 60),
    )
    return Message(escape(sentence))


def _page(
    blocks: Sequence[str],
    heading: str,
    listing: Listing,
    page: int,
    locale: Locale,
    about: str = "",
) -> Message:
    """Put one page of a listing together, with buttons to the pages beside it."""
    found = pages(blocks, heading=bold(heading), most_blocks=ITEMS_A_PAGE)
    page = min(max(page, 0), len(found) - 1)
    turns = [
        button(label, TurnPage(listing, target, about))
        for label, target in ((locale.say("◀ Back"), page - 1), (locale.say("More ▶"), page + 1))
        if 0 <= target < len(found)
    ]
    return Message(found[page], (tuple(turns),) if turns else ())


def render_text(sentence: str) -> Message:
    """Render one sentence as it stands."""
    return Message(escape(sentence))
