"""The same bytes over bare aiohttp and uvloop, and nothing else: no ledger, no pace.

It is the floor of whoever sends by aiohttp; the bot does not (see `transport`).
"""

import aiohttp
import orjson

from tests.benchmarks.senders.order import Meter, Order, follow, to_all

_HEADERS = {"Content-Type": "application/json"}


async def carry_out(order: Order, meter: Meter) -> None:
    address = f"{order.address}/bot{order.token}/sendMessage"
    rest = orjson.dumps(order.request)[1:]
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def send(chat_id: int) -> None:
            body = b'{"chat_id":%d,' % chat_id + rest
            async with session.post(address, data=body, headers=_HEADERS) as response:
                orjson.loads(await response.read())["result"]["message_id"]

        async with meter.running():
            await to_all(order, send)


if __name__ == "__main__":
    follow(carry_out, uvloop=True)
