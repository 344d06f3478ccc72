"""How the counts of the parts become the count of people: who is in several parts, and in which.

People in a total are counted once. Where a figure takes in several benefits (or, within one,
several categories such as rounds), its parts add up to more, and the difference are those who are
in more than one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet

from claims.models import ClaimLine
from reports.figures.figure import Figure, Measure, Source
from reports.figures.ledger import person_key, rows_of
from reports.figures.reckoning import PartReckoning

BENEFIT = "benefit__code"
CATEGORY = "claim__category"
MOST_SHOWN = 8

COMBINATIONS = """
SELECT parts, COUNT(*)
  FROM (SELECT person, ARRAY_AGG(part ORDER BY part COLLATE "C") AS parts
          FROM ({rows}) AS ledger GROUP BY person) AS people
 GROUP BY parts
"""


@dataclass(frozen=True, slots=True)
class Combination:
    """People who are in exactly these parts. ``codes`` name them in an address."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    people: int

    @property
    def times(self) -> int:
        """How often each of them is in the sum of the parts."""
        return len(self.codes)

    @property
    def extra(self) -> int:
        """What the sum of the parts has too many because of them."""
        return self.people * (self.times - 1)

    @property
    def address(self) -> str:
        return ",".join(self.codes)


@dataclass(frozen=True, slots=True)
class Overlap:
    """``parts`` with their people, and how many are in which of them."""

    parts: tuple[Combination, ...]
    combinations: tuple[Combination, ...]
    """Those with more than one part, the most people first."""
    total: int

    @property
    def sum(self) -> int:
        return sum(part.people for part in self.parts)

    @property
    def extra(self) -> int:
        return self.sum - self.total

    @property
    def in_several(self) -> int:
        """How many people are in more than one part."""
        return sum(combination.people for combination in self.combinations)

    @property
    def main(self) -> tuple[Combination, ...]:
        """The combinations with most people."""
        return self.combinations[:MOST_SHOWN]

    @property
    def rest(self) -> tuple[Combination, ...]:
        return self.combinations[MOST_SHOWN:]

    @property
    def rest_extra(self) -> int:
        return sum(combination.extra for combination in self.rest)

    @property
    def by_label(self) -> dict[str, int]:
        return {part.labels[0]: part.people for part in self.parts}


def overlap_of(reckoning: PartReckoning, figure: Figure) -> Overlap | None:
    """The parts of a count of people; None where it has but one (or none)."""
    axis = _axis(figure)
    if not axis:
        return None
    labels = _labels(reckoning, axis)
    counted = _counted(reckoning.ledger.lines_of(figure), axis)
    parts: dict[str, int] = {}
    for codes, people in counted.items():
        for code in codes:
            parts[code] = parts.get(code, 0) + people
    if len(parts) < 2:
        return None
    order = {code: place for place, code in enumerate(labels)}
    named = {code: labels.get(code, code or "không phân loại") for code in parts}
    several = [
        Combination(codes, tuple(named[code] for code in codes), people)
        for codes, people in counted.items()
        if len(codes) > 1
    ]
    return Overlap(
        parts=tuple(
            Combination((code,), (named[code],), parts[code])
            for code in sorted(parts, key=lambda code: (order.get(code, len(order)), code))
        ),
        combinations=tuple(sorted(several, key=lambda found: (-found.people, found.codes))),
        total=sum(counted.values()),
    )


def in_parts(
    lines: QuerySet[ClaimLine], figure: Figure, codes: tuple[str, ...], *, only: bool
) -> QuerySet[ClaimLine]:
    """The lines of people who are in all of these parts (``only``: and in no other)."""
    axis = _axis(figure)
    if not axis:
        return lines.none()
    people = (
        lines.order_by()
        .values(person=person_key())
        .annotate(parts=ArrayAgg(axis, distinct=True, order_by=axis))
    )
    people = people.filter(Q(parts__contains=list(codes)))
    if only:
        people = people.filter(Q(parts__contained_by=list(codes)))
    return lines.alias(person=person_key()).filter(person__in=people.values("person"))


def _axis(figure: Figure) -> str:
    """Along what a count of people has parts."""
    if figure.source != Source.LEDGER or figure.measure != Measure.PEOPLE:
        return ""
    if len(figure.benefits) > 1:
        return BENEFIT
    return CATEGORY if len(figure.categories) != 1 else ""


def _counted(lines: QuerySet[ClaimLine], axis: str) -> dict[tuple[str, ...], int]:
    """People by the exact set of parts they are in."""
    inner = lines.order_by().values(person=person_key(), part=F(axis)).distinct()
    return {tuple(parts): people for parts, people in rows_of(inner, COMBINATIONS)}


def _labels(reckoning: PartReckoning, axis: str) -> Mapping[str, str]:
    named: Mapping[str, Callable[[], dict[str, str]]] = {
        BENEFIT: lambda: {
            code: same[0].short_title for code, same in reckoning.book.benefits.items()
        },
        CATEGORY: lambda: {
            one.categories[0]: one.words
            for one in reckoning.part.slices.values()
            if len(one.categories) == 1
        },
    }
    return named[axis]()
