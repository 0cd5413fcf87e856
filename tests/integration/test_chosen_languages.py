"""What chats have chosen, in a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge import Store, choose_language, chosen_languages, move_language, open_store

GROUP, SUPERGROUP, PRIVATE = -4001, -1001000004001, 1001


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "talks.sqlite3") as store:
        yield store


async def test_a_chat_that_chose_nothing_has_no_language(store: Store) -> None:
    assert await chosen_languages(store) == {}


async def test_the_last_choice_of_a_chat_counts(store: Store) -> None:
    await choose_language(store, PRIVATE, "tr")
    await choose_language(store, PRIVATE, "uk")

    assert await chosen_languages(store) == {PRIVATE: "uk"}


async def test_nothing_is_kept_of_a_choice_that_is_withdrawn(store: Store) -> None:
    await choose_language(store, PRIVATE, "tr")
    await choose_language(store, GROUP, "ru")
    await choose_language(store, PRIVATE, None)

    assert await chosen_languages(store) == {GROUP: "ru"}


async def test_a_choice_outlives_the_program(tmp_path: Path) -> None:
    async with open_store(tmp_path / "talks.sqlite3") as store:
        await choose_language(store, PRIVATE, "ru")

    async with open_store(tmp_path / "talks.sqlite3") as store:
        assert await chosen_languages(store) == {PRIVATE: "ru"}


async def test_a_group_that_becomes_a_supergroup_keeps_its_language(store: Store) -> None:
    await choose_language(store, GROUP, "tr")

    await move_language(store, GROUP, SUPERGROUP)

    assert await chosen_languages(store) == {SUPERGROUP: "tr"}


async def test_to_move_twice_is_to_move_once(store: Store) -> None:
    await choose_language(store, GROUP, "tr")
    await move_language(store, GROUP, SUPERGROUP)
    await choose_language(store, SUPERGROUP, "uk")

    await move_language(store, GROUP, SUPERGROUP)

    assert await chosen_languages(store) == {SUPERGROUP: "uk"}


async def test_to_move_a_chat_that_chose_nothing_is_no_error(store: Store) -> None:
    await move_language(store, GROUP, SUPERGROUP)

    assert await chosen_languages(store) == {}
