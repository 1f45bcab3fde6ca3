"""Notices are read back as they were told."""

import pytest

from bot.domain.notice import NOTICES
from bot.rendering.editors import NoticePage
from storage.storage import Storage
from tests.clock import NOON
from tests.rendering.examples import POSTS


@pytest.mark.slow
async def test_every_kind_of_notice_survives_storing(storage: Storage) -> None:
    notices = [page.notice for page in POSTS.values() if isinstance(page, NoticePage)]
    assert {type(notice) for notice in notices} == set(NOTICES.values())
    for notice in notices:
        async with storage.writing() as tx:
            notice_id = await tx.desk.add_notice(notice, NOON)
            assert await tx.desk.notice(notice_id) == notice
            assert (await tx.desk.latest_notice([type(notice)], NOON)) == (notice_id, notice)
