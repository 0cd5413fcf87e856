"""`talksbot` and `python -m bot`."""

from __future__ import annotations

import os
import sys

from bot.cli import run_command


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run_command(sys.argv[1:], os.environ))


if __name__ == "__main__":
    main()
