"""`preview`: the teaser that a copied page becomes."""

from typing import Any

import typer

from bot.commands.desk_words import renderer_of
from bot.commands.exit_codes import CommandError
from bot.commands.inputs import settings_or_fail
from bot.commands.outputs import print_json
from bot.commands.parse import read_page
from bot.config import Settings
from bot.domain.article import Article, ArticleState
from bot.domain.buttons import pack
from bot.domain.deep_links import OpenArticle, bot_link
from bot.domain.delivery import Audience
from bot.domain.post import Button, Post
from bot.domain.section import FIRST_SECTIONS, Section, section_key
from bot.domain.telegram_html import parse_html
from bot.domain.text import MESSAGE_LIMIT, utf16_length
from bot.rendering.teasers import Teaser
from bot.rendering.template_faults import BadTemplateError

_NOT_SAVED = 0  # the number of an article that is not in any database


def preview(source: str, audience: str, language: str | None, *, as_json: bool) -> None:
    settings = settings_or_fail()
    reading = read_page(source, settings, None)
    article = Article(
        id=_NOT_SAVED,
        state=ArticleState.DRAFT,
        revision=1,
        content=reading.content,
        section=_section(reading.content.section),
    )
    warnings = list(reading.warnings)
    address = article.content.link or _address_in_bot(settings)
    if address is None:
        warnings.append("link_left_out")
    page = Teaser(article=article, audience=Audience(audience), address=address)
    try:
        post = renderer_of(settings).post(page, language or settings.default_language)
        print_post(post, warnings, as_json=as_json)
    except BadTemplateError as fault:
        raise CommandError(str(fault)) from None
    except ValueError as error:
        raise CommandError(f"a template makes HTML that Telegram refuses: {error}") from None


def print_post(post: Post, warnings: list[str], *, as_json: bool) -> None:
    text, entities = parse_html(post.html)
    if as_json:
        print_json(
            {
                "html": post.html,
                "text": text,
                "entities": list(entities),
                "length_utf16": utf16_length(text),
                "limit": MESSAGE_LIMIT,
                "buttons": [[_button(button) for button in row] for row in post.keyboard],
                "warnings": warnings,
            }
        )
        return
    typer.echo(text)
    for row in post.keyboard:
        typer.echo("  ".join(f"[{button.text}]" for button in row))
    typer.echo(f"— {utf16_length(text)} / {MESSAGE_LIMIT}", err=True)
    for code in warnings:
        typer.echo(f"— {code}", err=True)


def _button(button: Button) -> dict[str, Any]:
    if button.press is not None:
        return {"text": button.text, "callback_data": pack(button.press, button.drawn)}
    return {"text": button.text, "url": button.url}


def _section(printed: str | None) -> Section | None:
    """The section of a fresh database that this name means, or one of that name."""
    if printed is None:
        return None
    for section in FIRST_SECTIONS:
        if section_key(section.name) == section_key(printed):
            return section
    return Section(_NOT_SAVED, printed, "section", "🗞")


def _address_in_bot(settings: Settings) -> str | None:
    """The address that opens an article in the bot, if there is a token to ask for its name."""
    if settings.bot_token is None:
        return None
    from bot.commands.ask_telegram import username_of  # noqa: PLC0415 - loads the HTTP client

    return bot_link(username_of(settings), OpenArticle(_NOT_SAVED))
