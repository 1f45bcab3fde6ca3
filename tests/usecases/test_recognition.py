"""Who is speaking is found out in one reading, and what it says is as of now."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.domain.people import Person, ReaderState
from bot.domain.section import FIRST_SECTIONS
from tests.builders import (
    IHOR,
    OLENA,
    SVIT,
    TARAS,
    VIINA,
    a_reader,
    an_editor,
    an_owner,
    transactions,
)
from tests.usecases.house import House

NOBODY = 3001


async def test_people_who_write_at_once_are_told_apart_in_one_reading(house: House) -> None:
    taras = await a_reader(house.storage, TARAS, follows=[SVIT, VIINA], language="en")
    ihor = await a_reader(house.storage, IHOR, follows=[])
    async with house.storage.writing() as tx:
        await tx.people.set_reader_state(IHOR, ReaderState.STOPPED)
    await house.recognition.person(NOBODY)  # from here on it knows the sections
    with transactions() as begun:
        found = await asyncio.gather(
            *map(house.recognition.person, (TARAS, NOBODY, IHOR, OLENA, TARAS))
        )
    assert len(begun) == 1
    sections = tuple(await house.sections())
    reader = Person(TARAS, None, taras, frozenset({SVIT, VIINA}), sections)
    stopped = replace(ihor, state=ReaderState.STOPPED)
    assert found == [
        reader,
        Person(NOBODY, sections=sections),
        Person(IHOR, an_editor(), stopped, frozenset(), sections),
        Person(OLENA, an_owner(), sections=sections),
        reader,
    ]
    languages = [person.language for person in found]
    assert languages == ["en", None, "uk", "uk", "en"]
    assert [person.is_active for person in found] == [True, False, False, False, True]


async def test_a_pause_is_known_until_it_is_over(house: House) -> None:
    await a_reader(house.storage, TARAS)
    person = await house.recognition.person(TARAS)
    await house.reading_settings.pause(person, timedelta(days=3), language_code=None)
    person = await house.recognition.person(TARAS)
    assert (person.is_active, person.paused_until) == (False, house.clock.now + timedelta(days=3))
    house.clock.now += timedelta(days=3)
    person = await house.recognition.person(TARAS)
    assert (person.is_active, person.paused_until) == (True, None)


async def test_a_section_that_another_process_has_made_is_there_at_once(house: House) -> None:
    known = await house.recognition.person(TARAS)
    assert [section.name for section in known.sections] == [s.name for s in FIRST_SECTIONS]
    async with house.another().storage.writing() as tx:
        weather = await tx.sections.add("Погода", "🌦")
    assert (await house.recognition.person(TARAS)).sections == (*known.sections, weather)


async def test_what_has_changed_since_is_told(house: House) -> None:
    before = await a_reader(house.storage, TARAS, follows=[SVIT])
    assert (await house.recognition.person(TARAS)).reader == before
    await house.readers.stop(TARAS)
    await house.team.dismiss(IHOR, by=an_owner())
    person = await house.recognition.person(TARAS)
    assert not person.is_active
    assert (await house.recognition.person(IHOR)).editor is None
