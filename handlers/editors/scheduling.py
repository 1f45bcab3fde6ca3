"""Editors say when an article goes out, and see what goes out when."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.article import Article
from bot.domain.article_forms import Form
from bot.domain.errors import RefusedError
from bot.domain.people import Editor
from bot.domain.schedule import day_of, from_minutes
from bot.domain.schedule_buttons import (
    AskWhen,
    ClearTime,
    EditWhen,
    SetBreaking,
    SetOutlet,
    SetOutletChannel,
    SetTime,
    ShowDay,
    ShowHour,
    ShowMonth,
    ShowOutlets,
    ShowQueue,
    ShowScheduled,
)
from bot.rendering.editors import (
    DayQuestion,
    HourQuestion,
    MonthQuestion,
    OutletsPage,
    QueuePage,
    ScheduledPage,
    WhenQuestion,
)
from bot.usecases.questions import Questions
from bot.usecases.scheduling import Scheduling
from handlers.callbacks import Pressed, message_under
from handlers.editors.own_forms import open_form
from handlers.filters import IsEditor
from handlers.replies import Reply


async def ask_when(
    _press: CallbackQuery,
    *,
    pressed: AskWhen,
    drawn: int | None,
    editor: Editor,
    scheduling: Scheduling,
    questions: Questions,
    reply: Reply,
) -> None:
    """From the card: the question comes in a message of its own."""
    article = await scheduling.ask(
        pressed.article_id, embargo=pressed.embargo, by=editor, drawn=drawn
    )
    await reply.pop_up()
    page = await when_question(article, scheduling, embargo=pressed.embargo)
    await questions.stands_in(await reply.say(page), of=editor)


async def edit_when(
    press: CallbackQuery,
    *,
    pressed: EditWhen,
    drawn: int | None,
    editor: Editor,
    scheduling: Scheduling,
    reply: Reply,
) -> None:
    """From the queue: the question takes the place of what stood there."""
    article = await scheduling.ask(
        pressed.article_id,
        embargo=pressed.embargo,
        by=editor,
        message_id=message_under(press),
        drawn=drawn,
    )
    await reply.pop_up()
    await reply.show(await when_question(article, scheduling, embargo=pressed.embargo))


async def show_month(
    _press: CallbackQuery,
    pressed: ShowMonth,
    drawn: int | None,
    scheduling: Scheduling,
    reply: Reply,
) -> None:
    article = await scheduling.article(pressed.article_id, drawn=drawn)
    now = scheduling.now()
    month = day_of(pressed.day, now)
    await reply.pop_up()
    await reply.show(MonthQuestion(article=article, now=now, embargo=pressed.embargo, month=month))


async def show_day(
    _press: CallbackQuery,
    pressed: ShowDay,
    drawn: int | None,
    scheduling: Scheduling,
    reply: Reply,
) -> None:
    article = await scheduling.article(pressed.article_id, drawn=drawn)
    now = scheduling.now()
    day = day_of(pressed.day, now)
    await reply.pop_up()
    await reply.show(DayQuestion(article=article, now=now, embargo=pressed.embargo, day=day))


async def show_hour(
    _press: CallbackQuery,
    pressed: ShowHour,
    drawn: int | None,
    scheduling: Scheduling,
    reply: Reply,
) -> None:
    article = await scheduling.article(pressed.article_id, drawn=drawn)
    now = scheduling.now()
    hour = from_minutes(pressed.start, scheduling.zone)
    await reply.pop_up()
    await reply.show(HourQuestion(article=article, now=now, embargo=pressed.embargo, hour=hour))


async def set_time(
    press: CallbackQuery,
    *,
    pressed: SetTime,
    drawn: int | None,
    editor: Editor,
    scheduling: Scheduling,
    questions: Questions,
    reply: Reply,
) -> None:
    at = from_minutes(pressed.minutes, scheduling.zone)
    choose = scheduling.embargo if pressed.embargo else scheduling.schedule
    article = await choose(pressed.article_id, at, by=editor, drawn=drawn)
    await reply.pop_up()
    await reply.show(await scheduled_page(article, scheduling))
    await _stands_under(press, article, questions, editor)


async def set_breaking(
    press: CallbackQuery,
    *,
    pressed: SetBreaking,
    drawn: int | None,
    editor: Editor,
    scheduling: Scheduling,
    questions: Questions,
    reply: Reply,
) -> None:
    article = await scheduling.set_breaking(
        pressed.article_id, on=pressed.on, by=editor, drawn=drawn
    )
    await reply.pop_up()
    await reply.show(await scheduled_page(article, scheduling))
    await _stands_under(press, article, questions, editor)


async def clear_time(
    press: CallbackQuery,
    *,
    pressed: ClearTime,
    drawn: int | None,
    editor: Editor,
    scheduling: Scheduling,
    questions: Questions,
    reply: Reply,
) -> None:
    page = await scheduling.page_of(pressed.article_id)  # where the others are that stood by it
    article = await scheduling.clear(
        pressed.article_id, embargo=pressed.embargo, by=editor, drawn=drawn
    )
    await reply.pop_up()
    await reply.show(await scheduled_page(article, scheduling, page))
    await _stands_under(press, article, questions, editor)


async def when_question(
    article: Article, scheduling: Scheduling, *, embargo: bool
) -> WhenQuestion:
    strict = await scheduling.needs_second(article)
    return WhenQuestion(article, scheduling.now(), embargo, strict)


async def scheduled_page(
    article: Article, scheduling: Scheduling, page: int | None = None
) -> ScheduledPage:
    """`page`: of the queue, to go back to; else the one on which the article stands."""
    back_to = await scheduling.page_of(article.id) if page is None else page
    return ScheduledPage(article, await scheduling.needs_second(article), back_to)


# --- where it goes, and how ---


async def show_outlets(
    _press: CallbackQuery,
    *,
    pressed: ShowOutlets,
    drawn: int | None,
    editor: Editor,
    scheduling: Scheduling,
    questions: Questions,
    reply: Reply,
) -> None:
    dispatch = await scheduling.outlets(pressed.article_id, drawn=drawn)
    await reply.pop_up()
    await open_form(
        OutletsPage(dispatch=dispatch),
        pressed.article_id,
        Form.OUTLETS,
        editor=editor,
        questions=questions,
        reply=reply,
    )


async def set_outlet(
    _press: CallbackQuery,
    *,
    pressed: SetOutlet,
    editor: Editor,
    scheduling: Scheduling,
    reply: Reply,
) -> None:
    dispatch = await scheduling.set_outlet(
        pressed.article_id, pressed.part, on=pressed.on, by=editor
    )
    await reply.pop_up()
    await reply.show(OutletsPage(dispatch=dispatch))


async def set_outlet_channel(
    _press: CallbackQuery,
    *,
    pressed: SetOutletChannel,
    editor: Editor,
    scheduling: Scheduling,
    reply: Reply,
) -> None:
    dispatch = await scheduling.set_outlet_channel(
        pressed.article_id, pressed.chat_id, on=pressed.on, by=editor
    )
    await reply.pop_up()
    await reply.show(OutletsPage(dispatch=dispatch))


# --- the queue: one message, edited in place ---


async def list_queue(_message: Message, scheduling: Scheduling, reply: Reply) -> None:
    await reply.say(QueuePage(queue=await scheduling.queue()))


async def show_queue(
    press: CallbackQuery,
    *,
    pressed: ShowQueue,
    editor: Editor,
    scheduling: Scheduling,
    questions: Questions,
    reply: Reply,
) -> None:
    queue = await scheduling.queue(pressed.page)
    await questions.answered(message_under(press), by=editor)  # the time of one stood there
    await reply.pop_up()
    await reply.show(QueuePage(queue=queue))


async def show_scheduled(
    press: CallbackQuery,
    *,
    pressed: ShowScheduled,
    editor: Editor,
    scheduling: Scheduling,
    questions: Questions,
    reply: Reply,
) -> None:
    """One that has left the queue meanwhile leaves the list, too."""
    try:
        article = await scheduling.article(pressed.article_id)
    except RefusedError:
        await reply.show(QueuePage(queue=await scheduling.queue()))
        raise
    await reply.pop_up()
    await reply.show(await scheduled_page(article, scheduling))
    await _stands_under(press, article, questions, editor)


async def _stands_under(
    press: CallbackQuery, article: Article, questions: Questions, editor: Editor
) -> None:
    """The message says when it goes out: it is told where that changes elsewhere."""
    if message_id := message_under(press):
        await questions.opened(article.id, Form.TIME, message_id, by=editor)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(list_queue, Command("queue"), IsEditor())
    router.callback_query.register(ask_when, Pressed(AskWhen), IsEditor())
    router.callback_query.register(edit_when, Pressed(EditWhen), IsEditor())
    router.callback_query.register(show_month, Pressed(ShowMonth), IsEditor())
    router.callback_query.register(show_day, Pressed(ShowDay), IsEditor())
    router.callback_query.register(show_hour, Pressed(ShowHour), IsEditor())
    router.callback_query.register(set_time, Pressed(SetTime), IsEditor())
    router.callback_query.register(set_breaking, Pressed(SetBreaking), IsEditor())
    router.callback_query.register(clear_time, Pressed(ClearTime), IsEditor())
    router.callback_query.register(show_outlets, Pressed(ShowOutlets), IsEditor())
    router.callback_query.register(set_outlet, Pressed(SetOutlet), IsEditor())
    router.callback_query.register(set_outlet_channel, Pressed(SetOutletChannel), IsEditor())
    router.callback_query.register(show_queue, Pressed(ShowQueue), IsEditor())
    router.callback_query.register(show_scheduled, Pressed(ShowScheduled), IsEditor())
    return router
