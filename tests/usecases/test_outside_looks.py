"""What is seen of a draft's link and pictures is kept, told on its card, and looked at again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.article import Image
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.outside_look import Outside
from bot.intake.executor import Parsing
from bot.usecases.outside_looks import OutsideLooks
from storage.storage import Storage
from tests.builders import IHOR, a_content, an_editor
from tests.clock import NOON, Clock
from tests.feeds import Web
from tests.photos import a_jpeg
from tests.usecases.house import House

LINK, PICTURE = "https://visti.example/port", "https://visti.example/port.jpg"


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def looks(house: House, web: Web) -> OutsideLooks:
    return OutsideLooks(house.storage, house.clock, web, Parsing())


async def a_draft(house: House) -> int:
    content = replace(a_content(link=LINK), images=(Image(PICTURE),))
    async with house.storage.writing() as tx:
        draft = await tx.articles.add_draft(
            content, section_id=1, warnings=(), resembles=None, by=IHOR, now=NOON
        )
    await house.publishing.show_card(draft, by=an_editor())
    return draft


async def seen(house: House, draft: int) -> Outside:
    return (await house.publishing.card(draft)).outside


async def test_what_is_there_is_no_matter_and_is_looked_at_once_in_half_an_hour(
    house: House, web: Web, looks: OutsideLooks
) -> None:
    web.says(b"...", LINK)
    web.says(a_jpeg(400, 300), PICTURE)
    draft = await a_draft(house)
    assert await seen(house, draft) == Outside(unseen_pictures=1)
    await house.show_everything()
    await looks.look()
    assert await seen(house, draft) == Outside()
    assert house.owed(Kind.CARD) == []  # its card has nothing new to say
    for later, times in ((29, 1), (2, 2)):
        house.clock.pass_by(60 * later)
        await house.publishing.show_card(draft, by=an_editor())
        looks.next_look.at_once()
        await looks.look()
        assert sorted(web.addresses()) == sorted([LINK, PICTURE] * times)


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(404, "link_missing"), (410, "link_missing"), (403, None), (500, None), (429, None)],
)
async def test_only_a_link_that_leads_nowhere_is_in_trouble(
    house: House, web: Web, looks: OutsideLooks, status: int, trouble: str | None
) -> None:
    web.answers(status, LINK)
    web.says(a_jpeg(400, 300), PICTURE)
    draft = await a_draft(house)
    await looks.look()
    assert (await seen(house, draft)).link_trouble == trouble


@pytest.mark.parametrize(
    ("code", "trouble"),
    [("site_unreachable", "link_unreachable"), ("site_too_slow", None), ("site_broken", None)],
)
async def test_a_site_that_is_slow_is_no_reason(
    house: House, web: Web, looks: OutsideLooks, code: str, trouble: str | None
) -> None:
    web.fails(code, LINK)
    web.fails(code, PICTURE)
    draft = await a_draft(house)
    await looks.look()
    assert await seen(house, draft) == Outside(link_trouble=trouble)


@pytest.mark.parametrize(
    ("side", "status", "outside"),
    [
        (60, 200, Outside(lost_pictures=1, small_pictures=1)),
        (400, 404, Outside(lost_pictures=1)),
    ],
)
async def test_a_picture_that_is_not_there_or_too_small_is_told_before_it_goes_out(
    house: House, web: Web, looks: OutsideLooks, *, side: int, status: int, outside: Outside
) -> None:
    web.says(b"...", LINK)
    if status == 200:
        web.says(a_jpeg(side, side), PICTURE)
    else:
        web.answers(status, PICTURE)
    draft = await a_draft(house)
    await looks.look()
    assert await seen(house, draft) == outside


async def test_what_a_killed_process_had_in_hand_is_looked_at_again_and_given_up_at_last(
    house: House, web: Web, looks: OutsideLooks
) -> None:
    web.says(a_jpeg(400, 300), PICTURE)
    draft = await a_draft(house)
    for _ in range(3):
        await taken(house.storage, house.clock)
        await looks.look()
        assert not web.addresses()
        house.clock.pass_by(61)
    looks.next_look.at_once()
    await looks.look()
    assert not web.addresses()
    assert await seen(house, draft) == Outside()


async def taken(storage: Storage, clock: Clock) -> None:
    """Another process takes all in hand, and dies."""
    async with storage.writing() as tx:
        assert len(await tx.looks.take(clock(), clock() + timedelta(seconds=60), 9)) == 2


async def test_where_it_is_switched_off_nothing_is_asked(house: House, web: Web) -> None:
    looks = OutsideLooks(house.storage, house.clock, web, Parsing(), on=False)
    draft = await a_draft(house)
    await looks.look()
    assert not web.addresses()
    assert (await seen(house, draft)).link_trouble is None


async def test_an_address_that_may_not_be_looked_at_is_no_trouble_of_the_articles(
    house: House, looks: OutsideLooks, web: Web
) -> None:
    async def stumble(url: str) -> None:
        raise RefusedError("address_inside", url=url)

    web.meanwhile = stumble
    draft = await a_draft(house)
    await looks.look()
    assert await seen(house, draft) == Outside()


async def test_a_fault_of_ours_with_one_address_ends_no_other_look(
    house: House, web: Web, looks: OutsideLooks
) -> None:
    web.pages[LINK] = ZeroDivisionError("a fault of ours")
    web.answers(404, PICTURE)
    draft = await a_draft(house)
    with pytest.raises(ZeroDivisionError):
        await looks.look()
    assert (await seen(house, draft)).lost_pictures == 1
