"""The demonstration's story: pages that can be read, and people who wait for their bot."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.demo.sample_story import (
    CHANNELS,
    OLENA,
    TARAS,
    SampleStory,
    StoryStuckError,
    headline,
    samples,
)
from bot.domain.audience import FIRST_SECTIONS, section_key
from bot.intake.text.page_text import read_page_text
from bot.sandbox.sandbox_server import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as stand_in:
        yield stand_in


@pytest.fixture
async def story(sandbox: Sandbox) -> AsyncIterator[SampleStory]:
    async with aiohttp.ClientSession() as session:
        yield SampleStory(session, sandbox.address)


@pytest.mark.parametrize("page", samples(), ids=headline)
def test_a_sample_is_a_whole_page_of_a_section_that_a_fresh_database_has(page: str) -> None:
    reading = read_page_text(page, zone=ZoneInfo("Europe/Kyiv"))
    content = reading.content
    assert reading.warnings == ("no_link",)
    assert content.headline == headline(page)
    assert content.section
    assert section_key(content.section) in {section_key(s.name) for s in FIRST_SECTIONS}
    assert content.published_at
    assert content.lead
    assert content.body
    assert content.author
    assert content.language == "uk"


def test_the_samples_are_different_stories_and_each_channel_gets_one() -> None:
    assert len(set(map(headline, samples()))) == len(samples()) == 3
    zone = ZoneInfo("Europe/Kyiv")
    sections = [read_page_text(page, zone=zone).content.section or "" for page in samples()]
    assert {section_key(title) for title in CHANNELS.values()} <= set(map(section_key, sections))


async def test_its_people_and_channels_are_there_before_the_bot_wakes_up(
    story: SampleStory, sandbox: Sandbox
) -> None:
    await story.people()
    chats = sandbox.world.chats
    assert {OLENA, TARAS} == set(chats.people)
    assert {chat_id: chats.channel(chat_id).title for chat_id in CHANNELS} == CHANNELS
    assert await story.shown() == {chat_id: [] for chat_id in (OLENA, TARAS, *CHANNELS)}


async def test_what_the_sandbox_refuses_stops_the_story_with_its_reason(
    story: SampleStory,
) -> None:
    with pytest.raises(StoryStuckError, match=rf"say: .*{OLENA}"):
        await anext(story.play())  # nobody is there
