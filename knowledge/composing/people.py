"""Who somebody is, and the words on record; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from knowledge.citing import cite, may_be_shown, may_be_told, speak
from knowledge.composing.desk import Desk, subject_terms
from knowledge.matching.judging import objections
from knowledge.matching.slots import DATE, Reading, Slots
from knowledge.matching.thresholds import GATHERED, RELEVANT, RELEVANT_TO_A_CLAIM
from knowledge.matching.yes_or_no import is_for_yes_or_no
from knowledge.outcomes import CitedRole, Overview, Portrait, Section
from knowledge.types import Event, Fact, FactId, OccasionId, PersonId, Quote

MOST_APPOINTMENTS: Final = 2
"""Appointments that a portrait shows, the last ones."""
MOST_QUOTATIONS: Final = 6
MOST_QUOTATIONS_OF_A_PERSON: Final = 3


def on_a_person(reading: Reading, desk: Desk) -> Portrait | None:
    """Tell who somebody is, by the roles that a source gives."""
    (person_id,) = reading.slots.people
    person = desk.corpus.people[PersonId(person_id)]
    day = desk.as_of
    roles = [
        role
        for role in person.roles
        if day is None or role.since is None or role.since <= day.isoformat()
    ]
    if not roles:
        return None
    last = day.isoformat() if day else "9999"
    current = [role for role in roles if role.until is None or role.until >= last]
    roles.sort(key=lambda role: (role not in current, _reversed(role.since)))
    return Portrait(
        person=person,
        roles=tuple(
            CitedRole(role, tuple(desk.corpus.sources[s] for s in role.sources), role in current)
            for role in roles
        ),
        facts=tuple(
            cite(fact, desk.corpus, most_quotes=0, as_of=desk.as_of)
            for fact in desk.facts()
            if _is_an_appointment(fact, desk)
            and person_id in desk.index.profiles[FactId(fact.id)].people
        )[-MOST_APPOINTMENTS:],
        quotes=tuple(
            speak(quote, desk.corpus)
            for quote in _quotes_of({person_id}, desk)[:MOST_QUOTATIONS_OF_A_PERSON]
        ),
        as_of=desk.as_of,
    )


def _is_an_appointment(fact: Fact, desk: Desk) -> bool:
    occasion = desk.corpus.occasion(OccasionId(fact.ref))
    return isinstance(occasion, Event) and occasion.kind == "appointment"


def on_words(reading: Reading, desk: Desk) -> Overview | None:
    """Find the quotations that a question asks for: by who spoke, when, and about what."""
    is_claim = is_for_yes_or_no(reading.words, desk.index.lexicons[reading.language])
    # What somebody is said to have said has no small change.
    terms = reading.terms if is_claim else subject_terms(reading)
    asked = [term for term in terms if not term.startswith(("person:", "ask:", DATE))]
    wanted = [term for term in asked if term not in ("synonym:say", "synonym:call")]
    scored = [
        (_quote_score(quote, wanted, desk), may_be_shown(quote), quote)
        for quote in _quotes_of(reading.slots.people, desk, told=bool(wanted))
        if _quote_fits(quote, reading.slots, desk)
    ]
    least = RELEVANT_TO_A_CLAIM if is_claim else RELEVANT
    scored = [each for each in scored if not wanted or each[0] >= least]
    if not scored:
        return None
    scored.sort(key=lambda each: (-each[0], not each[1], -each[2].said_on.toordinal(), each[2].id))
    best = scored[0][0]
    found = [quote for score, _, quote in scored if not wanted or score >= best * GATHERED]
    found = _without_translations(found, reading)
    quotes = tuple(speak(quote, desk.corpus) for quote in found[:MOST_QUOTATIONS])
    return Overview(
        kind="quotations",
        sections=(Section(quotes=quotes),),
        left_out=max(0, len(found) - len(quotes)),
        as_of=desk.as_of,
    )


def _quotes_of(people: Iterable[str], desk: Desk, *, told: bool = False) -> list[Quote]:
    """Return the quotations that may be shown, the latest first; of these people where given.

    With `told` also words that are no quotation and may only be told of.
    """
    wanted = set(people)
    quotes = [
        quote
        for quote in desk.corpus.quotes.values()
        if (may_be_shown(quote) or (told and may_be_told(quote)))
        and (not wanted or quote.speaker in wanted)
        and (desk.as_of is None or quote.said_on <= desk.as_of)
    ]
    return sorted(quotes, key=lambda quote: (-quote.said_on.toordinal(), quote.id))


def _quote_fits(quote: Quote, slots: Slots, desk: Desk) -> bool:
    profile = desk.index.profiles_of_quotes[quote.id]
    when = Slots(
        rounds=slots.rounds,
        days=slots.days,
        months=slots.months,
        years=slots.years,
        span=slots.span,
        places=slots.places,
    )
    sides = {"side"} if slots.sides - {desk.corpus.people[quote.speaker].side} else set()
    return not objections(when, profile) and not (sides and not slots.people)


def _quote_score(quote: Quote, terms: Sequence[str], desk: Desk) -> float:
    """Return the share of the weight of the terms that a quote's words cover, 0 to 1."""
    words = desk.index.words_of_quotes[quote.id]
    counted = [term for term in terms if not term.startswith(("side:", "place:"))]
    whole = sum(map(desk.index.weight, counted))
    return sum(desk.index.weight(t) for t in counted if t in words) / whole if whole else 1.0


def _without_translations(quotes: Sequence[Quote], reading: Reading) -> list[Quote]:
    """Of one statement in several languages keep the reader's, else the first."""
    kept: dict[str, Quote] = {}
    for quote in quotes:
        statement = min(filter(None, (quote.id, quote.same_statement_as)))
        if statement not in kept or quote.language == reading.language:
            kept[statement] = quote
    return list(kept.values())


def _reversed(date: str | None) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in date or "")
