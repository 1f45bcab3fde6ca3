"""The garbage collector leaves alone what the start has made, once its rubbish is gone."""

import gc
import weakref

import pytest

from bot.delivery.gc_tuning import spare_the_collector


class Thing:
    itself: "Thing"


@pytest.mark.slow
def test_the_collector_comes_by_less_often_and_leaves_alone_what_there_is() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    kept, rubbish = Thing(), Thing()
    rubbish.itself = rubbish
    gone = weakref.ref(rubbish)
    del rubbish
    try:
        spare_the_collector()
        assert gc.get_threshold() == (10_000, 20, 100)
    finally:
        gc.set_threshold(*before)
    assert gone() is None
    assert gc.get_freeze_count() > frozen
    assert not any(each is kept for each in gc.get_objects())
