"""Settings come from the environment and from `.env`; a bad one is named in one line."""

from pathlib import Path

import pytest

from tests.commands.calling import TOKYO, a_file, call, call_forked

# The bot takes the signals of its process.
CALLS = {"run": call_forked, "status 1": call, "doctor": call, "import page.txt": call}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "abc"),
        ("OWNER_IDS", "x"),
        ("TIMEZONE", "Mars/Phobos"),
        ("DEFAULT_LANGUAGE", "de"),
        ("RATE_PER_SECOND", "0"),
        ("TELEGRAM_API_URL", "ftp://example.org"),
        ("TEMPLATES_DIR", "nowhere"),
    ],
)
def test_a_bad_setting_is_named(name: str, value: str, tmp_path: Path) -> None:
    complaint = call("parse", a_file(tmp_path, TOKYO), folder=tmp_path, settings={name: value})
    assert complaint.complaint(2).startswith(f"{name}: ")


@pytest.mark.parametrize("command", ["status 1", "doctor", "run"])
def test_a_database_address_that_is_none_is_a_bad_setting(command: str, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": "nonsense://", "BOT_TOKEN": "1:abcdef"}
    failed = CALLS[command](*command.split(), folder=tmp_path, settings=settings)
    assert failed.complaint(2).startswith("DATABASE_URL: ")


@pytest.mark.parametrize("command", ["import page.txt", "run"])
def test_a_file_that_is_no_database_fails_in_one_line_and_stays(
    command: str, tmp_path: Path
) -> None:
    kept = tmp_path / a_file(tmp_path, TOKYO)
    settings = {"DATABASE_URL": "sqlite+aiosqlite:///page.txt", "BOT_TOKEN": "1:abcdef"}
    failed = CALLS[command](*command.split(), folder=tmp_path, settings=settings)
    assert "the database cannot be opened" in failed.complaint(1)
    assert kept.read_text() == TOKYO


def test_several_bad_settings_are_all_named_in_one_line(tmp_path: Path) -> None:
    failed = call(
        "doctor", folder=tmp_path, settings={"BOT_TOKEN": "abc", "TIMEZONE": "Mars/Phobos"}
    )
    words = failed.complaint(2)
    assert "BOT_TOKEN: " in words
    assert "TIMEZONE: " in words


def test_the_file_env_in_the_working_folder_is_read_and_the_environment_comes_first(
    tmp_path: Path,
) -> None:
    a_file(tmp_path, "TIMEZONE=Asia/Tokyo\n", ".env")
    page = a_file(tmp_path, TOKYO)
    read = call("parse", page, "--json", folder=tmp_path).json
    assert read["published_at"] == "2023-05-10T15:25:00+09:00"
    read = call(
        "parse", page, "--json", folder=tmp_path, settings={"TIMEZONE": "Europe/London"}
    ).json
    assert read["published_at"] == "2023-05-10T15:25:00+01:00"
