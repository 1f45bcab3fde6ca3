"""What becomes of an article that went out: taken back, or sent again where it failed."""

from bot.domain.article import Article, ArticleState
from bot.domain.clock import Clock, Wake
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.notices import ArticleRetracted
from bot.domain.people import Editor
from bot.usecases.questions import close_outdated
from storage.storage import Storage


class Retraction:
    """The use cases of what is public already."""

    def __init__(self, storage: Storage, clock: Clock, wake: Wake) -> None:
        self._storage = storage
        self._clock = clock
        self._wake = wake

    async def retract(self, article_id: int, *, by: Editor, tell: bool = False) -> Article:
        """Take an article back from every chat; `tell`: those who had it get a notice.

        What Telegram no longer lets a bot delete is overwritten. A second call changes nothing.
        """
        now = self._clock()
        async with self._storage.writing() as tx:
            article = await tx.articles.existing(article_id, lock=True)
            retracted = article.retract(now)
            if retracted == article:
                return article
            await tx.publishing.retract(retracted, now)
            await close_outdated(tx, retracted, now)
            if tell:
                notice = ArticleRetracted(article.content.headline)
                notice_id = await tx.desk.add_notice(notice, now)
                await tx.ledger.tell_receivers(article_id, notice_id, now)
            await tx.ledger.enqueue_again(Kind.PROGRESS, article_id, by.user_id, now)
        self._wake()
        return retracted

    async def replay(self, article_id: int, *, by: Editor) -> int:
        """Send again what failed, and only that; how many chats. A second press finds none.

        Of what was taken back: try again to take away the posts that still stand.
        """
        now = self._clock()
        async with self._storage.writing() as tx:
            article = await tx.articles.existing(article_id, lock=True)
            if article.state is ArticleState.RETRACTED:
                count = await tx.ledger.enqueue_withdrawals(now, article_id=article_id)
            elif not article.is_published:
                raise RefusedError("not_published", id=article_id)
            else:
                count = await tx.ledger.would_replay(article_id)
                await tx.ledger.replay(article_id, now)
            if count:
                await tx.ledger.enqueue_again(Kind.PROGRESS, article_id, by.user_id, now)
        self._wake()
        return count

    async def taken_away(self, delivery_id: int) -> None:
        """An editor has removed by hand a post that Telegram did not let the bot take away."""
        async with self._storage.writing() as tx:
            row = await tx.ledger.find(delivery_id)
            if row is None or not await tx.ledger.record_taken_away(delivery_id):
                raise RefusedError("delivery_settled")
            await tx.ledger.mark_changed(Kind.PROGRESS, row.subject_id, self._clock())
        self._wake()

    async def decide_on_readers(self, *, go_on: bool) -> None:
        """The desk's word on readers none of whom could be reached.

        Either they are sent what they are owed, whoever cannot be reached; or that fails, and can
        be sent again article by article.
        """
        async with self._storage.writing() as tx:
            stop = await tx.reach.stop()
            if stop is None or stop.agreed:
                raise RefusedError("delivery_settled")
            if go_on:
                await tx.reach.go_on()
            else:
                await tx.reach.let_off()
        self._wake()
