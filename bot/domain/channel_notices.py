"""What the desk is told of a post's own words in one channel."""

from dataclasses import dataclass

from bot.domain.notice import Notice


@dataclass(frozen=True, slots=True)
class WordsTaken(Notice):
    """What was typed is what the post says there."""

    article_id: int
    chat_id: int
    title: str
