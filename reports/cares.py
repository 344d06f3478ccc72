"""What needs care, beyond the queue: things that wait for nobody in particular, and so for all.

Every care says how many, where the list is, and what to do; what is in order isn't mentioned.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from beneficiaries.models import Cadre, HealthCard, Membership
from claims.facts import fact_kinds
from claims.models import Claim, ClaimState
from config.formatting import count, money
from policies.models import Rate, Resolution
from reports.models import Report
from reports.overview import Overview

CARDS_END_WITHIN = timedelta(days=60)
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Care:
    """One thing to look after; ``named`` are (label, address) of the first few."""

    title: str
    note: str
    url: str
    icon: str
    tone: str = "orange"
    named: tuple[tuple[str, str], ...] = ()


def cares_of(user: User, overview: Overview | None, *, today: date) -> list[Care]:
    """What ``user`` may do something about, the gravest first."""
    found: list[Care] = list(_overspent(overview)) if overview else []
    for permission, look in CARES:
        if user.may(permission):
            found += look(user, today)
    return found


def _overspent(overview: Overview) -> Iterator[Care]:
    for row in overview.overspent:
        beyond = row.spent - (row.estimate or 0)
        yield Care(
            f"Vượt dự toán: {row.benefit.letter}) {row.benefit.short_title}",
            f"Đã chi vượt {money(beyond)} đồng so với dự toán năm {overview.year}.",
            f"{reverse('claim_list')}?che_do={row.benefit.pk}&nam={overview.year}",
            "alert-triangle",
            "red",
        )


def _unconfirmed_rates(user: User, today: date) -> Iterator[Care]:
    for resolution in Resolution.objects.visible_to(user).in_force(today):
        rates = Rate.objects.filter(benefit__resolution=resolution)
        waiting = rates.filter(confirmation=None).count()
        if waiting:
            yield Care(
                f"{count(waiting)} mức hưởng chưa được xác nhận",
                f"{resolution}: đối chiếu nguyên văn rồi xác nhận từng mức.",
                reverse("resolution_detail", args=[resolution.code]),
                "scale",
            )


def _cards_that_end(user: User, today: date) -> Iterator[Care]:
    last = today + CARDS_END_WITHIN
    ending = HealthCard.objects.visible_to(user).filter(recalled_on=None, expires_on__lte=last)
    if found := ending.count():
        first = ending.order_by("expires_on", "pk").select_related("cadre")[:MOST_NAMED]
        yield Care(
            f"{count(found)} thẻ đã hết hạn hoặc sắp hết hạn",
            f"Hạn thẻ trong {CARDS_END_WITHIN.days} ngày tới; cấp đổi hoặc thu hồi.",
            "",
            "id",
            named=tuple(
                (
                    f"{card.cadre}, đến {card.expires_on:%d/%m/%Y}",
                    reverse("cadre_detail", args=[card.cadre_id]),
                )
                for card in first
            ),
        )


def _people_without_a_group(user: User, today: date) -> Iterator[Care]:
    belongs = Membership.objects.on(today).filter(cadre=OuterRef("pk"))
    people = Cadre.objects.visible_to(user).filter(Q(ended_on=None) | Q(ended_on__gt=today))
    if found := people.filter(~Exists(belongs)).count():
        yield Care(
            f"{count(found)} người chưa thuộc đối tượng nào",
            "Chưa xếp đối tượng thì không chế độ nào tính được.",
            f"{reverse('cadre_list')}?group=none",
            "users",
        )


def _missing_papers(user: User, today: date) -> Iterator[Care]:
    """Open claims whose fact has not one paper ticked."""
    states = [ClaimState.DRAFT, ClaimState.RETURNED, ClaimState.SUBMITTED, ClaimState.CHECKED]
    bare = Q()
    for kind in fact_kinds():
        bare |= Q(fact_kind=kind.kind, fact_id__in=kind.rows().filter(evidence=[]).values("pk"))
    claims = Claim.objects.visible_to(user).filter(bare, state__in=states, taken_over=False)
    first = list(claims.order_by("event_on", "pk").only("number")[: MOST_NAMED + 1])
    if first:
        found = len(first) if len(first) <= MOST_NAMED else claims.count()
        yield Care(
            f"{count(found)} hồ sơ đang xử lý chưa có giấy tờ nào",
            "Mở sự việc của hồ sơ và đánh dấu giấy tờ đã nhận.",
            "",
            "paperclip",
            named=tuple(
                (claim.number, reverse("claim_detail", args=[claim.pk]))
                for claim in first[:MOST_NAMED]
            ),
        )


def _reports_in_work(user: User, today: date) -> Iterator[Care]:
    reports = Report.objects.visible_to(user)
    for report in reports.filter(state="draft")[:MOST_NAMED]:
        yield Care(
            f"Báo cáo năm {report.year} còn là dự thảo",
            f"{report.title}; số liệu đến {report.as_of:%d/%m/%Y}.",
            reverse("report_detail", args=[report.pk]),
            "report",
            "blue",
        )


Look = Callable[[User, date], Iterator[Care]]

# What may be looked after, and who may do something about it.
CARES: tuple[tuple[str, Look], ...] = (
    ("claim_submit", _missing_papers),
    ("claim_check", _missing_papers),
    ("cadre_edit", _people_without_a_group),
    ("cadre_edit", _cards_that_end),
    ("rate_confirm", _unconfirmed_rates),
    ("claim_approve", _unconfirmed_rates),
    ("report_write", _reports_in_work),
)
