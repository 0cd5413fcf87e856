"""What every layer of tests may ask for."""

from __future__ import annotations

import asyncio

import pytest

from bot.asking import knowledge_of
from knowledge import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The record that ships with the program, through a real database file."""
    return asyncio.run(knowledge_of(None, None))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what a person may ask of the tests."""
    parser.addoption("--pictures", action="store_true", help="take the pictures of the README anew")
    parser.addoption("--long", action="store_true", help="ask every phrasing of the record, too")
