"""Killed in the middle of every step of what the desk does, and gone on with: nothing is lost.

Each action is done step by step; in every step the bot dies as soon as it has said something of
it, before it could write that down. The next process knows nothing but the database.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.buttons import AskRetraction, Correct, Publish, Retract, SetSection, ShowChannel
from bot.domain.desk_buttons import EditSection, NeedSecond, ShowSection
from bot.domain.field_buttons import EditField, OpenFields
from bot.domain.own_buttons import MakePost
from bot.domain.post_buttons import (
    AskWords,
    ChooseTemplate,
    PreviewPost,
    ShowTemplates,
    ShowWords,
    TryTemplate,
)
from bot.domain.press import Press
from bot.domain.schedule_buttons import AskWhen, SetFollowed, ShowEarlier, ShowOutlets
from bot.sandbox.sandbox_server import Sandbox
from tests.builders import SVIT
from tests.journeys.desk import IHOR, OLENA, Desk, running, settings
from tests.journeys.pages import a_page
from tests.journeys.test_people import hire
from tests.photos import a_jpeg

HEADLINE = "Порт Роттердама відкрив зелений термінал"
SECOND = "Уночі в Карпатах випав перший сніг"
Step = Callable[[Desk], Awaitable[None]]
SILENCE = timedelta(seconds=12)
# What a bot asks for that has just started, or waits.
COMING = ("getMe", "getUpdates", "deleteWebhook", "setMyCommands", "deleteMyCommands")


def say(words: str, after: str = "") -> Step:
    """Type something, once the bot has said that."""

    async def step(desk: Desk) -> None:
        if after:
            await desk.until(lambda: desk.posts(OLENA, after))
        desk.world.say(OLENA, words)

    return step


def press(
    wanted: Callable[[Press], bool], title: str = "", after: str = "", by: int = OLENA
) -> Step:
    """Press a button, on a card that says that already."""

    async def step(desk: Desk) -> None:
        await desk.until(lambda: desk.posts(by, after))
        await desk.press(by, wanted, title)

    return step


def send(name: str, caption: str = "", kind: str = "photo") -> Step:
    """A voice message, or one photo of an album."""
    album = "7" if kind == "photo" else None

    async def step(desk: Desk) -> None:
        desk.world.send_file(OLENA, name, a_jpeg(), kind=kind, caption=caption, album=album)

    return step


def is_svit(asked: Press) -> bool:
    return isinstance(asked, SetSection) and asked.section_id == SVIT


def is_calm(asked: Press) -> bool:
    return isinstance(asked, Publish) and not asked.breaking


def of(kind: type[Press], article_id: int = 1) -> Callable[[Press], bool]:
    return lambda asked: isinstance(asked, kind) and getattr(asked, "article_id", 1) == article_id


@dataclass(frozen=True)
class Action:
    """`before` is done in peace; `ends` says what is to be seen at the end, once.

    `articles` are there by then.
    """

    steps: tuple[Step, ...]
    ends: Callable[[Desk, int], object]
    before: tuple[Step, ...] = ()
    articles: int = 1


def shows(words: str) -> Callable[[Desk, int], object]:
    """The channel has it."""
    return lambda desk, channel: [
        m
        for m in desk.world.messages(channel)
        if words in m.get("text", "") + m.get("caption", "")
    ]


PASTE = say(a_page())
OUT = (PASTE, press(is_calm), say("/posts", "Опубліковано"))

ACTIONS = {
    "a flash in two presses": Action(
        (
            say("/flash"),
            say("Порт закрито до вечора", "Надішліть термінову новину"),
            press(is_svit),
            press(lambda p: isinstance(p, Publish) and p.breaking),
        ),
        shows("⚡️ Порт закрито до вечора"),
    ),
    "own words": Action(
        (say("Міст відкрито"), press(of(MakePost)), press(is_svit), press(is_calm)),
        shows("Міст відкрито"),
    ),
    "an album half received": Action(
        (
            send("1.jpg", "Рух мостом запустили вранці."),
            send("2.jpg"),
            press(is_svit, after="Світлини: 2"),
            press(is_calm),
        ),
        shows("Рух мостом"),
    ),
    "a field of a draft": Action(
        (
            PASTE,
            press(of(OpenFields)),
            press(lambda p: p == EditField(1, "headline")),
            say(SECOND, "Надішліть новий заголовок"),
            press(is_calm, after=f"{SECOND}\n"),
        ),
        shows(SECOND),
    ),
    "a field of what is out": Action(
        (
            press(of(OpenFields)),
            press(lambda p: p == EditField(1, "headline")),
            say(SECOND, "Надішліть новий заголовок"),
            press(lambda p: isinstance(p, Correct) and not p.marked),
        ),
        shows(SECOND),
        before=OUT,
        articles=2,
    ),
    "a schedule asked": Action(
        (PASTE, press(of(AskWhen)), say("через 2 години", "Коли опублікувати №1")),
        lambda desk, _: [m for m in desk.posts(OLENA, HEADLINE) if "🕒 Вийде" in m["text"]],
    ),
    "a retraction asked": Action(
        (
            press(of(AskRetraction)),
            press(lambda p: isinstance(p, Retract) and not p.tell),
        ),
        lambda desk, channel: not desk.world.messages(channel),
        before=OUT,
    ),
    "a follow-up chosen": Action(
        (
            say(a_page(SECOND)),
            press(of(ShowOutlets, 2)),
            press(of(ShowEarlier, 2)),
            press(of(SetFollowed, 2)),
            press(lambda p: is_calm(p) and of(Publish, 2)(p), after="↪️ Продовження №1"),
        ),
        lambda desk, channel: [
            m for m in desk.world.messages(channel) if m.get("reply_to_message")
        ],
        before=OUT,
        articles=2,
    ),
    "a follow-up typed": Action(
        (
            say(a_page(SECOND)),
            press(of(ShowOutlets, 2)),
            press(of(ShowEarlier, 2)),
            say("№1", "напишіть її номер"),
            press(lambda p: is_calm(p) and of(Publish, 2)(p), after="↪️ Продовження №1"),
        ),
        lambda desk, channel: [
            m for m in desk.world.messages(channel) if m.get("reply_to_message")
        ],
        before=OUT,
        articles=2,
    ),
    "a voice message by itself": Action(
        (send("voice.ogg", kind="voice"), press(of(MakePost)), press(is_svit), press(is_calm)),
        lambda desk, channel: [m for m in desk.world.messages(channel) if "voice" in m],
    ),
    "a second look wished": Action(
        (PASTE, press(is_calm), press(is_calm, "Погодити", by=IHOR)),
        shows(HEADLINE),
        before=(
            lambda desk: hire(desk, IHOR, "Ігор"),
            say("/sections"),
            press(lambda p: p == ShowSection(SVIT)),
            press(lambda p: isinstance(p, NeedSecond) and p.on),
            say("/sections", "👀 Публікують удвох"),
        ),
    ),
    "words of one channel": Action(
        (
            PASTE,
            press(lambda p: p == PreviewPost(1, 1)),
            press(of(ShowWords)),
            press(lambda p: isinstance(p, AskWords) and p.part == "headline"),
            say(SECOND, "Надішліть заголовок одним рядком"),
            press(is_calm),
        ),
        shows(SECOND),
    ),
    "a template chosen": Action(
        (
            say("/channels"),
            press(lambda p: isinstance(p, ShowChannel)),
            press(lambda p: isinstance(p, ShowTemplates)),
            press(lambda p: isinstance(p, TryTemplate) and p.template == "brief"),
            press(lambda p: isinstance(p, ChooseTemplate)),
        ),
        lambda desk, _: desk.button(OLENA, lambda p: isinstance(p, TryTemplate), "✅ Коротко"),
    ),
    "a section renamed": Action(
        (
            say("/sections"),
            press(lambda p: p == ShowSection(SVIT)),
            press(lambda p: isinstance(p, EditSection) and p.section_id == SVIT, "Назва"),
            say("Всесвіт", "Надішліть нову назву рубрики"),
            say("/sections"),
        ),
        lambda desk, _: (
            desk.button(OLENA, lambda p: p == ShowSection(SVIT), "Всесвіт")
            and not desk.button(OLENA, of(MakePost))
        ),
    ),
}


async def killed_amid(desk: Desk, step: Step) -> None:
    """Do it, and die once Telegram has heard the first thing that comes of it.

    Of several processes one is only known to be dead once it has given no sign of life for long.
    """
    desk.clock.off += SILENCE
    async with running(desk, to_its_end=False):
        await step(desk)
        before = len(desk.world.requests)

        def heard() -> bool:
            later = list(desk.world.requests)[before:]
            return any(call.accepted and call.method not in COMING for call in later)

        await desk.until(heard)


@pytest.mark.slow
@pytest.mark.parametrize("name", ACTIONS)
async def test_an_action_of_the_desk_goes_on_after_a_kill_in_every_step(
    sandbox: Sandbox, database: Path, name: str
) -> None:
    action = ACTIONS[name]
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0))
        channel = await desk.channel()
        for step in action.before:
            await step(desk)
        if action.before is OUT:
            await desk.settled(1)
    for step in action.steps:
        await killed_amid(desk, step)
    desk.clock.off += SILENCE
    async with running(desk) as app:
        found = await desk.until(lambda: action.ends(desk, channel))
        if isinstance(found, list):
            assert len(found) == 1
        async with app.storage.reading() as tx:
            assert await tx.articles.get(action.articles + 1) is None  # none was made twice
