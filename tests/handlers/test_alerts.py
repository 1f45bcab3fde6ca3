"""The desk says what the bot cannot know; whoever has answered finds no buttons any more."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
)
from sqlalchemy import update

from bot.domain.alert_buttons import DecideOnReaders, SettleUnknown, TakenAway
from bot.domain.buttons import (
    AddLink,
    CancelQuestion,
    KeepPosted,
    Pay,
    Retract,
    TakeChannel,
)
from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Delivery, Kind, Shown, State
from bot.domain.feed_buttons import AskFeed, CancelFeedQuestion, DeclineFeed
from bot.domain.hand_buttons import KeepTheirs, RestoreOurs
from bot.domain.press import Press
from storage.schema import delivery
from tests import tables
from tests.builders import CHANNEL, a_channel, said
from tests.feeds import URL
from tests.handlers.clock import NOW
from tests.handlers.house import OWNER, House

OF_ALERTS: set[type[Press]] = {
    SettleUnknown,
    TakenAway,
    DecideOnReaders,
    KeepTheirs,
    RestoreOurs,
}


async def claimed(house: House) -> Delivery:
    """The post of article 1 in its channel, under way."""
    await a_channel(house.storage)
    await house.published()
    async with house.storage.writing() as tx:
        rows = await tx.ledger.claim(10, NOW, timedelta(minutes=1))
    return next(row for row in rows if row.audience is Audience.CHANNEL)


async def in_doubt(house: House) -> None:
    row = await claimed(house)
    async with house.storage.writing() as tx:
        await tx.ledger.record_undecided(row, said("timeout"))


async def to_go(house: House) -> None:
    """The post stands, was to be taken away, and Telegram refused."""
    row = await claimed(house)
    async with house.storage.writing() as tx:
        await tx.ledger.record_shown([(row, Shown(5, 1))], NOW)
    await house.press(OWNER, Retract(1, tell=False))
    async with house.storage.writing() as tx:
        (again,) = [
            one for one in await tx.ledger.claim(10, NOW, timedelta(minutes=1)) if one.id == row.id
        ]
        await tx.ledger.record_failure(again, said("Bad Request: no"), NOW)


async def readers_stopped(house: House) -> None:
    async with house.storage.writing() as tx:
        await tx.reach.stop_all(1, NOW)


async def published(house: House) -> None:
    await house.published()


async def a_draft(house: House) -> None:
    await house.draft()


async def offered(house: House) -> None:
    await a_channel(house.storage, state=ChannelState.OFFERED)


async def a_link_asked(house: House) -> None:
    await house.draft()
    await house.press(OWNER, AddLink(1))


async def a_feed_asked(house: House) -> None:
    await house.press(OWNER, AskFeed())


async def a_feed_named(house: House) -> None:
    await house.write(OWNER, f"/feeds {URL}")


ANSWERS: dict[str, tuple[Any, Press, str]] = {
    "there": (in_doubt, SettleUnknown(1, there=True), "Записано: допис є."),
    "not there": (
        in_doubt,
        SettleUnknown(1, there=False),
        "Записано: допису немає, тож він надсилається ще раз.",
    ),
    "taken away": (to_go, TakenAway(1), "Записано: допису більше немає."),
    "go on": (readers_stopped, DecideOnReaders(go_on=True), "Розсилка читачам триває."),
    "let off": (
        readers_stopped,
        DecideOnReaders(go_on=False),
        "Того, що було в черзі, читачі не отримають.",
    ),
    "retract": (published, Retract(1, tell=False), "№1 відкликається: дописи зникають."),
    "retract and tell": (
        published,
        Retract(1, tell=True),
        "№1 відкликається: дописи зникають. Ті, хто отримав, дістануть повідомлення.",
    ),
    "keep": (published, KeepPosted(1), "Добре, №1 лишається."),
    "not pay": (a_draft, Pay(1, sure=False), "Гаразд, №1 поки не публікується."),
    "pay": (a_draft, Pay(1, sure=True), "Публікується №1: 0 каналів, 0 читачів."),
    "take": (
        offered,
        TakeChannel(CHANNEL, taken=True),
        "Канал «Світ» додано. Тепер оберіть рубрики.",
    ),
    "decline": (
        offered,
        TakeChannel(CHANNEL, taken=False),
        "Добре, «Світ»: там нічого не публікуватиметься.",
    ),
    "no link": (a_link_asked, CancelQuestion(1), "Скасовано."),
    "no link asked for": (
        a_draft,
        CancelQuestion(1),
        "Скасовувати вже нічого: це запитання закрито.",
    ),
    "no feed": (a_feed_asked, CancelFeedQuestion(), "Скасовано."),
    "decline a feed": (a_feed_named, DeclineFeed(1), "Добре, стрічку не додано."),
}


@pytest.mark.slow
@pytest.mark.parametrize("answer", ANSWERS)
async def test_whoever_has_answered_is_told_so_and_finds_no_button_any_more(
    house: House, answer: str
) -> None:
    prepare, press, words = ANSWERS[answer]
    await prepare(house)
    house.telegram.forget()
    await house.press(OWNER, press, message=house.message(OWNER, text="…", message_id=77))
    (answered,) = house.telegram.of(AnswerCallbackQuery)
    assert ((answered.text or "").replace("\u00a0", " "), answered.show_alert) == (words, None)
    edits: list[EditMessageText | EditMessageReplyMarkup]
    edits = [*house.telegram.of(EditMessageText), *house.telegram.of(EditMessageReplyMarkup)]
    (gone,) = edits
    assert (gone.chat_id, gone.message_id) == (OWNER, 77)
    assert not gone.reply_markup
    if isinstance(gone, EditMessageText):  # what was asked, and how it ended
        assert (gone.text or "").replace("\u00a0", " ") == f"…\n\n{words}"
    else:  # the ledger's notice says so
        assert isinstance(press, CancelQuestion | CancelFeedQuestion)
    assert not house.telegram.of(SendMessage)


@pytest.mark.parametrize(
    "press", [SettleUnknown(1, there=True), TakenAway(1), DecideOnReaders(go_on=True)]
)
async def test_what_is_settled_is_refused_and_its_buttons_stay(house: House, press: Press) -> None:
    await house.press(OWNER, press)
    (answered,) = house.telegram.of(AnswerCallbackQuery)
    assert (answered.text, answered.show_alert) == ("На це вже відповіли.", True)
    assert not house.telegram.of(EditMessageReplyMarkup)
    assert not house.telegram.edits


async def test_a_post_that_was_taken_away_is_counted_so_and_the_report_follows(
    house: House,
) -> None:
    await to_go(house)
    await tables.change(
        house.storage,
        update(delivery)
        .where(delivery.c.kind == Kind.PROGRESS)
        .values(state=State.SHOWN, message_id=9),
    )
    await house.press(OWNER, TakenAway(1))
    states = {(row.kind, row.state) for row in tables.deliveries(house.storage)}
    assert states == {(Kind.ARTICLE, State.WITHDRAWN), (Kind.PROGRESS, State.DUE)}


@pytest.mark.parametrize(("there", "state"), [(True, State.SHOWN), (False, State.DUE)])
async def test_the_post_is_shown_or_sent_again_as_the_desk_says(
    house: House, *, there: bool, state: State
) -> None:
    await in_doubt(house)
    await house.press(OWNER, SettleUnknown(1, there=there))
    (post,) = (await house.reports.status(1)).progress.channels
    assert post.state is state


@pytest.mark.parametrize("kind", [KeepTheirs, RestoreOurs])
async def test_what_was_changed_by_hand_is_kept_or_restored_and_a_later_press_says_it_is_settled(
    house: House, kind: type[KeepTheirs | RestoreOurs]
) -> None:
    row = await claimed(house)
    await house.press(OWNER, kind(row.id))
    (settled,) = house.telegram.pop_ups
    async with house.storage.writing() as tx:
        await tx.ledger.record_shown([(row, Shown(50, 1, by_hand=True))], NOW)
    await house.press(OWNER, kind(row.id))
    assert house.telegram.pop_ups[-1] != settled
    async with house.storage.reading() as tx:
        now = await tx.ledger.find(row.id)
    assert now
    assert now.by_hand is (kind is KeepTheirs)
    await house.press(OWNER, RestoreOurs(row.id))
    assert (house.telegram.pop_ups[-1] == settled) is (kind is RestoreOurs)
