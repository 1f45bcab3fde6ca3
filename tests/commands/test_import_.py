"""`import` puts pages into the archive, and `status` says who received them."""

import os
import pty
import re
import subprocess
from pathlib import Path

import docx
import pytest
from sqlalchemy import update

from bot.domain.delivery import State
from bot.domain.reasons import Reason, ReasonCode
from storage.reasons import because
from storage.schema import delivery
from storage.storage import Storage
from tests.builders import CHANNEL, a_channel, a_draft, a_reader, address_of
from tests.clock import NOON
from tests.commands.calling import (
    BUCKWHEAT,
    GARBAGE,
    TOKYO,
    TRAIN,
    VISTNYK,
    Outcome,
    a_file,
    call,
    environment,
)
from tests.journeys.pages import a_page
from tests.tables import change

TOKYO_HEADLINE, BUCKWHEAT_HEADLINE, TRAIN_HEADLINE = (
    page.partition("\n")[0] for page in (TOKYO, BUCKWHEAT, TRAIN)
)
KEYS = [
    "id",
    "headline",
    "state",
    "revision",
    "final",
    "channels",
    "readers",
    "untracked",
    "maybe_twice",
    "reasons",
    "reason_codes",
    "first_shown_at",
    "last_shown_at",
]


def vistnyk(*arguments: str | bytes, database: Path) -> Outcome:
    return call(
        *arguments, folder=database.parent, settings={"DATABASE_URL": address_of(database)}
    )


def test_a_page_is_one_article_however_often_it_is_imported(database: Path) -> None:
    one = a_file(database.parent, TOKYO, "1.txt")
    two = a_file(database.parent, BUCKWHEAT, "2.txt")
    assert vistnyk("import", one, "--json", database=database).json == {
        "articles": [
            {
                "source": "1.txt",
                "id": 1,
                "headline": TOKYO_HEADLINE,
                "state": "archived",
                "new": True,
                "outcome": "new",
                "date_ahead": False,
            }
        ],
        "refused": [],
        "summary": {
            "new": 1,
            "known": 0,
            "changed": 0,
            "differs": 0,
            "refused": {},
            "skipped": {},
        },
    }
    again = vistnyk("import", one, two, one, "--json", database=database).json["articles"]
    assert [(article["id"], article["new"]) for article in again] == [
        (1, False),
        (2, True),
        (1, False),
    ]


def test_what_is_refused_is_named_and_the_rest_goes_in(database: Path) -> None:
    folder = database.parent
    good = a_file(folder, TOKYO, "good.txt")
    bad = a_file(folder, GARBAGE, "bad.txt")
    last = a_file(folder, BUCKWHEAT, "last.txt")
    inside = "http://127.0.0.1/story"
    outcome = vistnyk("import", good, bad, inside, "missing.txt", last, database=database)
    assert outcome.exit_code == 0
    assert outcome.out.splitlines() == [
        f"+ №1 {TOKYO_HEADLINE} (archived)",
        f"+ №2 {BUCKWHEAT_HEADLINE} (archived)",
    ]
    first, second, third = outcome.err.splitlines()
    assert first.startswith("✗ bad.txt: Це не схоже на сторінку статті.")
    assert second.startswith(f"✗ {inside}: Бот відкриває лише сайти, доступні всім")
    assert third == "✗ missing.txt: No such file or directory"

    document = vistnyk("import", bad, good, "--json", database=database).json
    assert [refused["source"] for refused in document["refused"]] == ["bad.txt"]
    assert [article["id"] for article in document["articles"]] == [1]


def test_a_saved_web_page_is_imported_as_one(database: Path) -> None:
    text = "Рух новим мостом запустили вчора, першим їхав трамвай із дітьми. " * 4
    page = f"<html><h1>Міст відкрили для руху</h1><p>{text}</p></html>"
    saved = a_file(database.parent, page, "mist.html")
    (article,) = vistnyk("import", saved, "--json", database=database).json["articles"]
    assert article["headline"] == "Міст відкрили для руху"


def a_folder(place: Path) -> Path:
    """Pages of several kinds, and what is none, at several depths."""
    folder = place / "archive"
    (folder / "2025" / "may").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "2025" / "may" / "1.txt").write_text(TOKYO)
    (folder / "2025" / "2.md").write_text(f"# {BUCKWHEAT}")
    word = docx.Document()
    for line in TRAIN.splitlines():
        word.add_paragraph(line)
    word.save(str(folder / "3.DOCX"))
    (folder / "4.docx").write_bytes(b"PK\x03\x04")
    (folder / "5.txt").write_text(GARBAGE)
    (folder / "6.txt").write_text(GARBAGE)
    for name in (".git/7.txt", ".hidden.txt", "~$3.docx", "photo.jpg"):
        (folder / name).write_text(TOKYO)
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    return folder


def test_of_a_folder_all_pages_are_imported_at_any_depth(database: Path) -> None:
    folder = a_folder(database.parent)
    document = vistnyk("import", "archive", "--json", database=database).json
    assert [(a["source"], a["headline"]) for a in document["articles"]] == [
        ("archive/3.DOCX", TRAIN_HEADLINE),
        ("archive/2025/2.md", BUCKWHEAT_HEADLINE),
        ("archive/2025/may/1.txt", TOKYO_HEADLINE),
    ]
    assert [(r["source"], r["code"]) for r in document["refused"]] == [
        ("archive/4.docx", "file_unreadable"),
        ("archive/5.txt", "page_not_article"),
        ("archive/6.txt", "page_not_article"),
    ]
    assert document["summary"] == {
        "new": 3,
        "known": 0,
        "changed": 0,
        "differs": 0,
        "refused": {"file_unreadable": 1, "page_not_article": 2},
        "skipped": {"hidden": 3, "other_kind": 1, "no_file": 1},
    }
    again = vistnyk("import", str(folder), database=database)
    assert again.out.splitlines() == [
        "Imported 3: 3 known before",
        "Skipped: 3 hidden, 1 of other kinds, 1 that are no files",
    ]
    told = again.err.splitlines()
    assert told[0] == "Refused 3:"
    assert told[1].startswith("  2 × page_not_article: Це не схоже на сторінку статті.")
    assert told[2] == f"    {folder}/5.txt, {folder}/6.txt"
    assert len(told) == 5


def test_a_date_that_is_yet_to_come_is_told_of(database: Path) -> None:
    """A mistyped year would have the article above all newer ones for as long."""
    pages = database.parent / "pages"
    pages.mkdir()
    a_file(pages, a_page("Міст відкрито", date="10.05.2099, 15:25"), "far.txt")
    far = str(pages / "far.txt")
    a_file(pages, a_page("Порт замерз", date="10.05.2023, 15:25"), "past.txt")
    line = vistnyk("import", far, database=database).out
    assert line == "+ №1 Міст відкрито (archived; its date is yet to come)\n"
    assert vistnyk("import", far, "--json", database=database).json["articles"][0]["date_ahead"]
    told = vistnyk("import", str(pages), database=database).out
    assert "\nDated ahead, so that lists have them on top: " in told
    assert "far.txt" in told
    assert "past.txt" not in told


def test_an_empty_folder_is_no_usable_input(database: Path) -> None:
    (database.parent / "empty").mkdir()
    outcome = vistnyk("import", "empty", database=database)
    assert outcome.exit_code == 2
    assert outcome.err.startswith("vistnyk: no file there ends in one of .txt, ")


def test_a_new_text_of_an_archived_article_is_told_of(database: Path) -> None:
    link = "https://example.com/news/12"
    first = a_file(database.parent, f"{link}\n\n{TOKYO}", "1.txt")
    second = a_file(
        database.parent, f"{link}?utm_source=tg\n\n{TOKYO}".replace("10", "11"), "2.txt"
    )
    outcome = vistnyk("import", first, second, database=database)
    assert outcome.out.splitlines() == [
        f"+ №1 {TOKYO_HEADLINE} (archived)",
        f"~ №1 {TOKYO_HEADLINE} (archived)",
    ]


def test_of_several_pages_in_one_text_each_is_an_article(database: Path) -> None:
    source = a_file(database.parent, f"{TOKYO}\n\n{BUCKWHEAT}\n\n{TRAIN}")
    articles = vistnyk("import", source, "--json", database=database).json["articles"]
    assert [article["headline"] for article in articles] == [
        TOKYO_HEADLINE,
        BUCKWHEAT_HEADLINE,
        TRAIN_HEADLINE,
    ]


def test_one_page_that_cannot_be_posted_does_not_keep_the_next_ones_back(database: Path) -> None:
    """A section that the desk does not have: archived, not posted, and the page after it is."""
    cookery = a_page("Борщ зварили на дві тисячі порцій", section="КУЛІНАРІЯ")
    source = a_file(database.parent, f"{cookery}\n\n{TOKYO}")
    document = vistnyk("import", source, "--publish", "--json", database=database).json
    assert [(a["headline"], a["state"]) for a in document["articles"]] == [
        (TOKYO_HEADLINE, "published")
    ]
    (refused,) = document["refused"]
    assert (refused["id"], refused["state"]) == (1, "archived")
    assert "рубрик" in refused["error"].lower()


def test_nothing_that_can_be_imported_is_no_usable_input(database: Path) -> None:
    bad = a_file(database.parent, GARBAGE, "bad.txt")
    complaint = vistnyk("import", bad, database=database).complaint(2)
    assert complaint.startswith("bad.txt: Це не схоже на сторінку статті.")
    several = vistnyk("import", bad, "missing.txt", database=database)
    assert several.exit_code == 2
    assert not several.out
    assert several.err.splitlines()[-1] == "vistnyk: nothing could be imported"
    assert len(several.err.splitlines()) == 3


def test_a_name_that_is_no_text_is_shown_as_far_as_it_goes(database: Path) -> None:
    (database.parent / os.fsdecode(b"\xffpage.txt")).write_text(TOKYO)
    document = vistnyk("import", b"\xffpage.txt", "--json", database=database).json
    assert document["articles"][0]["source"] == "\ufffdpage.txt"


async def test_a_published_page_is_owed_to_its_channel_once(
    storage: Storage, database: Path
) -> None:
    await a_channel(storage, title="Світ і ми")
    page = a_file(database.parent, TOKYO)
    for _ in range(2):
        (article,) = vistnyk("import", page, "--publish", "--json", database=database).json[
            "articles"
        ]
        assert article["state"] == "published"
    status = vistnyk("status", "1", "--json", database=database).json
    assert list(status) == KEYS
    assert status["state"] == "published"
    assert status["revision"] == 1
    assert status["final"] is False
    assert status["channels"] == [
        {
            "chat_id": CHANNEL,
            "title": "Світ і ми",
            "state": "due",
            "message_id": None,
            "revision": None,
            "link": None,
            "reason": None,
            "reason_code": None,
            "waits_until": None,
            "in_round_up": False,
        }
    ]
    assert status["readers"] == {"total": 0}
    assert status["first_shown_at"] is None
    for_people = vistnyk("status", "1", database=database)
    assert for_people.exit_code == 0
    assert TOKYO_HEADLINE in for_people.out
    assert "Світ і ми" in for_people.out
    assert "<b>" not in for_people.out


async def test_a_draft_is_not_posted_for_another_text_of_its_story(
    storage: Storage, database: Path
) -> None:
    """What the desk has not finished would go out in place of the page."""
    await a_channel(storage, title="Світ і ми")
    link = "https://news.example/port"
    draft = await a_draft(storage, body=("Це ще дописують.",), link=link)
    page = a_file(database.parent, a_page(link=link))
    done = vistnyk("import", page, "--publish", "--json", database=database).json
    (held,) = done["articles"]
    assert (held["id"], held["outcome"], held["state"]) == (draft, "differs", "draft")
    status = vistnyk("status", str(draft), "--json", database=database).json
    assert (status["state"], status["channels"]) == ("draft", [])


def test_an_article_that_is_not_there_has_no_status(database: Path) -> None:
    assert "no article 5" in vistnyk("status", "5", database=database).complaint(1)


def test_without_a_setting_the_database_is_made_in_the_working_folder(tmp_path: Path) -> None:
    outcome = call("import", "-", folder=tmp_path, stdin=TOKYO.encode())
    assert outcome.out == f"+ №1 {TOKYO_HEADLINE} (archived)\n"
    assert (tmp_path / "data" / "vistnyk.db").exists()


def test_no_database_is_made_for_a_mistyped_name(tmp_path: Path) -> None:
    assert call("import", "nosuch", folder=tmp_path).complaint(2).startswith("nosuch: ")
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_who_waits_at_a_terminal_sees_how_far_it_is(database: Path) -> None:
    names = [a_file(database.parent, page, f"{n}.txt") for n, page in enumerate((TOKYO, TRAIN))]
    master, slave = pty.openpty()
    try:
        subprocess.run(
            [*VISTNYK, "import", *names],
            cwd=database.parent,
            env=environment({"DATABASE_URL": address_of(database), "TERM": "xterm"}),
            stdout=subprocess.DEVNULL,
            stderr=slave,
            check=True,
        )
        shown = re.sub(
            r"\x1b\[[0-9;?]*[a-zA-Z]", "", os.read(master, 100_000).decode(errors="ignore")
        )
    finally:
        os.close(slave)
        os.close(master)
    assert "Importing" in shown
    assert "100%" in shown


async def test_why_readers_got_nothing_is_counted_by_code(
    storage: Storage, database: Path
) -> None:
    await a_reader(storage)
    vistnyk("import", a_file(database.parent, TOKYO), "--publish", database=database)
    async with storage.writing() as tx:
        await tx.ledger.fan_out(1, NOON)
    words = "Forbidden: bot was blocked by the user"
    blocked = because(Reason(ReasonCode.BLOCKED, words))
    await change(storage, update(delivery).values(state=State.FAILED, **blocked))
    status = vistnyk("status", "1", "--json", database=database).json
    assert status["reason_codes"] == {"blocked": 1}
    assert status["reasons"] == {words: 1}
