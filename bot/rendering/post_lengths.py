"""How long the posts of an article will be, chat by chat, before it goes out."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final

from bot.domain.article import Article
from bot.domain.desk import Card
from bot.domain.post_length import PostLength
from bot.domain.related_links import named
from bot.rendering.fitting import Fitted, visible_length
from bot.rendering.post_templates import by_what_works
from bot.rendering.preview_pages import MOST_PREVIEWED, post_preview
from bot.rendering.renderer import Renderer

_SOME_LINK: Final = "https://t.me/"  # what a link says is as long wherever it leads


def measured(pages: Renderer, language: str, card: Card) -> Card:
    """The card with the lengths of its posts: the readers' first, then its channels'.

    They are made by the very templates, in the language in which channels have their posts. None
    where one of these fails, which is said when it is chosen.
    """
    lengths: tuple[PostLength, ...] = ()
    with suppress(Exception):  # an operator's template may do anything
        lengths = tuple(_lengths(pages, language, replace(card, article=_as_it_will_be(card))))
    return replace(card, lengths=lengths)


def _lengths(pages: Renderer, language: str, card: Card) -> Iterator[PostLength]:
    known: dict[object, Fitted] = {}
    related = named(card.related, lambda _: _SOME_LINK)
    titles = ("", *(channel.title for channel in card.channels[:MOST_PREVIEWED]))
    for place, title in enumerate(titles):
        post = post_preview(card, place, card.article.content.link or _SOME_LINK, related)
        alike = (post.audience, post.limit, post.made_by, post.words)
        if alike not in known:
            known[alike] = by_what_works(pages, post, language).fitted
        fitted = known[alike]
        yield PostLength(title, visible_length(fitted.html), post.limit, fitted.cut)


def _as_it_will_be(card: Card) -> Article:
    """A change of single fields, as the article would have it."""
    article = card.article
    if article.amends is None or card.proposed is None:
        return article
    return replace(article, content=card.proposed)
