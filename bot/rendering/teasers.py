"""What a chat is shown of an article: the teaser."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.article import Article, Content
from bot.domain.article_pictures import has_more_files
from bot.domain.buttons import Read
from bot.domain.channel import USUAL_TEMPLATE
from bot.domain.channel_words import AS_EVERYWHERE, ChannelWords
from bot.domain.delivery import Audience
from bot.domain.formatted import Formatted
from bot.domain.picture import Layout, Picture
from bot.domain.post import NO_PREVIEW, Button, Keyboard, Preview
from bot.domain.section import Section
from bot.domain.text import CAPTION_LIMIT, MESSAGE_LIMIT
from bot.domain.topic_buttons import ShowNamed
from bot.rendering.keyboards import follow_button
from bot.rendering.page import Label, PostPage, StoryPage
from bot.rendering.words import short

CHANNEL_TEMPLATES: Final = "teasers/channels"
_HASHTAG_LENGTH = 100


@dataclass(frozen=True)
class Teaser(StoryPage):
    """Headline, lead, one link and the section.

    `address` is where the link leads; without one there is none. In a channel the link stands in
    the text, where it goes on with whatever is forwarded; for a reader it is a button.

    `in_group`: a group follows the section, and no button there is one person's.
    `followed` says whether the reader follows the article's section at this moment. `related` are
    headlines and addresses of what the article names; the shipped template leaves them out.
    `layout` says how its pictures are shown, `files` are those that it is the caption of;
    `captioned`: it is one also where what stands there is kept.
    `made_by` names the channel's template, `words` are what the post says there alone.
    """

    template = "teasers/teaser"
    article: Article
    audience: Audience
    address: str | None
    in_group: bool = False
    followed: bool = True
    related: tuple[tuple[str, str], ...] = ()
    layout: Layout = Layout.ABOVE
    files: tuple[Picture, ...] = ()
    captioned: bool = False
    made_by: str = USUAL_TEMPLATE
    words: ChannelWords = AS_EVERYWHERE

    def name(self) -> str:
        usual = self.made_by == USUAL_TEMPLATE
        return self.template if usual else f"{CHANNEL_TEMPLATES}/{self.made_by}"

    @property
    def headline(self) -> str | None:
        return self.words.headline or self.article.content.heading

    @property
    def lead(self) -> str | Formatted:
        return self.words.lead or self.article.content.said

    @property
    def preview(self) -> Preview:
        """The article's picture, or else what the site shows of itself."""
        return picture_preview(self.article.content, self.layout)

    @property
    def attached(self) -> tuple[Picture, ...]:
        return self.files

    @property
    def limit(self) -> int:
        return CAPTION_LIMIT if self.files or self.captioned else MESSAGE_LIMIT

    def keyboard(self, label: Label) -> Keyboard:
        if self.in_group:
            return _group_keyboard(self.article, self.address, label)
        if self.audience is Audience.READER:
            return _reader_keyboard(self.article, label, followed=self.followed)
        return tuple((Button(text, url=url),) for text, url in self.words.buttons)

    def context(self) -> Mapping[str, Any]:
        address = None if self.audience is Audience.READER else self.address
        facts = teaser_context(self.article, address, self.related)
        tags = _tags(self.article.section, self.words)
        return {**facts, "credit": self._credit, "tags": tags}

    @property
    def _credit(self) -> str | None:
        """What is written under the first photo, where the post shows it as one."""
        images = self.article.content.images
        return images[0].caption if images and self.files else None


def teaser_context(
    article: Article, address: str | None, related: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    """What the template of a teaser is given, besides headline and lead."""
    own = article.content.own
    return {
        "article": article,
        "section": article.section,
        # Own words are there in full: only an address of the site has more to read.
        "address": article.content.link if own else address,
        "related": related,
        "tags": _tags(article.section),
        "own": own is not None,
        "source": own and own.source,
    }


def _tags(section: Section | None, words: ChannelWords = AS_EVERYWHERE) -> str:
    """The last line: a sign and hashtags, the section's or the channel's own; may be empty."""
    emoji = words.emoji or (section.emoji if section else "")
    hashtags = words.hashtags or (short(section.hashtag, _HASHTAG_LENGTH) if section else "")
    return f"{emoji} {hashtags}".strip()


def picture_preview(content: Content, layout: Layout) -> Preview:
    """The link preview of a post without photos: the picture, or what the site shows of itself."""
    images = [image for image in content.images[:1] if image.is_on_the_web]
    if layout is Layout.NONE:
        return NO_PREVIEW
    if images and not layout.has_caption:
        return Preview(url=images[0].url, large=True, above=layout is Layout.ABOVE)
    return Preview(url=content.link, large=True) if content.link else NO_PREVIEW


def _reader_keyboard(article: Article, label: Label, *, followed: bool) -> Keyboard:
    section = article.section
    reading = _ways_to_read(article, label)
    more = Button(label("more_topics"), press=ShowNamed(article.id))
    follow = (follow_button(section, label, followed=followed),) if section else ()
    return (*reading, (*follow, more))


def _ways_to_read(article: Article, label: Label) -> Keyboard:
    """On the site, and here where there is more to read or to see than the teaser has."""
    content, press = article.content, Read(article.id)
    own, more_files = content.own is not None, has_more_files(content)
    if not content.link and not own:
        return ((Button(label("read"), press=press),),)
    site = (Button(label("read"), url=content.link),) if content.link else ()
    is_more = more_files or (content.body and not own)
    here = (Button(label("all_files" if own else "read_here"), press=press),) if is_more else ()
    return ((*site, *here),) if site or here else ()


def _group_keyboard(article: Article, address: str | None, label: Label) -> Keyboard:
    """One that leads to the article: without a site, into everybody's own chat with the bot."""
    own = article.content.own is not None
    url = article.content.link if own else address
    return ((Button(label("read"), url=url),),) if url else ()


@dataclass(frozen=True)
class WithdrawnTeaser(PostPage):
    """What stands where a retracted article stood, if Telegram does not delete it any more."""

    template = "teasers/withdrawn"
