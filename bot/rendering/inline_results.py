"""What is offered to whoever types behind the bot's name: a card for each article."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.delivery import Audience
from bot.domain.post import Post
from bot.domain.text import is_blank, shorten
from bot.rendering.renderer import Renderer
from bot.rendering.teasers import Teaser
from bot.rendering.words import one_line

_TITLE, _DESCRIPTION = 120, 200


@dataclass(frozen=True, slots=True)
class InlineCard:
    """`post` is what the chat is sent once somebody chooses the card."""

    id: str
    title: str
    description: str
    thumbnail: str | None
    post: Post


def inline_card(
    article: Article, addresses: Mapping[int, str], pages: Renderer, language: str
) -> InlineCard:
    """The teaser as a channel has it: whoever reads it need not know the bot."""
    content = article.content
    post = pages.post(Teaser(article, Audience.CHANNEL, addresses.get(article.id)), language)
    pictures = (image.url for image in content.images if image.is_on_the_web)
    title = shorten(one_line(content.headline), _TITLE)
    return InlineCard(
        str(article.id),
        pages.label(language)("untitled") if is_blank(title) else title,
        shorten(one_line(content.opening), _DESCRIPTION),
        next(pictures, None),
        post,
    )
