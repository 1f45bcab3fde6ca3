"""`feed` shows what a feed announces, or says in one line why it cannot."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import cli
from bot.commands.exit_codes import CommandError
from bot.config import Settings

FEEDS = Path(__file__).parents[1] / "intake" / "feed" / "feeds"
WORDPRESS = FEEDS / "formats" / "wordpress.feed"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of a real bot is looked at."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def feed(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.COMMAND_LINE, ["feed", *arguments], input=stdin)


def test_the_items_are_one_json_document() -> None:
    printed = json.loads(feed(str(WORDPRESS), "--json").stdout)
    expected = json.loads(WORDPRESS.with_suffix(".json").read_text("utf-8"))
    assert printed == expected


def test_a_feed_is_read_from_standard_input_in_its_own_encoding() -> None:
    data = (FEEDS / "encodings" / "cp1251-said-to-be-utf8.feed").read_bytes()
    printed = json.loads(feed("-", "--json", stdin=data).stdout)
    assert printed["items"][0]["title"] == "Їжак з’їв ґудзик: єдине свідчення"
    assert printed["warnings"] == ["feed_wrong_encoding"]


def test_people_see_a_line_to_an_item_with_its_address_below() -> None:
    done = feed(str(WORDPRESS))
    title, item, address = done.stdout.splitlines()
    assert title == "Бастіон"
    assert item.startswith("2026-11-24 10:15  Міст через Рось відкрили — вперше за три роки  [")
    assert item.endswith("[Суспільство, Дороги & мости]")
    assert address == "                  https://bastion.example/2026/11/mist/"


def test_an_item_without_a_title_is_shown_by_the_first_line_of_its_text() -> None:
    done = feed(str(FEEDS / "texts" / "microblog-without-titles.feed"))
    assert "2026-11-24 09:00  Сніг на #kyiv  [kyiv]" in done.stdout.splitlines()
    assert "item_no_title" in done.stderr


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("absent.xml", 2, "absent.xml: "),
        ("page.xml", 2, "page.xml: Це не стрічка новин"),
        ("http://127.0.0.1/feed", 2, "http://127.0.0.1/feed: "),
        (
            "http://user:secret@bastion.example/feed",
            2,
            "http://user:secret@bastion.example/feed: ",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(source: str, code: int, words: str) -> None:
    Path("page.xml").write_text("<html><body>404</body></html>", "utf-8")
    done = feed(source, "--json")
    assert not done.stdout
    assert isinstance(done.exception, CommandError)
    assert done.exception.exit_code == code
    assert str(done.exception).startswith(words)
