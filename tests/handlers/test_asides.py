"""What an editor or reader writes that is neither a page, an answer nor a search."""

import pytest

from bot.domain.buttons import AddLink
from bot.domain.delivery import Kind
from tests import tables
from tests.handlers.house import EDITOR, READER, House

NO_PAGE = "Це не схоже на сторінку статті"


@pytest.mark.parametrize("who", [EDITOR, READER])
@pytest.mark.parametrize("typed", ["скасувати", "Скасувати", "cancel", "/cancel"])
async def test_where_nothing_is_asked_there_is_nothing_to_take_back(
    house: House, who: int, typed: str
) -> None:
    await house.write(who, typed)
    (said,) = house.telegram.said
    assert said.startswith("Скасовувати нічого")


async def test_a_word_that_may_be_looked_for_is(house: House) -> None:
    await house.write(READER, "відміна")
    assert "«відміна»" in house.telegram.said[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Дякую!", "Прошу!"),
        ("привіт", "Вітаю!"),
        ("допомога", "Вставте сюди"),
        ("досить", "/stop"),
    ],
)
async def test_no_post_is_offered_of_an_editors_thanks(
    house: House, typed: str, said: str
) -> None:
    await house.write(EDITOR, typed)
    assert not tables.notices(house.storage, EDITOR)
    (answer,) = house.telegram.said
    assert said in answer


@pytest.mark.parametrize("typed", ["{}", "№{}", "# {}"])
async def test_the_number_of_an_article_opens_its_card(house: House, typed: str) -> None:
    article = await house.published()
    await house.write(EDITOR, typed.format(article.id))
    cards = [row for row in tables.deliveries(house.storage) if row.kind == Kind.CARD]
    assert [(row.subject_id, row.chat_id) for row in cards] == [(article.id, EDITOR)]
    assert not house.telegram.said
    assert not tables.notices(house.storage, EDITOR)  # of what is no page


@pytest.mark.parametrize("typed", ["404", "№404"])
async def test_a_number_that_no_article_has_is_no_page_either(house: House, typed: str) -> None:
    await house.write(EDITOR, typed)
    (answer,) = house.telegram.said
    assert "Статті №404 немає" in answer
    assert not tables.notices(house.storage, EDITOR)


async def test_to_a_question_these_are_answers(house: House) -> None:
    draft = await house.draft()
    await house.press(EDITOR, AddLink(draft.id))
    house.telegram.forget()
    for typed in (str(draft.id), "дякую"):
        await house.write(EDITOR, typed)
    assert not house.telegram.said
    assert not [row for row in tables.deliveries(house.storage) if row.kind == Kind.CARD]
