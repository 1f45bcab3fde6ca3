"""Whatever ends a question, the message in which it stands says so and loses its buttons."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.article import Article
from bot.domain.article_fields import Field
from bot.domain.card_notices import QuestionEnded
from bot.domain.delivery import Kind, State
from bot.domain.formatted import Formatted
from bot.domain.own_words import Typed
from bot.domain.picture import Picture
from bot.domain.question_kinds import Asked, Ending
from bot.usecases.illustrating import SentFile
from bot.usecases.submissions import Submission
from tests import tables
from tests.builders import a_page, an_editor, an_owner
from tests.feeds import a_feed, an_item
from tests.usecases.house import House
from tests.usecases.newsdesk import Newsdesk

LINK = "https://visti.example/mist"
Deed = Callable[[House, int], Awaitable[Any]]


async def endings(house: House, message_id: int = 70) -> list[tuple[str, str]]:
    """What a message becomes: what was asked, and why it is open no more."""
    due = [
        row.subject_id
        for row in tables.deliveries(house.storage)
        if (row.kind, row.state, row.message_id) == (Kind.NOTICE, State.DUE, message_id)
    ]
    async with house.storage.reading() as tx:
        found = [await tx.desk.notice(number) for number in due]
    ended = [notice for notice in found if isinstance(notice, QuestionEnded)]  # without buttons
    assert len(ended) == len(found)
    return [(notice.about, notice.ending) for notice in ended]


async def asked(house: House, about: Asked = Asked.LINK) -> Article:
    """A draft, or an article for a correction, about which somebody was asked."""
    editor = an_editor()
    if about is Asked.CORRECTION:
        article = await house.published(a_page())
        await house.publishing.ask_correction(article.id, by=editor)
    else:
        article = await house.pasted(a_page())
        await house.editing.ask(article.id, Asked.LINK, by=editor)
    await house.questions.stands_in(70, of=editor)
    await house.show_everything()
    return article


async def test_an_answer_ends_it(house: House) -> None:
    article = await asked(house)
    house.woken()
    await house.paste(LINK)
    assert await endings(house) == [("link", Ending.ANSWERED)]
    assert house.woken()
    assert (await house.article(article.id)).content.link == LINK


async def test_an_answer_that_is_refused_does_not(house: House) -> None:
    await asked(house)
    await house.paste("посилання немає")
    assert await endings(house) == []
    await house.paste(LINK)
    assert await endings(house) == [("link", Ending.ANSWERED)]


async def test_a_page_ends_the_question_for_a_correction(house: House) -> None:
    await asked(house, Asked.CORRECTION)
    await house.paste(a_page(body="Виправлений текст."))
    assert await endings(house) == [("correction", Ending.ANSWERED)]


async def test_a_page_in_place_of_a_link_says_that_no_answer_will_come(house: House) -> None:
    await asked(house)
    await house.paste(a_page("Їжаки прокинулися раніше", body="Тепло."))
    assert await endings(house) == [("link", Ending.OUTDATED)]


async def test_whoever_was_asked_takes_it_back(house: House) -> None:
    article = await asked(house)
    assert not await house.questions.cancel(article.id + 1, by=an_editor())
    assert await endings(house) == []
    assert await house.questions.cancel(article.id, by=an_editor())
    assert await endings(house) == [("link", Ending.CANCELLED)]


async def test_the_next_question_overtakes_it_but_in_its_own_message(house: House) -> None:
    article = await asked(house)
    for field in (Field.LEAD, Field.AUTHOR):
        await house.editing.ask(article.id, field, by=an_editor(), message_id=71)
    assert await endings(house) == [("link", Ending.OUTDATED)]
    assert await endings(house, 71) == [], "it shows the other question by itself"
    question = await house.questions.open(an_editor())
    assert question
    assert (question.about, question.article_id, question.message_id) == (
        Field.AUTHOR,
        article.id,
        71,
    )


async def test_a_form_in_a_message_of_its_own_overtakes_a_field_and_one_in_place_does_not(
    house: House,
) -> None:
    article = await asked(house)
    await house.editing.ask(article.id, Field.LEAD, by=an_editor(), message_id=71)
    await house.editing.form(article.id, by=an_editor())
    await house.editing.ask(article.id, Field.DATE, by=an_editor(), message_id=72)
    await house.editing.form(article.id, by=an_editor(), anew=True)
    assert (await endings(house, 71), await endings(house, 72)) == (
        [],
        [("date", Ending.OUTDATED)],
    )


async def _publish(house: House, article_id: int) -> None:
    await house.publishing.publish(article_id, by=an_owner())


async def _discard(house: House, article_id: int) -> None:
    await house.publishing.discard(article_id, by=an_owner())


async def _merge(house: House, article_id: int) -> None:
    other = await house.published(a_page("Їжаки прокинулися раніше", body="Тепло."))
    await house.publishing.correct(article_id, other.id, by=an_owner())


@pytest.mark.parametrize("settle", [_publish, _discard, _merge])
async def test_a_draft_that_is_settled_outdates_what_anybody_was_asked_about_it(
    house: House, settle: Deed
) -> None:
    article = await asked(house)
    await settle(house, article.id)
    assert await endings(house) == [("link", Ending.OUTDATED)]
    await house.paste("Добрий день!")
    assert "link_invalid" not in house.refusals()


async def test_a_photo_with_the_new_text_below_it_answers_it(house: House) -> None:
    """It was a draft of its own, and one press away from being published beside the first."""
    article = await asked(house, Asked.CORRECTION)
    words = Formatted(a_page("Порт Роттердама відкрив другий термінал"))
    photo = SentFile(Picture("new", "AQnew"), Typed(71, words, house.clock()))
    await house.app.illustrating.receive(photo, by=an_editor())
    assert await endings(house) == [("correction", Ending.ANSWERED)]
    (draft,) = await house.publishing.drafts()
    assert draft.resembles == article.id
    assert [image.url for image in draft.content.images] == [photo.image.url]


async def test_an_article_that_is_taken_back_outdates_its_correction(house: House) -> None:
    article = await asked(house, Asked.CORRECTION)
    await house.retraction.retract(article.id, by=an_owner())
    assert await endings(house) == [("correction", Ending.OUTDATED)]


async def test_what_its_source_takes_back_outdates_it(house: House) -> None:
    content = (await house.pasted(a_page())).content
    await house.publishing.discard(1, by=an_owner())
    item = Submission("api:site", "1", replace(content, headline="Міст відкрили"), revision=1)
    told = await house.submissions.submit(item)
    await house.editing.ask(told.article.id, Asked.LINK, by=an_editor(), message_id=70)
    await house.submissions.withdraw("api:site", "1")
    assert await endings(house) == [("link", Ending.OUTDATED)]


async def test_a_change_of_another_article_ends_nothing(house: House) -> None:
    await asked(house)
    await house.published(a_page("Їжаки прокинулися раніше", body="Тепло."), an_owner())
    assert await endings(house) == []


async def test_a_question_whose_message_is_not_known_ends_without_words(house: House) -> None:
    article = await house.pasted(a_page())
    await house.editing.ask(article.id, Asked.LINK, by=an_editor())
    await house.paste(LINK)
    assert (await house.article(article.id)).content.link == LINK
    assert house.notices() == []


async def ended(house: House, message_id: int = 70) -> list[QuestionEnded]:
    due = [
        row.subject_id
        for row in tables.deliveries(house.storage)
        if (row.kind, row.state, row.message_id) == (Kind.NOTICE, State.DUE, message_id)
    ]
    async with house.storage.reading() as tx:
        found = [await tx.desk.notice(number) for number in due]
    return [notice for notice in found if isinstance(notice, QuestionEnded)]


async def test_a_message_whose_question_is_over_names_the_article(house: House) -> None:
    article = await asked(house)
    await house.questions.cancel(article.id, by=an_editor())
    assert await ended(house) == [
        QuestionEnded(
            Asked.LINK, Ending.CANCELLED, "Порт Роттердама відкрив зелений термінал", article.id
        )
    ]
    rows = tables.deliveries(house.storage)
    assert [row.chat_id for row in rows if row.message_id == 70] == [an_editor().user_id]


async def test_a_message_whose_question_is_over_names_the_feed_or_nothing(
    newsdesk: Newsdesk,
) -> None:
    owner = an_owner()
    newsdesk.web.says(a_feed(an_item(1)))
    feed = await newsdesk.connected()
    await newsdesk.feeds.ask_filter(feed.id, by=owner)
    await newsdesk.questions.stands_in(70, of=owner)
    await newsdesk.feeds.ask_address(by=owner)
    await newsdesk.questions.stands_in(71, of=owner)
    await newsdesk.questions.cancel(None, by=owner)
    assert await ended(newsdesk, 70) == [
        QuestionEnded(Asked.FILTER, Ending.OUTDATED, "Бастіон", None)
    ]
    assert await ended(newsdesk, 71) == [QuestionEnded(Asked.FEED, Ending.CANCELLED, "", None)]


async def test_a_question_is_taken_back_once_and_the_worker_woken_for_that(
    house: House,
) -> None:
    article = await asked(house)
    house.woken()
    assert not await house.questions.cancel(None, by=an_editor())
    assert not await house.questions.cancel(article.id, by=an_owner())
    assert not house.woken()
    assert await house.questions.cancel(article.id, by=an_editor())
    assert house.woken()
    assert not await house.questions.cancel(article.id, by=an_editor())
    assert not house.woken()
    assert await house.questions.open(an_editor()) is None


@pytest.mark.parametrize(("but", "told"), [(70, 0), (71, 1), (None, 1)])
async def test_a_message_that_shows_something_else_by_now_is_left_alone(
    house: House, but: int | None, told: int
) -> None:
    article = await asked(house)
    assert await house.questions.cancel(article.id, by=an_editor(), but=but)
    assert len(await ended(house)) == told


async def test_two_people_are_asked_each_for_themselves(house: House) -> None:
    article = await asked(house)
    await house.editing.ask(article.id, Field.AUTHOR, by=an_owner(), message_id=80)
    assert await endings(house) == []
    await house.questions.cancel(article.id, by=an_owner())
    assert (await endings(house), await endings(house, 80)) == (
        [],
        [("author", Ending.CANCELLED)],
    )
    question = await house.questions.open(an_editor())
    assert question
    assert (question.about, question.message_id) == (Asked.LINK, 70)
