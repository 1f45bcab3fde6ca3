"""What failed of an article is tried again."""

from bot.domain.article import ArticleState
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.errors import RefusedError
from bot.domain.people import Editor, check_decides
from bot.usecases.draft_cards import show_report
from storage.storage import Storage


class Replays:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def replay(self, article_id: int, *, by: Editor) -> int:
        """Send again what failed, and only that; how many chats. A second press finds none.

        Of what was taken back: try again to take away the posts that still stand.
        """
        now = self._clock()
        async with self._storage.writing() as tx:
            article = await tx.articles.existing(article_id, lock=True)
            check_decides(by, article)
            if article.state is ArticleState.RETRACTED:
                count = await tx.ledger.enqueue_withdrawals(now, article_id=article_id)
            elif not article.is_published:
                raise RefusedError("not_published", id=article_id)
            else:
                count = await tx.ledger.would_replay(article_id)
                await tx.ledger.replay(article_id, now)
            if count:
                subject = Subject.article(article)
                chats = (Change("chats", None, str(count)),)
                await tx.deeds.add(deed(Did.REPLAYED, subject, chats, by=by, at=now))
                await show_report(tx, article, by.user_id, now)
            tx.wake()
        return count
