"""A channel has a section's articles from now on, or no more: who is told of it."""

from collections import Counter
from datetime import datetime

from bot.domain.audience import Channel, Section
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.notices import SectionWithdrawn
from bot.domain.people import Editor
from bot.usecases.draft_cards import outdate_cards_of
from storage.storage import Transaction


async def reroute(
    tx: Transaction, channel: Channel, section: Section, *, on: bool, by: Editor, now: datetime
) -> None:
    if on is (section.id in channel.section_ids):
        return
    await tx.audience.route(channel.chat_id, section.id, on=on)
    change = Change("section", *((None, section.name) if on else (section.name, None)))
    did, subject = Did.CHANNEL_CHANGED, Subject.channel(channel)
    await tx.deeds.add(deed(did, subject, [change], by=by, at=now))
    await outdate_cards_of(tx, section.id, now)
    if not on and channel.is_taken:
        await _tell(tx, channel, section, by, now)


async def _tell(
    tx: Transaction, channel: Channel, section: Section, by: Editor, now: datetime
) -> None:
    """Whoever has set a time hears what of theirs goes there no more; who did it, of all that."""
    waiting = await tx.schedule.bound_for(channel.chat_id, [section.id])
    losing = Counter(article.scheduled.by for article in waiting if article.scheduled)
    desk = {editor.user_id for editor in await tx.people.editors()}
    told = {person: count for person, count in losing.items() if person in desk}
    if waiting:
        told[by.user_id] = len(waiting)
    about, is_group = (channel.chat_id, channel.title), channel.is_group
    for person, count in told.items():
        notice = SectionWithdrawn(*about, section.name, count, is_group=is_group)
        await tx.tell([person], notice, now)
