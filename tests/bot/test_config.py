import dataclasses
import traceback
from pathlib import Path

import pytest

from bot.config import KEYS, PREFIX, TELEGRAM_API, Config, ConfigError, load_config

TOKEN = "7000000001:AAFakeTokenForTests_aaaaaaaaaaaaaaaaaa"


@pytest.fixture
def file(tmp_path):
    """Write a configuration file and return its path."""

    def write(text):
        path = tmp_path / "talksbot.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture(autouse=True)
def with_tornado(monkeypatch):
    """Pretend that the extra for webhooks is installed."""
    monkeypatch.setattr("bot.config.find_spec", lambda _: object())


@pytest.fixture
def without_tornado(with_tornado, monkeypatch):
    """Pretend that it is not."""
    monkeypatch.setattr("bot.config.find_spec", lambda _: None)


def message_of(environment, path=None):
    """Return what somebody is told whose configuration cannot be used."""
    with pytest.raises(ConfigError) as caught:
        load_config(environment, path)
    return str(caught.value)


def test_without_anything_every_key_has_its_default():
    config = load_config({})

    assert config == Config()
    assert config.api_url == TELEGRAM_API
    assert config.admins == ()


def test_every_key_can_be_set_by_a_variable():
    values = {
        "token": TOKEN,
        "database": "a.sqlite3",
        "admins": "1",
        "approval": "new, revise",
        "approval_above_chats": "5",
        "api_url": "http://127.0.0.1:8081",
        "webhook_url": "https://bot.example/hook",
        "webhook_listen": "0.0.0.0:80",
        "webhook_secret": "s",
        "messages_per_second": "100",
        "data": "there",
        "semantic_model": "model",
        "cache": "kept",
    }
    assert set(values) == set(KEYS)

    config = load_config({PREFIX + key.upper(): value for key, value in values.items()})

    assert all(getattr(config, key) != getattr(Config(), key) for key in KEYS)
    assert config.require_token() == TOKEN
    assert config.database == Path("a.sqlite3")


def test_every_key_can_stand_in_the_file(file):
    path = file(f"""\
token = "{TOKEN}"
database = "a.sqlite3"
admins = [1, 2]
approval = []
approval_above_chats = 0
api_url = "http://127.0.0.1:8081"
webhook_url = "https://bot.example/hook"
webhook_listen = "0.0.0.0:80"
webhook_secret = "s"
messages_per_second = 100
data = "there"
semantic_model = "model"
cache = "kept"
""")

    config = load_config({}, path)

    assert all(getattr(config, key) != getattr(Config(), key) for key in KEYS)
    assert config.admins == (1, 2)


@pytest.mark.parametrize(
    ("environment", "directory"),
    [
        ({"CACHE_DIRECTORY": "/var/cache/talksbot", "HOME": "/root"}, "/var/cache/talksbot"),
        ({"XDG_CACHE_HOME": "/kept", "HOME": "/home/olena"}, "/kept/talksbot"),
        ({"HOME": "/home/olena"}, "/home/olena/.cache/talksbot"),
        ({"HOME": "/home/olena", "TALKSBOT_CACHE": "/elsewhere"}, "/elsewhere"),
    ],
)
def test_what_makes_a_start_faster_is_kept_where_the_system_wants_it(environment, directory):
    assert load_config(environment).cache == Path(directory)


def test_where_there_is_no_place_nothing_is_kept():
    assert load_config({}).cache is None


def test_a_variable_outranks_the_file(file):
    path = file('database = "from-file"\ndata = "from-file"')

    config = load_config({"TALKSBOT_DATABASE": "from-variable"}, path)

    assert (config.database, config.data) == (Path("from-variable"), Path("from-file"))


def test_an_empty_variable_leaves_the_file_its_say(file):
    path = file('database = "from-file"')

    assert load_config({"TALKSBOT_DATABASE": ""}, path).database == Path("from-file")


def test_a_variable_may_name_the_file(file):
    path = file('database = "from-file"')

    assert load_config({"TALKSBOT_CONFIG": str(path)}).database == Path("from-file")


def test_the_file_of_the_command_line_outranks_the_one_of_the_variable(file):
    path = file('database = "from-file"')

    assert load_config({"TALKSBOT_CONFIG": "/nowhere"}, path).database == Path("from-file")


def test_other_variables_are_left_alone():
    assert load_config({"PATH": "/bin", "BOT_TOKEN": TOKEN, "talksbot_token": TOKEN}) == Config()


@pytest.mark.parametrize(
    ("written", "admins"),
    [("1", (1,)), ("1,2", (1, 2)), ("1, 2", (1, 2)), ("1 2", (1, 2)), ("", ())],
)
def test_admins_are_a_list_with_commas_or_spaces(written, admins):
    assert load_config({"TALKSBOT_ADMINS": written}).admins == admins


def test_an_unknown_variable_is_named_with_the_known_ones():
    message = message_of({"TALKSBOT_TOKENN": TOKEN})

    assert message.startswith("TALKSBOT_TOKENN is not a setting: expected one of TALKSBOT_CONFIG, ")
    assert all(PREFIX + key.upper() in message for key in KEYS)


def test_an_unknown_key_of_the_file_is_named_with_the_known_ones(file):
    path = file('tokenn = "x"')

    message = message_of({}, path)

    assert message.startswith(f"{path}: tokenn is not a setting: expected one of token, ")
    assert all(key in message for key in KEYS)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("token = 5", "token"),
        ("database = 5", "database"),
        ('admins = "1"', "admins"),
        ('admins = [1, "x"]', "admins.1"),
        ("admins = [0]", "admins.0"),
        ("admins = [-5]", "admins.0"),
        ('api_url = "telegram"', "api_url"),
        ('api_url = "ftp://telegram.example"', "api_url"),
        ('webhook_url = "bot.example"', "webhook_url"),
        ('webhook_listen = "8443"', "webhook_listen"),
        ("data = []", "data"),
        ("database = { path = 1 }", "database"),
    ],
)
def test_a_wrong_type_in_the_file_is_named_with_file_variable_and_key(line, key, file):
    path = file(line)

    message = message_of({}, path)

    variable = PREFIX + key.split(".")[0].upper()
    assert message.startswith(f"{path} or {variable}: {key}: ")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TALKSBOT_ADMINS", "me"),
        ("TALKSBOT_ADMINS", "1;2"),
        ("TALKSBOT_API_URL", "localhost:8081"),
        ("TALKSBOT_WEBHOOK_LISTEN", "everywhere"),
    ],
)
def test_a_wrong_value_of_a_variable_is_named_with_it(variable, value):
    message = message_of({variable: value})

    assert message.startswith(f"{variable}: ")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("token", "is not TOML", id="no_toml"),
        pytest.param(b'token = "\xff"', "is not TOML", id="no_utf_8"),
    ],
)
def test_a_file_that_is_no_toml_is_named(text, what, file):
    path = file(text)

    message = message_of({}, path)

    assert message.startswith(f"{path} {what}: ")
    assert "\n" not in message


def test_a_file_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "nothing.toml"

    assert message_of({}, path) == f"{path} cannot be read: No such file or directory"


@pytest.mark.parametrize("environment", [{}, {"TALKSBOT_TOKEN": ""}], ids=["none", "empty"])
def test_a_missing_token_is_said_only_when_it_is_needed_and_how_to_mend_it(environment):
    config = load_config(environment)

    with pytest.raises(ConfigError, match="token is missing: set TALKSBOT_TOKEN") as caught:
        config.require_token()

    assert "\n" not in str(caught.value)


def test_an_empty_token_of_the_file_is_missing_too(file):
    with pytest.raises(ConfigError, match="token is missing"):
        load_config({}, file('token = ""')).require_token()


def test_a_webhook_needs_a_secret_word():
    message = message_of({"TALKSBOT_WEBHOOK_URL": "https://bot.example/hook"})

    assert message.startswith("webhook_secret is missing")


@pytest.mark.parametrize("word", ["a b", "ключ", "x" * 257, "a\n"])
def test_a_secret_word_that_telegram_refuses_is_refused(word):
    message = message_of({"TALKSBOT_WEBHOOK_SECRET": word})

    assert message == "webhook_secret: expected 1 to 256 of A-Z, a-z, 0-9, _ and -"


def test_the_configuration_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Config().database = Path("other")


@pytest.mark.parametrize("show", [repr, str, "{}".format], ids=["repr", "str", "format"])
def test_no_secret_is_shown_with_the_configuration(show):
    config = load_config({"TALKSBOT_TOKEN": TOKEN, "TALKSBOT_WEBHOOK_SECRET": "a-secret-word"})

    assert TOKEN not in show(config)
    assert "a-secret-word" not in show(config)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f'tokenn = "{TOKEN}"', id="unknown_key"),
        pytest.param(f'token = ["{TOKEN}"]', id="wrong_type"),
        pytest.param(f'token = "{TOKEN}" x', id="no_toml"),
        pytest.param(f'token = "{TOKEN}"\nadmins = 5', id="another_key"),
        pytest.param(f'[bot]\ntoken = "{TOKEN}"', id="in_a_table"),
    ],
)
def test_no_token_is_in_an_error(text, file):
    assert TOKEN not in message_of({}, file(text))


def test_no_token_is_in_an_error_on_another_variable():
    environment = {
        "TALKSBOT_TOKEN": TOKEN,
        "TALKSBOT_WEBHOOK_SECRET": TOKEN,
        "TALKSBOT_ADMINS": "x",
    }

    assert TOKEN not in message_of(environment)


def test_no_secret_is_in_the_traceback_of_an_error(file):
    misspelt = file('webhook_secrett = "a-secret-word"')

    with pytest.raises(ConfigError) as caught:
        load_config({}, misspelt)

    assert "a-secret-word" not in "".join(traceback.format_exception(caught.value))


def test_an_admin_of_another_type_is_refused(file):
    assert "admins.0" in message_of({}, file("admins = [true]"))


def test_a_port_that_does_not_exist_is_refused():
    message = message_of({"TALKSBOT_WEBHOOK_LISTEN": "127.0.0.1:65536"})

    assert message == "webhook_listen: expected a port up to 65535"


@pytest.mark.usefixtures("without_tornado")
def test_a_webhook_needs_the_extra_that_serves_it():
    environment = {"TALKSBOT_WEBHOOK_URL": "https://bot.example", "TALKSBOT_WEBHOOK_SECRET": "s"}

    assert message_of(environment) == (
        "webhook_url needs tornado: install istanbul-talks-bot[webhook]"
    )


@pytest.mark.parametrize(
    ("listen", "address"), [("0.0.0.0:80", ("0.0.0.0", 80)), ("bot:8443", ("bot", 8443))]
)
def test_the_address_of_a_webhook_is_host_and_port(listen, address):
    assert load_config({"TALKSBOT_WEBHOOK_LISTEN": listen}).webhook_address == address
