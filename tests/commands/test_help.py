"""The help says what there is, and a wrong argument is one line that leads there."""

from pathlib import Path

import pytest

from tests.commands.calling import call

COMMANDS = {
    "run": ("Be the bot", "SIGTERM"),
    "demo": ("without a token", "--port PORT", "--once", "127.0.0.1", "browser"),
    "sandbox": ("stand-in for Telegram", "--port PORT", "Bot API"),
    "parse": ("SOURCE", "standard input", "--copied-at", "TIME", "--json"),
    "preview": ("SOURCE", "--for", "channel|reader", "--lang", "uk|en", "DEFAULT_LANGUAGE"),
    "feed": ("SOURCE", "address", "standard input", "RSS, Atom or JSON Feed", "--json"),
    "import": ("{SOURCE}... ", "archive", "--publish", "--json", "twice is one article"),
    "search": ("{WORDS}... ", "readers may see", "--section", "--limit", "--json"),
    "reindex": ("search index", "may go on", "--json"),
    "status": ("ID", "who received", "--json"),
    "why": ("ID", "rule", "--json"),
    "deliver": ("--readers", "--rate", "--latency", "--limit", "--messages", "TMPDIR", "--json"),
    "doctor": ("database", "owner", "token", "rights", "--json"),
    "move": ("SQLite or PostgreSQL to either", "--to", "URL", "the bot is stopped", "--json"),
    "backup": ("FILE", "while the bot is at work", "--force", "--json"),
    "restore": ("FILE", "the bot is stopped", "--replace", "--json"),
    "adopt": ("database", "--yes", "another bot"),
}


def test_the_help_lists_every_command_with_its_whole_sentence(tmp_path: Path) -> None:
    shown = call("--help", folder=tmp_path)
    assert shown.exit_code == 0
    assert not shown.err
    listed = shown.out.partition("Commands:")[2].splitlines()
    assert [line.split()[0] for line in listed if line.strip()] == list(COMMANDS)
    assert all(line.endswith(".") and "..." not in line for line in listed if line.strip())
    assert call(folder=tmp_path).out == shown.out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_says_what_it_does_and_takes(command: str, tmp_path: Path) -> None:
    shown = call(command, "--help", folder=tmp_path)
    assert shown.exit_code == 0
    for words in COMMANDS[command]:
        assert words in " ".join(shown.out.split()), words
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_shows_neither_a_bound_that_nobody_meets_nor_dots_twice(
    command: str, tmp_path: Path
) -> None:
    shown = call(command, "--help", folder=tmp_path).out
    assert str(2**63 - 1) not in shown
    assert "...}..." not in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("nonsense", "nonsense"),
        ("parse", "SOURCE"),
        ("parse a.txt b.txt", "b.txt"),
        ("parse a.txt --copied-at tomorrow", "--copied-at"),
        ("parse a.txt --copied-at 10.05.2026", "write 2026-05-10, 2026-05-10T15:25 or"),
        ("preview a.txt --for everybody", "'channel', 'reader'"),
        ("status twelve", "ID"),
        ("status 99999999999999999999", "ID"),
        ("sandbox --port 70000", "65535"),
        ("deliver --rate 29", "--readers"),
        ("deliver --readers 10 --rate 0", "--rate"),
    ],
)
def test_a_wrong_argument_is_named_in_one_line(arguments: str, words: str, tmp_path: Path) -> None:
    assert words in call(*arguments.split(), folder=tmp_path).complaint(2)
