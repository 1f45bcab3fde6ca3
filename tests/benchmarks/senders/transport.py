"""The transport alone: the same bytes over the bot's own wire, and nothing else: no ledger."""

import orjson

from bot.delivery.http_transport import HttpTransport
from tests.benchmarks.senders.order import Meter, Order, follow, to_all


async def carry_out(order: Order, meter: Meter) -> None:
    path = f"bot{order.token}/sendMessage"
    rest = orjson.dumps(order.request)[1:]
    async with HttpTransport(order.address) as wire:

        async def send(chat_id: int) -> None:
            _, answer = await wire.post(path, b'{"chat_id":%d,' % chat_id + rest, 60)
            orjson.loads(answer)["result"]["message_id"]

        async with meter.running():
            await to_all(order, send)


if __name__ == "__main__":
    follow(carry_out, uvloop=True)
