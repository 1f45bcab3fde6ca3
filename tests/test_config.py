"""Settings: what `.env.example` names, what is read, and what a bad value is told."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.config import (
    TELEGRAM,
    FixedSettings,
    LogFormat,
    ReaderUnknown,
    Settings,
    SettingsError,
    misspelt_settings,
    read_settings,
)

EXAMPLE = Path(__file__).parent.parent / ".env.example"
_LINE = re.compile(r"^#?([A-Z_]+)=(.*)$", re.MULTILINE)
NAMES = {name.upper() for name in Settings.model_fields}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Neither a real `.env` nor the environment of whoever runs the tests is looked at."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def examples() -> dict[str, str]:
    return dict(_LINE.findall(EXAMPLE.read_text(encoding="utf-8")))


# --- the example ---


def test_the_example_names_every_setting_and_no_other() -> None:
    named = [name for name, _ in _LINE.findall(EXAMPLE.read_text(encoding="utf-8"))]
    assert sorted(named) == sorted(NAMES)


def test_what_the_example_sets_are_the_defaults(elsewhere: Path) -> None:
    (elsewhere / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_settings().model_dump() == FixedSettings().model_dump()


def test_every_value_of_the_example_can_be_used(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in examples().items():
        folder = name == "TEMPLATES_DIR"
        monkeypatch.setenv(name, str(elsewhere) if folder else value)
    settings = read_settings()
    assert settings.bot_token
    assert len(settings.owner_ids) == 2
    assert settings.desk_chat_id
    assert settings.desk_chat_id < 0


# --- reading ---


def test_without_anything_set_the_defaults_hold() -> None:
    settings = read_settings()
    assert settings.bot_token is None
    assert settings.telegram_api_url == TELEGRAM
    assert settings.database_url == "sqlite+aiosqlite:///data/vistnyk.db"
    assert settings.owner_ids == ()
    assert (settings.timezone, settings.default_language) == ("Europe/Kyiv", "uk")
    assert (settings.rate_per_second, settings.rate_per_channel_minute) == (29, 19)
    assert settings.reader_unknown is ReaderUnknown.AGAIN
    assert settings.log_format is LogFormat.TEXT
    assert settings.keep_deliveries == timedelta(days=90)
    assert settings.look_up_delay == timedelta(seconds=20)
    assert settings.zone.key == "Europe/Kyiv"
    assert settings.desk is None


def test_the_environment_comes_before_the_file_and_an_empty_value_is_none(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "DEFAULT_LANGUAGE=en\nTIMEZONE=Europe/Warsaw\nSOMETHING_ELSE=1\n"
    (elsewhere / ".env").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("TIMEZONE", "Europe/Berlin")
    monkeypatch.setenv("OWNER_IDS", "")
    monkeypatch.setenv("RATE_PER_SECOND", "")
    settings = read_settings()
    assert settings.default_language == "en"
    assert settings.timezone == "Europe/Berlin"
    assert settings.owner_ids == ()
    assert settings.rate_per_second == 29


def test_every_source_has_its_token_which_is_kept_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "API_TOKENS", "site:a-long:secret-of-the-site, video:a-long-secret-of-video,"
    )
    monkeypatch.setenv("HTTP_PORT", "8080")
    settings = read_settings()
    tokens = {name: token.get_secret_value() for name, token in settings.api_tokens.items()}
    assert tokens == {"site": "a-long:secret-of-the-site", "video": "a-long-secret-of-video"}
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert "a-long" not in repr(settings)


@pytest.mark.parametrize(
    "value", ["1,2,3", "1, 2, 3", " 1 2  3 ", "1,,2,3", "1;2;3".replace(";", ",\t"), ",1,2,3,"]
)
def test_owners_are_separated_by_commas_or_blanks(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("OWNER_IDS", value)
    assert read_settings().owner_ids == (1, 2, 3)


def test_the_desk_is_the_chat_that_is_set_and_else_the_first_owners() -> None:
    assert FixedSettings(owner_ids=(5, 6)).desk == 5
    assert FixedSettings(owner_ids=(5, 6), desk_chat_id=-77).desk == -77


def test_a_channel_may_be_silent_for_a_day_unless_the_settings_say_otherwise() -> None:
    assert FixedSettings().silence_alert == timedelta(days=1)
    assert not FixedSettings(silence_alert_hours=0).silence_alert


def test_to_keep_deliveries_no_days_is_to_keep_them_for_ever() -> None:
    assert FixedSettings(keep_deliveries_days=0).keep_deliveries is None
    assert FixedSettings(keep_deliveries_days=7).keep_deliveries == timedelta(days=7)


def test_an_address_loses_its_last_slash() -> None:
    settings = FixedSettings(telegram_api_url="http://127.0.0.1:8081/")
    assert settings.telegram_api_url == "http://127.0.0.1:8081"


@pytest.mark.parametrize("address", ["sqlite:///a/b.db", "SQLite+aiosqlite:///a/b.db"])
def test_a_file_is_a_database_with_or_without_its_driver(address: str) -> None:
    assert FixedSettings(database_url=address).database_url == "sqlite+aiosqlite:///a/b.db"


def test_settings_that_are_given_in_full_look_at_nothing_else(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / ".env").write_text("DEFAULT_LANGUAGE=en\n", encoding="utf-8")
    monkeypatch.setenv("OWNER_IDS", "1")
    monkeypatch.setenv("BOT_TOKEN", "123456:a-real-token")
    settings = FixedSettings()
    assert settings.default_language == "uk"
    assert settings.owner_ids == ()
    assert settings.bot_token is None


def test_settings_are_frozen_and_keep_the_token_to_themselves() -> None:
    settings = FixedSettings(bot_token=SecretStr("123456:a-secret-token"))
    with pytest.raises(ValidationError):
        settings.timezone = "UTC"  # type: ignore[misc]
    assert "a-secret-token" not in repr(settings)
    assert settings.bot_token
    assert settings.bot_token.get_secret_value() == "123456:a-secret-token"


# --- the webhook ---


def test_an_address_for_updates_without_a_path_gets_the_servers_own() -> None:
    given = FixedSettings(http_port=8080, webhook_url="https://bot.example.org")
    assert given.webhook_url == "https://bot.example.org/telegram/webhook"
    given = FixedSettings(http_port=8080, webhook_url="https://bot.example.org:8443/own/path?a=b")
    assert given.webhook_url == "https://bot.example.org:8443/own/path?a=b"


def test_a_bot_api_server_of_ones_own_sends_updates_anywhere() -> None:
    own = "http://127.0.0.1:8081"
    given = FixedSettings(
        telegram_api_url=own, http_port=8080, webhook_url="http://10.0.0.5:8080/a"
    )
    assert given.webhook_url == "http://10.0.0.5:8080/a"


def test_the_secret_of_the_webhook_is_made_of_the_token_where_none_is_set() -> None:
    token = SecretStr("123456:a-secret-token")
    made = FixedSettings(bot_token=token).webhook_token
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", made)
    assert made == FixedSettings(bot_token=token, http_port=8080).webhook_token
    assert made != FixedSettings(bot_token=SecretStr("123456:another-token")).webhook_token
    assert made in FixedSettings(bot_token=token).secrets
    own = FixedSettings(bot_token=token, webhook_secret=SecretStr("tell-nobody"))
    assert own.webhook_token == "tell-nobody"
    assert {"tell-nobody"} <= own.secrets
    assert "tell-nobody" not in repr(own)


def test_networks_have_commas_between_and_telegrams_have_a_name() -> None:
    given = FixedSettings(webhook_ips="telegram, 10.0.0.5", webhook_proxies="127.0.0.1 ::1")
    told = [str(network) for network in given.webhook_ips]
    assert told == ["149.154.160.0/20", "91.108.4.0/22", "10.0.0.5/32"]
    assert [str(network) for network in given.webhook_proxies] == ["127.0.0.1/32", "::1/128"]


# --- bad values ---


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("BOT_TOKEN", "my token", "@BotFather"),
        ("BOT_TOKEN", "123456", "@BotFather"),
        ("TELEGRAM_API_URL", "api.telegram.org", "http"),
        ("TELEGRAM_API_URL", "https://", "looks like https"),
        ("TELEGRAM_API_URL", "http://[::1", "looks like https"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:99999", "looks like https"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:eighty", "looks like https"),
        ("TELEGRAM_API_URL", "http://127.0.0.1/ bot", "looks like https"),
        ("OWNER_IDS", "olena", "prints a link"),
        ("OWNER_IDS", "12 olena", "prints a link"),
        ("OWNER_IDS", "-1001234567890", "is a number, such as 123456789"),
        ("OWNER_IDS", "0", "more than 0"),
        ("OWNER_IDS", "9" * 20, "less than"),
        ("DESK_CHAT_ID", "@desk", "such as -1001234567890; /channels has it"),
        ("DESK_CHAT_ID", "-" + "9" * 20, "more than"),
        ("TIMEZONE", "Kyiv", "Europe/Kyiv"),
        ("TIMEZONE", "../etc/passwd", "Europe/Kyiv"),
        ("TIMEZONE", "Europe/" * 300 + "Kyiv", "Europe/Kyiv"),
        ("DEFAULT_LANGUAGE", "pl", "has to be 'uk' or 'en'"),
        ("RATE_PER_SECOND", "0", "has to be more than 0"),
        ("RATE_PER_SECOND", "fast", "has to be a number"),
        ("RATE_PER_CHANNEL_MINUTE", "-1", "more than 0"),
        ("PUBLICATION", "x" * 61, "has to have 60 characters or fewer"),
        ("READER_UNKNOWN", "maybe", "skip"),
        ("LOOK_UP_AFTER", "-1", "0 or more"),
        ("LOOK_UP_AFTER", "inf", "has to be 3600 or less"),
        ("KEEP_DELIVERIES_DAYS", "-1", "has to be 0 or more"),
        ("KEEP_DELIVERIES_DAYS", "a year", "has to be a whole number"),
        ("TEMPLATES_DIR", "no-such-folder", "no folder"),
        ("TEMPLATES_DIR", "x" * 300, "no folder"),
        ("LOG_FORMAT", "xml", "json"),
        ("HTTP_PORT", "0", "has to be 1 or more"),
        ("HTTP_PORT", "65536", "has to be 65535 or less"),
        ("WEBHOOK_URL", "http://bot.example.org", "https"),
        ("WEBHOOK_URL", "bot.example.org", "https"),
        ("WEBHOOK_URL", "https://", "looks like https"),
        ("WEBHOOK_URL", "https://bot.example.org:0/", "looks like https"),
        ("WEBHOOK_URL", "https://bot.example.org:99999/", "looks like https"),
        ("WEBHOOK_URL", "https://me:password@bot.example.org/", "looks like https"),
        ("WEBHOOK_URL", "https://bot.example.org/#here", "looks like https"),
        ("WEBHOOK_URL", "https://редакція.укр/", "looks like https"),
        ("WEBHOOK_URL", "https://bot.example.org:8080/", "8443"),
        ("WEBHOOK_URL", "https://bot.example.org/", "HTTP_PORT"),
        ("WEBHOOK_SECRET", "a secret", "1 to 256"),
        ("WEBHOOK_SECRET", "x" * 257, "1 to 256"),
        ("WEBHOOK_IPS", "api.telegram.org", "149.154.160.0/20"),
        ("WEBHOOK_IPS", "149.154.160.1/20", "149.154.160.0/20"),
        ("WEBHOOK_PROXIES", "127.0.0.1:80", "networks look like"),
        ("API_TOKENS", "a-long-secret-without-a-name", "name:token"),
        ("API_TOKENS", "сайт:a-long-secret-of-the-site", "Latin"),
        ("API_TOKENS", "site:short", "16"),
        ("API_TOKENS", "site:a secret with blanks in it", "signs"),
        ("API_TOKENS", "site:секрет-і-ще-трохи", "signs"),
        ("API_TOKENS", "a:a-long-secret-of-one,a:a-long-secret-of-two", "of its own"),
        ("API_TOKENS", "a:a-long-secret-of-both,b:a-long-secret-of-both", "of its own"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_in_one_sentence_with_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as bad:
        read_settings()
    told = str(bad.value)
    assert told.startswith(f"{name}: ")
    assert word in told
    assert "\n" not in told
    assert "pydantic" not in told.lower()
    assert "input" not in told.lower()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "123456:secret with a blank"),
        ("WEBHOOK_SECRET", "a secret with blanks"),
        ("API_TOKENS", "long-secret-word"),
        ("API_TOKENS", "a-long-secret-of-site:site"),
        ("API_TOKENS", "site:a-secret:with blank"),
    ],
)
def test_a_bad_token_is_not_repeated_where_others_may_read_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as bad:
        read_settings()
    assert value not in str(bad.value)
    assert "secret" not in str(bad.value).removeprefix("WEBHOOK_SECRET: a secret has ")


def test_several_bad_values_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEZONE", "Kyiv")
    monkeypatch.setenv("RATE_PER_SECOND", "0")
    with pytest.raises(SettingsError) as bad:
        read_settings()
    assert {part.split(":")[0] for part in str(bad.value).split("; ")} == {
        "TIMEZONE",
        "RATE_PER_SECOND",
    }


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("BOT_TOKEN=123456:abc\nRATE_PER_SECOND 5\n", ".env, line 2: "),
        ("# a comment\n\nRATE_PER_SECOND\n", ".env, line 3: "),
        ('"BOT_TOKEN\nTIMEZONE=UTC\nnot a setting\n', ".env, lines 1, 3: "),
        ("TIMEZONE='Europe/Kyiv\n", ".env, line 1: "),
    ],
)
def test_a_line_of_the_file_that_sets_nothing_is_told_by_its_number(
    elsewhere: Path, lines: str, told: str
) -> None:
    (elsewhere / ".env").write_text(lines, encoding="utf-8")
    with pytest.raises(SettingsError) as bad:
        read_settings()
    assert str(bad.value) == f"{told}has to be NAME=value, or a comment after «#»"


def test_lines_as_a_shell_takes_them_are_settings(elsewhere: Path) -> None:
    lines = "export TIMEZONE=UTC\n PUBLICATION = 'Вісник' # ours\nDEFAULT_LANGUAGE=\n"
    (elsewhere / ".env").write_text(lines, encoding="utf-8")
    settings = read_settings()
    assert (settings.timezone, settings.publication) == ("UTC", "Вісник")
    assert settings.default_language == "uk"


def test_a_byte_order_mark_is_no_part_of_the_first_name(elsewhere: Path) -> None:
    (elsewhere / ".env").write_text("PUBLICATION=Вісник\n", encoding="utf-8-sig")
    assert read_settings().publication == "Вісник"


def test_a_file_in_another_encoding_is_told_in_plain_words(elsewhere: Path) -> None:
    (elsewhere / ".env").write_bytes("PUBLICATION=Вісник".encode("cp1251"))
    with pytest.raises(SettingsError, match=r"^\.env is not text in UTF-8: save it as such$"):
        read_settings()


def test_a_name_that_is_nearly_a_settings_is_told_with_what_is_meant(elsewhere: Path) -> None:
    assert misspelt_settings() == {}
    lines = "OWNER_ID=1\ntime_zone=UTC\nTIMEZONE=UTC\nHTTP_PROXY=x\nPOSTGRES_PASSWORD=x\n"
    (elsewhere / ".env").write_text(lines, encoding="utf-8")
    assert misspelt_settings() == {"OWNER_ID": "OWNER_IDS", "TIME_ZONE": "TIMEZONE"}
