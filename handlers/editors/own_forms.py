"""A form: a message that asks the desk about one article, and of which there is one at a time."""

from bot.domain.article_forms import Form
from bot.domain.people import Editor
from bot.rendering.page import PostPage
from bot.usecases.questions import Questions
from handlers.replies import Reply


async def open_form(
    page: PostPage,
    article_id: int,
    kind: Form,
    *,
    editor: Editor,
    questions: Questions,
    reply: Reply,
    language: str | None = None,
) -> None:
    """Say a page, in another language than the person's if need be, as a form of this kind."""
    await questions.begin(article_id, kind, by=editor)
    message_id = await reply.say(page, language)
    await questions.opened(article_id, kind, message_id, by=editor)
