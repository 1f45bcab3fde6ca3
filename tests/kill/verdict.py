"""The count at the end: what Telegram's stand-in accepted against what the ledger says."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.reasons import ReasonCode
from bot.sandbox.rapid.process import RapidProcess
from tests.kill.house import PICTURES, Claim, House, Row
from tests.kill.plan import Moment

# After these nobody knows whether a message arrived; after the first two it has.
_ARRIVED = ("close_after", "restart")
_DOUBTFUL = (*_ARRIVED, "close_before", "server_error")
_SHOWN_AT_MOST = 20
_LEAD = "Перші кораблі"  # stands in teasers alone


@dataclass(slots=True)
class Story:
    """An article of the run, and what has become of it."""

    article_id: int
    name: str  # stands in the headline of every revision
    revision: int = 1
    retracted: bool = False

    @property
    def newest(self) -> str:
        """The words that only the newest revision has."""
        if self.revision == 1:
            return "відкрив зелений термінал"
        return f"відкриє термінал пізніше (уточнення {self.revision - 1})"


@dataclass(frozen=True, slots=True)
class InHand:
    """How many sends a process had taken and not yet written down when it died."""

    channels: int = 0
    readers: int = 0

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> "InHand":
        found = Counter(claim.audience for claim in claims)
        return cls(found["channel"], found["reader"])

    def __add__(self, other: "InHand") -> "InHand":
        return InHand(self.channels + other.channels, self.readers + other.readers)


@dataclass
class Verdict:
    """Figures, and every point on which the ledger and Telegram do not agree."""

    killed: Sequence[tuple[Moment, InHand]]
    server: Mapping[str, Any]
    stories: Sequence[Story]
    channel_posts: int = 0
    channels_lost: int = 0
    channels_doubled: int = 0
    photos: int = 0
    photos_lost: int = 0
    photos_doubled: int = 0
    reader_messages: int = 0
    blocked: int = 0
    readers_lost: int = 0
    readers_doubled: int = 0
    copies_too_many: int = 0
    maybe_twice: int = 0
    outdated: int = 0
    still_shown: int = 0
    beyond_reach: int = 0
    disagreements: list[str] = field(default_factory=list)

    @property
    def corrections(self) -> int:
        return sum(story.revision - 1 for story in self.stories)

    @property
    def retractions(self) -> int:
        return sum(story.retracted for story in self.stories)

    @property
    def in_hand(self) -> InHand:
        return sum((in_hand for _, in_hand in self.killed), InHand())

    @property
    def allowed_twice(self) -> int:
        """No more than so many messages may have come once more."""
        return self.in_hand.readers + self._faults(_ARRIVED)

    @property
    def allowed_doubts(self) -> int:
        return self.in_hand.readers + self._faults(_DOUBTFUL)

    def _faults(self, kinds: Iterable[str]) -> int:
        return sum(self.server["faults"].get(kind, 0) for kind in kinds)

    def faults(self) -> list[str]:
        """Whatever must not be, in words; none where all is well."""
        found = list(self.disagreements)
        wrong = {
            "channel posts lost": self.channels_lost,
            "channel posts doubled": self.channels_doubled,
            "photos lost": self.photos_lost,
            "photos doubled": self.photos_doubled,
            "reader messages lost": self.readers_lost,
            "more copies than were in doubt": max(0, self.copies_too_many - self.allowed_twice),
            "chats that do not show the newest revision": self.outdated,
            "messages that show what was taken back": self.still_shown,
            "more copies beyond reach than were in doubt": max(
                0, self.beyond_reach - self.allowed_doubts
            ),
            "more rows in doubt than doubts": max(0, self.maybe_twice - self.allowed_doubts),
        }
        return found + [f"{words}: {number}" for words, number in wrong.items() if number]

    def table(self) -> str:
        moments = Counter(moment for moment, _ in self.killed)
        lines = [("kills", str(len(self.killed)))]
        lines += [(f"  {moment}", str(number)) for moment, number in moments.most_common()]
        lines += [
            ("in hand at the kills", f"{self.in_hand.channels} + {self.in_hand.readers} readers"),
            ("faults", ", ".join(f"{k} {n}" for k, n in sorted(self.server["faults"].items()))),
            ("articles", str(len(self.stories))),
            ("  corrected, taken back", f"{self.corrections} times, {self.retractions}"),
            ("channel posts owed", f"{self.channel_posts:,}"),
            ("  lost", str(self.channels_lost)),
            ("  doubled", str(self.channels_doubled)),
            ("photos in them owed", f"{self.photos:,}"),
            ("  lost", str(self.photos_lost)),
            ("  doubled", str(self.photos_doubled)),
            ("reader messages owed", f"{self.reader_messages:,}"),
            ("  lost", str(self.readers_lost)),
            ("  doubled", str(self.readers_doubled)),
            ("  copies too many / allowed", f"{self.copies_too_many} / {self.allowed_twice}"),
            ("  in doubt in the ledger", f"{self.maybe_twice} / {self.allowed_doubts}"),
            ("chats without the newest revision", str(self.outdated)),
            ("messages with what was taken back", str(self.still_shown)),
            ("  second copies beyond reach", str(self.beyond_reach)),
            ("readers who have blocked the bot", str(self.blocked)),
            ("429 of our own making", str(self.server["refused"])),
            ("messages a second, mean", f"{self.server['overall_per_second'] or 0:.0f}"),
            ("ledger and Telegram disagree", str(len(self.disagreements))),
        ]
        width = max(len(name) for name, _ in lines)
        return "\n".join(f"{name:<{width}}  {value}" for name, value in lines)

    def differ(self, words: str) -> None:
        self.disagreements.append(words)

    def report(self) -> str:
        return "\n".join(self.faults()[:_SHOWN_AT_MOST])


def compare(
    house: House,
    rapid: RapidProcess,
    stories: Sequence[Story],
    killed: Sequence[tuple[Moment, InHand]],
) -> Verdict:
    server = rapid.count()
    verdict = Verdict(killed, server, stories)
    blocked = frozenset(server["blocked"])
    verdict.blocked = len(blocked)
    rows = {(row.article_id, row.chat_id): row for row in house.rows()}
    for story in stories:
        texts = _Texts.of(story, house, rapid, server)
        for chat_id in house.channels:
            row = rows.get((story.article_id, chat_id))
            _compare_channel(verdict, story, texts, chat_id, row)
        for place, chat_id in enumerate(house.readers):
            row = rows.get((story.article_id, chat_id))
            seen = texts.at(place)
            if chat_id in blocked:
                _compare_blocked(verdict, row, seen)
            elif story.retracted:
                _compare_retracted(verdict, chat_id, row, seen)
            else:
                _compare_reader(verdict, story, chat_id, row, seen)
    return verdict


@dataclass(frozen=True, slots=True)
class _Seen:
    """How many messages a reader was sent of an article, and how many stand there now."""

    sent: int
    newest: int
    older: int


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts that an article has had; what readers have of each, as a digit for each reader."""

    all: frozenset[str]
    newest: frozenset[str]
    sent: Sequence[str]
    standing_newest: Sequence[str]
    standing_older: Sequence[str]

    @classmethod
    def of(
        cls, story: Story, house: House, rapid: RapidProcess, server: Mapping[str, Any]
    ) -> "_Texts":
        begins = {digest: text["begins"] for digest, text in server["texts"].items()}
        found = [digest for digest, words in begins.items() if _LEAD in words]
        texts = frozenset(digest for digest in found if story.name in begins[digest])
        newest = frozenset(digest for digest in texts if story.newest in begins[digest])
        first, last = house.readers[0], house.readers[-1]
        return cls(
            texts,
            newest,
            [rapid.copies(digest, first, last) for digest in texts],
            [rapid.standing(digest, first, last) for digest in newest],
            [rapid.standing(digest, first, last) for digest in texts - newest],
        )

    def at(self, place: int) -> _Seen:
        counts = (self.sent, self.standing_newest, self.standing_older)
        return _Seen(*(sum(int(digits[place]) for digits in found) for found in counts))


def _compare_channel(
    verdict: Verdict, story: Story, texts: _Texts, chat_id: int, row: Row | None
) -> None:
    channel = verdict.server["channels"].get(str(chat_id), {"posts": []})
    posts = {post[0]: post[1] for post in channel["posts"] if post[1] in texts.all}
    photos = Counter(post[3] for post in channel["posts"] if story.name in post[3])
    if story.retracted:
        verdict.still_shown += len(posts) + photos.total()
        if row is None or row.state not in ("withdrawn", "skipped"):
            verdict.differ(f"channel {chat_id}, {story.name} taken back: {row}")
        return
    verdict.channel_posts += 1
    verdict.channels_lost += not posts
    verdict.channels_doubled += len(posts) > 1
    verdict.outdated += sum(digest not in texts.newest for digest in posts.values())
    owed = PICTURES[House.layout_of(chat_id)]
    verdict.photos += owed
    verdict.photos_lost += max(0, owed - len(photos))
    verdict.photos_doubled += photos.total() - len(photos)
    if row is None or not _agrees(row, story) or row.message_id not in posts:
        verdict.differ(f"channel {chat_id} has {posts} of {story.name}: {row}")


def _compare_reader(
    verdict: Verdict, story: Story, chat_id: int, row: Row | None, seen: _Seen
) -> None:
    verdict.reader_messages += 1
    verdict.readers_lost += seen.sent == 0
    verdict.readers_doubled += seen.sent > 1
    verdict.copies_too_many += max(0, seen.sent - 1)
    verdict.maybe_twice += row is not None and row.maybe_twice
    verdict.outdated += seen.newest == 0
    verdict.beyond_reach += seen.older
    doubled = seen.sent > 1 or seen.older > 0
    if row is None or not _agrees(row, story) or (doubled and not row.maybe_twice):
        verdict.differ(f"reader {chat_id} has {seen} of {story.name}: {row}")


def _compare_retracted(verdict: Verdict, chat_id: int, row: Row | None, seen: _Seen) -> None:
    """What stands there yet is a copy of which nobody knew, and the ledger says that it may be."""
    standing = seen.newest + seen.older
    verdict.copies_too_many += max(0, seen.sent - 1)
    verdict.beyond_reach += standing
    if row is None:
        if seen.sent:
            verdict.differ(f"reader {chat_id} has {seen} without a row")
        return
    verdict.maybe_twice += row.maybe_twice
    may_have_arrived = row.maybe_twice or row.reason == ReasonCode.MAY_HAVE_ARRIVED
    verdict.still_shown += 0 if may_have_arrived else standing
    if row.state not in ("withdrawn", "skipped"):
        verdict.differ(f"reader {chat_id} has {seen}, taken back: {row}")


def _compare_blocked(verdict: Verdict, row: Row | None, seen: _Seen) -> None:
    """Nothing came through; after the first refusal nothing more is owed."""
    if seen.sent or (row is not None and row.state not in ("failed", "skipped")):
        verdict.differ(f"a reader who has blocked the bot has {seen}: {row}")


def _agrees(row: Row, story: Story) -> bool:
    return row.state == "shown" and row.revision == story.revision
