"""What may stand open about an article in a chat, once of each kind."""

from enum import StrEnum


class Form(StrEnum):
    """A message with buttons that is not the card; the values are stored."""

    FIELDS = "fields"
    OUTLETS = "outlets"
    TIME = "time"  # when it goes out, and the buttons to change that
    PREFLIGHT = "preflight"  # what is asked before it goes out
    PAYMENT = "payment"
    RETRACTION = "retraction"
    PREVIEW = "preview"
