"""The methods of the Bot API that a newsroom's load needs."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.chats import BOT_RIGHTS, USUAL_RIGHTS
from bot.sandbox.rapid.count import Pace, Texts
from bot.sandbox.rapid.rapid_messages import (
    Posted,
    Prepared,
    PrivateMessages,
    RapidChannel,
    chat,
    content_of,
    message_id_of,
    number_of,
    plain,
)
from bot.sandbox.rapid.rapid_refusals import (
    CHAT_NOT_FOUND,
    EMPTY_TEXT,
    NOT_MODIFIED,
    NOTHING_TO_DELETE,
    NOTHING_TO_EDIT,
    NOTHING_TO_FORWARD,
    TOO_OLD_TO_DELETE,
    TRUE,
    Answer,
    done,
    half_done,
)

Parameters = Mapping[str, Any]
_OLDEST_TO_DELETE = 48 * 3600.0  # for whatever a bot may delete, in channels too

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
_ACCEPTED_GIFTS = dict.fromkeys((*_GIFTS, "gifts_from_channels"), False)

# What needs no more than to be heard.
HEARD = (
    "setMyCommands",
    "deleteMyCommands",
    "sendChatAction",
    "pinChatMessage",
    "unpinChatMessage",
)


class Methods:
    """The chats, and what can be done in them."""

    def __init__(self, bot: dict[str, Any]) -> None:
        self._bot = bot
        self._prepared = Prepared(bot)
        self._private = PrivateMessages()
        self.texts = Texts()
        self.pace = Pace()
        self._texts_of: dict[int, int] = {}  # which text stands in a content
        self._photos: dict[int, str] = {}  # in which private message
        self.pop_ups: list[tuple[str, float]] = []  # which press was answered when
        self.keyboards: list[tuple[int, float]] = []  # in which chat buttons alone changed when
        self.channels: dict[int, RapidChannel] = {}
        self.breaks_album = False  # the one that is being sent, in the middle
        self.edits = self.deletes = self.forwards = self.asked_who_it_is = 0
        # Those that Telegram limits, and that faults befall.
        self.paced: dict[str, Callable[[int, Parameters], Answer]] = {
            "sendMessage": self._send,
            "editMessageText": self._edit,
            "editMessageReplyMarkup": self._edit_keyboard,
            "editMessageCaption": self._edit_caption,
            "editMessageMedia": self._edit_media,
            "sendPhoto": self._send_photo,
            "sendMediaGroup": self._send_album,
            "deleteMessage": self._delete,
            "deleteMessages": self._delete_all,
            "forwardMessage": self._forward,
        }
        self.plain: dict[str, Callable[[Parameters], Answer]] = {
            "getMe": self._get_me,
            "getChat": self._get_chat,
            "getChatMember": self._get_member,
            "answerCallbackQuery": self._answer_press,
            **dict.fromkeys(HEARD, lambda _: TRUE),
        }

    def make_older(self, seconds: int, chat_id: int | None, message_id: int | None) -> None:
        if chat_id is None or chat_id > 0:
            self._private.make_older(seconds, message_id)
        for number, channel in self.channels.items():
            if chat_id in (None, number):
                channel.make_older(seconds, message_id)

    def arrivals(self, chats: range) -> list[tuple[int, float]]:
        """When chats got the messages that stand there, in seconds since 1970."""
        posts = [
            (chat_id, posted.sent_at)
            for chat_id, channel in self.channels.items()
            for posted in channel.posts.values()
            if chat_id in chats
        ]
        return posts + self._private.arrivals(chats)

    def newest(self, chats: range) -> dict[int, int]:
        """The number of the newest message that stands in each private chat."""
        return self._private.newest(chats)

    def standing(self, text: int, first: int, last: int) -> list[int]:
        """How many messages with a text each private chat shows now."""
        contents = {content for content, number in self._texts_of.items() if number == text}
        return self._private.standing(contents, first, last)

    def _send(self, chat_id: int, given: Parameters) -> Answer:
        text = given.get("text")
        if not text:
            return EMPTY_TEXT
        number = self.texts.number(text)
        content = content_of(given)
        if chat_id > 0:
            self.texts.all[number].add(chat_id)
            self._texts_of[content] = number
            message_id = self._private.add(chat_id, content)
        else:
            self._keep(number, given)
            message_id = self._channel(chat_id).add(number, content)
        self.pace.add()
        return 200, self._prepared.sent(message_id, chat_id)

    def _send_photo(self, chat_id: int, given: Parameters) -> Answer:
        """By its file id; a text that may be empty stands under it."""
        return done(self._post_photo(chat_id, given, given.get("caption") or ""))

    def _send_album(self, chat_id: int, given: Parameters) -> Answer:
        items = given["media"]
        taken = items[: len(items) // 2] if self.breaks_album else items
        sent = [
            self._post_photo(chat_id, {**item, "photo": item["media"]}, item.get("caption") or "")
            for item in taken
        ]
        if self.breaks_album:
            return half_done(len(taken) + 1)
        return done(sent)

    def _post_photo(self, chat_id: int, given: Parameters, caption: str) -> dict[str, Any]:
        number, photo = self.texts.number(caption), str(given["photo"])
        self._keep(number, {**given, "text": caption})
        content = content_of({**given, "text": caption + photo})
        if chat_id > 0:
            self.texts.all[number].add(chat_id)
            self._texts_of[content] = number
            message_id = self._private.add(chat_id, content)
            self._photos[message_id] = photo
        else:
            message_id = self._channel(chat_id).add(number, content, photo)
        self.pace.add()
        return self._photo(chat_id, message_id, photo, self.texts.all[number].whole or "")

    def _photo(self, chat_id: int, message_id: int, photo: str, text: str) -> dict[str, Any]:
        size = {"file_id": photo, "file_unique_id": photo, "width": 640, "height": 360}
        where = {"chat": chat(chat_id), "from": self._bot, "date": 1}
        return {"message_id": message_id, **where, "photo": [size], "caption": text}

    def _edit_caption(self, chat_id: int, given: Parameters) -> Answer:
        return self._edit_photo(chat_id, given, given.get("caption") or "", None)

    def _edit_media(self, chat_id: int, given: Parameters) -> Answer:
        media = given["media"]
        return self._edit_photo(chat_id, given, media.get("caption") or "", media["media"])

    def _edit_photo(
        self, chat_id: int, given: Parameters, caption: str, photo: str | None
    ) -> Answer:
        message_id = message_id_of(given)
        if self._content_of(chat_id, message_id) is None:
            return NOTHING_TO_EDIT
        if chat_id > 0:
            return self._edit_private_photo(chat_id, given, caption, photo)
        posted = self.channels[chat_id].posts[message_id]
        photo = photo or posted.photo
        content = content_of({**given, "text": caption + photo})
        if posted.content == content:
            return NOT_MODIFIED
        posted.photo = photo
        self._revise(posted, {"parse_mode": "HTML", **given, "text": caption}, content)
        self.edits += 1
        text = self._text_of(chat_id, message_id)
        return done(self._photo(chat_id, message_id, photo, text))

    def _edit_private_photo(
        self, chat_id: int, given: Parameters, caption: str, photo: str | None
    ) -> Answer:
        message_id = message_id_of(given)
        photo = photo or self._photos[message_id]
        content = content_of({**given, "text": caption + photo})
        if self._private.content(message_id) == content:
            return NOT_MODIFIED
        self._photos[message_id] = photo
        self._texts_of[content] = self.texts.number(caption)
        self._private.edit(message_id, content)
        self.edits += 1
        return done(self._photo(chat_id, message_id, photo, "…"))

    def _delete_all(self, chat_id: int, given: Parameters) -> Answer:
        """Those that are not there are passed over."""
        for message_id in given["message_ids"]:
            self._delete(chat_id, {"message_id": message_id})
        return TRUE

    def _edit(self, chat_id: int, given: Parameters) -> Answer:
        message_id = message_id_of(given)
        shown = self._content_of(chat_id, message_id)
        if shown is None:
            return NOTHING_TO_EDIT
        if not given.get("text"):
            return EMPTY_TEXT
        content = content_of(given)
        if shown == content:
            return NOT_MODIFIED
        if chat_id > 0:
            self._texts_of[content] = self.texts.number(given["text"])
            self._private.edit(message_id, content)
        else:
            self._revise(self.channels[chat_id].posts[message_id], given, content)
        self.edits += 1
        return 200, self._prepared.sent(message_id, chat_id)

    def _edit_keyboard(self, chat_id: int, given: Parameters) -> Answer:
        """Only in private chats, where a press changes the buttons under which it stands."""
        message_id = message_id_of(given)
        if not self._private.stands(chat_id, message_id):
            return NOTHING_TO_EDIT
        self.keyboards.append((chat_id, time.time()))
        self.edits += 1
        return 200, self._prepared.sent(message_id, chat_id)

    def _answer_press(self, given: Parameters) -> Answer:
        self.pop_ups.append((str(given.get("callback_query_id")), time.time()))
        return TRUE

    def _revise(self, posted: Posted, given: Parameters, content: int) -> None:
        posted.text = self.texts.number(given["text"])
        posted.content = content
        posted.revision += 1
        self._keep(posted.text, given)

    def _delete(self, chat_id: int, given: Parameters) -> Answer:
        message_id = message_id_of(given)
        if self._content_of(chat_id, message_id) is None:
            return NOTHING_TO_DELETE
        if self._age(chat_id, message_id) > _OLDEST_TO_DELETE:
            return TOO_OLD_TO_DELETE
        if chat_id > 0:
            self._private.delete(message_id)
        else:
            self.channels[chat_id].delete(message_id)
        self.deletes += 1
        return TRUE

    def _forward(self, chat_id: int, given: Parameters) -> Answer:
        """Show a message once more, with the text that it has now."""
        source, message_id = number_of(given.get("from_chat_id")), message_id_of(given)
        if source is None:
            return CHAT_NOT_FOUND
        if self._content_of(source, message_id) is None:
            return NOTHING_TO_FORWARD
        text = self._text_of(source, message_id)
        posted = self.channels[source].posts.get(message_id) if source < 0 else None
        self.forwards += 1
        if chat_id > 0:
            copy = self._private.add(chat_id, 0)
        else:
            number = self.texts.number(text)
            self.texts.all[number].whole = text
            copy = self._channel(chat_id).add(number, 0)
        origin = {"type": "channel", "chat": chat(source), "message_id": message_id, "date": 1}
        if posted and posted.photo:
            shown = self._photo(chat_id, copy, posted.photo, text)
            return done(shown | {"forward_origin": origin})
        return done(
            {
                "message_id": copy,
                "from": self._bot,
                "chat": chat(chat_id),
                "date": 1,
                "forward_origin": origin,
                "text": text,
            }
        )

    def _keep(self, number: int, given: Parameters) -> None:
        """Keep the text of a channel's post: it may be forwarded."""
        text = self.texts.all[number]
        if text.whole is None:
            text.whole = plain(given["text"], given.get("parse_mode") or "")

    def _text_of(self, chat_id: int, message_id: int) -> str:
        if chat_id > 0:
            return "…"  # texts of private chats are not kept
        return self.texts.all[self.channels[chat_id].posts[message_id].text].whole or ""

    def _content_of(self, chat_id: int, message_id: int) -> int | None:
        """What a message shows; None where there is no such message."""
        if chat_id > 0:
            stands = self._private.stands(chat_id, message_id)
            return self._private.content(message_id) if stands else None
        channel = self.channels.get(chat_id)
        posted = channel.posts.get(message_id) if channel else None
        return posted.content if posted else None

    def _age(self, chat_id: int, message_id: int) -> float:
        if chat_id > 0:
            return self._private.age(message_id)
        return self.channels[chat_id].age(message_id)

    def _channel(self, chat_id: int) -> RapidChannel:
        channel = self.channels.get(chat_id)
        if channel is None:
            channel = self.channels[chat_id] = RapidChannel()
        return channel

    def _get_me(self, _: Parameters) -> Answer:
        self.asked_who_it_is += 1
        return done(self._bot | {"can_join_groups": True, "can_read_all_group_messages": False})

    def _get_chat(self, given: Parameters) -> Answer:
        chat_id = number_of(given.get("chat_id"))
        if chat_id is None:
            return CHAT_NOT_FOUND
        return done(
            chat(chat_id)
            | {"accent_color_id": 0, "max_reaction_count": 11}
            | {"accepted_gift_types": _ACCEPTED_GIFTS}
        )

    def _get_member(self, given: Parameters) -> Answer:
        """The bot may do everything in every channel; anybody else is a member."""
        if number_of(given.get("user_id")) != self._bot["id"]:
            person = {"id": given.get("user_id"), "is_bot": False, "first_name": "Читач"}
            return done({"status": "member", "user": person})
        rights = {right: right in USUAL_RIGHTS for right in (*BOT_RIGHTS, "can_pin_messages")}
        flags = {"can_be_edited": False, "is_anonymous": False, "can_manage_chat": True}
        return done({"status": "administrator", "user": self._bot, **flags, **rights})
