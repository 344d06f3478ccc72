"""The list of a year's convalescence: what waits for my unit, and which units are waited for."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from config.formatting import count, date_short
from convalescence.models import PlanState, YearPlan
from convalescence.planning.overview import is_overdue, open_parts
from reports.cares.care import MOST_NAMED, Care


def parts_to_confirm(user: User, today: date) -> Iterator[Care]:
    """A unit hears of its own part; the department of all that are late, plan by plan."""
    parts = open_parts(user)
    if not user.unit.sees_all:
        for part in parts[:MOST_NAMED]:
            late = is_overdue(part, today)
            yield Care(
                f"{'Quá hạn xác nhận' if late else 'Chờ đơn vị xác nhận'}: danh sách điều dưỡng "
                f"năm {part.plan.year}",
                f"Hạn {date_short(part.due_on)}. Rà soát danh sách của đơn vị rồi xác nhận.",
                reverse("year_plan_detail", args=[part.plan_id]),
                "list-check",
                "red" if late else "orange",
            )
        return
    late_parts = [part for part in parts if is_overdue(part, today)]
    for plan in dict.fromkeys(part.plan for part in late_parts):
        named = [part for part in late_parts if part.plan == plan]
        yield Care(
            f"đơn vị quá hạn xác nhận danh sách điều dưỡng năm {plan.year}",
            f"Hạn {date_short(named[0].due_on)}. Nhắc đơn vị, hoặc trình lãnh đạo thống nhất "
            "kèm lý do.",
            reverse("year_plan_detail", args=[plan.pk]),
            "clock",
            number=len(named),
        )


def plans_to_agree(user: User, today: date) -> Iterator[Care]:
    """All units have confirmed: the list waits for whoever agrees it, who didn't make it."""
    if not user.unit.sees_all:
        return
    rows = YearPlan.objects.filter(state=PlanState.LISTING).exclude(parts__confirmed_at=None)
    rows = rows.exclude(proposed_by=user)
    for plan in rows.defer("file").select_related("resolution")[:MOST_NAMED]:
        chosen = count(plan.candidates.chosen().count())
        yield Care(
            f"Chờ thống nhất danh sách điều dưỡng năm {plan.year}",
            f"{plan.resolution}: {chosen} người được chọn, các đơn vị đã xác nhận đủ.",
            reverse("year_plan_agree", args=[plan.pk]),
            "check",
        )
