"""The program as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import knowledge

Talksbot = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def talksbot(tmp_path: Path) -> Talksbot:
    """Run `talksbot` with these arguments, these variables and this standard input."""

    def run(*arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TALKSBOT_")}
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=30,
            cwd=tmp_path,
            env={**environment, **variables},
            check=False,
        )

    return run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the curated files, to break."""
    original = Path(knowledge.__file__).parent / "data"
    return shutil.copytree(original, tmp_path / "data")
