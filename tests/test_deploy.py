"""Commands, settings and files that the documents and `deploy/` name are there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest
import tomli
from pydantic import SecretStr

from bot.cli import build_parser
from bot.config import CONFIG_FILE, KEYS, PREFIX, Config, load_config

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
EXAMPLE = DEPLOY / "config.example.toml"
DOCKERFILE = DEPLOY / "Dockerfile"
COMPOSE = DEPLOY / "compose.yaml"
UNIT = DEPLOY / "talksbot.service"
DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): path
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        ROOT / "knowledge" / "data" / "README.md",
        *sorted(path for path in DEPLOY.iterdir() if path.is_file()),
    )
}
PAGES = [name for name in DOCUMENTS if name.endswith(".md")]
SECRETS = ("token", "webhook_secret")
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def text_of(name: str) -> str:
    return DOCUMENTS[name].read_text(encoding="utf-8")


# Commands


def shell_lines(page: str) -> Iterator[str]:
    """Yield the commands of a page: lines of its shell blocks, and `talksbot …` in its prose."""
    for language, block in FENCED.findall(page):
        if language in ("", "sh", "bash", "shell", "console"):
            yield from block.replace("\\\n", " ").splitlines()
    prose = FENCED.sub("", page)
    yield from re.findall(r"`(talksbot [^`\n]+)`", prose)


def arguments_of(line: str) -> list[str] | None:
    """Return the arguments that a command line gives to talksbot, if it runs it."""
    try:
        words = shlex.split(
            re.split(r"[|<>;]|&&", line.strip().removeprefix("$ "))[0], comments=True
        )
    except ValueError:  # the quotation goes on in the next line
        return None
    while words and (words[0] == "sudo" or re.fullmatch(r"[A-Z_]+=.*", words[0])):
        words.pop(0)
    if words[:1] == ["docker"]:
        # The service, then the command in it: "… exec talksbot talksbot health".
        at = [place for place, pair in enumerate(pairwise(words)) if set(pair) == {"talksbot"}]
        return words[at[0] + 2 :] if at else None
    if words and words[0].rpartition("/")[2] == "talksbot":
        return words[1:]
    return None


def talksbot_lines() -> list[tuple[str, list[str]]]:
    found = [
        (name, arguments)
        for name in PAGES
        for line in shell_lines(text_of(name))
        if (arguments := arguments_of(line)) is not None
    ]
    started = re.findall(r"^ExecStart=(.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    found += [("deploy/talksbot.service", arguments_of(line) or []) for line in started]
    for command in re.findall(r"^ *CMD \[(.*)\]", text_of("deploy/Dockerfile"), re.MULTILINE):
        words = re.findall(r'"([^"]*)"', command)
        found.append(("deploy/Dockerfile", words[words[0] == "talksbot" :]))
    return found


TALKSBOT_LINES = talksbot_lines()


@pytest.mark.parametrize(
    ("name", "arguments"),
    TALKSBOT_LINES,
    ids=[f"{name}: {' '.join(arguments)}" for name, arguments in TALKSBOT_LINES],
)
def test_a_command_that_is_named_is_one_that_talksbot_takes(
    name: str, arguments: list[str]
) -> None:
    try:
        build_parser().parse_args(arguments)
    except SystemExit as done:
        # --help and --version leave with 0; argparse has said what it did not understand.
        if done.code:
            pytest.fail(f"{name}: talksbot does not take {arguments}")


def test_commands_are_found_in_the_documents() -> None:
    """Guards the test above: it would pass if the search found nothing."""
    assert ("deploy/Dockerfile", ["run"]) in TALKSBOT_LINES
    assert ("deploy/Dockerfile", ["health"]) in TALKSBOT_LINES
    assert ("deploy/README.md", ["health"]) in TALKSBOT_LINES
    assert ("README.md", ["run"]) in TALKSBOT_LINES
    assert ("CONTRIBUTING.md", ["knowledge", "check"]) in TALKSBOT_LINES
    assert any(
        name == "deploy/talksbot.service" and line[0] == "run" for name, line in TALKSBOT_LINES
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_make_target_that_is_named_exists(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)
    page = text_of(name)
    named = re.findall(r"`make ([a-z-]+)`", page) + re.findall(
        r"^make ([a-z-]+)", page, re.MULTILINE
    )

    assert [target for target in named if target not in targets] == []


def test_the_commands_of_the_contributors_page_are_the_ones_that_make_runs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    block = re.search(
        r"runs what CI runs:\n\n```sh\n(.*?)```", text_of("CONTRIBUTING.md"), re.DOTALL
    )
    assert block

    run_by_make = re.findall(
        # What takes minutes has a target of its own and is no part of it.
        r"^\t\$\(BIN\)/((?:ruff|mypy|talksbot knowledge|pytest)(?!.*--long).*)$",
        makefile,
        re.MULTILINE,
    )

    assert sorted(block[1].splitlines()) == sorted(run_by_make)


# Settings


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_variable_that_is_named_is_a_setting(name: str) -> None:
    known = {CONFIG_FILE, *(PREFIX + key.upper() for key in KEYS)}
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+", text_of(name)))

    assert named - known == set()


def example(*uncommented: str) -> str:
    """Return the example file with the settings given switched on."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for key in uncommented:
        text, found = re.subn(rf"^# ({key} = )", r"\1", text, flags=re.MULTILINE)
        assert found == 1, f"{key} does not stand commented out in the example, once"
    return text


def switched_off() -> list[str]:
    return re.findall(r"^# ([a-z_]+) = ", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)


def load(text: str, directory: Path) -> Config:
    file = directory / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load_config({}, file)


def test_the_example_explains_every_setting_and_no_other() -> None:
    explained = [*tomli.loads(example()), *switched_off()]

    assert sorted(explained) == sorted(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_the_example_names_the_variable_and_the_default_of_a_setting(key: str) -> None:
    (paragraph,) = [
        paragraph
        for paragraph in EXAMPLE.read_text(encoding="utf-8").split("\n\n")
        if re.search(rf"^(?:# )?{key} = ", paragraph, re.MULTILINE)
    ]
    default = getattr(Config(), key)

    assert f"# Variable: {PREFIX}{key.upper()}" in paragraph
    written = f'"{default}"' if not isinstance(default, int) else str(default)
    shown = {tuple: lambda words: f'"{", ".join(words)}"', int: str}.get(type(default))
    written = shown(default) if shown else f'"{default}"'
    assert (f"Default: {written}." if default else "Default: no") in paragraph


def test_the_example_with_a_token_is_the_configuration_by_default(tmp_path: Path) -> None:
    config = load(example("token"), tmp_path)

    assert config == Config(token=SecretStr(config.require_token()))


def test_the_example_shows_values_that_may_be_used(tmp_path: Path) -> None:
    config = load(example(*switched_off()), tmp_path)

    assert [field.name for field in fields(Config) if getattr(config, field.name) is None] == []


def test_no_secret_is_switched_on_in_the_example() -> None:
    assert set(SECRETS) <= set(switched_off())


def test_the_settings_that_the_deployment_page_shows_may_be_used(tmp_path: Path) -> None:
    blocks = re.findall(
        r"^```toml\n(.*?)^```", text_of("deploy/README.md"), re.MULTILINE | re.DOTALL
    )

    assert blocks
    for block in blocks:
        load(block, tmp_path)


# Files


@pytest.mark.parametrize("name", PAGES)
def test_a_file_that_is_named_exists(name: str) -> None:
    page = text_of(name)
    here = DOCUMENTS[name].parent
    named = re.findall(r"\]\(([^)#\s]+)|\bsrc=\"([^\"]+)", page)
    links = [link for link in map("".join, named) if "://" not in link]
    ours = re.findall(r"`((?:bot|knowledge|tests|deploy|\.ci)/[\w./-]*)`", page)
    to_be_made = {"deploy/.env"} | {path for path in ours if "NNNN" in path}

    assert [link for link in links if not (here / link).exists()] == []
    assert [path for path in set(ours) - to_be_made if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_file_that_a_command_takes_exists(name: str) -> None:
    lines = "\n".join(shell_lines(text_of(name)))
    taken = re.findall(r"(?<![\w/.])(deploy/[\w./-]+)", lines)

    assert [path for path in taken if path != "deploy/.env" and not (ROOT / path).exists()] == []


def test_the_settings_of_compose_are_kept_out_of_git_and_out_of_the_image() -> None:
    ignored_by_git = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored_by_docker = text_of("deploy/Dockerfile.dockerignore").splitlines()

    assert re.findall(r"^    env_file: (.*)$", text_of("deploy/compose.yaml"), re.MULTILINE) == [
        ".env"
    ]
    assert ".env" in ignored_by_git
    assert "**/.env" in ignored_by_docker


def test_what_compose_builds_from_exists() -> None:
    compose = text_of("deploy/compose.yaml")
    (context,) = re.findall(r"^      context: (.*)$", compose, re.MULTILINE)
    (dockerfile,) = re.findall(r"^      dockerfile: (.*)$", compose, re.MULTILINE)

    assert (DEPLOY / context).resolve() == ROOT
    assert (ROOT / dockerfile) == DOCKERFILE


def test_compose_gives_the_container_no_more_than_it_needs() -> None:
    compose = text_of("deploy/compose.yaml")

    assert re.search(r"^    cap_drop:\n      - ALL$", compose, re.MULTILINE)
    assert "    read_only: true\n" in compose
    assert "      - no-new-privileges:true\n" in compose


def copied() -> list[str]:
    """Return the sources of the Dockerfile that come from the checkout."""
    lines = re.findall(r"^COPY (?!--from)(.*)$", text_of("deploy/Dockerfile"), re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


@pytest.mark.parametrize("source", copied())
def test_what_the_image_copies_exists_and_reaches_the_builder(source: str) -> None:
    let_through = re.findall(r"^!(.*)$", text_of("deploy/Dockerfile.dockerignore"), re.MULTILINE)

    assert (ROOT / source).exists()
    assert source in let_through


def test_the_image_runs_as_nobody_and_stops_on_sigterm() -> None:
    dockerfile = text_of("deploy/Dockerfile")

    users = re.findall(r"^USER (.*)$", dockerfile, re.MULTILINE)
    assert users
    assert not users[-1].startswith(("root", "0"))
    assert "STOPSIGNAL SIGTERM" in dockerfile
    assert "HEALTHCHECK" in dockerfile


def test_no_secret_is_in_a_layer_of_the_image() -> None:
    given = re.findall(r"^(?:ENV|ARG) (?:.*\\\n)*.*$", text_of("deploy/Dockerfile"), re.MULTILINE)

    assert given
    assert [line for line in given if re.search(r"token|secret", line, re.IGNORECASE)] == []


@pytest.mark.parametrize("file", [DOCKERFILE, UNIT], ids=lambda file: file.name)
def test_image_and_service_keep_the_database_where_they_may_write(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert re.findall(r"TALKSBOT_DATABASE=(\S+)", text) == ["/var/lib/talksbot/talksbot.sqlite3"]
    assert re.search(r"^(VOLUME /var/lib/talksbot|StateDirectory=talksbot)$", text, re.MULTILINE)


# Locks


def locked(name: str) -> dict[str, str]:
    """Return the stanza of each package of a lock."""
    lock = (DEPLOY / "requirements" / name).read_text(encoding="utf-8")
    stanzas = re.split(r"^(?=[a-z])", lock, flags=re.MULTILINE)
    return {stanza.partition("==")[0].split("[")[0]: stanza for stanza in stanzas if "==" in stanza}


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in requirements}


def test_the_runtime_lock_holds_what_the_bot_and_a_webhook_need() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = locked("runtime.lock")

    assert names_of(project["dependencies"]) | {"tornado"} <= lock.keys()
    assert [name for name, stanza in lock.items() if "--hash=sha256:" not in stanza] == []


@pytest.mark.parametrize("name", ["runtime.lock", "dev.lock"])
def test_a_lock_names_no_index(name: str) -> None:
    lock = (DEPLOY / "requirements" / name).read_text(encoding="utf-8")

    assert re.findall(r"index-url|https?://|find-links|file:", lock) == []


def test_the_image_builds_the_wheel_with_locked_packages_only() -> None:
    """The Dockerfile picks hatchling and all that it needs out of the development lock."""
    lock = locked("dev.lock")
    needed = {
        name
        for name, stanza in lock.items()
        if re.search(r"(# via|#  ) hatchling$", stanza, re.MULTILINE)
    }
    (picked,) = re.findall(r"wanted = /\^\(([\w|-]+)\)==/", text_of("deploy/Dockerfile"))

    assert needed
    assert set(picked.split("|")) == needed | {"hatchling"}


# systemd


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_service(tmp_path: Path) -> None:
    installed = "/opt/talksbot/bin/talksbot"
    text = UNIT.read_text(encoding="utf-8")
    assert installed in text
    copy = tmp_path / UNIT.name
    copy.write_text(text.replace(installed, sys.executable), encoding="utf-8")

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )

    # It also speaks of other units of the machine.
    assert [line for line in done.stderr.splitlines() if UNIT.name in line] == []


def test_the_service_is_shut_in() -> None:
    unit = UNIT.read_text(encoding="utf-8").splitlines()

    assert {
        "DynamicUser=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "MemoryDenyWriteExecute=yes",
        "Restart=on-failure",
        "TimeoutStopSec=10",
    } <= set(unit)
