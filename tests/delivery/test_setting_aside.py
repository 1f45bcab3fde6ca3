"""One outcome that the database refuses holds up no other, and makes nobody have a post twice."""

from collections.abc import Callable

import orjson
import pytest

from bot.delivery.http_transport import Done, HttpTransport
from bot.delivery.telegram import Telegram
from bot.domain.delivery import State
from tests import tables
from tests.builders import CHANNEL, an_editor
from tests.delivery.office import LOOK_UP_AFTER, Office

HEADLINE = "Порт відкрив термінал"
READERS = range(3001, 3101)
ODD_ONE = 3050
MOVED_TO = -1009999999999


class OddLine(HttpTransport):
    """The line to Telegram, on which some answers come out changed."""

    def __init__(
        self, line: HttpTransport, changed: Callable[[dict[str, object], bytes], bytes]
    ) -> None:
        self._line = line
        self._changed = changed

    def post_at_once(self, path: str, body: bytes, within: float, done: Done) -> bool:
        def change(status: int, answer: bytes, error: Exception | None) -> None:
            done(status, self._changed(orjson.loads(body), answer), error)

        return self._line.post_at_once(path, body, within, change)

    async def post(self, path: str, body: bytes, within: float) -> tuple[int, bytes]:
        status, answer = await self._line.post(path, body, within)
        return status, self._changed(orjson.loads(body), answer)


async def a_hundred_readers(office: Office) -> int:
    await office.add_readers(READERS)
    return await office.publish(HEADLINE)


async def refuse(office: Office, condition: str) -> None:
    """From now on the database takes no such change of a delivery."""
    await tables.refuse(office.storage, "delivery", "UPDATE", condition)


def copies(office: Office) -> list[int]:
    """How many posts each reader has ever got."""
    return [len(office.world.calls("sendMessage", chat_id)) for chat_id in READERS]


@pytest.mark.slow
async def test_a_reader_whose_outcome_is_refused_is_set_aside_and_all_others_are_recorded(
    office: Office,
) -> None:
    await refuse(office, f"NEW.chat_id = {ODD_ONE} AND NEW.state = 'shown'")
    article_id = await a_hundred_readers(office)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.readers == {State.SHOWN: 99, State.FAILED: 1}
    (told,) = [details for name, details in office.notices() if name == "not_recorded"]
    assert "no such outcome" in told["reason"]["words"]
    async with office.at_work():  # after a restart
        office.pass_by(10**6)
        await office.settled(article_id)
        await office.settled(await office.publish("Наступна новина"))
    assert copies(office) == [2] * 100


@pytest.mark.slow
async def test_who_may_have_a_post_that_was_not_recorded_gets_it_once_more_only_when_asked(
    office: Office,
) -> None:
    await refuse(office, f"NEW.chat_id = {ODD_ONE} AND NEW.state = 'shown'")
    article_id = await a_hundred_readers(office)
    async with office.at_work():
        await office.settled(article_id)
    await tables.take_again(office.storage, "delivery")
    replays = office.replays
    assert await replays.replay(article_id, by=an_editor()) == 1
    async with office.at_work():
        progress = await office.settled(article_id)
    assert (progress.readers, progress.maybe_twice) == ({State.SHOWN: 100}, 1)
    assert sum(copies(office)) == 101


@pytest.mark.slow
async def test_a_channels_post_whose_outcome_is_refused_is_asked_about(office: Office) -> None:
    await refuse(office, f"NEW.chat_id = {CHANNEL} AND NEW.state = 'shown'")
    article_id = await a_hundred_readers(office)
    async with office.at_work():
        row = await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        await office.until_row(article_id, ODD_ONE, State.SHOWN)
        office.pass_by(LOOK_UP_AFTER)
    async with office.at_work():
        office.pass_by(10**6)
        progress = await office.until(lambda: _readers_shown(office, article_id))
    assert progress == 100
    ((template, details),) = office.notices()
    assert (template, details["delivery_id"]) == ("cannot_tell", row.id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def _readers_shown(office: Office, article_id: int) -> int | None:
    progress = await office.progress(article_id)
    return progress.readers_shown if progress.readers_shown == len(READERS) else None


async def test_an_edit_whose_outcome_is_refused_is_told_of_with_its_link(office: Office) -> None:
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.settled(article_id)
        await refuse(office, f"NEW.chat_id = {CHANNEL} AND NEW.revision = 2")
        await office.correct(article_id, "Порт відкриє термінал восени")
        progress = await office.settled(article_id)
    assert progress.channels[0].state is State.FAILED
    ((template, details),) = office.notices()
    assert (template, details["withdrawing"]) == ("still_stands", False)


@pytest.mark.slow
@pytest.mark.parametrize("number", [2**70, 2**63 + 5, 0, -7, "50", None])
async def test_a_message_id_that_is_none_makes_no_reader_have_a_post_twice(
    office: Office, number: object
) -> None:
    def changed(request: dict[str, object], answer: bytes) -> bytes:
        if request.get("chat_id") != ODD_ONE:
            return answer
        result = b"%d" % number if isinstance(number, int) else orjson.dumps(number)
        return b'{"ok":true,"result":{"message_id":' + result + b"}}"

    telegram = Telegram(OddLine(office.transport, changed), office.sandbox.token)
    article_id = await a_hundred_readers(office)
    async with office.at_work(telegram=telegram):
        progress = await office.settled(article_id)
    assert progress.readers == {State.SHOWN: 100}
    async with office.at_work(telegram=telegram):  # after a restart
        office.pass_by(10**6)
        await office.settled(article_id)
    assert copies(office) == [1] * 100


@pytest.mark.slow
async def test_a_groups_move_that_the_database_refuses_holds_up_no_other(office: Office) -> None:
    """All that follows from one outcome is refused with it: it is set aside alone."""
    article_id = await a_hundred_readers(office)
    await refuse(office, f"NEW.chat_id = {MOVED_TO}")
    telegram = Telegram(OddLine(office.transport, moved_to(MOVED_TO)), office.sandbox.token)
    async with office.at_work(telegram=telegram):
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        assert await office.until(lambda: _readers_shown(office, article_id)) == 100
    assert [template for template, _ in office.notices()] == ["cannot_tell"]


@pytest.mark.slow
async def test_a_move_to_a_chat_id_beyond_all_numbers_is_a_plain_refusal(office: Office) -> None:
    """It is none that Telegram gives: the post is given up there, and all others are shown."""
    telegram = Telegram(OddLine(office.transport, moved_to(2**63 + 5)), office.sandbox.token)
    article_id = await a_hundred_readers(office)
    async with office.at_work(telegram=telegram):
        await office.until_row(article_id, CHANNEL, State.FAILED)
        assert await office.until(lambda: _readers_shown(office, article_id)) == 100
    assert [template for template, _ in office.notices()] == ["post_rejected"]


def moved_to(chat_id: int) -> Callable[[dict[str, object], bytes], bytes]:
    """Answers by which the channel, a group, has moved."""

    def changed(request: dict[str, object], answer: bytes) -> bytes:
        if request.get("chat_id") != CHANNEL:
            return answer
        return (
            b'{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded",'
            b'"parameters":{"migrate_to_chat_id":%d}}' % chat_id
        )

    return changed
