"""Everything gets into one file while others write, and a database goes on from it."""

import os
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.errors import DatabaseUnusableError
from storage.backup import Backup, NotABackupError, back_up, read_backup, restore
from storage.instance_lock import AlreadyRunningError
from storage.ledger_view import NEVER
from storage.move import CannotMoveError
from storage.schema import (
    article,
    chat_pace,
    delivery,
    fan_out,
    gap,
    inbox,
    invitation,
    lease,
    notice,
    process,
    question,
    restoration,
)
from storage.storage import Storage
from storage.whole import TABLES
from storage.whole_file import becoming
from tests import tables
from tests.builders import (
    CHANNEL,
    OLENA,
    TARAS,
    a_channel,
    a_draft,
    a_published_article,
    a_reader,
    an_owner,
    migrated,
)
from tests.clock import NOON
from tests.databases import on_sqlite
from tests.storage.filled import ROWS, fill

LATER = NOON + timedelta(hours=2)
SETTLED = {chat_pace, delivery, fan_out, gap, inbox, invitation, lease, notice, process, question}
SETTLED |= {restoration}


@pytest.fixture
async def target(nothing: Path | str) -> AsyncIterator[Storage]:
    async with migrated(nothing) as opened:
        yield opened


async def backed_up(storage: Storage, folder: Path, at: datetime = NOON) -> Path:
    await back_up(storage, folder / "backup.db", lambda: at, lambda *_: None)
    return folder / "backup.db"


async def restored(
    file: Path, target: Storage, at: datetime = LATER, *, anew: bool = False
) -> Backup:
    return await restore(file, target, lambda: at, lambda *_: None, desk=OLENA, anew=anew)


# --- the file ---------------------------------------------------------------------------------


@pytest.mark.slow
async def test_a_backup_of_either_database_holds_every_value_and_fills_either(
    storage: Storage, target: Storage, tmp_path: Path
) -> None:
    await fill(storage)
    file = await backed_up(storage, tmp_path)
    held = await read_backup(file)
    assert held.taken_at == NOON
    assert [(one.name, one.rows) for one in held.tables] == [(t.name, ROWS) for t in TABLES]
    await restored(file, target)
    for table in set(TABLES) - SETTLED:
        assert tables.mappings(storage, table) == tables.mappings(target, table), table.name


@pytest.mark.slow
async def test_nobody_else_may_read_it_and_nothing_lies_beside_it(
    storage: Storage, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "backup.db.part").touch(0o644)  # what a kill has left
    file = await backed_up(storage, folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    await read_backup(file)
    assert [one.name for one in folder.iterdir()] == ["backup.db"]


@pytest.mark.slow
async def test_others_write_meanwhile_and_the_file_has_one_moment(
    storage: Storage, target: Storage, tmp_path: Path
) -> None:
    await a_reader(storage)
    await a_draft(storage)
    wrote: list[bool] = []

    def write(*_: int) -> None:
        if not wrote:
            wrote.append(True)
            with tables.connected(storage) as line:
                line.execute(update(article).values(headline_key="changed meanwhile"))

    file = tmp_path / "backup.db"
    await back_up(storage, file, lambda: NOON, write)
    assert tables.values(storage, select(article.c.headline_key)) == ["changed meanwhile"]
    await restored(file, target)
    assert tables.values(target, select(article.c.headline_key)) != ["changed meanwhile"]


@on_sqlite
async def test_what_stops_a_backup_leaves_the_one_that_was_there(
    storage: Storage, tmp_path: Path
) -> None:
    await a_draft(storage)
    file = await backed_up(storage, tmp_path)
    before = file.read_bytes()

    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await back_up(storage, file, lambda: NOON, stop)
    assert file.read_bytes() == before
    assert not (tmp_path / "backup.db.part").exists()


def test_of_two_that_write_the_same_file_the_second_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    with becoming(file) as part, part.open("wb") as written:
        written.write(b"the first")
        written.flush()
        with pytest.raises(AlreadyRunningError), becoming(file):
            pass
    assert file.read_bytes() == b"the first"


async def test_it_is_no_database_to_run_on(storage: Storage, tmp_path: Path) -> None:
    file = await backed_up(storage, tmp_path)
    with pytest.raises(DatabaseUnusableError, match="it is a backup: `vistnyk restore`"):
        async with migrated(file):
            pass


# --- what is refused --------------------------------------------------------------------------


def spoil(file: Path, statement: str) -> None:
    with closing(connect(file)) as line:
        line.execute(statement)
        line.commit()


@pytest.mark.slow
@on_sqlite
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP TABLE backup", "it is no backup"),
        ("DELETE FROM backup", "its last page is missing"),
        ("UPDATE backup SET version = '0000'", r"of another version \(0000\)"),
    ],
)
async def test_what_cannot_be_restored_is_refused_before_anything_is_done(
    storage: Storage, tmp_path: Path, statement: str, words: str
) -> None:
    file = await backed_up(storage, tmp_path)
    spoil(file, statement)
    with pytest.raises(NotABackupError, match=words):
        await read_backup(file)


@pytest.mark.slow
@on_sqlite
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6])
async def test_a_damaged_file_is_refused(storage: Storage, tmp_path: Path, share: float) -> None:
    await fill(storage)
    file = await backed_up(storage, tmp_path)
    size = file.stat().st_size
    os.truncate(file, int(size * share))
    with pytest.raises(NotABackupError):
        await read_backup(file)


@on_sqlite
async def test_a_row_that_was_changed_since_is_noticed_and_nothing_is_restored(
    storage: Storage, tmp_path: Path
) -> None:
    await a_draft(storage)
    file = await backed_up(storage, tmp_path)
    spoil(file, "UPDATE article SET headline_key = 'another'")
    async with migrated(tmp_path / "other.db") as target:
        with pytest.raises(NotABackupError, match="not those that it was made of"):
            await restored(file, target)
        assert not tables.mappings(target, article)


@pytest.mark.slow
async def test_a_database_that_has_rows_is_replaced_only_if_that_is_said(
    storage: Storage, target: Storage, tmp_path: Path
) -> None:
    number = await a_draft(storage)
    file = await backed_up(storage, tmp_path)
    await a_published_article(target)
    await a_published_article(target)
    with pytest.raises(CannotMoveError, match=r"has rows already \(article.*--replace"):
        await restored(file, target)
    await restored(file, target, anew=True)
    assert tables.values(target, select(article.c.id)) == [number]


@pytest.mark.slow
async def test_nothing_is_restored_under_a_running_bot(
    storage: Storage, target: Storage, tmp_path: Path
) -> None:
    file = await backed_up(storage, tmp_path)
    async with target.sign_of_life() as processes:
        await processes.join("one", "desk 4711", timedelta(minutes=1))
    with pytest.raises(CannotMoveError, match=r"stop every bot .*: desk 4711 "):
        await restored(file, target, anew=True)


# --- how it goes on ---------------------------------------------------------------------------


async def owed(storage: Storage, subject: int, **values: Any) -> None:
    row = {
        "kind": Kind.ARTICLE,
        "subject_id": subject,
        "chat_id": CHANNEL,
        "audience": Audience.CHANNEL,
        "lane": Lane.CHANNEL,
        "state": State.DUE,
        "not_before": NOON,
        "enqueued_at": NOON,
    }
    await tables.change(storage, insert(delivery).values(row | values))


SETTLES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a post that is due may stand there, behind all that was known": (
        {"sent_print": "of an earlier try"},
        {"state": "unknown", "sent_after": 70, "sent_print": None, "again": True},
    ),
    "one that was leaving is looked for from where it left": (
        {"state": State.SENDING, "sent_at": NOON, "sent_after": 40, "sent_print": "said"},
        {"state": "unknown", "sent_after": 40, "sent_print": None, "sent_at": None},
    ),
    "one that the desk was asked about is looked for anew": (
        {"state": State.UNKNOWN, "sent_after": 40, "sent_print": "said", "not_before": NEVER},
        {"state": "unknown", "sent_after": 40, "sent_print": None, "not_before": LATER},
    ),
    "an edit is repeated": (
        {"state": State.SENDING, "message_id": 60, "lease_until": NOON},
        {"state": "due", "message_id": 60, "lease_until": None},
    ),
    "what was wanted below is sent there": (
        {
            "audience": Audience.DESK,
            "chat_id": OLENA,
            "kind": Kind.CARD,
            "state": State.SENDING,
            "message_id": 60,
            "anew": True,
        },
        {"state": "due", "message_id": None, "anew": False},
    ),
    "what is to come later comes then, if it is not there": (
        {"not_before": LATER + timedelta(hours=1)},
        {"state": "unknown", "not_before": LATER + timedelta(hours=1)},
    ),
    "a reader may have it": (
        {"audience": Audience.READER, "chat_id": TARAS},
        {"state": "unknown", "reason": "restored", "again": False},
    ),
    "a reader does not have yet what is to come later": (
        {"audience": Audience.READER, "chat_id": TARAS, "not_before": LATER + timedelta(hours=1)},
        {"state": "due", "reason": None},
    ),
    "the desk rather has a card twice": (
        {"audience": Audience.DESK, "chat_id": OLENA, "kind": Kind.CARD},
        {"state": "due"},
    ),
    "what is shown stays": (
        {"state": State.SHOWN, "message_id": 60},
        {"state": "shown", "message_id": 60, "reason": None},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", SETTLES)
async def test_what_was_owed_may_have_been_sent_since(
    storage: Storage, tmp_path: Path, case: str
) -> None:
    before, after = SETTLES[case]
    await a_channel(storage)
    async with storage.writing() as tx:
        await tx.channels.saw_message(CHANNEL, 70)
    await owed(storage, 12, **before)
    file = await backed_up(storage, tmp_path)
    await restored(file, storage, anew=True)
    row = next(one for one in tables.mappings(storage, delivery) if one["subject_id"] == 12)
    assert {name: row[name] for name in after} == after


@pytest.mark.slow
async def test_who_had_something_in_hand_or_was_asked_something_is_not_waited_for(
    storage: Storage, tmp_path: Path
) -> None:
    await fill(storage)
    await tables.change(storage, update(invitation).values(used_by=None))
    file = await backed_up(storage, tmp_path)
    await restored(file, storage, anew=True)
    assert not any(
        tables.mappings(storage, table) for table in (process, lease, question, invitation)
    )
    assert {row["holder"] for row in tables.mappings(storage, inbox)} == {None}
    (made,) = tables.mappings(storage, restoration)
    assert (made["taken_at"], made["restored_at"]) == (NOON, LATER)


@pytest.mark.slow
async def test_a_number_that_was_given_after_the_backup_is_not_given_again(
    storage: Storage, tmp_path: Path
) -> None:
    last = await a_draft(storage)
    file = await backed_up(storage, tmp_path)
    await restored(file, storage, anew=True)
    assert await a_draft(storage) == last + 1_001


@pytest.mark.slow
async def test_the_desk_is_told_of_it(storage: Storage, tmp_path: Path) -> None:
    async with storage.writing() as tx:
        await tx.people.save_editor(an_owner(), NOON)
    file = await backed_up(storage, tmp_path)
    await restored(file, storage, anew=True)
    (told,) = tables.mappings(storage, notice)
    assert told["kind"] == "restored"
    (row,) = tables.mappings(storage, delivery)
    assert (row["kind"], row["subject_id"], row["chat_id"]) == ("notice", told["id"], OLENA)


NEW: dict[str, tuple[dict[str, Any], timedelta, bool]] = {
    "a draft of before": ({"published_at": None}, timedelta(hours=-1), True),
    "news of before that a feed brings": ({"published_at": NOON}, timedelta(hours=1), True),
    "an article without a date": ({"published_at": None}, timedelta(hours=1), True),
    "news of now": ({"published_at": LATER + timedelta(hours=1)}, timedelta(hours=1), False),
    "news of before, a week later": ({"published_at": NOON}, timedelta(days=8), False),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", NEW)
async def test_what_may_stand_in_a_channel_already_is_looked_for_before_it_is_posted(
    storage: Storage, tmp_path: Path, case: str
) -> None:
    fields, since, in_doubt = NEW[case]
    await a_channel(storage)
    await a_reader(storage)
    file = await backed_up(storage, tmp_path)
    await restored(file, storage, anew=True)
    published = LATER + max(since, timedelta())
    number = await a_draft(storage, **fields)
    await tables.change(storage, update(article).values(created_at=LATER + since))
    async with storage.writing() as tx:
        new = (await tx.articles.existing(number)).publish(published)
        await tx.publishing.publish(new, by=OLENA, now=published)
        await tx.ledger.fan_out(number, published)
    states = {
        row["chat_id"]: row["state"]
        for row in tables.mappings(storage, delivery)
        if row["kind"] == "article"
    }
    expected = "unknown" if in_doubt else "due"
    assert states == {CHANNEL: expected, TARAS: expected}
