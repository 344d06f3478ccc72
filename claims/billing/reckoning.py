"""The sums at the foot of a bill, and who came but isn't on it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from beneficiaries.matching import any_of
from beneficiaries.models import Cadre
from claims.billing.occasions import occasion_of
from claims.billing.reading import thing_of
from claims.models import Bill, BillLine, Decision, Finding
from claims.models.bill import GONE

OPEN = Q(decision=Decision.OPEN) & ~Q(finding=Finding.MATCHED)


@dataclass(frozen=True, slots=True)
class Sums:
    """Đồng and lines of a bill. What stands, waits and is left out adds up to what is billed."""

    lines: int
    billed: int
    standing_lines: int
    standing: int
    owed: int
    waiting_lines: int
    waiting: int
    left_out_lines: int
    left_out: int
    opened: int
    to_open: int
    problems: int
    printed: int | None

    @property
    def difference(self) -> int:
        """How far the printed total is from the sum of the lines."""
        return 0 if self.printed is None else self.printed - self.billed

    @property
    def not_paid(self) -> int:
        """What the facility asks for standing lines beyond what the law pays."""
        return max(0, self.standing - self.owed)


def sums_of(bill: Bill) -> Sums:
    """One query over the lines."""
    left_out = Q(decision=Decision.LEFT_OUT)
    standing = Q(stands=True)
    found = bill.lines.aggregate(
        lines=Count("pk"),
        billed=Sum("amount", default=0),
        standing_lines=Count("pk", filter=standing),
        standing=Sum("amount", filter=standing, default=0),
        owed=Sum("owed", filter=standing, default=0),
        waiting_lines=Count("pk", filter=OPEN),
        waiting=Sum("amount", filter=OPEN, default=0),
        left_out_lines=Count("pk", filter=left_out),
        left_out=Sum("amount", filter=left_out, default=0),
        opened=Count("pk", filter=Q(fact_id__isnull=False)),
        to_open=Count("pk", filter=standing & Q(fact_id=None)),
        problems=Count("pk", filter=~Q(problem="")),
    )
    return Sums(printed=bill.printed_total, **found)


@dataclass(frozen=True, slots=True)
class Part:
    """One tab of a bill: a name in the address, a label, and which lines it shows."""

    word: str
    label: str
    lines: Q


WAITING = Part("cho", "Chờ xử lý", OPEN)
PARTS = (
    WAITING,
    *(Part(f.value, str(f.label), Q(finding=f)) for f in Finding),
    Part("loai", "Đã loại ra", Q(decision=Decision.LEFT_OUT)),
    Part("loi", "Chưa lập được", ~Q(problem="")),
)
MISSING = "thieu"


def counts_of(bill: Bill) -> dict[str, int]:
    """Lines of every part."""
    wanted: dict[str, Any] = {part.word: Count("pk", filter=part.lines) for part in PARTS}
    return bill.lines.aggregate(**wanted)


def lines_of(bill: Bill, word: str) -> QuerySet[BillLine]:
    """The lines of one part; of all for a word that names none."""
    part = next((part for part in PARTS if part.word == word), None)
    return bill.lines.filter(part.lines) if part else bill.lines.all()


def missing_ids(bill: Bill) -> list[int]:
    """Who was marked present here and stands on no bill of the occasion, nor is recorded."""
    occasion, thing = occasion_of(bill.occasion_kind), thing_of(bill)
    on_bills = set(
        BillLine.objects.filter(
            occasion_kind=bill.occasion_kind, occasion_id=bill.occasion_id, cadre__isnull=False
        )
        .exclude(bill__state__in=GONE)
        .exclude(decision=Decision.LEFT_OUT)
        .values_list("cadre_id", flat=True)
    )
    recorded = occasion.recorded(thing, None)
    return [
        cadre
        for cadre, part in occasion.listed(thing).items()
        if part.attended
        and part.facility in (None, bill.facility_id)
        and cadre not in on_bills
        and cadre not in recorded
    ]


def missing_people(bill: Bill) -> QuerySet[Cadre]:
    people = Cadre.objects.select_related("managing_unit")
    return any_of(people, "id", missing_ids(bill), "bigint").order_by("sort_name", "pk")
