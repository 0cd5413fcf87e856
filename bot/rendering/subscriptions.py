"""The panel of a subscription, and the sentences about subscribing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.rendering.buttons import Button, ChangeSetting, button
from bot.rendering.html import bold, cut, escape
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from knowledge import (
    CORRECTIONS,
    EVERYTHING,
    LANGUAGES,
    STATEMENTS_OF,
    Corpus,
    PauseReason,
    Person,
    QuietHours,
    Subscription,
)

KINDS: Final = (
    "round-announced",
    "round-moved",
    "round-started",
    "round-ended",
    "round-outcome",
    "exchanges",
    "bodies",
    "summits",
    CORRECTIONS,
    EVERYTHING,
)
"""What the panel offers, in its order."""
ZONES: Final = (
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Asia/Dubai",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)
QUIET: Final = ("22-8", "23-7", "0-9", "none")
PEOPLE_A_PAGE: Final = 24


def kind_of_alert(what: str, corpus: Corpus, locale: Locale) -> str:
    """Say what kind of alert it is."""
    say = locale.say
    if what.startswith(STATEMENTS_OF):
        person = corpus.people.get(what.removeprefix(STATEMENTS_OF))  # type: ignore[call-overload]
        name = person.name.within(locale.language) if person else what.removeprefix(STATEMENTS_OF)
        return say("Statements of {name}", name=name)
    return {
        "round-announced": say("Round announced"),
        "round-moved": say("Round moved or cancelled"),
        "round-started": say("Round begins"),
        "round-ended": say("Round ends"),
        "round-outcome": say("Outcome of a round"),
        "round-live": say("Round under way"),
        "exchanges": say("Prisoner exchanges"),
        "bodies": say("Transfers of bodies"),
        "summits": say("Leaders' meetings"),
        CORRECTIONS: say("Corrections"),
        EVERYTHING: say("Everything"),
        "events": say("New on the timeline"),
        "facts": say("New on record"),
    }[what]


def render_panel(
    subscription: Subscription, corpus: Corpus, locale: Locale, *, title: str = ""
) -> Message:
    """Render what a place wants to hear, with a button for each choice."""
    say = locale.say
    heading = say("Alerts for {title}", title=cut(title, 60)) if title else say("Alerts here")
    lines = [bold(heading), escape(_state_of(subscription, corpus, locale))]
    if subscription.place.thread_id:
        lines.append(escape(say("They come into this topic.")))
    if subscription.paused_because:
        lines.append(bold(pause_reason(subscription, locale)))
    return Message("\n\n".join(lines), _panel_rows(subscription, corpus, locale))


def _panel_rows(
    subscription: Subscription, corpus: Corpus, locale: Locale
) -> tuple[tuple[Button, ...], ...]:
    say = locale.say
    wanted = subscription.interests

    def toggle(what: str) -> Button:
        mark = "☑" if what in wanted else "☐"
        label = f"{mark} {kind_of_alert(what, corpus, locale)}"
        return _key(label, "t", subscription, what)

    kinds = [toggle(what) for what in KINDS]
    rows = [tuple(kinds[number : number + 2]) for number in range(0, len(kinds), 2)]
    chosen = sum(what.startswith(STATEMENTS_OF) for what in wanted)
    statements = say("Statements of … ({count})", count=chosen)
    rows.append((_key(statements, "p", subscription, "people"),))
    rows += [
        (
            _key(_urgency(subscription, locale), "y", subscription),
            _key(_sound(subscription, locale), "s", subscription),
        ),
        (
            _key(_rhythm(subscription, locale), "r", subscription),
            _key(
                "🌐 " + locale.name_of_language(subscription.language),
                "l",
                subscription,
                LANGUAGES[(LANGUAGES.index(subscription.language) + 1) % len(LANGUAGES)],
            ),
        ),
        (
            _key(_quiet(subscription.schedule.quiet, locale), "p", subscription, "quiet"),
            _key("🕑 " + subscription.schedule.time_zone, "p", subscription, "zones"),
        ),
    ]
    if subscription.paused_because:
        rows.append((_key(say("▶ Resume"), "m", subscription),))
    if wanted:
        rows.append((_key(say("Stop all alerts here"), "x", subscription),))
    return tuple(rows)


def render_zones(subscription: Subscription, locale: Locale) -> Message:
    """Offer time zones; any other can be written."""
    say = locale.say
    text = say(
        "In which time zone do you count your day? Any other you can write: {example}",
        example="/subscribe Asia/Tokyo",
    )
    rows = [
        tuple(_key(zone, "z", subscription, zone) for zone in ZONES[number : number + 2])
        for number in range(0, len(ZONES), 2)
    ]
    return Message(escape(text), (*rows, (_back(subscription, locale),)))


def render_quiet_hours(subscription: Subscription, locale: Locale) -> Message:
    """Offer quiet hours; any other can be written."""
    say = locale.say
    text = say(
        "When shall I be quiet? What comes then waits and comes as one digest when the hours end, "
        "unless it is urgent. Any other hours you can write: {example}",
        example="/subscribe 21:30-6:45",
    )
    rows = [
        (
            _key(
                say("No quiet hours") if q == "none" else q.replace("-", " – "),
                "q",
                subscription,
                q,
            ),
        )
        for q in QUIET
    ]
    return Message(escape(text), (*rows, (_back(subscription, locale),)))


def render_people(
    subscription: Subscription,
    people: Sequence[tuple[Person, str]],
    locale: Locale,
) -> Message:
    """Offer the people whose statements are on record, each with the key of its button."""
    rows = [
        tuple(
            _key(
                ("☑ " if STATEMENTS_OF + person.id in subscription.interests else "☐ ")
                + person.name.within(locale.language),
                "t",
                subscription,
                "@" + key,
            )
            for person, key in people[number : number + 2]
        )
        for number in range(0, min(len(people), PEOPLE_A_PAGE), 2)
    ]
    text = locale.say(
        "Whose statements? Others you can write: {example}",
        example="/subscribe statements Erdogan",
    )
    return Message(escape(text), (*rows, (_back(subscription, locale),)))


def _key(label: str, what: str, subscription: Subscription, value: str = "") -> Button:
    place = subscription.place
    return button(label, ChangeSetting(what, place.chat_id, place.thread_id, value))


def _back(subscription: Subscription, locale: Locale) -> Button:
    return _key(locale.say("◀ Back"), "p", subscription, "main")


def _state_of(subscription: Subscription, corpus: Corpus, locale: Locale) -> str:
    if not subscription.interests:
        return locale.say("Nothing is chosen yet. Press what you want to hear of.")
    kinds = sorted(
        subscription.interests, key=lambda what: (KINDS.index(what) if what in KINDS else 99, what)
    )
    names = ", ".join(kind_of_alert(what, corpus, locale) for what in kinds)
    return locale.say("You get: {kinds}.", kinds=names)


def _urgency(subscription: Subscription, locale: Locale) -> str:
    if subscription.urgency == "important":
        return locale.say("❗ Only important ones")
    return locale.say("All of these")


def _sound(subscription: Subscription, locale: Locale) -> str:
    return locale.say("🔕 Silent") if subscription.is_silent else locale.say("🔔 With sound")


def _rhythm(subscription: Subscription, locale: Locale) -> str:
    say = locale.say
    return {
        "single": say("One by one"),
        "daily": say("Daily digest"),
        "weekly": say("Weekly digest"),
    }[subscription.schedule.rhythm]


def _quiet(quiet: QuietHours | None, locale: Locale) -> str:
    if quiet is None:
        return locale.say("🌙 No quiet hours")
    return f"🌙 {_clock(quiet.begin)} – {_clock(quiet.end)}"


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def pause_reason(subscription: Subscription, locale: Locale) -> str:
    """Say why nothing is sent for now, and how that ends."""
    say = locale.say
    reason: PauseReason | None = subscription.paused_because
    if reason == "asked" and subscription.paused_until:
        local = _local(subscription.paused_until, subscription.schedule.time_zone, locale)
        return say("Paused until {moment}.", moment=local)
    return {
        "asked": say("Paused."),
        "blocked": say("Paused: I was blocked. Unblock me and it goes on."),
        "removed": say("Paused: I was removed. Add me again and it goes on."),
        "muted": say("Paused: I may not write there. Allow it and it goes on."),
        "deactivated": say("Paused: the account is deactivated."),
        "topic_closed": say("Paused: the topic is closed. Reopen it, or press Resume."),
        "not_found": say("Paused: Telegram does not find the chat."),
        None: "",
    }[reason]


def _local(moment: dt.datetime, zone: str, locale: Locale) -> str:
    return locale.moment(moment, zone)


def render_subscribed(
    subscription: Subscription, unknown: Sequence[str], corpus: Corpus, locale: Locale
) -> Message:
    """Say what one written line came to; buttons are one command away."""
    parts = [escape(_state_of(subscription, corpus, locale))]
    if unknown:
        words = ", ".join(cut(word, 40) for word in unknown[:5])
        parts.insert(0, escape(locale.say("I do not know: {words}.", words=words)))
    parts.append(
        escape(locale.say("/subscribe shows all choices, /unsubscribe ends it, /pause 3d rests."))
    )
    return Message("\n\n".join(parts))


def render_subscriptions(
    subscriptions: Sequence[tuple[Subscription, str]], corpus: Corpus, locale: Locale
) -> Message:
    """List subscriptions, each with the name of its chat, and a button to its panel."""
    say = locale.say
    if not subscriptions:
        return Message(escape(say("No alerts here yet. /subscribe shows what there is.")))
    blocks, rows = [], []
    for subscription, title in subscriptions:
        lines = [bold(title or say("Here")), escape(_state_of(subscription, corpus, locale))]
        if subscription.place.thread_id:
            lines.insert(1, escape(say("in one topic")))
        if subscription.paused_because:
            lines.append(escape(pause_reason(subscription, locale)))
        blocks.append("\n".join(lines))
        rows.append(
            (_key(say("Change: {title}", title=title or say("Here")), "p", subscription, "new"),)
        )
    return Message("\n\n".join(blocks), tuple(rows))


def added_sentences(locale: Locale) -> tuple[str, ...]:
    """Say in two lines what the bot does in a group and how to subscribe it."""
    say = locale.say
    return (
        say(
            "I answer questions on the Istanbul talks from a sourced record: /ask, or reply to me."
        ),
        say("Administrators can have news come here, or into one topic: /subscribe"),
    )
