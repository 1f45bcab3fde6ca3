"""What only some kinds of deliveries say for themselves."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.subjects import SUBJECTS
from bot.delivery.target import Targets
from bot.domain.article import ArticleState
from bot.domain.buttons import AskPayment
from bot.domain.delivery import Audience, Kind
from bot.domain.people import Role
from bot.rendering import Renderer
from bot.rendering.fitting import Fitted
from bot.rendering.page import PostPage
from bot.rendering.preview_pages import PostPreview
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    a_delivery,
    a_draft,
    a_published_article,
    a_reader,
    an_altered,
    an_editor,
    hired,
    said,
)
from tests.clock import Clock
from tests.storage.changes import put

KYIV = ZoneInfo("Europe/Kyiv")
REASON = said("Bad Request: can't parse entities")


@pytest.mark.parametrize("state", ArticleState)
@pytest.mark.parametrize("newest", [1, 2])
async def test_a_refused_text_stops_its_article_as_long_as_it_is_the_newest(
    storage: Storage, state: ArticleState, newest: int
) -> None:
    article_id = await a_published_article(storage)
    await put(storage, {"subject_id": article_id, "chat_id": CHANNEL})
    row = a_delivery(subject_id=article_id, newest=newest)
    async with storage.writing() as tx:
        await an_altered(tx, article_id, state=state)
        stopped = await SUBJECTS[Kind.ARTICLE].stop(tx, row, REASON)
    assert stopped is (state is ArticleState.PUBLISHED and newest == 1)
    assert tables.deliveries(storage)[0].state == ("failed" if stopped else "due")


@pytest.mark.parametrize("kind", Kind)
async def test_what_is_not_there_stops_nothing(storage: Storage, kind: Kind) -> None:
    row = a_delivery(kind=kind, subject_id=404, newest=1)
    async with storage.writing() as tx:
        assert not await SUBJECTS[kind].stop(tx, row, REASON)
        assert await SUBJECTS[kind].headline(tx, row) == ""
        about = await SUBJECTS[kind].article_id(tx, row)
    assert about == (404 if kind is Kind.ARTICLE else None)
    assert SUBJECTS[kind].is_missed is (kind in {Kind.ARTICLE, Kind.ROUND_UP})


async def test_a_card_measures_posts_in_the_language_of_channels(
    storage: Storage, clock: Clock
) -> None:
    asked: list[str] = []

    class Heard(Renderer):
        def fitted(self, page: PostPage, language: str) -> Fitted:
            if isinstance(page, PostPreview):
                asked.append(language)
            return super().fitted(page, language)

    targets = Targets(storage, Heard(KYIV, clock), clock, "vistnyk_test_bot", "uk")
    article_id = await a_draft(storage)
    await hired(storage, replace(an_editor(IHOR), language="en"))
    card = a_delivery(kind=Kind.CARD, subject_id=article_id, chat_id=IHOR, audience=Audience.DESK)
    assert await targets.wanted(card)
    assert asked == ["uk"]


@pytest.mark.parametrize("settings_allow", [True, False])
@pytest.mark.parametrize("role", [*Role, None])
async def test_who_may_spend_stars_is_offered_that_where_the_settings_allow_it(
    storage: Storage, clock: Clock, role: Role | None, *, settings_allow: bool
) -> None:
    pages = Renderer(KYIV, clock)
    targets = Targets(
        storage, pages, clock, "vistnyk_test_bot", "uk", paid_broadcasts=settings_allow
    )
    article_id = await a_draft(storage)
    await a_reader(storage)
    if role:
        await hired(storage, an_editor(IHOR, role))
    card = a_delivery(kind=Kind.CARD, subject_id=article_id, chat_id=IHOR, audience=Audience.DESK)
    wanted = await targets.wanted(card)
    assert wanted
    offered = [b for line in wanted.post.keyboard for b in line if isinstance(b.press, AskPayment)]
    may_pay = role is not None and an_editor(IHOR, role).may_pay
    assert bool(offered) is (may_pay and settings_allow)
