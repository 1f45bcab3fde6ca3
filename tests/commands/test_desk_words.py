"""What the desk has sentences for is said in the terminal's language."""

from pathlib import Path

import pytest

from tests.builders import address_of
from tests.commands.calling import GARBAGE, TOKYO, a_file, call


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "Це не стрічка новин"),
        ({"LANG": "C.UTF-8"}, "Це не стрічка новин"),
        ({"LANG": "de_DE.UTF-8", "DEFAULT_LANGUAGE": "en"}, "This is not a news feed"),
        ({"LANG": "en_GB.UTF-8"}, "This is not a news feed"),
        ({"LANG": "uk_UA.UTF-8", "DEFAULT_LANGUAGE": "en"}, "Це не стрічка новин"),
        ({"LANG": "uk_UA.UTF-8", "LC_MESSAGES": "en_US"}, "This is not a news feed"),
        ({"LANG": "en_US", "LC_MESSAGES": "en_US", "LC_ALL": "uk"}, "Це не стрічка новин"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": ""}, "This is not a news feed"),
    ],
)
def test_a_refusal_comes_in_the_language_of_the_terminal(
    settings: dict[str, str], words: str, tmp_path: Path
) -> None:
    source = a_file(tmp_path, GARBAGE)
    complaint = call("feed", source, folder=tmp_path, settings=settings).complaint(2)
    assert complaint.startswith(f"{source}: {words}")


@pytest.mark.slow
def test_so_do_the_pages_of_the_desk_and_what_import_refuses(
    database: Path,
) -> None:
    settings = {"DATABASE_URL": address_of(database), "LANG": "en_GB.UTF-8"}

    def vistnyk(*arguments: str) -> str:
        return call(*arguments, folder=database.parent, settings=settings).out

    taken = vistnyk("import", a_file(database.parent, TOKYO), a_file(database.parent, "", "none"))
    assert "There is no text here" in vistnyk("import", "none", "--json"), taken
    assert "· in the archive" in vistnyk("status", "1")
    assert "The article is in the archive" in vistnyk("why", "1")


@pytest.mark.parametrize("command", ["status", "why"])
def test_who_asks_for_an_article_that_is_not_there_is_told_of_no_command_of_telegram(
    command: str, database: Path
) -> None:
    settings = {"DATABASE_URL": address_of(database)}
    call("import", a_file(database.parent, TOKYO), folder=database.parent, settings=settings)
    refused = call(command, "99", folder=database.parent, settings=settings).complaint(1)
    assert refused.startswith("there is no article 99; without a number")
    assert "/" not in refused
