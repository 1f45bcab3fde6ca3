"""What people think of posts in channels, as far as Telegram counts it for the bot."""

from aiogram import Router
from aiogram.types import MessageReactionCountUpdated

from bot.usecases.statistics import Statistics


async def reacted(change: MessageReactionCountUpdated, statistics: Statistics) -> None:
    total = sum(kind.total_count for kind in change.reactions)
    await statistics.reacted(change.chat.id, change.message_id, total, change.date)


def build() -> Router:
    router = Router(name=__name__)
    router.message_reaction_count.register(reacted)
    return router
