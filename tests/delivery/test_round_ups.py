"""A round-up in its channel: what it says, and what follows where its post is gone or refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.channel_words import ChannelWords
from bot.domain.delivery import Kind, State
from bot.domain.outlets import Outlets
from bot.domain.round_up import RoundUpRule
from bot.rendering.renderer import SHIPPED
from tests.builders import CHANNEL, OLENA, a_draft
from tests.delivery.office import Office

WORDS = "Bad Request: can't parse entities: unsupported start tag"


async def rounded_up(office: Office, *, begun: int = 4) -> None:
    """A channel with three posts of its own and a round-up, as far as it goes."""
    async with office.storage.writing() as tx:
        await tx.channels.set_round_up(CHANNEL, RoundUpRule(3, 10))
    for number in range(1, begun + 1):
        await office.publish(f"Новина {number}")


def round_ups(office: Office) -> list[dict[str, Any]]:
    return [m for m in office.world.messages(CHANNEL) if "🗞" in m.get("text", "")]


async def test_what_nobody_saw_in_a_deleted_round_up_comes_in_another(office: Office) -> None:
    await rounded_up(office)
    async with office.at_work():
        await office.until_row(1, CHANNEL, State.SHOWN, Kind.ROUND_UP)
        (post,) = round_ups(office)
        message = office.world.store.get(CHANNEL, post["message_id"])
        assert message
        office.world.delete_message(message)
        await office.publish("Новина 5")
        await office.until_row(2, CHANNEL, State.SHOWN, Kind.ROUND_UP)
    (post,) = round_ups(office)
    assert "Новина 5" in post["text"]
    assert "Новина 4" not in post["text"]
    assert office.row(1, CHANNEL, Kind.ROUND_UP).state == State.SKIPPED


async def test_a_round_up_that_telegram_refuses_is_told_of_by_its_first_article(
    office: Office,
) -> None:
    await rounded_up(office, begun=3)
    async with office.at_work():
        for number in (1, 2, 3):
            await office.until_row(number, CHANNEL, State.SHOWN)
        office.world.faults.add("refuse", method="sendMessage", chat_id=CHANNEL, description=WORDS)
        await office.publish("Новина 4")
        await office.until_row(1, CHANNEL, State.FAILED, Kind.ROUND_UP)
    ((kind, told),) = office.notices()
    assert kind == "post_rejected"
    assert (told["article_id"], told["headline"]) == (4, "Новина 4")
    assert not told["everywhere"]


@pytest.mark.slow
async def test_a_round_up_takes_the_channels_words_and_wakes_nobody_for_silent_news(
    office: Office,
) -> None:
    await rounded_up(office, begun=3)
    article_id = await a_draft(office.storage, "Новина 4")
    async with office.storage.writing() as tx:
        draft = await tx.articles.existing(article_id)
        await tx.articles.save(replace(draft, outlets=Outlets(silent=True)))
        await tx.channel_words.set(
            article_id, CHANNEL, ChannelWords(headline="Інакше", emoji="🌙")
        )
    await office.publishing.publish(article_id)
    async with office.at_work():
        await office.until_row(1, CHANNEL, State.SHOWN, Kind.ROUND_UP)
    (post,) = round_ups(office)
    assert "🌙 Інакше" in post["text"]
    sent = next(c for c in office.world.calls("sendMessage", CHANNEL) if "🗞" in c.params["text"])
    assert sent.params["disable_notification"] is True


async def test_a_round_up_whose_articles_were_all_taken_back_was_never_owed(
    office: Office,
) -> None:
    await rounded_up(office)
    async with office.storage.writing() as tx:
        article = await tx.articles.existing(4)
        await tx.publishing.retract(article.retract(office.clock()), office.clock())
    async with office.at_work():
        await office.until_row(1, CHANNEL, State.SKIPPED, Kind.ROUND_UP)
    assert round_ups(office) == []


@pytest.mark.slow
@pytest.mark.parametrize("broken", [False, True])
async def test_what_somebody_changes_in_a_round_up_is_shown_word_by_word(
    office: Office, tmp_path: Path, *, broken: bool
) -> None:
    """Where a template of the operators' fails meanwhile, the desk sees what stands there."""
    template = tmp_path / "uk" / "teasers" / "round_up.html.j2"
    template.parent.mkdir(parents=True)
    template.write_text((SHIPPED / "uk" / "teasers" / "round_up.html.j2").read_text())
    await rounded_up(office)
    async with office.at_work(templates_dir=tmp_path):
        await office.until_row(1, CHANNEL, State.SHOWN, Kind.ROUND_UP)
        (post,) = round_ups(office)
        theirs = post["text"].replace("Новина 4", "Новина п’ята")
        number, entities = post["message_id"], post["entities"]
        if broken:
            template.write_text("{{ no_such_value }}")
        await office.app.alerts.edited_by_hand(CHANNEL, number, theirs, entities)
        (told,) = await office.until_seen(lambda: office.posts(OLENA, "змінили вручну"))
    assert ("Тепер там:" if broken else "Що змінили:") in told
    assert ("4 п’ята" in told) is not broken
