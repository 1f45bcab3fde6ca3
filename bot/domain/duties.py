"""What only one of the processes that share a database may do at a time."""

from enum import StrEnum


class Duty(StrEnum):
    POLLING = "polling"  # asking Telegram for updates: it refuses a second one who asks
    CLOCK = "clock"  # what is tidied up every so often
