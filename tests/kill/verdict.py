"""The count at the end: what Telegram's stand-in accepted against what the ledger says."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.rapid.process import RapidProcess
from tests.kill.house import Claim, House, Row
from tests.kill.plan import Moment

# After these nobody knows whether a message arrived; after the first two it has.
_ARRIVED = ("close_after", "restart")
_DOUBTFUL = (*_ARRIVED, "close_before", "server_error")
_SHOWN_AT_MOST = 20


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
    articles: int
    channel_posts: int = 0
    channels_lost: int = 0
    channels_doubled: int = 0
    reader_messages: int = 0
    blocked: int = 0
    readers_lost: int = 0
    readers_doubled: int = 0
    copies_too_many: int = 0
    maybe_twice: int = 0
    disagreements: list[str] = field(default_factory=list)

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
            "reader messages lost": self.readers_lost,
            "more copies than were in doubt": max(0, self.copies_too_many - self.allowed_twice),
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
            ("articles", str(self.articles)),
            ("channel posts owed", f"{self.channel_posts:,}"),
            ("  lost", str(self.channels_lost)),
            ("  doubled", str(self.channels_doubled)),
            ("reader messages owed", f"{self.reader_messages:,}"),
            ("  lost", str(self.readers_lost)),
            ("  doubled", str(self.readers_doubled)),
            ("  copies too many / allowed", f"{self.copies_too_many} / {self.allowed_twice}"),
            ("  in doubt in the ledger", f"{self.maybe_twice} / {self.allowed_doubts}"),
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
    headlines: Mapping[int, str],
    killed: Sequence[tuple[Moment, InHand]],
) -> Verdict:
    server = rapid.count()
    verdict = Verdict(killed, server, len(headlines))
    blocked = frozenset(server["blocked"])
    verdict.blocked = len(blocked)
    rows = {(row.article_id, row.chat_id): row for row in house.rows()}
    for article_id, headline in headlines.items():
        digests = [d for d, text in server["texts"].items() if headline in text["begins"]]
        _compare_channels(verdict, house, rows, article_id, digests)
        copies = [rapid.copies(d, house.readers[0], house.readers[-1]) for d in digests]
        for place, chat_id in enumerate(house.readers):
            count = sum(int(digits[place]) for digits in copies)
            row = rows.get((article_id, chat_id))
            if chat_id in blocked:
                _compare_blocked(verdict, row, count)
            else:
                _compare_reader(verdict, article_id, chat_id, row, count)
    return verdict


def _compare_channels(
    verdict: Verdict,
    house: House,
    rows: Mapping[tuple[int, int], Row],
    article_id: int,
    digests: list[str],
) -> None:
    for chat_id in house.channels:
        verdict.channel_posts += 1
        channel = verdict.server["channels"].get(str(chat_id), {"posts": []})
        posts = [post[0] for post in channel["posts"] if post[1] in digests]
        verdict.channels_lost += not posts
        verdict.channels_doubled += len(posts) > 1
        row = rows.get((article_id, chat_id))
        if row is None or row.state != "shown" or row.message_id not in posts:
            verdict.differ(f"channel {chat_id} has {posts} of article {article_id}: {row}")


def _compare_reader(
    verdict: Verdict, article_id: int, chat_id: int, row: Row | None, count: int
) -> None:
    verdict.reader_messages += 1
    verdict.readers_lost += count == 0
    verdict.readers_doubled += count > 1
    verdict.copies_too_many += max(0, count - 1)
    verdict.maybe_twice += row is not None and row.maybe_twice
    if row is None or row.state != "shown" or (count > 1 and not row.maybe_twice):
        verdict.differ(f"reader {chat_id} has {count} of article {article_id}: {row}")


def _compare_blocked(verdict: Verdict, row: Row | None, count: int) -> None:
    """Nothing came through; after the first refusal nothing more is owed."""
    if count or (row is not None and row.state not in ("failed", "skipped")):
        verdict.differ(f"a reader who has blocked the bot has {count}: {row}")
