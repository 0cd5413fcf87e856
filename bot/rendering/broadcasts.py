"""How alerts stand, for admins: counts, progress, what failed and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.rendering.buttons import Button, HandleAlert, button
from bot.rendering.html import bold, cut, escape
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from bot.rendering.subscriptions import kind_of_alert
from knowledge import Corpus, Event, Fact, Quote, Round, Tally

MOST_LISTED: Final = 6
LONGEST_TITLE: Final = 80
BAR: Final = 12
"""Squares of a progress bar."""


def render_alerts(
    tallies: Sequence[Tally], in_review: int, corpus: Corpus, locale: Locale
) -> Message:
    """List the last alerts, each with a button to how it stands."""
    say = locale.say
    blocks, rows = [bold(say("The last alerts"))], []
    if not tallies:
        blocks.append(escape(say("Nothing was told yet.")))
    for tally in tallies:
        number = tally.alert.id
        blocks.append(f"{escape(_title(tally, corpus, locale))}\n{escape(_counts(tally, locale))}")
        rows.append((button(f"#{number} {_subject(tally, locale)}", HandleAlert("show", number)),))
    if in_review:
        sentence = locale.say_many(
            "{count} correction is in review.", "{count} corrections are in review.", in_review
        )
        blocks.append(escape(sentence))
        rows.append((button(say("Send the corrections now"), HandleAlert("review", 0)),))
    return Message("\n\n".join(blocks), tuple(rows))


def render_tally(
    tally: Tally, corpus: Corpus, locale: Locale, *, per_second: float | None = None
) -> Message:
    """Show how one alert stands; `per_second` is how fast it goes just now."""
    say = locale.say
    lines = [bold(_title(tally, corpus, locale)), escape(_counts(tally, locale))]
    running = tally.pending + tally.sending
    if running:
        lines.append(_progress(tally, locale, per_second))
    if tally.reasons:
        reasons = ", ".join(f"{_reason(name, locale)} {count}" for name, count in tally.reasons)
        lines.append(escape(say("Failed: {reasons}.", reasons=reasons)))
    if tally.unknown:
        sentence = say("Unknown: the request ended without an answer; it may have arrived.")
        lines.append(escape(sentence))
    return Message("\n\n".join(lines), _tally_rows(tally, locale))


def _progress(tally: Tally, locale: Locale, per_second: float | None) -> str:
    say = locale.say
    done = tally.total - tally.pending - tally.sending - tally.waiting
    share = done / max(1, tally.total - tally.waiting)
    bar = "▓" * round(share * BAR) + "░" * (BAR - round(share * BAR))
    parts = [f"{bar} {share:.0%}"]
    if per_second:
        parts.append(say("{rate} a second", rate=f"{per_second:.1f}"))
        seconds = (tally.pending + tally.sending) / per_second
        parts.append(say("{time} left", time=f"{int(seconds // 60)}:{int(seconds % 60):02}"))
    return escape(" · ".join(parts))


def _tally_rows(tally: Tally, locale: Locale) -> tuple[tuple[Button, ...], ...]:
    say, number = locale.say, tally.alert.id
    rows: list[tuple[Button, ...]] = []
    if tally.failed:
        label = say("Retry what failed ({count})", count=tally.failed)
        rows.append((button(label, HandleAlert("retry", number)),))
    if pending := tally.pending + tally.waiting:
        label = say("Cancel what is pending ({count})", count=pending)
        rows.append((button(label, HandleAlert("cancel", number)),))
    rows.append(
        (
            button(say("Refresh"), HandleAlert("show", number)),
            button(say("All alerts"), HandleAlert("list", 0)),
        )
    )
    return tuple(rows)


def _title(tally: Tally, corpus: Corpus, locale: Locale) -> str:
    alert = tally.alert
    kind = kind_of_alert(alert.what, corpus, locale)
    when = locale.moment(alert.made_at, "UTC")
    return f"#{alert.id} {kind}: {_subject(tally, locale)} ({when} UTC)"


def _subject(tally: Tally, locale: Locale) -> str:
    record = tally.alert.after
    match record:
        case Round() | Event():
            text = record.title.within(locale.language)
        case Fact():
            text = record.statement.within(locale.language)
        case Quote():
            text = record.exact
        case _:
            text = tally.alert.record_id
    return cut(text, LONGEST_TITLE)


def _counts(tally: Tally, locale: Locale) -> str:
    say = locale.say
    counts = (
        (say("sent"), tally.sent),
        (say("pending"), tally.pending + tally.sending),
        (say("waiting for their hour"), tally.waiting),
        (say("unknown"), tally.unknown),
        (say("failed"), tally.failed),
        (say("skipped"), tally.skipped),
    )
    shown = [f"{name} {count}" for name, count in counts if count]
    return ", ".join(shown) or say("nobody is subscribed to it")


def _reason(name: str, locale: Locale) -> str:
    say = locale.say
    words = {
        "blocked": say("blocked by the reader"),
        "removed": say("removed from the chat"),
        "muted": say("may not write there"),
        "deactivated": say("account deactivated"),
        "topic_closed": say("topic closed"),
        "topic_deleted": say("topic deleted"),
        "not_found": say("chat not found"),
        "refused": say("refused by Telegram, our mistake"),
        "our_mistake": say("our mistake, see the log"),
        "telegram_failed": say("Telegram failed"),
        "message_gone": say("message deleted"),
    }
    return words.get(name, name)
