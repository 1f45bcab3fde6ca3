"""A fault of ours with one article or one paste: all others go on, and who waits hears of it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot.intake.executor import Parsing
from bot.usecases.one_by_one import for_each
from storage.schema import article, editor
from tests import tables
from tests.builders import IHOR, OLENA, a_page, an_editor, an_owner
from tests.clock import NOON
from tests.sites import a_fetcher, a_site, says
from tests.usecases.house import House
from tests.usecases.test_drafts import LONG, parts_of
from tests.usecases.test_drafts_by_link import PAGE

HOUR = timedelta(hours=1)


class Stumbling(Parsing):
    """A reader with a fault, whatever it is given."""

    async def __call__(self, *_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("a fault of ours")


def spoken_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


async def test_an_article_that_cannot_go_out_at_its_time_holds_up_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    first = await house.pasted(a_page())
    second = await house.pasted(a_page("У Полтаві перекриють міст"))
    for each in (first, second):
        await house.app.scheduling.schedule(each.id, NOON + HOUR, by=an_editor())
    broken = update(article).where(article.c.id == first.id)
    await tables.change(house.storage, broken.values(layout="nowhere"))
    house.clock.now = NOON + HOUR
    with pytest.raises(ValueError, match="nowhere"):
        await house.app.scheduling.publish_due()
    assert (await house.article(second.id)).is_published
    assert spoken_of(caplog) == [f"article {first.id} did not go out at its time"]
    await tables.change(house.storage, broken.values(layout=None))
    await house.app.scheduling.publish_due()
    assert (await house.article(first.id)).is_published


async def test_a_paste_that_cannot_be_taken_in_holds_up_no_other_and_is_kept(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    page = parts_of(a_page(body=LONG))[0]
    await house.paste(page, by=an_editor())
    await house.paste(page.replace("Порт", "Мост"), by=an_owner())
    hers = update(editor).where(editor.c.user_id == IHOR)
    await tables.change(house.storage, hers.values(role="nobody"))
    house.clock.pass_by(2)
    with pytest.raises(ValueError, match="nobody"):
        await house.drafts.assemble()
    assert [draft.created_by for draft in await house.publishing.drafts()] == [OLENA]
    assert spoken_of(caplog) == ["a paste could not be taken in"]
    await tables.change(house.storage, hers.values(role="editor"))
    await house.drafts.assemble()
    assert [draft.created_by for draft in await house.publishing.drafts()] == [IHOR, OLENA]


async def test_whoever_pastes_what_a_fault_of_ours_cannot_read_is_told_so_once(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    app = house.another(parsing=Stumbling())
    first, *_ = parts_of(a_page(body=LONG))
    await app.drafts.receive_text(an_editor(), 1, first, house.clock())
    house.clock.pass_by(2)
    await app.drafts.assemble()
    await app.drafts.assemble()
    assert house.refusals() == ["page_fault"]
    assert spoken_of(caplog) == ["a paste could not be read"]
    # The text can become a post all the same, as it stands.
    await house.own_posts.make(1, by=an_editor())
    assert len(await house.publishing.drafts()) == 1


async def test_whoever_sends_a_link_to_what_a_fault_of_ours_cannot_read_is_told_so_at_once(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_site(says(PAGE)) as site:
        await house.paste(site.at())
        for _ in range(2):
            await house.another(parsing=Stumbling(), fetcher=a_fetcher()).drafts.fetch_pages()
    assert len(site.requests) == 1
    assert house.refusals() == ["page_fault"]
    assert spoken_of(caplog) == ["the page at a link could not be read"]


async def test_where_the_database_is_away_nothing_further_is_tried() -> None:
    tried: list[int] = []

    async def fail(number: int) -> None:
        tried.append(number)
        raise OperationalError("", {}, ConnectionError("the line is cut"))

    with pytest.raises(OperationalError):
        await for_each([1, 2], fail, str)
    assert tried == [1]
