"""What the law lacks before it can be paid by: confirmations, releases, groups carried over."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from beneficiaries.succession import count_waiting
from policies.models import DraftEdit, Resolution, ResolutionStatus
from policies.released import OPEN
from reports.cares.care import MOST_NAMED, Care


def unconfirmed_rates(user: User, today: date) -> Iterator[Care]:
    in_force = Resolution.objects.visible_to(user).in_force(today)
    confirms = user.may("rate_confirm")
    what_to_do = (
        "đối chiếu nguyên văn rồi xác nhận từng mức" if confirms else "nhắc cán bộ chính sách"
    )
    waiting = Count("benefits__rates", filter=Q(benefits__rates__confirmation=None))
    for resolution in in_force.annotate(waiting=waiting).filter(waiting__gt=0):
        yield Care(
            "mức hưởng chưa được xác nhận",
            f"{resolution}: {what_to_do}.",
            reverse("resolution_detail", args=[resolution.code]),
            "scale",
            number=resolution.waiting,
        )


def drafts(user: User, today: date) -> Iterator[Care]:
    """Versions in work; those that only wait for a second pair of eyes come first."""
    edited = DraftEdit.objects.filter(resolution=OuterRef("pk"), made_by=user)
    rows = Resolution.objects.visible_to(user).filter(status__in=OPEN)
    rows = rows.annotate(is_own=Q(made_by=user) | Exists(edited)).order_by("-status", "pk")
    for resolution in rows[:MOST_NAMED]:
        if resolution.status == ResolutionStatus.TESTED and not resolution.is_own:
            yield Care(
                f"Chờ tôi ban hành vào hệ thống: {resolution}",
                f"Đã thử xong; có hiệu lực từ {resolution.effective_from:%d/%m/%Y}.",
                reverse("resolution_release", args=[resolution.code]),
                "gavel",
            )
        else:
            yield Care(
                f"{resolution.get_status_display()}: {resolution}",
                _next_step(resolution),
                reverse("resolution_detail", args=[resolution.code]),
                "gavel",
                "blue",
            )


def _next_step(resolution: Resolution) -> str:
    if resolution.status == ResolutionStatus.TESTED:
        return "Chờ một cán bộ chính sách khác ban hành vào hệ thống."
    return "Soạn, thử bằng ca mẫu, ghi thử xong rồi trình người khác ban hành."


def successions(user: User, today: date) -> Iterator[Care]:
    """Only the department carries the groups of a replaced version over."""
    if not user.unit.sees_all:
        return
    released = Resolution.objects.released().exclude(replaces=None)
    for resolution in released.filter(Q(effective_to=None) | Q(effective_to__gte=today)):
        if count_waiting(resolution):
            yield Care(
                f"Chưa chuyển xong đối tượng sang {resolution}",
                "Người chưa được chuyển sẽ không có mức hưởng theo văn bản mới.",
                reverse("succession_detail", args=[resolution.code]),
                "users",
            )
