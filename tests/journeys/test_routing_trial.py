"""Another routing is tried on what was published lately, and agreed to, or not."""

import pytest

from bot.domain.buttons import RouteSection, ShowChannel
from bot.domain.desk_buttons import ShowSection
from bot.domain.shaping_buttons import ApplyRouting, TryRouting, TrySection
from tests.journeys.desk import OLENA, Desk
from tests.journeys.pages import a_page

FIRST = "Порт Роттердама відкрив зелений термінал"
SECOND = "Уночі в Карпатах випав перший сніг"
SVIT, KULTURA = 1, 7


@pytest.mark.slow
async def test_a_routing_is_tried_before_it_holds(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.settled(await desk.publish(a_page()))
    await desk.settled(await desk.publish(a_page(SECOND, section="КУЛЬТУРА"), in_doubt=True))
    both = 1 << SVIT | 1 << KULTURA
    # From the section's page, for one of the channels.
    desk.world.say(OLENA, "/sections")
    await desk.press(OLENA, lambda p: p == ShowSection(KULTURA))
    await desk.press(OLENA, lambda p: p == TrySection(KULTURA), "Спробувати")
    await desk.until(lambda: desk.posts(OLENA, "у рубриці вийшло: 1"))
    await desk.press(OLENA, lambda p: p == TryRouting(channel, both), "Світ")
    (trial,) = await desk.until(lambda: desk.posts(OLENA, "➕ Додалося б: 1"))
    assert SECOND in trial["text"]

    # From the channel's page, with any of its sections.
    desk.world.say(OLENA, "/channels")
    await desk.press(OLENA, lambda p: p == ShowChannel(channel))
    await desk.press(OLENA, lambda p: p == TryRouting(channel, 1 << SVIT), "Спробувати")
    await desk.press(OLENA, lambda p: p == TryRouting(channel, both), "Культура")
    trial = (await desk.until(lambda: desk.posts(OLENA, "➕ Додалося б: 1")))[-1]
    assert SECOND in trial["text"]
    assert FIRST not in trial["text"]
    other = 1 << KULTURA
    await desk.press(OLENA, lambda p: p == TryRouting(channel, other), "Світ")
    (trial,) = await desk.until(lambda: desk.posts(OLENA, "➖ Не вийшло б: 1"))
    assert FIRST in trial["text"]
    assert desk.app
    known = await desk.app.channels.channel(channel)
    assert known.section_ids == {SVIT}

    # Somebody else has changed it meanwhile: what was seen does not hold, and is shown anew.
    owner = await desk.app.team.editor(OLENA)
    assert owner
    await desk.app.channels.route(channel, 2, on=True, by=owner)
    agree = ApplyRouting(channel, other, 1 << SVIT)
    await desk.press(OLENA, lambda p: p == agree, "Застосувати")
    again = ApplyRouting(channel, other, 1 << SVIT | 1 << 2)
    await desk.press(OLENA, lambda p: p == again, "Застосувати")
    await desk.until(
        lambda: desk.button(OLENA, lambda p: p == RouteSection(channel, KULTURA, on=False))
    )
    known = await desk.app.channels.channel(channel)
    assert known.section_ids == {KULTURA}
    assert not desk.posts(channel, SECOND)
