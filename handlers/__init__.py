"""The table of contents: every route, in the order in which updates meet it."""

from aiogram import Router

from handlers import unknown
from handlers.channels import forums, membership, reactions
from handlers.editors import (
    alerts,
    channels,
    desk_chat,
    drafts,
    editing,
    feeds,
    follow_ups,
    health,
    log,
    own_posts,
    paid_broadcasts,
    pictures,
    post_looks,
    posts,
    publishing,
    qr_codes,
    questions,
    replays,
    reports,
    retraction,
    scheduling,
    sections,
    shaping,
    statistics,
    team,
)
from handlers.editors import forums as desk_forums
from handlers.editors import letters as desk_letters
from handlers.errors import Explain, log_fault
from handlers.filters import InGroup, InPrivate, IsCommand
from handlers.lateness import AskAgain
from handlers.middlewares import (
    LowerCommand,
    OnlyWhereShown,
    OpenGroupReply,
    OpenReply,
    Recognise,
    RecogniseGroup,
)
from handlers.readers import (
    archive,
    following,
    groups,
    inline,
    letters,
    privacy,
    reading_here,
    reading_settings,
    saved,
    search,
    settings,
    start,
    topics,
)
from handlers.redrawing import RedrawOutdated


def build() -> Router:
    """Build all routes; anew at each call, since a router can have only one parent."""
    router = Router(name=__name__)
    router.errors.register(log_fault)
    router.include_routers(membership.build(), reactions.build(), forums.build())
    router.include_routers(_in_private(), _in_groups())
    return router


def _in_private() -> Router:
    """Messages count in private chats alone here, presses in every chat."""
    gate = Router(name=f"{__name__}.private")
    for said in (gate.message, gate.edited_message):
        said.outer_middleware(LowerCommand())
        said.filter(InPrivate())
    gate.include_router(_people())
    return gate


def _in_groups() -> Router:
    """In groups the bot heeds commands, and the desk's answers to readers' letters."""
    gate = Router(name=f"{__name__}.in_groups")
    gate.message.outer_middleware(LowerCommand())
    gate.message.filter(InGroup())
    desk = _recognising(f"{__name__}.desk")
    desk.include_router(desk_letters.in_groups())
    asked = Router(name=f"{__name__}.asked_in_groups")
    asked.message.filter(IsCommand())
    desks = Router(name=f"{__name__}.desk_chat")
    for opening in (OpenGroupReply(), Explain()):
        desks.message.outer_middleware(opening)
    desks.include_router(desk_chat.commands())
    hidden = Router(name=f"{__name__}.hidden")
    for opening in (OpenGroupReply(), Explain()):
        hidden.message.outer_middleware(opening)
    hidden.include_router(desk_letters.of_nobody())
    following_sections = Router(name=f"{__name__}.groups")
    for middleware in (OpenGroupReply(), Explain(), RecogniseGroup()):
        following_sections.message.outer_middleware(middleware)
    following_sections.include_router(groups.commands())
    asked.include_routers(desks, following_sections)
    gate.include_routers(desk, hidden, asked)
    return gate


def _recognising(name: str) -> Router:
    """Make a router whose handlers know who speaks; refusals are explained to that person."""
    router = Router(name=name)
    for observer in (router.message, router.edited_message, router.callback_query):
        observer.outer_middleware(OpenReply())
        observer.outer_middleware(Explain())
        observer.outer_middleware(Recognise())
        observer.outer_middleware(AskAgain())
    return router


def _people() -> Router:
    people = _recognising(f"{__name__}.people")
    people.callback_query.outer_middleware(RedrawOutdated())
    people.callback_query.outer_middleware(OnlyWhereShown())
    people.inline_query.outer_middleware(OpenReply())
    people.inline_query.outer_middleware(Recognise())
    people.include_routers(
        inline.build(),
        following.build(),  # takes its own `/start …` links before `start` does
        start.build(),
        topics.build(),
        groups.build(),
        reading_settings.build(),
        archive.build(),
        search.build(),
        reading_here.build(),
        saved.build(),
        privacy.build(),
        letters.build(),
        publishing.build(),
        editing.build(),
        scheduling.build(),
        own_posts.build(),
        post_looks.build(),
        pictures.build(),
        paid_broadcasts.build(),
        retraction.build(),
        replays.build(),
        alerts.build(),
        reports.build(),
        statistics.build(),
        health.build(),
        posts.build(),
        team.build(),
        channels.build(),
        shaping.build(),
        desk_forums.build(),
        feeds.build(),
        log.build(),
        sections.build(),
        qr_codes.build(),
        settings.build(),
        questions.commands(),
        unknown.commands(),
        desk_letters.build(),
        letters.texts(),
        follow_ups.build(),
        posts.numbers(),
        unknown.asides(),
        questions.build(),
        pictures.files(),
        drafts.build(),
        search.texts(),
        unknown.build(),
    )
    return people
