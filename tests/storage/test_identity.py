"""What is counted, and what has to go, where a database becomes another bot's."""

from datetime import timedelta
from typing import Any

from bot.domain.channel import ChannelState
from bot.domain.delivery import Lane
from bot.domain.notices import CannotTell, CopyLeft
from bot.domain.people import BotIdentity, ReaderState
from bot.domain.picture import Picture, picture_key
from bot.domain.question_kinds import Asked, Question
from bot.domain.rate import Rate
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.update_facts import KeptUpdate
from storage.identity import Holdings
from storage.pace import Halt
from storage.reasons import because
from storage.storage import Storage, Transaction
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    SVIT,
    TARAS,
    a_channel,
    a_draft,
    a_published_article,
    a_reader,
    said,
    some_readers,
)
from tests.clock import NOON
from tests.storage.changes import changes, put

LATER = NOON + timedelta(minutes=1)
OLD, NEW = BotIdentity(1, "old_bot"), BotIdentity(2, "new_bot")


async def test_a_database_is_one_bots_at_a_time(storage: Storage) -> None:
    async with storage.writing() as tx:
        assert await tx.identity.known() is None
        for bot in (OLD, NEW, BotIdentity(2, "renamed")):
            await tx.identity.write(bot, NOON)
            assert await tx.identity.known() == bot


async def test_what_hangs_on_a_bot_is_who_gets_something_from_it(storage: Storage) -> None:
    for number, channel in enumerate(ChannelState):
        await a_channel(storage, CHANNEL - number, state=channel)
    for number, state in enumerate((ReaderState.ACTIVE, *ReaderState)):
        await a_reader(storage, TARAS + number)
        async with storage.writing() as tx:
            await tx.people.set_reader_state(TARAS + number, state)
    async with storage.reading() as tx:
        assert await tx.identity.holdings() == Holdings(readers=2, channels=2)


async def test_articles_with_readers_are_those_whose_rows_are_kept(storage: Storage) -> None:
    for headline in ("Перша", "Друга", "Третя"):
        article_id = await a_published_article(storage, headline)
        async with storage.writing() as tx:
            await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    async with storage.writing() as tx:
        await tx.retention.roll_up(2, LATER, 10)
        assert await tx.identity.articles_with_readers() == [1, 3]


async def test_readers_are_let_go_with_all_that_is_owed_to_them(storage: Storage) -> None:
    await some_readers(storage, (TARAS, IHOR))
    article_id = await a_published_article(storage)
    async with storage.writing() as tx:
        await tx.people.set_reader_state(IHOR, ReaderState.STOPPED)
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    reader: dict[str, Any] = {"audience": "reader", "lane": Lane.READER}
    due, sending, doubt, edit, notice, *_ = await put(
        storage,
        reader | {"chat_id": 1},
        reader | {"chat_id": 2, "state": "sending"},
        reader | {"chat_id": 3, "state": "unknown"},
        reader | {"chat_id": 4, "first_shown_at": NOON, "message_id": 50},
        reader | {"chat_id": 5, "kind": "notice"},
        reader | {"chat_id": 6, "state": "shown", "message_id": 50},
        reader | {"chat_id": 7, "state": "failed"},
        {},
        {"kind": "notice", "audience": "desk", "chat_id": IHOR},
    )
    over = {"state": "skipped", "lease_until": None, **because(Reason(ReasonCode.ANOTHER_BOT))}
    assert await changes(storage, lambda tx: tx.identity.let_readers_go()) == {
        ("reader", 1): {"state": "blocked"},
        ("delivery", due): over,
        ("delivery", sending): over,
        ("delivery", doubt): over,
        ("delivery", edit): over | {"state": "shown"},
        ("delivery", notice): {"gone": True},
        ("fan_out", article_id): {"last_id": 2},
    }


async def test_messages_of_private_chats_are_forgotten_and_what_is_unsent_is_not(
    storage: Storage,
) -> None:
    open_question = CannotTell(
        delivery_id=1,
        article_id=None,
        headline="Міст",
        title="Світ",
        chat_id=CHANNEL,
        reason=said("closed"),
    )
    article_id = await a_draft(storage)
    async with storage.writing() as tx:
        asked, news = [await tx.desk.add_notice(t, NOON) for t in (open_question, CopyLeft("С"))]
        await tx.questions.ask(Question(IHOR, Asked.LINK, article_id, message_id=9), NOON)
        await tx.inbox.keep([KeptUpdate({"update_id": 5}, NOON)], NOON)
        await tx.desk.note_file(IHOR, 1, NOON)
        await tx.pictures.keep("https://a.example/1.jpg", Picture("file", "unique"), NOON)
        await tx.desk.keep_part(IHOR, 2, "частина", at=NOON, complete_at=NOON)
    desk: dict[str, Any] = {"audience": "desk", "chat_id": IHOR, "kind": "notice"}
    shown = {"state": "shown", "message_id": 50}
    again, sending, told, card, edit, *_ = await put(
        storage,
        desk | shown | {"subject_id": asked},
        desk | {"subject_id": asked, "chat_id": OLENA, "state": "sending"},
        desk | shown | {"subject_id": news},
        desk | shown | {"subject_id": asked, "kind": "card"},
        desk | {"message_id": 50, "subject_id": 77},
        desk | {"subject_id": 78},
        shown | {"subject_id": asked, "kind": "notice"},
        shown,
    )
    found = await changes(storage, lambda tx: tx.identity.forget_private_messages(LATER))
    gone = {"gone": True}
    forgotten: dict[Any, Any] = {
        ("delivery", again): {
            "state": "due",
            "message_id": None,
            "not_before": LATER,
            "attempts": 0,
        },
        **{("delivery", row): gone for row in (sending, told, card, edit)},
        ("question", IHOR): {"message_id": None},
        ("inbox", 5): gone,
        ("paste_part", 1): gone,
        ("picture", picture_key("https://a.example/1.jpg")): gone,
    }
    assert found == forgotten


async def test_waits_that_telegram_asked_the_old_bot_for_are_over(storage: Storage) -> None:
    async def deed(tx: Transaction) -> None:
        await tx.identity.forget_pace()

    async with storage.writing() as tx:
        await tx.pace.hold_token(LATER, [Rate(30)], NOON)
        await tx.pace.await_probe(Halt(LATER))
        for chat_id in (TARAS, CHANNEL, CHANNEL - 1):
            await tx.pace.hold_chat(chat_id, LATER)
        for chat_id, row_id in ((TARAS, 7), (CHANNEL, 8)):
            await tx.pace.make_busy(chat_id, row_id, NOON)
    assert await changes(storage, deed) == {
        ("token_pace", "token"): {"gone": True},
        ("chat_pace", TARAS): {"gone": True},
        ("chat_pace", CHANNEL): {"held_until": None},  # a post may be on its way there
        ("chat_pace", CHANNEL - 1): {"gone": True},
    }
