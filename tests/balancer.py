"""What a proxy does before several processes: each connection goes to the next one that is up."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count


@asynccontextmanager
async def balancing(ports: Sequence[int]) -> AsyncIterator[int]:
    """Within the block, which is given its port, connections are handed on."""
    turns = count()

    async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = next(turns)
        try:
            for turn in range(first, first + len(ports)):
                with suppress(ConnectionError):
                    other = await asyncio.open_connection("127.0.0.1", ports[turn % len(ports)])
                    await _both_ways((reader, writer), other)
                    return
        finally:
            writer.close()

    server = await asyncio.start_server(hand_on, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _both_ways(one: Line, other: Line) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(_pour(one[0], other[1]))
        group.create_task(_pour(other[0], one[1]))


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Until one side hangs up, and then the other does."""
    with suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()
