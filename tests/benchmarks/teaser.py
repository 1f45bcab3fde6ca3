"""The message that every sender sends: a reader's teaser of the first sample, as JSON's values."""

from typing import Any

from bot.config import FixedSettings
from bot.delivery.telegram import as_parameters
from bot.demo.sample_newsroom import samples
from bot.domain.article import Article, ArticleState
from bot.domain.clock import system_clock
from bot.domain.deep_links import OpenArticle, bot_link
from bot.domain.delivery import Audience
from bot.domain.section import FIRST_SECTIONS
from bot.intake.text.page_text import read_page_text
from bot.rendering.renderer import Renderer
from bot.rendering.teasers import Teaser


def request() -> dict[str, Any]:
    """The parameters of sendMessage, all but the chat: what `vistnyk deliver` sends."""
    zone = FixedSettings().zone
    article = Article(
        id=1,
        state=ArticleState.PUBLISHED,
        revision=1,
        content=read_page_text(samples()[0], zone=zone).content,
        section=FIRST_SECTIONS[0],
    )
    address = bot_link("vistnyk_rapid_bot", OpenArticle(article.id))
    page = Teaser(article=article, audience=Audience.READER, address=address)
    return as_parameters(Renderer(zone, system_clock).post(page, "uk"))
