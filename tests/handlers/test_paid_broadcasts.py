"""Who may spend the bot's Stars decides on a paid broadcast by a second press."""

from bot.domain.buttons import AskPayment, ChooseSection, Pay, ShowCard, pack
from bot.domain.channel import ChannelState
from bot.domain.people import Role
from tests.builders import a_channel, a_draft, a_reader, some_readers
from tests.handlers.house import EDITOR, OWNER, House


async def test_the_greatest_cost_is_said_first_and_the_second_press_pays(house: House) -> None:
    article = await house.draft()
    await some_readers(house.storage, range(1, 12))
    await house.press(OWNER, AskPayment(article.id))
    assert "11" in house.telegram.said[-1]
    assert house.telegram.data_under_last() == [
        pack(Pay(article.id, sure=True)),
        pack(Pay(article.id, sure=False)),
    ]
    assert not (await house.publishing.card(article.id)).article.is_published
    await house.press(OWNER, Pay(article.id, sure=True))
    await house.press(OWNER, Pay(article.id, sure=True))
    paid = (await house.publishing.card(article.id)).article
    assert (paid.is_published, paid.breaking, paid.paid) == (True, True, True)
    first, again = house.telegram.pop_ups[-2:]
    assert first != again
    assert len(house.telegram.edits) == 2


async def test_what_stands_against_it_is_said_before_anybody_pays(house: House) -> None:
    """A channel where the bot may not post gets nothing at once; without a section nobody does."""
    article = await house.draft()
    await a_channel(house.storage, title="Світ", state=ChannelState.PAUSED)
    await house.press(OWNER, AskPayment(article.id))
    asked = house.telegram.said[-1]
    assert "Куди піде: «Світ», 0\N{NO-BREAK SPACE}читачів." in asked
    assert "Бот не має права публікувати там, де стаття мала б вийти: «Світ»" in asked
    bare = await a_draft(house.storage, section_id=None)
    await house.press(OWNER, AskPayment(bare))
    assert "Немає рубрики" in house.telegram.said[-1]
    assert house.telegram.data_under_last() == [pack(ShowCard(bare))]


async def test_the_desk_may_think_better_of_paying(house: House) -> None:
    article = await house.draft()
    await house.press(OWNER, Pay(article.id, sure=False))
    assert house.telegram.pop_ups[-1]
    assert (await house.publishing.card(article.id)).article.is_draft


async def test_an_editor_is_neither_offered_it_nor_listened_to(house: House) -> None:
    article = await house.draft()
    await a_reader(house.storage)
    await house.press(EDITOR, AskPayment(article.id))
    await house.press(EDITOR, Pay(article.id, sure=True))
    assert len(set(house.telegram.pop_ups)) == 1
    assert (await house.publishing.card(article.id)).article.is_draft
    for person, offered in ((EDITOR, False), (OWNER, True)):
        await house.press(person, ChooseSection(article.id, open=False))
        assert (pack(AskPayment(article.id)) in house.telegram.data_under_last()) is offered


async def test_a_chief_is_offered_it_once_there_are_readers(house: House) -> None:
    article = await house.draft()
    await house.hire(EDITOR, Role.CHIEF)
    for offered in (False, True):
        await house.press(EDITOR, ChooseSection(article.id, open=False))
        assert (pack(AskPayment(article.id)) in house.telegram.data_under_last()) is offered
        await a_reader(house.storage)
