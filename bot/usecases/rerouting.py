"""A channel has a section's articles from now on, or no more: who set a time hears of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.domain.article import Article
from bot.domain.channel import Channel
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.notices import SectionWithdrawn
from bot.domain.people import Editor
from bot.domain.section import Section
from bot.usecases.draft_cards import outdate_cards_of
from storage.storage import Snapshot, Transaction


async def reroute(
    tx: Transaction, channel: Channel, section: Section, *, on: bool, by: Editor, now: datetime
) -> None:
    if on is (section.id in channel.section_ids):
        return
    await tx.channels.route(channel.chat_id, section.id, on=on)
    change = Change("section", *((None, section.name) if on else (section.name, None)))
    did, subject = Did.CHANNEL_CHANGED, Subject.channel(channel)
    await tx.deeds.add(deed(did, subject, [change], by=by, at=now))
    await outdate_cards_of(tx, section.id, now)
    if not on and channel.is_taken:
        await _tell(tx, channel, section, by, now)


async def concerned(tx: Snapshot, waiting: Sequence[Article], by: Editor) -> dict[int, int]:
    """Whoever of the desk has set a time, with how many of theirs wait; who did it, with all."""
    times = Counter(article.scheduled.by for article in waiting if article.scheduled)
    desk = {editor.user_id for editor in await tx.people.editors()}
    counts = {person: count for person, count in times.items() if person in desk}
    return {**counts, by.user_id: len(waiting)} if waiting else {}


async def _tell(
    tx: Transaction, channel: Channel, section: Section, by: Editor, now: datetime
) -> None:
    """What of theirs goes there no more."""
    waiting = await tx.schedule.bound_for(channel.chat_id, [section.id])
    about, is_group = (channel.chat_id, channel.title), channel.is_group
    for person, count in (await concerned(tx, waiting, by)).items():
        notice = SectionWithdrawn(*about, section.name, count, is_group=is_group)
        await tx.tell([person], notice, now)
