"""A fact, a quotation and a source as every message shows them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rendering.html import bold, escape, expandable_quote, italic, link
from bot.rendering.locale import Locale
from bot.rendering.wording import claimant, language_of_quote, publisher
from knowledge import CitedFact, Fact, Source, SpokenQuote

MOST_SOURCES = 4
"""Sources under a fact; the rest is one button away."""
MOST_SOURCES_OF_A_VERSION = 3
"""Sources under each version of a disagreement."""


def cited_fact(
    cited: CitedFact, most_sources: int, locale: Locale, number: int | None = None
) -> str:
    """Render what is known, who says it and as of when, where to read it, and the words."""
    statement = bold(cited.fact.statement.within(locale.language))
    return "\n".join(
        (
            f"{number}. {statement}" if number else statement,
            who_and_when(cited.fact, locale),
            sources_line(cited.sources, most_sources, locale),
            *(expandable_quote(quotation(quote, locale)) for quote in cited.quotes),
        )
    )


def who_and_when(fact: Fact, locale: Locale) -> str:
    """Say who asserts a fact and as of when, and what a reader should know beside it."""
    say = locale.say
    sentences = [
        say("Who says it: {claimant}.", claimant=claimant(fact.claimant, locale)),
        say("As of {day}.", day=locale.date(fact.as_of)),
    ]
    if fact.verified is False:
        sentences.append(say("We could not check it a second time."))
    if not fact.statement.has(locale.language):
        sentences.append(say("Not translated yet."))
    if fact.status == "superseded":
        sentences.append(say("A later fact has replaced this one."))
    return escape(" ".join(sentences))


def quotation(spoken: SpokenQuote, locale: Locale) -> str:
    """Render the words exactly as the source has them, with speaker, day, language and source."""
    quote = spoken.quote
    if not quote.verified:
        return _paraphrase(spoken, locale)
    attribution = ", ".join(
        (
            spoken.speaker.name.within(locale.language),
            locale.date(quote.said_on),
            language_of_quote(quote, locale),
        )
    )
    where = link(publisher(spoken.source, locale), spoken.source.url)
    words = f"{escape(locale.quoted(quote.exact))}\n— {escape(attribution)} ({where})"
    if quote.form == "reported":
        note = italic(locale.say("Relayed from unnamed sources, not said in public:"))
        return f"{note}\n{words}"
    return words


def sources_line(sources: Sequence[Source], most: int, locale: Locale) -> str:
    """Name and link the first of the sources, and count the rest."""
    shown = " · ".join(source_link(source, locale) for source in sources[:most])
    label = locale.say_many("Source:", "Sources:", len(sources))
    rest = len(sources) - most
    more = " " + locale.say_many("and {count} more", "and {count} more", rest) if rest > 0 else ""
    return f"{escape(label)} {shown}{escape(more)}"


def source_link(source: Source, locale: Locale) -> str:
    """Name and link a source, with its day."""
    day = f", {locale.partial_date(source.published)}" if source.published else ""
    return link(publisher(source, locale), source.url) + escape(day)


def _paraphrase(spoken: SpokenQuote, locale: Locale) -> str:
    """Render in our words what was not seen again word for word, and where it stands."""
    quote = spoken.quote
    gist = quote.gist.within(locale.language) if quote.gist else ""
    name = spoken.speaker.name.within(locale.language)
    attribution = f"{name}, {locale.date(quote.said_on)}"
    where = link(publisher(spoken.source, locale), spoken.source.url)
    note = italic(locale.say("In our words; the exact ones we could not check a second time."))
    return f"{escape(gist)}\n— {escape(attribution)} ({where})\n{note}"
