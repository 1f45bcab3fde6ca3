"""Two people publish together: by buttons, and both are told."""

from bot.domain.buttons import Publish, pack
from bot.domain.desk_buttons import DenyWish, NeedSecond
from tests.handlers.house import EDITOR, OWNER, House


async def test_an_owner_says_where_two_people_are_needed(house: House) -> None:
    await house.write(EDITOR, "/sections")
    await house.write(OWNER, "/sections")
    seen, changed = house.telegram.said
    assert seen == changed.replace("\nНатисніть на рубрику, щоб увімкнути це або вимкнути.", "")
    svit = await house.section("Світ")
    assert pack(NeedSecond(svit, on=True)) in house.telegram.data_under_last()
    await house.press(OWNER, NeedSecond(svit, on=True))
    assert "Світ – публікують удвох" in house.telegram.edits[-1]
    assert pack(NeedSecond(svit, on=False)) in house.telegram.data_under_last()
    await house.press(EDITOR, NeedSecond(svit, on=False))
    assert "лише власник бота або головний редактор" in (house.telegram.pop_ups[-1] or "")


async def test_a_press_is_a_wish_and_another_persons_press_publishes(house: House) -> None:
    await house.channel()
    draft = await house.draft()
    await house.press(OWNER, NeedSecond(await house.section("Світ"), on=True))
    await house.press(EDITOR, Publish(draft.id, breaking=False))
    assert house.telegram.pop_ups[-1] == "№1 чекає на другу людину: Олена."
    await house.press(EDITOR, Publish(draft.id, breaking=False))
    assert "просите ви самі" in (house.telegram.pop_ups[-1] or "")
    await house.press(OWNER, DenyWish(draft.id))
    assert house.telegram.pop_ups[-1] == "№1 поки не публікується."
    await house.press(OWNER, DenyWish(draft.id))
    assert house.telegram.pop_ups[-1] == "Прохання опублікувати №1 вже не діє."
    await house.write(EDITOR, "/publish 1")
    assert house.telegram.said[-1] == "№1 чекає на другу людину: Олена."
    await house.press(OWNER, Publish(draft.id, breaking=False))
    assert (await house.publishing.card(draft.id)).article.is_published
