"""When an article goes out, as it is pressed and typed; and the queue, in one message."""

from datetime import date, timedelta

from bot.domain.buttons import Discard, unpack
from bot.domain.field_buttons import EditField
from bot.domain.press import Press
from bot.domain.schedule import as_minutes
from bot.domain.schedule_buttons import (
    AskWhen,
    ClearTime,
    EditWhen,
    SetTime,
    ShowDay,
    ShowEarlier,
    ShowHour,
    ShowMonth,
    ShowQueue,
    ShowScheduled,
)
from tests.builders import SVIT, an_owner
from tests.clock import NOON
from tests.handlers.house import EDITOR, House

PAST = "Цей час уже минув. Оберіть пізніший."


def offered(house: House, kind: type[Press]) -> list[Press]:
    pressed = [unpack(data) for data in house.telegram.data_under_last()]
    return [press for press in pressed if isinstance(press, kind)]


async def test_a_time_is_found_by_month_day_hour_and_minute(house: House) -> None:
    article = await house.draft()
    await house.press(EDITOR, AskWhen(article.id, embargo=False))
    assert "Коли опублікувати" in house.telegram.said[-1]
    (month,) = offered(house, ShowMonth)
    await house.press(EDITOR, month)
    assert len(offered(house, ShowDay)) == 22  # from the tenth of May on, which is a Wednesday
    names, first = ([b.text for b in row] for row in house.telegram.rows_under_last()[:2])
    assert names == ["пн", "вт", "ср", "чт", "пт", "сб", "нд"]
    assert first == ["·", "·", "10", "11", "12", "13", "14"]
    *blanks, later = offered(house, ShowMonth)
    assert blanks == [month] * len(blanks)
    await house.press(EDITOR, later)
    assert len(offered(house, ShowDay)) == 30
    await house.press(EDITOR, offered(house, ShowDay)[0])
    assert len(offered(house, ShowHour)) == 24
    await house.press(EDITOR, offered(house, ShowHour)[9])
    minutes = offered(house, SetTime)
    assert len(minutes) == 12
    for _ in range(2):  # pressed twice
        await house.press(EDITOR, minutes[6])
    assert "вийде 1 червня, 09:30" in house.telegram.edits[-1]
    kept = (await house.publishing.card(article.id)).article
    assert kept.scheduled
    assert kept.scheduled.by == EDITOR


async def test_a_time_in_the_past_or_that_nobody_was_offered_is_refused(house: House) -> None:
    article = await house.draft()
    today = date(2023, 5, 10).toordinal()
    for press in (
        SetTime(article.id, embargo=False, minutes=as_minutes(NOON)),
        SetTime(article.id, embargo=True, minutes=as_minutes(NOON)),
        SetTime(article.id, embargo=False, minutes=10**17),
        ShowDay(article.id, embargo=False, day=today - 1),
        ShowDay(article.id, embargo=False, day=10**17),
        ShowMonth(article.id, embargo=False, day=-1),
        ShowHour(article.id, embargo=False, start=-(10**17)),
    ):
        await house.press(EDITOR, press)
    assert house.telegram.pop_ups == [PAST] * 7
    assert not house.telegram.edits


async def test_what_is_out_already_gets_no_time(house: House) -> None:
    article = await house.published()
    tomorrow = NOON + timedelta(days=1)
    for press in (
        AskWhen(article.id, embargo=False),
        EditWhen(article.id, embargo=True),
        ShowDay(article.id, embargo=False, day=date(2023, 5, 11).toordinal()),
        SetTime(article.id, embargo=False, minutes=as_minutes(tomorrow)),
        ClearTime(article.id, embargo=True),
    ):
        await house.press(EDITOR, press)
    assert len(set(house.telegram.pop_ups)) == 1
    assert house.telegram.pop_ups[0]
    assert not house.telegram.edits


async def test_a_typed_time_is_on_the_card_and_in_the_queue(house: House) -> None:
    article = await house.draft()
    await house.press(EDITOR, AskWhen(article.id, embargo=False))
    await house.write(EDITOR, "завтра о 9")
    await house.write(EDITOR, "/queue")
    assert "🕒 11 травня, 09:00 – №1" in house.telegram.said[-1]
    await house.press(EDITOR, ShowScheduled(article.id))
    assert offered(house, EditWhen) == [EditWhen(article.id, embargo=False)]
    await house.press(EDITOR, EditWhen(article.id, embargo=False))
    assert "Призначено: 11 травня, 09:00." in house.telegram.edits[-1]
    await house.press(EDITOR, ClearTime(article.id, embargo=False))
    await house.press(EDITOR, ShowQueue(0))
    assert "Черга порожня" in house.telegram.edits[-1]


async def test_a_list_of_what_waits_is_drawn_anew_where_one_of_it_waits_no_more(
    house: House,
) -> None:
    tomorrow = as_minutes(NOON + timedelta(days=1))
    stays, leaves = await house.draft(headline="Сніг"), await house.draft(headline="Міст")
    for draft in (stays, leaves):
        await house.press(EDITOR, SetTime(draft.id, embargo=False, minutes=tomorrow))
    await house.write(EDITOR, "/queue")
    await house.press(EDITOR, Discard(leaves.id))
    await house.press(EDITOR, ShowScheduled(leaves.id))
    assert "відкинуто" in (house.telegram.pop_ups[-1] or "")
    assert "Сніг" in house.telegram.edits[-1]
    assert "Міст" not in house.telegram.edits[-1]
    assert offered(house, ShowScheduled) == [ShowScheduled(stays.id)]


async def test_one_that_is_taken_off_a_long_queue_leads_back_to_its_page(house: House) -> None:
    for number in range(9):
        draft = await house.draft(headline=f"Новина {number}")
        at = NOON + timedelta(hours=1 + number)
        await house.press(EDITOR, SetTime(draft.id, embargo=False, minutes=as_minutes(at)))
    await house.press(EDITOR, ShowScheduled(9))
    assert offered(house, ShowQueue) == [ShowQueue(1)]
    await house.press(EDITOR, ClearTime(9, embargo=False))
    assert offered(house, ShowQueue) == [ShowQueue(1)]


async def test_a_follow_up_said_without_a_card_is_refused_unless_something_is_asked(
    house: House,
) -> None:
    earlier, draft = await house.published(headline="Міст відкрили"), await house.draft()
    words = f"продовження №{earlier.id}"
    await house.write(EDITOR, words)
    assert "відповіддю на її картку" in house.telegram.said[-1]
    await house.press(EDITOR, EditField(draft.id, "headline"))
    await house.write(EDITOR, words)
    await house.press(EDITOR, ShowEarlier(draft.id))
    await house.write(EDITOR, words)
    changed = (await house.publishing.card(draft.id)).article
    assert (changed.content.headline, changed.outlets.follows) == (words, earlier.id)


async def test_an_embargo_is_set_and_lifted(house: House) -> None:
    article = await house.draft()
    until = NOON + timedelta(hours=2)
    await house.press(EDITOR, EditWhen(article.id, embargo=True))
    await house.press(EDITOR, SetTime(article.id, embargo=True, minutes=as_minutes(until)))
    assert "Ембарго: раніше ніж 10 травня, 17:00" in house.telegram.edits[-1]
    await house.press(EDITOR, ClearTime(article.id, embargo=True))
    assert "Ембарго" not in house.telegram.edits[-1]


async def test_where_two_people_publish_only_what_one_may_do_is_offered(house: House) -> None:
    article = await house.draft()
    await house.press(EDITOR, AskWhen(article.id, embargo=False))
    await house.write(EDITOR, "завтра о 9")
    await house.app.second_looks.need(SVIT, on=True, by=an_owner())
    await house.press(EDITOR, AskWhen(article.id, embargo=True))
    assert "публікують удвох" in house.telegram.said[-1]
    assert not offered(house, EditWhen)
    assert offered(house, ClearTime) == [ClearTime(article.id, embargo=False)]
    until = NOON + timedelta(hours=2)
    await house.press(EDITOR, SetTime(article.id, embargo=True, minutes=as_minutes(until)))
    assert offered(house, EditWhen) == [EditWhen(article.id, embargo=True)]
    await house.press(EDITOR, ClearTime(article.id, embargo=False))
    assert offered(house, EditWhen) == [EditWhen(article.id, embargo=True)]
    kept = (await house.publishing.card(article.id)).article
    assert (kept.scheduled, kept.embargo_until) == (None, until)


async def test_what_has_a_time_where_two_people_publish_by_now_does_not_say_it_goes_out(
    house: House,
) -> None:
    article = await house.draft()
    at = NOON + timedelta(hours=2)
    await house.press(EDITOR, SetTime(article.id, embargo=False, minutes=as_minutes(at)))
    assert "вийде 10 травня, 17:00" in house.telegram.edits[-1]
    await house.second_looks.need(SVIT, on=True, by=an_owner())
    for press in (ShowQueue(0), ShowScheduled(article.id)):
        await house.press(EDITOR, press)
        assert "сама не вийде: у цій рубриці публікують удвох" in house.telegram.edits[-1]
