"""Whose pictures an article keeps: an editor's own go before those that a source names."""

from dataclasses import replace

from bot.domain.article import Article, Content, Image
from bot.domain.picture import MOST_IN_ALBUM


def with_sent(article: Article, image: Image) -> Article:
    """The article with a photo that an editor has sent: beside a draft's other ones.

    A source's pictures give way, and so does what the posts of a published article show.
    """
    own = _sent(article.content.images)
    if image in own:
        return article
    images = (*own, image)[-MOST_IN_ALBUM:] if not article.is_published else (image,)
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


def _sent(images: tuple[Image, ...]) -> tuple[Image, ...]:
    return tuple(image for image in images if not image.is_on_the_web)
