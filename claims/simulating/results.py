"""The sums of a run as rows to read: by regime, group and month, and the way to the people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property

from claims.models import Simulation
from claims.simulating.lines import Cell, Line, Refused, Standing, Untold
from claims.simulating.tally import Verdict
from policies.rules import RefusalReason
from policies.rules.reasons import REASONS

MONTHS = range(1, 13)
NO_LONGER = "không thuộc đối tượng nào"
VERDICTS: dict[Verdict, tuple[str, str, str]] = {
    Verdict.GAINS: ("green", "trending-up", "Được thêm"),
    Verdict.JOINS: ("teal", "user-plus", "Mới được hưởng"),
    Verdict.SAME: ("grey", "equal", "Không đổi"),
    Verdict.LOSES: ("orange", "trending-down", "Bị giảm"),
    Verdict.DROPS: ("red", "user-minus", "Mất hẳn"),
}
UNTOLD = RefusalReason.MISSING_FACT.value
NOTHING_FITS = (
    RefusalReason.NO_RATE.value,
    RefusalReason.UNKNOWN_BENEFIT.value,
    RefusalReason.AMBIGUOUS_RATE.value,
    RefusalReason.MISSING_PARAMETER.value,
)


@dataclass
class Result:
    """Reads what ``running`` kept. ``group`` narrows every table to one group."""

    simulation: Simulation
    group: str | None = None

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return self.simulation.result

    @cached_property
    def groups(self) -> dict[str, str]:
        return dict(self._kept["groups"])

    @cached_property
    def benefits(self) -> dict[str, tuple[str, str, bool]]:
        """Letter, title and whether the version has it, in the order of the version."""
        return {code: (letter, title, own) for code, letter, title, own in self._kept["benefits"]}

    @cached_property
    def all_cells(self) -> list[Cell]:
        return [Cell(*row) for row in self._kept["cells"]]

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for cell in self.all_cells if self.group in (None, cell.group))

    @property
    def events(self) -> int:
        return self._kept["events"]

    @property
    def set_aside(self) -> list[int]:
        return self._kept["set_aside"]

    @property
    def mapped(self) -> list[tuple[str, list[str]]]:
        """By older version the groups that became another or none: ``Đối tượng 6 → …``."""
        found: dict[str, list[str]] = {}
        for version, older, code, new in self._kept["mapped"]:
            changed = found.setdefault(version, [])
            if code != new:
                changed.append(f"{older} → {self.groups.get(new, new) if new else NO_LONGER}")
        return list(found.items())

    @property
    def compared_with(self) -> str:
        return self._kept["then"]

    # --- tables ------------------------------------------------------------------------------

    @cached_property
    def total(self) -> Line:
        line = Line("Tổng cộng", address=self._people())
        for cell in self.cells:
            line.add(cell)
        return line

    @cached_property
    def paid(self) -> int:
        return sum(cell.paid for cell in self.cells)

    @cached_property
    def by_benefit(self) -> list[Line]:
        lines = {}
        for code, (letter, title, own) in self.benefits.items():
            note = "" if own else "văn bản này không còn"
            lines[code] = Line(title, code, letter, note, self._people(benefit=code))
        return self._filled(lines, lambda cell: cell.benefit)

    @cached_property
    def by_group(self) -> list[Line]:
        lines = {
            code: Line(name, address=self._people(group=code)) for code, name in self.groups.items()
        }
        return self._filled(lines, lambda cell: cell.group)

    @cached_property
    def by_month(self) -> list[Line]:
        lines = {
            month: Line(f"Tháng {month}", address=self._people(month=month)) for month in MONTHS
        }
        return self._filled(lines, lambda cell: cell.month, keep_empty=True)

    def _filled(self, lines: dict[Any, Line], key: Any, *, keep_empty: bool = False) -> list[Line]:
        for cell in self.cells:
            lines[key(cell)].add(cell)
        return [line for line in lines.values() if keep_empty or line.times_now or line.times_then]

    @cached_property
    def matrix(self) -> list[tuple[Line, list[tuple[int, int, str]]]]:
        """Regime by month: đồng then, now, and the address of the people behind."""
        return [
            (line, [self._in_month(line, month) for month in MONTHS]) for line in self.by_benefit
        ]

    def _in_month(self, line: Line, month: int) -> tuple[int, int, str]:
        then, now = line.months.get(month, [0, 0])
        return then, now, self._people(benefit=line.code, month=month)

    @cached_property
    def standings(self) -> list[Standing]:
        found: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for group, verdict, *sums in self._kept["people"]:
            if self.group in (None, group):
                found[group][verdict] = sums
        return [
            Standing(name, self._parts(found[code], code))
            for code, name in self.groups.items()
            if code in found
        ]

    @cached_property
    def verdicts(self) -> list[tuple[Verdict, list[int], str]]:
        """Of all groups together, in the order of the heads of the table."""
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for group, verdict, *row in self._kept["people"]:
            if self.group in (None, group):
                sums[verdict] = [a + b for a, b in zip(sums[verdict], row, strict=True)]
        return self._parts(sums, self.group)

    @property
    def verdict_changes(self) -> list[int]:
        """Đồng more or less of those who gain, lose …"""
        return [now - then for _, (_, then, now), _ in self.verdicts]

    def _parts(
        self, sums: dict[str, list[int]], group: str | None
    ) -> list[tuple[Verdict, list[int], str]]:
        return [
            (
                verdict,
                sums.get(verdict.value, [0, 0, 0]),
                self._people(verdict=verdict.value, of=group),
            )
            for verdict in VERDICTS
        ]

    @cached_property
    def refusals(self) -> list[Refused]:
        """By benefit and reason, what is lost first; without what can't be told at all."""
        times: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for benefit, group, reason, count, lost in self._kept["refusals"]:
            if self.group in (None, group):
                sums = times[benefit, reason]
                sums[0] += count
                sums[1] += lost
                groups[benefit, reason].append(group)
        rows = [
            self._refused(benefit, reason, groups[benefit, reason], sums)
            for (benefit, reason), sums in times.items()
        ]
        return sorted(rows, key=lambda row: (-row.lost, -row.times, row.letter))

    def _refused(
        self, benefit: str, reason: str, groups: Iterable[str], sums: Sequence[int]
    ) -> Refused:
        letter, title = self.named(benefit)
        names = ", ".join(self.groups.get(code, code) for code in groups)
        sentence = self._sentences.get((benefit, reason), "")
        address = self._people(benefit=benefit, reason=reason)
        words = (
            "thiếu dữ kiện, không tính được" if reason == UNTOLD else REASONS[RefusalReason(reason)]
        )
        return Refused(letter, title, words, names, sums[0], sums[1], sentence, address)

    @cached_property
    def without_rule(self) -> int:
        """Asked for, and nothing in the version fits."""
        return sum(
            count
            for _, group, reason, count, _ in self._kept["refusals"]
            if reason in NOTHING_FITS and self.group in (None, group)
        )

    @cached_property
    def refused_times(self) -> int:
        """Asked for and not paid, for whatever reason; what can't be told is not among it."""
        return sum(
            count
            for _, group, reason, count, _ in self._kept["refusals"]
            if reason != UNTOLD and self.group in (None, group)
        )

    def people_in(self, *verdicts: Verdict) -> int:
        return sum(people for verdict, (people, _, _), _ in self.verdicts if verdict in verdicts)

    @cached_property
    def untold_times(self) -> int:
        return sum(
            count
            for _, group, reason, count, _ in self._kept["refusals"]
            if reason == UNTOLD and self.group in (None, group)
        )

    @cached_property
    def untold(self) -> list[Untold]:
        return [
            Untold(*self.named(benefit), fact, times)
            for benefit, fact, times in self._kept["unknown"]
        ]

    @cached_property
    def _sentences(self) -> dict[tuple[str, str], str]:
        return {(benefit, reason): text for benefit, reason, text in self._kept["sentences"]}

    def named(self, benefit: str) -> tuple[str, str]:
        """Letter and title; what no version knows keeps its code."""
        letter, title, _ = self.benefits.get(benefit, ("", benefit, False))
        return letter, title

    # --- the people behind -------------------------------------------------------------------

    def places(self, *, benefit: str, group: str | None, month: int | None) -> list[str]:
        """The cells that fit, as people's rows name them."""
        return [
            f"{cell.benefit}|{cell.group}|{cell.month}"
            for cell in self.all_cells
            if benefit in ("", cell.benefit)
            and group in (None, cell.group)
            and month in (None, cell.month)
        ]

    def refused_places(self, *, benefit: str, group: str | None, reason: str) -> list[str]:
        return [
            f"!{why}|{code}|{of}"
            for code, of, why, _, _ in self._kept["refusals"]
            if benefit in ("", code) and group in (None, of) and why == reason
        ]

    def _people(self, **chosen: Any) -> str:
        if self.group is not None and "group" not in chosen and "of" not in chosen:
            chosen["group"] = self.group
        asked = {name: value for name, value in chosen.items() if value is not None}
        address = reverse("simulation_people", args=[self.simulation.pk])
        return f"{address}?{urlencode(asked)}" if asked else address
