"""Mutated input for everything that reads what others write, within limits of time and memory.

``python -m tests.fuzz [--minutes 10] [--targets NAME ...] [--first 0] [--cases N]``. Each case
comes from its number alone: ``--first N --cases 1`` shows it again. Processes of their own take the
cases, so that a hang or a crash of Python itself is found, too. What fails is written to
``build/fuzz/`` with the input; the exit status is then 1.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import gc
import multiprocessing
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.support.fuzz_targets import TARGETS, Target
from tests.support.hostile import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from types import FrameType

SECONDS = 10.0  # of a processor, for one case of at most MAX_LENGTH characters
MEMORY = 2**30  # more than what the process has when it starts
MAX_LENGTH = 60_000
FOLDER = Path("build/fuzz")
# What is read from files is decoded before: it has no half characters.
_ODD = tuple(text for text in TEXTS if len(text) < 2000 and not re.search("[\ud800-\udfff]", text))
_MARKS = tuple("{}[]()<>|:,;#*_`~$\\/'\"&!-=+.?%@\n\t \u3000\uff0c\uff1a\u201c")


class Failure(NamedTuple):
    """A case that did not end as it should."""

    target: str
    number: int
    what: str
    text: str


def case(target: Target, number: int) -> str:
    """Return the input of a case: a sound one with a few mutations."""
    dice = random.Random(f"{target.name}/{number}")
    text = dice.choice(target.seeds)
    for _ in range(dice.choice((0, 1, 1, 2, 3, 5, 8, 13))):
        text = _mutated(text, target.seeds, dice)[:MAX_LENGTH]
    return text


def _mutated(text: str, seeds: Sequence[str], dice: random.Random) -> str:
    """Change one thing."""
    start = dice.randint(0, len(text))
    end = min(len(text), start + dice.choice((0, 1, 1, 2, 5, 20, 100)))
    part = text[start:end]
    kind = dice.randrange(8)
    if kind == 0:
        part = ""
    elif kind == 1:
        part = dice.choice(_MARKS)
    elif kind == 2:
        part = dice.choice(_ODD)
    elif kind == 3:  # growth: what is not linear shows
        part *= dice.choice((2, 10, 300, 3000))
    elif kind == 4:
        part = chr(dice.choice((dice.randrange(32, 127), dice.randrange(0x20, 0xD800))))
    elif kind == 5:
        other = dice.choice(seeds)
        begin = dice.randint(0, len(other))
        part = other[begin : begin + dice.choice((3, 30, 300))]
    elif kind == 6:
        part = part[::-1]
    else:
        lines = text.splitlines(keepends=True)
        dice.shuffle(lines)
        return "".join(lines)
    return text[:start] + part + text[end:]


class OvertimeError(BaseException):
    """The end of a case that takes too long. Nothing that is tried catches it."""


def _stop(signum: int, frame: FrameType | None) -> None:
    raise OvertimeError(f"more than {SECONDS:g} s")


def attempt(target: Target, text: str, folder: Path) -> str:
    """Run a case; return how it failed, or nothing."""
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        target.run(text, folder)
    except (Exception, OvertimeError):
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return ""


def _limit_memory() -> None:
    """Let the process take as much more as a case may."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _work(name: str, numbers: Sequence[int], pipe: Connection) -> None:
    """Run cases, and say before each which one it is."""
    faulthandler.enable()
    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(None):
        target.run(target.seeds[0], Path(folder))  # imports, and caches, are no one's fault
        _limit_memory()
        for number in numbers:
            pipe.send((number, ""))
            if failed := attempt(target, case(target, number), Path(folder)):
                pipe.send((number, failed))
            gc.collect()  # what one command leaves behind is not for the next one to hold
    pipe.send((-1, ""))


def run(target: Target, first: int, count: int) -> Iterator[Failure]:
    """Run cases of a target in a process of its own, and yield those that fail."""
    numbers = range(first, first + count)
    context = multiprocessing.get_context("spawn")
    while numbers:
        here, there = context.Pipe(duplex=False)
        worker = context.Process(target=_work, args=(target.name, numbers, there))
        worker.start()
        there.close()
        number, ended = first - 1, False
        with contextlib.suppress(EOFError):
            while here.poll(SECONDS * 12):  # wall clock, should the signal not get through
                number, what = here.recv()
                if number < 0:
                    ended = True
                    break
                if what:
                    yield Failure(target.name, number, what, case(target, number))
        worker.kill()
        worker.join()
        if ended:
            return
        if number < first:
            yield Failure(target.name, first, f"no start: exit status {worker.exitcode}", "")
            return
        yield Failure(target.name, number, "crashed or hung", case(target, number))
        numbers = range(number + 1, numbers.stop)


def _keep(failure: Failure) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{failure.target}-{failure.number}.txt"
    text = f"{failure.what}\n--- input\n{failure.text}"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    return path


def main() -> int:
    """Run rounds of all targets until the time is over; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--targets", nargs="+", choices=TARGETS, default=list(TARGETS))
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--cases", type=int, default=400, help="cases of a target in each round")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    first, done, failures = options.first, 0, 0
    once = options.cases == 1
    while time.monotonic() < end:
        for name in options.targets:
            for failure in run(TARGETS[name], first, options.cases):
                failures += 1
                last = failure.what.strip().splitlines()[-1]
                print(f"{name} {failure.number}: {last} ({_keep(failure)})", flush=True)
            done += options.cases
            if time.monotonic() >= end:
                break
        first += options.cases
        if once:
            break
    print(f"{done} cases, {failures} failed; the next run can begin with --first {first}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
