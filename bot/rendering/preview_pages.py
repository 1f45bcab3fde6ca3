"""Posts as they will look: by a channel's template, and in each chat that an article goes to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.domain.article import Article, ArticleState, Content, Image
from bot.domain.article_pictures import files_of_post
from bot.domain.buttons import CancelQuestion, ShowCard, ShowChannel
from bot.domain.channel import Channel
from bot.domain.channel_words import AS_EVERYWHERE, ChannelWords, WordPart
from bot.domain.delivery import Audience
from bot.domain.desk import Card
from bot.domain.picture import Layout, Medium
from bot.domain.post import Button, Keyboard, drawn_for, rows
from bot.domain.post_buttons import (
    AskWords,
    ChooseTemplate,
    ClearWords,
    PreviewPost,
    ShowTemplates,
    ShowWords,
    TryTemplate,
)
from bot.domain.post_length import PostLength
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
    above: tuple[Image, ...] = ()  # files that stand over the words, which a preview does not show

    @property
    def note(self) -> PostPage | None:
        lengths = self.card.lengths if self.card else ()
        counts = Counter(file.medium for file in self.above)
        return LengthNote(lengths[self.place], counts) if lengths else None

    @property
    def _credit(self) -> str | None:
        images = self.article.content.images
        return images[0].caption if images and self.captioned else None

    def keyboard(self, label: Label) -> Keyboard:
        titles = [label("readers_view"), *(button_name(c.title) for c in _shown(self.card))]
        chats = (
            switch(title, PreviewPost(self.article.id, place), on=place == self.place)
            for place, title in enumerate(titles)
        )
        ready = (Button(label("back_to_card"), press=ShowCard(self.article.id)),)
        buttons = super().keyboard(label)
        if self.audience is Audience.READER:  # to read, and not to follow
            buttons = buttons[:1] if self.article.content.link else ()
        return (*buttons, *rows(chats, 2), *self._wording(label), ready)

    def _wording(self, label: Label) -> Keyboard:
        channels = _shown(self.card)
        if not 0 < self.place <= len(channels):
            return ()
        press = ShowWords(self.article.id, channels[self.place - 1].chat_id)
        return ((Button(label("channel_words"), press=press),),)


@dataclass(frozen=True)
class LengthNote(PostPage):
    """How long the post is, what of it does not fit, and how many files of each medium it has."""

    template = "editors/post_length"
    length: PostLength
    files: Mapping[Medium, int] = field(default_factory=dict)


@dataclass(frozen=True)
class WordsForm(PostPage):
    """What an article's post says in one channel alone, with a button for each part."""

    template = "editors/channel_words"
    article: Article
    channel: Channel
    words: ChannelWords

    def keyboard(self, label: Label) -> Keyboard:
        ids = self.article.id, self.channel.chat_id
        parts = (
            Button(label(f"words_{part}"), press=AskWords(*ids, part.value)) for part in WordPart
        )
        ready = (Button(label("back_to_card"), press=ShowCard(self.article.id)),)
        return drawn_for(self.article.version, (*rows(parts, 2), ready))


@dataclass(frozen=True)
class WordsQuestion(PostPage):
    """One part: what it is there now; the next text is the new one."""

    template = "editors/ask_words"
    article: Article
    channel: Channel
    words: ChannelWords
    part: WordPart

    def keyboard(self, label: Label) -> Keyboard:
        ids = self.article.id, self.channel.chat_id
        clear = Button(label("as_everywhere"), press=ClearWords(*ids, self.part.value))
        cancel = Button(label("cancel"), press=CancelQuestion(self.article.id))
        keyboard = ((clear,), (cancel,)) if self.words.said(self.part) else ((cancel,),)
        return drawn_for(self.article.version, keyboard)

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "said": self.words.said(self.part)}


def post_preview(
    card: Card, place: int, address: str, related: tuple[tuple[str, str], ...] = ()
) -> PostPreview:
    """The post for the channel at a place; for readers at 0, and where there is no such place."""
    channels = _shown(card)
    article = card.article
    files = _reader_sees(card)
    usual = PostPreview(
        article,
        Audience.READER,
        address,
        related=related,
        card=card,
        captioned=bool(files),
        above=files,
    )
    if not 0 < place <= len(channels):
        return usual
    channel = channels[place - 1]
    layout = article.layout or channel.layout
    files = files_of_post(layout, article.content.images)
    return replace(
        usual,
        audience=Audience.CHANNEL,
        layout=layout,
        captioned=bool(files),
        above=files,
        made_by=channel.template,
        words=card.channel_words.get(channel.chat_id, AS_EVERYWHERE),
        place=place,
    )


def _reader_sees(card: Card) -> tuple[Image, ...]:
    """Readers have the first file, once it was sent or a channel has asked for it."""
    article = card.article
    first = files_of_post(article.layout or Layout.PHOTO, article.content.images)[:1]
    asked = (
        files_of_post(article.layout or c.layout, article.content.images) for c in card.channels
    )
    known = {file for files in asked for file in files}
    return tuple(file for file in first if not file.is_on_the_web or file in known)


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
