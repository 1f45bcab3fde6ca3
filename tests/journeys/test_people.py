"""Who decides on what: sections of one's own, and whoever leaves the desk."""

from datetime import timedelta
from functools import partial

import pytest

from bot.domain.buttons import Dismiss, Follow, Invite, NotYet, Publish
from bot.domain.delivery import Kind, State
from bot.domain.desk_buttons import (
    AskMerger,
    AssignSection,
    ChooseMerger,
    DenyWish,
    EditSection,
    MergeSections,
    NeedSecond,
    SendSection,
    ShowOwnSections,
    ShowSection,
)
from bot.domain.press import Press
from bot.domain.schedule_buttons import AskWhen
from tests import tables
from tests.journeys.desk import IHOR, OLENA, TARAS, Desk
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"


def is_publish(press: Press) -> bool:
    return isinstance(press, Publish) and not press.breaking


async def hire(desk: Desk, person: int, name: str) -> None:
    """Олена invites an editor, who comes."""
    desk.world.say(OLENA, "/team")
    await desk.press(OLENA, lambda p: isinstance(p, Invite) and p.role == "editor")
    (invitation,) = await desk.until(lambda: desk.posts(OLENA, "?start=i"))
    link = next(w for w in invitation["text"].split() if "?start=i" in w)
    desk.come(person, name)
    desk.world.open_link(person, link)
    await desk.until(lambda: desk.texts(person)[1:])


@pytest.mark.slow
async def test_an_editor_who_had_blocked_the_bot_gets_what_it_could_not_tell_them(
    desk: Desk,
) -> None:
    assert desk.app
    await hire(desk, IHOR, "Ігор")
    desk.world.say(IHOR, a_page(HEADLINE))
    desk.world.block(IHOR)
    card = (Kind.CARD, IHOR, State.FAILED)
    rows = partial(tables.deliveries, desk.app.storage)
    await desk.until(lambda: [r for r in rows() if (r.kind, r.chat_id, r.state) == card])
    assert not desk.posts(IHOR, "чернетка")
    desk.world.unblock(IHOR)
    await desk.until(lambda: desk.posts(IHOR, "чернетка"))


@pytest.mark.slow
async def test_an_editor_decides_in_their_own_sections_until_they_are_dismissed(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    await hire(desk, IHOR, "Ігор")
    desk.world.say(OLENA, "/team")
    await desk.press(OLENA, lambda p: isinstance(p, ShowOwnSections))
    await desk.press(OLENA, lambda p: isinstance(p, AssignSection) and p.on, "Спорт")
    await desk.until(lambda: desk.posts(OLENA, "Веде: Спорт."))

    card = await desk.paste(a_page(), by=IHOR)
    await desk.press(IHOR, is_publish)
    await desk.until(lambda: [t for t in desk.popups(IHOR) if "яку ведуть інші" in t])
    await desk.press(OLENA, lambda p: isinstance(p, AssignSection) and p.on, "Світ")
    await desk.until(lambda: desk.posts(OLENA, "Веде: Світ, Спорт."))
    await desk.press(IHOR, is_publish)
    await desk.settled(1)
    assert len(desk.posts(channel, HEADLINE)) == 1

    second = await desk.paste(a_page("Міст відкрили для руху", date="11.05.2023, 09:00"), by=IHOR)
    number, data = desk.button(IHOR, is_publish) or (0, "")
    assert number == second["message_id"] != card["message_id"]
    desk.world.say(OLENA, "/team")
    await desk.press(OLENA, lambda p: isinstance(p, Dismiss) and not p.sure)
    await desk.press(OLENA, lambda p: isinstance(p, Dismiss) and p.sure)
    await desk.until(lambda: not desk.button(IHOR, is_publish))
    (his_own,) = desk.posts(IHOR, "Міст відкрили для руху")
    assert not his_own["from"]["is_bot"]
    answered = len(desk.popups(IHOR))
    desk.world.press(IHOR, IHOR, number, data)
    await desk.until(lambda: desk.popups(IHOR)[answered:])
    assert "вже не діє" in desk.popups(IHOR)[-1]
    assert not desk.posts(channel, "Міст відкрили для руху")


@pytest.mark.slow
async def test_breaking_news_ask_once_more_and_lost_rights_are_asked_about(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.paste(a_page())
    await desk.press(OLENA, lambda p: isinstance(p, Publish) and p.breaking)
    (asked,) = await desk.until(lambda: desk.posts(OLENA, "як термінову?"))
    assert "Куди піде: «Світ», 0" in asked["text"]
    assert not desk.posts(channel, HEADLINE)
    await desk.press(OLENA, lambda p: isinstance(p, Publish) and p.asked != 0)
    await desk.settled(1)
    assert len(desk.posts(channel, f"⚡️ {HEADLINE}")) == 1

    desk.world.set_bot_rights(channel, OLENA, can_post_messages=False)
    await desk.until(lambda: desk.posts(OLENA, "право"))
    card = await desk.paste(a_page("Міст відкрили для руху", date="11.05.2023, 09:00"))
    assert "Бот не має права публікувати там" in card["text"]
    await desk.press(OLENA, is_publish)
    await desk.until(lambda: desk.posts(OLENA, "Опублікувати №2"))
    await desk.press(OLENA, lambda p: isinstance(p, NotYet))
    await desk.until(lambda: [t for t in desk.popups(OLENA) if "поки не публікується" in t])
    assert desk.app
    assert (await desk.app.reports.status(2)).article.is_draft


@pytest.mark.slow
async def test_a_section_is_renamed_and_sent_elsewhere_by_buttons(desk: Desk) -> None:
    channel = await desk.channel()
    desk.world.say(OLENA, "/sections")
    await desk.press(OLENA, lambda p: isinstance(p, ShowSection), "Світ")
    await desk.press(OLENA, lambda p: isinstance(p, EditSection) and p.part == "name")
    await desk.until(lambda: desk.posts(OLENA, "Надішліть нову назву рубрики"))
    desk.world.say(OLENA, "Планета")
    await desk.until(lambda: desk.posts(OLENA, "✅ Відповідь отримано: назва рубрики «Планета»"))
    await desk.until(lambda: desk.posts(OLENA, "✅ Рубрика має нову назву"))
    await desk.press(OLENA, lambda p: isinstance(p, ShowSection), "До рубрики")
    await desk.press(OLENA, lambda p: isinstance(p, EditSection) and p.part == "emoji")
    await desk.until(lambda: desk.posts(OLENA, "Надішліть новий значок"))
    desk.world.say(OLENA, "🪐")
    await desk.until(lambda: desk.posts(OLENA, "✅ Рубрика має новий значок"))
    await desk.press(OLENA, lambda p: isinstance(p, ShowSection), "До рубрики")
    await desk.press(OLENA, lambda p: isinstance(p, SendSection) and not p.on)
    await desk.until(lambda: desk.posts(OLENA, "Канали: жодного"))
    await desk.press(OLENA, lambda p: isinstance(p, SendSection) and p.on)
    await desk.until(lambda: desk.posts(OLENA, "Канали: «"))
    await desk.paste(a_page(section="СВІТ"))  # the site goes on printing the old name
    await desk.press(OLENA, is_publish)
    await desk.settled(1)
    (post,) = desk.posts(channel, HEADLINE)
    assert "🪐 #Планета" in post["text"]


@pytest.mark.slow
async def test_two_sections_become_one_and_whoever_followed_both_gets_one_post(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    await desk.press(TARAS, lambda p: isinstance(p, Follow) and p.on, "Спорт")
    await desk.until(
        lambda: desk.button(TARAS, lambda p: isinstance(p, Follow) and not p.on, "Спорт")
    )
    desk.clock.off += timedelta(seconds=5)
    await desk.paste(a_page(section="СПОРТ"))
    desk.world.say(OLENA, "/sections")
    await desk.press(OLENA, lambda p: isinstance(p, ShowSection), "Спорт")
    await desk.press(OLENA, lambda p: isinstance(p, ChooseMerger))
    await desk.press(OLENA, lambda p: isinstance(p, AskMerger), "Світ")
    (asked,) = await desk.until(lambda: desk.posts(OLENA, "Приєднати рубрику"))
    said = asked["text"].replace("\u00a0", " ")
    assert "Перейдуть: 1 стаття, 1 читач (з них стежать за обома: 1)." in said
    await desk.press(OLENA, lambda p: isinstance(p, MergeSections))
    await desk.until(lambda: desk.posts(OLENA, "Рубрику «Спорт» приєднано до рубрики «Світ»"))
    await desk.until(lambda: desk.posts(OLENA, "№1 · чернетка\nРубрика: 🌍 Світ"))
    await desk.press(OLENA, is_publish)
    await desk.settled(1)
    assert len(desk.posts(channel, HEADLINE)) == len(desk.posts(TARAS, HEADLINE)) == 1
    card = await desk.paste(a_page("Збірна виграла матч", section="СПОРТ"))
    assert "Рубрика: 🌍 Світ" in card["text"]


@pytest.mark.slow
async def test_one_editor_asks_and_another_publishes(desk: Desk) -> None:
    channel = await desk.channel()
    await hire(desk, IHOR, "Ігор")
    desk.world.say(OLENA, "/sections")
    await desk.press(OLENA, lambda p: isinstance(p, ShowSection), "Світ")
    await desk.press(OLENA, lambda p: isinstance(p, NeedSecond) and p.on)
    await desk.until(lambda: desk.posts(OLENA, "👀 Публікують удвох"))

    await desk.paste(a_page(), by=IHOR)
    await desk.press(IHOR, is_publish)
    await desk.until(lambda: desk.posts(OLENA, "👀 Ігор просить опублікувати №1"))
    agree = await desk.until(lambda: desk.button(OLENA, is_publish, "Погодити"))
    assert await desk.until(lambda: desk.button(IHOR, lambda p: isinstance(p, DenyWish)))
    assert not desk.button(IHOR, is_publish)  # one's own wish is not to be agreed to
    desk.world.press(IHOR, IHOR, desk.last_id(IHOR), "publish:1:0:0")
    await desk.until(lambda: [t for t in desk.popups(IHOR) if "просите ви самі" in t])
    assert not desk.button(IHOR, lambda p: isinstance(p, AskWhen) and not p.embargo)
    assert not desk.posts(channel, HEADLINE)

    for _ in range(2):  # and however often
        desk.world.press(OLENA, OLENA, *agree)
    await desk.settled(1)
    await desk.until(lambda: desk.posts(IHOR, "Олена погоджує"))
    assert len(desk.posts(channel, HEADLINE)) == 1
