"""A short run of the fuzzing with a fixed seed; `make fuzz` is the long one."""

import warnings
from random import Random

import pytest

from tests.fuzz.breeding import LONGEST, Breeder
from tests.fuzz.run import drawn, give, shrunk
from tests.fuzz.surface import Meter, Surface, pure
from tests.fuzz.surfaces import SURFACES

SEED = 20


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
async def test_whatever_comes_in_is_taken_or_refused(surface: Surface) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # aiogram and Hypothesis tell of odd inputs
        faults = await give(surface, SEED, range(-(-surface.few // surface.units)))
    assert not faults, f"{faults[0].words}\ninput: {faults[0].data[:2000]!r}"


async def test_what_is_slow_what_fails_and_what_is_well_are_told_apart() -> None:
    def take(data: bytes) -> None:
        if data == b"1":
            sum(range(10**7))
        if data == b"2":
            raise ValueError("two")

    def draw(breeder: Breeder) -> bytes:
        return str(breeder.random.randrange(3)).encode()

    surface = Surface("three inputs", draw, pure(take), share=1, few=1)
    drawn_inputs = [drawn(surface, SEED, number) for number in range(6)]
    assert set(drawn_inputs) == {b"0", b"1", b"2"}
    faults = await give(surface, SEED, range(6), slow=0.05)
    told = {fault.data: fault.words.split()[0] for fault in faults}
    assert told == {b"1": "slow:", b"2": "ValueError"}


def test_a_seed_breeds_the_same_inputs_again() -> None:
    for surface in SURFACES:
        assert drawn(surface, 7, 3) == drawn(surface, 7, 3)
        assert len({drawn(surface, 7, number) for number in range(12)}) > 6


def test_an_input_is_shrunk_to_what_is_wrong_with_it() -> None:
    assert shrunk(b"x" * 500 + b"<!-->" + b"y" * 500, lambda data: b"<!-->" in data) == b"<!-->"


def test_some_inputs_are_as_long_as_a_file_can_be() -> None:
    breeder = Breeder(Random(SEED))  # noqa: S311
    lengths = [len(breeder.text(["слово"], ["<p>", "</p>"])) for _ in range(500)]
    assert max(lengths) > LONGEST / 2
    assert sorted(lengths)[250] < 2000


def test_each_of_several_inputs_is_measured_without_what_it_took_to_make_them() -> None:
    meter = Meter()
    with meter.aside():
        sum(range(10**7))
    for size in (10, 2 * 10**6, 10):
        sum(range(size))
        meter.end()
    whole = Meter()
    sum(range(2 * 10**6))
    whole.end()
    assert meter.took < 3 * whole.took
    assert meter.stood <= meter.took
    assert meter.took > whole.took / 3
