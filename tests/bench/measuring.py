"""Clocks, and the table that they fill."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

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
