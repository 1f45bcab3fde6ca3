"""What came last of the first thing that somebody follows, so that they see what to expect."""

from bot.domain.topics import Topic
from bot.rendering.reader_pages import Taste
from bot.usecases.archive import Archive
from handlers.links import addresses_of
from handlers.replies import Reply


async def say_taste(topic: Topic, archive: Archive, bot_username: str, reply: Reply) -> None:
    """Nothing, where nothing has come yet."""
    if articles := await archive.taste(topic):
        addresses = addresses_of(articles, bot_username)
        await reply.say(Taste(topic=topic, articles=articles, addresses=addresses))
