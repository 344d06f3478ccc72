"""Rules of a benefit as the officer knows them: said once, for the groups that they are for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from policies import terms, wording
from policies.models import Benefit, Limit, Rate, Resolution, Threshold
from policies.names import Names, names_of


@dataclass(frozen=True, slots=True)
class Family:
    """Rows that say the same of several groups."""

    rows: Sequence[Any]
    words: str
    note: str
    url: str

    @property
    def first(self) -> Any:
        return self.rows[0]

    @property
    def groups(self) -> str:
        return wording.group_names(
            row.group.name if row.group else "Mọi đối tượng" for row in self.rows
        )

    @property
    def mark(self) -> tuple[str, str, str]:
        """Colour, icon and word: on what it stands."""
        return wording.MARKS[self.first.confidence]


@dataclass(frozen=True, slots=True)
class Section:
    """All families of one noun, and where the next one is made."""

    title: str
    empty: str
    families: Sequence[Family]
    create_url: str
    create_label: str


def families_of(resolution: Resolution, benefit: Benefit) -> list[Section]:
    """Rates, limits and thresholds of one benefit."""
    names = names_of(resolution)
    here = [resolution.code, benefit.code]
    unit = terms.quantity_unit(benefit)
    rates = [
        _rate_family(rows, benefit, names, here) for rows in together(benefit.rates.order_by("pk"))
    ]
    limits = [
        Family(rows, terms.limit_words(rows[0], names, unit), "", _edit("limit", here, rows[0]))
        for rows in together(benefit.limits.order_by("pk"))
    ]
    thresholds = [
        Family(rows, terms.threshold_words(rows[0]), "", _edit("threshold", here, rows[0]))
        for rows in together(benefit.thresholds.order_by("pk"))
    ]
    return [
        Section(
            "Mức hưởng",
            "Chưa có mức nào. Mức đơn giản gõ nhanh hơn ở Bảng mức.",
            rates,
            reverse("rate_create", args=here),
            "Thêm mức",
        ),
        Section(
            "Hạn mức",
            "Chưa có hạn mức riêng: số lần, số ngày, số tiền đều không giới hạn.",
            limits,
            reverse("limit_create", args=here),
            "Thêm hạn mức",
        ),
        Section(
            "Mức tối thiểu để được hưởng",
            "Không có: việc nào cũng được tính.",
            thresholds,
            reverse("threshold_create", args=here),
            "Thêm mức tối thiểu",
        ),
    ]


def law_limits_of(resolution: Resolution) -> list[Family]:
    """Limits over several benefits, or over all of them."""
    names = names_of(resolution)
    limits = resolution.limits.filter(benefit=None).order_by("pk")
    return [
        Family(
            rows,
            terms.limit_words(rows[0], names),
            "",
            reverse("law_limit_edit", args=[resolution.code, rows[0].pk]),
        )
        for rows in together(limits)
    ]


def together(rows: Iterable[Any]) -> list[list[Any]]:
    """Rows that differ in nothing but the group, in the order of first appearance."""
    alike: dict[str, list[Any]] = {}
    for row in rows.select_related("group"):  # type: ignore[attr-defined]
        own = [
            getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.name not in ("id", "group")
        ]
        alike.setdefault(repr(own), []).append(row)
    return list(alike.values())


def _rate_family(rows: list[Rate], benefit: Benefit, names: Names, here: list[str]) -> Family:
    rate = rows[0]
    figure = wording.figure(rate, benefit, names)
    notes = [wording.condition(rate, names), wording.period(rate)]
    return Family(
        rows,
        " ".join(filter(None, [figure.value, figure.note])),
        "; ".join(filter(None, notes)),
        _edit("rate", here, rate),
    )


def _edit(noun: str, here: list[str], row: Rate | Limit | Threshold) -> str:
    return reverse(f"{noun}_edit", args=[*here, row.pk])
