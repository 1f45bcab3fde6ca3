"""A section is taken over by another: whatever led there leads to that one, for readers too."""

from datetime import timedelta

import pytest

from bot.domain.people import Role
from tests.builders import an_editor, hired
from tests.journeys.desk import IHOR, OLENA, TARAS, Desk
from tests.journeys.pages import a_page

SNOW = "Уночі в Карпатах випав перший сніг"
CARS = "Осло заборонило автомобілі в центрі"
SVIT, POLITYKA = 1, 2


@pytest.mark.slow
async def test_links_and_names_of_a_section_that_is_gone_lead_to_the_one_that_took_it_over(
    desk: Desk,
) -> None:
    assert desk.app
    await desk.settled(await desk.publish(a_page(SNOW, section="ПОЛІТИКА"), in_doubt=True))
    desk.come(TARAS, "Тарас")
    desk.world.say(TARAS, "/start")
    await desk.until(lambda: desk.posts(TARAS, "Вітаю!"))
    async with desk.app.storage.reading() as tx:
        owner = await tx.people.editor(OLENA)
    assert owner
    await desk.app.section_settings.merge(POLITYKA, SVIT, by=owner)

    for typed, answered in (
        ("/start s2", "Стежу для вас: 🌍 Світ"),
        ("/follow Політика", "Стежу для вас: 🌍 Світ"),
        ("рубрика:політика сніг", SNOW),
        ("/archive Політика", "🌍 Світ"),
        ("/latest політика", "🌍 Світ"),
    ):
        asked = desk.world.say(TARAS, typed)

        def is_answered(words: str = answered, before: int = asked) -> bool:
            return any(m["message_id"] > before for m in desk.posts(TARAS, words))

        await desk.until(is_answered)


async def test_who_set_a_time_hears_that_it_needs_two_people_in_the_section_that_took_it_over(
    desk: Desk,
) -> None:
    app = desk.app
    assert app
    await hired(app.storage, an_editor(IHOR, Role.CHIEF))
    await desk.paste(a_page(CARS, section="ПОЛІТИКА"))
    async with app.storage.reading() as tx:
        owner, chief = await tx.people.editor(OLENA), await tx.people.editor(IHOR)
    assert owner
    assert chief
    desk.come(IHOR, "Ігор")
    desk.world.say(IHOR, "/start")
    await desk.until(lambda: desk.after(IHOR, 0))
    await app.scheduling.schedule(1, desk.clock() + timedelta(hours=5), by=chief)
    await app.second_looks.need(SVIT, on=True, by=owner)
    await app.section_settings.merge(POLITYKA, SVIT, by=owner)
    for person in (OLENA, IHOR):
        await desk.until(lambda who=person: desk.posts(who, "за часом сама не вийде"))  # type: ignore[misc]
