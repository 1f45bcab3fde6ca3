"""What a text of an editor's answers, and what takes a question back: a button, or words."""

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.domain.buttons import CancelQuestion
from bot.domain.courtesies import takes_back
from bot.domain.feed_buttons import CancelFeedQuestion
from bot.domain.people import Editor
from bot.domain.question_kinds import Question
from bot.rendering.editors import QuestionClosed
from bot.usecases.drafts import Drafts
from bot.usecases.feeds.settings import Feeds
from bot.usecases.questions import Questions
from bot.usecases.section_settings import SectionSettings
from handlers.callbacks import Pressed
from handlers.editors.feeds import say_found
from handlers.filters import IsEditor
from handlers.replies import Reply
from handlers.typed_messages import typed_in


class Answers(Filter):
    """Lets through what people of the desk write, with the question that is open."""

    async def __call__(
        self, _message: Message, editor: Editor | None, questions: Questions
    ) -> bool | dict[str, Question | None]:
        return {"question": await questions.open(editor)} if editor else False


class AskedNothing(Filter):
    """Lets through what an editor writes of their own accord, and in words of their own."""

    async def __call__(
        self, message: Message, editor: Editor | None, questions: Questions
    ) -> bool:
        if editor is None or message.forward_origin:
            return False
        return await questions.open(editor) is None


class TakesBack(Filter):
    """Lets through who wants to answer no more, while an answer is waited for."""

    async def __call__(self, message: Message, editor: Editor, questions: Questions) -> bool:
        return takes_back(message.text or "") and await questions.open(editor) is not None


async def receive_text(
    message: Message,
    *,
    question: Question | None,
    editor: Editor,
    drafts: Drafts,
    feeds: Feeds,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    """What answers a question about feeds or sections goes there; all else is part of a paste.

    Whether a whole paste is a page, or answers a question about an article, is known once no
    further part is waited for. What comes of it, a card or a refusal, comes through the ledger.
    """
    text, typed = message.text or "", typed_in(message, editor)
    if question and question.is_of_feeds and question.is_answered_by(text):
        await say_found(
            await feeds.answer(question, text, by=editor, sent=typed), editor, feeds, reply
        )
    elif question and question.is_of_sections and question.is_answered_by(text):
        await section_settings.answer(question, text, by=editor, sent=typed)
    else:
        await drafts.receive_text(
            editor,
            message.message_id,
            text,
            message.date,
            formats=typed.words.formats,
            source=typed.source,
        )


async def cancel(
    _press: CallbackQuery,
    pressed: CancelQuestion | CancelFeedQuestion,
    editor: Editor,
    questions: Questions,
    reply: Reply,
) -> None:
    article_id = pressed.article_id if isinstance(pressed, CancelQuestion) else None
    cancelled = await questions.cancel(article_id, by=editor)
    await reply.pop_up(QuestionClosed(cancelled=cancelled))
    await reply.show_keyboard(())


async def cancel_typed(
    _message: Message, editor: Editor, questions: Questions, reply: Reply
) -> None:
    """The question's own message says that it is over, too."""
    await reply.tell(QuestionClosed(cancelled=await questions.cancel_any(by=editor)))


def commands() -> Router:
    """Stands before unknown commands."""
    router = Router(name=f"{__name__}.commands")
    router.message.register(cancel_typed, IsEditor(), TakesBack())
    return router


def build() -> Router:
    """Stands behind every command."""
    router = Router(name=__name__)
    router.message.register(receive_text, F.text, IsEditor(), Answers())
    router.callback_query.register(cancel, Pressed(CancelQuestion), IsEditor())
    router.callback_query.register(cancel, Pressed(CancelFeedQuestion), IsEditor())
    return router
