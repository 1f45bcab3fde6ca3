"""The second half of an article, sent as a message of its own, is added to the first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import RefusedError
from tests.builders import IHOR, SVIT, a_page, an_editor, an_owner
from tests.usecases.house import House

FIRST = a_page(
    body="Будівництво тривало чотири роки.\n\nКран для нового терміналу зібрали в Гдині й привезли"
)
SECOND = "морем на баржі.\n\n«Ми чекали дев’ять місяців», – каже начальник порту.\n\nФото: порт"
WHOLE = (
    "Будівництво тривало чотири роки.",
    "Кран для нового терміналу зібрали в Гдині й привезли морем на баржі.",
    "«Ми чекали дев’ять місяців», – каже начальник порту.",
)


async def test_the_second_half_is_added_once_however_often_it_is_pressed(house: House) -> None:
    draft = await house.pasted(FIRST)
    await house.editing.set_section(draft.id, SVIT, by=an_editor())
    await house.paste(SECOND)
    ((kind, told),) = house.notices(IHOR)
    assert (kind, told["continues"]) == ("own_words_offered", True)
    for _ in range(2):
        await house.rereading.as_continuation(house.messages, by=an_editor())
    (longer,) = await house.publishing.drafts()
    assert longer.id == draft.id
    assert longer.content.body == WHOLE
    assert longer.section
    assert (longer.section.id, longer.content.lead) == (SVIT, draft.content.lead)


async def test_a_third_part_goes_behind_the_second(house: House) -> None:
    await house.pasted(FIRST)
    for text in (SECOND, "Далі черга за залізницею.\nЇї добудують навесні."):
        await house.paste(text)
        await house.rereading.as_continuation(house.messages, by=an_editor())
    (draft,) = await house.publishing.drafts()
    assert draft.content.body == (
        *WHOLE,
        "Далі черга за залізницею.",
        "Її добудують навесні.",
    )


async def test_what_makes_no_one_page_with_the_first_half_is_added_line_by_line(
    house: House,
) -> None:
    draft = await house.pasted(FIRST)
    other = a_page("Метро Києва повертає нічні поїзди", body="Останній поїзд рушить о першій.")
    await house.paste(other)
    await house.rereading.as_continuation(house.messages, by=an_editor())
    longer = await house.article(draft.id)
    lines = filter(None, other.splitlines())
    assert longer.content == replace(draft.content, body=(*draft.content.body, *lines))


async def test_nothing_is_offered_or_added_to_where_no_draft_came_right_before(
    house: House,
) -> None:
    await house.paste(SECOND)
    ((_, told),) = house.notices(IHOR)
    assert not told["continues"]
    with pytest.raises(RefusedError, match="message_forgotten"):
        await house.rereading.as_continuation(house.messages, by=an_editor())
    await house.pasted(FIRST)
    house.clock.now += timedelta(minutes=11)
    await house.paste(SECOND)
    with pytest.raises(RefusedError, match="message_forgotten"):
        await house.rereading.as_continuation(house.messages, by=an_editor())
    with pytest.raises(RefusedError, match="message_forgotten"):
        await house.rereading.as_continuation(house.messages, by=an_owner())


async def test_nothing_is_added_to_a_post_in_own_words(house: House) -> None:
    await house.paste("Міст відкрито")
    await house.own_posts.make(house.messages, by=an_editor())
    await house.paste(SECOND)
    assert not house.notices(IHOR)[-1][1]["continues"]
    with pytest.raises(RefusedError, match="message_forgotten"):
        await house.rereading.as_continuation(house.messages, by=an_editor())


async def test_what_is_published_meanwhile_is_not_added_to(house: House) -> None:
    published = await house.published(FIRST)
    await house.paste(SECOND)
    ((_, told),) = house.notices(IHOR)
    assert not told["continues"]
    with pytest.raises(RefusedError, match="article_not_draft"):
        await house.rereading.as_continuation(house.messages, by=an_editor())
    assert (await house.article(published.id)).content == published.content
