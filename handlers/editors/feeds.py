"""Which feeds articles come from; owners and chiefs decide what becomes of their items."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.domain.errors import RefusedError
from bot.domain.feed_buttons import (
    AgreeFeed,
    AskFeed,
    AskFilter,
    CheckFeed,
    ClearFilter,
    DeclineFeed,
    PauseFeed,
    PublishFeed,
    RemoveFeed,
    SetCategory,
    SetFeedSection,
    SetInterval,
    ShowCategories,
    ShowCategory,
    ShowFeed,
    ShowFeeds,
    ShowFeedSections,
)
from bot.domain.feeds import Feed
from bot.domain.people import Editor
from bot.rendering.editors.feed_pages import (
    AskFeedAddress,
    AskFeedFilter,
    FeedAdded,
    FeedCategories,
    FeedCategory,
    FeedChecking,
    FeedDeclined,
    FeedList,
    FeedPage,
    FeedReading,
    FeedRemoved,
    FeedSections,
    RemoveFeedQuestion,
)
from bot.usecases.feeds.settings import Feeds
from bot.usecases.questions import Questions
from handlers.callbacks import Pressed, message_under
from handlers.filters import IsEditor
from handlers.replies import Reply

# --- looking ---


async def feeds_typed(
    _message: Message, command: CommandObject, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    """All feeds; with an address behind it, that one is read and offered."""
    if command.args:
        await say_found(await feeds.add(command.args, by=editor), editor, feeds, reply)
    else:
        await reply.say(await _list(editor, feeds))


async def show_feeds(_press: CallbackQuery, editor: Editor, feeds: Feeds, reply: Reply) -> None:
    page = await _list(editor, feeds)
    await reply.pop_up()
    await reply.show(page)


async def show_feed(
    _press: CallbackQuery, pressed: ShowFeed, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    await _show(await feeds.feed(pressed.feed_id), editor, feeds, reply)


# --- adding ---


async def ask_feed(
    _press: CallbackQuery, editor: Editor, feeds: Feeds, questions: Questions, reply: Reply
) -> None:
    await feeds.ask_address(by=editor)
    await reply.pop_up()
    await questions.stands_in(await reply.say(AskFeedAddress()), of=editor)


async def agree(
    _press: CallbackQuery, pressed: AgreeFeed, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    feed = await feeds.agree(pressed.feed_id, first=pressed.first, by=editor)
    await reply.pop_up(FeedAdded(feed=feed))
    await _show(feed, editor, feeds, reply)


async def decline(
    _press: CallbackQuery, pressed: DeclineFeed, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    await feeds.decline(pressed.feed_id, by=editor)
    await reply.settle(FeedDeclined())


# --- settings ---


async def set_publish(
    _press: CallbackQuery, pressed: PublishFeed, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    feed = await feeds.set_publish(pressed.feed_id, on=pressed.on, by=editor)
    await _show(feed, editor, feeds, reply)


async def show_sections(
    _press: CallbackQuery, pressed: ShowFeedSections, feeds: Feeds, reply: Reply
) -> None:
    page = FeedSections(feed=await feeds.feed(pressed.feed_id), sections=await feeds.sections())
    await reply.pop_up()
    await reply.show(page)


async def set_section(
    _press: CallbackQuery, pressed: SetFeedSection, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    feed = await feeds.set_section(pressed.feed_id, pressed.section_id, by=editor)
    await _show(feed, editor, feeds, reply)


async def show_categories(
    _press: CallbackQuery, pressed: ShowCategories, feeds: Feeds, reply: Reply
) -> None:
    await _show_categories(await feeds.feed(pressed.feed_id), feeds, reply)


async def show_category(
    _press: CallbackQuery, pressed: ShowCategory, feeds: Feeds, reply: Reply
) -> None:
    feed = await feeds.feed(pressed.feed_id)
    if not 0 <= pressed.place < len(feed.categories):
        raise RefusedError("feed_unknown")
    page = FeedCategory(
        feed=feed,
        place=pressed.place,
        category=feed.categories[pressed.place],
        sections=await feeds.sections(),
    )
    await reply.pop_up()
    await reply.show(page)


async def set_category(
    _press: CallbackQuery, pressed: SetCategory, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    feed = await feeds.set_category(pressed.feed_id, pressed.place, pressed.section_id, by=editor)
    await _show_categories(feed, feeds, reply)


async def ask_filter(
    _press: CallbackQuery,
    *,
    pressed: AskFilter,
    editor: Editor,
    feeds: Feeds,
    questions: Questions,
    reply: Reply,
) -> None:
    feed = await feeds.ask_filter(pressed.feed_id, by=editor)
    await reply.pop_up()
    page = AskFeedFilter(feed=feed, all_forms=feeds.finds_all_forms)
    await questions.stands_in(await reply.say(page), of=editor)


async def clear_filter(
    press: CallbackQuery,
    *,
    pressed: ClearFilter,
    editor: Editor,
    feeds: Feeds,
    questions: Questions,
    reply: Reply,
) -> None:
    feed = await feeds.clear_filter(pressed.feed_id, by=editor)
    await questions.cancel(None, by=editor, but=message_under(press))
    await _show(feed, editor, feeds, reply)


async def set_interval(
    _press: CallbackQuery, pressed: SetInterval, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    feed = await feeds.set_interval(pressed.feed_id, pressed.minutes, by=editor)
    await _show(feed, editor, feeds, reply)


async def pause(
    _press: CallbackQuery, pressed: PauseFeed, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    feed = await feeds.set_paused(pressed.feed_id, on=pressed.on, by=editor)
    await _show(feed, editor, feeds, reply)


async def check(
    _press: CallbackQuery, pressed: CheckFeed, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    await feeds.check_now(pressed.feed_id, by=editor)
    await reply.pop_up(FeedChecking())


async def remove(
    _press: CallbackQuery, pressed: RemoveFeed, editor: Editor, feeds: Feeds, reply: Reply
) -> None:
    """The first press asks, the second one does it and brings the list back."""
    if not pressed.sure:
        feed = await feeds.feed(pressed.feed_id)
        await reply.pop_up()
        await reply.show(RemoveFeedQuestion(feed=feed))
        return
    title = await feeds.remove(pressed.feed_id, by=editor)
    await reply.pop_up(FeedRemoved(title=title))
    await reply.show(await _list(editor, feeds))


# --- what these share ---


async def _list(editor: Editor, feeds: Feeds) -> FeedList:
    return FeedList(feeds=await feeds.feeds(), may_change=editor.decides_on_feeds)


async def _page(feed: Feed, editor: Editor, feeds: Feeds) -> FeedPage:
    sections = await feeds.sections()
    return FeedPage(feed=feed, sections=sections, may_change=editor.decides_on_feeds)


async def _show(feed: Feed, editor: Editor, feeds: Feeds, reply: Reply) -> None:
    page = await _page(feed, editor, feeds)
    await reply.pop_up()
    await reply.show(page)


async def _show_categories(feed: Feed, feeds: Feeds, reply: Reply) -> None:
    page = FeedCategories(feed=feed, sections=await feeds.sections())
    await reply.pop_up()
    await reply.show(page)


async def say_found(feed: Feed, editor: Editor, feeds: Feeds, reply: Reply) -> None:
    """The feed that is connected; of a new one, that it is being read."""
    if feed.is_connected:
        await reply.say(await _page(feed, editor, feeds))
    else:
        await reply.say(FeedReading(url=feed.url))


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(feeds_typed, Command("feeds"), IsEditor())
    router.callback_query.register(show_feeds, Pressed(ShowFeeds), IsEditor())
    router.callback_query.register(show_feed, Pressed(ShowFeed), IsEditor())
    router.callback_query.register(ask_feed, Pressed(AskFeed), IsEditor())
    router.callback_query.register(agree, Pressed(AgreeFeed), IsEditor())
    router.callback_query.register(decline, Pressed(DeclineFeed), IsEditor())
    router.callback_query.register(set_publish, Pressed(PublishFeed), IsEditor())
    router.callback_query.register(show_sections, Pressed(ShowFeedSections), IsEditor())
    router.callback_query.register(set_section, Pressed(SetFeedSection), IsEditor())
    router.callback_query.register(show_categories, Pressed(ShowCategories), IsEditor())
    router.callback_query.register(show_category, Pressed(ShowCategory), IsEditor())
    router.callback_query.register(set_category, Pressed(SetCategory), IsEditor())
    router.callback_query.register(ask_filter, Pressed(AskFilter), IsEditor())
    router.callback_query.register(clear_filter, Pressed(ClearFilter), IsEditor())
    router.callback_query.register(set_interval, Pressed(SetInterval), IsEditor())
    router.callback_query.register(pause, Pressed(PauseFeed), IsEditor())
    router.callback_query.register(check, Pressed(CheckFeed), IsEditor())
    router.callback_query.register(remove, Pressed(RemoveFeed), IsEditor())
    return router
