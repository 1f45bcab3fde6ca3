"""`why` says which rule sent an article where, and which kept it from a channel."""

from pathlib import Path

import pytest

from storage.storage import Storage
from tests.builders import CHANNEL, POLITYKA, a_channel, a_reader, address_of
from tests.clock import NOON
from tests.commands.calling import TOKYO, Outcome, a_file, call

HEADLINE = TOKYO.partition("\n")[0]


def vistnyk(*arguments: str, database: Path) -> Outcome:
    return call(
        *arguments, folder=database.parent, settings={"DATABASE_URL": address_of(database)}
    )


async def test_each_channel_has_its_reason_and_its_state(storage: Storage, database: Path) -> None:
    await a_channel(storage, title="Світ і ми")
    await a_channel(storage, CHANNEL - 1, takes=[POLITYKA], title="Політика")
    await a_reader(storage)
    vistnyk("import", a_file(database.parent, TOKYO), "--publish", database=database)
    document = vistnyk("why", "1", "--json", database=database).json
    assert document == {
        "id": 1,
        "headline": HEADLINE,
        "section": "Світ",
        "channels": [
            {
                "chat_id": CHANNEL - 1,
                "title": "Політика",
                "route": "other_section",
                "state": None,
                "reason_code": None,
            },
            {
                "chat_id": CHANNEL,
                "title": "Світ і ми",
                "route": "has_it",
                "state": "due",
                "reason_code": None,
            },
        ],
        "readers": {"followers": 1, "total": 0},
    }
    for_people = vistnyk("why", "1", database=database)
    assert for_people.exit_code == 0
    assert HEADLINE in for_people.out
    assert "Політика: сюди йдуть інші рубрики" in for_people.out
    assert "<b>" not in for_people.out


async def test_readers_are_counted_by_how_they_stand(storage: Storage, database: Path) -> None:
    await a_reader(storage)
    vistnyk("import", a_file(database.parent, TOKYO), "--publish", database=database)
    async with storage.writing() as tx:
        await tx.ledger.fan_out(1, NOON)
    document = vistnyk("why", "1", "--json", database=database).json
    assert document["readers"] == {"followers": 1, "total": 1, "due": 1}
    status = vistnyk("status", "1", "--json", database=database).json
    assert status["readers"] == {"total": 1, "due": 1}


def test_an_article_that_is_not_there_has_no_reasons(database: Path) -> None:
    assert "no article 5" in vistnyk("why", "5", database=database).complaint(1)


def test_an_article_that_is_owed_to_nobody_has_empty_lists(database: Path) -> None:
    vistnyk("import", a_file(database.parent, TOKYO), database=database)
    document = vistnyk("why", "1", "--json", database=database).json
    assert document["channels"] == []
    assert document["readers"] == {"followers": 0, "total": 0}


@pytest.mark.parametrize("command", ["status", "why"])
def test_without_a_number_the_last_published_are_listed(
    storage: Storage,  # noqa: ARG001 - a database with its tables
    database: Path,
    command: str,
) -> None:
    nothing = vistnyk(command, database=database)
    assert (nothing.exit_code, nothing.out) == (0, "Nothing is published\n")
    assert vistnyk(command, "--json", database=database).json == {"articles": []}
    vistnyk("import", a_file(database.parent, TOKYO), "--publish", database=database)
    listed = vistnyk(command, database=database)
    assert listed.exit_code == 0
    (line,) = listed.out.splitlines()
    assert line.split()[0] == "1"
    assert line.endswith(HEADLINE)
    (article,) = vistnyk(command, "--json", database=database).json["articles"]
    assert (article["id"], article["headline"]) == (1, HEADLINE)
