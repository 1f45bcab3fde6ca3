"""Editors see their draft, send it out and correct it."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.domain.article_forms import Form
from bot.domain.buttons import (
    ChooseSection,
    Correct,
    Discard,
    KeepApart,
    NotYet,
    Publish,
    ShowCard,
)
from bot.domain.desk import Card, Publication
from bot.domain.field_buttons import EditField
from bot.domain.finding_buttons import AskCorrection
from bot.domain.people import Editor
from bot.domain.picture_buttons import CorrectAnew
from bot.domain.preflight import Preflight
from bot.domain.second_look import Wanted
from bot.rendering import Renderer
from bot.rendering.editors import (
    CardPage,
    Corrected,
    CorrectionQuestion,
    Discarded,
    DraftList,
    FormDone,
    KeptApart,
    NotNow,
    PreflightPage,
    PublishingReply,
    WantedReply,
    section_choice,
)
from bot.rendering.page import PlainPage
from bot.usecases.finding import Finding
from bot.usecases.publishing import Publishing
from bot.usecases.questions import Questions
from bot.usecases.reports import Reports
from handlers.callbacks import Pressed, message_under, stands_beside
from handlers.editors.numbers import number_after
from handlers.editors.own_forms import open_form
from handlers.editors.reports import status_page
from handlers.filters import IsEditor
from handlers.links import address_of
from handlers.replies import Reply

# --- buttons; the cards themselves follow through the ledger ---


async def publish(
    press: CallbackQuery,
    *,
    pressed: Publish,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    questions: Questions,
    reply: Reply,
) -> None:
    """What the pre-flight asks about is asked in a message of its own, which says how it ended."""
    outcome = await publishing.attempt(
        pressed.article_id,
        by=editor,
        breaking=pressed.breaking,
        asked=pressed.asked,
        drawn=drawn,
    )
    if isinstance(outcome, Preflight):
        await reply.pop_up()
        page = PreflightPage(preflight=outcome)
        if pressed.asked:
            await reply.show(page)
        else:
            await open_form(
                page,
                pressed.article_id,
                Form.PREFLIGHT,
                editor=editor,
                questions=questions,
                reply=reply,
            )
    elif pressed.asked:
        await reply.settle(said_of(outcome), alert=isinstance(outcome, Wanted))
        await questions.answered(message_under(press), by=editor)
    else:
        await reply.pop_up(said_of(outcome), alert=isinstance(outcome, Wanted))


def said_of(outcome: Publication | Wanted) -> PlainPage:
    """What a press on «publish» has done."""
    if isinstance(outcome, Wanted):
        return WantedReply(wanted=outcome)
    return PublishingReply(publication=outcome)


async def not_yet(
    press: CallbackQuery,
    *,
    pressed: NotYet,
    editor: Editor,
    publishing: Publishing,
    questions: Questions,
    reply: Reply,
) -> None:
    """Not where somebody has published it meanwhile."""
    (await publishing.card(pressed.article_id)).article.as_draft()
    await reply.settle(NotNow(id=pressed.article_id))
    await questions.answered(message_under(press), by=editor)


async def choose_section(
    _press: CallbackQuery,
    *,
    pressed: ChooseSection,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    pages: Renderer,
    bot_username: str,
    reply: Reply,
) -> None:
    """The card's buttons give way to the sections, and come back."""
    card = await publishing.card(pressed.article_id, drawn=drawn)
    label = pages.label(reply.language)
    page = card_page(card, publishing, editor, bot_username)
    await reply.pop_up()
    await reply.show_keyboard(
        section_choice(card, label) if pressed.open else page.keyboard(label)
    )


def card_page(card: Card, publishing: Publishing, editor: Editor, bot_username: str) -> CardPage:
    """The card as this editor sees it."""
    return CardPage(
        card=card,
        address=address_of(card.read_as, bot_username),
        may_pay=publishing.may_pay(editor),
        viewer=editor.user_id,
    )


async def discard(
    _press: CallbackQuery,
    *,
    pressed: Discard,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    reply: Reply,
) -> None:
    """The draft is given up; its card shows that."""
    article = await publishing.discard(pressed.article_id, by=editor, drawn=drawn)
    await reply.pop_up(Discarded(article=article))


async def correct(
    _press: CallbackQuery,
    *,
    pressed: Correct,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    reply: Reply,
) -> None:
    """A draft becomes the new text of a published article, and the posts follow in place."""
    article = await publishing.correct(
        pressed.draft_id, pressed.article_id, by=editor, marked=pressed.marked, drawn=drawn
    )
    await reply.pop_up(Corrected(article=article))


async def correct_anew(
    _press: CallbackQuery,
    *,
    pressed: CorrectAnew,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    reply: Reply,
) -> None:
    """The same where pictures change so that the posts are made anew."""
    article = await publishing.correct(
        pressed.draft_id, pressed.article_id, by=editor, anew=True, drawn=drawn
    )
    await reply.pop_up(Corrected(article=article))


async def keep_apart(
    _press: CallbackQuery,
    *,
    pressed: KeepApart,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    reply: Reply,
) -> None:
    """The draft is no correction, though it resembles a published article."""
    await publishing.keep_apart(pressed.draft_id, by=editor, drawn=drawn)
    await reply.pop_up(KeptApart())


async def show_card(
    press: CallbackQuery,
    *,
    pressed: ShowCard,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    questions: Questions,
    reply: Reply,
) -> None:
    """The form of the fields has had its use, and loses its buttons."""
    await publishing.show_card(pressed.article_id, by=editor, drawn=drawn)
    if stands_beside(press, EditField):
        await reply.settle(FormDone(id=pressed.article_id))
        await questions.answered(message_under(press), by=editor)
    await reply.pop_up()


async def ask_correction(
    _press: CallbackQuery,
    *,
    pressed: AskCorrection,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    questions: Questions,
    reply: Reply,
) -> None:
    """The next page of this editor is the new text of the article."""
    article = await publishing.ask_correction(pressed.article_id, by=editor, drawn=drawn)
    await reply.pop_up()
    await questions.stands_in(await reply.say(CorrectionQuestion(article=article)), of=editor)


# --- the same, typed ---


async def list_drafts(_message: Message, publishing: Publishing, reply: Reply) -> None:
    await reply.say(DraftList(articles=await publishing.drafts()))


async def publish_typed(
    _message: Message,
    *,
    command: CommandObject,
    editor: Editor,
    publishing: Publishing,
    finding: Finding,
    questions: Questions,
    reports: Reports,
    reply: Reply,
) -> None:
    """`/publish 7`: as by the button; without a number the last drafts are offered."""
    if article_id := await number_after(command, finding.last_drafts, reply):
        outcome = await publishing.attempt(article_id, by=editor)
        if isinstance(outcome, Publication):
            # How a new one goes comes by the ledger, and is kept true there.
            if not outcome.new:
                await reply.say(await status_page(article_id, reports))
        elif isinstance(outcome, Wanted):
            await reply.tell(WantedReply(wanted=outcome))
        else:
            await open_form(
                PreflightPage(preflight=outcome),
                article_id,
                Form.PREFLIGHT,
                editor=editor,
                questions=questions,
                reply=reply,
            )


async def correct_typed(
    _message: Message,
    *,
    command: CommandObject,
    editor: Editor,
    publishing: Publishing,
    finding: Finding,
    questions: Questions,
    reply: Reply,
) -> None:
    """`/correct 7`: as by the button; without a number the last articles are offered."""
    if article_id := await number_after(command, finding.last_published, reply):
        article = await publishing.ask_correction(article_id, by=editor)
        await questions.stands_in(await reply.say(CorrectionQuestion(article=article)), of=editor)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(list_drafts, Command("drafts"), IsEditor())
    router.message.register(publish_typed, Command("publish"), IsEditor())
    router.message.register(correct_typed, Command("correct"), IsEditor())
    router.callback_query.register(publish, Pressed(Publish), IsEditor())
    router.callback_query.register(not_yet, Pressed(NotYet), IsEditor())
    router.callback_query.register(choose_section, Pressed(ChooseSection), IsEditor())
    router.callback_query.register(discard, Pressed(Discard), IsEditor())
    router.callback_query.register(correct, Pressed(Correct), IsEditor())
    router.callback_query.register(correct_anew, Pressed(CorrectAnew), IsEditor())
    router.callback_query.register(ask_correction, Pressed(AskCorrection), IsEditor())
    router.callback_query.register(keep_apart, Pressed(KeepApart), IsEditor())
    router.callback_query.register(show_card, Pressed(ShowCard), IsEditor())
    return router
