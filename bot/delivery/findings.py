"""What a look-up has found: the post, the same changed by hand, or the messages of an album."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.domain.delivery import Absent, Delivery, Outcome, Partial, Shown, Undecided
from bot.domain.fingerprints import Likeness, Print
from bot.domain.picture import Medium, marked, medium_of
from bot.domain.reasons import Reason, ReasonCode

# Of an animation Telegram says that it is a document besides.
_TOLD: Final = sorted(Medium, key=Medium.DOCUMENT.__eq__)


@dataclass(slots=True)
class Findings:
    """Of a channel's messages, those that are the delivery's post, or look like it.

    `guessed`: how it was sent is not known, and others that are not known stand beside it.
    """

    sent: Print
    delivery: Delivery
    guessed: bool = False
    edited: list[Shown] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)  # an album's messages, by their pictures
    kept_back: list[int] = field(default_factory=list)  # are there, and cannot be looked at
    why: Reason | None = None

    def take(self, message_id: int, seen: Mapping[str, Any]) -> Shown | None:
        """Look at a message; the post as it was sent, if it is that, or the last of its album."""
        if len(self.delivery.sent_pictures) > 1:
            if part := self._part(seen):
                self.parts.setdefault(part, message_id)
            elif self.guessed and seen.get("caption"):  # its words, under what was uploaded then
                self.edited += filter(None, [self._alike(message_id, seen)])
            return self._whole() if len(self.parts) == len(self.delivery.sent_pictures) else None
        found = self._alike(message_id, seen)
        if found and not found.by_hand:
            return found
        self.edited += filter(None, [found])
        return None

    def pass_over(self, message_id: int, why: Reason) -> Undecided | None:
        """A message that nobody can look at; undecided, if there are more than the post has."""
        self.kept_back.append(message_id)
        self.why = why
        return Undecided(why) if len(self.kept_back) > self._messages else None

    def instead_of(self, outcome: Outcome) -> Outcome:
        """What the look comes to where the post as it was sent was not found."""
        if not isinstance(outcome, Absent | Undecided):
            return outcome
        if isinstance(outcome, Absent) and self.why:
            whole = len(self.kept_back) == self._messages and not self.guessed
            return Undecided(self.why, may_be=tuple(self.kept_back) if whole else ())
        if self.guessed and (self.parts or self.edited):
            return Undecided(Reason(ReasonCode.ALIKE))
        if self.parts:
            pictures = self._in_order()
            ids = tuple(self.parts[picture] for picture in pictures)
            return Partial(ids, pictures, Reason(ReasonCode.ALBUM_PARTIAL))
        if len(self.edited) > 1:
            return Undecided(Reason(ReasonCode.SEVERAL_ALIKE))
        return self.edited[0] if self.edited else outcome

    def _alike(self, message_id: int, seen: Mapping[str, Any]) -> Shown | None:
        likeness = self.sent.likeness(Print.of_message(seen))
        pictures, sent = _pictures_in(seen), self.delivery.sent_pictures
        if likeness is Likeness.OTHER or (sent and not pictures):
            return None  # a photo cannot have become a text
        same = tuple(picture for picture in sent if picture in pictures)
        if not same and any(medium_of(one) is not Medium.PHOTO for one in sent):
            return None  # under a recording may stand no word of its own
        replaced = bool(pictures) and not same and not self.guessed
        by_hand = likeness is Likeness.EDITED or replaced
        return Shown(
            message_id, self._revision, by_hand=by_hand, pictures=same or tuple(pictures[-1:])
        )

    def _part(self, seen: Mapping[str, Any]) -> str | None:
        """The picture of the album that a message shows: with its words, or with none."""
        if seen.get("caption") and self.sent.likeness(Print.of_message(seen)) is Likeness.OTHER:
            return None
        shown = _pictures_in(seen)
        return next((one for one in self.delivery.sent_pictures if one in shown), None)

    def _whole(self) -> Shown:
        pictures = self._in_order()
        first, *more = (self.parts[picture] for picture in pictures)
        return Shown(first, self._revision, more_ids=tuple(more), pictures=pictures)

    def _in_order(self) -> tuple[str, ...]:
        return tuple(one for one in self.delivery.sent_pictures if one in self.parts)

    @property
    def _messages(self) -> int:
        return max(1, len(self.delivery.sent_pictures))

    @property
    def _revision(self) -> int:
        return self.delivery.sent_revision or 1


def _pictures_in(seen: Mapping[str, Any]) -> list[str]:
    """The unique ids of a photo in all its sizes, the largest last, or of another file."""
    medium = next((one for one in _TOLD if seen.get(one)), Medium.PHOTO)
    files = seen.get(medium)
    files = files if isinstance(files, list) else [files]
    ids = (file.get("file_unique_id") for file in files if isinstance(file, Mapping))
    return [marked(medium, unique_id) for unique_id in ids if isinstance(unique_id, str)]
