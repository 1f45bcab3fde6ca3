"""Where an article is read: on the site, or else in the bot."""

from collections.abc import Iterable

from bot.domain.article import Article
from bot.domain.deep_links import OpenArticle, bot_link


def address_of(article: Article, bot_username: str) -> str:
    return article.content.link or bot_link(bot_username, OpenArticle(article.id))


def addresses_of(articles: Iterable[Article], bot_username: str) -> dict[int, str]:
    """The address of each article, by its id."""
    return {article.id: address_of(article, bot_username) for article in articles}
