"""`talksbot`: arguments and environment to a configuration, to a command, to an exit code."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import gc
import logging
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from bot.commands.copies import add_copy_commands
from bot.commands.record import add_record_commands
from bot.config import ConfigError, cache_directory, load_config
from knowledge import LANGUAGES, CorpusError, KnowledgeError

DONE, FAILED, UNUSABLE = 0, 1, 2
"""Exit codes: done; the work failed; the arguments or the configuration cannot be used."""


def run_command(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one command and return its exit code; every error is one clear line or list."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace, Mapping[str, str]], int] = options.command
    try:
        return command(options, environment)
    except ConfigError as error:
        return _fail(str(error), UNUSABLE)
    except CorpusError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return _fail(f"{error}: nothing was changed", FAILED)
    except KnowledgeError as error:
        return _fail(str(error), FAILED)
    except BrokenPipeError:
        # Whoever reads, such as head, has seen enough; the closing flush must not complain.
        sys.stderr.close()
        return DONE


def _fail(message: str, code: int) -> int:
    print(f"talksbot: {message}", file=sys.stderr)
    return code


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands, each with its function as `command`."""
    parser = argparse.ArgumentParser(prog="talksbot", description="The Istanbul Talks Bot.")
    parser.add_argument("--version", action="version", version=version("istanbul-talks-bot"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    bot = commands.add_parser("run", help="connect to Telegram and answer")
    bot.add_argument("--config", type=Path, help="a TOML file; variables outrank it")
    bot.set_defaults(command=_run)

    health = commands.add_parser("health", help="exit 0 while the bot of this database answers")
    health.add_argument("--config", type=Path, help="a TOML file; variables outrank it")
    health.set_defaults(command=_health)

    demo = commands.add_parser("demo", help="talk to the bot in the browser, no token needed")
    demo.add_argument("--database", type=Path, help="keep the database in this file")
    demo.add_argument("--limits", action="store_true", help="turn Telegram's flood limits on")
    demo.add_argument("--data", type=Path, help="another directory of curated files")
    _add_sandbox_options(demo, port=0)
    demo.set_defaults(command=_demo)

    sandbox = commands.add_parser("sandbox", help="the local Telegram alone, for any bot")
    _add_sandbox_options(sandbox, port=8081)
    sandbox.set_defaults(command=_sandbox)

    ask = commands.add_parser("ask", help="answer one question, or many from standard input")
    ask.add_argument("question", nargs="?", help="what you want to know")
    ask.add_argument("--json", action="store_true", help="print the reply as a JSON object")
    ask.add_argument("--jsonl", action="store_true", help="one JSON object a line in and out")
    ask.add_argument(
        "--explain", action="store_true", help="print how the question was read and weighed"
    )
    _add_record_options(ask)
    _add_reader_options(ask)
    ask.set_defaults(command=_ask)

    chat = commands.add_parser("chat", help="the conversation in the terminal, no token needed")
    _add_record_options(chat)
    _add_reader_options(chat)
    chat.set_defaults(command=_chat)

    record = commands.add_parser("knowledge", help="the curated record")
    subjects = record.add_subparsers(required=True, metavar="WHAT")
    check = subjects.add_parser("check", help="print every problem of the files; exit 1 if any")
    check.add_argument("--data", type=Path, help="another directory of curated files")
    check.set_defaults(command=_check)
    stats = subjects.add_parser("stats", help="count what is on record")
    stats.add_argument("--data", type=Path, help="another directory of curated files")
    stats.set_defaults(command=_stats)
    add_record_commands(subjects)
    add_copy_commands(commands)
    return parser


def _add_record_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="another directory of curated files")
    parser.add_argument(
        "--database", type=Path, help="answer from a bot's database, which is only read"
    )


def _add_reader_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="the reader's language, and the one to expect where words allow several",
    )
    parser.add_argument(
        "--as-of",
        type=_day,
        metavar="DAY",
        help="answer from what was on record on that day, such as 2025-07-23",
    )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2025-07-23") from error


def _add_sandbox_options(parser: argparse.ArgumentParser, port: int) -> None:
    parser.add_argument(
        "--port", type=int, default=port, help="port on 127.0.0.1 (default: %(default)s, 0: any)"
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="KIND[:METHOD[:TIMES[:SECONDS]]]",
        help="let something go wrong, such as retry_after:sendMessage:3:5",
    )


def _run(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    config = load_config(environment, options.config)
    token = config.require_token()
    # Telegram's library takes half a second to import: the other commands do without it.
    from telegram.error import TelegramError

    from bot.app import BotStoppedError, run
    from bot.log import set_up_logging

    secret = config.webhook_secret.get_secret_value() if config.webhook_secret else ""
    set_up_logging([token, secret])
    try:
        asyncio.run(_until_told_to_stop(lambda stop: run(config, stop)))
    except BotStoppedError as error:
        return _fail(str(error), FAILED)
    except TelegramError as error:
        return _fail(f"Telegram at {config.api_url}: {error}".replace(token, "<token>"), FAILED)
    return DONE


async def _until_told_to_stop(serve: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await serve(stop)


def _demo(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    def start(stop: asyncio.Event) -> Awaitable[None]:
        from bot.demo import DemoOptions, demonstrate, parse_fault

        chosen = DemoOptions(
            port=options.port,
            database=options.database,
            data=options.data or load_config(environment).data,
            limits=options.limits,
            faults=tuple(map(parse_fault, options.fault)),
        )
        return demonstrate(chosen, stop)

    return _serve_locally(start)


def _sandbox(options: argparse.Namespace, _: Mapping[str, str]) -> int:
    def start(stop: asyncio.Event) -> Awaitable[None]:
        from bot.demo import parse_fault, serve_sandbox

        return serve_sandbox(options.port, tuple(map(parse_fault, options.fault)), stop)

    return _serve_locally(start)


def _serve_locally(start: Callable[[asyncio.Event], Awaitable[None]]) -> int:
    """Run what needs the sandbox until told to stop."""
    try:
        from bot.demo import FaultError
        from bot.log import set_up_logging
    except ModuleNotFoundError as error:
        return _fail(
            f"{error.name} is missing: install istanbul-talks-bot[sandbox] with its extra", UNUSABLE
        )
    set_up_logging([], level=logging.WARNING)
    try:
        asyncio.run(_until_told_to_stop(start))
    except FaultError as error:
        return _fail(f"--fault: {error}", UNUSABLE)
    except OSError as error:
        return _fail(f"the port cannot be used: {error.strerror or error}", UNUSABLE)
    return DONE


def _health(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    from bot.app import STALE_SECONDS, heartbeat_of

    heartbeat = heartbeat_of(load_config(environment, options.config).database)
    try:
        age = time.time() - heartbeat.stat().st_mtime
    except FileNotFoundError:
        return _fail("the bot is not running, or has not begun to answer", FAILED)
    if age > STALE_SECONDS:
        return _fail(f"the bot has shown no life for {age:.0f} s", FAILED)
    print("the bot answers")
    return DONE


def _ask(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    from bot.asking import answer_lines, knowledge_of, print_reply
    from bot.conversation import Conversation
    from bot.ranking import print_ranking
    from bot.rendering.locale import Locale
    from knowledge import converse

    if options.jsonl == (options.question is not None):
        return _fail('expected either a question or --jsonl: talksbot ask "…"', UNUSABLE)
    if options.jsonl and options.explain:
        return _fail('--explain takes one question: talksbot ask --explain "…"', UNUSABLE)
    # The process ends with its answers; collecting cycles would be a tenth of the first one's time.
    gc.disable()
    cache = cache_directory(environment)
    knowledge = asyncio.run(knowledge_of(options.data, options.database, cache))
    gc.enable()
    if options.jsonl:
        answer_lines(knowledge, _utf8_input(), sys.stdout, Locale(options.language), options.as_of)
    elif options.explain:
        turn = converse(knowledge, options.question, language=options.language, as_of=options.as_of)
        print_ranking(knowledge, turn, as_json=options.json)
    else:
        conversation = Conversation(knowledge, Locale(options.language))
        reply = conversation.write(options.question, as_of=options.as_of)
        print_reply(reply, as_json=options.json)
    return DONE


def _utf8_input() -> TextIO:
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    return sys.stdin


def _chat(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    from bot.asking import knowledge_of
    from bot.conversation import Conversation
    from bot.rendering.locale import Locale
    from bot.terminal import chat

    cache = cache_directory(environment)
    knowledge = asyncio.run(knowledge_of(options.data, options.database, cache))
    chat(Conversation(knowledge, Locale(options.language)), as_of=options.as_of)
    return DONE


def _check(options: argparse.Namespace, _: Mapping[str, str]) -> int:
    from knowledge import find_problems

    curated, problems = find_problems(options.data)
    for problem in problems:
        print(problem)
    if problems:
        return _fail(f"{len(problems)} problem(s) in the curated files", FAILED)
    print(f"{len(curated.paths)} records, no problem")
    return DONE


def _stats(options: argparse.Namespace, _: Mapping[str, str]) -> int:
    from knowledge import count_records, read_curated

    for line in count_records(read_curated(options.data)):
        print(line)
    return DONE
