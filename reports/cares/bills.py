"""Bills of facilities that wait: for decisions, for somebody to accept them, for their claims."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from claims.models import Bill, BillLine, BillState
from reports.cares.care import MOST_NAMED, Care

# permission, which bills, what is told, what to do; each bill waits for one of them
WAITS: tuple[tuple[str, Callable[[Any, User], bool], str, str], ...] = (
    (
        "bill_decide",
        lambda bill, user: bill.state == BillState.MATCHED and bill.is_disputed,
        "bảng kê của cơ sở còn dòng chưa xử lý",
        "Chấp nhận hoặc loại từng dòng chưa khớp, rồi chờ người thẩm định xác nhận.",
    ),
    (
        "bill_accept",
        lambda bill, user: (
            bill.state == BillState.MATCHED
            and not bill.is_disputed
            and bill.uploaded_by_id != user.pk
        ),
        "bảng kê của cơ sở chờ xác nhận",
        "Xem các dòng đã khớp, đã chấp nhận, đã loại rồi xác nhận.",
    ),
    (
        "bill_open",
        lambda bill, user: bill.state == BillState.ACCEPTED,
        "bảng kê đã xác nhận, chờ lập hồ sơ",
        "Lập hồ sơ cho các dòng được thanh toán.",
    ),
)


def waiting(user: User, today: date) -> Iterator[Care]:
    """What is done about bills is done by the department; all of it found in one query."""
    if not user.unit.sees_all:
        return
    lines = BillLine.objects.filter(bill=OuterRef("pk"))
    to_be_opened = Exists(lines.filter(stands=True, fact_id=None))
    bills = list(
        Bill.objects.without_contents()
        .filter(Q(state=BillState.MATCHED) | Q(to_be_opened, state=BillState.ACCEPTED))
        .annotate(is_disputed=Exists(lines.in_dispute()))
        .select_related("facility")
        .order_by("uploaded_at")
    )
    for permission, waits, told, what_to_do in WAITS:
        found = [bill for bill in bills if waits(bill, user)]
        if found and user.may(permission):
            yield Care(
                told,
                what_to_do,
                f"{reverse('bill_list')}?state={found[0].state}",
                "receipt-2",
                number=len(found),
                named=tuple(
                    (f"{bill.number}, {bill.facility}", reverse("bill_detail", args=[bill.pk]))
                    for bill in found[:MOST_NAMED]
                ),
            )
