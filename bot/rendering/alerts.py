"""Alerts, corrections, digests and the message about a live round: domain objects to text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.rendering.buttons import Button, ShowFact, ShowSources, TurnPage, button
from bot.rendering.html import bold, cut, escape, italic, link, pages
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from bot.rendering.messages import render_answer
from bot.rendering.subscriptions import kind_of_alert
from bot.rendering.wording import claimant, language_of_quote, occasion_kind, publisher
from knowledge import (
    Alert,
    Corpus,
    Event,
    Fact,
    Knowledge,
    Quote,
    Round,
    Source,
    UnknownFactError,
    show,
)

MOST_SOURCES: Final = 3
MOST_IN_A_DIGEST: Final = 12
MOST_FACTS: Final = 8
"""Facts in the message about a live round, the latest ones."""
MOST_QUESTIONS: Final = 2
LONGEST_LINE: Final = 300
"""UTF-16 units of one line of a digest."""
REASON_OF_FILES: Final = "published from the curated files"
"""Says nothing to a reader."""


def render_alert(
    alert: Alert, corpus: Corpus, locale: Locale, *, is_repeat: bool = False
) -> Message:
    """Render one alert: what is new, who says it, where to read it, what was said before."""
    if alert.purpose == "correction":
        parts = [bold("✏️ " + locale.say("Correction")), *_correction(alert, corpus, locale)]
    else:
        parts = [bold(f"🔔 {kind_of_alert(alert.what, corpus, locale)}")]
        parts += _news(alert, corpus, locale)
    return _whole(parts, _buttons(alert, corpus, locale), locale, is_repeat=is_repeat)


def _whole(
    parts: Sequence[str],
    rows: tuple[tuple[Button, ...], ...],
    locale: Locale,
    *,
    is_repeat: bool,
) -> Message:
    if is_repeat:
        again = locale.say("Sent again: Telegram did not confirm that the first one arrived.")
        parts = [italic(again), *parts]
    return Message(pages([part for part in parts if part])[0], rows)


def _news(alert: Alert, corpus: Corpus, locale: Locale) -> Iterator[str]:
    language, record = locale.language, alert.after
    match record:
        case Round():
            yield "\n".join(_round_lines(record, locale))
            yield "\n".join(_changes(alert.before, record, locale))
            yield _sources(record.sources, corpus, locale)
        case Event():
            when = locale.date(record.date)
            if record.end_date:
                when += f" – {locale.date(record.end_date)}"
            where = f", {record.place.within(language)}" if record.place else ""
            kind = occasion_kind(record, locale)
            yield f"{bold(record.title.within(language))}\n{escape(f'{when}{where} ({kind})')}"
            yield _sources(record.sources, corpus, locale)
        case Quote():
            yield _quote(record, corpus, locale)
        case Fact():
            yield _fact(record, locale)
            yield _sources([c.source for c in record.citations], corpus, locale)


def _round_lines(held: Round, locale: Locale) -> Iterator[str]:
    language = locale.language
    yield bold(held.title.within(language))
    when = locale.date(held.date) + (f", {held.planned_time}" if held.planned_time else "")
    yield escape(f"{when} · {held.venue.within(language)}")
    yield escape(_status(held, locale))
    if held.outcome:
        yield escape(held.outcome.within(language))


def _status(held: Round, locale: Locale) -> str:
    say = locale.say
    return {
        "announced": say("It is announced."),
        "postponed": say("It is postponed."),
        "cancelled": say("It is cancelled."),
        "started": say("It has begun."),
        "ended": say("It has ended."),
    }[held.status]


def _changes(before: object, now: Round, locale: Locale) -> Iterator[str]:
    """Yield what was said before, where it differs and is not told anyway."""
    if not isinstance(before, Round):
        return
    say, language = locale.say, locale.language
    pairs = (
        (locale.date(before.date), locale.date(now.date)),
        (before.planned_time or "", now.planned_time or ""),
        (before.venue.within(language), now.venue.within(language)),
        (
            before.outcome.within(language) if before.outcome else "",
            now.outcome.within(language) if now.outcome else "",
        ),
    )
    for was, is_now in pairs:
        if was and was != is_now:
            yield escape(say("Before: {what}", what=was))


def _quote(quote: Quote, corpus: Corpus, locale: Locale) -> str:
    speaker = corpus.people.get(quote.speaker)
    attribution = ", ".join(
        (
            speaker.name.within(locale.language) if speaker else quote.speaker,
            locale.date(quote.said_on),
            language_of_quote(quote, locale),
        )
    )
    sources = _sources([quote.source], corpus, locale)
    return f"“{escape(quote.exact)}”\n— {escape(attribution)}\n{sources}"


def _fact(fact: Fact, locale: Locale) -> str:
    say = locale.say
    who = say("Who says it: {claimant}.", claimant=claimant(fact.claimant, locale))
    as_of = say("As of {day}.", day=locale.date(fact.as_of))
    return f"{bold(fact.statement.within(locale.language))}\n{escape(f'{who} {as_of}')}"


def _correction(alert: Alert, corpus: Corpus, locale: Locale) -> Iterator[str]:
    """Yield old, new, why and source."""
    say, language, now = locale.say, locale.language, alert.after
    assert isinstance(now, Fact)
    if isinstance(alert.before, Fact):
        was = alert.before.statement.within(language)
        if now.withdrawn_on or was != now.statement.within(language):
            told = say("I told you:")
            yield f"{escape(told)}\n<s>{escape(was)}</s>"
        who_was, who_is = claimant(alert.before.claimant, locale), claimant(now.claimant, locale)
        if who_was != who_is:
            yield escape(say("Who says it, before: {claimant}.", claimant=who_was))
    if now.withdrawn_on:
        yield bold(say("I no longer stand by it."))
        why = now.withdrawn_because.within(language) if now.withdrawn_because else ""
        yield escape(why)
    else:
        yield escape(say("Now on record:")) + "\n" + _fact(now, locale)
    if alert.reason != REASON_OF_FILES:
        yield escape(say("Why: {reason}", reason=cut(alert.reason, LONGEST_LINE)))
    yield _sources([citation.source for citation in now.citations], corpus, locale)


def render_corrected(alert: Alert, knowledge: Knowledge, locale: Locale) -> Message:
    """Render an old answer anew: that it was corrected, what it said, what is on record now."""
    day = locale.date(alert.made_at.date())
    parts = [bold("✏️ " + locale.say("Corrected on {day}", day=day))]
    rows: tuple[tuple[Button, ...], ...] = ()
    try:
        answer = render_answer(show(_with(alert.after, knowledge), alert.record_id), locale)
    except UnknownFactError:
        parts += _correction(alert, knowledge.corpus, locale)
    else:
        if isinstance(alert.before, Fact):
            was = alert.before.statement.within(locale.language)
            parts.append(f"{escape(locale.say('I told you:'))}\n<s>{escape(was)}</s>")
        parts += [escape(locale.say("Now on record:")), answer.html]
        rows = answer.buttons
    return Message(pages([part for part in parts if part])[0], rows)


def _with(record: object, knowledge: Knowledge) -> Knowledge:
    """Return the knowledge with a fact as it is told: the bot's own may still be the one before."""
    facts = knowledge.corpus.facts
    if not isinstance(record, Fact) or facts.get(record.id) == record:  # type: ignore[call-overload]
        return knowledge
    corpus = replace(knowledge.corpus, facts={**facts, record.id: record})  # type: ignore[dict-item]
    return replace(knowledge, corpus=corpus)


def render_digest(
    alerts: Sequence[Alert], corpus: Corpus, locale: Locale, *, is_repeat: bool = False
) -> Message:
    """Render several alerts as one message, a few lines each, the latest record of each once."""
    latest = {(alert.kind, alert.record_id, alert.purpose): alert for alert in alerts}
    shown = list(latest.values())[-MOST_IN_A_DIGEST:]
    heading = locale.say_many(
        "{count} piece of news since then", "{count} pieces of news since then", len(latest)
    )
    parts = [bold(f"🗞 {heading}"), *(_line(alert, corpus, locale) for alert in shown)]
    if rest := len(latest) - len(shown):
        more = locale.say_many("and {count} earlier one", "and {count} earlier ones", rest)
        parts.append(escape(f"{more}: /timeline"))
    rows = ((button(locale.say("The Istanbul rounds"), TurnPage("rounds", 0)),),)
    return _whole(parts, rows, locale, is_repeat=is_repeat)


def _line(alert: Alert, corpus: Corpus, locale: Locale) -> str:
    """Say an alert in two lines: its kind, and what it is about, with its first source."""
    language, record = locale.language, alert.after
    sources: Sequence[str] = ()
    match record:
        case Round() | Event():
            text = f"{record.title.within(language)}, {locale.date(record.date)}"
            if isinstance(record, Round):
                text += f". {_status(record, locale)}"
            sources = record.sources
        case Quote():
            speaker = corpus.people.get(record.speaker)
            name = speaker.name.within(language) if speaker else record.speaker
            text, sources = f"{name}: “{record.exact}”", (record.source,)
        case Fact():
            text = record.statement.within(language)
            if record.withdrawn_on:
                text = locale.say("I no longer stand by: {statement}", statement=text)
            sources = [citation.source for citation in record.citations]
        case _:
            text = alert.record_id
    kind = kind_of_alert(alert.what, corpus, locale)
    where = _links(sources[:1], corpus, locale)
    return f"{bold(kind)}\n{escape(cut(text, LONGEST_LINE))}{' · ' if where else ''}{where}"


def render_live(alert: Alert, facts: Sequence[Fact], corpus: Corpus, locale: Locale) -> Message:
    """Render a round as it goes on: where it stands, and what was added since it began."""
    held = alert.after
    assert isinstance(held, Round)
    sign = "🔴 " if held.status == "started" else "🔔 "
    parts = [
        bold(sign + kind_of_alert("round-live", corpus, locale)),
        "\n".join(_round_lines(held, locale)),
    ]
    times = [
        escape(sentence)
        for time, sentence in (
            (held.start_time, locale.say("Began: {time}", time=held.start_time)),
            (held.end_time, locale.say("Ended: {time}", time=held.end_time)),
        )
        if time
    ]
    parts.append("\n".join(times))
    for fact in facts[-MOST_FACTS:]:
        who = claimant(fact.claimant, locale)
        links = _links([citation.source for citation in fact.citations][:1], corpus, locale)
        statement = escape(cut(fact.statement.within(locale.language), LONGEST_LINE))
        parts.append(f"• {statement}\n{escape(who)}{' · ' if links else ''}{links}")
    parts.append(_sources(held.sources, corpus, locale))
    return _whole(parts, _questions(held.id, corpus, locale), locale, is_repeat=False)


def _buttons(alert: Alert, corpus: Corpus, locale: Locale) -> tuple[tuple[Button, ...], ...]:
    record = alert.after
    if isinstance(record, Fact):
        if record.withdrawn_on or record.id not in corpus.facts:
            return ()
        return (
            (button(locale.say("The whole answer"), ShowFact(record.id)),),
            (button(locale.say("All sources of this answer"), ShowSources(record.id)),),
        )
    if isinstance(record, Quote):
        return _questions(record.ref, corpus, locale)
    return _questions(alert.record_id, corpus, locale)


def _questions(ref: str, corpus: Corpus, locale: Locale) -> tuple[tuple[Button, ...], ...]:
    """Return buttons to ask on: some questions about the same round or event."""
    facts = [fact for fact in corpus.facts.values() if fact.ref == ref and not fact.withdrawn_on]
    rows = [
        (button(fact.question.within(locale.language), ShowFact(fact.id)),)
        for fact in facts[:MOST_QUESTIONS]
    ]
    rows.append((button(locale.say("The Istanbul rounds"), TurnPage("rounds", 0)),))
    return tuple(rows)


def _sources(ids: Sequence[str], corpus: Corpus, locale: Locale) -> str:
    links = _links(ids[:MOST_SOURCES], corpus, locale)
    label = locale.say_many("Source:", "Sources:", len(ids))
    return f"{escape(label)} {links}" if links else ""


def _links(ids: Sequence[str], corpus: Corpus, locale: Locale) -> str:
    found = (corpus.sources.get(source) for source in ids)  # type: ignore[call-overload]
    return " · ".join(_link(source, locale) for source in found if source)


def _link(source: Source, locale: Locale) -> str:
    day = f", {locale.partial_date(source.published)}" if source.published else ""
    return link(publisher(source, locale), source.url) + escape(day)
