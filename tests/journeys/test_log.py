"""Who did what: the desk looks it up, and takes it along as a file."""

import pytest

from bot.domain.buttons import AskRetraction, Retract
from bot.domain.desk_buttons import ExportLog, ShowLog
from tests.journeys.desk import OLENA, Desk
from tests.journeys.pages import a_page

HEADLINES = (
    "Міст відкрили для руху",
    "Порт чекає на кораблі",
    "Учителів бракує всюди",
    "Театр повертається додому",
    "Пшениця подешевшала",
    "Метро працюватиме довше",
    "Сакура зацвіла",
)


@pytest.mark.slow
async def test_an_owner_reads_the_log_and_exports_it(desk: Desk) -> None:
    channel = await desk.channel()
    for number, headline in enumerate(HEADLINES, start=1):
        await desk.settled(await desk.publish(a_page(headline, date=f"1{number}.05.2023, 15:25")))
    await desk.press(OLENA, lambda p: isinstance(p, AskRetraction))
    await desk.press(OLENA, lambda p: isinstance(p, Retract) and not p.tell)
    await desk.withdrawn(7)

    desk.world.say(OLENA, "/log")
    (log,) = await desk.until(lambda: desk.posts(OLENA, "Журнал редакції"))
    assert "Олена\nВідкликано №7 «Сакура зацвіла»" in log["text"]
    await desk.press(OLENA, lambda p: isinstance(p, ShowLog) and p.page == 1)
    (older,) = await desk.until(lambda: desk.posts(OLENA, "Сторінка 2 з 2"))
    assert older["message_id"] == log["message_id"]
    assert "Змінено канал «Світ»\n   рубрика: немає → «Світ»" in older["text"]

    await desk.press(OLENA, lambda p: isinstance(p, ExportLog))
    sent = await desk.until(
        lambda: [m for m in desk.world.messages(OLENA) if m.get("document", {})]
    )
    assert [m["document"]["file_name"] for m in sent] == ["vistnyk-log.csv"]
    assert len(desk.posts(channel, "#Світ")) == 6
