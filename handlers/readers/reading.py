"""An article as somebody reads it in the bot, with what they can do beneath it."""

from bot.domain.article import Article
from bot.domain.deep_links import OpenArticle, bot_link
from bot.domain.people import Person
from bot.domain.post import Post
from bot.rendering import Renderer
from bot.rendering.saved_pages import buttons_beneath
from bot.rendering.teasers import full_text
from bot.usecases.archive import Archive
from bot.usecases.saving import Saving
from handlers.links import with_addresses


async def whole_article(
    article: Article,
    person: Person,
    *,
    archive: Archive,
    saving: Saving,
    pages: Renderer,
    bot_username: str,
    language: str,
) -> tuple[Post, ...]:
    """The full text in as many messages as it takes; the buttons stand under the last one."""
    related = with_addresses(await archive.related(article), bot_username)
    beneath = buttons_beneath(
        article,
        await saving.beneath(article, person.user_id),
        article.content.link or bot_link(bot_username, OpenArticle(article.id)),
        pages.label(language),
        followed=article.section is not None and article.section.id in person.follows,
    )
    return full_text(pages, article, language, related, beneath)
