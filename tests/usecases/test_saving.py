"""What people keep to read later: the newest first, nothing that was taken back, and not all."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.domain.errors import RefusedError
from bot.usecases.saving import MOST, PAGE
from storage.schema import article, saved
from tests import tables
from tests.builders import TARAS, a_published_article, an_owner
from tests.clock import NOON
from tests.usecases.house import House


async def test_what_was_kept_last_stands_first_and_what_was_taken_back_nowhere(
    house: House,
) -> None:
    first, second, third = [await a_published_article(house.storage) for _ in range(3)]
    for number in (first, second, third, first):
        await house.saving.keep(number, TARAS, on=True)
        house.clock.now += timedelta(minutes=1)
    await house.retraction.retract(second, by=an_owner(), tell=False)
    page = await house.saving.page(TARAS, 0)
    assert [each.id for each in page.articles] == [third, first]
    for _ in range(2):
        await house.saving.keep(third, TARAS, on=False)
    assert (await house.saving.page(TARAS, 7)).total == 1


async def test_only_what_is_public_can_be_kept_and_not_without_end(house: House) -> None:
    with pytest.raises(RefusedError, match="story_unknown"):
        await house.saving.keep(99, TARAS, on=True)
    numbers = [await a_published_article(house.storage) for _ in range(PAGE + 1)]
    for number in numbers:
        await house.saving.keep(number, TARAS, on=True)
    assert len((await house.saving.page(TARAS, 1)).articles) == 1
    kept = await house.article(numbers[0])
    assert (await house.saving.beneath(kept, TARAS)).kept
    assert not (await house.saving.beneath(kept, TARAS + 1)).kept


async def test_a_person_keeps_so_many_and_no_more(house: House) -> None:
    number = await a_published_article(house.storage)
    (row,) = tables.mappings(house.storage, article)
    numbers = range(number + 1, number + 1 + MOST)
    rows = [{"chat_id": TARAS, "article_id": one, "at": NOON} for one in numbers]
    await tables.change(
        house.storage,
        *(insert(article).values(**row | {"id": one}) for one in numbers),
        insert(saved).values(rows),
    )
    with pytest.raises(RefusedError, match="saved_too_many"):
        await house.saving.keep(number, TARAS, on=True)
    await house.saving.keep(numbers[0], TARAS, on=True)  # which is kept already
