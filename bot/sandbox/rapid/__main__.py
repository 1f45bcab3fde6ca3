"""`python -m bot.sandbox.rapid`: prints one JSON line with the address once it listens."""

import argparse
import asyncio
import importlib.util
import json
import signal
import sys
from collections.abc import Callable

from bot.sandbox.rapid.rapid_faults import read_chances
from bot.sandbox.rapid.rapid_server import BOT_USERNAME, RAPID_TOKEN, Options, Rapid


def main() -> None:
    asked = _parser().parse_args()
    options = Options(
        token=asked.token,
        username=asked.username,
        latency=asked.latency,
        limit_per_second=asked.limit_per_second,
        limit_per_channel_minute=asked.limit_per_channel_minute,
        limit_per_private_second=asked.limit_per_private_second,
        private_burst=asked.private_burst,
        chances=asked.faults,
        blocked=asked.blocked,
        seed=asked.seed,
    )
    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(_serve(options, asked.host, asked.port, leash=asked.leash))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox.rapid", description=__doc__)
    add = parser.add_argument
    add("--host", default="127.0.0.1")
    add("--port", type=int, default=0, help="0: any free one")
    add("--token", default=RAPID_TOKEN)
    add("--username", default=BOT_USERNAME, help="of the bot")
    add("--latency", type=float, default=0.0, help="seconds from a request to its answer")
    add("--limit-per-second", type=int, help="all requests for the token, in any second")
    add("--limit-per-channel-minute", type=int, help="of one negative chat id, in any minute")
    add("--limit-per-private-second", type=float, help="of one private chat")
    add("--private-burst", type=int, default=1, help="so many at once, then by that limit")
    add("--faults", type=read_chances, default=(), help="kind=probability[:seconds],…")
    add("--blocked", type=float, default=0.0, help="the share of private chats that answer 403")
    add("--seed", type=int, default=0, help="of the faults")
    add("--leash", action="store_true", help="end when standard input closes")
    return parser


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    """The loop of uvloop where it is installed: half the work of a request is the loop's."""
    if importlib.util.find_spec("uvloop") is None:
        return asyncio.new_event_loop
    factory: Callable[[], asyncio.AbstractEventLoop]
    factory = importlib.import_module("uvloop").new_event_loop
    return factory


async def _serve(options: Options, host: str, port: int, *, leash: bool) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    rapid = Rapid(options)
    server = await rapid.listen(host, port)
    bound = server.sockets[0].getsockname()[1]
    print(json.dumps({"address": f"http://{host}:{bound}"}), flush=True)  # noqa: T201
    if leash:
        loop.add_reader(sys.stdin.fileno(), stop.set)
    async with asyncio.TaskGroup() as group:
        bringing = group.create_task(rapid.bring_updates())
        await stop.wait()
        bringing.cancel()
    server.close()


if __name__ == "__main__":
    main()
