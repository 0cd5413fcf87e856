"""What every layer of tests may ask for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.asking import knowledge_of
from knowledge import Knowledge


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what started programs keep for their next start out of the home of who runs the tests.

    All of a run share it: the first start reads the record, the others recall it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("CACHE_DIRECTORY", raising=False)
        yield


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The record that ships with the program, through a real database file."""
    return asyncio.run(knowledge_of(None, None))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what a person may ask of the tests."""
    parser.addoption("--pictures", action="store_true", help="take the pictures of the README anew")
    parser.addoption("--long", action="store_true", help="ask every phrasing of the record, too")
