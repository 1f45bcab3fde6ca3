"""Voice messages, videos, recordings and documents: from an editor's phone to a channel."""

from typing import Any

import pytest

from bot.domain.buttons import AskRetraction, Publish, Read, Retract, SetSection, ShowCard
from bot.domain.own_buttons import MakePost
from bot.domain.picture_buttons import CorrectAnew
from bot.domain.press import Press
from tests.builders import SVIT, an_editor, hired
from tests.journeys.desk import IHOR, OLENA, TARAS, Desk
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"


def is_svit(press: Press) -> bool:
    return isinstance(press, SetSection) and press.section_id == SVIT


def is_calm(press: Press) -> bool:
    return isinstance(press, Publish) and not press.breaking


def send(desk: Desk, kind: str, name: str = "файл.bin", **more: Any) -> int:
    return desk.world.send_file(OLENA, name, b"content", kind=kind, **more)


def sent(desk: Desk, message_id: int, kind: str) -> Any:
    message = desk.world.message(OLENA, message_id)
    assert message is not None
    return message[kind]


async def published(desk: Desk) -> int:
    publish = await desk.press(OLENA, is_calm)
    assert isinstance(publish, Publish)
    await desk.settled(publish.article_id)
    return publish.article_id


KINDS = {
    "voice": "голосове повідомлення",
    "video": "відео",
    "animation": "анімація",
    "audio": "аудіозапис",
    "document": "документ",
}


def shows(desk: Desk, chat_id: int, kind: str) -> Any:
    """The file of this kind that a chat shows, if it does."""
    return next((m[kind] for m in desk.world.messages(chat_id) if kind in m), None)


def cards(desk: Desk, *words: str) -> list[dict[str, Any]]:
    return [m for m in desk.posts(OLENA, "чернетка") if all(word in m["text"] for word in words)]


@pytest.mark.slow
async def test_a_file_is_a_post_of_its_own_with_its_words_or_without_any(desk: Desk) -> None:
    channel = await desk.channel()
    for kind, named in KINDS.items():
        alone = send(desk, kind, f"{kind}.pdf")
        await desk.press(OLENA, lambda p, alone=alone: p == MakePost(alone))  # type: ignore[misc]
        await desk.until(lambda named=named: cards(desk, "Вкладення", named))  # type: ignore[misc]
        await desk.press(OLENA, is_svit, "Світ")
        await published(desk)
        post = desk.world.messages(channel)[-1]
        assert (post[kind], post["caption"]) == (sent(desk, alone, kind), "🌍 #Світ")
    asked = desk.world.say(OLENA, "/posts")
    told = await desk.answer(OLENA, asked)
    assert "№1 · 🌍 (без заголовка)" in told["text"], "Telegram gives a voice message no name"
    assert desk.button(OLENA, lambda p: p == ShowCard(1), "№1 · (без заголовка)")
    story = send(desk, "voice", caption="Рух відновили о 7:10. " * 46 + "І далі.")
    await desk.press(OLENA, is_svit, "Світ")
    await desk.press(OLENA, is_calm)
    await desk.until(lambda: desk.posts(OLENA, "⚠️ Опублікувати №6"))
    article_id = await published(desk)
    post = desk.world.messages(channel)[-1]
    assert post["voice"] == sent(desk, story, "voice")
    assert post["caption"].startswith("Рух відновили о 7:10. Рух")
    assert post["caption"].endswith("\n\n🌍 #Світ")
    assert "І далі." not in post["caption"]
    await desk.press(OLENA, lambda p: p == AskRetraction(article_id))
    await desk.press(OLENA, lambda p: isinstance(p, Retract) and not p.tell)
    await desk.withdrawn(article_id)
    assert len(desk.world.messages(channel)) == len(KINDS)


@pytest.mark.slow
async def test_files_in_answer_to_a_card_become_its_article_s_and_a_voice_is_posted_anew(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    card = await desk.paste(a_page(HEADLINE))
    answer: dict[str, Any] = {"reply_to": card["message_id"], "album": "9"}
    files = [send(desk, "document", f"{n}.txt", **answer) for n in (1, 2)]
    await desk.until(lambda: cards(desk, HEADLINE, "Вкладення", "документи"))
    article_id = await published(desk)
    album = desk.world.messages(channel)
    assert [post["document"] for post in album] == [sent(desk, n, "document") for n in files]
    assert album[0]["caption"].startswith(HEADLINE)

    voice = send(desk, "voice", reply_to=card["message_id"])
    await desk.until(lambda: desk.posts(OLENA, "Не в усі дописи Telegram дає поставити нові"))
    assert len(desk.world.messages(channel)) == 2
    await desk.press(OLENA, lambda p: isinstance(p, CorrectAnew))
    await desk.until(lambda: shows(desk, channel, "voice"))
    await desk.settled(article_id)
    (post,) = desk.world.messages(channel)
    assert post["voice"] == sent(desk, voice, "voice")
    assert post["caption"].startswith(HEADLINE)

    video = send(desk, "video", reply_to=card["message_id"])  # a voice message stays one
    await desk.press(OLENA, lambda p: isinstance(p, CorrectAnew) and p.draft_id > article_id + 1)
    await desk.until(lambda: shows(desk, channel, "video"))
    await desk.settled(article_id)
    again = send(desk, "animation", reply_to=card["message_id"])  # in place, without a question
    new = sent(desk, again, "animation")
    await desk.until(lambda: shows(desk, channel, "animation") == new)
    assert sent(desk, video, "video")
    assert len(desk.world.messages(channel)) == 1


@pytest.mark.slow
async def test_what_cannot_stand_beside_a_new_file_gives_way_and_is_named(desk: Desk) -> None:
    card = await desk.paste(a_page(HEADLINE))
    send(desk, "photo", reply_to=card["message_id"])
    await desk.until(lambda: cards(desk, HEADLINE, "Світлини: 1"))
    assert not desk.posts(OLENA, "Прибрано")
    send(desk, "voice", reply_to=card["message_id"])
    (told,) = await desk.until(lambda: desk.posts(OLENA, "Прибрано: 1\N{NO-BREAK SPACE}світлина"))
    assert "тепер голосове повідомлення" in told["text"]


@pytest.mark.slow
async def test_who_sent_a_file_hears_that_it_gave_way_to_one_that_was_shown_first(
    desk: Desk,
) -> None:
    """A voice message takes no other file's place, so that an editor is asked before it stands."""
    channel = await desk.channel()
    card = await desk.paste(a_page(HEADLINE))
    send(desk, "document", "1.bin", reply_to=card["message_id"])
    await desk.until(lambda: cards(desk, HEADLINE, "документ"))
    article_id = await published(desk)
    assert desk.app
    await hired(desk.app.storage, an_editor(IHOR))
    desk.come(IHOR, "Ігор")
    shown = await desk.answer(IHOR, desk.world.say(IHOR, f"/posts {article_id}"))
    desk.world.send_file(IHOR, "2.ogg", b"content", kind="voice", reply_to=shown["message_id"])
    proposal = await desk.press(IHOR, lambda p: isinstance(p, CorrectAnew))
    told = await desk.until(lambda: desk.posts(OLENA, "Ігор змінює файл опублікованої статті №1"))
    assert len(told) == 1
    await desk.until(lambda: shows(desk, channel, "voice"))
    await desk.settled(article_id)
    # What came with a draft is the article's, too.
    send(desk, "animation", reply_to=card["message_id"])
    await desk.press(OLENA, lambda p: isinstance(p, CorrectAnew) and p != proposal)
    await desk.until(lambda: desk.posts(IHOR, "змінює файл опублікованої статті №1"))
    assert len(desk.posts(OLENA, "змінює файл опублікованої")) == 1


@pytest.mark.slow
async def test_a_reader_opens_all_the_attachments_as_an_album(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    send(desk, "photo", "1.jpg", album="7", caption="Суд ухвалив рішення\n\nОсь воно.")
    send(desk, "video", "2.mp4", album="7")
    await desk.until(lambda: cards(desk, "Суд ухвалив рішення", "відео"))
    await desk.press(OLENA, is_svit, "Світ")
    await published(desk)
    await desk.until(lambda: shows(desk, TARAS, "photo"))
    desk.world.faults.add("close_before", method="sendMediaGroup", chat_id=TARAS)
    await desk.press(TARAS, lambda p: isinstance(p, Read))
    words = await desk.until(lambda: [m for m in desk.posts(TARAS, "Ось воно.") if "text" in m])
    *_, photo, video, _ = desk.world.messages(TARAS)
    assert photo["media_group_id"] == video["media_group_id"]
    assert [photo["photo"], video["video"]] == [
        shows(desk, channel, k) for k in ("photo", "video")
    ]
    assert len(words) == 1
