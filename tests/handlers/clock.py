"""The time at which these tests happen."""

from datetime import UTC, datetime

NOW = datetime(2023, 5, 10, 12, 30, tzinfo=UTC)
