"""The bars that a delivery has to clear, measured: «bar, measured, met or not»."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.contest import Run, deliver, ratios, say

_LATENCY = 0.05


@dataclass(frozen=True, slots=True)
class Bar:
    words: str
    measured: str
    met: bool

    def __str__(self) -> str:
        return f"{'met    ' if self.met else 'NOT met'}  {self.words}: {self.measured}"


def of_contest(loopback: Mapping[str, Sequence[Run]]) -> Iterator[Bar]:
    """What a message costs, beside aiohttp alone and beside aiogram in the same rounds."""
    floor = statistics.median(ratios(loopback["vistnyk"], loopback["floor"]))
    words = "loopback, messages per CPU second, ledger on"
    yield Bar(f"{words}: at least 0.6 of bare aiohttp's", f"{floor:.2f}", floor >= 0.6)
    yield Bar(f"{words}: goal, 0.8 of bare aiohttp's", f"{floor:.2f}", floor >= 0.8)
    transport = statistics.median(ratios(loopback["vistnyk"], loopback["transport"]))
    yield Bar(f"{words}: of the bare transport's, no bar", f"{transport:.2f}", met=True)
    cost = statistics.median(run["cpu_ms_per_message"] for run in loopback["vistnyk"])
    yield Bar("loopback, CPU a message: at most 0.06 ms", f"{cost:.3f} ms", cost <= 0.06)
    aiogram = statistics.median(ratios(loopback["vistnyk"], loopback["aiogram"]))
    yield Bar(
        f"{words}: more than twice aiogram's at its best", f"{aiogram:.2f} times", aiogram > 2
    )


def of_pace(seconds: int) -> Iterator[Bar]:
    """Sustained close below the limit, and never beyond it."""
    for rate, limit, least in ((1000, 1030, 970.0), (29, 30, 28.5)):
        say(f"{seconds} s at {rate}/s against a limit of {limit}/s")
        run = deliver(rate * seconds, rate, _LATENCY, limit)
        pace, wasted = run["messages_per_second"], run["wasted_429"]
        asked = f"{seconds} s at --rate {rate}, limit {limit}/s, 50 ms"
        yield Bar(
            f"{asked}: at least {least:g}/s, 0 wasted",
            f"{pace:.1f}/s, {wasted} wasted",
            pace >= least and wasted == 0,
        )
    cost = run["cpu_ms_per_message"]  # of the last: at a slow pace
    yield Bar(f"{asked}: at most 1.5 ms of CPU a message", f"{cost:.2f} ms", cost <= 1.5)


def of_size(readers: int, messages: int) -> Iterator[Bar]:
    """Memory and the first message do not depend on how many readers there are."""
    say("1,000 readers")
    few = deliver(1000, 1000)
    say(f"{readers:,} readers")
    many = deliver(readers, 1000, messages=messages)
    more = many["peak_rss_mb"] - few["peak_rss_mb"]
    yield Bar(
        f"{readers:,} readers: within 60 MB of the memory for 1,000",
        f"{few['peak_rss_mb']:.0f} MB and {many['peak_rss_mb']:.0f} MB",
        more <= 60,
    )
    first = many["first_message_s"]
    yield Bar(
        f"{readers:,} readers: the first message within 1 s after «publish»",
        f"{first:.3f} s",
        first < 1,
    )
