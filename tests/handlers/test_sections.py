"""Sections by buttons; two people publish together, and both are told."""

from bot.domain.archive_buttons import Browse
from bot.domain.buttons import Follow, Publish, pack
from bot.domain.deed_log import Change, Did
from bot.domain.desk_buttons import (
    AskMerger,
    ChooseMerger,
    ClearHashtag,
    DenyWish,
    EditSection,
    HideSection,
    ListSections,
    MergeSections,
    MoveSection,
    NeedSecond,
    SendSection,
    ShowSection,
)
from bot.domain.feed_buttons import CancelFeedQuestion
from bot.domain.people import Role
from tests import tables
from tests.handlers.house import EDITOR, OWNER, READER, STRANGER, House


async def test_an_owner_says_where_two_people_are_needed(house: House) -> None:
    await house.write(EDITOR, "/sections")
    await house.write(OWNER, "/sections")
    seen, changed = house.telegram.said
    words = (
        "\n\nНатисніть на рубрику, щоб змінити її назву, значок, хештег, місце, канали чи правило."
    )
    assert seen == changed.replace(words, "")
    svit = await house.section("Світ")
    assert pack(ShowSection(svit)) in house.telegram.data_under_last()
    await house.press(OWNER, ShowSection(svit))
    assert pack(NeedSecond(svit, on=True)) in house.telegram.data_under_last()
    await house.press(OWNER, NeedSecond(svit, on=True))
    assert "👀 Публікують удвох" in house.telegram.edits[-1]
    assert pack(NeedSecond(svit, on=False)) in house.telegram.data_under_last()
    await house.press(EDITOR, NeedSecond(svit, on=False))
    assert "лише власник бота або головний редактор" in (house.telegram.pop_ups[-1] or "")


async def test_a_section_is_called_otherwise_and_found_by_its_new_name(house: House) -> None:
    svit = await house.section("Світ")
    draft = await house.draft()
    await house.press(OWNER, EditSection(svit, "name"))
    assert "Надішліть нову назву рубрики" in house.telegram.edits[-1]
    await house.write(OWNER, "КУЛЬТУРА")
    assert "Рубрика «Культура» вже є" in house.telegram.said[-1]
    await house.write(OWNER, "…")
    assert "хоч одна літера або цифра" in house.telegram.said[-1]
    await house.write(OWNER, "П" * 61)
    assert "щонайбільше 60" in house.telegram.said[-1]
    await house.write(OWNER, "Світ і  Європа")
    assert len(house.telegram.said) == 3  # what has changed comes by the ledger
    (told,) = [d for kind, d in tables.notices(house.storage, OWNER) if kind == "section_changed"]
    assert (told["label"], told["hashtag"]) == ("🌍 Світ і Європа", "#Світ_і_Європа")
    written = (await house.publishing.card(draft.id)).article
    assert written.section
    assert written.section.name == "Світ і Європа"
    later = await house.draft(section="СВІТ І ЄВРОПА", headline="Інша новина", lead="Інший лід.")
    assert later.section
    assert later.section.id == svit
    assert await house.questions.open(await house.hire(OWNER, Role.OWNER)) is None
    names = [s.name for s in (await house.recognition.person(READER)).sections]
    assert "Світ і Європа" in names


async def test_an_emoji_is_typed_or_the_question_is_taken_back(house: House) -> None:
    svit = await house.section("Світ")
    owner = await house.hire(OWNER, Role.OWNER)
    await house.press(OWNER, EditSection(svit, "emoji"))
    await house.write(OWNER, "слово")
    assert "Це не схоже на значок" in house.telegram.said[-1]
    await house.write(OWNER, "🪐")
    assert "Це не схоже на значок" in house.telegram.said[-1]
    (done,) = (await house.desk_log.page(0)).deeds
    assert done.changes == (Change("emoji", "🌍", "🪐"),)
    await house.press(OWNER, EditSection(svit, "name"))
    await house.press(OWNER, CancelFeedQuestion())  # an old button, of another question
    assert await house.questions.open(owner)
    await house.press(OWNER, ShowSection(svit))
    assert await house.questions.open(owner) is None
    await house.press(OWNER, ListSections())
    assert "🪐 Світ" in house.telegram.edits[-1]


async def test_a_hidden_section_is_offered_to_its_followers_alone(house: House) -> None:
    svit = await house.section("Світ")
    await house.press(READER, Follow(svit, on=True))
    await house.press(OWNER, HideSection(svit, on=True))
    assert "🙈 Сховано від читачів" in house.telegram.edits[-1]
    for command in ("/topics", "/archive", "/start"):
        for person, offered in ((STRANGER, False), (READER, True)):
            await house.write(person, command)
            data = house.telegram.data_under_last()
            assert (
                bool({f"follow:{svit}:1", f"follow:{svit}:0", pack(Browse(svit))} & {*data})
            ) is offered
    await house.press(OWNER, HideSection(svit, on=False))
    await house.write(STRANGER, "/topics")
    assert pack(Follow(svit, on=True)) in house.telegram.data_under_last()


async def test_whoever_was_a_chief_answers_no_more(house: House) -> None:
    svit = await house.section("Світ")
    await house.hire(EDITOR, Role.CHIEF)
    await house.press(EDITOR, EditSection(svit, "name"))
    await house.hire(EDITOR, Role.EDITOR)
    await house.write(EDITOR, "Планета")
    assert "лише власник бота або головний редактор" in house.telegram.said[-1]
    assert await house.section("Світ") == svit


async def test_an_owner_sends_a_section_to_channels_from_its_page(house: House) -> None:
    channel = await house.channel()
    kultura = await house.section("Культура")
    await house.press(OWNER, ShowSection(kultura))
    assert "Канали: жодного" in house.telegram.edits[-1]
    assert pack(SendSection(kultura, channel.chat_id, on=True)) in house.telegram.data_under_last()
    await house.press(OWNER, SendSection(kultura, channel.chat_id, on=True))
    assert f"Канали: «{channel.title}»" in house.telegram.edits[-1]
    await house.press(OWNER, SendSection(404, channel.chat_id, on=True))
    assert house.telegram.pop_ups[-1] == "Такої рубрики вже немає. Оберіть іншу."
    await house.hire(EDITOR, Role.CHIEF)
    await house.press(EDITOR, ShowSection(kultura))
    assert not [d for d in house.telegram.data_under_last() if d.startswith("sendto")]
    await house.press(OWNER, SendSection(kultura, channel.chat_id, on=False))
    assert "Канали: жодного" in house.telegram.edits[-1]


async def test_a_press_is_a_wish_and_another_persons_press_publishes(house: House) -> None:
    await house.channel()
    draft = await house.draft()
    await house.press(OWNER, NeedSecond(await house.section("Світ"), on=True))
    await house.press(EDITOR, Publish(draft.id, breaking=False))
    assert house.telegram.pop_ups[-1] == "№1 чекає на другу людину: Олена."
    await house.press(EDITOR, Publish(draft.id, breaking=False))
    assert "просите ви самі" in (house.telegram.pop_ups[-1] or "")
    await house.press(OWNER, DenyWish(draft.id))
    assert house.telegram.pop_ups[-1] == "№1 поки не публікується."
    await house.press(OWNER, DenyWish(draft.id))
    assert house.telegram.pop_ups[-1] == "Прохання опублікувати №1 вже не діє."
    await house.write(EDITOR, "/publish 1")
    assert house.telegram.said[-1] == "№1 чекає на другу людину: Олена."
    await house.press(OWNER, Publish(draft.id, breaking=False))
    assert (await house.publishing.card(draft.id)).article.is_published


async def test_a_hashtag_of_its_own_is_typed_and_given_up_by_a_button(house: House) -> None:
    svit = await house.section("Світ")
    draft = await house.draft()
    await house.press(OWNER, EditSection(svit, "hashtag"))
    assert "Зараз: #\u2060Світ" in house.telegram.edits[-1]
    assert pack(ClearHashtag(svit)) not in house.telegram.data_under_last()
    for wrong in ("#два #слова", "2026", "…"):
        await house.write(OWNER, wrong)
        assert "Хештег – це одне слово" in house.telegram.said[-1]
    await house.write(OWNER, "х" * 61)
    assert "щонайбільше 60" in house.telegram.said[-1]
    await house.write(OWNER, "Світ_сьогодні")
    section = (await house.publishing.card(draft.id)).article.section
    assert section
    assert section.hashtag == "#Світ_сьогодні"
    await house.press(OWNER, EditSection(svit, "hashtag"))
    assert pack(ClearHashtag(svit)) in house.telegram.data_under_last()
    await house.press(OWNER, ClearHashtag(svit))
    assert "Хештег: #\u2060Світ\n" in house.telegram.edits[-1]
    assert await house.questions.open(await house.hire(OWNER, Role.OWNER)) is None
    cleared, set_ = (await house.desk_log.page(0)).deeds[:2]
    assert set_.changes == (Change("hashtag", "#Світ", "#Світ_сьогодні"),)
    assert cleared.changes == (Change("hashtag", "#Світ_сьогодні", "#Світ"),)
    await house.press(OWNER, EditSection(svit, "slug"))
    assert house.telegram.pop_ups[-1] == "Такої рубрики вже немає. Оберіть іншу."


async def test_the_order_holds_wherever_sections_are_shown_and_a_second_press_changes_nothing(
    house: House,
) -> None:
    names = [section.name for section in await house.sections()]
    sport = await house.section("Спорт")
    await house.press(OWNER, ShowSection(sport))
    assert pack(MoveSection(sport, 4)) in house.telegram.data_under_last()
    for _ in range(2):
        await house.press(OWNER, MoveSection(sport, 0))
    assert pack(MoveSection(sport, -1)) not in house.telegram.data_under_last()
    moved = ["Спорт", *(name for name in names if name != "Спорт")]
    assert [section.name for section in await house.sections()] == moved
    await house.write(READER, "/topics")
    (first, *_) = house.telegram.data_under_last()
    assert first == pack(Follow(sport, on=True))
    (done,) = (await house.desk_log.page(0)).deeds
    assert done.changes == (Change("place", "6", "1"),)
    await house.press(OWNER, MoveSection(sport, 99))
    last = (await house.sections())[-1]
    assert last.name == "Спорт"
    async with house.storage.writing() as tx:
        new = await tx.sections.add("Одеса", "🗞")
    assert (await house.sections())[-1] == new


async def test_one_section_takes_another_over_once_and_its_page_follows(house: House) -> None:
    await house.hire(EDITOR, Role.CHIEF)
    svit, sport = await house.section("Світ"), await house.section("Спорт")
    await house.press(OWNER, ChooseMerger(sport))
    assert pack(AskMerger(sport, svit)) in house.telegram.data_under_last()
    assert pack(AskMerger(sport, sport)) not in house.telegram.data_under_last()
    await house.press(READER, Follow(sport, on=True))
    await house.press(OWNER, AskMerger(sport, svit))
    asked = house.telegram.edits[-1].replace("\u00a0", " ")
    assert "Перейдуть: 1 читач." in asked
    await house.press(EDITOR, MergeSections(sport, svit))
    assert house.telegram.pop_ups[-1] == "Це може зробити лише власник бота."
    await house.press(OWNER, MergeSections(sport, svit))
    assert "Рубрику «Спорт» приєднано до рубрики «Світ»." in house.telegram.edits[-1]
    assert "🌍 Світ" in house.telegram.said[-1]
    for again in (MergeSections(sport, svit), MergeSections(svit, sport), AskMerger(svit, svit)):
        await house.press(OWNER, again)
        assert house.telegram.pop_ups[-1] == "Такої рубрики вже немає. Оберіть іншу."
    (done,) = (await house.desk_log.page(0)).deeds
    assert (done.did, done.changes) == (Did.SECTIONS_MERGED, (Change("merged", None, "Спорт"),))
    # An old button leads to the one that has taken it over.
    await house.press(OWNER, ShowSection(sport))
    assert "🌍 Світ" in house.telegram.edits[-1]
    person = await house.recognition.person(READER)
    assert person.follows == {svit}
    assert sport not in {section.id for section in person.sections}
