"""What a running broadcast costs others: people who write to the bot, and a breaking story.

Run it with `make bench`. The whole bot runs as a process against a stand-in with limits, while an
article goes to 100,000 readers. It prints tables, the bars, and the same figures as JSON.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.commands.machine import machine
from tests.benchmarks.bars import Bar
from tests.benchmarks.contest import load, say
from tests.benchmarks.press import Figures, Press, publishing

_PACES = ((1000, 1030), (29, 30))  # what the bot keeps to, and what the stand-in refuses
_LATENCY = 0.05  # seconds
_EVERY = 0.1  # seconds between people who write
_CHANNELS = 20
_BETWEEN = 4.0  # seconds between stories: a channel rests for 3.2 after a post
_MOST_DELAY_MS, _MOST_TO_CHANNELS_S = 100, 2.0


@dataclass(frozen=True, slots=True)
class Replies:
    """How soon people were answered by the same bot when quiet, and while it broadcast."""

    rate: int
    readers: int
    quiet: Figures
    busy: Figures
    messages_per_second: float
    wasted_429: int
    quiet_mb: float
    peak_mb: float

    @property
    def delay_ms(self) -> float:
        """The slowest hundredth in the broadcast, beyond what a reply usually takes."""
        return self.busy.p99_ms - self.quiet.median_ms


@dataclass(frozen=True, slots=True)
class Posts:
    """Seconds from the press on «publish» to the first and to the last channel, story by story."""

    story: str
    latency_s: float
    first_s: list[float]
    last_s: list[float]
    wasted_429: int


def main() -> None:
    asked = _parser().parse_args()
    before = load()
    readers = 20_000 if asked.quick else 100_000
    seconds = 15.0 if asked.quick else 80.0
    replies = [_replies(rate, limit, readers, seconds) for rate, limit in _PACES]
    print(*_table_of_replies(replies), sep="\n", flush=True)
    rounds = 1 if asked.quick else 5
    posts = [story for wait in (0, _LATENCY) for story in _posts(wait, readers, rounds)]
    print("", *_table_of_posts(posts), sep="\n", flush=True)
    bars = [*_bars_of_replies(replies), *_bars_of_posts(posts)]
    print("", *bars, sep="\n")
    where = f"{machine()}; load before: {before}, after: {load()}"
    print(f"\n{where}")
    figures = {
        "replies": [asdict(of_pace) for of_pace in replies],
        "posts": [asdict(story) for story in posts],
        "bars": [asdict(bar) for bar in bars],
    }
    _keep(asked.json, {"machine": where, **figures})


# --- measuring --------------------------------------------------------------------------------


def _replies(rate: int, limit: int, readers: int, seconds: float) -> Replies:
    say(f"replies at {rate} messages/s")
    with _publishing(rate, limit, _LATENCY, readers, channels=1, drafts=1) as press:
        quiet = press.replies(press.write(seconds / 4, _EVERY))
        quiet_mb, _ = press.memory_mb()
        began, sent = time.monotonic(), press.accepted()
        press.publish()
        busy = press.replies(press.write(min(seconds, 0.8 * readers / rate), _EVERY))
        pace = (press.accepted() - sent) / (time.monotonic() - began)
        if press.accepted() - sent >= readers:
            raise SystemExit("the broadcast was over before the people had written")
        return Replies(
            rate,
            readers,
            Figures.of(quiet),
            Figures.of(busy),
            round(pace, 1),
            press.refused(),
            quiet_mb=round(quiet_mb),
            peak_mb=round(press.memory_mb()[1]),
        )


def _posts(latency: float, readers: int, rounds: int) -> Iterator[Posts]:
    """Stories of both kinds in turn, into the broadcast of another."""
    rate, limit = _PACES[-1]
    say(f"stories at {rate} messages/s, {1000 * latency:g} ms latency")
    times: dict[str, list[list[float]]] = {"ordinary": [], "breaking": []}
    stories = 2 * rounds + 1
    with _publishing(rate, limit, latency, readers, channels=_CHANNELS, drafts=stories) as press:
        press.posts(press.publish())
        for _ in range(rounds):
            for story, taken in times.items():
                time.sleep(_BETWEEN)
                taken.append(press.posts(press.publish(breaking=story == "breaking")))
        refused = press.refused()
    for story, taken in times.items():
        first, last = ([round(posts[place], 2) for posts in taken] for place in (0, -1))
        yield Posts(story, latency, first, last, refused)


@contextmanager
def _publishing(
    rate: int, limit: int, latency: float, readers: int, *, channels: int, drafts: int
) -> Iterator[Press]:
    limits = (
        *("--latency", str(latency), "--limit-per-second", str(limit)),
        *("--limit-per-channel-minute", "20"),
        *("--limit-per-private-second", "1", "--private-burst", "3"),
    )
    with (
        tempfile.TemporaryDirectory(prefix="vistnyk-fan-out-") as folder,
        publishing(
            Path(folder),
            readers=readers,
            channels=channels,
            rate=rate,
            drafts=drafts,
            limits=limits,
        ) as press,
    ):
        yield press


# --- what is printed --------------------------------------------------------------------------


def _table_of_replies(replies: Sequence[Replies]) -> Iterator[str]:
    yield (
        f"{'pace':>6} {'readers':>8} {'bot':<16} {'replies':>7} {'median ms':>9} {'p99 ms':>7}"
        f" {'longest ms':>10} {'messages/s':>10} {'wasted 429':>10} {'RSS MB':>7}"
    )
    for of_pace in replies:
        for bot, figures, memory in (
            ("quiet", of_pace.quiet, of_pace.quiet_mb),
            ("in a broadcast", of_pace.busy, of_pace.peak_mb),
        ):
            pace = of_pace.messages_per_second if figures is of_pace.busy else 0
            yield (
                f"{of_pace.rate:>6} {of_pace.readers:>8,} {bot:<16} {figures.count:>7}"
                f" {figures.median_ms:>9.1f} {figures.p99_ms:>7.1f} {figures.longest_ms:>10.1f}"
                f" {pace:>10,.0f} {of_pace.wasted_429:>10} {memory:>7.0f}"
            )


def _table_of_posts(posts: Sequence[Posts]) -> Iterator[str]:
    yield (
        f"{'story':<10} {'latency ms':>10} {'times':>5} {'first channel s':>15}"
        f" {'last channel s':>14} {'at worst s':>10} {'wasted 429':>10}"
    )
    for story in posts:
        first, last = statistics.median(story.first_s), statistics.median(story.last_s)
        yield (
            f"{story.story:<10} {1000 * story.latency_s:>10g} {len(story.last_s):>5}"
            f" {first:>15.2f} {last:>14.2f} {max(story.last_s):>10.2f} {story.wasted_429:>10}"
        )


def _bars_of_replies(replies: Sequence[Replies]) -> Iterator[Bar]:
    for of_pace in replies:
        yield Bar(
            f"{of_pace.readers:,} readers at {of_pace.rate}/s delay a reply by at most"
            f" {_MOST_DELAY_MS} ms (p99)",
            f"{of_pace.delay_ms:.0f} ms",
            of_pace.delay_ms <= _MOST_DELAY_MS,
        )


def _bars_of_posts(posts: Sequence[Posts]) -> Iterator[Bar]:
    for story in posts:
        if story.story == "breaking":
            yield Bar(
                f"in a running broadcast, {1000 * story.latency_s:g} ms: a breaking story reaches"
                f" {_CHANNELS} channels in less than {_MOST_TO_CHANNELS_S:g} s",
                f"{max(story.last_s):.2f} s at worst",
                max(story.last_s) < _MOST_TO_CHANNELS_S,
            )


def _keep(path: Path | None, document: dict[str, object]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if path is None:
        print(text)
        return
    path.write_text(f"{text}\n", "utf-8")
    say(f"figures: {path}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20,000 readers: a first idea")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures there")
    return parser


if __name__ == "__main__":
    main()
