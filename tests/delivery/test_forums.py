"""A group with topics: in which thread a post leaves, and what follows where it cannot."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.delivery import Kind, State
from bot.domain.forum import GENERAL, REST, Thread
from bot.domain.outlets import Outlets
from bot.domain.picture import Layout
from bot.domain.round_up import RoundUpRule
from tests.builders import OLENA, POLITYKA, SVIT, a_channel, a_draft
from tests.delivery.office import LOOK_UP_AFTER, Office
from tests.delivery.test_picture_posts import images, wants
from tests.photos import a_jpeg, a_site_with
from tests.sites import a_fetcher

GROUP = -1001000000077


async def a_forum(office: Office, *, takes: tuple[int, ...] = (SVIT,)) -> int:
    """A group whose topic «Світ» is for that section; all else stands in General."""
    office.world.add_supergroup("Форум", OLENA, id=GROUP, is_forum=True)
    office.world.set_bot_rights(GROUP, OLENA)
    thread = office.world.open_topic(GROUP, "Світ")
    await a_channel(office.storage, GROUP, takes=takes, title="Форум")
    async with office.storage.writing() as tx:
        await tx.forums.set_forum(GROUP, is_forum=True)
        await tx.forums.keep(GROUP, Thread(thread, "Світ"))
        await tx.forums.choose(GROUP, SVIT, thread)
    return thread


def threads(office: Office, words: str) -> list[int | None]:
    """In which threads posts with these words stand."""
    shown = office.world.messages(GROUP)
    return [
        m.get("message_thread_id")
        for m in shown
        if words in (m.get("text") or m.get("caption") or "")
    ]


def told(office: Office) -> list[str]:
    return [kind for kind, _ in office.notices()]


async def test_a_send_in_doubt_is_found_in_its_thread_and_not_doubled(office: Office) -> None:
    thread = await a_forum(office)
    article_id = await office.publish("Порт")
    await office.killed_in_the_middle_of("sendMessage", GROUP)
    office.world.post_in_channel(GROUP, "Люди пишуть далі")
    async with office.at_work():
        await office.until_row(article_id, GROUP, State.UNKNOWN)
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(article_id)
    assert threads(office, "Порт") == [thread]
    assert office.row(article_id, GROUP).thread_id == thread


async def test_of_a_closed_thread_the_desk_is_told_once_and_general_takes_its_posts(
    office: Office,
) -> None:
    thread = await a_forum(office)
    office.world.close_topic(GROUP, thread)
    first, second = await office.publish("Порт"), await office.publish("Міст")
    async with office.at_work():
        for article_id in (first, second):
            await office.until_row(article_id, GROUP, State.SHOWN)
    assert threads(office, "Порт") == threads(office, "Міст") == [None]
    assert told(office) == ["posts_elsewhere"]
    assert office.row(first, GROUP).thread_id == GENERAL


async def test_what_no_thread_takes_is_given_up_and_can_be_sent_again(office: Office) -> None:
    thread = await a_forum(office)
    office.world.close_topic(GROUP, thread)
    office.world.close_topic(GROUP, GENERAL)
    article_id = await office.publish("Порт")
    async with office.at_work():
        await office.until_row(article_id, GROUP, State.FAILED)
        assert told(office) == ["posts_elsewhere", "post_rejected"]
        office.world.close_topic(GROUP, GENERAL, closed=False)
        async with office.storage.writing() as tx:
            await tx.ledger.replay(article_id, office.clock())
        office.wake()
        await office.until_row(article_id, GROUP, State.SHOWN)
    assert threads(office, "Порт") == [None]


async def test_an_album_goes_elsewhere_as_a_whole(office: Office) -> None:
    """Its first message is refused, so that none of it stands there: there is nothing in doubt."""
    await a_forum(office)
    await wants(office.storage, Layout.ALBUM, GROUP)
    words = 'failed to send message #1 with the error message "TOPIC_CLOSED"'
    office.world.faults.add(
        "refuse", method="sendMediaGroup", chat_id=GROUP, description=f"Bad Request: {words}"
    )
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await office.publish("Порт", images=images(site, 2))
        await office.until_row(article_id, GROUP, State.SHOWN)
    standing = [m for m in office.world.messages(GROUP) if "photo" in m]
    assert len(standing) == 2
    assert not [m for m in standing if "message_thread_id" in m]
    assert told(office) == ["posts_elsewhere"]
    assert len(office.world.calls("forwardMessage")) == 0


async def test_a_follow_up_replies_within_its_thread_alone(office: Office) -> None:
    thread = await a_forum(office, takes=(SVIT, POLITYKA))
    first = await office.publish("Порт")
    async with office.at_work():
        await office.until_row(first, GROUP, State.SHOWN)
        here = await follow_up(office, first, "Порт закрили", SVIT)
        there = await follow_up(office, first, "Міністр вибачився", POLITYKA)
        for article_id in (here, there):
            await office.until_row(article_id, GROUP, State.SHOWN)
    assert threads(office, "Порт закрили") == [thread]
    assert threads(office, "Міністр вибачився") == [None]
    replies = [
        call.params.get("reply_parameters", {}).get("message_id")
        for call in office.world.calls("sendMessage", GROUP)
    ]
    assert replies == [None, office.row(first, GROUP).message_id, None]


async def follow_up(office: Office, earlier: int, headline: str, section_id: int) -> int:
    article_id = await a_draft(office.storage, headline, section_id=section_id)
    async with office.storage.writing() as tx:
        draft = await tx.articles.existing(article_id)
        await tx.articles.save(replace(draft, outlets=Outlets(follows=earlier)))
    await office.publishing.publish(article_id)
    return article_id


@pytest.mark.slow
async def test_round_ups_do_not_mix_threads(office: Office) -> None:
    """Each thread counts what it got, and has a round-up of its own."""
    thread = await a_forum(office, takes=(SVIT, POLITYKA))
    async with office.storage.writing() as tx:
        await tx.channels.set_round_up(GROUP, RoundUpRule(3, 10))
    for number in range(1, 4):
        await office.publish(f"Світова {number}")
    for number in range(1, 5):
        await office.publish(f"Місцева {number}", section_id=POLITYKA)
    await office.publish("Світова 4")
    async with office.at_work():
        for round_up in (1, 2):
            await office.until_row(round_up, GROUP, State.SHOWN, Kind.ROUND_UP)
    rounded = [m for m in office.world.messages(GROUP) if "🗞" in m.get("text", "")]
    where: dict[Any, str] = {m.get("message_thread_id"): m["text"] for m in rounded}
    assert set(where) == {None, thread}
    assert "Місцева 4" in where[None]
    assert "Світова" not in where[None]
    assert "Світова 4" in where[thread]


async def test_a_breaking_post_leaves_what_is_on_top_of_another_thread(office: Office) -> None:
    await a_forum(office, takes=(SVIT, POLITYKA))
    office.world.set_bot_rights(GROUP, OLENA, can_pin_messages=True)
    async with office.storage.writing() as tx:
        await tx.channels.set_pins(GROUP, on=True)
        await tx.channels.set_pinned_hours(GROUP, 3)
    numbers = []
    async with office.at_work():
        for headline, section_id in (("Порт", SVIT), ("Міст", POLITYKA), ("Сад", SVIT)):
            number = await a_draft(office.storage, headline, section_id=section_id)
            await office.publishing.publish(number, breaking=True)
            numbers.append(number)
            await office.settled(number)
            await office.until_seen(lambda n=number: office.row(n, GROUP).unpin_at)  # type: ignore[misc]
    port, bridge, garden = (office.row(number, GROUP) for number in numbers)
    assert port.unpin_at < bridge.unpin_at < garden.unpin_at


async def test_a_chosen_thread_of_the_rest_is_for_sections_without_one(office: Office) -> None:
    thread = await a_forum(office, takes=(SVIT, POLITYKA))
    async with office.storage.writing() as tx:
        await tx.forums.choose(GROUP, SVIT, GENERAL)
        await tx.forums.choose(GROUP, REST, thread)
    first, second = await office.publish("Порт"), await office.publish("Рада", section_id=POLITYKA)
    async with office.at_work():
        for article_id in (first, second):
            await office.until_row(article_id, GROUP, State.SHOWN)
    assert (threads(office, "Порт"), threads(office, "Рада")) == ([None], [thread])
