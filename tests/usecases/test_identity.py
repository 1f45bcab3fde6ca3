"""What becomes of readers, posts and the desk's messages when a database is handed over."""

from datetime import timedelta

import pytest

from bot.domain.article import Article
from bot.domain.channel import ChannelState
from bot.domain.delivery import Kind, State
from bot.domain.notices import CannotTell, CopyLeft
from bot.domain.people import BotIdentity, ReaderState
from bot.domain.rate import Rate
from bot.domain.update_facts import KeptUpdate
from bot.usecases.identity import AnotherBotError, Identity
from storage.identity import Holdings
from tests.builders import CHANNEL, IHOR, TARAS, a_channel, a_page, a_reader, an_editor, said
from tests.usecases.house import House

OLD, NEW = BotIdentity(1, "old_bot"), BotIdentity(2, "new_bot")


@pytest.fixture
async def identity(house: House) -> Identity:
    await house.app.identity.recognise(OLD)
    return house.app.identity


@pytest.fixture
async def shown(house: House) -> Article:
    """An article that a channel and a reader have, and a card of it that the desk has."""
    await a_channel(house.storage)
    await a_reader(house.storage)
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(article.id, house.clock())
    await house.show_everything()
    return article


async def test_the_first_bot_has_the_database_and_a_second_one_is_told_whose_it_is(
    identity: Identity,
) -> None:
    await identity.recognise(BotIdentity(1, "renamed"))
    with pytest.raises(AnotherBotError, match=r"@renamed \(id 1\).*@new_bot \(id 2\)"):
        await identity.recognise(NEW)
    assert await identity.known() == BotIdentity(1, "renamed")


async def test_a_correction_reaches_channels_and_not_readers_whose_messages_are_the_old_bots(
    identity: Identity, house: House, shown: Article
) -> None:
    await identity.adopt(NEW)
    progress = (await house.reports.status(shown.id)).progress
    assert (progress.readers, progress.untracked) == ({State.SHOWN: 1}, 1)
    draft = await house.pasted(a_page(body="Виправлений текст."))
    await house.publishing.correct(draft.id, shown.id, by=an_editor())
    assert house.owed(Kind.ARTICLE, CHANNEL) == [shown.id]
    assert house.owed(Kind.ARTICLE, TARAS) == []
    await house.retraction.retract(shown.id, by=an_editor(), tell=True)
    assert house.owed(Kind.NOTICE, TARAS) == []


async def test_what_a_reader_has_not_got_is_owed_no_more_and_the_status_says_why(
    identity: Identity, house: House
) -> None:
    await a_reader(house.storage)
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(article.id, house.clock())
    await identity.adopt(NEW)
    progress = (await house.reports.status(article.id)).progress
    assert progress.readers == {State.SKIPPED: 1}
    assert house.owed(Kind.ARTICLE, TARAS) == []
    reader = (await house.recognition.person(TARAS)).reader
    assert reader
    assert reader.state is ReaderState.BLOCKED


async def test_a_publication_that_was_not_fanned_out_reaches_nobody_any_more(
    identity: Identity, house: House
) -> None:
    await a_reader(house.storage)
    await house.published(a_page())
    await identity.adopt(NEW)
    async with house.storage.reading() as tx:
        assert list(await tx.ledger.open_fan_outs()) == []


async def test_no_message_of_the_old_bots_private_chats_is_edited_and_what_is_owed_still_is(
    identity: Identity, house: House, shown: Article
) -> None:
    waiting = await house.pasted(a_page("Парламент ухвалив бюджет"))
    await identity.adopt(NEW)
    assert house.owed(Kind.CARD, IHOR) == [waiting.id]
    async with house.storage.writing() as tx:
        await tx.ledger.mark_changed(Kind.CARD, shown.id, house.clock())
    assert house.owed(Kind.CARD, IHOR) == [waiting.id]


async def test_an_open_question_is_asked_anew_and_other_news_are_not(
    identity: Identity, house: House
) -> None:
    async with house.storage.writing() as tx:
        for notice in (
            CannotTell(
                delivery_id=1,
                article_id=None,
                headline="Міст",
                title="Світ",
                chat_id=CHANNEL,
                reason=said("closed"),
            ),
            CopyLeft("Світ"),
        ):
            await tx.tell([IHOR], notice, house.clock())
    asked, _ = house.owed(Kind.NOTICE, IHOR)
    await house.show_everything()
    await identity.adopt(NEW)
    assert house.owed(Kind.NOTICE, IHOR) == [asked]


async def test_updates_and_pastes_are_counted_anew(identity: Identity, house: House) -> None:
    async with house.storage.writing() as tx:
        await tx.inbox.keep(
            [KeptUpdate({"update_id": 7, "message": {"text": "старе"}}, house.clock())],
            house.clock(),
        )
    await house.paste(a_page(), number=5)
    await identity.adopt(NEW)
    async with house.storage.writing() as tx:
        assert await tx.inbox.keep([KeptUpdate({"update_id": 7}, house.clock())], house.clock())
    await house.paste(a_page("Парламент ухвалив бюджет"), number=5)
    assert len(await house.publishing.drafts()) == 2


@pytest.mark.usefixtures("shown")
async def test_whom_the_new_bot_meets_again_follows_what_they_followed(
    identity: Identity, house: House
) -> None:
    await identity.adopt(NEW)
    await a_reader(house.storage)
    reader = (await house.recognition.person(TARAS)).reader
    assert reader
    assert reader.state is ReaderState.ACTIVE
    second = await house.published(a_page("Парламент ухвалив бюджет"))
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(second.id, house.clock())
    assert house.owed(Kind.ARTICLE, TARAS) == [second.id]


async def test_a_bot_that_adopts_its_own_database_loses_nothing(
    identity: Identity, house: House, shown: Article
) -> None:
    await identity.adopt(OLD)
    draft = await house.pasted(a_page(body="Виправлений текст."))
    await house.publishing.correct(draft.id, shown.id, by=an_editor())
    assert house.owed(Kind.ARTICLE, TARAS) == [shown.id]


async def test_a_database_that_is_nobodys_becomes_the_first_bots(house: House) -> None:
    identity = house.app.identity
    assert await identity.known() is None
    await identity.recognise(NEW)
    assert await identity.known() == NEW
    await identity.recognise(NEW)
    assert await identity.known() == NEW


async def test_another_bot_is_told_what_can_be_done(identity: Identity) -> None:
    with pytest.raises(AnotherBotError) as refused:
        await identity.recognise(NEW)
    assert str(refused.value) == (
        "this database belongs to @old_bot (id 1), and BOT_TOKEN is that of @new_bot (id 2):"
        " restore the token of @old_bot, name another DATABASE_URL, or hand the database over"
        " with `vistnyk adopt`"
    )
    assert await identity.known() == OLD


async def test_whoever_adopts_a_database_has_it_and_may_be_renamed_by_that(
    identity: Identity,
) -> None:
    await identity.adopt(NEW)
    assert await identity.known() == NEW
    await identity.adopt(BotIdentity(2, "renamed"))
    assert await identity.known() == BotIdentity(2, "renamed")
    with pytest.raises(AnotherBotError):
        await identity.recognise(OLD)


async def test_what_hangs_on_the_bot_is_counted(identity: Identity, house: House) -> None:
    for number, state in enumerate(ReaderState):
        await a_reader(house.storage, TARAS + number)
        async with house.storage.writing() as tx:
            await tx.people.set_reader_state(TARAS + number, state)
    for number, channel in enumerate(ChannelState):
        await a_channel(house.storage, CHANNEL - number, state=channel)
    assert await identity.holdings() == Holdings(readers=1, channels=2)
    await identity.adopt(NEW)
    assert (await identity.holdings()).readers == 0


async def test_a_database_without_an_owner_bot_can_be_adopted_with_all_its_readers_let_go(
    house: House,
) -> None:
    await a_reader(house.storage)
    await house.app.identity.adopt(NEW)
    assert await house.app.identity.known() == NEW
    reader = (await house.recognition.person(TARAS)).reader
    assert reader
    assert reader.state is ReaderState.BLOCKED


async def test_the_old_bots_pace_holds_nobody_back(identity: Identity, house: House) -> None:
    await a_channel(house.storage)
    article = await house.published(a_page())
    await house.show_everything_but(Kind.ARTICLE)
    async with house.storage.writing() as tx:
        until = house.clock() + timedelta(hours=1)
        await tx.pace.hold_chat(CHANNEL, until)
        await tx.pace.hold_token(until, [Rate(29)], house.clock())
    await identity.adopt(NEW)
    async with house.storage.writing() as tx:
        assert await tx.pace.halt(house.clock()) is None
        rows = await tx.ledger.claim(10, house.clock(), timedelta(minutes=1))
    assert [row.subject_id for row in rows if row.chat_id == CHANNEL] == [article.id]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("uk", "Світ Політика Війна Економіка Суспільство Спорт Культура"),
        ("en", "World Politics War Economy Society Sport Culture"),
    ],
)
async def test_the_first_sections_are_called_as_the_newsroom_speaks(
    house: House, language: str, names: str
) -> None:
    await house.another(default_language=language).identity.recognise(OLD)
    assert [section.name for section in await house.sections()] == names.split()


async def test_sections_that_somebody_has_named_keep_their_names(house: House) -> None:
    async with house.storage.writing() as tx:
        await tx.sections.rename(1, "Планета")
        await tx.sections.rename(2, "world")
    await house.another(default_language="en").identity.recognise(OLD)
    names = [section.name for section in await house.sections()]
    assert names[:3] == ["Планета", "world", "War"]


async def test_only_a_fresh_database_has_its_sections_named(
    house: House, identity: Identity
) -> None:
    assert await identity.known()
    await house.another(default_language="en").identity.recognise(OLD)
    assert (await house.sections())[0].name == "Світ"
