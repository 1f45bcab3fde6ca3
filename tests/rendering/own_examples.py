"""Posts in the desk's own words, and what the desk sees on their way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.article import Article, ArticleState, Image
from bot.domain.channel import Channel, ChannelState
from bot.domain.channel_words import AS_EVERYWHERE, ChannelWords, WordPart
from bot.domain.delivery import Audience
from bot.domain.desk import Card
from bot.domain.formatted import Format, Formatted
from bot.domain.own_words import Source, Typed
from bot.domain.picture import Layout, Medium, sent_picture
from bot.domain.post_length import Cut, PostLength
from bot.domain.section import FIRST_SECTIONS
from bot.intake.text.own_text import read_own_text
from bot.rendering import PostPage, editors
from bot.rendering.preview_pages import (
    LengthNote,
    TemplatesPage,
    TemplateTrial,
    WordsForm,
    WordsQuestion,
    post_preview,
)
from bot.rendering.teasers import Teaser
from tests.builders import a_content
from tests.notices import page_of

_NOW: Final = datetime(2026, 11, 24, 12, 30, tzinfo=ZoneInfo("Europe/Kyiv"))
_TEXT: Final = (
    "У Харкові зупинили метро\n\nПотяги стоять із 12:10. Причину з’ясовують, мапа об’їздів тут."
)


def _at(words: str, kind: str, url: str | None = None) -> Format:
    return Format(kind, _TEXT.index(words), len(words), url)


_FORMATS: Final = (
    _at("Причину з’ясовують", "italic"),
    _at("тут", "text_link", "https://vistnyk.example/map?a=1&b=2"),
)
_WORDS: Final = Formatted(_TEXT, _FORMATS)
_SOURCE: Final = Source("Харківське метро", "https://t.me/kharkiv_metro/120")


def own(words: Formatted = _WORDS, source: Source | None = None) -> Article:
    """The draft that such a message becomes."""
    reading = read_own_text(Typed(5, words, _NOW, source))
    return Article(12, ArticleState.DRAFT, 1, reading.content, FIRST_SECTIONS[4])


_FLASH: Final = replace(own(), breaking=True)
_HOMELESS: Final = replace(_FLASH, section=None)
_CHANNELS: Final = (Channel(-1001001, "Харків", None, ChannelState.ACTIVE),)


def _card(article: Article) -> editors.CardPage:
    channels, followers = (_CHANNELS, 21) if article.section else ((), 0)
    return editors.CardPage(Card(article, FIRST_SECTIONS, channels, followers), "https://t.me/x")


_SITE: Final = "https://vistnyk.example/metro"
_LINKED: Final = replace(_FLASH, content=replace(a_content(), link=_SITE))
_WORDED: Final = ChannelWords(
    "Метро стоїть: як доїхати",
    "Автобуси їдуть щоп’ять хвилин.",
    "🚇",
    "#Харків #метро",
    (("Мапа", "https://vistnyk.example/map"),),
)
_GOES_TO: Final = Card(
    _LINKED,
    FIRST_SECTIONS,
    (
        Channel(-1001001, "Харків", None, ChannelState.ACTIVE, template="brief"),
        Channel(-1001002, "Область", None, ChannelState.ACTIVE, layout=Layout.PHOTO),
    ),
)

POSTS: Final[Mapping[str, PostPage]] = {
    **{
        f"teasers/channels/{name}": Teaser(_LINKED, Audience.CHANNEL, _SITE, made_by=name)
        for name in ("brief", "quote")
    },
    **{
        f"teasers/channels/{name}--own": Teaser(
            own(source=_SOURCE), Audience.CHANNEL, _SITE, made_by=name
        )
        for name in ("brief", "quote")
    },
    "teasers/channels/brief--without-a-link": Teaser(
        replace(_LINKED, marked_at=_NOW, released_at=_NOW), Audience.CHANNEL, None, made_by="brief"
    ),
    **{
        f"teasers/teaser--preview-{place}": post_preview(_GOES_TO, place, _SITE)
        for place in range(4)
    },
    "teasers/teaser--preview-measured": post_preview(
        replace(_GOES_TO, lengths=(PostLength("", 812, 4096), PostLength("Харків", 90, 4096))),
        0,
        _SITE,
    ),
    **{
        f"editors/post_length--{cut}": LengthNote(PostLength("Світ", 1009, 1024, cut))
        for cut in Cut
    },
    "editors/post_length--with-files": LengthNote(
        PostLength("Світ", 640, 1024), {Medium.PHOTO: 3, Medium.VIDEO: 1}
    ),
    "editors/post_length": LengthNote(PostLength("Світ", 640, 1024)),
    "teasers/teaser--trial": TemplateTrial(_LINKED, Audience.CHANNEL, _SITE, chat_id=-1001),
    "editors/channel_words": WordsForm(_LINKED, _GOES_TO.channels[0], _WORDED),
    "editors/channel_words--as-everywhere": WordsForm(
        _LINKED, _GOES_TO.channels[0], AS_EVERYWHERE
    ),
    "editors/channel_words--group": WordsForm(
        _LINKED, replace(_GOES_TO.channels[0], is_group=True), _WORDED
    ),
    "editors/ask_words--group": WordsQuestion(
        _LINKED, replace(_GOES_TO.channels[0], is_group=True), _WORDED, WordPart.LEAD
    ),
    **{
        f"editors/ask_words--{part}": WordsQuestion(_LINKED, _GOES_TO.channels[0], _WORDED, part)
        for part in WordPart
    },
    "editors/ask_words": WordsQuestion(
        _LINKED, _GOES_TO.channels[0], AS_EVERYWHERE, WordPart.BUTTONS
    ),
    "teasers/teaser--worded": post_preview(
        replace(_GOES_TO, channel_words={-1001002: _WORDED}), 2, _SITE
    ),
    "editors/card--worded": editors.CardPage(
        replace(_GOES_TO, channel_words={-1001002: _WORDED}), _SITE
    ),
    "editors/notices/words_taken": page_of(
        "words_taken", {"article_id": 12, "chat_id": -1001002, "title": "Область"}
    ),
    "channels/templates": TemplatesPage(_GOES_TO.channels[0], ("usual", "brief", "morning")),
    "channels/templates--gone": TemplatesPage(_GOES_TO.channels[0], ("usual", "quote")),
    "teasers/teaser--own": Teaser(own(), Audience.CHANNEL, "https://t.me/x"),
    "teasers/teaser--own-breaking": Teaser(_FLASH, Audience.READER, "https://t.me/x"),
    "teasers/teaser--own-forwarded": Teaser(own(source=_SOURCE), Audience.CHANNEL, None),
    "teasers/teaser--own-forwarded-without-a-link": Teaser(
        own(source=Source("Олена <К>")), Audience.CHANNEL, None
    ),
    "teasers/teaser--own-without-a-headline": Teaser(
        own(
            Formatted("Тривога в Києві, мапа тут", (Format("text_link", 22, 3, "https://e.com/"),))
        ),
        Audience.CHANNEL,
        None,
    ),
    "teasers/teaser--own-one-line": Teaser(
        own(Formatted("Тривога в Києві")), Audience.READER, None
    ),
    "editors/card--own": _card(own()),
    "editors/card--flash": _card(_FLASH),
    "editors/card--flash-without-a-section": _card(_HOMELESS),
    "editors/fields--own": editors.FieldsPage(own()),
    "editors/ask_flash": editors.AskFlash(),
    "editors/notices/own_words_offered": page_of(
        "own_words_offered", {"message_id": 5, "code": "page_not_article", "details": {}}
    ),
    "editors/notices/own_words_offered--continues": page_of(
        "own_words_offered",
        {"message_id": 5, "code": "page_no_headline", "details": {}, "continues": True},
    ),
    "editors/notices/own_words_offered--readable": page_of("own_words_offered", {"message_id": 5}),
    **{
        f"editors/notices/file_offered--{medium}": page_of(
            "file_offered", {"message_id": 5, "medium": medium.value}
        )
        for medium in Medium
    },
    "editors/notices/file_offered": page_of(
        "file_offered",
        {
            "message_id": 5,
            "medium": "document",
            "code": "file_not_text",
            "details": {"name": "звіт.pdf"},
        },
    ),
    "editors/card--attached": _card(
        replace(
            own(),
            content=replace(
                own().content,
                images=(
                    Image(sent_picture("AQADAg")),
                    Image(sent_picture("AQADBg")),
                    Image(sent_picture("video:AgADBA")),
                ),
            ),
        )
    ),
    "editors/card--voice": _card(
        replace(
            own(), content=replace(own().content, images=(Image(sent_picture("voice:AgADBQ")),))
        )
    ),
    "editors/notices/question_ended--flash": page_of(
        "question_ended",
        {"about": "flash", "ending": "cancelled", "title": "", "article_id": None},
    ),
}
