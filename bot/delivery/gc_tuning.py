"""How often the garbage collector comes by."""

import gc


def spare_the_collector() -> None:
    """Let the garbage collector leave alone what the start has made, and come by less often.

    It walked through every module for each few hundred messages: 0.02 ms of the 0.14 ms that a
    message took.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)
