"""Whose pictures an article keeps: an editor's own go before those that a source names."""

from dataclasses import replace

from bot.domain.article import Article, Content, Image
from bot.domain.picture import MOST_IN_ALBUM, Layout


def with_sent(article: Article, image: Image) -> Article:
    """The article with a photo that an editor has sent: beside a draft's other ones.

    A source's pictures give way; of a published article's the first one alone.
    """
    own = _sent(article.content.images)
    if image in own:
        return article
    if article.is_published:
        images = (image, *article.content.images[1:])  # an album keeps its number
    else:
        images = (*own, image)[-MOST_IN_ALBUM:]
    return replace(article, content=replace(article.content, images=images))


def without_pictures(article: Article) -> Article:
    return replace(article, content=replace(article.content, images=()))


def as_source_has_it(new: Content, old: Content) -> Content:
    """A source's new text: its pictures count, unless an editor has chosen others."""
    own = _sent(old.images)
    return replace(new, images=own) if own else new


def as_desk_has_it(new: Content, old: Content) -> Content:
    """The desk's new text: a pasted page says nothing of pictures, so that they stay."""
    own = _sent(old.images) if not _sent(new.images) else ()
    return replace(new, images=own or new.images or old.images)


def sent_as_photos(layout: Layout, images: tuple[Image, ...]) -> tuple[Image, ...]:
    """The pictures that a post is made of; what is not on the web has no link preview."""
    if layout is Layout.ALBUM:
        each_once = {image.url: image for image in reversed(images)}
        return tuple(reversed(each_once.values()))[:MOST_IN_ALBUM]
    only_here = bool(images) and not images[0].is_on_the_web
    if layout is Layout.PHOTO or (only_here and layout is not Layout.NONE):
        return images[:1]
    return ()


def _sent(images: tuple[Image, ...]) -> tuple[Image, ...]:
    return tuple(image for image in images if not image.is_on_the_web)
