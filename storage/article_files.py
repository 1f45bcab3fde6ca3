"""Which articles show what editors have sent: it stands nowhere else, and is kept for them."""

from typing import Final

from sqlalchemy import delete, insert

from bot.domain.article import Article, ArticleState, Content
from bot.domain.picture import picture_key
from storage import statements
from storage.schema import article_file
from storage.view import View

# What an article has become that shows none any more.
_OVER: Final = (ArticleState.MERGED, ArticleState.RETRACTED)


class ArticleFileStore(View):
    async def put_first(self, article_id: int, content: Content) -> None:
        """Those of a new article."""
        rows = [{"article_id": article_id, "key": key} for key in sorted(_sent(content))]
        if rows:
            await self._connection.execute(insert(article_file), rows)

    async def put(self, article: Article, *, rewritten: bool) -> None:
        """Those of an article as it is now; `rewritten`: it may have had others."""
        keys = set() if article.state in _OVER else _sent(article.content)
        if rewritten or article.state in _OVER:
            others = article_file.c.article_id == article.id, article_file.c.key.not_in(keys)
            await self._connection.execute(delete(article_file).where(*others))
        for key in sorted(keys):
            shown = statements.insert(self._connection, article_file).values(
                article_id=article.id, key=key
            )
            await self._connection.execute(shown.on_conflict_do_nothing())


def _sent(content: Content) -> set[str]:
    return {picture_key(image.url) for image in content.images if not image.is_on_the_web}
