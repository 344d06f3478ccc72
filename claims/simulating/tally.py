"""The sums of a simulation: counters that workers fill and that add up, and their plain form."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from claims.simulating.cases import Place


class Verdict(StrEnum):
    """What a version does to somebody: all of the year put together."""

    GAINS = "gains"
    LOSES = "loses"
    DROPS = "drops"  # had something, would have nothing
    JOINS = "joins"  # had nothing, would have something
    SAME = "same"
    NOTHING = "nothing"  # neither then nor now


def verdict_of(then: int, now: int) -> Verdict:
    if not then:
        return Verdict.JOINS if now else Verdict.NOTHING
    if not now:
        return Verdict.DROPS
    if now == then:
        return Verdict.SAME
    return Verdict.GAINS if now > then else Verdict.LOSES


type Sums = defaultdict[Any, list[int]]


def _sums(width: int) -> Sums:
    return defaultdict(lambda: [0] * width)


@dataclass
class Tally:
    """Everything a simulation counts. Sums are of đồng; every count is weighted by copies."""

    events: int = 0
    # by benefit, group and month: lines now, đồng now, lines then, đồng then, of it paid
    cells: Sums = field(default_factory=lambda: _sums(5))
    # by group and verdict: people, đồng then, đồng now
    people: Sums = field(default_factory=lambda: _sums(3))
    # by benefit, group and reason: times, đồng that the same events came to then
    refusals: Sums = field(default_factory=lambda: _sums(2))
    # by benefit and the label of a fact that was never recorded: times
    unknown: Sums = field(default_factory=lambda: _sums(1))
    set_aside: list[int] = field(default_factory=lambda: [0, 0])  # events, đồng they would get
    sentences: dict[tuple[str, str], str] = field(default_factory=dict)  # benefit, reason

    SUMS = ("cells", "people", "refusals", "unknown")

    def add_life(
        self, group: str, then: int, now: int, cells: Mapping[Place, Sequence[int]], weight: int
    ) -> None:
        """One person's year, for as many people as are alike."""
        for place, sums in cells.items():
            total = self.cells[place]
            for number, value in enumerate(sums):
                total[number] += value * weight
        verdict = verdict_of(then, now)
        if verdict is not Verdict.NOTHING:
            people = self.people[group, verdict.value]
            people[0] += weight
            people[1] += then * weight
            people[2] += now * weight

    def plain(self) -> dict[str, Any]:
        """Fit for JSON and for the way between processes; keys become the heads of rows."""
        told: dict[str, Any] = {
            name: [[*key, *sums] for key, sums in sorted(getattr(self, name).items())]
            for name in self.SUMS
        }
        sentences = [[*key, text] for key, text in sorted(self.sentences.items())]
        return told | {
            "events": self.events,
            "set_aside": self.set_aside,
            "sentences": sentences,
        }

    def add(self, plain: dict[str, Any]) -> None:
        """What a worker brought."""
        self.events += plain["events"]
        for name in self.SUMS:
            _add_rows(getattr(self, name), plain[name])
        self.set_aside = [a + b for a, b in zip(self.set_aside, plain["set_aside"], strict=True)]
        for benefit, reason, text in plain["sentences"]:
            self.sentences.setdefault((benefit, reason), text)


def _add_rows(sums: Sums, rows: Iterable[Sequence[Any]]) -> None:
    width = len(sums.default_factory()) if sums.default_factory else 0
    for row in rows:
        total = sums[tuple(row[:-width])]
        for place, number in enumerate(row[-width:]):
            total[place] += number
