"""Who may import whom, and a few other rules that no single module can keep by itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import knowledge

ROOT = Path(__file__).parents[1]
OURS = ("bot", "knowledge")
EVERYTHING = ("bot", "knowledge")

ARROWS: dict[str, tuple[str, ...]] = {
    "knowledge.types": (),
    "knowledge.errors": (),
    "knowledge.text": (),
    "knowledge.alerting": ("knowledge.types",),
    "knowledge.timing": ("knowledge.alerting",),
    "knowledge.notifying": ("knowledge.types", "knowledge.text"),
    "knowledge.matching": ("knowledge.matching", "knowledge.types", "knowledge.text"),
    # What is learnt from examples knows neither the record nor how a question is read.
    "knowledge.matching.features": (),
    "knowledge.matching.postings": ("knowledge.matching.features",),
    "knowledge.matching.regression": ("knowledge.matching.features",),
    "knowledge.matching.matcher": (
        "knowledge.matching.features",
        "knowledge.matching.postings",
        "knowledge.matching.regression",
        "knowledge.matching.slips",
        "knowledge.text",
    ),
    "knowledge.matching.slips": (),
    # How a question is read knows nothing of the facts that it may be compared with.
    "knowledge.matching.lexicon": ("knowledge.types",),
    "knowledge.matching.slots": ("knowledge.matching.lexicon", "knowledge.types"),
    "knowledge.matching.spelling": ("knowledge.matching.slips", "knowledge.types"),
    "knowledge.matching.turkish": (),
    "knowledge.matching.stemming": ("knowledge.matching.turkish", "knowledge.types"),
    "knowledge.matching.company": (),
    "knowledge.matching.correcting": (
        "knowledge.matching.company",
        "knowledge.matching.spelling",
        "knowledge.matching.words",
    ),
    "knowledge.matching.words": ("knowledge.matching.lexicon", "knowledge.text"),
    "knowledge.matching.phrasebook": (
        "knowledge.matching.phrases",
        "knowledge.matching.words",
        "knowledge.types",
    ),
    "knowledge.matching.vocabulary": (
        "knowledge.matching.phrasebook",
        "knowledge.matching.company",
        "knowledge.matching.correcting",
        "knowledge.matching.lexicon",
        "knowledge.matching.names",
        "knowledge.matching.phrases",
        "knowledge.matching.spelling",
        "knowledge.matching.stemming",
        "knowledge.matching.turkish",
        "knowledge.matching.words",
        "knowledge.text",
        "knowledge.types",
    ),
    "knowledge.matching.times": (
        "knowledge.matching.lexicon",
        "knowledge.matching.slots",
        "knowledge.matching.vocabulary",
        "knowledge.matching.words",
    ),
    "knowledge.matching.yes_or_no": ("knowledge.matching.lexicon", "knowledge.text"),
    "knowledge.matching.utterances": (
        "knowledge.matching.template",
        "knowledge.text",
        "knowledge.types",
    ),
    "knowledge.matching.reading": (
        "knowledge.matching.lexicon",
        "knowledge.matching.names",
        "knowledge.matching.slots",
        "knowledge.matching.times",
        "knowledge.matching.vocabulary",
        "knowledge.matching.words",
        "knowledge.text",
        "knowledge.types",
    ),
    "knowledge.matching.language": (
        "knowledge.matching.reading",
        "knowledge.matching.slots",
        "knowledge.matching.vocabulary",
        "knowledge.text",
        "knowledge.types",
    ),
    "knowledge.matching.following": ("knowledge.matching.slots",),
    "knowledge.matching.profile": ("knowledge.matching.slots", "knowledge.types"),
    # What speaks against a fact is seen from slots and profile alone, whatever the score.
    "knowledge.matching.judging": ("knowledge.matching.profile", "knowledge.matching.slots"),
    "knowledge.outcomes": ("knowledge.matching.lexicon", "knowledge.types"),
    "knowledge.citing": ("knowledge.matching.slots", "knowledge.outcomes", "knowledge.types"),
    "knowledge.composing": (
        "knowledge.composing",
        "knowledge.citing",
        "knowledge.matching",
        "knowledge.outcomes",
        "knowledge.types",
    ),
    "knowledge.curation": (
        "knowledge.answering",
        "knowledge.citing",
        "knowledge.composing.desk",
        "knowledge.outcomes",
        "knowledge.curation",
        "knowledge.matching",
        "knowledge.notifying",
        "knowledge.types",
        "knowledge.errors",
        "knowledge.text",
    ),
    "knowledge.editing": ("knowledge.types",),
    "knowledge.drafting": (
        "knowledge.drafting",
        "knowledge.revising",
        "knowledge.curation",
        "knowledge.types",
    ),
    "knowledge.store": (
        "knowledge.store",
        "knowledge.alerting",
        "knowledge.editing",
        "knowledge.types",
        "knowledge.errors",
    ),
    "knowledge.showing": ("knowledge.citing", "knowledge.outcomes", "knowledge.types"),
    "knowledge.asking_back": (
        "knowledge.citing",
        "knowledge.composing",
        "knowledge.matching",
        "knowledge.outcomes",
        "knowledge.types",
    ),
    "knowledge.answering": (
        "knowledge.asking_back",
        "knowledge.citing",
        "knowledge.composing",
        "knowledge.matching",
        "knowledge.outcomes",
        "knowledge.showing",
        "knowledge.types",
    ),
    "knowledge.explaining": (
        "knowledge.composing",
        "knowledge.matching",
        "knowledge.outcomes",
        "knowledge.types",
    ),
    "knowledge.judging_truth": (
        "knowledge.composing",
        "knowledge.matching",
        "knowledge.outcomes",
        "knowledge.text",
        "knowledge.types",
    ),
    "knowledge.revising": ("knowledge.types", "knowledge.errors"),
    "knowledge.claims": ("knowledge.citing", "knowledge.types"),
    "knowledge.exporting": ("knowledge.claims", "knowledge.revising", "knowledge.types"),
    "knowledge.use_cases": (
        "knowledge.use_cases",
        "knowledge.alerting",
        "knowledge.drafting",
        "knowledge.editing",
        "knowledge.answering",
        "knowledge.asking_back",
        "knowledge.showing",
        "knowledge.notifying",
        "knowledge.timing",
        "knowledge.citing",
        "knowledge.composing",
        "knowledge.outcomes",
        "knowledge.explaining",
        "knowledge.judging_truth",
        "knowledge.revising",
        "knowledge.exporting",
        "knowledge.curation",
        "knowledge.store",
        "knowledge.matching",
        "knowledge.types",
        "knowledge.errors",
        "knowledge.text",
    ),
    "knowledge": ("knowledge",),
    "bot.config": (),
    "bot.log": (),
    "bot.processing": (),
    "bot.receiving": (),
    "bot.sandbox": ("bot.sandbox",),
    "bot.rendering": ("bot.rendering", "knowledge"),
    "bot.responses": ("bot.rendering", "knowledge"),
    "bot.conversation": ("bot.responses", "bot.rendering", "knowledge"),
    "bot.asking": ("bot.conversation", "bot.responses", "bot.rendering", "knowledge"),
    "bot.ranking": ("knowledge",),
    "bot.terminal": ("bot.asking", "bot.conversation"),
    "bot.languages": ("knowledge",),
    "bot.tasks": (),
    "bot.context": (
        "bot.delivery.gate",
        "bot.delivery.watched",
        "bot.languages",
        "bot.receiving",
        "bot.rendering",
        "bot.turns",
        "knowledge",
    ),
    "bot.delivery": (
        "bot.delivery",
        "bot.context",
        "bot.handlers.sending",
        "bot.rendering",
        "bot.tasks",
        "knowledge",
    ),
    "bot.delivery.limits": (),
    "bot.delivery.gate": ("bot.delivery.limits",),
    "bot.delivery.watched": ("bot.rendering",),
    "bot.delivery.policy": ("bot.delivery.limited_calls", "knowledge"),
    "bot.panel": ("knowledge",),
    "bot.turns": ("knowledge",),
    "bot.handlers": (
        "bot.handlers",
        "bot.context",
        "bot.languages",
        "bot.panel",
        "bot.responses",
        "bot.rendering",
        "bot.turns",
        "knowledge",
    ),
    "bot.app": (
        "bot.config",
        "bot.context",
        "bot.delivery",
        "bot.handlers",
        "bot.languages",
        "bot.processing",
        "bot.receiving",
        "bot.rendering",
        "bot.tasks",
        "bot.turns",
        "bot.webhook",
        "knowledge",
    ),
    "bot.webhook": ("bot.receiving",),
    "bot.demo": ("bot.app", "bot.config", "bot.sandbox"),
    # A command of the shell may call another module of commands, and the bot that it starts.
    "bot.commands": ("bot.commands", "bot.app", "bot.config", "knowledge"),
    "bot.cli": EVERYTHING,
    "bot.__main__": ("bot.cli",),
    "bot": (),
}
"""Each module or package, and what of ours it may import; the longest name that fits counts."""

ONLY_FOR_TYPES = {("knowledge.errors", "knowledge.curation.problem")}
"""Arrows that stand under TYPE_CHECKING alone: the tree of errors carries problems."""

ONLY_IN: dict[str, tuple[str, ...]] = {
    "sqlite3": ("knowledge.store",),
    "aiosqlite": ("knowledge.store",),
    "tomli": ("knowledge.curation", "bot.config"),
    "rapidfuzz": (
        "knowledge.matching",
        "knowledge.use_cases.browse",
        "knowledge.use_cases.inbox",
        "knowledge.use_cases.looking",
    ),
    "model2vec": ("knowledge.matching.encoder",),
    "numpy": ("knowledge.matching",),
    "Stemmer": ("knowledge.matching",),
    "pymorphy3": ("knowledge.matching.stemming",),
    "simplemma": ("knowledge.matching.stemming",),
    "spellchecker": ("knowledge.matching.stemming",),
    "babel": (
        "knowledge.curation.languages",
        "bot.rendering",
    ),
    "gettext": ("bot.rendering",),
    "tornado": ("bot.webhook",),
    "telegram": (
        "bot.app",
        "bot.cli",
        "bot.context",
        "bot.delivery",
        "bot.handlers",
        "bot.languages",
        "bot.processing",
        "bot.receiving",
        "bot.webhook",
    ),
    "argparse": ("bot.cli", "bot.commands", "bot.sandbox.bench"),
    "starlette": ("bot.sandbox",),
    "uvicorn": ("bot.sandbox",),
    "httpx": ("bot.sandbox",),
}
"""Libraries that have one place each, so that changing one changes that place alone."""

MAKES_TASKS = ("bot.tasks", "bot.sandbox")
"""Where background work is begun: these keep it, watch it and end it."""

MOST_LINES = 400
LONGER: dict[str, str] = {
    "knowledge.types": "the words of the record, which are read together",
    "bot.sandbox.client": "the words of all end-to-end tests, which are read together",
}
"""Modules that may be longer, and why."""

VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}


@dataclass(frozen=True)
class Import:
    """One import; `name` is what is taken from the module, if it is a `from` import."""

    module: str
    name: str | None
    is_for_types: bool


def modules() -> dict[str, Path]:
    """Return every module of ours by its dotted name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for package in OURS
        for path in sorted((ROOT / package).rglob("*.py"))
    }


MODULES = modules()


@cache
def imports_of(path: Path) -> tuple[Import, ...]:
    return tuple(_imports(ast.parse(path.read_text(encoding="utf-8")), is_for_types=False))


def _imports(node: ast.AST, *, is_for_types: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(alias.name, None, is_for_types) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "relative imports are banned"
        yield from (Import(node.module or "", alias.name, is_for_types) for alias in node.names)
    elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        for statement in node.body:
            yield from _imports(statement, is_for_types=True)
        for statement in node.orelse:
            yield from _imports(statement, is_for_types=is_for_types)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _imports(child, is_for_types=is_for_types)


def target_of(found: Import) -> str:
    """Return the module that is imported: `from bot import responses` takes `bot.responses`."""
    deeper = f"{found.module}.{found.name}"
    return deeper if deeper in MODULES else found.module


def is_in(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def place_of(module: str) -> str:
    """Return the entry of ARROWS that a module belongs to."""
    if module in OURS:
        return module
    fitting = [place for place in ARROWS if place not in OURS and is_in(module, (place,))]
    assert fitting, f"{module} has no place yet: give it one in ARROWS"
    return max(fitting, key=len)


def ours(module: str) -> Iterator[str]:
    for found in imports_of(MODULES[module]):
        target = target_of(found)
        is_known_exception = found.is_for_types and (module, target) in ONLY_FOR_TYPES
        if target.split(".")[0] in OURS and not is_known_exception:
            yield target


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_place_allows(module: str) -> None:
    allowed = ARROWS[place_of(module)]

    assert [target for target in ours(module) if not is_in(target, allowed)] == []


@pytest.mark.parametrize("place", ARROWS)
def test_every_place_of_the_table_exists(place: str) -> None:
    assert any(is_in(module, (place,)) for module in MODULES)


@pytest.mark.parametrize("arrow", ONLY_FOR_TYPES)
def test_every_arrow_for_types_alone_is_still_needed(arrow: tuple[str, str]) -> None:
    module, target = arrow

    assert target in {target_of(found) for found in imports_of(MODULES[module])}


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("knowledge")])
def test_the_knowledge_knows_neither_the_bot_nor_telegram(module: str) -> None:
    roots = {found.module.split(".")[0] for found in imports_of(MODULES[module])}

    assert roots.isdisjoint({"bot", "telegram"})


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("bot")])
def test_the_bot_takes_only_public_names_of_the_knowledge(module: str) -> None:
    taken = [found for found in imports_of(MODULES[module]) if is_in(found.module, ("knowledge",))]

    assert [found for found in taken if found.module != "knowledge"] == []
    assert {found.name for found in taken} <= set(knowledge.__all__)


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_only_in_its_place(library: str) -> None:
    users = [
        module
        for module, path in MODULES.items()
        if any(is_in(found.module, (library,)) for found in imports_of(path))
    ]

    assert users
    assert [module for module in users if not is_in(module, ONLY_IN[library])] == []


@pytest.mark.parametrize("module", MODULES)
def test_background_work_is_begun_only_where_it_is_watched(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    begun = [
        ast.unparse(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in ("create_task", "ensure_future")
    ]

    assert begun == [] or is_in(module, MAKES_TASKS)


@pytest.mark.parametrize("module", [name for name in MODULES if name != "bot.__main__"])
def test_only_the_entry_point_reads_the_environment(module: str) -> None:
    source = MODULES[module].read_text(encoding="utf-8")

    assert re.findall(r"\bos\.(?:environb?|getenvb?)\b|\bsys\.argv\b", source) == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_stays_short_enough_to_be_read_at_once(module: str) -> None:
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())

    assert lines <= MOST_LINES or module in LONGER


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_named_after_what_it_holds(module: str) -> None:
    assert VAGUE.isdisjoint(re.split(r"[._]", module))


PROBE = """
import importlib, sys
sys.dont_write_bytecode = True
OURS = {ours!r}

def watch(event, arguments):
    if event == "open" and isinstance(path := arguments[0], str):
        writes = isinstance(arguments[1], str) and not set("wax+").isdisjoint(arguments[1])
        reads_data = path.startswith(OURS) and not path.endswith((".py", ".pyc"))
        if writes or reads_data:
            print("opens", path)
    elif event.split(".")[0] in ("socket", "sqlite3", "subprocess", "tempfile", "signal"):
        print(event, arguments)
    elif event in ("os.fork", "os.mkdir", "os.remove", "os.system", "_thread.start_new_thread"):
        print(event, arguments)

{libraries}
sys.addaudithook(watch)
for name in {modules!r}:
    importlib.import_module(name)
"""


def test_importing_does_nothing_but_define() -> None:
    """No output, no file, no socket, no thread, with an empty environment."""
    libraries = {
        found.module
        for path in MODULES.values()
        for found in imports_of(path)
        if found.module.split(".")[0] not in (*OURS, "__future__", "readline")
    }
    program = PROBE.format(
        ours=tuple(f"{ROOT / package}/" for package in OURS),
        modules=tuple(MODULES),
        # What libraries do when they are imported is theirs.
        libraries="\n".join(f"import {name}" for name in sorted(libraries)),
    )

    done = subprocess.run(
        [sys.executable, "-B", "-c", program],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
