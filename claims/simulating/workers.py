"""Subjects go out in chunks, sums and rows come back: in this process, or in several.

The processes are started afresh, not forked: they know neither the database connection of
this one nor Django. The law goes to each of them once.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import fields
from multiprocessing.reduction import ForkingPickler
from operator import attrgetter
from typing import Any, NamedTuple

from claims.simulating.cases import Program, Subject
from claims.simulating.comparing import Comparison, Row
from claims.simulating.planning import occurrences_of
from policies.rules import Event, Person, Used

EVENTS_AT_ONCE = 5_000
PARALLEL_FROM = 20_000  # events; for fewer, starting processes takes longer than the work
CHUNKS_AHEAD = 3  # for each process: nobody waits, and nothing piles up


def _by_its_fields(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    take = attrgetter(*(each.name for each in fields(kind)))
    return lambda value: (kind, take(value))


# On the way between processes: a frozen dataclass left to itself takes twice as long.
for _kind in (Event, Person, Used):
    ForkingPickler.register(_kind, _by_its_fields(_kind))


class Portion(NamedTuple):
    """What has been reckoned of a chunk: plain sums, and a row of each person."""

    tally: dict[str, Any]
    rows: list[Row]


def portions(
    program: Program, subjects: Iterable[Subject], *, processes: int = 0
) -> Iterator[Portion]:
    """Sums and rows of all subjects, in no particular order.

    ``processes`` 0 takes as many as there are processors, 1 works in this very process.
    Whoever stops listening stops the work.
    """
    chunks = chunked(subjects, program)
    wanted = processes or os.cpu_count() or 1
    if wanted == 1:
        yield from (_reckoned(program, chunk) for chunk in chunks)
    else:
        yield from _in_processes(program, chunks, wanted)


def work_in(subject: Subject, program: Program) -> int:
    """About how many events have to be assessed for the subject; copies are mostly alike."""
    if program.plan is None:
        return len(subject.asks)
    lives = min(subject.copies, 2)
    made_up = occurrences_of(subject, program.plan) * lives // max(subject.copies, 1)
    return len(subject.asks) * lives + made_up


def chunked(subjects: Iterable[Subject], program: Program) -> Iterator[list[Subject]]:
    """All of a person in one chunk: limits look at the whole of their year."""
    chunk: list[Subject] = []
    events = 0
    for subject in subjects:
        chunk.append(subject)
        events += work_in(subject, program) + 1
        if events >= EVENTS_AT_ONCE:
            yield chunk
            chunk, events = [], 0
    if chunk:
        yield chunk


def _in_processes(
    program: Program, chunks: Iterator[list[Subject]], processes: int
) -> Iterator[Portion]:
    fresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, fresh, initializer=_learn, initargs=(program,))
    under_way: set[Future[Portion]] = set()
    try:
        for chunk in chunks:
            under_way.add(pool.submit(_reckon, chunk))
            while len(under_way) >= processes * CHUNKS_AHEAD:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in done)
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in done)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _reckoned(program: Program, chunk: Iterable[Subject]) -> Portion:
    comparison = Comparison(program)
    rows = [comparison.add(subject) for subject in chunk]
    return Portion(comparison.tally.plain(), rows)


_learnt: list[Program] = []


def _learn(program: Program) -> None:
    _learnt[:] = [program]


def _reckon(chunk: list[Subject]) -> Portion:
    return _reckoned(_learnt[0], chunk)
