"""The composition root: opens, wires, starts, and closes in reverse."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes, Updater
from telegram.request import BaseRequest, HTTPXRequest

from bot.config import Config
from bot.context import Context, Services, TalksApplication
from bot.handlers import register
from bot.languages import OTHERWISE, ChosenLanguages
from bot.processing import MOST_AT_ONCE, PerChatProcessor
from bot.receiving import TolerantRequest
from bot.rendering.locale import Locale
from bot.rendering.wording import command_descriptions
from bot.turns import RecentTurns
from knowledge import chosen_languages, load_knowledge, open_store, publish_curated, read_curated

log = logging.getLogger(__name__)

POOL_TIMEOUT_SECONDS: Final = 60.0
"""The library's default of one second loses replies when many are sent at once."""
UPDATES: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
"""The kinds of update that some handler takes."""
FAREWELL_SECONDS: Final = 3.0
"""Time for the last call of the polling; the whole stop must take less than five."""
HEARTBEAT_SECONDS: Final = 15.0
STALE_SECONDS: Final = 60.0
"""Age of the heartbeat from which the bot counts as stuck."""


class BotStoppedError(Exception):
    """The bot has ended without being told to."""


@asynccontextmanager
async def lifespan(
    config: Config, request: BaseRequest | None = None
) -> AsyncIterator[TalksApplication]:
    """Open everything that the bot needs and yield it ready, not yet taking updates.

    `request` takes the place of the HTTP client in tests.

    Raises:
        ConfigError: the token is missing.
        CorpusError: the curated files have problems; the database is not touched.
        StoreError: the database cannot be used.
        TelegramError: Telegram cannot be reached, or refuses the token.
    """
    token = config.require_token()
    curated = read_curated(config.data)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(config.database))
        published = await publish_curated(store, curated)
        log.info(
            "record published: %d added, %d revised, %d unchanged",
            published.added,
            published.revised,
            published.unchanged,
        )
        for kind, record_id in published.missing:
            log.warning("%s %s has no file any more; it stays on record", kind, record_id)
        services = Services(
            knowledge=await load_knowledge(store, curated.lexicons),
            languages=ChosenLanguages(await chosen_languages(store)),
            store=store,
        )
        application = build_application(token, config.api_url, services, request)
        await stack.enter_async_context(application)
        yield application


def build_application(
    token: str, api_url: str, services: Services, request: BaseRequest | None = None
) -> TalksApplication:
    """Return the application with its handlers; nothing connects yet."""
    builder = (
        ApplicationBuilder()
        .application_class(TalksApplication, {"services": services})
        .token(token)
        .base_url(f"{api_url.rstrip('/')}/bot")
        .base_file_url(f"{api_url.rstrip('/')}/file/bot")
        .context_types(ContextTypes(context=Context))
        .concurrent_updates(PerChatProcessor())
        .request(request or _http_client())
        .get_updates_request(request or TolerantRequest())
        .job_queue(None)
    )
    application = builder.build()
    assert isinstance(application, TalksApplication)
    register(application)
    return application


def _http_client() -> HTTPXRequest:
    return HTTPXRequest(connection_pool_size=MOST_AT_ONCE, pool_timeout=POOL_TIMEOUT_SECONDS)


async def run(config: Config, stop: asyncio.Event) -> None:
    """Take and answer updates until `stop` is set; what has begun is finished.

    Raises:
        everything that `lifespan` raises.
    """
    async with lifespan(config) as application:
        await publish_menus(application)
        async with taking_updates(application, config) as updater:
            log.info("answering as @%s", application.bot.username)
            turns = application.services.turns
            await _serve(updater, heartbeat_of(config.database), turns, stop)
        log.info("stopped")


async def _serve(
    updater: Updater, heartbeat: Path, turns: RecentTurns, stop: asyncio.Event
) -> None:
    """Wait for the end; a heart that stops by itself is an error, so that a supervisor restarts.

    Raises:
        BotStoppedError: updates no longer arrive.
        OSError: the heartbeat cannot be written.
    """
    heart = asyncio.create_task(_beat(updater, heartbeat, turns), name="heartbeat")
    waiting = asyncio.create_task(stop.wait(), name="wait for the end")
    try:
        await asyncio.wait({heart, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if heart.done():
            await heart
            raise BotStoppedError("updates no longer arrive")
    finally:
        waiting.cancel()
        heart.cancel()
        await asyncio.gather(heart, waiting, return_exceptions=True)
        await asyncio.to_thread(heartbeat.unlink, missing_ok=True)


@asynccontextmanager
async def taking_updates(application: TalksApplication, config: Config) -> AsyncIterator[Updater]:
    """Start the application and its updates, and stop both in reverse."""
    updater = application.updater
    assert updater is not None
    await application.start()
    try:
        if config.webhook_url:
            await _start_webhook(updater, config)
        else:
            await updater.start_polling(allowed_updates=UPDATES)
        try:
            yield updater
        finally:
            await _stop_updates(updater)
    finally:
        await application.stop()


async def _stop_updates(updater: Updater) -> None:
    """Stop taking updates; the library's last word to Telegram may not hold the stop up."""
    try:
        async with asyncio.timeout(FAREWELL_SECONDS):
            await updater.stop()
    except TimeoutError:
        log.warning("Telegram did not answer the last call; its updates will come again")


async def _start_webhook(updater: Updater, config: Config) -> None:
    assert config.webhook_url is not None
    assert config.webhook_secret is not None
    host, port = config.webhook_address
    await updater.start_webhook(
        listen=host,
        port=port,
        url_path=urlsplit(config.webhook_url).path,
        webhook_url=config.webhook_url,
        secret_token=config.webhook_secret.get_secret_value(),
        allowed_updates=UPDATES,
    )


async def publish_menus(application: TalksApplication) -> None:
    """Set the command menu of each scope and language; a menu is no reason not to start."""
    try:
        for locale in application.services.locales.values():
            await _publish_menu(application.bot, locale)
    except TelegramError as error:
        log.warning("the command menus were not set: %s", error)


async def _publish_menu(bot: Bot, locale: Locale) -> None:
    in_groups = list(command_descriptions(locale).items())
    everywhere = [(name, text) for name, text in in_groups if name != "ask"]
    # Telegram shows the one without a language to readers of all others.
    code = None if locale.language == OTHERWISE else locale.language
    for commands, scope in (
        (everywhere, BotCommandScopeDefault()),
        (everywhere, BotCommandScopeAllPrivateChats()),
        (in_groups, BotCommandScopeAllGroupChats()),
    ):
        await bot.set_my_commands(commands, scope, language_code=code)


def heartbeat_of(database: Path) -> Path:
    """Return the file whose age says whether the bot is alive."""
    return database.with_name(database.name + ".heartbeat")


async def _beat(updater: Updater, heartbeat: Path, turns: RecentTurns) -> None:
    """While updates are taken, touch the heartbeat, and drop old turns even if nobody writes."""
    touch = partial(heartbeat.touch, mode=0o600)
    while updater.running:
        await asyncio.to_thread(touch)
        turns.forget()
        await asyncio.sleep(HEARTBEAT_SECONDS)
