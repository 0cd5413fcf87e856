"""The questions that were not answered well: counted without names, walked, settled."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from knowledge.citing import is_known, latest_round_of
from knowledge.matching.recognise import recognise
from knowledge.outcomes import Answer
from knowledge.store.connection import Store
from knowledge.store.editors import note
from knowledge.store.inbox import QueueState as QueueState
from knowledge.store.inbox import Suggestion as Suggestion
from knowledge.store.inbox import Trouble as Trouble
from knowledge.store.inbox import (
    Unanswered,
    choose,
    count_unanswered,
    decline,
    digest_key,
    forget_waiting,
    settle,
    suggestions,
    unanswered,
    unanswered_question,
    wait_for_answer,
    waiting_chats,
)
from knowledge.text import tokens
from knowledge.types import Corpus, Fact, FactId, Language
from knowledge.use_cases.ask import Knowledge, ask
from knowledge.use_cases.desk import Asked, EditingDesk, Result, done_before, keep, require

MOST_WALKED: Final = 500
LONGEST_QUESTION: Final = 300
"""Characters that are kept of a question."""
ALIKE: Final = 85.0
"""Similarity, 0 to 100, from which two questions stand in one group."""
FEWEST_PEOPLE: Final = 5
"""Different people who must have chosen the same before it is suggested."""


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that are alike, the one most asked first."""

    questions: tuple[Unanswered, ...]

    @property
    def number(self) -> int:
        """The number by which the group is named: its first question's."""
        return self.questions[0].number

    @property
    def times(self) -> int:
        """How often any of them was asked."""
        return sum(each.times for each in self.questions)


async def note_unanswered(
    store: Store, question: str, language: Language, trouble: Trouble, now: dt.datetime
) -> int | None:
    """Count a question that was not answered well; None where there are no words in it."""
    text = " ".join(question.split())[:LONGEST_QUESTION]
    normal = " ".join(tokens(text))
    if not normal:
        return None
    async with store.transaction() as transaction:
        return await count_unanswered(
            transaction,
            question=text,
            normal=normal,
            language=language,
            trouble=trouble,
            day=now.astimezone(dt.UTC).date().isoformat(),
        )


async def note_choice(
    store: Store, question: str, language: Language, fact: str, person_id: int
) -> None:
    """Count, without keeping who, that somebody meant this fact by that question."""
    text = " ".join(question.split())[:LONGEST_QUESTION]
    normal = " ".join(tokens(text))
    if not normal:
        return
    async with store.transaction() as transaction:
        key = await digest_key(transaction)
        words = f"{person_id}\n{language}\n{normal}".encode()
        digest = hmac.new(key, words, hashlib.sha256).digest()
        await choose(
            transaction,
            question=text,
            normal=normal,
            language=language,
            fact=fact,
            digest=int.from_bytes(digest[:2], "big"),
        )


async def walk_inbox(desk: EditingDesk) -> list[QuestionGroup]:
    """Return the open questions in groups of alike ones, the most asked group first."""
    groups: list[list[Unanswered]] = []
    for each in await unanswered(desk.store, MOST_WALKED):
        for group in groups:
            first = group[0]
            if first.language == each.language and _are_alike(first.normal, each.normal):
                group.append(each)
                break
        else:
            groups.append([each])
    found = [QuestionGroup(tuple(group)) for group in groups]
    return sorted(found, key=lambda group: (-group.times, group.number))


def _are_alike(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(one, other) >= ALIKE


async def list_suggestions(desk: EditingDesk, corpus: Corpus) -> list[Suggestion]:
    """Return what at least five different people meant by a question; a human decides."""
    found = await suggestions(desk.store, FEWEST_PEOPLE)
    return [each for each in found if each.fact in corpus.facts]


async def group_of(desk: EditingDesk, number: int) -> QuestionGroup | None:
    """Return the group that a question stands in, or the question alone when it is settled."""
    for group in await walk_inbox(desk):
        if any(each.number == number for each in group.questions):
            return group
    found = await unanswered_question(desk.store, number)
    return QuestionGroup((found,)) if found else None


async def settle_group(desk: EditingDesk, asked: Asked, number: int, state: QueueState) -> Result:
    """Mark a group of questions as out of scope or to be ignored.

    Raises:
        NotAnEditorError: the person holds no office.
    """
    group = await group_of(desk, number)
    async with desk.store.transaction() as transaction:
        if earlier := await done_before(transaction, asked):
            return earlier
        await require(transaction, asked.person_id, "draft")
        if group is None:
            return await keep(transaction, asked, what="no_such_question")
        numbers = tuple(each.number for each in group.questions)
        await settle(transaction, numbers, state)
        await note(
            transaction,
            "settled questions",
            person_id=asked.person_id,
            now=asked.now,
            questions=list(numbers),
            state=state,
        )
        return await keep(transaction, asked, what="settled", question=number, state=state)


async def decline_suggestion(desk: EditingDesk, asked: Asked, suggestion: Suggestion) -> Result:
    """Suggest this no more."""
    async with desk.store.transaction() as transaction:
        if earlier := await done_before(transaction, asked):
            return earlier
        await require(transaction, asked.person_id, "draft")
        await decline(transaction, suggestion.normal, suggestion.language, suggestion.fact)
        return await keep(transaction, asked, what="declined")


async def await_answer(store: Store, question: int, chat_id: int) -> bool:
    """Note that a chat agreed to be told; False where the question is not in the queue."""
    if await unanswered_question(store, question) is None:
        return False
    async with store.transaction() as transaction:
        await wait_for_answer(transaction, question, chat_id)
    return True


@dataclass(frozen=True, slots=True)
class Told:
    """A question that is answered now, with the chats that agreed to hear of it."""

    question: Unanswered
    fact: str
    chats: tuple[int, ...]


async def settle_answered(
    desk: EditingDesk, knowledge: Knowledge, facts: Sequence[str]
) -> list[Told]:
    """Close the questions that one of these facts answers now, and say who waits for it."""
    wanted = set(facts)
    found: list[Told] = []
    for each in await unanswered(desk.store, MOST_WALKED):
        outcome = ask(knowledge, each.question, language=each.language)
        if not isinstance(outcome, Answer) or outcome.fact.fact.id not in wanted:
            continue
        fact = str(outcome.fact.fact.id)
        async with desk.store.transaction() as transaction:
            await settle(transaction, (each.number,), "answered", fact)
        found.append(Told(each, fact, tuple(await waiting_chats(desk.store, each.number))))
    return found


async def told(store: Store, question: int, chat_id: int) -> None:
    """Forget that a chat waits: it was told, or cannot be."""
    async with store.transaction() as transaction:
        await forget_waiting(transaction, question, chat_id)


def candidates_of(knowledge: Knowledge, question: str, language: Language) -> list[Fact]:
    """Return the facts that a question may ask for, the best first."""
    corpus = knowledge.corpus
    recognition = recognise(
        question, knowledge.index, language=language, latest_round=latest_round_of(corpus)
    )
    found = (corpus.facts[each.fact] for each in recognition.candidates)
    return [fact for fact in found if is_known(fact, None)]


def fact_id(suggestion: Suggestion) -> FactId:
    """Return the id of the fact that is suggested."""
    return FactId(suggestion.fact)
