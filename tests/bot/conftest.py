"""What the tests of the bot share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.rendering.locale import Locale

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a reviewed change of the messages be written down."""
    parser.addoption(
        "--update-snapshots", action="store_true", help="write what differs to tests/snapshots"
    )


@pytest.fixture(scope="session")
def is_updating(request: pytest.FixtureRequest) -> bool:
    """Whether the snapshots are to be written anew."""
    return bool(request.config.getoption("--update-snapshots", default=False))


@pytest.fixture
def snapshot(is_updating: bool) -> Callable[[str, str], None]:
    """Compare a text with its file under tests/snapshots, or write the file."""

    def compare(name: str, text: str) -> None:
        file = SNAPSHOTS / f"{name}.html"
        if is_updating:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.exists(), f"there is no {file.name}: run with --update-snapshots"
        assert text == file.read_text(encoding="utf-8"), "run with --update-snapshots, then read it"

    return compare


@pytest.fixture
def snapshots_on_file(is_updating: bool) -> Callable[[set[str]], set[str]]:
    """Return the names on file; when updating, remove those that are not wanted first."""

    def name_of(file: Path) -> str:
        return file.relative_to(SNAPSHOTS).with_suffix("").as_posix()

    def names(wanted: set[str]) -> set[str]:
        for file in SNAPSHOTS.rglob("*.html"):
            if is_updating and name_of(file) not in wanted:
                file.unlink()
        return {name_of(file) for file in SNAPSHOTS.rglob("*.html")}

    return names


@pytest.fixture(scope="session")
def locale() -> Locale:
    """English."""
    return Locale()
