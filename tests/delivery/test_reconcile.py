"""Whether a post stands in its channel is looked up, and never guessed at."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.http_transport import HttpTransport
from bot.delivery.looks import Looks
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.reconcile import LANDMARKS, Reconciler
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Lost, NotSent, Refusal
from bot.domain.delivery import Audience, Kind, Lane, Retry, State, Undecided
from bot.domain.fingerprints import Print
from bot.domain.forum import GENERAL
from bot.domain.notices import CopyLeft
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.verdicts import TOKEN_UNKNOWN_WAIT
from storage.storage import Storage
from tests.builders import CHANNEL, IHOR, OLENA, a_delivery, an_editor, an_owner, hired, said
from tests.clock import Clock
from tests.delivery.office import LOOK_UP_AFTER, Office

HEADLINE = "Порт відкрив термінал"
GROUP = -1_001_234_567_890
PROTECTED = "Bad Request: CHAT_FORWARDS_RESTRICTED"


async def in_doubt(office: Office, *, arrived: bool = True) -> int:
    """An article whose post to the channel nobody knows of; its number."""
    fault: Any = "restart" if arrived else "server_error"
    office.world.faults.add(fault, method="sendMessage", chat_id=CHANNEL)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
    office.pass_by(LOOK_UP_AFTER)
    return article_id


async def the_question(office: Office) -> tuple[int, Reason]:
    """The delivery that the desk is asked about, and why."""
    ((template, details),) = await office.until_seen(office.notices)
    assert template == "cannot_tell"
    return details["delivery_id"], Reason(**details["reason"])


async def test_a_post_among_others_posts_is_found_by_its_words(office: Office) -> None:
    for number in range(5):
        office.world.post_in_channel(CHANNEL, f"Допис №{number}")
    article_id = await in_doubt(office)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].message_id == 6
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1


async def test_what_stood_there_before_is_not_looked_at(office: Office) -> None:
    for number in range(5):
        office.world.post_in_channel(CHANNEL, f"Допис №{number}")
    async with office.storage.writing() as tx:
        await tx.channels.saw_message(CHANNEL, 5)  # the bot was told of them as they came
    article_id = await in_doubt(office)
    async with office.at_work():
        await office.settled(article_id)
    looked_at = [call.params["message_id"] for call in office.world.calls("forwardMessage")]
    assert looked_at == [6]


async def test_the_end_of_a_channel_is_twenty_numbers_that_do_not_exist(office: Office) -> None:
    async with office.storage.writing() as tx:
        await tx.channels.saw_message(CHANNEL, 5)
    article_id = await in_doubt(office, arrived=False)
    async with office.at_work():
        await office.settled(article_id)
    looked_at = [call.params["message_id"] for call in office.world.calls("forwardMessage")]
    assert looked_at == [*range(6, 26)]
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


@pytest.mark.slow
async def test_in_a_channel_of_which_nothing_is_known_it_is_a_hundred(office: Office) -> None:
    article_id = await in_doubt(office, arrived=False)
    async with office.at_work():
        await office.settled(article_id)
    looked_at = [call.params["message_id"] for call in office.world.calls("forwardMessage")]
    # It may be an old one whose first posts were deleted.
    assert looked_at == [*range(1, 101), *LANDMARKS]
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def test_a_post_behind_dozens_that_were_deleted_is_found_and_not_doubled(
    office: Office,
) -> None:
    channel = office.world.chats.channel(CHANNEL)
    for _ in range(33):
        office.world.store.next_id(channel)
    article_id = await in_doubt(office)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].message_id == 34
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def test_a_gap_of_deleted_posts_is_not_taken_for_the_end(office: Office) -> None:
    channel = office.world.chats.channel(CHANNEL)
    for _ in range(15):
        office.world.store.next_id(channel)
    office.world.post_in_channel(CHANNEL, "Допис після видалених")
    for _ in range(15):
        office.world.store.next_id(channel)
    article_id = await in_doubt(office)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].message_id == 32


async def test_a_post_that_cannot_be_looked_at_waits_for_the_desks_answer(office: Office) -> None:
    office.world.faults.add("refuse", method="forwardMessage", description=PROTECTED)
    article_id = await in_doubt(office)
    async with office.at_work():
        _, reason = await the_question(office)
        await office.until(lambda: _seen(office, OLENA))
        office.pass_by(10**6)
    assert reason == said(PROTECTED)
    buttons = office.world.messages(OLENA)[-1]["reply_markup"]["inline_keyboard"]
    assert len(buttons[0]) == 2
    assert office.row(article_id, CHANNEL).state == State.UNKNOWN
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1


async def _seen(office: Office, chat_id: int) -> list[str]:
    return office.posts(chat_id, HEADLINE)


async def test_the_desk_says_that_it_is_there_and_it_is_not_sent_again(office: Office) -> None:
    office.world.faults.add("refuse", method="forwardMessage", description=PROTECTED)
    article_id = await in_doubt(office)
    async with office.at_work():
        delivery_id, _ = await the_question(office)
        await office.alerts.settle_unknown(delivery_id, there=True, by=an_editor())
        progress = await office.settled(article_id)
        after = await office.publish("Наступна новина")
        await office.settled(after)  # the channel is free again
    assert progress.channels[0].state is State.SHOWN
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def test_the_desk_says_that_it_is_absent_and_it_is_sent(office: Office) -> None:
    office.world.faults.add("refuse", method="forwardMessage", description=PROTECTED)
    article_id = await in_doubt(office, arrived=False)
    async with office.at_work():
        delivery_id, _ = await the_question(office)
        await office.alerts.settle_unknown(delivery_id, there=False, by=an_editor())
        await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def test_where_there_is_a_desk_chat_the_look_is_there(office: Office) -> None:
    article_id = await in_doubt(office)
    async with office.at_work(desk_chat_id=IHOR):
        await office.settled(article_id)
    assert {call.chat_id for call in office.world.calls("forwardMessage")} == {IHOR}


async def test_without_a_desk_chat_the_first_owner_looks(office: Office) -> None:
    article_id = await in_doubt(office)
    async with office.at_work(desk_chat_id=None):
        await office.settled(article_id)
    assert {call.chat_id for call in office.world.calls("forwardMessage")} == {OLENA}


async def test_with_nobody_to_look_for_it_nothing_is_sent_or_guessed(office: Office) -> None:
    article_id = await in_doubt(office)
    async with office.storage.writing() as tx:
        await tx.people.dismiss(OLENA)
    async with office.at_work(desk_chat_id=None):
        _, reason = await the_question(office)
    assert reason.code == ReasonCode.NO_DESK_CHAT
    assert office.row(article_id, CHANNEL).state == State.UNKNOWN


async def test_a_post_whose_words_nobody_knows_is_not_guessed_at(office: Office) -> None:
    article_id = await in_doubt(office)
    async with office.storage.writing() as tx:
        row = office.row(article_id, CHANNEL)
        await tx.ledger.note_send(row.id, 9, office.clock(), after=0)  # there is no such text
    async with office.at_work():
        _, reason = await the_question(office)
    assert reason.code == ReasonCode.SENT_TEXT_UNKNOWN


@pytest.mark.slow
async def test_a_notice_in_a_channel_is_looked_up_by_its_own_words(office: Office) -> None:
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.settled(article_id)
        office.world.faults.add("restart", method="sendMessage", chat_id=CHANNEL)
        async with office.storage.writing() as tx:
            notice_id = await tx.desk.add_notice(CopyLeft("Світ"), office.clock())
            assert notice_id == article_id  # two things of one number
            await tx.ledger.enqueue(
                Kind.NOTICE,
                notice_id,
                [CHANNEL],
                audience=Audience.CHANNEL,
                lane=Lane.CHANNEL,
                now=office.clock(),
            )
        await office.until_row(notice_id, CHANNEL, State.UNKNOWN, Kind.NOTICE)
        office.pass_by(LOOK_UP_AFTER)
        row = await office.until_row(notice_id, CHANNEL, State.SHOWN, Kind.NOTICE)
    assert row.message_id == 2
    assert len(office.posts(CHANNEL)) == 2


async def test_a_look_up_waits_as_long_as_telegram_asks(office: Office) -> None:
    office.world.faults.add("retry_after", method="forwardMessage", seconds=30)
    article_id = await in_doubt(office)
    async with office.at_work():
        await office.until(lambda: _asked(office, 1))
        # The desk's own messages wait as well: the wait was for its chat.
        await office.publishing.show_card(article_id, by=an_owner())
        office.pass_by(28)
        assert len(office.world.calls("forwardMessage")) == 1
        assert office.posts(OLENA) == []
        office.pass_by(2)
        progress = await office.settled(article_id)
        await office.until(lambda: _seen(office, OLENA))
    assert progress.channels[0].state is State.SHOWN
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def _asked(office: Office, times: int) -> bool:
    """Whether so many forwards were asked for, and their answers heeded."""
    await asyncio.sleep(0.1)
    return len(office.world.calls("forwardMessage")) >= times


@pytest.mark.slow
async def test_an_old_channel_whose_first_posts_are_gone_is_not_taken_for_an_empty_one(
    office: Office,
) -> None:
    channel = office.world.chats.channel(CHANNEL)
    for _ in range(159):
        office.world.store.next_id(channel)
    for number in range(160, 230):
        office.world.post_in_channel(CHANNEL, f"Старий допис №{number}")
    article_id = await in_doubt(office)
    async with office.at_work():
        _, reason = await the_question(office)
    assert reason.code == ReasonCode.EARLIER_POSTS_UNKNOWN
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert article_id


async def test_what_people_posted_meanwhile_does_not_hide_the_post(office: Office) -> None:
    article_id = await in_doubt(office)
    office.world.post_in_channel(CHANNEL, "Допис людини")
    async with office.storage.writing() as tx:
        await tx.channels.saw_message(CHANNEL, 2)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].message_id == 1
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def test_a_post_in_doubt_is_known_by_what_was_sent_however_posts_look_by_now(
    office: Office, tmp_path: Path
) -> None:
    article_id = await in_doubt(office)
    template = tmp_path / "uk" / "teasers" / "teaser.html.j2"
    template.parent.mkdir(parents=True)
    template.write_text("<b>{{ headline|upper }}</b> – новини щохвилини", encoding="utf-8")
    async with office.at_work(templates_dir=tmp_path):
        progress = await office.settled(article_id)
    assert progress.channels[0].state is State.SHOWN
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1


async def test_a_post_in_doubt_whose_article_was_corrected_meanwhile_is_found_and_edited(
    office: Office,
) -> None:
    article_id = await in_doubt(office)
    await office.correct(article_id, "Порт відкриє термінал восени")
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].revision == 2
    (post,) = office.posts(CHANNEL)
    assert "восени" in post
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1


def change_by_hand(office: Office, message_id: int, old: str, new: str) -> None:
    """Somebody edits a post in the channel."""
    message = office.world.store.get(CHANNEL, message_id)
    assert message
    changed = message.words.text.replace(old, new)
    assert changed != message.words.text
    message.words = replace(message.words, text=changed)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (HEADLINE, "Порт не відкрив термінал"),
        ("Перші кораблі без викидів причалять уже восени.", "Виправлено: лише наступного року."),
        ("восени.", "восени. Доповнено: міністр підтвердив дату відкриття."),
    ],
)
async def test_a_post_that_was_changed_by_hand_is_found_and_the_desk_is_told(
    office: Office, old: str, new: str
) -> None:
    article_id = await in_doubt(office)
    change_by_hand(office, 1, old, new)
    async with office.at_work():
        progress = await office.settled(article_id)
        await office.until(lambda: _told_of_hands(office))
    assert progress.channels[0].message_id == 1
    ((template, details),) = office.notices()
    assert (template, details["link"]) == ("edited_by_hand", "https://t.me/c/1000000001/1")
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1


async def _told_of_hands(office: Office) -> list[str]:
    return office.posts(OLENA, "змінили вручну")


def post_a_likeness(office: Office, place: int) -> int:
    """Somebody's post there has nearly the bot's words; the number of the bot's own."""
    ours = next(m for m in office.world.messages(CHANNEL) if HEADLINE in m["text"])
    message = office.world.store.get(CHANNEL, place)
    assert message
    words = ours["text"].replace("восени", "восени, кажуть у порту")
    message.words = replace(message.words, text=words)
    return int(ours["message_id"])


async def test_a_post_much_like_it_that_stands_before_is_not_taken_for_it(office: Office) -> None:
    office.world.post_in_channel(CHANNEL, "Допис людини")
    article_id = await in_doubt(office)
    ours = post_a_likeness(office, 1)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].message_id == ours == 2
    assert not office.notices()


@pytest.mark.slow
async def test_of_two_posts_that_are_like_it_the_desk_is_asked_which_it_is(office: Office) -> None:
    office.world.post_in_channel(CHANNEL, "Допис людини")
    article_id = await in_doubt(office)
    post_a_likeness(office, 1)
    change_by_hand(office, 2, "восени.", "восени. Доповнено: міністр підтвердив дату.")
    async with office.at_work():
        _, reason = await the_question(office)
    assert reason.code == ReasonCode.SEVERAL_ALIKE
    assert office.row(article_id, CHANNEL).state == State.UNKNOWN
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1


@pytest.mark.slow
async def test_other_news_of_the_same_day_is_not_taken_for_the_post(office: Office) -> None:
    article_id = await in_doubt(office, arrived=False)
    office.world.post_in_channel(CHANNEL, f"Порт: {HEADLINE.lower()}? Наш кореспондент з’ясував")
    async with office.at_work():
        await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def test_what_is_missing_is_counted_anew_behind_every_post_that_is_seen(
    office: Office,
) -> None:
    """Fewer than twenty in a row are missing, however many there are in all."""
    channel = office.world.chats.channel(CHANNEL)
    async with office.storage.writing() as tx:
        await tx.channels.saw_message(CHANNEL, 1)
    office.world.store.next_id(channel)
    for _ in range(12):
        office.world.store.next_id(channel)
    office.world.post_in_channel(CHANNEL, "Допис людини")
    for _ in range(12):
        office.world.store.next_id(channel)
    article_id = await in_doubt(office)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].message_id == 27
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


@pytest.mark.parametrize("fault", ["close_before", "server_error"])
async def test_a_look_up_that_gets_no_answer_is_done_again(office: Office, fault: Any) -> None:
    office.world.faults.add(fault, method="forwardMessage")
    article_id = await in_doubt(office)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("forwardMessage"))
        office.pass_by(2)

        async def settled() -> Any:
            office.pass_by(2)
            progress = await office.progress(article_id)
            return progress if progress.is_final else None

        progress = await office.until(settled)
    assert progress.channels[0].state is State.SHOWN
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


@pytest.mark.parametrize(("code", "description"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_token_that_telegram_does_not_know_is_no_question_to_the_desk(
    office: Office, code: int, description: str
) -> None:
    office.world.faults.add("refuse", method="forwardMessage", code=code, description=description)
    article_id = await in_doubt(office)

    async def put_off() -> Any:
        row = office.row(article_id, CHANNEL)
        return row if row.reason_words == description else None

    async with office.at_work():
        row = await office.until(put_off)
        assert (row.state, row.attempts) == (State.UNKNOWN, 1)
        assert office.notices() == []
        office.pass_by(301)
        progress = await office.settled(article_id)
    assert progress.channels[0].state is State.SHOWN
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def test_a_copy_that_is_gone_is_not_taken_away_once_more(office: Office) -> None:
    article_id = await in_doubt(office)
    async with office.at_work():
        await office.settled(article_id)
    copies = [call for call in office.world.calls("forwardMessage") if call.accepted]
    assert len(office.world.calls("deleteMessage")) == len(copies) > 0


async def test_a_copy_that_cannot_be_taken_away_again_does_not_stop_the_look_up(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.world.faults.add("refuse", method="deleteMessage", description="Bad Request: no")
    article_id = await in_doubt(office)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].state is State.SHOWN
    assert "a forwarded copy stays" in caplog.text
    assert office.notices() == [("copy_left", {"title": "Світ"})]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "arrived", "told"),
    [
        ("restart", True, [("copy_left", {"title": "Світ"})]),
        ("server_error", True, [("copy_left", {"title": "Світ"})]),  # nobody can know
        ("server_error", False, []),  # there was nothing that could be copied
    ],
)
async def test_the_desk_is_told_of_a_copy_whose_number_nobody_knows(
    office: Office, fault: Any, *, arrived: bool, told: list[Any]
) -> None:
    office.world.faults.add(fault, method="forwardMessage")
    article_id = await in_doubt(office, arrived=arrived)
    async with office.at_work():
        await office.settled(article_id)
    assert office.notices() == told
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["restart", "server_error", "retry_after"])
async def test_a_copy_is_taken_away_in_several_tries(office: Office, fault: Any) -> None:
    office.world.faults.add(fault, method="deleteMessage", seconds=0.1)
    article_id = await in_doubt(office)
    async with office.at_work():
        await office.settled(article_id)
    assert office.posts(OLENA, HEADLINE) == []
    assert office.notices() == []


@pytest.mark.slow
async def test_a_channel_full_of_other_posts_is_not_looked_through_for_ever(
    office: Office,
) -> None:
    for number in range(30):
        office.world.post_in_channel(CHANNEL, f"Допис №{number}")
    telegram = Telegram(office.transport, office.sandbox.token)
    pacer = Pacer(office.storage, office.clock, Rates(200, 60_000), office.clock.sleep)
    row = a_delivery(chat_id=CHANNEL, sent_print=str(Print.of_html(HEADLINE)), sent_after=1)
    looks = Looks(office.storage, pacer, office.clock, OLENA)
    look_up = Reconciler(office.storage, telegram, pacer, looks, office.clock, at_most=25)
    assert await look_up.look(row) == Undecided(Reason(ReasonCode.LOOKED_AT_MANY))
    assert len(office.world.calls("forwardMessage")) == 25


@pytest.mark.slow
async def test_posts_that_were_looked_at_are_no_sign_of_an_unknown_past(office: Office) -> None:
    for number in range(35):
        office.world.post_in_channel(CHANNEL, f"Допис №{number}")
    article_id = await in_doubt(office, arrived=False)
    async with office.at_work():
        await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def test_a_line_of_telegrams_own_is_passed_over(office: Office) -> None:
    """«Renamed» and «pinned a message» have numbers like posts, and cannot be forwarded."""
    office.world.rename(CHANNEL, "Світ і війна")
    article_id = await in_doubt(office)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].message_id == 2
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1
    assert office.notices() == []


@pytest.mark.slow
async def test_a_channel_that_protects_its_content_cannot_be_looked_through(
    office: Office,
) -> None:
    office.world.protect(CHANNEL)
    await in_doubt(office)
    async with office.at_work():
        _, reason = await the_question(office)
    assert "can't be forwarded" in reason.words


async def test_in_a_channel_that_protects_its_content_what_is_not_there_is_sent_unasked(
    office: Office,
) -> None:
    """Of a message that is there Telegram says another thing than of one that is not."""
    await the_last_was(office, 5)
    office.world.protect(CHANNEL)
    await in_doubt(office, arrived=False)
    async with office.at_work():
        await office.until(lambda: _seen_in(office, CHANNEL))
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert office.notices() == []


async def _seen_in(office: Office, chat_id: int) -> list[str]:
    return office.posts(chat_id, HEADLINE)


async def the_last_was(office: Office, message_id: int) -> None:
    for number in range(message_id):
        office.world.post_in_channel(CHANNEL, f"Допис №{number}")
    async with office.storage.writing() as tx:
        await tx.channels.saw_message(CHANNEL, message_id)


async def test_the_one_message_that_may_be_the_post_is_it_if_the_desk_says_that_it_is_there(
    office: Office,
) -> None:
    """So that it follows corrections, and goes with a retraction."""
    await the_last_was(office, 5)
    office.world.protect(CHANNEL)
    article_id = await in_doubt(office)
    async with office.at_work():
        delivery_id, _ = await the_question(office)
        await office.until_seen(lambda: office.posts(OLENA))
        await office.app.alerts.settle_unknown(delivery_id, there=True, by=an_owner())
        progress = await office.settled(article_id)
    assert progress.channels[0].message_id == 6


async def test_of_two_messages_that_may_be_the_post_none_is_chosen(office: Office) -> None:
    await the_last_was(office, 5)
    office.world.protect(CHANNEL)
    office.world.post_in_channel(CHANNEL, "Допис людини")
    article_id = await in_doubt(office)
    async with office.at_work():
        delivery_id, _ = await the_question(office)
        await office.app.alerts.settle_unknown(delivery_id, there=True, by=an_owner())
        progress = await office.settled(article_id)
    assert progress.channels[0].message_id is None


async def a_desk_of_several(office: Office, rest: timedelta) -> None:
    """A group where something has just been said."""
    office.world.add_supergroup("Редакція", OLENA, id=GROUP)
    office.world.set_bot_rights(GROUP, OLENA)
    async with office.storage.writing() as tx:
        await tx.pace.rest({GROUP: office.clock() + rest})


@pytest.mark.parametrize(
    ("rest", "looked_in"), [(timedelta(), GROUP), (timedelta(minutes=1), OLENA)]
)
async def test_while_the_desks_group_rests_the_look_is_in_an_owners_chat(
    office: Office, rest: timedelta, looked_in: int
) -> None:
    await a_desk_of_several(office, rest)
    article_id = await in_doubt(office)
    async with office.at_work(desk_chat_id=GROUP):
        await office.settled(article_id)
    assert office.world.calls("forwardMessage")[0].chat_id == looked_in


async def test_where_no_owners_chat_takes_anything_the_look_is_in_the_desks_group(
    office: Office,
) -> None:
    await a_desk_of_several(office, timedelta(minutes=1))
    office.world.block(OLENA)
    article_id = await in_doubt(office)
    async with office.at_work(desk_chat_id=GROUP):
        await office.world.wait_until(lambda: office.world.calls("forwardMessage"))
        office.pass_by(60)
        progress = await office.settled(article_id)
    assert progress.channels[0].state is State.SHOWN
    looks = [call.chat_id for call in office.world.calls("forwardMessage")]
    assert looks[:2] == [OLENA, GROUP]
    assert looks.count(OLENA) == 1


async def test_where_the_desks_forum_has_its_general_topic_closed_an_owners_chat_takes_the_look(
    office: Office,
) -> None:
    office.world.add_supergroup("Редакція", OLENA, id=GROUP, is_forum=True)
    office.world.set_bot_rights(GROUP, OLENA, status="member")
    office.world.close_topic(GROUP, GENERAL)
    article_id = await in_doubt(office)
    async with office.at_work(desk_chat_id=GROUP):
        progress = await office.settled(article_id)
    assert progress.channels[0].state is State.SHOWN
    assert OLENA in [call.chat_id for call in office.world.calls("forwardMessage")]


@pytest.mark.slow
async def test_a_channel_that_cannot_be_asked_now_is_asked_again(office: Office) -> None:
    office.world.rename(CHANNEL, "Світ і війна")
    office.world.faults.add("server_error", method="getChat")
    article_id = await in_doubt(office)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("getChat"))
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        office.pass_by(4)
        await office.settled(article_id)
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1
    assert office.notices() == []


@pytest.mark.slow
async def test_many_doubtful_channels_keep_no_other_post_from_leaving(office: Office) -> None:
    doubtful = [CHANNEL - number for number in range(1, 21)]  # more than may be under way at once
    for chat_id in doubtful:
        await office.add_channel(chat_id, title=f"Світ {-chat_id % 100}")
        office.world.faults.add("restart", method="sendMessage", chat_id=chat_id)
    first = await office.publish(HEADLINE)
    async with office.at_work():
        for chat_id in doubtful:
            await office.until_row(first, chat_id, State.UNKNOWN)
    office.world.faults.add("slow", method="forwardMessage", seconds=2)  # all the others wait
    office.pass_by(LOOK_UP_AFTER)
    async with office.at_work(per_second=50):  # so that 16 requests may be under way
        await office.world.wait_until(lambda: office.world.calls("forwardMessage"))
        second = await office.publish("Наступна новина")
        await office.until_row(second, CHANNEL, State.SHOWN)
        rows = [office.row(first, chat_id) for chat_id in doubtful]
        assert {row.state for row in rows} == {State.UNKNOWN}
        progress = await office.settled(first)
    assert progress.channels_shown == 21
    assert all(len(office.posts(chat_id, HEADLINE)) == 1 for chat_id in doubtful)


# --- what a look that shows nothing means for the row ---


class Answers(Telegram):
    """Gives the same answer to every request."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(HttpTransport("http://telegram.invalid"), "1:test")
        self.asked: list[str] = []
        self._answer = answer

    async def call(self, method: str, wait: float | None = None, **_: object) -> Answer:  # noqa: ARG002
        self.asked.append(method)
        return self._answer


def soon(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


SLOW_DOWN = Refusal(429, "Too Many Requests: retry after 7", retry_after=7.0)
UNKNOWN_TOKEN, KEPT = Refusal(401, "Unauthorized"), Refusal(400, PROTECTED)


@pytest.mark.parametrize(
    ("answer", "wait", "tries"),
    [
        (NotSent("no line"), soon(3), 4),
        (Lost("cut"), soon(3), 4),
        (Accepted({"message_id": True}), soon(3), 4),  # nobody knows which copy that is
        (SLOW_DOWN, soon(7), 4),
        (UNKNOWN_TOKEN, TOKEN_UNKNOWN_WAIT, 1),
        (KEPT, None, 1),
    ],
)
async def test_a_look_that_cannot_be_had_is_no_try_at_sending(
    storage: Storage, clock: Clock, answer: Answer, wait: timedelta | None, tries: int
) -> None:
    telegram = Answers(answer)
    pacer = Pacer(storage, clock, Rates(), sleep=clock.sleep)
    look_up = Reconciler(storage, telegram, pacer, Looks(storage, pacer, clock, OLENA), clock)
    row = a_delivery(sent_print=str(Print.of_html("Порт")), sent_after=5)
    outcome = await look_up.look(row)
    assert telegram.asked == ["forwardMessage"] * tries
    if wait is None:
        assert outcome == Undecided(KEPT.reason)
    else:
        assert isinstance(outcome, Retry)
        assert (outcome.at - clock(), outcome.counts) == (wait, False)


async def test_where_no_chat_takes_anything_the_desk_is_asked(
    storage: Storage, clock: Clock
) -> None:
    """As where the bot was put out of the channel itself: no other place says another thing."""
    await hired(storage, an_owner())
    out = Refusal(403, "Forbidden: bot was kicked from the channel chat")
    pacer = Pacer(storage, clock, Rates(), sleep=clock.sleep)
    telegram, looks = Answers(out), Looks(storage, pacer, clock, GROUP)
    row = a_delivery(sent_print=str(Print.of_html("Порт")), sent_after=5)
    outcome = await Reconciler(storage, telegram, pacer, looks, clock).look(row)
    assert outcome == Undecided(out.reason)
    assert telegram.asked == ["forwardMessage"] * 2
    assert await looks.places() == [GROUP, OLENA]
