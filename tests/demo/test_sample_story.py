"""The demonstration's story: pages that can be read, and people who wait for their bot."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.demo.sample_newsroom import NEWSROOMS, OLENA, TARAS, UKRAINIAN, headline
from bot.demo.sample_site import SampleSite
from bot.demo.sample_story import SampleStory
from bot.demo.sandbox_line import SandboxLine, StoryStuckError
from bot.domain.section import FIRST_NAMES, FIRST_SECTIONS, section_key
from bot.intake.text.page_text import read_page_text
from bot.sandbox.sandbox_server import Sandbox

ZONE = ZoneInfo("Europe/Kyiv")
PAGES = [(room.language, page) for room in NEWSROOMS.values() for page in room.pages()]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as stand_in:
        yield stand_in


@pytest.fixture
async def story(sandbox: Sandbox) -> AsyncIterator[SampleStory]:
    async with aiohttp.ClientSession() as session:
        line = SandboxLine(session, sandbox.address)
        yield SampleStory(line, UKRAINIAN, SampleSite(UKRAINIAN, datetime.now(UTC)))


@pytest.mark.parametrize(("language", "page"), PAGES, ids=[headline(page) for _, page in PAGES])
def test_a_sample_is_a_whole_page_of_a_section_that_its_newsroom_has(
    language: str, page: str
) -> None:
    reading = read_page_text(page, zone=ZONE)
    content = reading.content
    assert reading.warnings == ("no_link",)
    assert content.headline == headline(page)
    assert content.section
    names = FIRST_NAMES.get(language) or [section.name for section in FIRST_SECTIONS]
    assert section_key(content.section) in set(map(section_key, names))
    assert content.published_at
    assert content.lead
    assert content.body
    assert content.author
    assert content.language == language


@pytest.mark.parametrize("language", NEWSROOMS)
def test_the_samples_are_different_stories_and_each_channel_gets_one(language: str) -> None:
    newsroom = NEWSROOMS[language]
    pages = newsroom.pages()
    assert len(set(map(headline, pages))) == len(pages) == 3
    sections = [read_page_text(page, zone=ZONE).content.section or "" for page in pages]
    titles = newsroom.channels.values()
    assert set(map(section_key, titles)) <= set(map(section_key, sections))


async def test_its_people_and_channels_are_there_before_the_bot_wakes_up(
    story: SampleStory, sandbox: Sandbox
) -> None:
    await story.people()
    chats, channels = sandbox.world.chats, UKRAINIAN.channels
    assert {OLENA, TARAS} == set(chats.people)
    assert {chat_id: chats.channel(chat_id).title for chat_id in channels} == channels
    assert await story.shown() == {chat_id: [] for chat_id in (OLENA, TARAS, *channels)}


async def test_what_the_sandbox_refuses_stops_the_story_with_its_reason(
    story: SampleStory,
) -> None:
    with pytest.raises(StoryStuckError, match=rf"say: .*{OLENA}"):
        await anext(story.play())  # nobody is there
