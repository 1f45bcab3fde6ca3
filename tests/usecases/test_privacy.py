"""What is kept of a person, what is erased, and what stays since it is the newsroom's."""

from datetime import timedelta

from sqlalchemy import insert, update

from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.people import Person
from storage.schema import channel, chat_pace, inbox, token_pace
from tests import tables
from tests.builders import CHANNEL, IHOR, TARAS, a_channel, a_page, a_reader
from tests.clock import NOON
from tests.delivery.test_forgotten import traces
from tests.usecases.house import House


async def an_old_acquaintance(house: House, person: int) -> None:
    """A reader of whom there is something in every table that readers are in."""
    await a_reader(house.storage, person)
    await a_channel(house.storage)
    update_of = {"kept_at": NOON, "asked_at": NOON, "line": person, "body": {"from": person}}
    await tables.change(
        house.storage,
        insert(inbox).values(update_id=person, aside_at=NOON, **update_of),
        insert(chat_pace).values(chat_id=person, next_at=NOON),
        insert(token_pace).values(key="token", next_at=NOON, halted_by=person),
        update(channel).where(channel.c.chat_id == CHANNEL).values(offered_by=person),
    )
    async with house.storage.writing() as tx:
        await tx.reach.note(person, [1])
        await tx.ledger.enqueue(
            Kind.NOTICE, 1, [person], audience=Audience.READER, lane=Lane.READER, now=NOON
        )


async def test_all_that_is_kept_is_handed_over_and_then_erased(house: House) -> None:
    await an_old_acquaintance(house, TARAS)
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        (fan_out,) = await tx.ledger.open_fan_outs()
        await tx.ledger.fan_out(fan_out, NOON, 10)
    await house.show_everything()

    data = await house.privacy.data(TARAS)
    assert set(data.tables) == traces(house.storage, TARAS) | {"follow"}
    await house.privacy.forget(await house.recognition.person(TARAS))
    assert traces(house.storage, TARAS) == set()
    assert (await house.privacy.data(TARAS)).tables == {}
    status = await house.reports.status(article.id)
    assert status.progress.readers == {State.SHOWN: 1}
    assert status.progress.untracked == 1

    await house.privacy.forget(Person(TARAS))  # pressed once more


async def test_whoever_has_offered_a_channel_does_not_learn_how_the_newsroom_uses_it(
    house: House,
) -> None:
    await an_old_acquaintance(house, TARAS)
    (offered,) = (await house.privacy.data(TARAS)).tables["channel"]
    assert offered["offered_by"] == TARAS
    assert not offered.keys() & {"state", "template", "spacing", "quiet_from", "last_post_at"}


async def test_an_editor_stays_with_all_that_is_the_newsrooms(house: House) -> None:
    await a_reader(house.storage, IHOR)
    draft = await house.pasted(a_page())
    await house.privacy.forget(await house.recognition.person(IHOR))
    person = await house.recognition.person(IHOR)
    assert person.reader is None
    assert person.editor is not None
    assert house.owed(Kind.CARD) == [draft.id]


async def test_whoever_has_left_the_desk_is_erased_but_for_the_newsrooms_own(
    house: House,
) -> None:
    await house.paste(a_page())
    async with house.storage.writing() as tx:
        await tx.people.dismiss(IHOR)
    await house.privacy.forget(await house.recognition.person(IHOR))
    assert traces(house.storage, IHOR) <= {"article", "revision", "deed"}


async def test_when_nobodys_reader_was_written_to_is_forgotten_by_itself(house: House) -> None:
    other = TARAS + 1
    await a_reader(house.storage, TARAS)
    await a_channel(house.storage)
    paces = [{"chat_id": chat, "next_at": NOON} for chat in (TARAS, other, CHANNEL)]
    await tables.change(house.storage, insert(chat_pace).values(paces))
    await house.privacy.tidy()
    assert len(tables.mappings(house.storage, chat_pace)) == 3
    house.clock.now += timedelta(hours=1)
    await house.privacy.tidy()
    left = {row["chat_id"] for row in tables.mappings(house.storage, chat_pace)}
    assert left == {TARAS, CHANNEL}
