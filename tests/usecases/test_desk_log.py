"""The log has every deed of the desk, with whoever did it, before and after, and nothing else."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.domain.article_fields import Field
from bot.domain.deed_log import LONGEST_VALUE, PAGE, About, Change, Deed, Did, Subject, deed
from bot.domain.errors import RefusedError
from bot.domain.people import Role
from bot.usecases.submissions import Submission
from storage.schema import deed as deed_table
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    POLITYKA,
    SVIT,
    a_channel,
    a_content,
    a_page,
    an_editor,
    an_owner,
    hired,
)
from tests.clock import NOON
from tests.feeds import a_feed, an_item
from tests.usecases.house import House
from tests.usecases.newsdesk import Newsdesk


async def log_of(house: House) -> list[Deed]:
    """The oldest first."""
    return list(reversed(await house.desk_log.export(by=an_owner())))


async def test_the_life_of_an_article_stands_in_the_log(house: House) -> None:
    ihor, olena = an_editor(), an_owner()
    draft = await house.pasted(a_page())
    await house.editing.set_section(draft.id, POLITYKA, by=ihor)
    await house.editing.clear(draft.id, Field.LEAD, by=ihor)
    gone = await house.publishing.discard(draft.id, by=olena)
    await house.publishing.show_card(draft.id, by=ihor, drawn=gone.version)
    await house.publishing.publish(draft.id, by=ihor, breaking=True)
    await house.retraction.retract(draft.id, by=olena, tell=True)
    lead = "Перші кораблі причалять восени"
    done = await log_of(house)
    assert [(each.did, each.by_name, each.changes) for each in done] == [
        (Did.EDITED, "Ігор", (Change("section", "Світ", "Політика"),)),
        (Did.EDITED, "Ігор", (Change("lead", lead, None), Change("text", None, lead))),
        (Did.DISCARDED, "Олена", ()),
        (Did.RESTORED, "Ігор", ()),
        (Did.PUBLISHED, "Ігор", (Change.switched("breaking", on=True),)),
        (Did.RETRACTED, "Олена", (Change.switched("told", on=True),)),
    ]
    assert {each.subject for each in done} == {Subject.article(draft)}
    assert {(each.at, each.by) for each in done} == {
        (house.clock(), ihor.user_id),
        (house.clock(), olena.user_id),
    }


async def test_what_changes_nothing_is_not_in_the_log(house: House) -> None:
    await a_channel(house.storage)
    draft = await house.pasted(a_page())
    owner = an_owner()
    await house.editing.set_section(draft.id, SVIT, by=owner)
    await house.publishing.show_card(draft.id, by=owner)
    await house.publishing.keep_apart(draft.id, by=owner)
    await house.channels.route(CHANNEL, SVIT, on=True, by=owner)
    await house.channels.set_pins(CHANNEL, on=False, by=owner)
    await house.channels.set_quiet_hours(CHANNEL, 0, 0, by=owner)
    await house.channels.resume(CHANNEL, by=owner)
    assert await log_of(house) == []
    for _ in range(2):
        await house.publishing.publish(draft.id, by=owner)
    for _ in range(2):
        await house.retraction.retract(draft.id, by=owner)
    assert [each.did for each in await log_of(house)] == [Did.PUBLISHED, Did.RETRACTED]


async def test_a_refused_deed_leaves_no_trace(house: House) -> None:
    draft = await house.pasted(a_page(section="РІЗНЕ"))
    with pytest.raises(RefusedError):
        await house.publishing.publish(draft.id, by=an_editor())
    with pytest.raises(RefusedError):
        await house.team.dismiss(IHOR, by=an_editor())
    assert await log_of(house) == []


async def test_an_answer_to_a_question_stands_in_the_log(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.editing.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Марта Коваль")
    (done,) = await log_of(house)
    assert (done.did, done.changes) == (Did.EDITED, (Change("author", None, "Марта Коваль"),))


async def test_a_correction_says_what_it_changed(house: House) -> None:
    old = await house.published(a_page())
    draft = await house.pasted(a_page(body="Будівництво тривало п’ять років."))
    await house.publishing.correct(draft.id, old.id, by=an_owner())
    *_, done = await log_of(house)
    assert (done.did, done.by_name, done.subject.number) == (Did.CORRECTED, "Олена", old.id)
    assert done.changes == (
        Change("text", old.content.body[0], "Будівництво тривало п’ять років."),
        Change.switched("mark", on=True),
    )


async def test_channels_sections_and_people_stand_in_the_log(house: House) -> None:
    await a_channel(house.storage)
    owner = an_owner()
    await house.channels.route(CHANNEL, SVIT, on=False, by=owner)
    await house.channels.route(CHANNEL, POLITYKA, on=True, by=owner)
    await house.channels.set_pins(CHANNEL, on=True, by=owner)
    await house.channels.set_quiet_hours(CHANNEL, 22 * 60, 7 * 60 + 30, by=owner)
    draft = await house.pasted(a_page(section="ТЕХНОЛОГІЇ"))
    await house.editing.make_section(draft.id, by=owner)
    token, _ = await house.team.invite(Role.CHIEF, by=owner)
    taras = await house.team.accept(token, user_id=77, name="Тарас", language_code="uk")
    await house.team.dismiss(taras.user_id, by=owner)
    told = [
        (each.did, each.subject.name, *map(_said, each.changes)) for each in await log_of(house)
    ]
    assert told == [
        (Did.CHANNEL_CHANGED, "Світ", "section: Світ → None"),
        (Did.CHANNEL_CHANGED, "Світ", "section: None → Політика"),
        (Did.CHANNEL_CHANGED, "Світ", "pins: off → on"),
        (Did.CHANNEL_CHANGED, "Світ", "quiet: None → 22:00–07:30"),
        (Did.SECTION_MADE, "Технології"),
        (Did.EDITED, draft.content.headline, "section: None → Технології"),
        (Did.INVITED, "", "role: None → chief"),
        (Did.JOINED, "Тарас", "role: None → chief"),
        (Did.DISMISSED, "Тарас", "role: chief → None"),
    ]


def _said(change: Change) -> str:
    return f"{change.part}: {change.before} → {change.after}"


async def test_settings_of_feeds_stand_in_the_log(newsdesk: Newsdesk) -> None:
    owner = an_owner()
    newsdesk.web.says(a_feed(an_item(1)))
    feed = await newsdesk.connected(by=owner)
    await newsdesk.feeds.set_publish(feed.id, on=True, by=owner)
    await newsdesk.feeds.set_section(feed.id, SVIT, by=owner)
    await newsdesk.feeds.set_interval(feed.id, 15, by=owner)
    await newsdesk.feeds.ask_filter(feed.id, by=owner)
    question = await newsdesk.questions.open(owner)
    assert question
    await newsdesk.feeds.answer(question, "Харків, -гороскоп", by=owner)
    await newsdesk.feeds.set_paused(feed.id, on=True, by=owner)
    await newsdesk.feeds.set_paused(feed.id, on=False, by=owner)
    await newsdesk.feeds.remove(feed.id, by=owner)
    done = [each for each in await log_of(newsdesk) if each.subject.about is About.FEED]
    assert [(each.did, *map(_said, each.changes)) for each in done] == [
        (Did.FEED_ADDED,),
        (Did.FEED_CHANGED, "publish: off → on"),
        (Did.FEED_CHANGED, "section: None → Світ"),
        (Did.FEED_CHANGED, "interval: 5 → 15"),
        (Did.FEED_CHANGED, "filter: None → Харків, -гороскоп"),
        (Did.FEED_CHANGED, "paused: off → on"),
        (Did.FEED_CHANGED, "paused: on → off"),
        (Did.FEED_REMOVED,),
    ]
    assert {each.subject for each in done} == {Subject.feed(feed)}


async def test_a_source_stands_in_the_log_by_its_name(house: House) -> None:
    first = Submission("cms", "1", a_content(), revision=1, publish=True)
    await house.submissions.submit(first)
    changed = replace(first, content=a_content(lead="Новий лід."), revision=2)
    await house.submissions.submit(changed)
    await house.submissions.withdraw("cms", "1")
    done = await log_of(house)
    assert [each.did for each in done] == [Did.PUBLISHED, Did.CORRECTED, Did.RETRACTED]
    assert {(each.by, each.by_name) for each in done} == {(None, "cms")}


async def test_the_log_has_pages_and_that_of_one_article(house: House) -> None:
    await hired(house.storage, an_owner())
    for number in range(1, PAGE + 3):
        article = await house.published(a_page(f"Новина під номером {number}"))
    newest = await house.desk_log.page(0)
    assert [each.subject.number for each in newest.deeds] == list(range(PAGE + 2, 2, -1))
    assert (newest.page, newest.pages, newest.total) == (0, 2, PAGE + 2)
    for page in (1, 2, 99):
        last = await house.desk_log.page(page)
        assert [each.subject.number for each in last.deeds] == [2, 1]
        assert last.page == 1
    assert (await house.desk_log.page(-1)).page == 0
    of_one = await house.desk_log.page(0, article.id)
    assert [each.subject.number for each in of_one.deeds] == [article.id]
    nothing = await house.desk_log.page(3, 404)
    assert (nothing.deeds, nothing.page, nothing.pages) == ((), 0, 1)


@pytest.mark.parametrize(
    ("role", "may"), [(Role.OWNER, True), (Role.CHIEF, True), (Role.EDITOR, False)]
)
async def test_owners_and_chiefs_have_the_log_as_a_file(
    house: House, role: Role, *, may: bool
) -> None:
    asked = house.desk_log.export(by=an_editor(role=role))
    if may:
        assert await asked == []
        return
    with pytest.raises(RefusedError, match="chiefs_only"):
        await asked


async def test_the_log_knows_nothing_of_readers(house: House) -> None:
    """Whoever joins, follows or leaves does nothing of the desk's."""
    person = await house.recognition.person(501)
    await house.readers.join(person, "uk")
    await house.readers.stop(501)
    assert tables.rows(house.storage, select(deed_table)) == []


def test_a_long_text_is_shortened() -> None:
    change = Change("text", "а" * 5000, None)
    done = deed(Did.EDITED, Subject(About.ARTICLE, 1, "А"), [change], by="cms", at=NOON)
    (change,) = done.changes
    assert change.before
    assert len(change.before) == LONGEST_VALUE
