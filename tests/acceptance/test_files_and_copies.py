"""Files and database from the shell: written back, compared, brought in, copied, restored."""

from __future__ import annotations

import filecmp
import os
from pathlib import Path

import pytest

from tests.acceptance.conftest import Talksbot

FACT = "facts/r3-2025-07-23/r3-held.toml"


@pytest.fixture
def database(talksbot: Talksbot, data: Path, tmp_path: Path) -> Path:
    """A database with the curated record: `import` makes it where there is none."""
    file = tmp_path / "bot.sqlite3"
    files = sorted(str(each) for each in data.rglob("*.toml") if each.parts[-2] != "templates")
    files = [each for each in files if "/language/" not in each and "/rules/" not in each]
    done = talksbot("knowledge", "import", *files, "--database", str(file))
    assert done.returncode == 0, done.stderr
    return file


def test_what_is_exported_is_byte_for_byte_what_curators_wrote(
    talksbot: Talksbot, database: Path, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    done = talksbot(
        "knowledge", "export", "--format", "toml", "--into", str(out), "--database", str(database)
    )

    assert done.returncode == 0, done.stderr
    names = [str(each.relative_to(out)) for each in out.rglob("*.toml")]
    assert len(names) > 800
    assert filecmp.cmpfiles(out, data, names, shallow=False)[1:] == ([], [])


def test_a_second_export_writes_nothing(talksbot: Talksbot, database: Path, tmp_path: Path) -> None:
    arguments = ("knowledge", "export", "--into", "out", "--database", str(database))
    talksbot(*arguments)

    assert talksbot(*arguments).stdout.startswith("0 files written")


def test_files_and_database_that_differ_are_shown_and_can_be_brought_together(
    talksbot: Talksbot, database: Path, data: Path
) -> None:
    file = data / FACT
    file.write_text(file.read_text().replace("Wednesday 23 July", "23 July"))
    compare = ("knowledge", "diff", "--data", str(data), "--database", str(database))

    differing = talksbot(*compare)
    brought = talksbot("knowledge", "import", str(file), "--database", str(database))
    agreeing = talksbot(*compare)

    assert differing.returncode == 1
    assert f"{FACT}: both changed" in differing.stdout
    assert "{+ Wednesday+}" in differing.stdout
    assert brought.stdout == "1 records read, 1 changed\n"
    assert (agreeing.returncode, agreeing.stdout) == (0, "files and database agree\n")


def test_files_with_a_problem_bring_nothing_in(
    talksbot: Talksbot, database: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "r3-held.toml"
    wrong.write_text('url = "nowhere"\n')

    done = talksbot("knowledge", "import", str(wrong), "--database", str(database))

    assert done.returncode == 1
    assert "url: expected an http or https address" in done.stderr
    assert "nothing was changed" in done.stderr


def test_a_backup_can_be_restored_and_a_running_bot_prevents_it(
    talksbot: Talksbot, database: Path, tmp_path: Path
) -> None:
    variables = {"TALKSBOT_DATABASE": str(database)}

    made = talksbot("backup", "copy.sqlite3", **variables)
    heartbeat = tmp_path / "bot.sqlite3.heartbeat"
    heartbeat.touch()
    refused = talksbot("restore", "copy.sqlite3", **variables)
    os.utime(heartbeat, (0, 0))
    restored = talksbot("restore", "copy.sqlite3", **variables)

    assert "bytes, checked" in made.stdout
    assert (refused.returncode, "is running: stop it first" in refused.stderr) == (1, True)
    assert (restored.returncode, "is the copy now" in restored.stdout) == (0, True)
