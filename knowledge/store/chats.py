"""Rows of chats ↔ what each has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.store.connection import Reader, Transaction
    from knowledge.types import Language


async def languages_of_chats(reader: Reader) -> dict[int, Language]:
    """Return the language of each chat that has chosen one."""
    rows = await reader.fetch_all("languages_of_chats")
    return {row["chat_id"]: row["language"] for row in rows}


async def set_language(transaction: Transaction, chat_id: int, language: Language) -> None:
    """Keep what a chat has chosen.

    Raises:
        StoreError: the database cannot be written.
    """
    row = {"chat_id": chat_id, "language": language}
    await transaction.execute_many("set_chat_language", [row])


async def forget(transaction: Transaction, chat_id: int) -> None:
    """Keep nothing of a chat any more.

    Raises:
        StoreError: the database cannot be written.
    """
    await transaction.execute_many("forget_chat", [{"chat_id": chat_id}])


async def move(transaction: Transaction, chat_id: int, new_chat_id: int) -> None:
    """Keep the choices of a chat under another id; there may be none.

    Raises:
        StoreError: the database cannot be written.
    """
    row = {"chat_id": chat_id, "new_chat_id": new_chat_id}
    await transaction.execute_many("move_chat", [row])
