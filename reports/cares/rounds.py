"""Rounds of check-ups that wait for units, or have run past their days."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from checkups.models import CheckupRound, RosterPart, RoundState
from config.formatting import count, date_short
from reports.cares.care import Care


def own_parts(user: User, today: date) -> Iterator[Care]:
    """Lists that the user's own unit has to confirm."""
    parts = RosterPart.objects.unconfirmed().filter(
        unit=user.unit_id, round__state=RoundState.LISTING
    )
    for part in parts.select_related("round").order_by("due_on", "pk"):
        late = part.due_on < today
        deadline = f"hạn hết ngày {date_short(part.due_on)}"
        yield Care(
            f"{part.round}: chờ đơn vị anh/chị xác nhận danh sách khám",
            f"Đã quá hạn, {deadline}." if late else f"Rà soát từng người rồi xác nhận, {deadline}.",
            reverse("part_detail", args=[part.round_id, part.unit_id]),
            "list-check",
            "red" if late else "orange",
        )


def late_parts(user: User, today: date) -> Iterator[Care]:
    """For the department: rounds in which units are late."""
    if not user.unit.sees_all:
        return
    late = RosterPart.objects.unconfirmed().filter(
        due_on__lt=today, round__state=RoundState.LISTING
    )
    rows = late.order_by().values("round", "round__title").annotate(units=Count("pk"))
    for row in rows.order_by("round"):
        yield Care(
            f"{row['round__title']}: {count(row['units'])} đơn vị quá hạn xác nhận danh sách",
            "Nhắc đơn vị, hoặc xác nhận thay và ghi lý do.",
            reverse("round_detail", args=[row["round"]]),
            "users",
            "red",
        )


def lists_to_agree(user: User, today: date) -> Iterator[Care]:
    """For the manager: lists every unit has confirmed."""
    if not user.unit.sees_all:
        return
    open_parts = RosterPart.objects.unconfirmed().filter(round=OuterRef("pk"))
    listed = CheckupRound.objects.filter(~Exists(open_parts), state=RoundState.LISTING)
    for each in listed.annotate(people=Count("roster", filter=Q(roster__standing="kept"))):
        yield Care(
            f"{each}: chờ thống nhất danh sách khám",
            f"{count(each.people)} người, các đơn vị đã xác nhận đủ.",
            reverse("round_agree", args=[each.pk]),
            "list-check",
            "orange",
        )


def unfinished(user: User, today: date) -> Iterator[Care]:
    """For the department: rounds past their last day that nobody has ended."""
    if not user.unit.sees_all:
        return
    states = (RoundState.LISTING, RoundState.AGREED, RoundState.RUNNING)
    rounds = CheckupRound.objects.filter(ends_on__lt=today, state__in=states)
    for each in rounds.order_by("ends_on", "pk"):
        yield Care(
            f"{each}: đã qua ngày khám cuối, chưa kết thúc",
            f"Ngày khám cuối {date_short(each.ends_on)}; điểm danh cho đủ rồi kết thúc đợt.",
            reverse("round_detail", args=[each.pk]),
            "stethoscope",
        )
