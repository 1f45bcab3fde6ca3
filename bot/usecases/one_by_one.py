"""Does the same for many: a fault of ours with one of them stops no other."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

from storage.engine import is_passing

_logger = logging.getLogger(__name__)

Each = TypeVar("Each")


async def for_each(
    things: Iterable[Each], deed: Callable[[Each], Awaitable[None]], said: Callable[[Each], str]
) -> None:
    """Do it for all, then raise the first fault. `said`: what the log says of each.

    Where the database is away, none of the others would go better.
    """
    faults: list[Exception] = []
    for each in things:
        try:
            await deed(each)
        except Exception as fault:
            if is_passing(fault):
                raise
            _logger.exception("%s", said(each))
            faults.append(fault)
    if faults:
        raise faults[0]


async def for_all(
    things: Sequence[Each], deed: Callable[[Each], Awaitable[None]], said: Callable[[Each], str]
) -> None:
    """The same side by side, for deeds that wait for sites. It ends when all have ended."""
    ends = await asyncio.gather(*map(deed, things), return_exceptions=True)
    faults = [(each, end) for each, end in zip(things, ends, strict=True) if end is not None]
    for each, fault in faults:
        if not (isinstance(fault, Exception) and is_passing(fault)):
            _logger.error("%s", said(each), exc_info=fault)
    if faults:
        raise faults[0][1]
