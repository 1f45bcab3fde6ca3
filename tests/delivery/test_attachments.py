"""Voice messages, recordings and documents keep the ledger's promises as photos do."""

from typing import Any

import pytest

from bot.domain.delivery import State
from tests.builders import CHANNEL, an_editor
from tests.delivery.office import LOOK_UP_AFTER, Office
from tests.delivery.test_picture_posts import HEADLINE, corrected
from tests.delivery.test_readers_pictures import files, shown

TWO_DAYS = 49 * 3600
METHODS = {"voice": "sendVoice", "document": "sendMediaGroup"}


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["close_after", "server_error"])
@pytest.mark.parametrize("kinds", [("voice",), ("document", "document")])
async def test_what_is_in_doubt_is_looked_up(
    office: Office, kinds: tuple[str, ...], fault: Any
) -> None:
    sent = await files(office, *kinds)
    office.world.faults.add(fault, method=METHODS[kinds[0]], chat_id=CHANNEL)
    async with office.at_work():
        article_id = await office.publish(HEADLINE, images=sent)
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(article_id)
        await corrected(office, article_id, *sent, headline="Порт закрив термінал")
        await office.settled(article_id)
    posts = shown(office, CHANNEL)
    assert len(posts) == len(kinds)
    assert all(post[kind] for post, kind in zip(posts, kinds, strict=True))
    assert posts[0]["caption"].startswith("Порт закрив термінал")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kinds", "stays"),
    [(("voice",), True), (("audio", "audio"), True), (("document",), False), (("video",), False)],
)
async def test_of_what_telegram_does_not_let_be_covered_the_desk_is_told(
    office: Office, kinds: tuple[str, ...], *, stays: bool
) -> None:
    sent = await files(office, *kinds)
    async with office.at_work():
        article_id = await office.publish(HEADLINE, images=sent)
        await office.settled(article_id)
        assert await office.app.reports.count_staying(article_id) == 0
        office.pass_by(TWO_DAYS)
        assert await office.app.reports.count_staying(article_id) == int(stays)
        await office.retraction.retract(article_id, by=an_editor())
        state = State.FAILED if stays else State.WITHDRAWN
        await office.until_row(article_id, CHANNEL, state)
    post, *others = shown(office, CHANNEL)
    assert post["caption"] == "Редакція відкликала цей допис."
    assert (kinds[0] in post) is stays
    assert len(others) == len(kinds) - 1
    told = [facts["reason"]["code"] for kind, facts in office.notices() if kind == "still_stands"]
    assert told == (["file_stays"] if stays else [])
