"""Rows of the questions that were not answered well, and of what people chose."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from knowledge.store.connection import Parameter, Reader, Transaction
    from knowledge.types import Language

Trouble = Literal["no_answer", "none_of_these", "thumbs_down"]
QueueState = Literal["open", "attached", "answered", "out_of_scope", "ignored"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A question that was not answered well, without who asked it."""

    number: int
    question: str
    normal: str
    language: Language
    trouble: Trouble
    times: int
    last_on: str
    state: QueueState
    fact: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A fact that enough different people meant by one question."""

    question: str
    normal: str
    language: Language
    fact: str
    people: int


async def count_unanswered(
    transaction: Transaction,
    *,
    question: str,
    normal: str,
    language: Language,
    trouble: Trouble,
    day: str,
) -> int:
    """Count a question and return its number in the queue."""
    row: dict[str, Parameter] = {"normal": normal, "language": language, "trouble": trouble}
    await transaction.execute_many("count_unanswered", [{**row, "question": question, "day": day}])
    found = await transaction.fetch_all("unanswered_number", **row)
    return int(found[0]["number"])


async def unanswered(reader: Reader, most: int) -> list[Unanswered]:
    """Return the open questions, those most asked first."""
    rows = await reader.fetch_all("unanswered", most=most)
    return [Unanswered(**dict(row)) for row in rows]


async def unanswered_question(reader: Reader, number: int) -> Unanswered | None:
    """Return one question of the queue."""
    rows = await reader.fetch_all("unanswered_question", number=number)
    return Unanswered(**dict(rows[0])) if rows else None


async def settle(
    transaction: Transaction, numbers: tuple[int, ...], state: QueueState, fact: str | None = None
) -> None:
    """Say what became of questions."""
    rows: list[dict[str, Parameter]] = [
        {"number": number, "state": state, "fact": fact} for number in numbers
    ]
    await transaction.execute_many("settle_unanswered", rows)


async def choose(
    transaction: Transaction,
    *,
    question: str,
    normal: str,
    language: Language,
    fact: str,
    digest: int,
) -> None:
    """Note that somebody meant this fact by that question."""
    row: dict[str, Parameter] = {
        "normal": normal,
        "language": language,
        "question": question,
        "fact": fact,
        "digest": digest,
    }
    await transaction.execute_many("choose", [row])


async def suggestions(reader: Reader, people: int) -> list[Suggestion]:
    """Return what at least so many different people meant by a question."""
    rows = await reader.fetch_all("suggestions", people=people)
    return [Suggestion(**dict(row)) for row in rows]


async def decline(transaction: Transaction, normal: str, language: Language, fact: str) -> None:
    """Suggest this no more."""
    row: dict[str, Parameter] = {"normal": normal, "language": language, "fact": fact}
    await transaction.execute_many("decline_suggestion", [row])


async def wait_for_answer(transaction: Transaction, question: int, chat_id: int) -> None:
    """Note that a chat agreed to be told when there is an answer."""
    row: dict[str, Parameter] = {"question": question, "chat_id": chat_id}
    await transaction.execute_many("wait_for_answer", [row])


async def waiting_chats(reader: Reader, question: int) -> list[int]:
    """Return the chats that agreed to be told."""
    rows = await reader.fetch_all("waiting_chats", question=question)
    return [int(row["chat_id"]) for row in rows]


async def forget_waiting(transaction: Transaction, question: int, chat_id: int) -> None:
    """Forget that a chat waits: it was told, or cannot be."""
    await transaction.execute_many("told", [{"question": question, "chat_id": chat_id}])


async def digest_key(transaction: Transaction) -> bytes:
    """Return the secret of the digests; it is made when it is first asked for."""
    await transaction.execute_many("set_digest_key", [{"secret": secrets.token_hex(32)}])
    rows = await transaction.fetch_all("digest_key")
    return bytes.fromhex(rows[0]["secret"])
