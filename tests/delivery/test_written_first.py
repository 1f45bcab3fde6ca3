"""Whatever the worker sends is in hand in the ledger before it leaves: a kill can be told."""

from collections.abc import Callable

import orjson
from sqlalchemy import select

from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Answer
from bot.domain.delivery import State
from bot.domain.notices import CopyLeft
from storage.schema import delivery
from tests import tables
from tests.builders import CHANNEL, OLENA, an_editor
from tests.delivery.office import Office


class Witness(Telegram):
    """Looks into the ledger at the moment of each message."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.transport, office.sandbox.token)
        self._storage = office.storage
        self.sent: list[int] = []  # to which chats
        self.not_in_hand: list[int] = []  # the chats of which no row was, by then

    def _look(self, chat_id: int) -> None:
        states = select(delivery.c.state).where(delivery.c.chat_id == chat_id)
        self.sent.append(chat_id)
        if State.SENDING not in tables.values(self._storage, states):
            self.not_in_hand.append(chat_id)

    async def _post(self, method: str, body: bytes, within: float = 0) -> Answer:
        if method.startswith(("send", "copy")):
            self._look(orjson.loads(body)["chat_id"])
        return await super()._post(method, body, within)

    def show_at_once(
        self,
        chat_id: int,
        request: bytes,
        message_id: int | None,
        done: Callable[[Answer], None],
        method: str | None = None,
    ) -> bool:
        if message_id is None:
            self._look(chat_id)
        return super().show_at_once(chat_id, request, message_id, done, method)


async def test_no_message_leaves_that_the_ledger_does_not_have_in_hand(office: Office) -> None:
    await office.add_readers(range(301, 306))
    witness = Witness(office)
    article_id = await office.publish()
    async with office.storage.writing() as tx:
        await tx.tell([OLENA], CopyLeft("Світ"), office.clock())
    async with office.at_work(telegram=witness):
        await office.settled(article_id)
        await office.until_seen(office.notices)
        await office.retraction.retract(article_id, by=an_editor(), tell=True)
        await office.settled(article_id)
    assert {CHANNEL, OLENA, *range(301, 306)} <= set(witness.sent)
    assert witness.not_in_hand == []
