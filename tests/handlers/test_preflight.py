"""What speaks against an article is asked about once, and says whom it reaches."""

import pytest

from bot.domain.buttons import AskRetraction, NotYet, Pay, Publish, ShowCard, pack, unpack
from bot.domain.channel import ChannelState
from bot.domain.formatted import Formatted
from bot.domain.own_words import OwnWords
from tests.builders import CHANNEL, a_channel, a_reader
from tests.handlers.house import EDITOR, OWNER, House


async def is_published(house: House, article_id: int = 1) -> bool:
    return (await house.publishing.card(article_id)).article.is_published


def yes(house: House) -> Publish:
    """The button of the question that was put last."""
    press = unpack(house.telegram.data_under_last()[0])
    assert isinstance(press, Publish)
    assert press.asked
    return press


async def test_breaking_news_ask_once_more_and_name_the_reach(house: House) -> None:
    await a_channel(house.storage)
    await a_reader(house.storage)
    await house.draft()
    await house.press(EDITOR, Publish(1, breaking=True))
    (question,) = house.telegram.said
    assert "як термінову?" in question
    assert "Куди піде: «Світ», 1\xa0читач." in question
    assert not await is_published(house)
    await house.press(EDITOR, yes(house))
    assert await is_published(house)
    assert house.telegram.pop_ups[-1] == "Публікується №1: 1\xa0канал, 1\xa0читач."


async def test_no_is_no(house: House) -> None:
    await a_channel(house.storage)
    await house.draft()
    await house.press(EDITOR, Publish(1, breaking=True))
    assert pack(NotYet(1)) in house.telegram.data_under_last()
    await house.press(EDITOR, NotYet(1))
    assert house.telegram.pop_ups[-1] == "Гаразд, №1 поки не публікується."
    assert not await is_published(house)


async def test_what_is_fine_is_published_at_the_first_press(house: House) -> None:
    await a_channel(house.storage)
    await house.draft()
    await house.press(EDITOR, Publish(1, breaking=False))
    assert await is_published(house)
    assert not house.telegram.said


@pytest.mark.parametrize("typed", [False, True])
async def test_a_section_for_nobody_is_asked_about_before(house: House, *, typed: bool) -> None:
    await house.draft()
    if typed:
        await house.write(EDITOR, "/publish 1")
    else:
        await house.press(EDITOR, Publish(1, breaking=False))
    assert "Ні каналів, ні читачів немає" in house.telegram.said[0]
    assert not await is_published(house)
    await house.press(EDITOR, yes(house))
    assert await is_published(house)


async def test_other_doubts_than_were_answered_are_asked_about_anew(house: House) -> None:
    await a_channel(house.storage, state=ChannelState.PAUSED)
    await house.draft()
    await house.press(EDITOR, Publish(1, breaking=False))
    first = yes(house)
    await a_channel(house.storage, CHANNEL - 1, state=ChannelState.PAUSED, title="Стрічка")
    await house.press(EDITOR, first)
    assert not await is_published(house)
    assert "«Стрічка»" in house.telegram.edits[-1]
    await house.press(EDITOR, yes(house))
    assert await is_published(house)


async def test_what_stops_an_article_leaves_only_the_way_to_its_card(house: House) -> None:
    await a_channel(house.storage)
    await house.draft(section="РІЗНЕ")
    for press in (Publish(1, breaking=False), Publish(1, breaking=True, asked=99)):
        house.telegram.forget()
        await house.press(EDITOR, press)
        (words,) = [*house.telegram.said, *house.telegram.edits]
        assert "Поки не можна опублікувати" in words
        assert "Немає рубрики" in words
        assert [unpack(data) for data in house.telegram.data_under_last()] == [ShowCard(1)]
    assert not await is_published(house)


async def test_a_paid_broadcast_is_stopped_by_what_stops_an_article(house: House) -> None:
    await a_channel(house.storage)
    await house.draft(section="РІЗНЕ")
    await house.press(OWNER, Pay(1, sure=True))
    assert "Поки не можна опублікувати" in house.telegram.edits[0]
    assert not await is_published(house)


async def test_a_retraction_names_its_reach(house: House) -> None:
    await house.published()
    await house.press(EDITOR, AskRetraction(1))
    assert "Зараз вона стоїть" not in house.telegram.said[0]


async def test_own_words_that_would_lose_their_end_are_asked_about(house: House) -> None:
    await a_channel(house.storage)
    await house.draft(own=OwnWords(Formatted("Слово за словом. " * 300), headed=True))
    await house.press(EDITOR, Publish(1, breaking=False))
    assert "Допис задовгий, кінець не вміститься: «Світ»." in house.telegram.said[0]
    await house.press(EDITOR, yes(house))
    assert await is_published(house)
