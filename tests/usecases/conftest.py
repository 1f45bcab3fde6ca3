from tests.databases import blank, clock, database, storage

__all__ = ["blank", "clock", "database", "storage"]
