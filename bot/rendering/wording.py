"""Words for the values of the record and for the bot itself."""

from __future__ import annotations

from bot.rendering.locale import Locale
from knowledge import Claimant, Event, MetaTopic, NoAnswer, Occasion, Quote, Round, Source, Verdict


def claimant(who: Claimant, locale: Locale) -> str:
    """Say who asserts a fact."""
    say = locale.say
    return {
        "ukraine": say("Ukraine's side"),
        "russia": say("Russia's side"),
        "turkiye": say("Türkiye's side"),
        "us": say("the United States' side"),
        "reported": say("the media named below"),
    }[who]


def verdict(found: Verdict, locale: Locale) -> str:
    """Say what the record has to a question for yes or no."""
    return {
        "yes": locale.say("Yes, by what is on record:"),
        "no": locale.say("No, by what is on record:"),
        "disputed": locale.say("Disputed:"),
    }[found]


def publisher(source: Source, locale: Locale) -> str:
    """Say who published a page, and whose text it carries where that is another's."""
    if source.origin:
        return locale.say(
            "{origin} via {publisher}", origin=source.origin, publisher=source.publisher
        )
    return source.publisher


def headline(source: Source) -> str:
    """Return the headline, or our label where the headline is not known."""
    return source.title or source.label


def language_of_quote(quote: Quote, locale: Locale) -> str:
    """Say in which language the words stand, and whether they were spoken in another."""
    language = locale.name_of_language(quote.language)
    if quote.is_translation:
        return locale.say("as published in {language}, probably translated", language=language)
    return locale.say("as published in {language}", language=language)


def occasion_kind(occasion: Occasion, locale: Locale) -> str:
    """Say what kind of entry of the timeline it is."""
    say = locale.say
    if isinstance(occasion, Round):
        return say("Istanbul round")
    return {
        "background": say("background"),
        "prisoner-exchange": say("prisoner exchange"),
        "bodies-repatriation": say("transfer of bodies"),
        "summit": say("leaders' meeting"),
        "talks": say("talks"),
        "consultations": say("consultations"),
        "appointment": say("appointment"),
        "follow-up": say("follow-up"),
        "ceasefire": say("ceasefire"),
    }[_event(occasion).kind]


def _event(occasion: Occasion) -> Event:
    assert isinstance(occasion, Event)
    return occasion


def reason_for_no_answer(outcome: NoAnswer, locale: Locale) -> str:
    """Say why there is no answer, without guessing."""
    if outcome.reason == "no_such_round":
        numbers = ", ".join(map(str, outcome.asked_rounds))
        sentence = (
            locale.say("Round {numbers} is not on record.", numbers=numbers)
            if numbers
            else locale.say("No round is on record.")
        )
    elif outcome.reason == "opinion":
        sentence = locale.say(
            "I say who says what; I give no opinions and no forecasts, and take no side."
        )
    elif outcome.reason == "nothing_that_day":
        sentence = locale.say("Nothing is on record for that day.")
    elif outcome.reason == "not_there":
        sentence = locale.say("The record does not have that person there.")
    else:
        sentence = locale.say("This is not on record here, and I do not guess.")
    if outcome.as_of:
        day = locale.date(outcome.as_of)
        sentence += " " + locale.say("You asked for what was on record on {day}.", day=day)
    return sentence


def about_sentences(topic: MetaTopic, locale: Locale) -> tuple[str, ...]:
    """Say something about the bot itself."""
    say = locale.say
    match topic:
        case "abilities" | "greeting":
            return (
                say(
                    "I answer questions on the 2025 Istanbul talks between Ukraine and Russia: "
                    "who says what, when, in which words, and where you can read it."
                ),
                say("Ask in your own words, for example: How long did round 3 last?"),
                say("/rounds, /timeline, /quotes and /sources show what is on record."),
            )
        case "origin":
            return (
                say(
                    "Every answer rests on published pages of Ukrainian, Russian, Turkish and "
                    "other media, named and linked under it. People choose and check them; nothing "
                    "is made up by a machine."
                ),
                say(
                    "A fact here is what somebody says or reports. Where reports differ you see "
                    "the versions side by side. /sources lists the pages."
                ),
            )
        case "identity":
            return (
                say(
                    "I am a bot. I match your question against a record that people keep, and I "
                    "take no side: I say who says what, not who is right."
                ),
            )
        case "languages":
            return (
                say(
                    "I understand and answer questions in English, Ukrainian, Russian and "
                    "Turkish; I answer in the language of the question."
                ),
            )
        case "privacy":
            return privacy_sentences(locale)


def privacy_sentences(locale: Locale) -> tuple[str, ...]:
    """Say what is kept about people, and what is not."""
    say = locale.say
    return (
        say(
            "A question that I answer is not stored. One that I cannot answer, or that you mark "
            "with a thumb down or “None of these”, is kept without your name, your number or "
            "the chat, so that people can find an answer."
        ),
        say(
            "If you ask to be told when there is an answer, the number of the chat is kept until "
            "then. When I ask back and you choose, the choice is counted without who you are."
        ),
        say(
            "While the bot runs it remembers which of its messages answers which of yours "
            "(numbers, at most the last {count}), so that editing a question edits its answer, "
            "and the words of the last {words} questions, so that a thumb down can be counted. A "
            "restart forgets both.",
            count=locale.number(10_000),
            words=locale.number(2_000),
        ),
        say(
            "For {minutes} minutes it keeps in memory how it read your last questions and what it "
            "answered, so that you can ask on (“and in round 2?”) and see with /why how a question "
            "was read: at most {count} questions of all people together, never on disk.",
            minutes=10,
            count=locale.number(5_000),
        ),
        say(
            "I keep the number and the language of a chat where somebody has chosen one with "
            "/language, and of a group that I was added to. In private, going back to the language "
            "of your Telegram deletes both."
        ),
        say(
            "For {days} days I keep which message showed which fact to which chat (numbers only), "
            "so that I can tell you when a fact turns out wrong. For alerts I keep what a chat "
            "wants to hear and how, what was sent to it, and who set me up in a group. "
            "/forget deletes all of it; in a group an administrator can send it.",
            days=90,
        ),
        say("Technical logs hold no message texts and no names."),
        say("Telegram itself sees every message to a bot; its own privacy policy applies to that."),
    )


def help_sentences(locale: Locale) -> tuple[str, ...]:
    """Say how to use the bot."""
    say = locale.say
    return (
        *about_sentences("abilities", locale),
        say(
            "In a group, ask with /ask, by replying to me, or by naming me with @; otherwise I "
            "keep quiet. Edit your question and I edit my answer."
        ),
        say("/subscribe brings news of rounds, exchanges and corrections here, as you choose."),
        say("/why shows how I read your last question, and what else it might have meant."),
        say(
            "/language changes the language I speak. /privacy says what I keep about you, /forget "
            "deletes it."
        ),
    )


def command_descriptions(locale: Locale) -> dict[str, str]:
    """Return the commands of the menu, in its order, with what each does."""
    say = locale.say
    return {
        "ask": say("Ask a question"),
        "rounds": say("The Istanbul rounds"),
        "timeline": say("What happened when"),
        "quotes": say("Quotations, of all or of one person"),
        "sources": say("Where the facts come from"),
        "changes": say("What is new on record since a day"),
        "why": say("How I read your last question"),
        "language": say("The language I speak"),
        "subscribe": say("Have news come here"),
        "subscriptions": say("What comes here"),
        "pause": say("Rest for a while"),
        "unsubscribe": say("No more news here"),
        "help": say("How to use me"),
        "privacy": say("What I keep about you"),
        "forget": say("Delete what you keep about me"),
    }
