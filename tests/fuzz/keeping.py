"""The database behind a surface: a SQLite file, or one on PostgreSQL where a server is named."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

import psycopg

# Whom and where, such as `vistnyk@127.0.0.1:5432`; processes of a run find it there.
SERVER: Final = "FUZZ_POSTGRESQL"
_numbers = count()


@contextmanager
def a_database() -> Iterator[Path | str]:
    """Empty, and gone at the end; null characters and large numbers get to each in its own way."""
    server = os.environ.get(SERVER)
    if server is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder) / "test.db"
        return
    name = f"fuzz_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(f"postgresql://{server}/postgres", autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgresql+asyncpg://{server}/{name}"
        finally:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")
