"""How posts will look: a channel's template, and an article's post in each of its chats."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.article_forms import Form
from bot.domain.channel import Channel
from bot.domain.channel_words import AS_EVERYWHERE, part_named
from bot.domain.delivery import Audience
from bot.domain.desk import Card
from bot.domain.errors import RefusedError
from bot.domain.people import Editor
from bot.domain.post_buttons import (
    AskWords,
    ChooseTemplate,
    ClearWords,
    PreviewPost,
    ShowTemplates,
    ShowWords,
    TryTemplate,
)
from bot.domain.related_links import named
from bot.rendering import Renderer
from bot.rendering.post_templates import by_what_works, fault_of, post_templates
from bot.rendering.preview_pages import (
    TemplatesPage,
    TemplateTrial,
    WordsForm,
    WordsQuestion,
    example,
    post_preview,
)
from bot.usecases.channel_wording import ChannelWording
from bot.usecases.channels import Channels
from bot.usecases.publishing import Publishing
from bot.usecases.questions import Questions
from handlers.callbacks import Pressed, message_under, stands_beside
from handlers.editors.own_forms import open_form
from handlers.filters import IsEditor
from handlers.links import address_of
from handlers.replies import Reply


async def show_templates(
    _press: CallbackQuery,
    *,
    pressed: ShowTemplates,
    channels: Channels,
    pages: Renderer,
    default_language: str,
    reply: Reply,
) -> None:
    channel = await channels.channel(pressed.chat_id)
    names = post_templates(pages, default_language)
    await reply.pop_up()
    await reply.show(TemplatesPage(channel=channel, names=names))


async def try_template(
    _press: CallbackQuery,
    *,
    pressed: TryTemplate,
    channels: Channels,
    pages: Renderer,
    default_language: str,
    bot_username: str,
    reply: Reply,
) -> None:
    """The last article by it, in the language in which channels have it."""
    channel = await channels.channel(pressed.chat_id)
    _check(pages, pressed.template, default_language)
    article = await channels.last_article(channel.chat_id) or example()
    await reply.pop_up()
    await reply.show(
        TemplateTrial(
            article,
            Audience.CHANNEL,
            address_of(article, bot_username),
            layout=channel.layout,
            made_by=pressed.template,
            chat_id=channel.chat_id,
        ),
        default_language,
    )


async def choose_template(
    _press: CallbackQuery,
    *,
    pressed: ChooseTemplate,
    editor: Editor,
    channels: Channels,
    pages: Renderer,
    default_language: str,
    reply: Reply,
) -> None:
    _check(pages, pressed.template, default_language)
    channel = await channels.set_template(pressed.chat_id, pressed.template, by=editor)
    names = post_templates(pages, default_language)
    await reply.pop_up()
    await reply.show(TemplatesPage(channel=channel, names=names))


async def preview_post(
    press: CallbackQuery,
    *,
    pressed: PreviewPost,
    editor: Editor,
    publishing: Publishing,
    questions: Questions,
    pages: Renderer,
    default_language: str,
    bot_username: str,
    reply: Reply,
) -> None:
    """The very post; pressed on the card it is a message of its own."""
    card = await publishing.card(pressed.article_id)
    related = named(card.related, lambda other: address_of(other, bot_username))
    address = address_of(card.read_as, bot_username)
    page = post_preview(card, pressed.place, address, related)
    language = default_language if page.place else reply.language
    page = by_what_works(pages, page, language).teaser if page.place else page
    await reply.pop_up()
    if stands_beside(press, PreviewPost, at_least=2):
        await reply.show(page, language)
    else:
        await open_form(
            page,
            pressed.article_id,
            Form.PREVIEW,
            editor=editor,
            questions=questions,
            reply=reply,
            language=language,
        )


async def show_words(
    _press: CallbackQuery, pressed: ShowWords, wording: ChannelWording, reply: Reply
) -> None:
    form = words_form(*await wording.form(pressed.article_id, pressed.chat_id))
    await reply.pop_up()
    await reply.say(form)


async def ask_words(
    press: CallbackQuery,
    *,
    pressed: AskWords,
    drawn: int | None,
    editor: Editor,
    wording: ChannelWording,
    reply: Reply,
) -> None:
    """The form gives way to what is asked."""
    card, channel = await wording.ask(
        pressed.article_id,
        pressed.chat_id,
        pressed.part,
        by=editor,
        message_id=message_under(press),
        drawn=drawn,
    )
    words = words_form(card, channel).words
    await reply.pop_up()
    await reply.show(WordsQuestion(card.article, channel, words, part_named(pressed.part)))


async def clear_words(
    _press: CallbackQuery,
    *,
    pressed: ClearWords,
    drawn: int | None,
    editor: Editor,
    wording: ChannelWording,
    reply: Reply,
) -> None:
    shown = await wording.clear(
        pressed.article_id, pressed.chat_id, pressed.part, by=editor, drawn=drawn
    )
    await reply.pop_up()
    await reply.show(words_form(*shown))


def words_form(card: Card, channel: Channel) -> WordsForm:
    words = card.channel_words.get(channel.chat_id, AS_EVERYWHERE)
    return WordsForm(card.article, channel, words)


def _check(pages: Renderer, name: str, language: str) -> None:
    """Raise `RefusedError` with what is wrong with a template."""
    if fault := fault_of(pages, name, language):
        raise RefusedError("template_fails", name=name, fault=fault)


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show_templates, Pressed(ShowTemplates), IsEditor())
    router.callback_query.register(try_template, Pressed(TryTemplate), IsEditor())
    router.callback_query.register(choose_template, Pressed(ChooseTemplate), IsEditor())
    router.callback_query.register(preview_post, Pressed(PreviewPost), IsEditor())
    router.callback_query.register(show_words, Pressed(ShowWords), IsEditor())
    router.callback_query.register(ask_words, Pressed(AskWords), IsEditor())
    router.callback_query.register(clear_words, Pressed(ClearWords), IsEditor())
    return router
