"""A recognition and the record in, one of the outcomes out; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from knowledge.asking_back import OF_NO_RECORD, ask_back, no_answer, strange
from knowledge.citing import (
    in_conflict_with,
    rounds_until,
)
from knowledge.composing import occasions, subjects
from knowledge.composing.choosing import (
    ON_THE_NEXT,
    PLANNED,
    asks_for_a_stance,
    asks_for_more,
    asks_only_who,
    asks_what_was_said,
    composed,
    names_its_time,
    on_all_of_a_kind,
    on_any_words,
    on_the_latest_of_a_kind,
    with_words,
)
from knowledge.composing.desk import Desk, subject_terms, with_rivals
from knowledge.matching.about import MetaMatch
from knowledge.matching.recognise import Candidate, Recognition
from knowledge.matching.slots import DATE, LATEST, Reading
from knowledge.matching.thresholds import (
    ALONE,
    ALONE_IN_EVIDENCE,
    ANSWER,
    AS_PHRASED,
    CHOICE,
    CROWD,
    CROWDED,
    EASED,
    EVIDENCE,
    LEARNT,
    LIKELY,
    MARGIN,
    MARGIN_OF_A_PHRASING,
    META,
    MOST_CHOICES,
    MUCH_KNOWN,
    ON_NO_ROUND,
    OTHER_TIME,
    PLAUSIBLE,
    PREMISE,
    SURE,
    SURE_OF_META,
    UNKNOWN_ANSWER,
)
from knowledge.outcomes import (
    About,
    Answer,
    One,
    Overview,
)
from knowledge.showing import answer_with
from knowledge.types import Corpus, FactId

MOST_OF_TOO_LITTLE: Final = 2
"""Words of content that may be too little to go on."""
MOST_OCCASIONS: Final = 2
"""Occasions of facts that fit alike and are shown together; more are asked back about."""


def answer(recognition: Recognition, desk: Desk) -> One:
    """Decide what to reply, from the ranked candidates and what speaks against them."""
    reading = recognition.reading
    meta = recognition.meta
    if meta and _is_about_the_bot(meta, _best_score(recognition), reading):
        return About(topic=meta.topic, score=meta.score)
    if reading.slots.is_opinion and not _asks_only_for_the_next(reading):
        return no_answer("opinion", desk.corpus, desk.as_of)
    if reading.slots.is_forecast and not _is_planned(recognition, desk):
        return no_answer("opinion", desk.corpus, desk.as_of)
    if _says_too_little(recognition, desk):
        return on_all_of_a_kind(reading, desk) or ask_back(recognition, desk)
    if missing := _missing_rounds(recognition, desk):
        numbers = sorted(missing - {LATEST})
        return (
            _on_no_round(recognition, desk)
            or _on_a_round_to_come(reading, numbers, desk)
            or no_answer("no_such_round", desk.corpus, desk.as_of, asked_rounds=numbers)
        )
    if _may_be_composed(reading):
        if asks_for_a_stance(reading) and (stance := subjects.on_positions(reading, desk)):
            return stance
        if told := on_the_latest_of_a_kind(reading, desk) or on_any_words(reading, desk):
            return told
        single = _single(recognition, desk)
        if single is not None and _is_as_phrased(single, reading, desk):
            return single
        sure = single is not None and single.score >= SURE and not asks_for_more(reading)
        is_on_a_person = len(reading.slots.people) == 1 and asks_only_who(reading)
        if sure and (reading.slots.days or not is_on_a_person):
            assert single is not None
            return with_words(single, reading, desk) if asks_what_was_said(reading) else single
        is_quoted = "quotation" in reading.slots.wants
        if single is not None and not is_quoted and asks_what_was_said(reading):
            return with_words(single, reading, desk)
        if not is_quoted and asks_what_was_said(reading):
            close = _close_facts(recognition, desk)
            if close is not None and close.score >= SURE:
                return close
        if found := composed(reading, desk):
            return found
        if single is not None:
            return single
        if found := _close_facts(recognition, desk):
            return found
    elif single := _single(recognition, desk):
        return single
    return ask_back(recognition, desk)


def _may_be_composed(reading: Reading) -> bool:
    """Say whether everything that bears on the question is known, and it wants no opinion."""
    slots = reading.slots
    if slots.strangers or (slots.is_opinion and not _asks_only_for_the_next(reading)):
        return False
    return len(reading.unknown) <= max(0, reading.known - 2) // 2


def _asks_only_for_the_next(reading: Reading) -> bool:
    """Say whether it asks when the next round is: that is a forecast, and the record has plans."""
    return "upcoming" in reading.slots.wants and not (set(subject_terms(reading)) - ON_THE_NEXT)


def _on_a_round_to_come(reading: Reading, numbers: Sequence[int], desk: Desk) -> Overview | None:
    """Tell what is on record of the next round, where it is asked whether it is planned."""
    subject = set(subject_terms(reading))
    is_next = numbers == [len(rounds_until(desk.corpus, desk.as_of)) + 1]
    if not is_next or not subject or not subject <= ON_THE_NEXT | PLANNED:
        return None
    return occasions.on_what_comes_next(desk)


def _is_planned(recognition: Recognition, desk: Desk) -> bool:
    """Say whether the record has what a question about the future asks for, in its words."""
    if "latest" in recognition.reading.slots.wants or _asks_only_for_the_next(recognition.reading):
        return True
    single = _single(recognition, desk)
    return single is not None and single.score >= SURE and not strange(recognition.reading)


def _says_too_little(recognition: Recognition, desk: Desk) -> bool:
    """Say whether a question fits facts of many occasions, and names nothing that would choose."""
    reading = recognition.reading
    slots = reading.slots
    if "how_many" in slots.asks and reading.speaks_of_rounds and not slots.things:
        return False
    if reading.asks_for_latest and not slots.rounds:
        return False
    chosen = slots.people or slots.sides or slots.numbers or slots.wants - {"person"}
    content = [term for term in subject_terms(reading) if not term.startswith("side:")]
    if names_its_time(reading) or chosen or len(content) > MOST_OF_TOO_LITTLE:
        return False
    fitting = [c for c in recognition.candidates if not c.objections and c.score >= ANSWER]
    close = [c for c in fitting if fitting[0].score - c.score <= CROWD]
    return len({desk.corpus.facts[c.fact].ref for c in close}) >= CROWDED


def _is_as_phrased(single: Answer, reading: Reading, desk: Desk) -> bool:
    """Say whether a phrasing of one fact asks it word for word, and no list or words are wanted."""
    wants = {"timeline", "list", "quotation", "summary", "comparison", "changes"}
    if len(reading.slots.people) == 1 and asks_only_who(reading):
        wants.add("person")
    if single.score < AS_PHRASED and "synonym:differ" not in reading.terms:
        return False
    return wants.isdisjoint(reading.slots.wants) or _is_on_a_difference(single, reading, desk)


def _is_on_a_difference(single: Answer, reading: Reading, desk: Desk) -> bool:
    """Say whether somebody's own comparison is asked for, not one of ours."""
    words = desk.index.read_facts[FactId(single.fact.fact.id)].words
    return "synonym:differ" in reading.terms and "synonym:differ" in words


def _single(recognition: Recognition, desk: Desk) -> Answer | None:
    """Return the one fact that answers the question, if there is one and it is far enough ahead."""
    fitting = [candidate for candidate in recognition.candidates if not candidate.objections]
    leader = _leader(fitting, recognition.reading, desk)
    if leader is None or not _is_enough(recognition, leader):
        return None
    found = answer_with(leader.fact, desk.corpus, desk.as_of, score=leader.score)
    is_latest_assumed = leader is not fitting[0] and not names_its_time(recognition.reading)
    return replace(found, is_latest_assumed=is_latest_assumed)


def _on_no_round(recognition: Recognition, desk: Desk) -> Answer | None:
    """Return the fact that tells of a round which did not take place, where one is asked for."""
    single = _single(recognition, desk)
    if single is None:
        return None
    (own,) = (c for c in recognition.candidates if c.fact == single.fact.fact.id)
    is_likeliest = own.evidence >= max(c.evidence for c in recognition.candidates)
    return single if single.score >= ON_NO_ROUND or is_likeliest else None


def _close_facts(recognition: Recognition, desk: Desk) -> Overview | None:
    """Return the facts that fit about equally well, where they are about one thing."""
    reading = recognition.reading
    least = ANSWER + UNKNOWN_ANSWER * strange(reading)
    fitting = [c for c in recognition.candidates if not c.objections and c.score >= least]
    if len(fitting) < 2 or not _is_enough(recognition, fitting[0]):
        return None
    close = [c for c in fitting if fitting[0].score - c.score < MARGIN]
    most = max(c.evidence for c in close)
    close = [c for c in close if c.evidence >= PLAUSIBLE * most]
    close = _of_the_round(close, reading, desk)[:MOST_CHOICES]
    if len(close) < 2:
        return None
    facts = [desk.corpus.facts[c.fact] for c in close]
    if len({fact.ref for fact in facts}) > MOST_OCCASIONS and not names_its_time(reading):
        return None
    if len({fact.ref for fact in facts}) > 1 and len({fact.topic for fact in facts}) > 1:
        return None
    facts = with_rivals(facts, desk)
    facts.sort(key=lambda fact: (fact.as_of, fact.id))
    return Overview(
        kind="facts",
        sections=(desk.section(facts),),
        score=fitting[0].score,
        as_of=desk.as_of,
    )


def _is_about_the_bot(meta: MetaMatch, best_score: float, reading: Reading) -> bool:
    """Say whether the bot is the subject, and not only greeted or asked to help on the way."""
    if meta.score < META:
        says_nothing_else = not reading.terms and not reading.slots.wants
        is_on_the_talks = reading.slots.names_a_time or reading.slots.is_forecast
        return meta.is_whole and says_nothing_else and not is_on_the_talks
    if meta.is_whole:
        return meta.score >= min(best_score, SURE_OF_META)
    return meta.topic != "greeting" and best_score < CHOICE


def _best_score(recognition: Recognition) -> float:
    return max((c.score for c in recognition.candidates if not c.objections), default=0.0)


def _is_enough(recognition: Recognition, candidate: Candidate) -> bool:
    """Say whether the question says enough, and nothing that another fact would contradict."""
    reading = recognition.reading
    slots = reading.slots
    times = (slots.rounds, slots.days, slots.months, slots.years)
    pinned = sum(map(len, times)) + bool(slots.span)
    nothing = reading.unknown | OF_NO_RECORD
    said = [term for term in reading.terms if term not in nothing and not term.startswith(DATE)]
    return len(said) + pinned >= EVIDENCE and not any(
        _outweighs(rival, candidate) for rival in recognition.candidates
    )


def _outweighs(rival: Candidate, candidate: Candidate) -> bool:
    """Say whether a contradicted candidate fits so much better that the question is about it."""
    if not rival.objections:
        return False
    is_of_another_time = not {"round", "date", "place"}.isdisjoint(rival.objections)
    return rival.score - candidate.score >= (OTHER_TIME if is_of_another_time else PREMISE)


def _leader(fitting: Sequence[Candidate], reading: Reading, desk: Desk) -> Candidate | None:
    """Return the candidate that is good enough and far enough ahead of what differs.

    Where the question names no time, and rivals differ by their occasion, that of the latest
    round leads.
    """
    if not fitting or fitting[0].score < _least(fitting, reading, desk):
        return None
    margin = MARGIN
    most = max(c.evidence for c in fitting if fitting[0].score - c.score < MARGIN)
    is_likely = fitting[0].evidence >= LIKELY * most
    if fitting[0].score >= AS_PHRASED and names_its_time(reading) and is_likely:
        margin = MARGIN_OF_A_PHRASING
    close = [c for c in fitting if fitting[0].score - c.score < margin]
    close = _of_the_round(close, reading, desk)
    if _are_shown_together(close, desk.corpus):
        return close[0]
    if names_its_time(reading) and (learnt := _by_evidence(close, desk.corpus)):
        return learnt
    rounds = rounds_until(desk.corpus, desk.as_of)
    if names_its_time(reading) or not rounds:
        return None
    facts = [desk.corpus.facts[c.fact] for c in close]
    if any(fact.ref not in desk.corpus.rounds for fact in facts):
        return None
    latest = [c for c in close if desk.corpus.facts[c.fact].ref == rounds[-1].id]
    return latest[0] if latest and _are_shown_together(latest, desk.corpus) else None


def _least(fitting: Sequence[Candidate], reading: Reading, desk: Desk) -> float:
    """Return the score that is enough for the first: less where nothing else comes near it."""
    least = ANSWER + UNKNOWN_ANSWER * strange(reading)
    first = fitting[0]
    shown = in_conflict_with(first.fact, desk.corpus) | {first.fact}
    others = [c for c in fitting[1:] if c.fact not in shown]
    is_alone = all(
        first.score - c.score >= ALONE and c.evidence <= ALONE_IN_EVIDENCE * first.evidence
        for c in others
    )
    return least - EASED if is_alone and reading.known >= MUCH_KNOWN else least


def _of_the_round(close: list[Candidate], reading: Reading, desk: Desk) -> list[Candidate]:
    """Leave out what merely followed the round that is named: it may share the round's words."""
    if not reading.slots.rounds:
        return close
    return [c for c in close if desk.index.profiles[c.fact].is_of_a_round] or close


def _by_evidence(close: Sequence[Candidate], corpus: Corpus) -> Candidate | None:
    """Return which of the facts that score alike all phrasings together speak for most."""
    best = max(close, key=lambda candidate: candidate.evidence)
    shown = in_conflict_with(best.fact, corpus) | {best.fact}
    rest = max((c.evidence for c in close if c.fact not in shown), default=0.0)
    return best if best.evidence >= LEARNT * rest else None


def _are_shown_together(candidates: Sequence[Candidate], corpus: Corpus) -> bool:
    first = candidates[0].fact
    return {c.fact for c in candidates} <= in_conflict_with(first, corpus) | {first}


def _missing_rounds(recognition: Recognition, desk: Desk) -> frozenset[int]:
    slots = recognition.reading.slots
    if slots.places or slots.names_another_kind_of_round:
        return frozenset()
    known = {held.number for held in rounds_until(desk.corpus, desk.as_of)}
    return slots.rounds - known
