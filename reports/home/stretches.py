"""A year of some resolutions as one user sees it, and the rows that each number of it counts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from beneficiaries.models import Cadre, Membership
from claims.models import ClaimLine
from policies.models import BeneficiaryGroup, Benefit, Resolution
from reports.figures.ledger import Ledger


class Shown(StrEnum):
    """What a number counts; the words of the address."""

    AMOUNT = "tien"
    REACHED = "nguoi"
    ENTITLED = "dien"


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the address of the list that it counts."""

    value: int
    url: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A year under some resolutions, as known on a day, within what ``viewer`` may see.

    ``named`` says that the resolutions were chosen; otherwise they are all there are.
    """

    viewer: User
    year: int
    as_of: date
    resolutions: tuple[Resolution, ...]
    named: bool = False

    @property
    def last(self) -> date:
        return min(self.as_of, date(self.year, 12, 31))

    @property
    def last_month(self) -> int:
        """The month that the year has come to; 0 before it began."""
        return self.last.month if self.last.year == self.year else 0

    @property
    def is_running(self) -> bool:
        return self.as_of < date(self.year, 12, 31)

    def lines(self) -> QuerySet[ClaimLine]:
        """Everything paid, and what another budget settled."""
        ledger = Ledger(
            resolutions={resolution.code: resolution for resolution in self.resolutions},
            first=date(self.year, 1, 1),
            last=date(self.year, 12, 31),
            as_of=self.as_of,
            cut_offs={},
            viewer=self.viewer,
        )
        return ledger.lines()

    def counted_lines(self) -> QuerySet[ClaimLine]:
        """Those of the benefits that the total counts."""
        return self.lines().filter(benefit__counted=True)

    def lines_of_people(self) -> QuerySet[ClaimLine]:
        """Of people of the registry; staff and suppliers are not among those to be reached."""
        return self.lines().filter(claim__cadre__isnull=False, claim__group__counted=True)

    def members(self) -> QuerySet[Membership]:
        """Who belonged on the last day: of the year, or of a resolution that ended before it."""
        held = Q(pk__in=[])
        for resolution in self.resolutions:
            day = min(self.last, resolution.effective_to or self.last)
            present = Q(cadre__ended_on=None) | Q(cadre__ended_on__gt=day)
            running = Q(until=None) | Q(until__gte=day)
            held |= Q(resolution=resolution, since__lte=day) & running & present
        rows = Membership.objects.filter(held, group__counted=True)
        return rows.filter(cadre__in=Cadre.objects.visible_to(self.viewer))

    def number(self, value: int, shown: Shown, **narrowed: int) -> Number:
        """``narrowed`` by ``che_do``, ``doi_tuong`` (keys) or ``thang``."""
        asked: list[tuple[str, Any]] = [
            ("so", shown.value),
            ("nam", self.year),
            ("den", self.as_of.isoformat()),
        ]
        if self.named:
            asked += [("van_ban", resolution.code) for resolution in self.resolutions]
        return Number(value, f"{reverse('year_detail')}?{urlencode([*asked, *narrowed.items()])}")


def behind(
    stretch: Stretch,
    shown: Shown,
    *,
    benefit: Benefit | None = None,
    group: BeneficiaryGroup | None = None,
    month: int | None = None,
) -> QuerySet[Any]:
    """The lines (of đồng and of people reached) or memberships that a number counts."""
    if shown is Shown.ENTITLED:
        members = stretch.members()
        return members.filter(group=group) if group else members
    rows = _lines(stretch, shown, benefit)
    if benefit:
        rows = rows.filter(benefit=benefit)
    if group:
        rows = rows.filter(claim__group=group)
    return rows.filter(claim__event_on__month=month) if month else rows


def _lines(stretch: Stretch, shown: Shown, benefit: Benefit | None) -> QuerySet[ClaimLine]:
    if shown is Shown.REACHED:
        return stretch.lines_of_people()
    return stretch.lines() if benefit else stretch.counted_lines()
