"""Readers follow and mute words, tags and authors, and ask why they got something."""

import pytest
from aiogram.methods import SendMessage, SendPhoto
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup

from bot.domain.archive_buttons import Browse, ShowNames
from bot.domain.article import Content, Reading
from bot.domain.buttons import FollowHere, pack
from bot.domain.delivery import Audience
from bot.domain.post import Button
from bot.domain.reading_buttons import SetReading
from bot.domain.search_buttons import FollowFound, OpenFound
from bot.domain.topic_buttons import (
    ChooseNamed,
    ChooseTopic,
    FollowName,
    Resume,
    SendQr,
    ShowChosen,
    ShowNamed,
)
from bot.domain.topics import Choice, Topic, TopicKind, tag_topic
from bot.rendering.teasers import Teaser
from bot.usecases.following import Chosen
from tests.builders import an_owner
from tests.handlers.house import EDITOR, READER, House
from tests.handlers.telegram import USERNAME, markup
from tests.handlers.test_readers import follows, presses_under, shown_under


async def chosen(house: House, user_id: int = READER) -> Chosen:
    return await house.following.chosen(user_id)


async def names(house: House) -> tuple[list[str], list[str]]:
    found = await chosen(house)
    return [topic.name for topic in found.follows], [topic.name for topic in found.mutes]


@pytest.mark.parametrize("typed", ["світ", "рубрика Світ", "рубрику: СВІТ", "section:Світ"])
async def test_a_section_is_muted_by_its_name_with_the_word_before_it_or_without(
    house: House, typed: str
) -> None:
    await house.write(READER, f"/mute {typed}")
    ((topic, choice),) = (await chosen(house)).topics
    assert (topic.kind, topic.name, choice) == (TopicKind.SECTION, "🌍 Світ", Choice.MUTE)


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("Харків", TopicKind.WORD, "Харків"),
        ("про НАТО", TopicKind.WORD, "НАТО"),
        ("у порту", TopicKind.WORD, "порту"),
        ("«у порту»", TopicKind.WORD, "у порту"),
        ("#Чорне_море", TopicKind.TAG, "Чорне море"),
        ("автор Олена Коваль", TopicKind.AUTHOR, "Олена Коваль"),
    ],
)
async def test_what_is_typed_is_followed_and_taken_back_by_its_button(
    house: House, typed: str, kind: TopicKind, name: str
) -> None:
    await house.write(READER, f"/follow {typed}")
    (topic,) = (await chosen(house)).follows
    assert (topic.kind, topic.name) == (kind, name)
    assert presses_under(house)[0] == ChooseTopic(topic.id, Choice.NONE)
    await house.press(READER, ChooseTopic(topic.id, Choice.NONE), under=shown_under(house))
    assert await names(house) == ([], [])
    assert name in (house.telegram.pop_ups[-1] or "")


async def test_a_section_is_followed_by_its_name(house: House) -> None:
    await house.write(READER, "/follow  світ")
    svit = await house.section("Світ")
    assert await follows(house) == {svit}
    await house.press(READER, FollowHere(svit, on=False), under=shown_under(house))
    assert await follows(house) == set()
    assert FollowHere(svit, on=True) in presses_under(house)
    await house.press(READER, FollowHere(svit, on=True), under=shown_under(house))
    assert await follows(house) == {svit}
    assert await names(house) == ([], [])


async def test_what_is_muted_is_followed_no_more_and_the_other_way_round(house: House) -> None:
    await house.write(READER, "/follow Харків")
    await house.write(READER, "/mute Харків")
    assert await names(house) == ([], ["Харків"])
    await house.write(READER, "/follow Харків")
    assert await names(house) == (["Харків"], [])


async def test_a_section_that_is_none_is_no_word_either(house: House) -> None:
    for typed in ("/follow рубрика:Нема", "/mute section: Нема"):
        await house.write(READER, typed)
        assert "«Нема» немає" in house.telegram.said[-1]
    await house.write(READER, "/follow рубрика жартів")
    assert await names(house) == (["рубрика жартів"], [])


async def test_whoever_gets_no_more_than_breaking_news_is_told_so_when_they_follow(
    house: House,
) -> None:
    await house.write(READER, "/start")
    for pace, said in ((1, "у добірці"), (2, "лише термінові"), (0, "прийдуть самі")):
        await house.press(READER, SetReading("pace", pace))
        await house.write(READER, "/follow Харків")
        assert said in house.telegram.said[-1]


def first_button(house: House) -> str:
    """What stands on it, under the message that was sent last."""
    markup = house.telegram.of(SendMessage)[-1].reply_markup
    assert isinstance(markup, InlineKeyboardMarkup)
    return markup.inline_keyboard[0][0].text


async def test_a_muted_section_is_unfollowed_and_following_it_shows_it_again(
    house: House,
) -> None:
    await house.write(READER, "/follow Світ")
    await house.write(READER, "/mute Світ")
    assert await follows(house) == frozenset()
    assert [topic.key for topic in (await chosen(house)).mutes] == ["1"]
    await house.write(READER, "/topics")
    assert "🔇" in house.telegram.said[-1]
    assert "🔇" in first_button(house)
    await house.press(READER, FollowHere(1, on=True))
    await house.write(READER, "/topics")
    assert "✅" in first_button(house)
    assert "🔇" not in house.telegram.said[-1]
    assert await chosen(house) == Chosen()
    assert await follows(house) == {1}


@pytest.mark.parametrize("command", ["/follow", "/mute"])
async def test_without_a_topic_it_is_said_how_one_is_named(house: House, command: str) -> None:
    await house.write(READER, command)
    assert command in house.telegram.said[-1]
    assert ShowChosen() not in presses_under(house)
    await house.write(READER, "/follow Харків")
    await house.write(READER, command)
    assert ShowChosen() in presses_under(house)


async def test_what_no_topic_can_be_made_of_is_said_and_changes_nothing(house: House) -> None:
    await house.write(READER, "/follow ...")
    assert "#тег" in house.telegram.said[-1]
    assert await names(house) == ([], [])


async def test_an_author_and_a_tag_are_followed_by_their_plain_names_a_word_in_quotes(
    house: House,
) -> None:
    await house.published(tags=("Порт",), author="Олена Коваль")
    await house.write(READER, "/follow олена коваль")
    await house.write(READER, "/follow порт")
    assert '/follow "Порт"' in house.telegram.said[-1]
    await house.write(READER, '/follow "порт"')
    await house.write(READER, "/follow Коваль")
    kinds = {topic.label for topic in (await chosen(house)).follows}
    assert kinds == {"✍️ Олена Коваль", "#Порт", "🔎 порт", "🔎 Коваль"}
    await house.write(READER, "/mute порт")
    assert [topic.label for topic in (await chosen(house)).mutes] == ["#Порт"]


async def test_a_tag_that_begins_with_a_small_word_is_followed_as_it_is(house: House) -> None:
    await house.published(tags=("На часі",))
    await house.write(READER, "/follow на  часі")
    (topic,) = (await chosen(house)).follows
    assert (topic.kind, topic.name) == (TopicKind.TAG, "На часі")


async def test_a_name_under_which_nothing_stands_any_more_is_a_word(house: House) -> None:
    article = await house.published(tags=("Порт",))
    await house.retraction.retract(article.id, by=an_owner(), tell=False)
    await house.write(READER, "/follow порт")
    assert [topic.label for topic in (await chosen(house)).follows] == ["🔎 порт"]


async def test_a_key_or_a_small_word_alone_is_not_offered_to_be_followed(house: House) -> None:
    await house.published(body=("Те саме слово.",))
    for typed in ("рубрика:", "/search автор: тег:", "/search"):
        await house.write(READER, typed)
        assert "Просто напишіть мені слова" in house.telegram.said[-1]
    for typed, offered in (("те", 0), ("слово", 1), ("рубрика:Світ", 0), ("слово рубрика:", 1)):
        await house.write(READER, typed)
        found = [press for press in presses_under(house) if isinstance(press, FollowFound)]
        assert len(found) == offered, typed


async def test_what_a_search_alone_does_not_understand_is_said(house: House) -> None:
    for typed in ("від:31.02.2026", "/search до:завтра"):
        await house.write(READER, typed)
        said = house.telegram.said[-1].replace("\u2060", "")
        assert f"Не зрозумів і пропустив: {typed.split()[-1]}" in said
        assert "Просто напишіть мені слова" in house.telegram.said[-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "typed", "answer"),
    [
        ("uk", "/search рубрика:Немає", "Рубрики «Немає» немає. Є такі: "),
        ("uk", "порт автор:Ковал", "Автора «Ковал» в архіві немає. Схожі: Марта Коваль."),
        ("uk", "тег:море", "Тегу «море» в архіві немає."),
        ("uk", "від:01.05.2026 до:01.04.2026", "пізніший за день у «до:»"),
        ("uk", "крокодил від:31.02", "Дні пишіть так: від:01.05.2026"),
        ("uk", "хар*", "Перед зірочкою потрібно щонайменше чотири літери"),
        ("en", "/search section:Nowhere", "There is no section “Nowhere”. There are: "),
        ("en", "author:Ковал", "There is no author “Ковал” in the archive. Nearest: Марта"),
        ("en", "from:2026-05-01 to:2026-04-01", "later than that of “to:”"),
    ],
)
async def test_a_name_or_a_day_that_there_is_not_is_said(
    house: House, language: str, typed: str, answer: str
) -> None:
    await house.published(author="Марта Коваль")
    await house.write(READER, f"/language {language}")
    await house.write(READER, typed)
    assert answer in house.telegram.said[-1].replace("\u2060", "")


@pytest.mark.parametrize("typed", [f"@{USERNAME} слово", f"Слово, @{USERNAME.upper()}"])
async def test_the_bots_own_name_is_not_looked_for(house: House, typed: str) -> None:
    """As people call it in other chats."""
    await house.published(body=("Те саме слово.",))
    await house.write(READER, typed)
    assert OpenFound in map(type, presses_under(house))
    await house.write(READER, f"@{USERNAME}")
    assert "Просто напишіть мені слова" in house.telegram.said[-1]
    await house.write(READER, f"@{USERNAME}, дякую")
    assert "Прошу!" in house.telegram.said[-1]


@pytest.mark.parametrize("typed", ["/follow і", "/mute На", "/follow я", "/follow як би не це"])
async def test_what_every_article_has_is_not_followed(house: House, typed: str) -> None:
    await house.write(READER, typed)
    assert "мало не в кожній" in house.telegram.said[-1]
    assert await names(house) == ([], [])


async def test_a_word_of_most_of_the_last_articles_is_not_followed(house: House) -> None:
    def archived(headlines: int, last: str) -> list[Reading]:
        return [Reading(Content(f"Порт {n}", body=(last,))) for n in range(headlines)]

    await house.imports.keep(archived(30, "Місто й море."))
    await house.write(READER, "/follow порту")
    assert await names(house) == (["порту"], [])  # of thirty nothing can be told
    await house.imports.keep(archived(30, "Зерно і кораблі."))
    for typed in ("/follow порти", "/mute порт"):
        await house.write(READER, typed)
        assert "мало не в кожній" in house.telegram.said[-1]
    await house.write(READER, "/follow зерно")
    await house.write(READER, "/follow зерно море")
    assert await names(house) == (["зерно", "зерно море", "порту"], [])


async def test_an_author_and_a_tag_are_followed_on_their_pages_of_the_archive(
    house: House,
) -> None:
    await house.published(tags=("Порт",), author="Олена Коваль")
    for kind, label in (("tag", "#Порт"), ("author", "✍️ Олена Коваль")):
        await house.press(READER, ShowNames(kind))
        shelf = next(press for press in presses_under(house) if isinstance(press, Browse))
        await house.press(READER, shelf)
        follow, unfollow = (FollowName(shelf.shelf_id, on=on) for on in (True, False))
        assert follow in presses_under(house)
        await house.press(READER, follow, under=shown_under(house))
        assert label in [topic.label for topic in (await chosen(house)).follows]
        assert unfollow in presses_under(house)
        await house.press(READER, shelf)
        assert unfollow in presses_under(house)
    await house.press(READER, unfollow, under=shown_under(house))
    assert [topic.label for topic in (await chosen(house)).follows] == ["#Порт"]
    await house.press(READER, Browse(await house.section("Світ")))
    assert FollowHere(await house.section("Світ"), on=True) in presses_under(house)
    await house.press(READER, FollowName(404, on=True))
    assert len((await chosen(house)).follows) == 1


async def test_the_list_changes_in_place(house: House) -> None:
    await house.write(READER, "/follow Харків")
    await house.write(READER, "/follow #море")
    await house.press(READER, ShowChosen())
    word = next(t for t in (await chosen(house)).follows if t.kind is TopicKind.WORD)
    said = len(house.telegram.said)
    await house.press(READER, ChooseTopic(word.id, Choice.MUTE), under=shown_under(house))
    assert await names(house) == (["море"], ["Харків"])
    assert ChooseTopic(word.id, Choice.NONE) in presses_under(house)
    assert len(house.telegram.said) == said


async def test_a_topic_that_nobody_has_is_not_chosen(house: House) -> None:
    for press in (ChooseTopic(404, Choice.FOLLOW), ChooseTopic(404, 9)):
        await house.press(READER, press)
        assert "/follow" in (house.telegram.pop_ups[-1] or "")
    assert await names(house) == ([], [])


async def test_no_more_topics_than_a_list_takes(house: House) -> None:
    person = await house.recognition.person(READER)
    for number in range(100):
        topic = tag_topic(f"тег {number}")
        await house.following.choose(person, topic, Choice.FOLLOW, language_code="uk")
    await house.write(READER, "/follow Харків")
    assert "100" in house.telegram.said[-1]
    await house.write(READER, "/mute #тег_5")
    assert len((await chosen(house)).mutes) == 1


async def test_under_an_article_it_is_said_why_it_came_and_what_can_be_chosen(
    house: House,
) -> None:
    article = await house.published(tags=("Море",), author="Олена Коваль")
    await house.write(READER, "/follow Світ")
    await house.press(READER, ShowNamed(article.id))
    assert "Світ" in house.telegram.said[-1]
    tag = tag_topic("море")
    assert ChooseNamed(article.id, tag.mark, Choice.FOLLOW) in presses_under(house)
    under = shown_under(house)
    await house.press(READER, ChooseNamed(article.id, tag.mark, Choice.MUTE), under=under)
    assert await names(house) == ([], ["Море"])
    assert ChooseNamed(article.id, tag.mark, Choice.NONE) in presses_under(house)
    await house.press(READER, ShowNamed(article.id))
    assert "сховали" in house.telegram.said[-1]


async def test_what_an_article_does_not_name_is_not_chosen(house: House) -> None:
    article = await house.published()
    draft = await house.draft(headline="Ще не вийшла")
    for press in (ChooseNamed(article.id, 5, Choice.FOLLOW), ShowNamed(draft.id), ShowNamed(404)):
        said = len(house.telegram.said)
        await house.press(READER, press)
        assert house.telegram.pop_ups[-1]
        assert len(house.telegram.said) == said
    assert await names(house) == ([], [])


async def test_whoever_got_it_for_a_word_is_told_so_in_place_of_unfollowing_the_section(
    house: House,
) -> None:
    article = await house.published()
    await house.write(READER, "/follow Роттердам")
    async with house.storage.writing() as tx:
        await tx.topics.note(article.id, (await chosen(house)).follows, "uk")
    teaser = house.pages.post(Teaser(article, Audience.READER, None), "uk")
    under = markup(teaser.keyboard)
    await house.press(READER, FollowHere(1, on=False), under=under)
    assert "Світ" in "".join(b.text for row in shown_under(house).inline_keyboard for b in row)
    assert await follows(house) == frozenset()


async def test_who_has_stopped_chooses_on_and_gets_nothing_until_they_say_so(
    house: House,
) -> None:
    await house.write(READER, "/start")
    await house.write(READER, "/stop")
    await house.press(READER, FollowHere(1, on=True))
    assert "/start" in (house.telegram.pop_ups[-1] or "")
    await house.write(READER, "/follow Харків")
    assert "/start" in house.telegram.said[-1]
    assert not (await house.recognition.person(READER)).is_active
    await house.write(READER, "/topics")
    assert presses_under(house)[0] == Resume()
    assert "/start" in house.telegram.said[-1]
    await house.press(READER, Resume(), under=shown_under(house))
    person = await house.recognition.person(READER)
    assert (person.is_active, person.follows) == (True, frozenset([1]))
    assert Resume() not in presses_under(house)


async def test_who_pauses_is_told_that_nothing_comes_before_its_end(house: House) -> None:
    await house.published()
    await house.write(READER, "/pause 3 дні")
    for typed in ("/follow Харків", "/topics"):
        await house.write(READER, typed)
        assert "пауза: новин не буде до" in house.telegram.said[-1]
    await house.write(READER, "/follow Світ")
    assert "приходитимуть самі" not in house.telegram.said[-1]


@pytest.mark.parametrize(
    ("pace", "promised"),
    [
        (2, "далі надсилатиму лише термінове"),
        (1, "далі нове буде у ваших добірках"),
        (0, "далі новини приходитимуть самі"),
    ],
)
async def test_the_taste_promises_what_the_reader_has_chosen(
    house: House, pace: int, promised: str
) -> None:
    await house.published()
    await house.write(READER, "/settings")
    await house.press(READER, SetReading("pace", pace), under=shown_under(house))
    await house.write(READER, "/follow Світ")
    assert promised in house.telegram.said[-1]


async def test_an_editor_follows_as_readers_do(house: House) -> None:
    await house.write(EDITOR, "/follow Харків")
    assert [topic.name for topic in (await chosen(house, EDITOR)).follows] == ["Харків"]


async def test_a_topic_that_nobody_has_any_more_is_forgotten(house: House) -> None:
    await house.write(READER, "/follow Харків")
    await house.write(READER, "/follow #море")
    word, tag = sorted((await chosen(house)).follows, key=lambda topic: topic.kind, reverse=True)
    await house.press(READER, ChooseTopic(word.id, Choice.NONE))
    await house.digests.tidy()
    await house.press(READER, ChooseTopic(word.id, Choice.FOLLOW))
    assert [topic.id for topic in (await chosen(house)).follows] == [tag.id]


def test_the_longest_of_these_buttons_fits() -> None:
    assert len(pack(ChooseNamed(10**15, 2**32 - 1, 2))) <= 64
    assert Topic(TopicKind.TAG, "а" * 60).mark < 2**32


@pytest.mark.parametrize("typed", ["Світ", "#море", "Харків"])
async def test_the_desk_gets_a_link_by_which_readers_follow_a_topic(
    house: House, typed: str
) -> None:
    await house.write(EDITOR, f"/follow {typed}")
    _, _, parameter = house.telegram.said[-1].partition("?start=")
    await house.write(READER, "/start")
    await house.write(READER, "/stop")
    await house.write(READER, f"/start {parameter.partition('<')[0]}")
    person = await house.recognition.person(READER)
    assert person.is_active
    assert bool(person.follows) is (typed == "Світ")
    assert len((await chosen(house)).follows) == (typed != "Світ")
    await house.write(READER, f"/follow {typed}")
    assert "?start=" not in house.telegram.said[-1]


async def test_a_link_to_a_section_that_is_gone_is_said(house: House) -> None:
    await house.write(READER, "/start s404")
    assert "рубрики" in house.telegram.said[0]


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["порт Одеси", "#нафта", "автор Марта Коваль", "світ"])
async def test_the_first_thing_that_is_followed_gives_a_taste_of_it(
    house: House, typed: str
) -> None:
    for number in range(4):
        named = {"tags": ("Нафта",), "author": "Марта Коваль", "lead": "У порту Одеси ожило."}
        await house.published(headline=f"Новина {number}", **named)
    await house.published(headline="Зовсім інша", section="СПОРТ", lead="Одеса без порту.")
    await house.write(READER, f"/follow {typed}")
    taste = house.telegram.said[-1]
    assert [f"Новина {number}" in taste for number in range(4)] == [False, True, True, True]
    assert "Зовсім інша" not in taste
    said = len(house.telegram.said)
    await house.write(READER, "/follow термінал")
    assert len(house.telegram.said) == said + 1  # it is not the first


async def test_the_desk_gets_a_links_qr_code_from_a_section_or_a_topic(house: House) -> None:
    await house.write(EDITOR, "/follow #Чорне_море")
    (of_topic,) = [each for each in presses_under(house) if isinstance(each, SendQr)]
    world = await house.section("Світ")
    for press, link in ((of_topic, "?start=t"), (SendQr(world), f"?start=s{world}")):
        await house.press(EDITOR, press, under=markup(((Button("QR", press=press),),)))
        assert f"https://t.me/vistnyk_test_bot{link}" in house.telegram.said[-1]
        photo = house.telegram.of(SendPhoto)[-1].photo
        assert isinstance(photo, BufferedInputFile)
        assert photo.data.startswith(b"\x89PNG")
    for lost in (SendQr(404), SendQr(0, 404)):
        await house.press(EDITOR, lost)
    assert len(house.telegram.of(SendPhoto)) == 2
    await house.write(READER, "/follow #Чорне_море")
    assert not [each for each in presses_under(house) if isinstance(each, SendQr)]
