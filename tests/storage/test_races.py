"""Several at once: one publication, and no row in two hands."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from bot.domain.delivery import Audience, Delivery, Kind, Lane
from bot.domain.desk import Publication
from bot.domain.errors import RefusedError
from bot.domain.people import Role
from bot.domain.rate import Rate
from storage.storage import Storage
from tests.builders import (
    CHANNEL,
    a_channel,
    a_draft,
    a_reader,
    an_editor,
    hired,
    several_processes,
)
from tests.clock import NOON, Clock
from tests.newsroom import an_app

KYIV = ZoneInfo("Europe/Kyiv")
LEASE = timedelta(minutes=5)


@asynccontextmanager
async def several_apps(database: Path, count: int) -> AsyncIterator[list[App]]:
    """As so many processes have it."""
    opened = [an_app(database, Clock()) for _ in range(count)]
    try:
        yield opened
    finally:
        for app in opened:
            await app.close()


@pytest.mark.parametrize("processes", [1, 10])
async def test_an_article_is_published_once_however_many_publish_it_at_once(
    storage: Storage, database: Path, processes: int
) -> None:
    await a_channel(storage)
    await a_channel(storage, CHANNEL - 1, title="Світ коротко")
    await a_reader(storage)
    await hired(storage, an_editor())
    article_id = await a_draft(storage)
    async with several_apps(database, processes) as opened:
        done: list[Publication] = await asyncio.gather(
            *(
                app.publishing.publish(article_id, by=an_editor())
                for app in opened * (10 // processes)
            )
        )
    assert sorted(publication.new for publication in done) == [False] * 9 + [True]
    assert {publication.article.revision for publication in done} == {1}
    async with storage.writing() as tx:
        await tx.articles.prove(article_id, 1)
        claimed = await tx.ledger.claim(100, NOON, LEASE)
        assert list(await tx.ledger.open_fan_outs()) == [article_id]
    posts = [row.chat_id for row in claimed if row.kind is Kind.ARTICLE]
    assert sorted(posts) == [CHANNEL - 1, CHANNEL]
    assert [row.kind for row in claimed if row.kind is not Kind.ARTICLE] == [Kind.PROGRESS]


async def test_a_page_pasted_by_two_editors_at_once_is_one_draft(
    storage: Storage, database: Path
) -> None:
    people = [an_editor(user_id) for user_id in range(1, 6)]
    await hired(storage, *people)
    page = "Порт відкрив термінал\n\nСвіт\n10.05.2023, 15:25\n\nПерші кораблі причалять восени."
    async with several_apps(database, len(people)) as opened:
        await asyncio.gather(
            *(
                app.drafts.receive_text(person, 1, page, NOON)
                for app, person in zip(opened, people, strict=True)
            )
        )
        assert len(await opened[0].publishing.drafts()) == 1


@pytest.mark.parametrize("processes", [1, 4])
async def test_claimers_that_run_at_once_take_every_row_and_none_twice(
    storage: Storage, database: Path, processes: int
) -> None:
    async with storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.ARTICLE,
            1,
            range(1, 401),
            audience=Audience.READER,
            lane=Lane.READER,
            now=NOON,
        )
    async with several_processes(database, processes) as opened:
        hands = await asyncio.gather(*(_claim_all(one) for one in opened * (4 // processes)))
    taken = [row.chat_id for hand in hands for row in hand]
    assert sorted(taken) == list(range(1, 401))
    assert sum(bool(hand) for hand in hands) > 1  # they did work side by side


async def _claim_all(storage: Storage) -> list[Delivery]:
    taken: list[Delivery] = []
    while True:
        async with storage.writing() as tx:
            rows = await tx.ledger.claim(20, NOON, LEASE)
        if not rows:
            return taken
        taken += rows
        await asyncio.sleep(0.01)  # the others' turn


async def test_an_invitation_that_two_people_open_at_once_takes_one_of_them_in(
    storage: Storage, database: Path
) -> None:
    owner = an_editor(1, Role.OWNER)
    await hired(storage, owner)
    async with several_apps(database, 5) as opened:
        token, _ = await opened[0].team.invite(Role.EDITOR, by=owner)
        answers = await asyncio.gather(
            *(
                app.team.accept(token, user_id=100 + n, name=f"Особа {n}", language_code="uk")
                for n, app in enumerate(opened)
            ),
            return_exceptions=True,
        )
        assert len(await opened[0].team.editors()) == 2
    refused = [answer.code for answer in answers if isinstance(answer, RefusedError)]
    assert refused == ["invitation_used"] * 4


async def test_processes_that_reserve_slots_together_never_get_one_twice(
    database: Path,
) -> None:
    async def take(storage: Storage) -> list[datetime]:
        slots = []
        for _ in range(10):
            async with storage.writing() as tx:
                slots.append((await tx.pace.take_slots(1, Rate(10), NOON)).first)
        return slots

    async with several_processes(database, 3) as opened:
        taken = [slot for slots in await asyncio.gather(*map(take, opened)) for slot in slots]
    assert sorted(taken) == [NOON + timedelta(milliseconds=100) * n for n in range(30)]
