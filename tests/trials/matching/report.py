"""The figures as tables for the terminal and as a picture for the README."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from tests.trials.matching.peers import OURS

_WIDTH, _LEFT, _BAR, _GAP = 760, 190, 15, 12
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328; } .small { font-size: 11px; }
.few { fill: #b6c2cf; } .many { fill: #6e7f90; } .ours.few { fill: #8fc7a3; }
.ours.many { fill: #2a8a4b; } .paper { fill: #ffffff; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .paper { fill: #0d1117; } }
"""


def tables(figures: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of every table there are figures for."""
    if found := figures.get("intents"):
        yield from _intents(found)
    if found := figures.get("ranking"):
        yield ""
        yield f"{'the talks: a right fact is':<28}{'first':>9}{'top 3':>9}"
        for name, row in found["matchers"].items():
            yield f"{name:<28}{row['first']:>9.3f}{row['top_3']:>9.3f}"
    if found := figures.get("scale"):
        yield from _scale(found)
    if bots := dict(_replies(figures)):
        yield ""
        yield f"{'the whole bot':<36}{'accuracy':>10}{'wrong':>7}{'refusals':>10}"
        for name, row in bots.items():
            refused = row["refusal_recall"]
            shown = "-" if refused is None else f"{refused:.3f}"
            yield f"{name:<36}{row['accuracy']:>10.3f}{row['wrong']:>7}{shown:>10}"
    if found := figures.get("running"):
        yield ""
        yield from (f"{key.replace('_', ' '):<36}{value:>10}" for key, value in found.items())


def _intents(found: Mapping[str, Any]) -> Iterator[str]:
    numbers = list(next(iter(found["matchers"].values())))
    yield f"{found['set']}: {found['questions']} questions, {found['labels']} labels"
    columns = "".join(f"{f'{n} a label':>12}" for n in numbers)
    yield f"{'':<28}{columns}{'typos':>9}{'refused':>9}{'CPU ms':>9}{'build s':>9}"
    for name, row in found["matchers"].items():
        most = row[numbers[-1]]
        shares = "".join(f"{row[n]['accuracy']:>12.3f}" for n in numbers)
        yield (
            f"{name:<28}{shares}{most['accuracy_with_typos']:>9.3f}"
            f"{most['out_of_scope_refused']:>9.3f}{most['cpu_ms_a_question']:>9.2f}"
            f"{most['build_cpu_seconds']:>9.2f}"
        )


def _scale(found: Mapping[str, Any]) -> Iterator[str]:
    sizes = list(found[OURS])
    for key, title in (
        ("p50_ms", "median ms"),
        ("p99_ms", "99th percentile ms"),
        ("cpu_ms", "CPU ms a question"),
        ("build_cpu_seconds", "CPU seconds to build"),
        ("megabytes", "memory MB"),
    ):
        yield ""
        yield f"{title + ', phrasings:':<28}" + "".join(f"{size:>11}" for size in sizes)
        for name, row in found.items():
            cells = (f"{row[s][key]:>11.2f}" if s in row else f"{'-':>11}" for s in sizes)
            yield f"{name:<28}" + "".join(cells)


def _replies(figures: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for typed, row in figures.get("bot", {}).items():
        yield f"questions of others, {typed.replace('_', ' ')}", row
    for name, found in figures.get("own_corpus", {}).items():
        for typed, row in found.items():
            yield f"{name}, {typed.replace('_', ' ')}", row


def picture(intents: Mapping[str, Any]) -> str:
    """Return an SVG with one bar for each matcher and number of phrasings."""
    matchers: Mapping[str, Mapping[str, Any]] = intents["matchers"]
    numbers = list(next(iter(matchers.values())))
    by_accuracy = sorted(matchers, key=lambda name: matchers[name][numbers[-1]]["accuracy"])
    row = len(numbers) * _BAR + _GAP
    height = 62 + row * len(matchers)
    drawn = "\n".join(
        line
        for place, name in enumerate(by_accuracy)
        for line in _bars(name, matchers[name], numbers, 52 + place * row)
    )
    title = f"{intents['set']}: share of {intents['questions']:,} questions whose label is found"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n"
        f'<rect class="paper" width="{_WIDTH}" height="{height}"/>\n'
        f'<text x="12" y="24">{escape(title)}</text>\n'
        f'<text class="small" x="12" y="41">{escape(_legend(numbers))}</text>\n{drawn}\n</svg>\n'
    )


def _legend(numbers: Sequence[str]) -> str:
    return "learnt from " + " (upper bar) and ".join(numbers) + " phrasings a label"


def _bars(name: str, row: Mapping[str, Any], numbers: Sequence[str], top: int) -> Iterator[str]:
    own = "ours " if name == OURS else ""
    middle = top + len(numbers) * _BAR / 2 + 4
    yield f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end">{escape(name)}</text>'
    for place, number in enumerate(numbers):
        accuracy = row[number]["accuracy"]
        width = round(accuracy * (_WIDTH - _LEFT - 60))
        y = top + place * _BAR
        kind = "many" if place == len(numbers) - 1 else "few"
        yield f'<rect class="{own}{kind}" x="{_LEFT}" y="{y}" width="{width}" height="{_BAR - 1}"/>'
        yield f'<text class="small" x="{_LEFT + width + 6}" y="{y + 11}">{accuracy:.3f}</text>'
