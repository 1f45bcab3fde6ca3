"""The desk adds feeds and says what becomes of their items, by buttons and by words."""

import pytest

from bot.domain.article import ArticleState
from bot.domain.buttons import AddLink, CancelQuestion, pack
from bot.domain.feed_buttons import (
    AgreeFeed,
    AskFeed,
    AskFilter,
    CancelFeedQuestion,
    CheckFeed,
    ClearFilter,
    DeclineFeed,
    PauseFeed,
    PublishFeed,
    RemoveFeed,
    SetCategory,
    SetFeedSection,
    SetInterval,
    ShowCategories,
    ShowCategory,
    ShowFeed,
    ShowFeeds,
    ShowFeedSections,
)
from bot.domain.feeds import Feed, FeedState
from bot.domain.press import Press
from tests import tables
from tests.feeds import URL, a_feed, an_item
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, OWNER, House


async def connected(house: House) -> Feed:
    """A feed that was named, offered, agreed to and polled."""
    house.web.says(a_feed(an_item(1, category="Різне", at=NOW)))
    await house.write(OWNER, f"/feeds {URL}")
    await house.poller.poll_due()
    await house.press(OWNER, AgreeFeed(1, 0))
    await house.poller.poll_due()
    house.telegram.forget()
    return await house.feeds.feed(1)


async def test_a_feed_is_named_read_offered_and_agreed_to(house: House) -> None:
    house.web.says(a_feed(an_item(1)))
    await house.write(OWNER, f"/feeds {URL}")
    (reading,) = house.telegram.said
    assert URL in reading
    await house.poller.poll_due()
    house.telegram.forget()
    await house.press(OWNER, AgreeFeed(1, 0))
    assert house.telegram.pop_ups == ["Стрічку «Бастіон» додано."]
    (card,) = house.telegram.edits
    assert card.startswith("<b>Бастіон</b>")
    assert pack(PublishFeed(1, on=True)) in house.telegram.data_under_last()


async def test_the_next_text_after_the_button_is_the_address(house: House) -> None:
    await house.press(OWNER, AskFeed())
    await house.write(OWNER, "bastion.example/rss")
    assert "https://bastion.example/rss" in house.telegram.said[-1]
    assert await house.publishing.drafts() == ()
    await house.press(OWNER, DeclineFeed(1))
    assert "стрічку не додано" in house.telegram.edits[-1]


async def test_an_article_that_comes_instead_of_the_address_is_an_article(house: House) -> None:
    await house.press(OWNER, AskFeed())
    await house.write(OWNER, "Міст відкрили\n\n10.05.2023, 15:25\n\nРух запустили вранці.")
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline == "Міст відкрили"
    await house.press(OWNER, CancelFeedQuestion())
    await house.write(OWNER, "Ще один заголовок\n\n10.05.2023, 15:25\n\nТекст.")
    assert len(await house.publishing.drafts()) == 2


async def test_a_wrong_address_is_refused_in_words_and_may_be_sent_again(house: House) -> None:
    await house.press(OWNER, AskFeed())
    await house.write(OWNER, "не адреса")
    assert "не адреса, яку можна відкрити" in house.telegram.said[-1]
    await house.write(OWNER, URL)
    assert URL in house.telegram.said[-1]


async def test_a_feed_that_is_connected_shows_its_card_when_it_is_named_again(
    house: House,
) -> None:
    await connected(house)
    await house.write(OWNER, f"/feeds {URL}")
    assert house.telegram.said[-1].startswith("<b>Бастіон</b>")


async def test_the_list_leads_to_each_feed_and_back(house: House) -> None:
    await connected(house)
    await house.write(OWNER, "/feeds")
    assert "Бастіон – працює, перевірено 1\u00a0с тому" in house.telegram.said[-1]
    assert house.telegram.data_under_last() == [pack(ShowFeed(1)), pack(AskFeed())]
    await house.press(OWNER, ShowFeed(1))
    assert pack(ShowFeeds()) in house.telegram.data_under_last()
    await house.press(OWNER, ShowFeeds())
    assert house.telegram.edits[-1].startswith("<b>Стрічки</b>")


async def test_every_setting_is_changed_by_a_button_and_shown(house: House) -> None:
    await connected(house)
    section = await house.section("Спорт")
    for press in (
        PublishFeed(1, on=True),
        SetFeedSection(1, section),
        SetCategory(1, 0, section),
        SetInterval(1, 15),
        PauseFeed(1, on=True),
    ):
        await house.press(OWNER, press)
    feed = await house.feeds.feed(1)
    assert (feed.publish, feed.section_id) == (True, section)
    assert [(c.name, c.section_id) for c in feed.categories] == [("Різне", section)]
    assert feed.interval.total_seconds() == 900
    assert feed.state is FeedState.PAUSED
    await house.press(OWNER, PauseFeed(1, on=False))
    assert "кожні 15 хвилин" in house.telegram.edits[-1].replace("\u00a0", " ")
    assert (await house.feeds.feed(1)).state is FeedState.ACTIVE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("press", "leads_to"),
    [
        (ShowFeedSections(1), SetFeedSection(1, 1)),
        (ShowCategories(1), ShowCategory(1, 0)),
        (ShowCategory(1, 0), SetCategory(1, 0, 1)),
        (RemoveFeed(1, sure=False), RemoveFeed(1, sure=True)),
    ],
)
async def test_a_press_asks_which(house: House, press: Press, leads_to: Press) -> None:
    before = await connected(house)
    await house.press(OWNER, press)
    assert pack(leads_to) in house.telegram.data_under_last()
    assert await house.feeds.feed(1) == before


async def test_a_filter_is_written_and_taken_away(house: House) -> None:
    await connected(house)
    await house.press(OWNER, AskFilter(1))
    await house.write(OWNER, "Харків, -гороскоп")
    assert "Лише зі словами: Харків\nБез слів: гороскоп" in house.telegram.said[-1]
    await house.press(OWNER, AskFilter(1))
    assert house.telegram.data_under_last() == [pack(ClearFilter(1)), pack(CancelFeedQuestion())]
    await house.press(OWNER, ClearFilter(1))
    assert (await house.feeds.feed(1)).filter.wanted == ()
    await house.write(OWNER, "Просто слово")
    assert (await house.feeds.feed(1)).filter.wanted == (), "the question is closed"


async def test_check_now_brings_what_is_new(house: House) -> None:
    await connected(house)
    house.web.says(a_feed(an_item(2, at=NOW), an_item(1, at=NOW)))
    await house.press(OWNER, CheckFeed(1))
    await house.poller.poll_due()
    (draft,) = await house.publishing.drafts()
    assert draft.state is ArticleState.DRAFT


async def test_a_feed_is_removed_by_the_second_press(house: House) -> None:
    await connected(house)
    await house.press(OWNER, RemoveFeed(1, sure=True))
    assert house.telegram.pop_ups == ["Стрічку «Бастіон» вилучено."]
    assert "Стрічок ще немає" in house.telegram.edits[-1]
    await house.press(OWNER, ShowFeed(1))
    assert house.telegram.pop_ups[-1] == "Такої стрічки вже немає. Усі стрічки: /feeds"


async def test_an_editor_looks_and_changes_nothing(house: House) -> None:
    before = await connected(house)
    await house.write(EDITOR, "/feeds")
    assert house.telegram.data_under_last() == [pack(ShowFeed(1))]
    await house.press(EDITOR, ShowFeed(1))
    assert house.telegram.data_under_last() == [pack(ShowFeeds())]
    for press in (PublishFeed(1, on=True), RemoveFeed(1, sure=True), AskFilter(1), AskFeed()):
        await house.press(EDITOR, press)
        assert house.telegram.pop_ups[-1] == (
            "Це може зробити лише власник бота або головний редактор."
        )
    await house.write(EDITOR, "/feeds https://other.example/rss")
    assert await house.feeds.feeds() == (before,)


async def test_a_category_that_is_not_there_is_refused(house: House) -> None:
    await connected(house)
    for press in (ShowCategory(1, 7), SetCategory(1, 7, 1), ShowCategory(1, -1)):
        await house.press(OWNER, press)
    assert len(set(house.telegram.pop_ups)) == 1


async def test_what_is_asked_about_feeds_stands_in_a_message_that_is_known(house: House) -> None:
    await connected(house)
    owner = await house.team.editor(OWNER)
    assert owner
    for press, about in ((AskFeed(), "feed"), (AskFilter(1), "filter")):
        await house.press(OWNER, press)
        question = await house.questions.open(owner)
        assert question
        assert (question.about, question.message_id) == (about, 500)
    assert "Слова шукаються в усіх формах" in house.telegram.said[-1]


async def test_a_filter_that_is_cleared_under_its_question_ends_it_without_more_words(
    house: House,
) -> None:
    await connected(house)
    await house.press(OWNER, AskFilter(1))
    under = house.message(OWNER, text="…", message_id=500)
    await house.press(OWNER, ClearFilter(1), message=under)
    assert house.telegram.edits[-1].startswith("<b>Бастіон</b>")
    owed = [row for row in tables.deliveries(house.storage) if row.message_id == 500]
    assert owed == [], "the message shows the feed by now"
    owner = await house.team.editor(OWNER)
    assert owner
    assert await house.questions.open(owner) is None


async def test_a_filter_that_is_cleared_elsewhere_ends_its_question_where_it_stands(
    house: House,
) -> None:
    await connected(house)
    await house.press(OWNER, AskFilter(1))
    await house.press(OWNER, ClearFilter(1))
    (owed,) = [row for row in tables.deliveries(house.storage) if row.message_id == 500]
    assert owed.chat_id == OWNER


@pytest.mark.parametrize(
    ("press", "words"),
    [
        (CheckFeed(1), "Перевірку почато. Нове, якщо воно є, надійде як звичайно."),
        (DeclineFeed(1), "Добре, стрічку не додано."),
        (ShowFeed(404), "Такої стрічки вже немає. Усі стрічки: /feeds"),
        (AgreeFeed(404, 0), "Такої стрічки вже немає. Усі стрічки: /feeds"),
    ],
)
async def test_a_press_is_answered_in_these_words(house: House, press: Press, words: str) -> None:
    await connected(house)
    await house.press(OWNER, press)
    assert house.telegram.pop_ups == [words]


@pytest.mark.parametrize("person", [OWNER, EDITOR])
async def test_only_who_may_change_feeds_finds_the_buttons_for_it(
    house: House, person: int
) -> None:
    await connected(house)
    await house.press(person, ShowFeeds())
    assert (pack(AskFeed()) in house.telegram.data_under_last()) is (person == OWNER)
    await house.press(person, ShowFeed(1))
    change = pack(PublishFeed(1, on=True)) in house.telegram.data_under_last()
    assert change is (person == OWNER)


async def test_a_text_with_a_link_answers_the_question_for_a_feed_and_a_page_does_not(
    house: House,
) -> None:
    await house.press(OWNER, AskFeed())
    await house.write(OWNER, "Заголовок\n\n10.05.2023, 15:25\n\nПерший абзац новини.")
    assert len(await house.publishing.drafts()) == 1
    owner = await house.team.editor(OWNER)
    assert owner
    assert await house.questions.open(owner), "a page is no answer, and the question stands"
    await house.write(OWNER, f"Ось вона:\n{URL}")
    assert URL in house.telegram.said[-1]
    assert await house.questions.open(owner) is None


async def test_what_is_asked_about_feeds_is_taken_back_by_its_own_button_alone(
    house: House,
) -> None:
    draft = await house.draft()
    await house.press(OWNER, AddLink(draft.id))
    await house.press(OWNER, CancelFeedQuestion())
    owner = await house.team.editor(OWNER)
    assert owner
    assert await house.questions.open(owner)
    await house.press(OWNER, AskFeed())
    await house.press(OWNER, CancelQuestion(draft.id))
    assert await house.questions.open(owner)
    await house.press(OWNER, CancelFeedQuestion())
    assert await house.questions.open(owner) is None
    closed = "Скасовувати вже нічого: це запитання закрито."
    assert [text for text in house.telegram.pop_ups if text] == [closed, closed, "Скасовано."]


async def test_a_feed_that_was_declined_is_offered_no_more(house: House) -> None:
    house.web.says(a_feed(an_item(1)))
    await house.write(OWNER, f"/feeds {URL}")
    await house.poller.poll_due()
    await house.press(OWNER, DeclineFeed(1))
    await house.press(OWNER, AgreeFeed(1, 0))
    assert house.telegram.pop_ups[-1] == "Такої стрічки вже немає. Усі стрічки: /feeds"
    assert await house.feeds.feeds() == ()


async def test_check_now_asks_the_site_at_once(house: House) -> None:
    await connected(house)
    asked = len(house.web.asked)
    await house.press(OWNER, CheckFeed(1))
    await house.poller.poll_due()
    assert len(house.web.asked) == asked + 1
