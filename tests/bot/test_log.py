import logging

import pytest

from bot.log import HIDDEN, SecretKeeper, WithoutReceivedData, set_up_logging

TOKEN = "7000000001:AAFakeTokenForTests_aaaaaaaaaaaaaaaaaa"


def a_record(message, *args, exc_info=None):
    """Return a record as a logger makes it."""
    return logging.LogRecord("bot", logging.INFO, __file__, 1, message, args, exc_info)


def an_exception(text):
    """Return an error with that text and its cause, as `sys.exc_info` does."""
    error = ValueError(text)
    error.__cause__ = RuntimeError(f"because of {text}")
    return ValueError, error, None


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(a_record(f"POST /bot{TOKEN}/sendMessage"), id="message"),
        pytest.param(a_record("POST %s", f"https://api.example/bot{TOKEN}/getMe"), id="argument"),
        pytest.param(a_record("%r", {"token": TOKEN}), id="inside_an_argument"),
        pytest.param(a_record("failed", exc_info=an_exception(TOKEN)), id="traceback_and_cause"),
        pytest.param(a_record(f"{TOKEN} {TOKEN}"), id="twice"),
    ],
)
def test_a_secret_is_blotted_out(record):
    line = SecretKeeper([TOKEN]).format(record)

    assert TOKEN not in line
    assert HIDDEN in line


def test_every_secret_is_blotted_out():
    line = SecretKeeper([TOKEN, "a-secret-word"]).format(a_record(f"{TOKEN} a-secret-word"))

    assert line.endswith(f"{HIDDEN} {HIDDEN}")


def test_a_missing_secret_blots_out_nothing():
    line = SecretKeeper(["", TOKEN]).format(a_record("hello"))

    assert line.endswith("INFO bot: hello")


def test_formatting_a_second_time_blots_out_as_well():
    record = a_record("failed", exc_info=an_exception(TOKEN))
    keeper = SecretKeeper([TOKEN])

    assert keeper.format(record) == keeper.format(record)


def test_what_people_wrote_is_kept_out_of_the_librarys_lines():
    record = a_record("Error while parsing updates! Received data was %r", [{"text": "my secret"}])
    record.name = "telegram.ext.Updater"

    is_kept = WithoutReceivedData().filter(record)

    assert is_kept
    assert record.getMessage() == "Error while parsing updates!"


def test_other_lines_are_left_as_they_are():
    record = a_record("Received data was %s", "a file of our own")

    WithoutReceivedData().filter(record)

    assert record.getMessage() == "Received data was a file of our own"


@pytest.fixture
def root():
    """The root logger, put back afterwards."""
    logger = logging.getLogger()
    chatty = [logging.getLogger(name) for name in ("httpx", "httpcore", "aiosqlite")]
    handlers, levels = logger.handlers[:], [each.level for each in (logger, *chatty)]
    yield logger
    logger.handlers[:] = handlers
    for each, level in zip((logger, *chatty), levels, strict=True):
        each.setLevel(level)


def test_the_log_goes_to_standard_error_without_secrets(root, capsys):
    set_up_logging([TOKEN])

    logging.getLogger("bot").info("POST %s", f"/bot{TOKEN}/getMe")

    assert capsys.readouterr().err.endswith("INFO bot: POST /bot<secret>/getMe\n")


@pytest.mark.parametrize("name", ["httpx", "httpcore", "aiosqlite"])
def test_the_lines_of_each_request_stay_out(name, root, capsys):
    set_up_logging([TOKEN])

    logging.getLogger(name).info("HTTP Request")
    logging.getLogger(name).warning("something is wrong")

    written = capsys.readouterr().err
    assert "HTTP Request" not in written
    assert "something is wrong" in written
