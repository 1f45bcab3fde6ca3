"""What the reasons in the ledger mean: Telegram's words, or ours, as codes that have sentences."""

from typing import Final

# The first that fits holds. A chat that Telegram hides from the bot is one that it was put out of.
CAUSES: Final = (
    ("maybe", ("may have arrived",)),
    ("blocked", ("bot was blocked by the user",)),
    ("deactivated", ("user is deactivated",)),
    ("removed", ("bot was kicked", "bot is not a member", "bot was removed", "channel_private")),
    (
        "rights",
        (
            "not enough rights",
            "need administrator rights",
            "have no rights",
            "chat_write_forbidden",
            "chat_admin_required",
        ),
    ),
    ("deleted", ("message to edit not found", "message_id_invalid")),
    ("not_recorded", ("not written down",)),
    ("stopped", ("stopped by the desk",)),
    ("by_hand", ("removed by hand",)),
    ("not_editable", ("message can't be edited",)),
    ("not_forwarded", ("message can't be forwarded", "chat_forwards_restricted")),
    ("chat_unknown", ("chat not found", "peer_id_invalid")),
    ("chat_gone", ("group chat was deactivated", "group chat was deleted")),
    ("never_started", ("can't initiate conversation",)),
    ("retracted", ("retracted",)),
    ("not_owed", ("nothing is owed any more", "article_unknown")),
    ("moved", ("moved to -",)),
    ("too_long", ("message is too long",)),
    ("no_desk_chat", ("no desk chat",)),
    ("sent_text_unknown", ("as it was sent is not known",)),
    ("earlier_posts_unknown", ("earlier posts are not known",)),
    ("looked_at_many", ("messages looked at",)),
    ("too_few_stars", ("not enough stars", "balance_too_low")),
    ("paid_pace_refused", ("the paid pace was refused",)),
    ("stars_unknown", ("the balance of stars is not known",)),
    (
        "no_answer",
        ("no connection", "timeout", "disconnected", "oserror", "without a readable answer"),
    ),
)


def cause_of(reason: str | None) -> str | None:
    """The code of a reason; None for words of Telegram that nobody has translated."""
    said = (reason or "").lower()
    return next((code for code, words in CAUSES if any(known in said for known in words)), None)
