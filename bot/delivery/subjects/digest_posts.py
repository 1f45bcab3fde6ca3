"""Digests: the headlines of what waited for a reader, true to what the articles say now."""

from bot.delivery.subjects.subject import DesiredPost, Rendering, Subject
from bot.domain.deep_links import OpenArticle, bot_link
from bot.domain.delivery import Delivery, Kind
from bot.rendering.digest_page import digest_page

_KEPT = 256  # posts: one for each digest, revision and language


class DigestPosts(Subject):
    kind = Kind.DIGEST

    def __init__(self) -> None:
        self._posts: dict[tuple[int, int, str, str], DesiredPost] = {}

    async def desired(self, row: Delivery, rendering: Rendering) -> DesiredPost | None:
        digest = await rendering.tx.digests.digest(row.subject_id)
        if digest is None:
            return None
        key = digest.id, digest.revision, rendering.language, rendering.bot_username
        if known := self._posts.get(key):
            return known
        articles = await rendering.tx.digests.articles(digest)
        if not articles and row.message_id is None:
            return None
        addresses = {
            article.id: bot_link(rendering.bot_username, OpenArticle(article.id))
            for article in articles
        }
        post = rendering.post(digest_page(digest, articles, addresses))
        desired = DesiredPost.of(post, digest.revision)
        if not articles:  # whoever has not had it gets nothing
            return desired
        if len(self._posts) >= _KEPT:
            del self._posts[next(iter(self._posts))]
        self._posts[key] = desired
        return desired
