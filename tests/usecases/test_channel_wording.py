"""One channel's post says something else, and nothing else changes."""

import pytest

from bot.domain.channel_words import ChannelWords
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from tests.builders import CHANNEL, a_channel, an_editor, an_owner
from tests.journeys.pages import a_page
from tests.usecases.house import House

OTHER = CHANNEL - 1


@pytest.fixture(autouse=True)
async def channels(house: House) -> None:
    for chat_id in (CHANNEL, OTHER):
        await a_channel(house.storage, chat_id)


async def ask(house: House, article_id: int, part: str = "headline", chat: int = CHANNEL) -> None:
    await house.wording.ask(article_id, chat, part, by=an_editor(), message_id=5)


async def words(house: House, article_id: int) -> dict[int, ChannelWords]:
    async with house.storage.reading() as tx:
        return await tx.channel_words.of(article_id)


async def test_what_is_typed_is_the_channels_and_the_article_stays_as_it_was(
    house: House,
) -> None:
    article = await house.pasted(a_page())
    await ask(house, article.id)
    await house.paste("Інакше")
    await ask(house, article.id, "buttons", OTHER)
    await house.paste("Мапа – https://example.org/map\nРозклад – https://example.org/a")
    said = await words(house, article.id)
    assert said[CHANNEL] == ChannelWords(headline="Інакше")
    assert [text for text, _ in said[OTHER].buttons] == ["Мапа", "Розклад"]
    assert (await house.article(article.id)).content == article.content
    assert len(await house.publishing.drafts()) == 1
    assert await house.questions.open(an_editor()) is None


async def test_what_cannot_be_read_is_refused_and_asked_on(house: House) -> None:
    article = await house.pasted(a_page())
    await ask(house, article.id, "emoji")
    await house.paste("метро")
    assert house.refusals() == ["words_not_read"]
    await house.paste("🚇")
    assert await words(house, article.id) == {CHANNEL: ChannelWords(emoji="🚇")}


async def test_a_page_is_no_answer_but_a_page(house: House) -> None:
    article = await house.pasted(a_page())
    await ask(house, article.id)
    await house.paste(a_page("Токіо отримає міст", body="Робота тривала чотири роки. " * 60))
    assert len(await house.publishing.drafts()) == 2
    assert not await words(house, article.id)


async def test_as_everywhere_takes_it_back_and_answers_the_question(house: House) -> None:
    article = await house.pasted(a_page())
    await ask(house, article.id)
    await house.paste("Інакше")
    await ask(house, article.id)
    card, _ = await house.wording.clear(article.id, CHANNEL, "headline", by=an_editor())
    assert not card.channel_words
    assert await house.questions.open(an_editor()) is None


async def test_of_a_published_article_only_that_post_is_due_again(house: House) -> None:
    article = await house.published(a_page())
    await house.show_everything()
    await ask(house, article.id)
    await house.paste("Інакше")
    assert house.owed(Kind.ARTICLE, CHANNEL) == [article.id]
    assert house.owed(Kind.ARTICLE, OTHER) == []
    assert (await house.article(article.id)).revision == 1


async def test_nothing_is_asked_of_what_nobody_will_see(house: House) -> None:
    article = await house.pasted(a_page())
    with pytest.raises(RefusedError, match="field_stale"):
        await ask(house, article.id, "body")
    with pytest.raises(RefusedError, match="channel_unknown"):
        await house.wording.form(article.id, 7)
    await house.publishing.discard(article.id, by=an_editor())
    with pytest.raises(RefusedError, match="article_discarded"):
        await ask(house, article.id)


async def test_words_go_with_a_group_that_becomes_a_supergroup(house: House) -> None:
    article = await house.pasted(a_page())
    await ask(house, article.id)
    await house.paste("Інакше")
    await house.channels.set_template(CHANNEL, "brief", by=an_owner())
    await house.channels.moved(CHANNEL, -100777)
    assert set(await words(house, article.id)) == {-100777}
    assert (await house.channels.channel(-100777)).template == "brief"


async def test_an_answer_about_a_group_goes_where_the_group_is_by_then(house: House) -> None:
    article = await house.pasted(a_page())
    await ask(house, article.id)
    await house.channels.moved(CHANNEL, -100777)
    await house.paste("Інакше")
    assert set(await words(house, article.id)) == {-100777}


async def test_a_group_moves_to_where_the_desk_has_put_it_otherwise_already(house: House) -> None:
    """Telegram may tell of the new chat first, and of the move only after it is a channel."""
    kept, moved = await house.pasted(a_page()), await house.pasted(a_page("Ще один"))
    for article in (kept, moved):
        await ask(house, article.id)
        await house.paste("У групі")
    async with house.storage.writing() as tx:
        await tx.channel_words.set(kept.id, -100777, ChannelWords(headline="У супергрупі"))
    await house.channels.moved(CHANNEL, -100777)
    assert [(c, w.headline) for c, w in (await words(house, kept.id)).items()] == [
        (-100777, "У супергрупі")
    ]
    assert set(await words(house, moved.id)) == {-100777}
