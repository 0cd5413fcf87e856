"""What each command of editors does, with an example that works when pasted."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rendering.html import bold, escape
from bot.rendering.locale import Locale
from bot.rendering.message import Message


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """What a command does, and an example."""

    purpose: str
    example: str


def command_help(locale: Locale) -> dict[str, CommandHelp]:
    """Return the commands of editors in the order in which they are listed."""
    say = locale.say
    source = "https://example.org/round-4"
    known = "publisher: Example News | publisher_side: western_other"
    return {
        "push": CommandHelp(
            say("Add a fact. Reply with it to a forwarded news item to take its link and date."),
            "/push Fidan said the next round may be held in Istanbul. | source: trt-seed | "
            "about: round 3 | topic: next-round | who: turkiye | "
            "asks: Where did Fidan say the next round may be held?",
        ),
        "revise": CommandHelp(
            say("Change a record; + before a key adds to a list, - takes from it."),
            "/revise r3-held | note: The talks were held behind closed doors. | because: added",
        ),
        "withdraw": CommandHelp(
            say("Withdraw a fact that we no longer stand by."),
            "/withdraw r3-1200-fidan The outlet corrected its page.",
        ),
        "round": CommandHelp(
            say("Announce, move, start, end or cancel a round, or say what came of it."),
            "/round announce 4 | date: 2025-08-20 | time: 14:00 | "
            f"venue: Dolmabahçe Palace, Istanbul | source: {source} | {known}",
        ),
        "quote": CommandHelp(
            say("Add words exactly as a page prints them."),
            "/quote We will see each other again | speaker: Medinsky | source: trt-seed | "
            "about: round 3 | topic: next-round | date: 2025-07-23",
        ),
        "source": CommandHelp(
            say("Add a page."),
            f"/source {source} | {known} | title: A headline | date: 2025-08-20",
        ),
        "event": CommandHelp(
            say("Add an entry of the timeline that is no Istanbul round."),
            "/event Consultations in Ankara | kind: consultations | date: 2025-07-22 | "
            "source: trt-seed | place: Ankara",
        ),
        "person": CommandHelp(
            say("Add somebody, or a role of theirs."),
            "/person Jane Doe | side: other | role: Envoy of Exampleland | source: trt-seed",
        ),
        "phrasing": CommandHelp(
            say("Add ways in which people ask for a fact."),
            "/phrasing r3-held was the third meeting in july",
        ),
        "conflict": CommandHelp(
            say("Say that facts cannot all be right."),
            "/conflict r3-held r3-3000-bodies | kind: wording | summary: Reports differ. | "
            "why: Each speaks of its own part.",
        ),
        "show": CommandHelp(say("Show a record with its history."), "/show r3-held"),
        "find": CommandHelp(say("Look for records."), "/find bodies round 3"),
        "history": CommandHelp(say("Show when a fact was revised, and why."), "/history r3-held"),
        "diff": CommandHelp(say("Show what a draft or change does, word by word."), "/diff 1"),
        "revert": CommandHelp(say("Take a change back."), "/revert 1"),
        "drafts": CommandHelp(say("List the open drafts."), "/drafts"),
        "pending": CommandHelp(say("List what waits for a second pair of eyes."), "/pending"),
        "todo": CommandHelp(say("List what is not translated yet."), "/todo"),
        "inbox": CommandHelp(say("Walk the questions that had no answer."), "/inbox"),
        "admins": CommandHelp(say("List who may do what."), "/admins"),
        "grant": CommandHelp(
            say("Give an office: owner, admin or curator. Name a number or reply to a message."),
            "/grant 1003 curator",
        ),
        "revoke": CommandHelp(say("Take an office away."), "/revoke 1003"),
        "audit": CommandHelp(
            say("Show who did what; “/audit json” sends all of it as a file."), "/audit"
        ),
        "backup": CommandHelp(say("Send a copy of the whole database. Owners only."), "/backup"),
        "cancel": CommandHelp(say("Stop being asked for one thing after the other."), "/cancel"),
    }


def render_editor_help(locale: Locale) -> Message:
    """List the commands of editors."""
    say = locale.say
    lines = [bold(say("For editors"))]
    lines += [f"/{name} — {escape(about.purpose)}" for name, about in command_help(locale).items()]
    lines.append(
        escape(
            say(
                "Write what you have; I ask for what is missing. A TOML file in the record's own "
                "form works as well, with several records in it if you like. Nothing is "
                "published before you have seen what it does."
            )
        )
    )
    lines.append(escape(say("/help push shows an example, and so on for each.")))
    return Message("\n".join(lines))


def render_command_help(name: str, locale: Locale) -> Message | None:
    """Say what one command does, with an example to paste; None where there is none such."""
    about = command_help(locale).get(name.removeprefix("/").lower())
    if about is None:
        return None
    example = f"<code>{escape(about.example)}</code>"
    such_as = escape(locale.say("For example:"))
    return Message(f"{escape(about.purpose)}\n\n{such_as}\n{example}")
