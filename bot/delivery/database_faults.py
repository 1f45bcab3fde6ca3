"""How a fault of the delivery loop is told: in one line, where it passes by itself."""

import logging

from storage.engine import is_passing


def tell_fault(logger: logging.Logger, what: str, error: Exception) -> None:
    """`what` goes on a little later; only what is a fault of ours has to be traced."""
    if is_passing(error):
        logger.warning("%s yet: %s", what, in_brief(error))
    else:
        logger.error("%s; trying again", what, exc_info=error)


def in_brief(error: Exception) -> str:
    """What a fault says in one line, in letters that every database takes."""
    words = str(getattr(error, "orig", None) or error).splitlines()[:1]
    said = f"{type(error).__name__}: {''.join(words)}"[:200]
    return said.encode("ascii", "replace").decode()
