"""The command line: every command, its arguments, and how errors end it.

Exit codes: 0 done; 1 tried and failed; 2 not usable input, or wrong arguments.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from typer.exceptions import TyperException

from bot.commands.arguments import (
    AllowedRate,
    ArticleId,
    BackupFile,
    BotName,
    BotUsername,
    CopiedAt,
    FeedSource,
    For,
    Json,
    LanguageChoice,
    Latency,
    MostFound,
    MostMessages,
    OfSection,
    OtherDatabase,
    PagePort,
    PagesToImport,
    PeopleWhoWrite,
    Rate,
    Readers,
    SandboxPort,
    Source,
    WithLimits,
    Words,
)
from bot.commands.exit_codes import CommandError, misuse_in_words
from bot.commands.outputs import exit_code_of_output, see_it_printed

# ruff: noqa: FBT002 - a switch of a command is a boolean with a default

COMMAND_LINE = typer.Typer(
    name="vistnyk",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="""Vistnyk, a newsroom's Telegram desk.

    `vistnyk demo` shows it at work in a browser, without a token. `vistnyk run` is the real bot:
    its settings come from the environment and from the file .env (see .env.example).""",
)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - the signature is typer's
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - only for whoever asks

        typer.echo(f"vistnyk {version('vistnyk')}")
        raise typer.Exit


@contextmanager
def _needing_the_sandbox() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name != "tdjson":
            raise
        words = "the sandbox is not installed: `make setup` installs it, as does pip with"
        raise CommandError(f"{words} -r requirements/sandbox.txt") from None


@COMMAND_LINE.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Say which version this is."
        ),
    ] = False,
) -> None:
    pass


@COMMAND_LINE.command()
def run() -> None:
    """Be the bot, by polling or webhook, until SIGTERM or Ctrl-C."""
    from bot.commands import run  # noqa: PLC0415

    run.run()


@COMMAND_LINE.command()
def demo(
    port: PagePort = 8080,
    lang: Annotated[
        LanguageChoice, typer.Option(help="The newsroom's language.")
    ] = LanguageChoice.UK,
    once: Annotated[bool, typer.Option(help="Stop when everything is delivered.")] = False,
) -> None:
    """Watch articles reach channels and a reader, without a token.

    Starts a stand-in for Telegram with a page for the browser, and the bot, on 127.0.0.1 and a
    temporary database; no real token, no real .env and no real database is looked at. Beside it
    stands a small news site with pictures and a feed, for links to be tried.
    """
    with _needing_the_sandbox():
        from bot.commands import demo  # noqa: PLC0415

    demo.demo(port, lang, once=once)


@COMMAND_LINE.command()
def sandbox(
    port: SandboxPort = 8081,
    limits: WithLimits = False,
    name: BotName = "Sandbox bot",
    username: BotUsername = "sandbox_bot",
    person: PeopleWhoWrite = None,
) -> None:
    """Run the stand-in for Telegram alone, for a bot under test.

    It is a Bot API server, with a page in the browser that shows every chat.
    """
    with _needing_the_sandbox():
        from bot.commands import sandbox  # noqa: PLC0415

    people = tuple(person or ("Марія:uk", "Alex:en"))
    cast = sandbox.Cast(name, username.removeprefix("@"), people)
    sandbox.sandbox(port, cast, limits=limits)


@COMMAND_LINE.command()
def parse(source: Source, copied_at: CopiedAt = None, json: Json = False) -> None:
    """Read a copied page or a web page and show the article that it is."""
    from bot.commands import parse  # noqa: PLC0415

    parse.parse(source, copied_at, as_json=json)


@COMMAND_LINE.command()
def preview(
    source: Source,
    for_: Annotated[For, typer.Option("--for", help="Whose teaser.")] = For.CHANNEL,
    lang: Annotated[
        LanguageChoice | None,
        typer.Option(help="The teaser's language; without it, DEFAULT_LANGUAGE."),
    ] = None,
    json: Json = False,
) -> None:
    """Show the teaser that a copied page would become."""
    from bot.commands import preview  # noqa: PLC0415

    preview.preview(source, for_, lang, as_json=json)


@COMMAND_LINE.command()
def feed(
    source: FeedSource,
    json: Json = False,
) -> None:
    """Show the items of a feed: RSS, Atom or JSON Feed."""
    from bot.commands import feed  # noqa: PLC0415

    feed.feed(source, as_json=json)


@COMMAND_LINE.command("import")
def import_(
    sources: PagesToImport,
    publish: Annotated[
        bool, typer.Option("--publish", help="Post them too: to channels and to followers.")
    ] = False,
    json: Json = False,
) -> None:
    """Put pages into the archive, where readers find them.

    Of folders all .txt, .md, .docx and .html files, at any depth. The same story twice is one
    article. What cannot be read is named, and the rest goes in; an import that was stopped is
    completed by running it again.
    """
    from bot.commands import import_  # noqa: PLC0415

    import_.import_pages(sources, publish=publish, as_json=json)


@COMMAND_LINE.command()
def search(
    words: Words,
    section: OfSection = None,
    limit: MostFound = 20,
    json: Json = False,
) -> None:
    """Find what readers may see. With a word to be left out: `vistnyk search -- bridge -river`."""
    from bot.commands import search  # noqa: PLC0415

    search.search(" ".join(words), section, limit=limit, as_json=json)


@COMMAND_LINE.command()
def reindex(json: Json = False) -> None:
    """Make the search index anew from the articles; the bot may go on."""
    from bot.commands import reindex  # noqa: PLC0415

    reindex.reindex(as_json=json)


@COMMAND_LINE.command()
def status(
    article_id: ArticleId = None,
    json: Json = False,
) -> None:
    """Say who received an article and who did not, and why."""
    from bot.commands import status  # noqa: PLC0415

    status.status(article_id, as_json=json)


@COMMAND_LINE.command()
def why(
    article_id: ArticleId = None,
    json: Json = False,
) -> None:
    """Say why an article went where it went, and nowhere else.

    Which rule sent it to a channel, which kept it from another, and how many readers it was for.
    """
    from bot.commands import why  # noqa: PLC0415

    why.why(article_id, as_json=json)


@COMMAND_LINE.command()
def deliver(
    *,
    readers: Readers,
    rate: Rate,
    latency: Latency = 0.0,
    limit: AllowedRate = None,
    messages: MostMessages = None,
    json: Json = False,
) -> None:
    """Measure how fast one article reaches N readers.

    Starts a stand-in for Telegram in a second process, publishes an article to N readers of a
    temporary database (on disk, in the folder for temporary files: TMPDIR names another one), and
    delivers it as the bot does: every outcome is written down, and held against the stand-in's
    own count. A rate of 100000 is as good as none. No setting of a real bot is looked at.
    """
    from bot.commands import deliver  # noqa: PLC0415

    load = deliver.Load(readers, min(messages or readers, readers), rate, latency, limit)
    deliver.deliver(load, as_json=json)


@COMMAND_LINE.command()
def doctor(json: Json = False) -> None:
    """Check templates, database, owner, token, and rights in channels."""
    from bot.commands import doctor  # noqa: PLC0415

    doctor.doctor(as_json=json)


@COMMAND_LINE.command()
def move(
    to: OtherDatabase,
    json: Json = False,
) -> None:
    """Copy everything into another database.

    From SQLite or PostgreSQL to either, while the bot is stopped. All rows are read back, counted
    and compared. Whatever stops it, the other database is empty or complete.
    """
    from bot.commands import move  # noqa: PLC0415

    move.move_all(to, as_json=json)


@COMMAND_LINE.command()
def backup(
    file: BackupFile,
    force: Annotated[
        bool, typer.Option("--force", help="Take the place of a file that is there.")
    ] = False,
    json: Json = False,
) -> None:
    """Write everything into one file, while the bot is at work.

    The file has its name only once it is complete, and nobody else may read it. `restore` makes a
    database of either kind from it.
    """
    from bot.commands import backup  # noqa: PLC0415

    backup.backup(file, force=force, as_json=json)


@COMMAND_LINE.command()
def restore(
    file: BackupFile,
    replace: Annotated[
        bool, typer.Option("--replace", help="Lose all that the database has, if it has any.")
    ] = False,
    json: Json = False,
) -> None:
    """Fill the database from a backup, while the bot is stopped.

    The bot then goes on from there: what may have been posted since is looked for in the channels
    before it is posted. Whatever stops it, the database is as it was or complete.
    """
    from bot.commands import restore  # noqa: PLC0415

    restore.restore(file, replace=replace, as_json=json)


@COMMAND_LINE.command()
def adopt(
    yes: Annotated[bool, typer.Option("--yes", help="Do it, and do not only say it.")] = False,
) -> None:
    """Hand the database over to the bot whose token is in BOT_TOKEN.

    Without this, `run` refuses to work with a database of another bot: it could reach none of its
    readers. Says what becomes of readers, channels and posts.
    """
    from bot.commands import adopt  # noqa: PLC0415

    adopt.adopt(sure=yes)


def main() -> None:
    """Run a command; a failure is one line on stderr."""
    try:
        # Without arguments: what there is to call.
        exit_code = COMMAND_LINE(sys.argv[1:] or ["--help"], standalone_mode=False)
        see_it_printed()
    except TyperException as misuse:
        typer.echo(f"vistnyk: {misuse_in_words(misuse)} (see --help)", err=True)
        raise SystemExit(misuse.exit_code) from None
    except CommandError as failure:
        typer.echo(f"vistnyk: {failure}", err=True)
        raise SystemExit(failure.exit_code) from None
    except (OSError, SystemExit) as error:
        raise SystemExit(exit_code_of_output(error)) from None
    raise SystemExit(exit_code)
