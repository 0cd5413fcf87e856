"""A chat chooses the language in which it is spoken to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.store.chats import forget, languages_of_chats, move, set_language

if TYPE_CHECKING:
    from knowledge.store.connection import Reader, Store
    from knowledge.types import Language


async def chosen_languages(reader: Reader) -> dict[int, Language]:
    """Return the language of each chat that has chosen one, by the chat's id."""
    return await languages_of_chats(reader)


async def choose_language(store: Store, chat_id: int, language: Language | None) -> None:
    """Keep the choice of a chat; with None it is forgotten, and nothing of the chat is kept.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        if language is None:
            await forget(transaction, chat_id)
        else:
            await set_language(transaction, chat_id, language)


async def move_language(store: Store, chat_id: int, new_chat_id: int) -> None:
    """Keep the choice of a chat that has got another id; to do it twice is to do it once.

    Raises:
        StoreError: the database cannot be written.
    """
    async with store.transaction() as transaction:
        await move(transaction, chat_id, new_chat_id)
