"""What Telegram refuses of a rich message is shown otherwise, and not tried again and again."""

from collections.abc import Sequence

import pytest

from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.delivery.rich_replies import RichReplies
from bot.domain.api_answers import Lost, NotSent, Refusal
from bot.domain.picture import Medium
from bot.domain.rich_post import FileBlock, Heading, RichPost

PICTURES = RichPost((Heading("Порт", 1), FileBlock(Medium.PHOTO, "https://news.example/1.jpg")))
PLAIN = RichPost((Heading("Порт", 1),))
BEGINNING = RichPost((Heading("Порт", 1), Heading("Початок", 3)))
FORMS = ((PICTURES,), (PLAIN,))
NO_METHOD = Refusal(404, "Not Found")
NO_PICTURE = Refusal(400, "Bad Request: RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND")
BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")


class Sender(ReplySender):
    """Answers with `answers` in turn, and takes whatever comes then."""

    def __init__(self, *answers: Refusal | NotSent | Lost | None) -> None:
        self.answers = list(answers)
        self.tried: list[RichPost] = []
        self.stand: dict[int, RichPost] = {}
        self.deletes = True

    async def send_rich(self, chat_id: int, post: RichPost) -> int:  # noqa: ARG002
        self.tried.append(post)
        if self.answers and (answer := self.answers.pop(0)):
            raise NotTakenError(answer)
        self.stand[len(self.tried)] = post
        return len(self.tried)

    async def edit_rich(self, chat_id: int, message_id: int, post: RichPost) -> None:  # noqa: ARG002
        await self.send_rich(chat_id, post)

    async def ask(self, method: str, **parameters: object) -> None:
        assert (method, parameters["chat_id"]) == ("deleteMessages", 5)
        if not self.deletes:
            raise NotTakenError(Lost("no answer"))
        gone = parameters["message_ids"]
        assert isinstance(gone, list)
        for number in gone:
            del self.stand[number]


async def shown(
    sender: Sender, times: int = 1, text: Sequence[int] = (7, 1)
) -> tuple[RichReplies, list[bool]]:
    replies = RichReplies(sender)
    return replies, [await replies.send(5, (text[0], text[1]), FORMS) for _ in range(times)]


async def test_an_article_comes_with_its_pictures() -> None:
    sender = Sender()
    _, done = await shown(sender)
    assert done == [True]
    assert sender.tried == [PICTURES]


async def test_a_picture_that_telegram_cannot_have_is_left_out_from_then_on() -> None:
    sender = Sender(NO_PICTURE)
    replies, done = await shown(sender, times=2)
    assert done == [True, True]
    assert sender.tried == [PICTURES, PLAIN, PLAIN]
    assert await replies.edit(5, 1, (7, 1), (PICTURES, PLAIN))
    assert sender.tried[-1] == PLAIN
    assert await replies.send(5, (7, 2), FORMS)
    assert sender.tried[-1] == PICTURES, "another revision is another text"


async def test_what_is_refused_in_each_form_is_not_tried_again() -> None:
    sender = Sender(NO_PICTURE, Refusal(400, "Bad Request: RICH_MESSAGE_URL_INVALID"))
    replies, done = await shown(sender, times=2)
    assert done == [False, False]
    assert sender.tried == [PICTURES, PLAIN]
    assert await replies.send(5, (8, 1), FORMS), "others are"


@pytest.mark.parametrize("deletes", [True, False])
async def test_what_stands_there_of_a_refused_form_gives_way(deletes: bool) -> None:  # noqa: FBT001
    """Pictures stand in the later messages: one is refused where the first is shown already."""
    sender = Sender(None, NO_PICTURE)
    sender.deletes = deletes
    replies = RichReplies(sender)
    assert await replies.send(5, (7, 1), ((BEGINNING, PICTURES), (BEGINNING, PLAIN)))
    left = [] if deletes else [BEGINNING]
    assert list(sender.stand.values()) == [*left, BEGINNING, PLAIN]


async def test_of_a_form_that_is_the_last_one_nothing_stays() -> None:
    """It comes in pages then, from its start."""
    sender = Sender(None, NO_PICTURE)
    assert not await RichReplies(sender).send(5, (7, 1), ((BEGINNING, PICTURES),))
    assert not sender.stand


async def test_what_is_shown_stays_where_nothing_comes_instead() -> None:
    sender = Sender(None, Lost("no answer"))
    with pytest.raises(NotTakenError):
        await RichReplies(sender).send(5, (7, 1), ((BEGINNING, PICTURES),))
    assert list(sender.stand.values()) == [BEGINNING]


async def test_a_server_that_knows_no_rich_messages_is_asked_once() -> None:
    sender = Sender(NO_METHOD)
    replies, done = await shown(sender)
    assert done == [False]
    assert not replies.is_known
    assert not await replies.send(5, (8, 1), FORMS)
    assert sender.tried == [PICTURES]


@pytest.mark.parametrize("answer", [BLOCKED, Lost("no answer"), NotSent("no line")])
async def test_what_is_not_about_the_article_is_told(answer: Refusal | Lost | NotSent) -> None:
    replies = RichReplies(Sender(answer))
    with pytest.raises(NotTakenError):
        await replies.send(5, (7, 1), FORMS)
    assert await replies.send(5, (7, 1), FORMS)
