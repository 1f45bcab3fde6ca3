"""Every handler is handed what it asks for, by name and by type."""

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from types import FunctionType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from aiogram import Bot, Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command, CommandObject
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    ErrorEvent,
    InlineQuery,
    Message,
    MessageReactionCountUpdated,
    User,
)

import handlers
from bot.domain.article import Article
from bot.domain.courtesies import Courtesy
from bot.domain.people import Editor, Person
from bot.domain.press import PRESSES
from bot.domain.question_kinds import Question
from bot.rendering.renderer import DESK_COMMANDS, GROUP_COMMANDS, READER_COMMANDS
from bot.usecases.answered import Answered
from bot.usecases.letters import Awaited
from handlers.callbacks import Opened, Pressed
from handlers.editors.follow_ups import SaysFollowUp
from handlers.editors.letters import AnswersLetter
from handlers.editors.posts import IsOurPost, NamesNumber, NamesOurPost
from handlers.editors.questions import Answers
from handlers.filters import IsEditor
from handlers.readers.groups import InItsGroup
from handlers.readers.letters import CancelsLetter, IsLetter
from handlers.readers.reading_settings import TellsZone
from handlers.readers.search import IsCourtesy, NamesArticle, ShowsArticle
from handlers.replies import Reply
from tests.handlers.house import House
from tests.handlers.telegram import BOT_ID, USERNAME
from tests.handlers.test_strangers import FOR_READERS

EVENTS: dict[str, type] = {
    "message": Message,
    "edited_message": Message,
    "channel_post": Message,
    "edited_channel_post": Message,
    "callback_query": CallbackQuery,
    "inline_query": InlineQuery,
    "my_chat_member": ChatMemberUpdated,
    "message_reaction_count": MessageReactionCountUpdated,
    "error": ErrorEvent,
}
FROM_AIOGRAM: dict[str, Any] = {"bot": Bot, "event_from_user": User}
FROM_MIDDLEWARES: dict[str, Any] = {
    "person": Person,
    "editor": Editor | None,
    "reply": Reply,
}


def every_handler(router: Router) -> Iterator[tuple[str, Router, HandlerObject]]:
    for part in router.chain_tail:
        for event, observer in part.observers.items():
            for handler in observer.handlers:
                yield event, part, handler


GIVEN: dict[type, dict[str, Any]] = {
    IsEditor: {"editor": Editor},
    IsOurPost: {"articles": tuple[Article, ...]},
    NamesOurPost: {"articles": tuple[Article, ...]},
    Answers: {"question": Question | None},
    Command: {"command": CommandObject},
    IsLetter: {"awaited": Awaited},
    CancelsLetter: {"awaited": Awaited},
    AnswersLetter: {"letter_id": int},
    SaysFollowUp: {"earlier_id": int, "answered": Answered | None},
    InItsGroup: {"group": Person},
    TellsZone: {"zone_name": str},
    IsCourtesy: {"courtesy": Courtesy},
    NamesArticle: {"article_id": int},
    ShowsArticle: {"article_id": int},
    NamesNumber: {"article_id": int},
}


def given_by_filter(check: Callable[..., Any]) -> dict[str, Any]:
    match check:
        case Pressed():
            return {"pressed": check.kind, "drawn": int | None}
        case Opened():
            return {"opened": check.kind}
        case _:
            return next((given for kind, given in GIVEN.items() if isinstance(check, kind)), {})


def belongs_to_people(router: Router) -> bool:
    people = {"handlers.people", "handlers.desk"}
    return any(part.name in people for part in router.chain_head)


def belongs_to_groups(router: Router) -> bool:
    return any(part.name == "handlers.groups" for part in router.chain_head)


def fits(given: Any, wanted: Any) -> bool:
    """Whether what is given is all that is wanted: a union only where a union is wanted."""
    if given == wanted or (given is FunctionType and get_origin(wanted) is Callable):
        return True
    options = get_args(given) if get_origin(given) in (Union, UnionType) else (given,)
    accepted = get_args(wanted) if get_origin(wanted) in (Union, UnionType) else (wanted,)
    return all(
        any(option is one or _inherits(option, one) for one in accepted) for option in options
    )


def _inherits(one: Any, other: Any) -> bool:
    return inspect.isclass(one) and inspect.isclass(other) and issubclass(one, other)


def parameters(function: Callable[..., Any]) -> dict[str, Any]:
    """The parameters after the event, with their types."""
    hints = get_type_hints(function)
    names = [p for p in inspect.signature(function).parameters if p != "self"]
    return {name: hints[name] for name in names[1:]}


def kinds_of(handler: HandlerObject, kind: type) -> Iterator[Any]:
    return (f.callback for f in handler.filters or [] if isinstance(f.callback, kind))


def for_the_desk(handler: HandlerObject) -> bool:
    return any(kinds_of(handler, IsEditor))


def test_every_button_has_one_handler_and_those_of_the_desk_are_for_the_desk() -> None:
    routes = [
        (check.kind, for_the_desk(handler))
        for event, _, handler in every_handler(handlers.build())
        if event == "callback_query"
        for check in kinds_of(handler, Pressed)
    ]
    kinds = set(PRESSES.values())
    assert Counter(routes) == Counter((kind, kind not in FOR_READERS) for kind in kinds)


def test_every_command_has_one_handler_and_those_of_the_desk_are_for_the_desk() -> None:
    routes = [
        (name, for_the_desk(handler), belongs_to_groups(router))
        for event, router, handler in every_handler(handlers.build())
        if event == "message"
        for check in kinds_of(handler, Command)
        if not any(kinds_of(handler, Opened))
        for name in check.commands
    ]
    in_groups = ("start", "settings", "language", *GROUP_COMMANDS)
    assert Counter(routes) == Counter(
        [
            *((name, True, False) for name in DESK_COMMANDS),
            *((name, False, False) for name in ("start", *READER_COMMANDS)),
            *((name, False, True) for name in in_groups),
        ]
    )


def test_what_else_comes_in_has_its_handlers_in_this_order() -> None:
    routes = [
        (event, handler.callback.__name__, for_the_desk(handler))
        for event, _, handler in every_handler(handlers.build())
        if not any(kinds_of(handler, Pressed)) and not plain_command(handler)
    ]
    assert routes == [
        ("error", "log_fault", False),
        ("message", "moved", False),
        ("channel_post", "saw_post", False),
        ("edited_channel_post", "saw_edit", False),
        ("my_chat_member", "blocked", False),
        ("my_chat_member", "unblocked", False),
        ("my_chat_member", "changed_in_group", False),
        ("my_chat_member", "rights_changed", False),
        ("message_reaction_count", "reacted", False),
        ("message", "saw_message", False),
        ("message", "let_be", False),
        ("inline_query", "offer", False),
        ("message", "follow_section_by_link", False),
        ("message", "follow_topic_by_link", False),
        ("message", "open_article", False),
        ("message", "accept_invitation", False),
        ("message", "live_here", False),
        ("message", "cancel_typed", False),
        ("edited_message", "receive_edit", False),  # of a letter
        ("message", "open_forwarded", True),
        ("message", "cancel_typed", True),
        ("message", "own_message", True),
        ("message", "unknown_command", False),
        ("message", "answer", True),
        ("message", "receive", False),
        ("message", "follow_typed", True),
        ("message", "open_forwarded", True),  # by its address
        ("message", "open_numbered", True),
        ("message", "unknown_command", False),  # which takes nothing back
        ("message", "answer_editor_politely", True),
        ("message", "receive_text", True),
        ("message", "receive_file", True),
        ("message", "receive_document", True),
        ("message", "ask_for_text", True),
        ("edited_message", "receive_edit", True),
        ("message", "open_shared", False),  # a channel's post
        ("message", "answer_politely", False),
        ("message", "open_shared", False),
        ("message", "search_text", False),
        ("edited_message", "search_again", False),
        ("message", "chat", False),
        ("callback_query", "outdated", False),
        ("message", "answer", True),
        ("message", "ask_who_answers", False),  # hidden in the desk's group
        ("message", "say_where", False),  # in the desk's group
        ("message", "say_where", False),  # in any other
    ]


def plain_command(handler: HandlerObject) -> bool:
    return any(kinds_of(handler, Command)) and not any(kinds_of(handler, Opened))


@pytest.fixture
def workflow(house: House) -> dict[str, Any]:
    return {name: type(value) for name, value in house.given.items()}


def test_every_parameter_of_every_handler_is_provided_with_its_type(
    workflow: dict[str, Any],
) -> None:
    seen = 0
    for event, router, handler in every_handler(handlers.build()):
        given = workflow | FROM_AIOGRAM
        if belongs_to_people(router):
            given |= FROM_MIDDLEWARES
        if belongs_to_groups(router):
            given |= {"group": Person, "reply": Reply}
        if any(p.name in ("handlers.desk_chat", "handlers.hidden") for p in router.chain_head):
            given |= {"reply": Reply}
        for check in handler.filters or []:
            check_call = getattr(check.callback, "__call__", check.callback)  # noqa: B004
            if type(check.callback).__module__.startswith("handlers."):
                assert_provided(check_call, given)
            given |= given_by_filter(check.callback)
        assert_provided(handler.callback, given)
        first = next(iter(inspect.signature(handler.callback).parameters))
        assert fits(EVENTS[event], get_type_hints(handler.callback)[first])
        seen += 1
    assert seen > 40


def assert_provided(function: Callable[..., Any], given: dict[str, Any]) -> None:
    for name, wanted in parameters(function).items():
        assert name in given, f"{function}: nobody provides {name}"
        assert fits(given[name], wanted), f"{function}: {name} is {given[name]}, not {wanted}"


async def test_nothing_leaves_by_aiogram(house: House) -> None:
    with pytest.raises(RuntimeError, match="in its turn"):
        await house.bot.send_message(1, "beside the queue")
    with pytest.raises(RuntimeError, match="in its turn"):
        await house.bot.download_file("beside/the/queue.jpg")


async def test_the_bot_bears_its_own_name_and_number(house: House) -> None:
    assert house.bot.id == BOT_ID
    assert await house.bot.me() == User(
        id=BOT_ID, is_bot=True, first_name=USERNAME, username=USERNAME
    )


def test_a_wrong_type_and_a_missing_name_would_be_found() -> None:
    async def handler(_message: Message, editor: Editor) -> None: ...

    with pytest.raises(AssertionError, match="editor is"):
        assert_provided(handler, {"editor": Editor | None})
    with pytest.raises(AssertionError, match="nobody provides editor"):
        assert_provided(handler, {})


def test_each_dispatcher_can_have_its_own_routes() -> None:
    assert handlers.build() is not handlers.build()
