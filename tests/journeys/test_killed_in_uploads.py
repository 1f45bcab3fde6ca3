"""`vistnyk run` dies by SIGKILL while a photo is on its way: what the desk has is still there."""

from pathlib import Path
from typing import Any

import pytest

from bot.domain.buttons import Publish
from bot.domain.field_buttons import EditField, OpenFields
from bot.domain.picture import Layout
from bot.domain.schedule_buttons import AskWhen
from bot.sandbox.sandbox_server import Sandbox
from tests import tables
from tests.builders import migrated
from tests.journeys.desk import OLENA, Desk, settings
from tests.journeys.pages import a_page
from tests.journeys.processes import forked_work, run_where_sites_are_near
from tests.photos import a_large_jpeg, a_news_site

HEADLINE, ASKED, TIMED = "Порт запрацював уночі", "Чернетка з одруком", "Звіт вийде завтра"
NEW = "Чернетка без одруку"
_PATIENCE = 30.0  # seconds for one thing to come, a start included


@pytest.mark.slow
async def test_killed_within_an_upload_and_after_it_the_desk_goes_on_where_it_was(
    sandbox: Sandbox, sqlite_file: Path, tmp_path: Path
) -> None:
    """Once read in part, once taken and not recorded, once posted and not recorded."""
    desk = Desk(sandbox, settings(sandbox, sqlite_file))
    desk.come(OLENA, "Олена")
    world = desk.world

    async def sees(seen: Any) -> Any:
        return await desk.until(seen, within=_PATIENCE)

    def taken(*method_and_chat: Any) -> bool:
        last = world.calls(*method_and_chat)[-1:]
        return bool(last) and (last[0].accepted or last[0].description == "read in part")

    async with a_news_site(a_large_jpeg(), HEADLINE) as site:
        with forked_work(run_where_sites_are_near, desk.settings, tmp_path) as bot:
            world.say(OLENA, "/start")
            await sees(lambda: desk.after(OLENA, 0))
            channel = await desk.channel()
            async with migrated(sqlite_file) as storage, storage.writing() as tx:
                await tx.channels.set_layout(channel, Layout.PHOTO)
            world.say(OLENA, site.at())
            await sees(lambda: desk.posts(OLENA, "Світлини: 1"))
            world.say(OLENA, a_page(TIMED))
            await desk.press(OLENA, lambda p: p == AskWhen(2, embargo=False))
            world.say(OLENA, "завтра о 9")
            await sees(lambda: timed(desk))
            world.say(OLENA, a_page(ASKED))
            await desk.press(OLENA, lambda p: p == OpenFields(3))
            await desk.press(OLENA, lambda p: p == EditField(3, "headline"))
            await sees(lambda: desk.posts(OLENA, "Надішліть новий заголовок"))
            world.faults.add("unread", method="sendPhoto", seconds=60)
            await desk.press(OLENA, lambda p: p == Publish(1, breaking=False))
            await sees(lambda: taken("sendPhoto"))
            bot.kill()
        for chat_id in (OLENA, channel):
            world.faults.add("slow", method="sendPhoto", chat_id=chat_id, seconds=60)
            with forked_work(run_where_sites_are_near, desk.settings, tmp_path) as bot:
                await sees(lambda chat_id=chat_id: taken("sendPhoto", chat_id))
                bot.kill()
        with forked_work(run_where_sites_are_near, desk.settings, tmp_path):
            await sees(lambda: world.calls("forwardMessage"))
            world.say(OLENA, NEW)
            await sees(lambda: desk.posts(OLENA, f"{NEW}\n"))
            await sees(lambda: desk.posts(OLENA, "✅ Опубліковано №1"))
            # One told amid a kill is told again: rather twice than never.
            await sees(lambda: len(desk.posts(OLENA, "вона могла тут лишитися")) >= 2)
            assert timed(desk)
    async with migrated(sqlite_file) as storage:
        assert [kind for kind, _ in tables.notices(storage)].count("picture_left") == 2
    (post,) = world.messages(channel)
    assert post["photo"]
    assert HEADLINE in post["caption"]


def timed(desk: Desk) -> list[dict[str, Any]]:
    return [card for card in desk.posts(OLENA, TIMED) if "🕒 Вийде" in card["text"]]
