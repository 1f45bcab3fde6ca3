"""A group follows sections, as its administrators choose; who else talks there is let alone."""

from typing import Any

import pytest

from bot.domain.buttons import AskRetraction, Retract
from bot.domain.delivery import State
from bot.domain.group_buttons import ForgetGroup, GroupFollow, ShowGroupTopics, SwitchGroup
from bot.domain.press import Press
from tests.journeys.desk import NADIIA, OLENA, TARAS, Desk
from tests.journeys.pages import a_page

SECOND = "Уночі в Карпатах випав перший сніг"
THIRD = "Місто отримало двадцять нових трамваїв"
WORDS = {
    "uk": {
        "hello": "Рубрики обирають адміністратори",
        "only": "лише адміністратори групи",
        "chosen": "приходитимуть сюди",
        "elsewhere": "в особистому чаті",
        "question": "Стерти все, що я знаю про цю групу",
        "erased": "я більше нічого не знаю про цю групу",
        "topics": "Які новини отримує ця група",
        "stopped": "Зараз я нічого сюди не надсилаю",
    },
    "en": {
        "hello": "Administrators of the group choose the sections",
        "only": "Only administrators of the group",
        "chosen": "will come here",
        "elsewhere": "in a private chat",
        "question": "Erase all that I know of this group",
        "erased": "I know nothing of this group any more",
        "topics": "Which news this group gets",
        "stopped": "I send nothing here for now",
    },
}


def is_svit(press: Press) -> bool:
    return isinstance(press, GroupFollow) and press.on


def links(message: dict[str, Any]) -> list[str]:
    keyboard = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["url"] for row in keyboard for button in row]


async def a_group(desk: Desk, language: str, *, forum: bool = False) -> int:
    """Надія runs it and has brought the bot there; Тарас is a member."""
    desk.come(NADIIA, "Надія", language_code=language)
    desk.come(TARAS, "Тарас", language_code=language)
    if forum:
        group = desk.world.add_supergroup("Читаємо разом", NADIIA, is_forum=True)
    else:
        group = desk.world.add_group("Читаємо разом", NADIIA)
    desk.world.post_in_channel(group, "Вітаю всіх!", TARAS)
    desk.world.set_bot_rights(group, NADIIA, status="member")
    await desk.until(lambda: desk.posts(group, WORDS[language]["hello"]))
    return group


@pytest.mark.slow
@pytest.mark.parametrize("language", ["uk", "en"])
async def test_a_group_gets_what_its_administrator_chose_wherever_it_moves(
    desk: Desk, language: str
) -> None:
    words = WORDS[language]
    await desk.channel()
    group = await a_group(desk, language)
    assert not desk.posts(OLENA, "Читаємо разом")  # it is no channel that is offered

    await desk.press(TARAS, lambda p: isinstance(p, ShowGroupTopics), chat_id=group)
    await desk.until(lambda: any(words["only"] in text for text in desk.popups(TARAS)))
    desk.world.post_in_channel(group, "/topics", TARAS)
    await desk.until(lambda: desk.posts(group, words["only"]))
    await desk.press(NADIIA, lambda p: isinstance(p, ShowGroupTopics), chat_id=group)
    await desk.press(NADIIA, is_svit, "Світ", chat_id=group)
    await desk.until(lambda: any(words["chosen"] in text for text in desk.popups(NADIIA)))

    # What is no business of a group is not answered there, nor plain talk; whoever runs it is
    # told where to search.
    desk.world.post_in_channel(group, "/mydata", TARAS)
    for typed in ("/help@another_bot", "@sandbox_bot де шукати?", "/search порт"):
        desk.world.post_in_channel(group, typed, NADIIA)
    await desk.until(lambda: desk.posts(group, words["elsewhere"]))
    first = await desk.publish(a_page())
    (post,) = await desk.until(lambda: desk.posts(group, "Порт Роттердама"))
    assert links(post)
    assert desk.app
    await desk.settled(first)
    progress = (await desk.app.reports.status(first)).progress
    assert progress.readers == {State.SHOWN: 1}
    said = [m["text"] for m in desk.world.messages(group) if m["from"]["is_bot"]]
    assert len(said) == 4  # what it can do; that only some may; where to search; the news

    moved = desk.world.migrate(group)
    await desk.publish(a_page(SECOND))
    await desk.until(lambda: desk.posts(moved, SECOND))
    await desk.press(OLENA, lambda p: p == AskRetraction(first))
    await desk.press(OLENA, lambda p: isinstance(p, Retract) and not p.tell)
    await desk.withdrawn(first)
    assert len(desk.posts(moved, SECOND)) == 1

    # Put out and brought back it goes on; in between it is owed nothing.
    desk.world.set_bot_rights(moved, NADIIA, status="kicked")
    third = await desk.publish(a_page(THIRD))
    await desk.settled(third)
    desk.world.set_bot_rights(moved, NADIIA, status="member")
    assert not desk.posts(moved, THIRD)

    desk.world.post_in_channel(moved, f"/forget@{desk.world.bot['username']}", NADIIA)
    await desk.until(lambda: desk.posts(moved, words["question"]))
    await desk.press(TARAS, lambda p: isinstance(p, ForgetGroup) and p.sure, chat_id=moved)
    await desk.press(NADIIA, lambda p: isinstance(p, ForgetGroup) and p.sure, chat_id=moved)
    await desk.until(lambda: desk.posts(moved, words["erased"]))
    async with desk.app.storage.reading() as tx:
        assert await tx.people.reader(moved) is None
        assert set(await tx.personal.of(moved)) <= {"chat_pace"}  # of the answer, for minutes


@pytest.mark.slow
@pytest.mark.parametrize("language", ["uk", "en"])
async def test_in_a_forum_news_come_where_they_were_asked_for(desk: Desk, language: str) -> None:
    words = WORDS[language]
    await desk.channel()
    group = await a_group(desk, language, forum=True)
    thread = desk.world.open_topic(group, "Новини")
    desk.world.post_in_channel(group, "/topics", NADIIA, thread=thread)
    (page,) = await desk.until(lambda: desk.posts(group, words["topics"]))
    assert page["message_thread_id"] == thread
    await desk.press(NADIIA, is_svit, "Світ", chat_id=group)
    await desk.until(lambda: desk.popups(NADIIA))
    await desk.publish(a_page())
    (post,) = await desk.until(lambda: desk.posts(group, "Порт Роттердама"))
    assert post["message_thread_id"] == thread

    desk.world.close_topic(group, thread)
    await desk.publish(a_page(SECOND))
    (post,) = await desk.until(lambda: desk.posts(group, SECOND))
    assert "message_thread_id" not in post

    await desk.press(NADIIA, lambda p: isinstance(p, SwitchGroup) and not p.on, chat_id=group)
    await desk.until(lambda: desk.posts(group, words["stopped"]))
    await desk.settled(await desk.publish(a_page(THIRD)))
    assert not desk.posts(group, THIRD)
