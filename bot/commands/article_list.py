"""Articles as lines to choose among: what was found, or the last ones of which a command tells."""

import asyncio
from collections.abc import Iterable
from typing import Any

import typer

from bot.commands.exit_codes import CommandError
from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import opened
from bot.commands.outputs import print_json
from bot.config import Settings
from bot.domain.article import Article, dated_at


def last_published(*, as_json: bool) -> None:
    """For a command whose number was left out."""
    settings = settings_or_fail()
    articles = asyncio.run(_last(settings))
    if as_json:
        print_json({"articles": list(map(in_json, articles))})
        return
    print_lines(articles, settings)
    if not articles:
        typer.echo("Nothing is published")


def no_article(article_id: int) -> CommandError:
    """What an editor would be told names commands of Telegram's."""
    return CommandError(
        f"there is no article {article_id}; without a number the last published ones are listed"
    )


def print_lines(articles: Iterable[Article], settings: Settings) -> None:
    for article in articles:
        at = dated_at(article)
        day = f"{at.astimezone(settings.zone):%Y-%m-%d}" if at else " " * 10
        typer.echo(f"{article.id:>7}  {day}  {article.content.headline}")


def in_json(article: Article) -> dict[str, Any]:
    at = dated_at(article)
    return {
        "id": article.id,
        "headline": article.content.headline,
        "section": article.section and article.section.name,
        "published_at": at and at.isoformat(),
        "link": article.content.link,
    }


async def _last(settings: Settings) -> tuple[Article, ...]:
    async with opened(settings) as app:
        await app.start()
        return await app.finding.last_published()
