"""What the desk lives through."""

from collections.abc import Callable

import pytest

from bot.domain.buttons import (
    AddLink,
    ChooseSection,
    Correct,
    Discard,
    Invite,
    KeepApart,
    MakeSection,
    Publish,
    ResumeChannel,
    RouteSection,
    SetSection,
    ShowChannel,
    TakeChannel,
)
from bot.domain.field_buttons import EditField, OpenFields, TakeLine
from tests.journeys.desk import IHOR, OLENA, TARAS, Desk
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"


def is_publish(press: object) -> bool:
    return isinstance(press, Publish) and not press.breaking


async def test_a_correction_edits_every_post_in_place(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)
    (before,) = desk.posts(channel, HEADLINE)

    card = await desk.paste(a_page(lead="Перші кораблі без викидів причалять узимку"))
    assert "№1" in card["text"]
    await desk.press(OLENA, lambda p: isinstance(p, Correct), "Виправити №1")
    (post,) = await desk.until(lambda: desk.posts(channel, "узимку"))
    await desk.until(lambda: desk.posts(TARAS, "узимку"))
    assert post["message_id"] == before["message_id"]
    assert len(desk.posts(channel, HEADLINE)) == 1
    assert len(desk.posts(TARAS, HEADLINE)) == 1


@pytest.mark.slow
async def test_a_typed_correction_asks_for_the_page(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.settled(await desk.publish(a_page()))
    desk.world.say(OLENA, "/correct 1")
    asked = desk.last_id(OLENA)
    await desk.until(lambda: desk.after(OLENA, asked))
    await desk.paste(a_page("Роттердам відкрив термінал без викидів", date="11.05.2023, 08:00"))
    await desk.press(OLENA, lambda p: isinstance(p, Correct))
    await desk.until(lambda: desk.posts(channel, "термінал без викидів"))
    assert not desk.posts(channel, HEADLINE)


@pytest.mark.slow
async def test_a_changed_page_may_be_a_new_article_after_all(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.settled(await desk.publish(a_page()))
    await desk.paste(a_page(lead="Зовсім інша історія про той самий порт"))
    await desk.press(OLENA, lambda p: isinstance(p, KeepApart))
    await desk.press(OLENA, is_publish)
    await desk.until(lambda: len(desk.posts(channel, HEADLINE)) == 2)


@pytest.mark.slow
async def test_the_same_page_pasted_again_opens_the_same_card(desk: Desk) -> None:
    first = await desk.paste(a_page())
    again = await desk.paste(a_page().replace("\n", "\r\n"))
    assert again["text"] == first["text"]
    assert "№1" in again["text"]


async def test_two_editors_press_at_once_and_it_is_published_once(desk: Desk) -> None:
    channel = await desk.channel()
    desk.world.say(OLENA, "/team")
    await desk.press(OLENA, lambda p: isinstance(p, Invite), "")
    (invitation,) = await desk.until(lambda: desk.posts(OLENA, "?start=i"))
    link = next(w for w in invitation["text"].split() if "?start=i" in w)
    desk.come(IHOR, "Ігор")
    desk.world.open_link(IHOR, link)
    await desk.until(lambda: desk.texts(IHOR)[1:])

    await desk.paste(a_page())
    await desk.paste(a_page(), by=IHOR)
    await desk.until(lambda: desk.button(OLENA, is_publish) and desk.button(IHOR, is_publish))
    for person in (OLENA, IHOR):
        message_id, data = desk.button(person, is_publish) or (0, "")
        desk.world.press(person, person, message_id, data)
    await desk.until(lambda: len(desk.popups(OLENA)) > 1 and desk.popups(IHOR))
    await desk.settled(1)
    assert len(desk.posts(channel, HEADLINE)) == 1


async def test_an_invitation_works_once(desk: Desk) -> None:
    desk.world.say(OLENA, "/team")
    await desk.press(OLENA, lambda p: isinstance(p, Invite))
    (invitation,) = await desk.until(lambda: desk.posts(OLENA, "?start=i"))
    link = next(w for w in invitation["text"].split() if "?start=i" in w)
    desk.come(IHOR, "Ігор")
    desk.come(TARAS, "Тарас")
    desk.world.open_link(IHOR, link)
    await desk.until(lambda: desk.texts(IHOR)[1:])
    desk.world.open_link(TARAS, link)
    await desk.until(lambda: desk.texts(TARAS)[1:])
    assert desk.app is not None
    assert await desk.app.team.editor(IHOR)
    assert not await desk.app.team.editor(TARAS)


@pytest.mark.slow
async def test_an_unknown_section_is_made_or_another_is_chosen(desk: Desk) -> None:
    await desk.paste(a_page(section="ТЕХНОЛОГІЇ"))
    assert not desk.button(OLENA, is_publish)
    await desk.press(OLENA, lambda p: isinstance(p, MakeSection), "Технології")
    await desk.until(lambda: desk.button(OLENA, is_publish))

    await desk.paste(a_page("Друга новина без рубрики", section="РІЗНЕ"))
    await desk.press(OLENA, lambda p: isinstance(p, ChooseSection) and p.article_id == 2)
    await desk.press(
        OLENA, lambda p: isinstance(p, SetSection) and p.article_id == 2, "Технології"
    )
    await desk.press(OLENA, lambda p: p == Publish(2, breaking=False))
    await desk.press(OLENA, lambda p: isinstance(p, Publish) and p.asked != 0)
    await desk.settled(2)


async def test_a_link_is_asked_for_and_added(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.paste(a_page())
    await desk.press(OLENA, lambda p: isinstance(p, AddLink))
    asked = desk.last_id(OLENA)
    await desk.until(lambda: desk.after(OLENA, asked))
    card = await desk.paste("https://example.com/port")
    assert "example.com/port" in card["text"]
    await desk.press(OLENA, is_publish)
    (post,) = await desk.until(lambda: desk.posts(channel, HEADLINE))
    assert "https://example.com/port" in [e.get("url") for e in post["entities"]]


async def test_a_question_says_that_it_is_over_and_loses_its_buttons(desk: Desk) -> None:
    await desk.channel()
    await desk.paste(a_page())
    for ends in ("отримано", "вже не треба"):
        before = desk.last_id(OLENA)
        await desk.press(OLENA, lambda p: isinstance(p, AddLink))
        question = await desk.answer(OLENA, before)
        if ends == "отримано":
            await desk.paste("https://example.com/port")
        else:
            await desk.press(OLENA, is_publish)
        (over,) = await desk.until(lambda ends=ends: desk.posts(OLENA, ends))  # type: ignore[misc]
        assert over["message_id"] == question["message_id"]
        assert not over.get("reply_markup", {}).get("inline_keyboard")


async def test_a_discarded_draft_is_not_published_and_comes_back_when_pasted_again(
    desk: Desk,
) -> None:
    await desk.paste(a_page())
    await desk.press(OLENA, lambda p: isinstance(p, Discard))
    await desk.until(lambda: not desk.button(OLENA, is_publish))
    desk.world.say(OLENA, "/publish 1")
    said = desk.last_id(OLENA)
    await desk.until(lambda: desk.after(OLENA, said))
    await desk.paste(a_page())
    await desk.until(lambda: desk.button(OLENA, is_publish))


@pytest.mark.slow
async def test_typed_commands_do_what_the_buttons_do(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.paste(a_page())
    desk.world.say(OLENA, "/drafts")
    await desk.until(lambda: desk.posts(OLENA, HEADLINE)[1:])
    desk.world.say(OLENA, "/publish 1")
    await desk.until(lambda: desk.posts(channel, HEADLINE))
    await desk.settled(1)
    desk.world.say(OLENA, "/status 1")
    said = desk.last_id(OLENA)
    status = await desk.until(lambda: desk.after(OLENA, said))
    assert "Світ" in status["text"]


@pytest.mark.slow
async def test_a_page_that_telegram_split_is_one_article(desk: Desk) -> None:
    paragraph = "Портовики пояснюють, як працюватиме термінал і скільки він заощадить. " * 12
    body = "\n\n".join(f"{n}. {paragraph}".strip() for n in range(12))
    page = a_page(body=body)
    assert len(page) > 2 * 4096
    await desk.channel()
    await desk.paste(page)
    await desk.press(OLENA, is_publish)
    await desk.settled(1)
    assert desk.app is not None
    article = await desk.app.archive.article(1)
    assert len(article.content.body) == 12
    assert article.content.author == "Марія Коваль"


async def test_a_text_file_is_a_page(desk: Desk) -> None:
    desk.world.send_file(OLENA, "page.txt", a_page().encode())
    await desk.until(lambda: desk.button(OLENA, is_publish))


@pytest.mark.slow
async def test_what_is_no_article_is_refused_in_words_and_nothing_breaks(desk: Desk) -> None:
    world = desk.world
    sends: tuple[Callable[[], int], ...] = (
        lambda: world.say(OLENA, "Привіт, як справи?"),
        lambda: world.say(OLENA, "слово " * 18_500),
        lambda: world.send_file(OLENA, "film.txt", b"x", stated_size=60_000_000),
        lambda: world.send_file(OLENA, "photo.jpg", b"\xff\xd8\xff\x00\x00"),
        lambda: world.send_sticker(OLENA),
    )
    for send in sends:
        answer = await desk.answer(OLENA, send())
        assert not desk.button(OLENA, is_publish), answer
    assert not desk.world.calls("getFile")
    await desk.paste(a_page())
    assert desk.button(OLENA, is_publish)


@pytest.mark.slow
async def test_a_channel_that_somebody_else_adds_gets_nothing_until_an_owner_agrees(
    desk: Desk,
) -> None:
    desk.come(TARAS, "Тарас")
    channel = desk.world.add_channel("Чужий канал", owner=TARAS)
    desk.world.set_bot_rights(channel, TARAS)
    await desk.until(lambda: desk.posts(OLENA, "Чужий канал"))
    await desk.settled(await desk.publish(a_page(), in_doubt=True))
    assert not desk.world.messages(channel)

    await desk.press(OLENA, lambda p: isinstance(p, TakeChannel) and p.taken)
    await desk.press(OLENA, lambda p: isinstance(p, RouteSection) and p.chat_id == channel, "Світ")
    await desk.settled(await desk.publish(a_page("Друга новина зі світу")))
    assert len(desk.world.messages(channel)) == 1


async def test_lost_rights_are_told_and_the_queue_is_kept(desk: Desk) -> None:
    channel = await desk.channel()
    desk.world.set_bot_rights(channel, OLENA, can_post_messages=False)
    await desk.until(lambda: [t for t in desk.texts(OLENA)[1:] if "Світ" in t and "прав" in t])
    await desk.publish(a_page(), in_doubt=True)
    await desk.until(lambda: desk.posts(OLENA, "№1 · опубліковано"))
    assert not desk.world.messages(channel)
    desk.world.set_bot_rights(channel, OLENA, can_post_messages=True)
    await desk.until(lambda: desk.posts(channel, HEADLINE))


async def test_a_draft_s_card_knows_when_its_channel_takes_no_posts_or_is_gone(desk: Desk) -> None:
    channel = await desk.channel()
    card = await desk.paste(a_page())
    assert "Куди піде: «Світ»" in card["text"]
    found = desk.button(OLENA, is_publish)
    assert found
    desk.world.set_bot_rights(channel, OLENA, can_post_messages=False)
    await desk.until(lambda: desk.posts(OLENA, "Бот не має права публікувати там"))
    desk.world.set_bot_rights(channel, OLENA, status="left")
    await desk.until(lambda: desk.posts(OLENA, "Куди піде: каналів для рубрики немає"))
    desk.world.press(OLENA, OLENA, *found)  # where it was to go when that was drawn, it cannot
    await desk.until(lambda: [said for said in desk.popups(OLENA) if "застаріла" in said])
    assert desk.posts(OLENA, "№1 · чернетка")


@pytest.mark.slow
async def test_a_channel_that_telegram_refused_is_paused_told_and_tried_again_by_a_press(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    words = "Bad Request: not enough rights to send text messages to the chat"
    desk.world.faults.add("refuse", method="sendMessage", chat_id=channel, description=words)
    await desk.publish(a_page())
    await desk.until(lambda: [t for t in desk.texts(OLENA)[1:] if "Світ" in t and "прав" in t])
    assert not desk.posts(channel, HEADLINE)
    desk.world.say(OLENA, "/channels")
    await desk.press(OLENA, lambda p: p == ShowChannel(channel))
    await desk.press(OLENA, lambda p: p == ResumeChannel(channel))
    await desk.until(lambda: desk.posts(channel, HEADLINE))


@pytest.mark.slow
async def test_fields_that_the_page_hides_are_set_by_buttons_and_by_typing(desk: Desk) -> None:
    channel = await desk.channel()
    card = await desk.paste(
        f"{HEADLINE}\n\nСВІТ\n{HEADLINE}\n\n{HEADLINE}, де вантажать без викидів.\n\n"
        "Причал будували чотири роки.\n\nПерші кораблі прийдуть восени."
    )
    assert "Дата: не вказано" in card["text"]
    await desk.press(OLENA, lambda p: isinstance(p, OpenFields))
    await desk.press(OLENA, lambda p: isinstance(p, EditField) and p.field == "lead")
    await desk.press(OLENA, lambda p: isinstance(p, TakeLine), "Причал будували")
    await desk.until(lambda: desk.posts(OLENA, "Лід: Причал будували"))
    await desk.until(lambda: [c for c in desk.posts(OLENA, "Куди піде") if "Причал" in c["text"]])
    await desk.press(OLENA, lambda p: isinstance(p, EditField) and p.field == "date")
    await desk.until(lambda: desk.posts(OLENA, "Надішліть дату"))
    card = await desk.paste("10.05.2023 15:25")
    assert "Дата: 10 травня 2023, 15:25" in card["text"]
    await desk.press(OLENA, is_publish)
    (post,) = await desk.until(lambda: desk.posts(channel, HEADLINE))
    assert "Причал будували чотири роки." in post["text"]
