"""What posts say in one channel alone."""

from sqlalchemy import delete, exists, select, update

from bot.domain.channel_words import AS_EVERYWHERE, ChannelWords, as_values, from_values
from storage import statements
from storage.schema import channel_words, question
from storage.view import View


class ChannelWordsView(View):
    async def of(self, article_id: int) -> dict[int, ChannelWords]:
        """An article's own words, by channel; where there are none, it says what it says."""
        found = await self._connection.execute(
            select(channel_words.c.chat_id, channel_words.c.words).where(
                channel_words.c.article_id == article_id
            )
        )
        return {row.chat_id: from_values(row.words) for row in found}


class ChannelWordsStore(ChannelWordsView):
    async def set(self, article_id: int, chat_id: int, words: ChannelWords) -> None:
        if words == AS_EVERYWHERE:
            await self._connection.execute(
                delete(channel_words).where(
                    channel_words.c.article_id == article_id, channel_words.c.chat_id == chat_id
                )
            )
            return
        kept = {"words": as_values(words)}
        await self._connection.execute(
            statements.insert(self._connection, channel_words)
            .values(article_id=article_id, chat_id=chat_id, **kept)
            .on_conflict_do_update(
                index_elements=[channel_words.c.article_id, channel_words.c.chat_id], set_=kept
            )
        )

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup; what the desk is asked about it just now is about that.

        Where the desk has put it otherwise for the new one already, that is its newer word.
        """
        newer = channel_words.alias()
        has_own = exists().where(
            newer.c.article_id == channel_words.c.article_id, newer.c.chat_id == new
        )
        await self._connection.execute(
            delete(channel_words).where(channel_words.c.chat_id == old, has_own)
        )
        await self._connection.execute(
            update(channel_words).where(channel_words.c.chat_id == old).values(chat_id=new)
        )
        await self._connection.execute(
            update(question).where(question.c.channel_id == old).values(channel_id=new)
        )
