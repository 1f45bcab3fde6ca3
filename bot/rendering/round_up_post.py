"""What a channel is shown where several articles share one post."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.article import Article
from bot.domain.round_up import HEADLINE
from bot.rendering.page import PostPage


@dataclass(frozen=True, slots=True)
class RoundUpLine:
    """An article with the address that its line leads to, and what the channel calls it."""

    article: Article
    address: str
    own_headline: str | None = None
    own_emoji: str | None = None

    @property
    def headline(self) -> str:
        return self.own_headline or self.article.content.headline

    @property
    def emoji(self) -> str:
        section = self.article.section
        return self.own_emoji or (section.emoji if section else "")


@dataclass(frozen=True)
class RoundUpPost(PostPage):
    """Several articles, a line for each."""

    template = "teasers/round_up"
    lines: tuple[RoundUpLine, ...]

    def context(self) -> Mapping[str, Any]:
        return {"lines": self.lines, "longest": HEADLINE}
