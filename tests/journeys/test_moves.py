"""A newsroom moves to another database between two runs, and nobody reads anything twice."""

from pathlib import Path

import pytest

from bot.domain.buttons import Correct, Publish
from bot.sandbox.sandbox_server import Sandbox
from tests.builders import address_of
from tests.commands.calling import call_beside
from tests.journeys.desk import OLENA, TARAS, owned, running, settings
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"
SECOND = "Осло заборонило автомобілі в центрі"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database", "nothing"),
    [("sqlite", "postgresql"), ("postgresql", "sqlite")],
    indirect=True,
)
async def test_a_newsroom_that_has_moved_posts_nothing_again_and_corrects_what_it_has_posted(
    sandbox: Sandbox, database: Path | str, nothing: Path | str, tmp_path: Path
) -> None:
    desk = owned(sandbox, database)
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0))
        channel = await desk.channel()
        await desk.reader(TARAS)
        first = await desk.publish(a_page())
        await desk.settled(first)
        await desk.paste(a_page(SECOND))
    asked = desk.world.say(TARAS, "/topics")

    moved = await call_beside(
        *("move", "--to", address_of(nothing), "--json"),
        folder=tmp_path,
        settings={"DATABASE_URL": address_of(database)},
    )
    rows = {table["name"]: table["rows"] for table in moved.json["tables"]}
    assert (rows["article"], rows["reader"], rows["channel"]) == (2, 2, 1)

    desk.settings = settings(sandbox, nothing)
    async with running(desk):
        await desk.answer(TARAS, asked)
        button = await desk.press(OLENA, lambda p: isinstance(p, Publish) and not p.breaking)
        assert isinstance(button, Publish)
        assert button.article_id == 2
        await desk.settled(2)
        await desk.paste(a_page(lead="Перші кораблі причалять аж узимку"))
        await desk.press(OLENA, lambda p: isinstance(p, Correct) and p.article_id == first)
        await desk.until(lambda: desk.posts(channel, "аж узимку"))
        await desk.until(lambda: desk.posts(TARAS, "аж узимку"))
        await desk.settled(first)
    for chat in (channel, TARAS):
        assert [len(desk.posts(chat, words)) for words in (HEADLINE, SECOND)] == [1, 1]
    assert len(desk.world.calls("sendMessage", channel)) == 2
