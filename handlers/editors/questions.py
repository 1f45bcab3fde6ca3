"""What a text of an editor's answers, and the button that takes a question back."""

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.domain.buttons import CancelQuestion
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


def build() -> Router:
    """Stands behind every command."""
    router = Router(name=__name__)
    router.message.register(receive_text, F.text, IsEditor(), Answers())
    router.callback_query.register(cancel, Pressed(CancelQuestion), IsEditor())
    router.callback_query.register(cancel, Pressed(CancelFeedQuestion), IsEditor())
    return router
