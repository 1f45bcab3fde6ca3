"""A message that is a link becomes a draft of the page behind it, whatever happens on the way."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.question_kinds import Asked
from bot.fetching import Fetched, Fetcher
from tests.builders import IHOR, a_page, an_editor, an_owner, hired, is_due
from tests.sites import Answer, a_fetcher, a_site, says
from tests.usecases.house import House

PAGE = """<!doctype html><html lang="uk"><head><title>Міст відкрили для руху | Вісті</title>
<meta property="article:published_time" content="2026-05-10T15:25:00+03:00"></head>
<body><h1>Міст відкрили для руху</h1><p class="lead">Черг на ньому вже немає</p>
<p>Рух новим мостом запустили вчора, першим їхав трамвай із дітьми.</p></body></html>""".encode()
BESIDE = "http://127.0.0.1:9/"  # where nobody listens


async def test_a_link_becomes_a_draft_and_its_editor_is_owed_the_card(house: House) -> None:
    async with a_site(says(PAGE)) as site:
        await house.paste(f"Глянь, будь ласка: {site.at()}.")
        assert await house.publishing.drafts() == ()
        await house.drafts.fetch_pages()
        await house.drafts.fetch_pages()
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline == "Міст відкрили для руху"
    assert draft.content.lead == "Черг на ньому вже немає"
    assert draft.created_by == an_editor().user_id
    assert house.owed(Kind.CARD) == [draft.id]
    assert len(site.requests) == 1


async def test_a_link_that_comes_twice_is_one_draft(house: House) -> None:
    async with a_site(says(PAGE)) as site:
        await house.paste(site.at(), number=5)
        await house.paste(site.at(), number=5)
        await house.paste(site.at(), number=6)
        await house.drafts.fetch_pages()
    assert len(await house.publishing.drafts()) == 1
    assert len(site.requests) == 2


async def test_a_page_whose_process_was_killed_is_fetched_again_later(house: House) -> None:
    async with a_site(says(PAGE)) as site:
        await house.paste(site.at())
        now = house.clock()
        async with house.storage.writing() as tx:  # taken in hand, and nothing more
            await tx.desk.take_awaited_pages(now, now.replace(second=59), 5)
        await house.drafts.fetch_pages()
        assert site.requests == []
        house.clock.pass_by(60)
        await house.drafts.fetch_pages()
    assert len(await house.publishing.drafts()) == 1


async def test_a_page_that_ends_the_process_each_time_is_given_up(house: House) -> None:
    await house.paste(BESIDE)
    for _ in range(3):
        async with house.storage.writing() as tx:
            await tx.desk.take_awaited_pages(house.clock(), house.clock(), 5)
    await house.drafts.fetch_pages()
    assert house.refusals() == ["page_fault"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (says(b"", "404 Not Found"), "site_status"),
        (says(b"<title>404</title><h1>404</h1>"), "web_page_no_article"),
    ],
)
async def test_what_is_no_article_is_refused_in_words(
    answer: Answer, code: str, house: House
) -> None:
    async with a_site(answer) as site:
        await house.paste(site.at())
        await house.drafts.fetch_pages()
        await house.drafts.fetch_pages()
    assert house.refusals() == [code]
    assert await house.publishing.drafts() == ()


@pytest.mark.parametrize("answer", [says(PAGE), says(b"", "404 Not Found")])
async def test_a_link_of_somebody_who_is_dismissed_meanwhile_becomes_nothing(
    house: House, answer: Answer
) -> None:
    class Dismissing(Fetcher):
        """The page comes, and whoever named it is dismissed by then."""

        async def fetch_page(self, url: str) -> Fetched:
            try:
                return await a_fetcher().fetch_page(url)
            finally:
                await house.team.dismiss(IHOR, by=an_owner())

    await hired(house.storage, an_owner(), an_editor())
    drafts = house.another(fetcher=Dismissing()).drafts
    async with a_site(answer) as site:
        await house.paste(site.at())
        await drafts.fetch_pages()
        assert len(site.requests) == 1
    assert await house.publishing.drafts() == ()
    async with house.storage.reading() as tx:
        assert not is_due(await tx.desk.next_awaited_page(), house.clock() + timedelta(days=1))


async def test_a_file_of_somebody_who_is_dismissed_meanwhile_becomes_nothing(
    house: House,
) -> None:
    editor = an_editor()
    await house.team.dismiss(editor.user_id, by=an_owner())
    await house.drafts.receive_file(editor, "mist.html", PAGE, house.clock(), 5)
    await house.drafts.receive_file(editor, "mist.txt", a_page().encode(), house.clock(), 6)
    assert await house.publishing.drafts() == ()


async def test_a_file_that_is_handled_twice_is_read_once(house: House) -> None:
    """The process was killed between the draft and the mark that the update is done."""
    article = await house.published(a_page())
    await house.publishing.ask_correction(article.id, by=an_editor())
    for _ in range(2):
        await house.drafts.receive_file(an_editor(), "a.html", PAGE, house.clock(), 5)
    (draft,) = await house.publishing.drafts()
    assert draft.resembles == article.id
    for _ in range(2):
        await house.drafts.receive_file(an_editor(), "a.txt", b"...", house.clock(), 6)
    assert len(house.refusals()) == 1


async def test_a_link_inside_is_not_fetched(house: House) -> None:
    guarded = house.another().drafts
    async with a_site(says(PAGE)) as site:
        await house.paste("http://127.0.0.1/")
        await house.paste(site.at())
        await guarded.fetch_pages()
        assert site.requests == []
    assert house.refusals() == ["address_inside", "address_inside"]


async def test_a_link_that_was_asked_for_is_the_answer(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
    await house.paste("https://visti.example/mist")
    assert (await house.article(draft.id)).content.link == "https://visti.example/mist"
    async with house.storage.reading() as tx:
        assert not is_due(await tx.desk.next_awaited_page(), house.clock())


async def test_a_link_brings_the_new_text_that_was_asked_for(house: House) -> None:
    article = await house.published(a_page())
    await house.publishing.ask_correction(article.id, by=an_editor())
    async with a_site(says(b"", "503 Busy")) as site:
        await house.paste(site.at())
        await house.drafts.fetch_pages()
    async with a_site(says(PAGE)) as site:
        await house.paste(site.at())
        await house.drafts.fetch_pages()
    (draft,) = await house.publishing.drafts()
    assert draft.resembles == article.id


async def test_a_saved_web_page_becomes_a_draft(house: House) -> None:
    await house.drafts.receive_file(an_editor(), "mist.html", PAGE, house.clock())
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline == "Міст відкрили для руху"
    assert house.owed(Kind.CARD) == [draft.id]


async def test_a_saved_page_that_is_no_article_is_refused_at_once(house: House) -> None:
    with pytest.raises(RefusedError) as refused:
        await house.drafts.receive_file(an_editor(), "a.html", b"<p>404", house.clock())
    assert refused.value.code == "web_page_no_article"


# --- when pages are fetched ---


class Counting(Fetcher):
    """Counts how many pages are under way; each waits until it is let go."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.are_eight, self.let_go = asyncio.Event(), asyncio.Event()

    async def fetch_page(self, url: str) -> Fetched:
        self.urls.append(url)
        if len(self.urls) == 8:
            self.are_eight.set()
        await self.let_go.wait()
        return Fetched(200, url, {"content-type": "text/html"}, PAGE)


async def test_eight_pages_are_fetched_at_once_and_the_next_when_one_has_come(
    house: House,
) -> None:
    site = Counting()
    drafts = house.another(fetcher=site).drafts
    for number in range(10):
        await house.paste(f"https://example.com/{number}")
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(drafts.fetch_pages())
        await site.are_eight.wait()
        drafts.next_fetch.at_once()
        await drafts.fetch_pages()
        assert site.urls == [f"https://example.com/{number}" for number in range(8)]
        site.let_go.set()
    await drafts.fetch_pages()
    assert site.urls == [f"https://example.com/{number}" for number in range(10)]
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline == "Міст відкрили для руху"


async def test_a_page_in_hand_is_fetched_again_after_a_minute_and_a_half(house: House) -> None:
    site = Counting()
    site.let_go.set()
    await house.paste("https://example.com/1")
    async with house.storage.writing() as tx:  # as `fetch_pages` takes it, and is killed
        now = house.clock()
        assert await tx.desk.take_awaited_pages(now, now + timedelta(seconds=90), 5)
    for seconds, count in ((89, 0), (1, 1), (600, 1)):
        house.clock.pass_by(seconds)
        await house.another(fetcher=site).drafts.fetch_pages()
        assert len(site.urls) == count


class Killed(BaseException):
    """The process ends here."""


class Killing(Fetcher):
    tries = 0

    async def fetch_page(self, url: str) -> Fetched:
        self.tries += 1
        raise Killed(url)


async def test_a_page_that_ends_the_process_is_tried_three_times_a_minute_and_a_half_apart(
    house: House,
) -> None:
    site = Killing()
    await house.paste("https://example.com/1")
    for tries in (1, 2, 3):
        with pytest.raises(Killed):
            await house.another(fetcher=site).drafts.fetch_pages()
        assert site.tries == tries
        house.clock.pass_by(89)
        await house.another(fetcher=site).drafts.fetch_pages()
        assert site.tries == tries
        house.clock.pass_by(1)
    await house.another(fetcher=site).drafts.fetch_pages()
    assert site.tries == 3
    ((_, refused),) = house.notices(IHOR)
    assert (refused["code"], refused["details"]) == ("page_fault", {})
    assert house.woken()


async def test_a_page_that_is_fetched_wakes_the_worker_for_its_card(house: House) -> None:
    async with a_site(says(PAGE)) as site:
        await house.paste(site.at())
        house.woken()
        await house.drafts.fetch_pages()
    assert house.woken()
    assert house.drafts.next_fetch.seconds_left() == 0


async def test_a_link_that_failed_asks_for_the_correction_again_unless_something_else_was(
    house: House,
) -> None:
    article = await house.published(a_page())
    for other in (False, True):
        await house.publishing.ask_correction(article.id, by=an_editor())
        async with a_site(says(b"", "503 Busy")) as site:
            await house.paste(site.at())
            assert await house.questions.open(an_editor()) is None
            if other:
                draft = await house.pasted(a_page("Їжаки прокинулися раніше", body="Тепло."))
                await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
            house.drafts.next_fetch.at_once()
            await house.drafts.fetch_pages()
        question = await house.questions.open(an_editor())
        assert question
        assert question.about is (Asked.LINK if other else Asked.CORRECTION)
        assert other or question.article_id == article.id


async def test_a_link_that_corrects_nothing_asks_for_nothing_when_it_failed(
    house: House,
) -> None:
    async with a_site(says(b"", "503 Busy")) as site:
        await house.paste(site.at())
        await house.drafts.fetch_pages()
    assert house.refusals() == ["site_status"]
    assert await house.questions.open(an_editor()) is None
