"""How often the garbage collector comes by."""

import gc


def spare_the_collector() -> None:
    """Exempt from garbage collection what the start has made, and collect less often.

    The collector used to walk through every module each few hundred messages: 0.02 ms of the
    0.14 ms that a message took.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)
