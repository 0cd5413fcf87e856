"""What came of an editor's act, in a sentence."""

from __future__ import annotations

from bot.rendering.locale import Locale
from bot.rendering.message import Message
from bot.rendering.messages import render_text
from knowledge import desk


def render_result(result: desk.Result, locale: Locale) -> Message:
    """Say what came of an act; a draft that was laid is rendered by its review."""
    say = locale.say
    number = result.get("draft")
    match result["what"]:
        case "published":
            return render_text(_published(result, locale))
        case "waiting":
            sentence = say(
                "Draft {number} waits for a second pair of eyes. /pending lists what waits.",
                number=number,
            )
        case "own_approval":
            sentence = say("Draft {number} is yours: somebody else must approve it.", number=number)
        case "discarded":
            sentence = say("Draft {number} is discarded. Nothing was published.", number=number)
        case "over" if result.get("state") == "published":
            sentence = say("Draft {number} was published before.", number=number)
        case "over":
            sentence = say("Draft {number} was discarded before.", number=number)
        case "problems":
            sentence = say("Draft {number} has problems and was not published.", number=number)
        case "unknown_draft":
            sentence = say("There is no such draft. /drafts lists them.")
        case "no_such_change":
            sentence = say("No change has the number {number}. /audit lists them.", number=number)
        case "nothing_to_revert":
            sentence = say("Change {number} has nothing left to take back.", number=number)
        case "not_allowed":
            sentence = say("Your office does not allow that. /admins says who can.")
        case "last_owner":
            sentence = say("One owner must remain: give the office to somebody else first.")
        case "appointed" if result["office"]:
            sentence = say(
                "{person} is {office} now.", person=result["whom"], office=result["office"]
            )
        case "appointed":
            sentence = say("{person} holds no office any more.", person=result["whom"])
        case "settled":
            sentence = say("Done: the questions are settled.")
        case "declined":
            sentence = say("Done: this is not suggested again.")
        case "no_such_question":
            sentence = say("This question is no longer in the inbox.")
        case _:
            sentence = say("Done.")
    return render_text(sentence)


def _published(result: desk.Result, locale: Locale) -> str:
    say = locale.say
    number = result["draft"]
    parts = [say("Published as change {number}.", number=number)]
    if result.get("quiet"):
        parts.append(say("Nobody was alerted."))
    else:
        parts.append(
            say(
                "Alerts: {alerts}. Corrections: {corrections}.",
                alerts=result["alerts"],
                corrections=result["corrections"],
            )
        )
    parts.append(say("/revert {number} takes it back.", number=number))
    return " ".join(parts)
