"""Whose turn it is: what waits for a person, by their roles ("Việc của tôi")."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from claims.models import Claim, ClaimState, ListState, Payment, PaymentList, PaymentState
from claims.models.claim import ClaimQuerySet


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One pile of work: ``count`` things worth ``amount`` đồng, the oldest since ``oldest``."""

    code: str
    title: str
    count: int
    amount: int
    oldest: date | None
    url: str
    verb: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Claims that wait for somebody: who may act on them, which they are, what is to be done."""

    code: str
    title: str
    verb: str
    permission: str
    rows: Callable[[User], ClaimQuerySet]
    query: str  # of the claim list that shows them
    bulk: str = ""  # the verb of ``claim_bulk`` that does it to many


def _in_state(*states: str) -> Callable[[User], ClaimQuerySet]:
    return lambda user: Claim.objects.visible_to(user).filter(state__in=states)


def _to_check(user: User) -> ClaimQuerySet:
    rows = Claim.objects.visible_to(user).filter(state=ClaimState.SUBMITTED, taken_over=False)
    return rows.exclude(made_by=user)


def _to_confirm(user: User) -> ClaimQuerySet:
    rows = Claim.objects.visible_to(user).filter(state=ClaimState.SUBMITTED, taken_over=True)
    return rows.exclude(made_by=user)


def _to_approve(user: User) -> ClaimQuerySet:
    rows = Claim.objects.visible_to(user).filter(state=ClaimState.CHECKED)
    return rows.exclude(Q(made_by=user) | Q(checked_by=user))


TURNS: tuple[Turn, ...] = (
    Turn(
        "returned",
        "Bị trả lại, chờ bổ sung",
        "Bổ sung",
        "claim_submit",
        _in_state(ClaimState.RETURNED),
        "tinh_trang=returned",
    ),
    Turn(
        "draft",
        "Nháp, chưa trình",
        "Trình thẩm định",
        "claim_submit",
        _in_state(ClaimState.DRAFT),
        "tinh_trang=draft",
        "submit",
    ),
    Turn(
        "submitted",
        "Chờ thẩm định",
        "Thẩm định",
        "claim_check",
        _to_check,
        "tinh_trang=submitted&so_cu=khong",
        "check",
    ),
    Turn(
        "taken_over",
        "Sổ cũ chờ xác nhận",
        "Xác nhận",
        "history_confirm",
        _to_confirm,
        "tinh_trang=submitted&so_cu=co",
        "take_over",
    ),
    Turn(
        "checked",
        "Chờ duyệt",
        "Duyệt",
        "claim_approve",
        _to_approve,
        "tinh_trang=checked",
        "approve",
    ),
    Turn(
        "approved",
        "Đã duyệt, chờ lập danh sách chi trả",
        "Lập danh sách",
        "payment_pay",
        _in_state(ClaimState.APPROVED),
        "tinh_trang=approved",
    ),
)


def turns_of(user: User) -> list[Turn]:
    """The turns that belong to this person's roles, in the order of a claim's life."""
    return [turn for turn in TURNS if user.may(turn.permission)]


def queue_of(user: User) -> list[QueueItem]:
    """What waits for this person, also where nothing does. Empty for those who only look."""
    items = [_item(user, turn) for turn in turns_of(user)]
    return [*items, *_payment_items(user)] if user.may("payment_pay") else items


def next_claim(user: User, *, after: Claim) -> Claim | None:
    """The oldest other claim that waits for this person in the same turn as others of theirs."""
    for turn in turns_of(user):
        rows = turn.rows(user).exclude(pk=after.pk)
        if found := rows.order_by("event_on", "pk").first():
            return found
    return None


def _item(user: User, turn: Turn) -> QueueItem:
    found = (
        turn.rows(user)
        .order_by()
        .aggregate(count=Count("pk"), amount=Sum("amount"), oldest=Min("made_at"))
    )
    return QueueItem(
        code=turn.code,
        title=turn.title,
        count=found["count"],
        amount=found["amount"] or 0,
        oldest=_day(found["oldest"]),
        url=f"{reverse('claim_list')}?{turn.query}",
        verb=turn.verb,
    )


def _payment_items(user: User) -> list[QueueItem]:
    lists = PaymentList.objects.visible_to(user)
    return [
        _list_item(lists, "open", "Danh sách chi trả đang lập", "Chốt danh sách", ListState.OPEN),
        _list_item(
            lists, "issued", "Danh sách đã chốt, chờ chi", "Ghi kết quả chi", ListState.ISSUED
        ),
    ]


def _list_item(lists: QuerySet, code: str, title: str, verb: str, state: ListState) -> QueueItem:
    rows = lists.filter(state=state).order_by()
    found = rows.aggregate(count=Count("pk"), oldest=Min("made_at"))
    waiting = Payment.objects.filter(payment_list__in=rows, state=PaymentState.WAITING)
    return QueueItem(
        code=code,
        title=title,
        count=found["count"],
        amount=waiting.aggregate(sum=Sum("amount"))["sum"] or 0,
        oldest=_day(found["oldest"]),
        url=f"{reverse('payment_list_list')}?tinh_trang={state.value}",
        verb=verb,
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
