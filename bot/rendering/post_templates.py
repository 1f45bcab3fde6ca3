"""By which templates a channel's posts can be made, and what is wrong with one that fails.

Ours and the operators' own lie in `teasers/channels/`. A template is tried on articles that have
everything and nothing, so that it fails here and not on the day of the news.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Generic, TypeVar

from bot.domain.article import Article, ArticleState, Content, Image
from bot.domain.channel import USUAL_TEMPLATE
from bot.domain.delivery import Audience
from bot.domain.formatted import Format, Formatted
from bot.domain.own_words import OwnWords, Source
from bot.domain.picture import Picture
from bot.domain.section import Section
from bot.domain.telegram_html import parse_html
from bot.domain.text import HTML_LIMIT, is_blank, utf16_length
from bot.rendering.fitting import Fitted
from bot.rendering.renderer import Renderer
from bot.rendering.teasers import CHANNEL_TEMPLATES, Teaser
from bot.rendering.template_faults import BadTemplateError

Made = TypeVar("Made", bound=Teaser)

_NAME: Final = re.compile(r"[a-z]{1,16}")  # what a button carries
_LINK: Final = "https://example.org/news/?a=1&b=2"
_AT: Final = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
_HOSTILE: Final = "<b>&amp; \"лапки\" 'й' {{ 7 }} 👨‍👩‍👧"
_BARE: Final = Article(
    id=1, state=ArticleState.PUBLISHED, revision=1, content=Content(_HOSTILE), section=None
)
_WHOLE: Final = replace(
    _BARE,
    content=Content(
        _HOSTILE,
        lead=f"{_HOSTILE} " * 300,
        body=(_HOSTILE,),
        link=_LINK,
        author=_HOSTILE,
        images=(Image(_LINK, _HOSTILE),),
    ),
    section=Section(1, _HOSTILE, "svit", "🌍"),
    breaking=True,
    released_at=_AT,
    marked_at=_AT,
)
_OWN: Final = replace(
    _WHOLE,
    content=Content(
        _HOSTILE,
        own=OwnWords(
            Formatted(_HOSTILE, (Format("bold", 0, 5), Format("blockquote", 2, 9))),
            headed=False,
            source=Source(_HOSTILE, _LINK),
        ),
    ),
)


def post_templates(pages: Renderer, language: str) -> tuple[str, ...]:
    """Their names, the usual one first."""
    names = sorted(pages.in_folder(CHANNEL_TEMPLATES, language))
    return (USUAL_TEMPLATE, *(name for name in names if _NAME.fullmatch(name)))


def fault_of(pages: Renderer, name: str, language: str) -> str | None:
    """Why no post can be made by a template; None where it can.

    Telegram's rules are those of `parse_html`, which the tests hold against its own parser.
    """
    if name not in post_templates(pages, language):
        return "its name is not one of 1–16 small letters a–z, or there is no such file"
    tried = (_made(pages, each, language) for each in _trials(name))
    return next((fault for fault in tried if isinstance(fault, str)), None)


@dataclass(frozen=True, slots=True)
class Tried(Generic[Made]):
    """A post by what works; `fault`: why the channel's own template makes none of this article."""

    teaser: Made
    fitted: Fitted
    fault: str | None = None


def by_what_works(pages: Renderer, teaser: Made, language: str) -> Tried[Made]:
    """By the usual template where the channel's own makes no post of this article.

    News do not wait until somebody has noticed; nor is one channel's template the text that
    Telegram refuses, and for which the article would go nowhere.
    """
    if teaser.made_by == USUAL_TEMPLATE:
        return Tried(teaser, pages.fitted(teaser, language))
    if teaser.made_by not in post_templates(pages, language):
        made: Fitted | str = "there is no such template"
    else:
        made = _made(pages, teaser, language)
    if isinstance(made, Fitted):
        return Tried(teaser, made)
    usual = replace(teaser, made_by=USUAL_TEMPLATE)
    return Tried(usual, pages.fitted(usual, language), made)


def faults(pages: Renderer, language: str) -> Iterator[tuple[str, str]]:
    """Templates by which no post can be made, each with why."""
    named = {USUAL_TEMPLATE, *pages.in_folder(CHANNEL_TEMPLATES, language)}
    for name in sorted(named):
        if fault := fault_of(pages, name, language):
            yield name, fault


def _trials(name: str) -> Iterator[Teaser]:
    named = (("Ще новина", _LINK),)
    for article in (_BARE, _WHOLE, _OWN):
        address = article.content.link
        teaser = Teaser(article, Audience.CHANNEL, address, related=named, made_by=name)
        yield teaser
        yield replace(teaser, files=(Picture("file", "file"),))


def _made(pages: Renderer, teaser: Teaser, language: str) -> Fitted | str:
    """The post, or why there is none."""
    try:
        fitted = pages.fitted(teaser, language)
        return _fault_of_html(fitted.html, teaser.limit) or fitted
    except (BadTemplateError, ValueError) as fault:
        return str(fault)
    except Exception as fault:  # noqa: BLE001 - a template may do anything
        return f"{type(fault).__name__}: {fault}"


def _fault_of_html(html: str, limit: int) -> str | None:
    text, _ = parse_html(html)
    if is_blank(text):
        return "the post is empty"
    if utf16_length(text) > limit or len(html.encode()) > HTML_LIMIT:
        return "the post is longer than Telegram takes, however much of headline and lead is cut"
    return None
