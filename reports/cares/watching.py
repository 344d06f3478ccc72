"""What an inspector looks at first: who looked at whom, and what was turned down."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import AccessEntry, User
from claims.models import Claim, ClaimState
from reports.cares.care import Care

LATELY = timedelta(days=7)


def looks(user: User, today: date) -> Iterator[Care]:
    since = today - LATELY
    entries = AccessEntry.objects.visible_to(user).filter(at__date__gte=since)
    if found := entries.count():
        yield Care(
            f"lượt xem dữ liệu nhạy cảm trong {LATELY.days} ngày qua",
            "Ai đã xem, in, xuất dữ liệu của ai.",
            f"{reverse('access_log')}?since={since:%d/%m/%Y}",
            "eye-search",
            "blue",
            number=found,
        )


def refusals(user: User, today: date) -> Iterator[Care]:
    if not user.may("claim_view"):
        return
    refused = Claim.objects.visible_to(user).filter(
        state=ClaimState.REFUSED, entitlement_year=today.year
    )
    if found := refused.count():
        yield Care(
            f"hồ sơ bị từ chối trong năm {today.year}",
            "Mở từng hồ sơ để xem lý do và người quyết định.",
            f"{reverse('claim_list')}?tinh_trang=refused&nam={today.year}",
            "circle-x",
            "blue",
            number=found,
        )
