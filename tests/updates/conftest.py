from tests.databases import app, blank, clock, database, server, sqlite_file

__all__ = ["app", "blank", "clock", "database", "server", "sqlite_file"]
