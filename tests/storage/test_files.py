"""Where a database's files are, which are there, and who may read them."""

import stat
from pathlib import Path

import pytest

from storage.files import (
    address_in_sqlite,
    exposed_files,
    file_of,
    files_beside,
    is_missing,
    keep_private,
    make_file,
)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite+aiosqlite:////srv/vistnyk.db", Path("/srv/vistnyk.db")),
        ("sqlite+aiosqlite:///data/vistnyk.db", Path.cwd() / "data/vistnyk.db"),
        ("sqlite+aiosqlite:///:memory:", None),
        ("sqlite+aiosqlite:///file:x?mode=memory&uri=true", None),
        ("sqlite+aiosqlite://", None),
        ("postgresql+asyncpg://desk@db/vistnyk", None),
    ],
)
def test_an_address_names_a_file_or_none(url: str, file: Path | None) -> None:
    assert file_of(url) == file


def test_a_files_name_may_have_any_letters() -> None:
    assert address_in_sqlite(Path("/srv/новини #1?.db")) == (
        "file:/srv/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8%20%231%3F.db"
    )


def test_an_empty_file_is_no_database_unless_a_log_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "vistnyk.db"
    assert is_missing(path)
    path.touch()
    assert is_missing(path)
    log = tmp_path / "vistnyk.db-wal"
    log.touch()
    assert not is_missing(path)
    log.unlink()
    path.write_bytes(b"S")
    assert not is_missing(path)
    assert not is_missing(path / "of a file"), "whoever opens it is told what is wrong"


def test_a_new_file_is_its_owners_alone_with_the_folders_that_were_missing(tmp_path: Path) -> None:
    path = tmp_path / "data" / "deep" / "vistnyk.db"
    make_file(path)
    assert [mode_of(each) for each in (path, path.parent, path.parent.parent)] == [
        0o600,
        0o700,
        0o700,
    ]
    path.write_bytes(b"SQLite")
    path.chmod(0o644)
    make_file(path)
    assert (path.read_bytes(), mode_of(path)) == (b"SQLite", 0o644), "what is there stays"


def test_a_link_leads_to_where_the_file_is_made(tmp_path: Path) -> None:
    link, place = tmp_path / "link.db", tmp_path / "elsewhere" / "vistnyk.db"
    link.symlink_to(place)
    make_file(link)
    assert place.is_file()
    assert link.is_symlink()


@pytest.mark.parametrize("bits", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001])
def test_whatever_others_may_do_is_taken_from_them(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "vistnyk.db"
    names = [path.name + suffix for suffix in ("", "-wal", "-shm", ".lock")]
    for name in (*names, "other.db", "vistnyk.db-journal"):
        (tmp_path / name).touch(mode=0o600)
    assert [each.name for each in files_beside(path)] == names
    assert list(exposed_files(path)) == []
    for name in (*names, "other.db"):
        (tmp_path / name).chmod(0o600 | bits)
    assert [each.name for each in exposed_files(path)] == names
    keep_private(path)
    assert [mode_of(tmp_path / name) for name in names] == [0o600] * 4
    assert mode_of(tmp_path / "other.db") == 0o600 | bits
    (tmp_path / names[1]).unlink()
    assert [each.name for each in files_beside(path)] == [names[0], *names[2:]]
