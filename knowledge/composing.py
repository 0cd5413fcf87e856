"""Overviews made from facts, never written beside them: pure.

Each function takes what a question pins down and returns what the record has on it, in the order
in which a reader wants it, or None where it has too little for an overview.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from knowledge.citing import cite, is_known, may_be_shown, may_be_told, rounds_until, speak
from knowledge.matching.index import Index, Profile
from knowledge.matching.judging import is_within, objections
from knowledge.matching.reading import DATE, Reading, Slots, month_term
from knowledge.matching.recognise import Candidate, rank
from knowledge.matching.thresholds import COMPARED, GATHERED, GATHERED_OF_A_SIDE, RELEVANT
from knowledge.outcomes import CitedRole, Overview, OverviewKind, Portrait, Section
from knowledge.types import (
    Claimant,
    Corpus,
    Event,
    EventKind,
    Fact,
    FactId,
    Occasion,
    OccasionId,
    PersonId,
    Quote,
    Round,
    Side,
    Topic,
)

MOST_GATHERED: Final = 6
"""Facts that one overview on a subject shows: two screens of a phone."""
MOST_OF_A_SIDE: Final = 4
MOST_OF_AN_OCCASION: Final = 10
MOST_ON_A_TIMELINE: Final = 28
MOST_QUOTATIONS: Final = 6
MOST_QUOTATIONS_OF_A_PERSON: Final = 3

_FIRST_OF_AN_OCCASION: Final[Sequence[Topic]] = (
    "outcome",
    "prisoner-exchange",
    "bodies-repatriation",
    "ceasefire",
    "leaders-summit",
    "memorandum",
    "children",
    "civilians",
    "working-groups",
    "next-round",
    "delegation",
    "venue",
)
"""What of a round or event is told first: what touches most people."""
_MEASURING: Final = frozenset(
    {"synonym:more-than", "synonym:less-than", "synonym:grow", "synonym:big", "synonym:short"}
)
_COMPARING: Final = _MEASURING | {
    "synonym:compare",
    "synonym:differ",
    "synonym:same",
    "synonym:similar",
}
"""What says only that, or by what, things are compared."""
_TWO_SIDES: Final[Sequence[Side]] = ("ukraine", "russia")


@dataclass(frozen=True, slots=True)
class Desk:
    """What composing works with: the record, what finds things in it, and the day asked for."""

    corpus: Corpus
    index: Index
    as_of: dt.date | None = None

    def rank(self, reading: Reading) -> tuple[Candidate, ...]:
        """Rank the facts that were known on the day."""
        return rank(reading, self.index, is_known=self.knows)

    def knows(self, fact_id: FactId) -> bool:
        """Say whether a fact was on record on the day."""
        return is_known(self.corpus.facts[fact_id], self.as_of)

    def facts(self) -> Iterator[Fact]:
        """Yield the facts that were known on the day."""
        return (fact for fact in self.corpus.facts.values() if is_known(fact, self.as_of))

    def covered(self, fact: Fact, terms: Iterable[str]) -> float:
        """Return the share of the weight of the terms that a fact's words cover, 0 to 1."""
        words = self.index.read_facts[FactId(fact.id)].words
        weights = {term: self.index.weight(term) for term in terms}
        whole = sum(weights.values())
        return sum(w for term, w in weights.items() if term in words) / whole if whole else 1.0

    def section(self, facts: Sequence[Fact], **heading: object) -> Section:
        """Return a section of these facts, one quote each, with their disagreements."""
        ids = {fact.id for fact in facts}
        return Section(
            facts=tuple(cite(fact, self.corpus, most_quotes=0) for fact in facts),
            conflicts=tuple(
                conflict
                for conflict in self.corpus.conflicts.values()
                if len(ids.intersection(conflict.facts)) > 1
            ),
            **heading,  # type: ignore[arg-type]
        )


def subject_terms(reading: Reading) -> tuple[str, ...]:
    """Return the terms that say what it is about: no dates, no kind of answer, no small change."""
    return tuple(
        term
        for term in dict.fromkeys(reading.terms)
        if not term.startswith((DATE, "ask:", "season:")) and term not in reading.generic
    )


def on_an_occasion(reading: Reading, desk: Desk) -> Overview | None:
    """Tell what happened in a round or at an event."""
    occasions = _occasions_meant(reading, desk)
    if len(occasions) != 1:
        return None
    (occasion,) = occasions
    facts = [fact for fact in desk.facts() if fact.ref == occasion.id]
    if not facts:
        return None
    chosen = _most_telling(facts, MOST_OF_AN_OCCASION)
    return Overview(
        kind="occasion",
        occasion=occasion,
        sections=(desk.section(_with_rivals(chosen, desk), occasion=occasion),),
        left_out=max(0, len(facts) - len(chosen)),
        as_of=desk.as_of,
    )


def on_rounds(desk: Desk, kind: OverviewKind = "rounds") -> Overview | None:
    """List the Istanbul rounds with the fact that says when each was held."""
    sections = [
        desk.section([key], occasion=held)
        for held in rounds_until(desk.corpus, desk.as_of)
        if (key := key_fact(held, desk)) is not None
    ]
    if not sections:
        return None
    if kind == "latest":
        sections = sections[-1:]
    latest = max(fact.as_of for fact in desk.facts())
    return Overview(kind=kind, sections=tuple(sections), latest_on_record=latest, as_of=desk.as_of)


def on_what_comes_next(desk: Desk) -> Overview | None:
    """Tell what the record last has on a next round, and how old the record is."""
    facts = [fact for fact in desk.facts() if fact.topic == "next-round"]
    facts.sort(key=lambda fact: (fact.as_of, fact.id), reverse=True)
    latest = max((fact.as_of for fact in desk.facts()), default=None)
    if not facts:
        return None
    return Overview(
        kind="upcoming",
        sections=(desk.section(facts[:3]),),
        topic="next-round",
        latest_on_record=latest,
        as_of=desk.as_of,
    )


def on_a_timeline(reading: Reading, desk: Desk) -> Overview | None:
    """List what happened, by day: of one kind, between two days, at one place."""
    slots = reading.slots
    kinds = _kinds_meant(reading)
    occasions = [
        occasion for occasion in _occasions(desk) if _is_on(occasion, slots, kinds, reading, desk)
    ]
    occasions.sort(key=lambda occasion: (occasion.date, occasion.id))
    sections = [
        desk.section(facts, occasion=occasion)
        for occasion in occasions
        if (facts := _entries(occasion, slots, kinds, desk))
    ]
    if not sections:
        return None
    shown, left_out = _up_to(sections, MOST_ON_A_TIMELINE)
    kind: OverviewKind = "timeline"
    if kinds == {"prisoner-exchange"}:
        kind = "exchanges"
    elif kinds == {"bodies-repatriation"}:
        kind = "bodies"
    return Overview(kind=kind, sections=shown, left_out=left_out, as_of=desk.as_of)


def on_positions(reading: Reading, desk: Desk) -> Overview | None:
    """Put what the named sides say on a subject side by side, each under its own name."""
    sides = sorted(reading.slots.sides) or sorted(_TWO_SIDES)
    people = {desk.corpus.people[PersonId(p)].side for p in reading.slots.people}
    if people and not reading.slots.sides:
        sides = sorted(people)
    sections = [
        desk.section(found, claimant=side)
        for side in sides
        if (found := _said_by(side, reading, desk))
    ]
    if not sections or (len(sides) > 1 and len(sections) < 2):
        return None
    return Overview(kind="positions", sections=tuple(sections), as_of=desk.as_of)


def on_a_subject(reading: Reading, desk: Desk) -> Overview | None:
    """Gather the facts that fit everything that a question pins down."""
    facts = _gathered(reading, desk)[:MOST_GATHERED]
    if len(facts) < 2:
        return None
    facts = _with_rivals(facts, desk)
    return Overview(kind="facts", sections=(desk.section(facts),), as_of=desk.as_of)


def on_implementation(reading: Reading, desk: Desk) -> Overview | None:
    """Put what was agreed beside what was carried out."""
    occasions = {occasion.id for occasion in _occasions_meant(reading, desk)}
    agreed = [
        fact
        for fact in desk.facts()
        if "synonym:agree" in _words(fact, desk) and fact.ref in (occasions or desk.corpus.rounds)
    ]
    done = [
        fact
        for fact in desk.facts()
        if fact.topic == "implementation" and (not occasions or _follows(fact, occasions, desk))
    ]
    if not agreed or not done:
        return None
    sections = (desk.section(agreed[:MOST_GATHERED]), desk.section(done[:MOST_GATHERED]))
    return Overview(kind="implementation", sections=sections, as_of=desk.as_of)


def on_changes(since: dt.date, desk: Desk) -> Overview:
    """List what the record has that is later than a day, by day."""
    facts = sorted(
        (fact for fact in desk.facts() if fact.as_of > since),
        key=lambda fact: (fact.as_of, fact.ref, fact.id),
    )
    by_occasion = groupby(facts, key=lambda fact: fact.ref)
    sections = [
        desk.section(list(group), occasion=desk.corpus.occasion(ref)) for ref, group in by_occasion
    ]
    shown, left_out = _up_to(sections, MOST_ON_A_TIMELINE)
    return Overview(
        kind="changes", sections=shown, left_out=left_out, since=since, as_of=desk.as_of
    )


def on_a_comparison(reading: Reading, desk: Desk) -> Overview | None:
    """Ask the same of each of the things that are compared, and put the answers side by side."""
    reading = _without_comparing(reading)
    sections = []
    seen: set[str] = set()
    for variant, heading in _variants(reading, desk):
        found = _best(variant, desk)
        if not found or seen.issuperset(fact.id for fact in found):
            return None
        seen.update(fact.id for fact in found)
        sections.append(desk.section(found, **heading))
    if len(sections) < 2:
        return None
    return Overview(kind="comparison", sections=tuple(sections), as_of=desk.as_of)


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
        quotes=tuple(
            speak(quote, desk.corpus)
            for quote in _quotes_of({person_id}, desk)[:MOST_QUOTATIONS_OF_A_PERSON]
        ),
        as_of=desk.as_of,
    )


def on_words(reading: Reading, desk: Desk) -> Overview | None:
    """Find the quotations that a question asks for: by who spoke, when, and about what."""
    asked = [term for term in subject_terms(reading) if not term.startswith("person:")]
    wanted = [term for term in asked if term not in ("synonym:say", "synonym:call")]
    scored = [
        (_quote_score(quote, wanted, desk), may_be_shown(quote), quote)
        for quote in _quotes_of(reading.slots.people, desk, told=bool(wanted))
        if _quote_fits(quote, reading.slots, desk)
    ]
    scored = [each for each in scored if not wanted or each[0] >= RELEVANT]
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


def key_fact(occasion: Occasion, desk: Desk) -> Fact | None:
    """Return the fact that says that, and when, a round or an event took place."""
    facts = [fact for fact in desk.facts() if fact.ref == occasion.id]
    if not facts:
        return None

    def fitness(fact: Fact) -> tuple[bool, bool, bool, str]:
        profile = desk.index.profiles[FactId(fact.id)]
        return (
            "when" not in profile.asks,
            fact.topic not in ("outcome", "leaders-summit", "prisoner-exchange"),
            (occasion.date.month, occasion.date.day) not in profile.days,
            fact.id if fact.id.endswith("held") else f"~{fact.id}",
        )

    return min(facts, key=fitness)


# --- what is meant ------------------------------------------------------------------------------


def _occasions(desk: Desk) -> list[Occasion]:
    occasions: list[Occasion] = [*desk.corpus.rounds.values(), *desk.corpus.events.values()]
    return [o for o in occasions if desk.as_of is None or o.date <= desk.as_of]


def _occasions_meant(reading: Reading, desk: Desk) -> list[Occasion]:
    """Return the rounds or events that a question names by number, day, month or place."""
    slots = reading.slots
    if slots.rounds and not slots.places and "synonym:trilateral" not in reading.terms:
        return [r for r in rounds_until(desk.corpus, desk.as_of) if r.number in slots.rounds]
    kinds = _kinds_meant(reading)
    found = []
    for occasion in _occasions(desk):
        if kinds and not (isinstance(occasion, Event) and occasion.kind in kinds):
            continue
        if not (slots.places or slots.days):
            continue
        if slots.places <= _places_of(occasion, desk) and _overlaps(occasion, slots):
            found.append(occasion)
    talks = [o for o in found if isinstance(o, Round) or o.kind in ("talks", "summit")]
    return talks if len(found) > 1 and talks else found


def _kinds_meant(reading: Reading) -> frozenset[EventKind]:
    """Return the kinds of event that a question speaks of; none for all of them."""
    things = reading.slots.things
    if "bodies" in things:
        return frozenset({"bodies-repatriation"})
    is_release = {"synonym:people", "synonym:return"} <= set(reading.terms)
    if "prisoners" in things or "synonym:exchange" in reading.terms or is_release:
        return frozenset({"prisoner-exchange"})
    if "summit" in things:
        return frozenset({"summit"})
    if "synonym:trilateral" in reading.terms:
        return frozenset({"talks"})
    return frozenset()


def _places_of(occasion: Occasion, desk: Desk) -> frozenset[str]:
    return frozenset(
        place
        for each in desk.index.read_facts.values()
        if each.occasion.id == occasion.id
        for place in each.profile.places
    )


def _overlaps(occasion: Occasion, slots: Slots) -> bool:
    """Say whether a round or event lies in the time that a question names."""
    end = occasion.end_date if isinstance(occasion, Event) and occasion.end_date else occasion.date
    first, last = occasion.date, end
    if slots.years and not any(first.year <= year <= last.year for year in slots.years):
        return False
    months = {(first.month + n - 1) % 12 + 1 for n in range(_months_between(first, last) + 1)}
    if slots.months and months.isdisjoint(slots.months):
        return False
    if slots.span and not is_within(slots.span, first, last):
        return False
    return all(
        first <= day <= last or (first.month, first.day) == (month, number)
        for month, number in slots.days
        for day in (_in_year(first, month, number),)
    )


def _months_between(first: dt.date, last: dt.date) -> int:
    return min(11, (last.year - first.year) * 12 + last.month - first.month)


def _in_year(like: dt.date, month: int, day: int) -> dt.date:
    try:
        return dt.date(like.year, month, day)
    except ValueError:
        return dt.date.min


def _is_on(
    occasion: Occasion,
    slots: Slots,
    kinds: frozenset[EventKind],
    reading: Reading,
    desk: Desk,
) -> bool:
    """Say whether a timeline that is asked for has a round or an event on it."""
    if kinds and not (isinstance(occasion, Event) and occasion.kind in kinds):
        return False
    if slots.rounds and not (isinstance(occasion, Round) and occasion.number in slots.rounds):
        return False
    if slots.places and not slots.places <= _places_of(occasion, desk):
        return False
    if "synonym:trilateral" in reading.terms and not _mentions(occasion, "trilateral", desk):
        return False
    return _overlaps(occasion, slots)


def _mentions(occasion: Occasion, synonym: str, desk: Desk) -> bool:
    key = key_fact(occasion, desk)
    return key is not None and f"synonym:{synonym}" in _words(key, desk)


def _entries(
    occasion: Occasion,
    slots: Slots,
    kinds: frozenset[EventKind],
    desk: Desk,
) -> list[Fact]:
    """Return the facts that stand on a timeline for one round or event."""
    key = key_fact(occasion, desk)
    if key is None:
        return []
    if not kinds or "talks" in kinds or "summit" in kinds:
        return [key]
    figures = [
        fact
        for fact in desk.facts()
        if fact.ref == occasion.id
        and fact.topic in kinds
        and isinstance(fact.value, int | float)
        and _is_in_time(desk.index.profiles[FactId(fact.id)], slots)
    ]
    return _with_rivals(figures, desk) or [key]


def _is_in_time(profile: Profile, slots: Slots) -> bool:
    found = objections(Slots(months=slots.months, years=slots.years, span=slots.span), profile)
    return not found


# --- what fits ----------------------------------------------------------------------------------


def _gathered(reading: Reading, desk: Desk, *, claimant: Claimant | None = None) -> list[Fact]:
    """Return the facts that nothing in the question contradicts and whose words cover it."""
    terms = [term for term in subject_terms(reading) if not term.startswith("side:")]
    slots = replace(reading.slots, sides=frozenset(), asks=frozenset(), wants=frozenset())
    found = []
    for candidate in desk.rank(reading):
        fact = desk.corpus.facts[candidate.fact]
        if claimant is not None and fact.claimant != claimant:
            continue
        if objections(slots, desk.index.profiles[candidate.fact]):
            continue
        least = GATHERED if claimant is None else GATHERED_OF_A_SIDE
        if (covered := desk.covered(fact, terms)) >= least:
            found.append((covered, candidate.score, fact))
    found.sort(key=lambda each: (-round(each[0], 1), -each[1], each[2].id))
    return [fact for _, _, fact in found]


def _said_by(side: str, reading: Reading, desk: Desk) -> list[Fact]:
    facts = _gathered(reading, desk, claimant=side)  # type: ignore[arg-type]
    return facts[:MOST_OF_A_SIDE]


def _best(reading: Reading, desk: Desk) -> list[Fact]:
    """Return the fact that fits best, with the other versions of it; none where none fits."""
    for candidate in desk.rank(reading):
        if candidate.score < COMPARED:
            break
        if not candidate.objections:
            fact = desk.corpus.facts[candidate.fact]
            return _with_rivals([fact], desk)
    return []


def _variants(reading: Reading, desk: Desk) -> Iterator[tuple[Reading, dict[str, object]]]:
    """Yield what is asked of each thing compared: a round, or a side."""
    slots = reading.slots
    if len(slots.rounds) > 1:
        for number in sorted(slots.rounds):
            held = next((r for r in desk.corpus.rounds.values() if r.number == number), None)
            one = replace(slots, rounds=frozenset({number}), wants=frozenset())
            yield replace(reading, slots=one), {"occasion": held}
        return
    if len(slots.months) > 1:
        for month in sorted(slots.months):
            kept = tuple(t for t in reading.terms if not t.startswith(DATE))
            one = replace(slots, months=frozenset({month}), wants=frozenset())
            yield replace(reading, terms=(*kept, month_term(month)), slots=one), {}
        return
    sides = slots.sides if len(slots.sides) > 1 else frozenset(_TWO_SIDES)
    for side in sorted(sides, reverse=True):
        terms = tuple(t for t in reading.terms if not t.startswith("side:"))
        one = replace(slots, sides=frozenset({side}), actor=None, wants=frozenset())
        yield replace(reading, terms=(*terms, f"side:{side}"), slots=one), {"claimant": side}


def _without_comparing(reading: Reading) -> Reading:
    """Return what is asked of each thing: "longer" asks how long, "bigger" how many."""
    terms = [term for term in reading.terms if term not in _COMPARING]
    asks = set(reading.slots.asks)
    if not asks and not _MEASURING.isdisjoint(reading.terms):
        asks = {"how_long"} if "synonym:last" in reading.terms else {"how_many"}
        terms += [f"ask:{ask}" for ask in asks]
    return replace(reading, terms=tuple(terms), slots=replace(reading.slots, asks=frozenset(asks)))


def _with_rivals(facts: Sequence[Fact], desk: Desk) -> list[Fact]:
    """Put every other version of a disputed fact right behind it."""
    found: dict[str, Fact] = {}
    for fact in facts:
        found.setdefault(fact.id, fact)
        for conflict in desk.corpus.conflicts.values():
            if fact.id in conflict.facts:
                for other in conflict.facts:
                    if desk.knows(other):
                        found.setdefault(other, desk.corpus.facts[other])
    return list(found.values())


def _most_telling(facts: Sequence[Fact], most: int) -> list[Fact]:
    """Choose facts by turns of topic, so that none crowds out the others."""
    by_topic: dict[str, list[Fact]] = {}
    for fact in facts:
        by_topic.setdefault(fact.topic, []).append(fact)
    for group in by_topic.values():
        group.sort(key=lambda fact: (-len(fact.citations), fact.id))
    order = [topic for topic in _FIRST_OF_AN_OCCASION if topic in by_topic]
    order += [topic for topic in by_topic if topic not in order]
    chosen: list[Fact] = []
    while len(chosen) < most and any(by_topic.values()):
        for topic in order:
            if by_topic[topic] and len(chosen) < most:
                chosen.append(by_topic[topic].pop(0))
    return chosen


def _up_to(sections: Sequence[Section], most: int) -> tuple[tuple[Section, ...], int]:
    """Return the first sections with at most that many facts, and how many facts are left out."""
    shown: list[Section] = []
    used = 0
    for section in sections:
        if used + len(section.facts) > most and shown:
            break
        shown.append(section)
        used += len(section.facts)
    return tuple(shown), sum(len(section.facts) for section in sections) - used


def _words(fact: Fact, desk: Desk) -> frozenset[str]:
    return desk.index.read_facts[FactId(fact.id)].words


def _follows(fact: Fact, occasions: Iterable[str], desk: Desk) -> bool:
    occasion = desk.corpus.occasion(OccasionId(fact.ref))
    return fact.ref in occasions or (
        isinstance(occasion, Event) and occasion.follows_from in set(occasions)
    )


# --- words --------------------------------------------------------------------------------------


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
    counted = [term for term in terms if not term.startswith("side:")]
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
