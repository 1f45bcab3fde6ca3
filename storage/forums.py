"""Groups with topics: their threads, and in which of them a section's posts are to stand."""

from dataclasses import replace

from sqlalchemy import select, update

from bot.domain.channel import Channel
from bot.domain.forum import AS_THE_REST, REST, Thread, ThreadState
from storage import statements
from storage.schema import channel, channel_section, forum_thread
from storage.view import View


class ForumView(View):
    async def threads(self, chat_id: int) -> dict[int, Thread]:
        """All that the bot knows of, by their numbers; «General» is none of them."""
        found = await self._connection.execute(
            select(forum_thread)
            .where(forum_thread.c.chat_id == chat_id)
            .order_by(forum_thread.c.thread_id)
        )
        return {
            row.thread_id: Thread(row.thread_id, row.name, ThreadState(row.state)) for row in found
        }

    async def place(self, forum: Channel, meant: int) -> int | None:
        """The thread in which a post that is meant for one goes now; None: the chat has none."""
        if forum.threads is None:
            return None
        return forum.threads.open_for(meant, await self.threads(forum.chat_id))


class ForumStore(ForumView):
    async def set_forum(self, chat_id: int, *, is_forum: bool) -> None:
        """Whether a group has topics now."""
        its_own = channel.c.chat_id == chat_id
        await self._connection.execute(update(channel).where(its_own).values(is_forum=is_forum))

    async def open_closed(self, chat_id: int) -> None:
        """The bot may have a right that was wanting."""
        await self._connection.execute(
            update(forum_thread)
            .where(forum_thread.c.chat_id == chat_id, forum_thread.c.state == ThreadState.CLOSED)
            .values(state=ThreadState.OPEN)
        )

    async def keep(self, chat_id: int, thread: Thread) -> None:
        """Write a thread down as it is now."""
        values = {"name": thread.name, "state": thread.state}
        statement = statements.insert(self._connection, forum_thread).values(
            chat_id=chat_id, thread_id=thread.id, **values
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[forum_thread.c.chat_id, forum_thread.c.thread_id], set_=values
            )
        )

    async def refuse(self, chat_id: int, thread_id: int, state: ThreadState) -> Thread | None:
        """Telegram takes no post there; the thread, if that is new."""
        known = (await self.threads(chat_id)).get(thread_id, Thread(thread_id, None))
        if known.state is state:
            return None
        await self.keep(chat_id, replace(known, state=state))
        return known

    async def choose(self, chat_id: int, section_id: int, thread_id: int) -> None:
        """Let a section's posts stand in a thread from now on; or those of all others (`REST`)."""
        if section_id == REST:
            its_own = channel.c.chat_id == chat_id
            await self._connection.execute(
                update(channel).where(its_own).values(thread_id=thread_id)
            )
            return
        await self._connection.execute(
            update(channel_section)
            .where(
                channel_section.c.chat_id == chat_id, channel_section.c.section_id == section_id
            )
            .values(thread_id=None if thread_id == AS_THE_REST else thread_id)
        )
