"""An article that went out is taken back."""

from bot.domain.article import Article
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.errors import RefusedError
from bot.domain.notices import ArticleRetracted
from bot.domain.people import Editor, check_decides
from bot.usecases.draft_cards import show_report
from bot.usecases.questions import close_outdated
from storage.storage import Storage


class Retraction:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def retract(
        self, article_id: int, *, by: Editor, tell: bool = False, drawn: int | None = None
    ) -> Article:
        """Take an article back from every chat; `tell`: those who had it get a notice.

        What Telegram no longer lets a bot delete is overwritten. A second call changes nothing;
        one that would tell those whom the first did not is refused: `article_retracted`.
        `drawn`: the version that whoever takes it back has seen.
        """
        now = self._clock()
        async with self._storage.writing() as tx:
            article = await tx.articles.existing(article_id, lock=True)
            check_decides(by, article)
            retracted = article.retract(now)
            if retracted == article:
                if tell and await tx.desk.told_of_retraction(article_id) is None:
                    raise RefusedError("article_retracted", id=article_id)
                return article
            article.as_drawn(drawn)
            await tx.publishing.retract(retracted, now)
            told = (Change.switched("told", on=True),) if tell else ()
            subject = Subject.article(article)
            await tx.deeds.add(deed(Did.RETRACTED, subject, told, by=by, at=now))
            await close_outdated(tx, retracted, now)
            if tell:
                notice = ArticleRetracted(article.content.headline, article_id)
                notice_id = await tx.desk.add_notice(notice, now)
                await tx.ledger.tell_receivers(article_id, notice_id, now)
            await show_report(tx, article, by.user_id, now)
            tx.wake()
        return retracted
