"""Clocks, and the table that they fill."""

import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection

type Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Measured:
    """One line: ours beside a peer's or a limit's, measured in the same run.

    ``ratio`` is how many times better ours is: above 1 is better, whatever the unit.
    """

    name: str
    value: float
    unit: str
    against: str
    against_value: float
    ratio: float


def measured(name: str, value: float, unit: str, against: str, against_value: float) -> Measured:
    """Seconds and megabytes are better when few, everything else when many."""
    few_is_good = unit in ("s", "ms", "MB")
    better, worse = (against_value, value) if few_is_good else (value, against_value)
    ratio = round(better / worse, 2) if worse else 0.0
    return Measured(name, round(value, 3), unit, against, round(against_value, 3), ratio)


def seconds(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """How long it takes once."""
    began = clock()
    work()
    return clock() - began


def busy_seconds(work: Callable[[], object]) -> float:
    """How long this process and its database are busy with it: others on the machine left out.

    Where the database's process can't be looked at (another machine, no /proc) by the clock.
    """
    backend = _backend()
    if not backend:
        return seconds(work)
    return seconds(work, lambda: time.process_time() + _cpu_seconds(backend))


def _backend() -> Path | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), inet_server_addr() IS NULL")
        number, is_here = cursor.fetchone()
    told = Path(f"/proc/{number}/stat")
    return told if is_here and told.exists() else None


def _cpu_seconds(told: Path) -> float:
    """Time in user and kernel mode: the 14th and 15th field; the 2nd may hold spaces."""
    fields = told.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def median_seconds(
    work: Callable[[], object], times: int = 5, clock: Clock = time.perf_counter
) -> float:
    """The middle of several goes, after one that warms up.

    ``clock=time.process_time`` for pure computing: what others do on the machine is left out.
    """
    work()
    return statistics.median(seconds(work, clock) for _ in range(times))


def write(rows: list[Measured], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def show(row: Measured) -> None:
    print(
        f"{row.name:<52} {row.value:>12,.3f} {row.unit:<14} "
        f"{row.against:<44} {row.against_value:>12,.3f}  × {row.ratio:,.2f}",
        flush=True,
    )
