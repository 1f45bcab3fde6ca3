"""Whose pictures and files an article keeps: an editor's own go before those of a source."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.domain.article import Article, Content, Image
from bot.domain.picture import MOST_IN_ALBUM, Layout, Medium, Picture, go_together, known_by


def with_sent(article: Article, image: Image) -> Article:
    """The article with a file that an editor has sent: beside a draft's other ones.

    A source's pictures give way, and so does what cannot stand in one post with it; of a
    published article's the first one alone.
    """
    own = _sent(article.content.images)
    if image in own:
        return article
    # An album that is out keeps its number.
    others = article.content.images[1:] if article.is_published else own
    if not go_together([one.medium for one in (image, *others)]):
        others = ()
    images = (image, *others) if article.is_published else (*others, image)[-MOST_IN_ALBUM:]
    return replace(article, content=replace(article.content, images=images))


def given_way(old: Article, new: Article) -> tuple[Image, ...]:
    """What a draft has no more since it cannot stand in one post with the file sent last."""
    gone = [image for image in old.content.images if image not in new.content.images]
    media = [image.medium for image in (*new.content.images[-1:], *gone)]
    return () if go_together(media) else tuple(gone)


def without_pictures(article: Article) -> Article:
    return replace(article, content=replace(article.content, images=()))


def as_source_has_it(new: Content, old: Content) -> Content:
    """A source's new text: its pictures count, unless an editor has chosen others."""
    own = _sent(old.images)
    return replace(new, images=own) if own else new


def as_desk_has_it(new: Content, old: Content) -> Content:
    """The desk's new text: a pasted page says nothing of pictures, so that they stay.

    Nor does it say which paragraphs are headings: those that it has as they were are such still.
    """
    own = _sent(old.images) if not _sent(new.images) else ()
    return replace(
        new,
        images=own or new.images or old.images,
        headings=new.headings or old.headings,
        quotes=new.quotes or old.quotes,
    )


def files_of_post(layout: Layout, images: tuple[Image, ...]) -> tuple[Image, ...]:
    """The files that a post is made of; what is not on the web has no link preview.

    The layout is that of pictures: all documents or recordings are sent, and one video at least.
    Where pictures are previews, what an editor has sent is all sent, as there are none of it.
    """
    if not images:
        return ()
    first = images[0]
    if layout is Layout.ALBUM or first.medium in (Medium.AUDIO, Medium.DOCUMENT):
        return _each_once(images)
    if not first.is_on_the_web and layout in (Layout.ABOVE, Layout.BELOW):
        return _each_once(_sent(images))
    is_shown = layout is Layout.PHOTO or first.medium is not Medium.PHOTO
    return images[:1] if is_shown else ()


def has_more_files(content: Content) -> bool:
    """Whether there are some beside the one that a reader's message has room for."""
    return len(content.images) > 1


def in_albums(images: tuple[Image, ...], files: Mapping[str, str]) -> Iterator[list[Picture]]:
    """An article's files by what may stand together, of those that Telegram has.

    `files`: by their addresses, what is sent for each.
    """
    known = [
        Picture(files[url], known_by(url))
        for url in dict.fromkeys(image.url for image in images)
        if files.get(url, url) != url
    ]
    album: list[Picture] = []
    for one in known:
        media = [each.medium for each in (*album, one)]
        if album and (len(media) > MOST_IN_ALBUM or not go_together(media)):
            yield album
            album = []
        album.append(one)
    if album:
        yield album


def _each_once(images: tuple[Image, ...]) -> tuple[Image, ...]:
    found = {image.url: image for image in reversed(images)}
    return tuple(reversed(found.values()))[:MOST_IN_ALBUM]


def _sent(images: tuple[Image, ...]) -> tuple[Image, ...]:
    return tuple(image for image in images if not image.is_on_the_web)
