"""Posts as they will look: by a channel's template, and in each chat that an article goes to."""

from dataclasses import dataclass, replace
from typing import Final

from bot.domain.article import Article, ArticleState, Content
from bot.domain.audience import Channel
from bot.domain.buttons import ShowCard, ShowChannel
from bot.domain.delivery import Audience
from bot.domain.desk import Card
from bot.domain.post import Button, Keyboard, rows
from bot.domain.post_buttons import ChooseTemplate, PreviewPost, ShowTemplates, TryTemplate
from bot.rendering.keyboards import button_name, switch
from bot.rendering.page import Label, PostPage
from bot.rendering.teasers import Teaser

MOST_TEMPLATES: Final = 20
MOST_PREVIEWED: Final = 20  # channels


@dataclass(frozen=True)
class TemplatesPage(PostPage):
    """By which template a channel's posts are made, and which others there are."""

    template = "channels/templates"
    channel: Channel
    names: tuple[str, ...]

    def keyboard(self, label: Label) -> Keyboard:
        chat_id, chosen = self.channel.chat_id, self.channel.template
        choices = (
            switch(_called(name, label), TryTemplate(chat_id, name), on=name == chosen)
            for name in self.names[:MOST_TEMPLATES]
        )
        back = Button(label("back"), press=ShowChannel(chat_id))
        return (*rows(choices, 1), (back,))


@dataclass(frozen=True)
class TemplateTrial(Teaser):
    """An article as a channel would show it by the template `made_by`."""

    chat_id: int = 0

    def keyboard(self, label: Label) -> Keyboard:
        choose = ChooseTemplate(self.chat_id, self.made_by)
        back = Button(label("back"), press=ShowTemplates(self.chat_id))
        return ((Button(label("choose_template"), press=choose),), (back,))


@dataclass(frozen=True)
class PostPreview(Teaser):
    """An article's post as one of its chats will show it, with a button for each of them."""

    card: Card | None = None
    place: int = 0

    def keyboard(self, label: Label) -> Keyboard:
        titles = [label("to_readers"), *(button_name(c.title) for c in _shown(self.card))]
        chats = (
            switch(title, PreviewPost(self.article.id, place), on=place == self.place)
            for place, title in enumerate(titles)
        )
        ready = (Button(label("back_to_card"), press=ShowCard(self.article.id)),)
        reading = super().keyboard(label)[:1] if self.article.content.link else ()
        return (*(reading if self.place == 0 else ()), *rows(chats, 2), ready)


def post_preview(
    card: Card, place: int, address: str, related: tuple[tuple[str, str], ...] = ()
) -> PostPreview:
    """The post for the channel at a place; for readers at 0, and where there is no such place."""
    channels = _shown(card)
    article = card.article
    usual = PostPreview(article, Audience.READER, address, related=related, card=card)
    if not 0 < place <= len(channels):
        return usual
    channel = channels[place - 1]
    layout = article.layout or channel.layout
    return replace(
        usual,
        audience=Audience.CHANNEL,
        layout=layout,
        captioned=layout.has_caption and bool(article.content.images),
        made_by=channel.template,
        place=place,
    )


def example() -> Article:
    """What a template is shown on before anything was published."""
    content = Content(
        "Приклад заголовка",
        lead="Так виглядатиме лід: одне чи два речення про найголовніше.",
    )
    return Article(1, ArticleState.PUBLISHED, 1, content, None)


def _shown(card: Card | None) -> tuple[Channel, ...]:
    return card.channels[:MOST_PREVIEWED] if card else ()


def _called(name: str, label: Label) -> str:
    return label("post_template", name=name)
