"""`make fuzz`: 200,000 inputs over all surfaces, on all cores; a table, and what was not taken."""

import argparse
import asyncio
import logging
import multiprocessing
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from tests.fuzz.keeping import SERVER
from tests.fuzz.run import Cost, Fault, drawn, give, shrunk
from tests.fuzz.surface import Surface
from tests.fuzz.surfaces import SURFACES
from tests.postgres import run_server

_PIECE: Final = 250  # draws that a process is given at once
_HANGS: Final = 180.0  # seconds by the clock without an end, and the process is killed
_SHOWN: Final = 40  # kinds of faults in words


@dataclass
class Figures:
    """Of one surface; costs are the slowest with their numbers."""

    inputs: int = 0
    slowest: float = 0.0
    slowest_number: int = 0
    stood: float = 0.0
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)


@dataclass
class _Piece:
    """Some inputs in a process of their own, so that what ends or hangs it ends only that."""

    surface: Surface
    numbers: range
    process: BaseProcess
    line: Connection
    number: int
    since: float


def main() -> None:
    asked = _parser().parse_args()
    with run_server() if asked.postgresql else nullcontext() as machine:
        if machine:
            os.environ[SERVER] = machine.address
        sys.exit(_fuzz(asked))


def _fuzz(asked: argparse.Namespace) -> int:
    surfaces = [s for s in SURFACES if not asked.only or s.name in asked.only]
    if asked.again:
        _again(surfaces, asked.again)
        return 0
    keep = asked.keep or Path(tempfile.mkdtemp(prefix="vistnyk-fuzz-"))
    keep.mkdir(parents=True, exist_ok=True)
    print(f"seed {asked.seed}, {asked.inputs:,} inputs, {asked.processes} processes", flush=True)
    found = _run(surfaces, asked.inputs, asked.seed, asked.processes, _Keeper(keep))
    _print_table(found)
    return 1 if any(figures.faults for figures in found.values()) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the same run again")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", nargs="*", help=f"of {', '.join(s.name for s in SURFACES)}")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="for what was not taken")
    parser.add_argument("--postgresql", action="store_true", help="on a server of its own")
    parser.add_argument("--again", type=Path, metavar="FILE", help="give a kept input once more")
    return parser


# --- the processes ----------------------------------------------------------------------------


def _run(
    surfaces: Sequence[Surface], inputs: int, seed: int, processes: int, keeper: "_Keeper"
) -> dict[str, Figures]:
    found = {surface.name: Figures() for surface in surfaces}
    waiting = _pieces(surfaces, inputs)
    running: list[_Piece] = []
    began, told = time.monotonic(), 0.0
    while waiting or running:
        while waiting and len(running) < processes:
            surface, numbers = waiting.pop(0)
            running.append(_start(surface, numbers, seed))
        wait([piece.line for piece in running], timeout=0.5)
        for piece in list(running):
            _hear(piece, found[piece.surface.name])
            rest = _rest(piece, found[piece.surface.name], seed)
            if rest is not None:
                running.remove(piece)
                if rest:
                    waiting.insert(0, (piece.surface, rest))
            keeper.keep(found[piece.surface.name].faults)
        if time.monotonic() - told > 30:
            told = time.monotonic()
            done = sum(figures.inputs for figures in found.values())
            faults = sum(len(figures.faults) for figures in found.values())
            print(f"{told - began:6.0f} s {done:>8,} inputs, {faults} faults", flush=True)
    return found


def _pieces(surfaces: Sequence[Surface], inputs: int) -> list[tuple[Surface, range]]:
    """All surfaces in turn, so that a run that is ended early has tried each."""
    shares = sum(surface.share for surface in surfaces)
    pieces: list[tuple[float, Surface, range]] = []
    for surface in surfaces:
        draws = -(-inputs * surface.share // (shares * surface.units))
        piece = min(_PIECE, max(10, draws // 8))
        pieces += [
            (at / draws, surface, range(at, min(at + piece, draws)))
            for at in range(0, draws, piece)
        ]
    return [(surface, numbers) for _, surface, numbers in sorted(pieces, key=lambda p: p[0])]


def _start(surface: Surface, numbers: range, seed: int) -> _Piece:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_give, args=(surface, seed, numbers, theirs))
    process.start()
    theirs.close()
    return _Piece(surface, numbers, process, ours, numbers.start, time.monotonic())


def _give(surface: Surface, seed: int, numbers: range, line: Connection) -> None:
    """The work of one process."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")  # Hypothesis and aiogram tell of odd inputs, as they should

    def ended(number: int, cost: Cost | None) -> None:
        line.send(("ended", number, cost))

    began = time.process_time()
    faults = asyncio.run(
        give(surface, seed, numbers, lambda number: line.send(("began", number, None)), ended)
    )
    for fault in faults:
        line.send(("fault", fault.number, fault))
    line.send(("done", 0, time.process_time() - began))
    line.close()


def _hear(piece: _Piece, figures: Figures) -> None:
    try:
        while piece.line.poll():
            word, number, what = piece.line.recv()
            _note(piece, figures, word, number, what)
    except EOFError:
        return


def _note(piece: _Piece, figures: Figures, word: str, number: int, what: Any) -> None:
    match word:
        case "began":
            piece.number, piece.since = number, time.monotonic()
        case "ended":
            figures.inputs += piece.surface.units
            piece.number, piece.since = number + 1, time.monotonic()
            if isinstance(what, Cost):
                figures.stood = max(figures.stood, what.stood)
                if what.took > figures.slowest:
                    figures.slowest = what.took
                    figures.slowest_number = number
        case "fault":
            figures.faults.append(what)
        case "done":
            figures.seconds += what


def _rest(piece: _Piece, figures: Figures, seed: int) -> range | None:
    """What is left where a process has ended; None while it is at work."""
    hangs = time.monotonic() - piece.since > _HANGS
    if piece.process.is_alive() and not hangs:
        return None
    if hangs and piece.process.is_alive():
        piece.process.kill()
    piece.process.join()
    _hear(piece, figures)
    if not hangs and piece.process.exitcode == 0:
        return range(0)
    if piece.number >= piece.numbers.stop:
        return range(0)
    words = f"no end within {_HANGS:.0f} s" if hangs else f"ended with {piece.process.exitcode}"
    data = drawn(piece.surface, seed, piece.number)
    figures.faults.append(Fault(piece.surface.name, piece.number, words, data))
    return range(piece.number + 1, piece.numbers.stop)


# --- what came of it --------------------------------------------------------------------------


def _print_table(found: dict[str, Figures]) -> None:
    heads = ("surface", "inputs", "slowest s", "which", "loop stood s", "faults")
    print("\n{:<20} {:>8} {:>9} {:>7} {:>12} {:>6}".format(*heads))
    for name, figures in found.items():
        print(
            f"{name:<20} {figures.inputs:>8,} {figures.slowest:>9.3f}"
            f" {figures.slowest_number:>7} {figures.stood:>12.3f} {len(figures.faults):>6}"
        )
    inputs = sum(figures.inputs for figures in found.values())
    cpu = sum(figures.seconds for figures in found.values())
    print(f"{'all':<20} {inputs:>8,}; {cpu:,.0f} s of a core")


class _Keeper:
    """Keeps one input of each kind of fault in a file outside the tree, as soon as it is found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kinds: set[tuple[str, str]] = set()

    def keep(self, faults: Sequence[Fault]) -> None:
        for fault in faults:
            kind = (fault.surface, fault.kind[:60])
            if kind in self._kinds or len(self._kinds) > _SHOWN:
                continue
            self._kinds.add(kind)
            file = self._folder / f"{fault.surface.replace(' ', '-')}-{fault.number}"
            file.write_bytes(fault.data)
            size = len(fault.data)
            print(f"\n{fault.surface}, input {fault.number} ({size:,} bytes): {fault.kind}")
            print(f"  {fault.words[-600:]}")
            print(f'  again: ARGS="--only {fault.surface!r} --again {file}"', flush=True)


def _again(surfaces: Sequence[Surface], file: Path) -> None:
    """Give the input to the surface, say what happens, and look for a shorter one."""
    (surface,) = surfaces
    data = file.read_bytes()
    fault = _fault_of(surface, data)
    print(fault or "it is taken")
    if fault:
        short = shrunk(data, lambda tried: (_fault_of(surface, tried) or "")[:40] == fault[:40])
        print(f"the same with {len(short)} bytes: {short!r:.2000}")


def _fault_of(surface: Surface, data: bytes) -> str | None:
    faults = list(_faults(surface, data))
    return faults[0].words if faults else None


def _faults(surface: Surface, data: bytes) -> Iterator[Fault]:
    fixed = Surface(surface.name, lambda _: data, surface.open, surface.share, surface.few)
    yield from asyncio.run(give(fixed, 0, range(1)))


if __name__ == "__main__":
    main()
