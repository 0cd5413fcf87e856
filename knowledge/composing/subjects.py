"""Overviews of a subject: what each side says, what fits, what differs; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from knowledge.composing.desk import Desk, subject_terms, with_rivals, words_of
from knowledge.composing.occasions import most_telling, occasions_meant
from knowledge.matching.judging import objections
from knowledge.matching.slots import DATE, Reading, day_term, month_term
from knowledge.matching.thresholds import COMPARED, GATHERED, GATHERED_OF_A_SIDE, LIKELY, MARGIN
from knowledge.outcomes import Overview
from knowledge.types import (
    Claimant,
    Event,
    Fact,
    OccasionId,
    PersonId,
    Side,
)

MOST_GATHERED: Final = 6
"""Facts that one overview on a subject shows: two screens of a phone."""
MOST_OF_A_SIDE: Final = 4
MOST_OF_A_ROUND: Final = 4
"""Facts of each round where rounds are compared as a whole."""
MOST_COMPARED: Final = 2
"""Facts for each of the things compared."""
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


def on_positions(reading: Reading, desk: Desk) -> Overview | None:
    """Put what the named sides say on a subject side by side, each under its own name."""
    sides = sorted(reading.slots.sides) or sorted(_TWO_SIDES)
    people = {desk.corpus.people[PersonId(p)].side for p in reading.slots.people}
    if people and not reading.slots.sides:
        sides = sorted(people)
    said: dict[str, list[Fact]] = {
        side: found for side in sides if (found := _said_by(side, reading, desk))
    }
    if not said or (len(sides) > 1 and len(said) < 2):
        return None
    sections = [desk.section(found, claimant=who) for who, found in _with_versions(said, desk)]
    return Overview(kind="positions", sections=tuple(sections), as_of=desk.as_of)


def _with_versions(
    said: Mapping[str, Sequence[Fact]], desk: Desk
) -> Iterator[tuple[str, list[Fact]]]:
    """Yield what each claimant says, with what others say otherwise under their own names."""
    every = [fact for facts in said.values() for fact in facts]
    by: dict[str, list[Fact]] = {side: list(facts) for side, facts in said.items()}
    for fact in with_rivals(every, desk):
        if fact not in every:
            by.setdefault(fact.claimant, []).append(fact)
    yield from by.items()


def on_a_subject(reading: Reading, desk: Desk) -> Overview | None:
    """Gather the facts that fit everything that a question pins down."""
    facts = _gathered(reading, desk)[:MOST_GATHERED]
    if len(facts) < 2:
        return None
    facts = with_rivals(facts, desk)
    return Overview(kind="facts", sections=(desk.section(facts),), as_of=desk.as_of)


def on_implementation(reading: Reading, desk: Desk) -> Overview | None:
    """Put what was agreed beside what was carried out."""
    occasions = {occasion.id for occasion in occasions_meant(reading, desk)}
    agreed = [
        fact
        for fact in desk.facts()
        if "synonym:agree" in words_of(fact, desk) and fact.ref in (occasions or desk.corpus.rounds)
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


def names_several(reading: Reading) -> bool:
    """Say whether it names several rounds, or asks of several places or days what differs."""
    slots = reading.slots
    if len(slots.rounds) > 1 or len(slots.places) > 1:
        return True
    compares = not _COMPARING.isdisjoint(reading.terms)
    return compares and (len(slots.days) > 1 or bool(slots.rounds and slots.places))


def on_a_comparison(reading: Reading, desk: Desk) -> Overview | None:
    """Ask the same of each of the things that are compared, and put the answers side by side."""
    reading = _without_comparing(reading)
    if len(reading.slots.rounds) > 1 and not subject_terms(reading) and not reading.slots.asks:
        return _on_whole_rounds(reading, desk)
    sections = []
    seen: set[str] = set()
    for variant, heading in _variants(reading, desk):
        found = _best(variant, desk, heading.get("claimant"))
        if not found or seen.issuperset(fact.id for fact in found):
            return None
        seen.update(fact.id for fact in found)
        sections.append(desk.section(found, **heading))
    if len(sections) < 2:
        return None
    return Overview(kind="comparison", sections=tuple(sections), as_of=desk.as_of)


def _on_whole_rounds(reading: Reading, desk: Desk) -> Overview | None:
    """Put what tells most of each round side by side, where nothing is named to compare them by."""
    sections = [
        desk.section(with_rivals(facts, desk), occasion=held)
        for held in occasions_meant(reading, desk)
        if (facts := most_telling([f for f in desk.facts() if f.ref == held.id], MOST_OF_A_ROUND))
    ]
    if len(sections) < 2:
        return None
    return Overview(kind="comparison", sections=tuple(sections), as_of=desk.as_of)


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


def _best(reading: Reading, desk: Desk, claimant: object = None) -> list[Fact]:
    """Return the facts that fit best, with the other versions of them; none where none fits.

    Of a side it is what the side itself says, where it says something that fits.
    """
    fitting = [c for c in desk.rank(reading) if not c.objections and c.score >= COMPARED]
    own = [c for c in fitting if desk.corpus.facts[c.fact].claimant == claimant]
    fitting = own or fitting
    if not fitting:
        return []
    close = [c for c in fitting if fitting[0].score - c.score < MARGIN]
    most = max(c.evidence for c in close)
    likely = [desk.corpus.facts[c.fact] for c in close if c.evidence >= LIKELY * most]
    return with_rivals(likely[:MOST_COMPARED], desk)


def _variants(reading: Reading, desk: Desk) -> Iterator[tuple[Reading, dict[str, object]]]:
    """Yield what is asked of each thing compared: a round, or a side."""
    slots = reading.slots
    if len(slots.places) > 1 or (slots.places and slots.rounds):
        kept = tuple(t for t in reading.terms if not t.startswith((DATE, "place:")))
        # When it was in one place need not be when it was in another.
        anywhen = replace(slots, months=frozenset(), years=frozenset(), wants=frozenset())
        for number in sorted(slots.rounds):
            one = replace(anywhen, rounds=frozenset({number}), places=frozenset())
            yield replace(reading, terms=kept, slots=one), {}
        for place in sorted(slots.places):
            one = replace(anywhen, rounds=frozenset(), places=frozenset({place}))
            yield replace(reading, terms=(*kept, f"place:{place}"), slots=one), {}
        return
    if len(slots.rounds) > 1:
        for number in sorted(slots.rounds):
            held = next((r for r in desk.corpus.rounds.values() if r.number == number), None)
            one = replace(slots, rounds=frozenset({number}), wants=frozenset())
            yield replace(reading, slots=one), {"occasion": held}
        return
    if len(slots.days) > 1:
        kept = tuple(t for t in reading.terms if not t.startswith(DATE))
        for month, day in sorted(slots.days):
            one = replace(slots, days=frozenset({(month, day)}), wants=frozenset())
            yield replace(reading, terms=(*kept, day_term(month, day)), slots=one), {}
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
    compared = _COMPARING
    if len(reading.slots.rounds) > 1 and "comparison" in reading.slots.wants:
        compared = compared | {"synonym:disagreement"}  # "the difference between rounds 1 and 2"
    terms = [term for term in reading.terms if term not in compared]
    asks = set(reading.slots.asks)
    if not asks and not _MEASURING.isdisjoint(reading.terms):
        lasts = "synonym:last" in reading.terms or not terms
        asks = {"how_long"} if lasts else {"how_many"}
        terms += [f"ask:{ask}" for ask in asks]
    return replace(reading, terms=tuple(terms), slots=replace(reading.slots, asks=frozenset(asks)))


def _follows(fact: Fact, occasions: Iterable[str], desk: Desk) -> bool:
    occasion = desk.corpus.occasion(OccasionId(fact.ref))
    return fact.ref in occasions or (
        isinstance(occasion, Event) and occasion.follows_from in set(occasions)
    )
