"""The composition root: opens, wires, starts, and closes in reverse."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final, Protocol
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
from bot.delivery.composing import Composer
from bot.delivery.gate import Gate
from bot.delivery.limited_calls import LimitedCalls
from bot.delivery.limits import UNLIMITED, Limits
from bot.delivery.progress import update_progress
from bot.delivery.relay import SENDERS, Relay
from bot.delivery.ticker import tick_on
from bot.handlers import register
from bot.handlers.admin.menu import publish_editor_menus
from bot.handlers.admin.telling import answer_owed
from bot.languages import OTHERWISE, ChosenLanguages
from bot.processing import MOST_AT_ONCE, PerChatProcessor
from bot.receiving import TolerantRequest, Unconfirmed
from bot.rendering.locale import Locale
from bot.rendering.wording import command_descriptions
from bot.tasks import Nursery
from bot.turns import RecentTurns
from knowledge import (
    Curated,
    Store,
    chosen_languages,
    desk,
    editing,
    load_knowledge,
    offices,
    open_store,
    publish_curated,
    read_curated,
)

log = logging.getLogger(__name__)

POOL_TIMEOUT_SECONDS: Final = 60.0
"""The library's default of one second loses replies when many are sent at once."""
UPDATES: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.MESSAGE_REACTION,
)
"""The kinds of update that some handler takes."""
FAREWELL_SECONDS: Final = 3.0
"""Time for the last call of the polling; the whole stop must take less than five."""
HEARTBEAT_SECONDS: Final = 15.0
STALE_SECONDS: Final = 60.0
"""Age of the heartbeat from which the bot counts as stuck."""


class BotStoppedError(Exception):
    """The bot has ended without being told to."""


class TakesUpdates(Protocol):
    """What brings updates, by polling or webhook."""

    @property
    def running(self) -> bool:
        """Whether updates are taken."""


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
        for kind, record_id in published.conflicts:
            log.warning(
                "%s %s was revised in chat and its file changed as well: the chat's version stays; "
                "see `talksbot knowledge diff`",
                kind,
                record_id,
            )
        knowledge = await load_knowledge(
            store, curated.lexicons, config.cache, config.semantic_model
        )
        knowledge.warm_up()
        services = Services(
            knowledge=knowledge,
            languages=ChosenLanguages(await chosen_languages(store)),
            store=store,
            desk=await _open_desk(store, curated, config),
        )
        limits = Limits(overall_per_second=config.messages_per_second)
        application = build_application(token, config.api_url, services, request, limits)
        await stack.enter_async_context(application)
        yield application


async def _open_desk(store: Store, curated: Curated, config: Config) -> desk.EditingDesk:
    opened = desk.EditingDesk(
        store,
        curated.lexicons,
        rules=editing.Rules(
            approval=frozenset(config.approval), most_chats=config.approval_above_chats
        ),
        questions=desk.load_questions(config.data),
    )
    await offices.open_desk(opened, config.admins, dt.datetime.now(dt.UTC))
    return opened


def build_application(
    token: str,
    api_url: str,
    services: Services,
    request: BaseRequest | None = None,
    limits: Limits = UNLIMITED,
) -> TalksApplication:
    """Return the application with its handlers; nothing connects yet."""
    gate = Gate(limits)
    unconfirmed = Unconfirmed(lambda: services.desk.editors if services.desk else frozenset())
    builder = (
        ApplicationBuilder()
        .application_class(
            TalksApplication, {"services": services, "gate": gate, "unconfirmed": unconfirmed}
        )
        .rate_limiter(LimitedCalls(gate))
        .token(token)
        .base_url(f"{api_url.rstrip('/')}/bot")
        .base_file_url(f"{api_url.rstrip('/')}/file/bot")
        .context_types(ContextTypes(context=Context))
        .concurrent_updates(PerChatProcessor(done=unconfirmed.done))
        .request(request or _http_client())
        .get_updates_request(request or TolerantRequest(unconfirmed))
        .job_queue(None)
    )
    application = builder.build()
    assert isinstance(application, TalksApplication)
    register(application)
    return application


def _http_client() -> HTTPXRequest:
    connections = MOST_AT_ONCE + SENDERS
    return HTTPXRequest(connection_pool_size=connections, pool_timeout=POOL_TIMEOUT_SECONDS)


async def run(config: Config, stop: asyncio.Event) -> None:
    """Take and answer updates until `stop` is set; what has begun is finished.

    Raises:
        BotStoppedError: work that must not end has ended.
        everything that `lifespan` raises.
    """
    async with lifespan(config) as application:
        await publish_menus(application)
        await answer_owed(application)
        async with Nursery() as nursery, taking_updates(application, config) as updates:
            log.info("answering as @%s", application.bot.username)
            async with delivering(application, nursery):
                await _serve(application, updates, heartbeat_of(config.database), stop, nursery)
        log.info("stopped")


@asynccontextmanager
async def delivering(application: TalksApplication, nursery: Nursery) -> AsyncIterator[Relay]:
    """Send what is due until the block ends; what is in flight then is given a moment."""
    services, gate = application.services, application.gate
    assert services.store is not None
    relay = Relay(
        store=services.store,
        bot=application.bot,
        gate=gate,
        composer=Composer(services.store, services),
        clock=_utc_now,
        moved=services.languages.move,
    )
    nursery.start(relay.run(nursery), name="the delivery of alerts", is_vital=True)

    async def show_progress(now: dt.datetime) -> None:
        assert services.store is not None
        corpus = services.knowledge.corpus
        await update_progress(services.watched, services.store, application.bot, corpus, now)

    ticker = tick_on(services.store, _utc_now, relay.wake, show_progress)
    nursery.start(ticker, name="the ticker", is_vital=True)
    try:
        yield relay
    finally:
        await relay.stop()


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


async def _serve(
    application: TalksApplication,
    updates: TakesUpdates,
    heartbeat: Path,
    stop: asyncio.Event,
    nursery: Nursery,
) -> None:
    """Wait for the end; work that stops by itself is an error, so that a supervisor restarts.

    Raises:
        BotStoppedError: updates no longer arrive, or other work that must not end has ended.
    """
    nursery.start(
        _beat(updates, heartbeat, application.services.turns),
        name="the coming of updates",
        is_vital=True,
    )
    stopped = nursery.start(stop.wait(), name="wait for the end")
    broken = nursery.start(nursery.broken(), name="wait for a failure")
    try:
        await asyncio.wait({stopped, broken}, return_when=asyncio.FIRST_COMPLETED)
        if broken.done() and (error := broken.exception()):
            raise BotStoppedError(f"{error} has ended: {error.__cause__ or 'by itself'}") from error
    finally:
        broken.cancel()
        await asyncio.to_thread(heartbeat.unlink, missing_ok=True)


@asynccontextmanager
async def taking_updates(
    application: TalksApplication, config: Config
) -> AsyncIterator[TakesUpdates]:
    """Start the application and its updates, and stop both in reverse."""
    updater = application.updater
    assert updater is not None
    await application.start()
    try:
        if config.webhook_url:
            async with _receiving(application, config) as webhook:
                yield webhook
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


@asynccontextmanager
async def _receiving(application: TalksApplication, config: Config) -> AsyncIterator[TakesUpdates]:
    """Take updates by webhook; Telegram is told the address once somebody listens there."""
    # Only a bot with a webhook has the extra installed.
    from bot.webhook import Webhook, receiving

    assert config.webhook_url is not None
    assert config.webhook_secret is not None
    secret = config.webhook_secret.get_secret_value()
    webhook = Webhook(application.bot, application.update_queue, application.unconfirmed, secret)
    async with receiving(webhook, urlsplit(config.webhook_url).path, *config.webhook_address):
        await application.bot.set_webhook(
            config.webhook_url, secret_token=secret, allowed_updates=UPDATES
        )
        yield webhook


async def publish_menus(application: TalksApplication) -> None:
    """Set the command menu of each scope and language; a menu is no reason not to start."""
    try:
        for locale in application.services.locales.values():
            await _publish_menu(application.bot, locale)
        await publish_editor_menus(application)
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


async def _beat(updates: TakesUpdates, heartbeat: Path, turns: RecentTurns) -> None:
    """While updates are taken, touch the heartbeat, and drop old turns even if nobody writes."""
    touch = partial(heartbeat.touch, mode=0o600)
    while updates.running:
        await asyncio.to_thread(touch)
        turns.forget()
        await asyncio.sleep(HEARTBEAT_SECONDS)
