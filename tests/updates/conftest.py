from tests.databases import app, blank, clock, database

__all__ = ["app", "blank", "clock", "database"]
