"""What a person is told when something cannot be done, and what is only written down."""

import logging
from collections.abc import Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import ErrorEvent, TelegramObject

from bot.delivery.reply_queue import NobodyWaitsError
from bot.delivery.reply_sender import NotTakenError
from bot.domain.errors import RefusedError
from bot.rendering.reader_pages import Apology
from bot.rendering.refused import RefusedPage
from handlers.middlewares import Handler
from handlers.replies import Reply

_logger = logging.getLogger(__name__)

IsPassing = Callable[[Exception], bool]  # whether a later try may go well


class Explain(BaseMiddleware):
    """Turns refusals into sentences and faults into apologies, and answers every press.

    Faults of the disk pass through: `bot.updates.handling` tries the update again.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        reply: Reply = data["reply"]
        taken: object = None  # or aiogram's UNHANDLED, so that the next router is asked
        try:
            taken = await _or_refusal(handler, event, data)
        except NobodyWaitsError:
            _logger.info("an answer that nobody waits for any more is not sent")
        except NotTakenError as error:
            if error.is_unreachable:
                _logger.info("a person cannot be answered: %s", error)
            else:
                _logger.warning("an answer did not go out: %s", error)
                await _apologise(reply)
        except Exception as error:
            is_passing: IsPassing = data["is_passing"]
            if is_passing(error):  # the update is tried again: no apology yet
                raise
            _logger.exception("an update could not be handled")
            await _apologise(reply)
        await reply.pop_up()
        return taken


async def log_fault(fault: ErrorEvent, is_passing: IsPassing) -> object:
    """Log faults of updates that nobody gets an answer to, such as those of channels."""
    if is_passing(fault.exception):
        return UNHANDLED
    _logger.error("update %d failed", fault.update.update_id, exc_info=fault.exception)
    return None


async def _or_refusal(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
    try:
        return await handler(event, data)
    except RefusedError as refused:
        reply: Reply = data["reply"]
        await reply.tell(RefusedPage(code=refused.code, details=refused.details))
    return None


async def _apologise(reply: Reply) -> None:
    """Say sorry, unless the press has had its answer: then what was asked for is done."""
    if reply.has_popped_up:
        return
    try:
        await reply.say(Apology())
    except (NotTakenError, NobodyWaitsError) as error:
        _logger.info("nor did the apology: %s", error)
