"""Whose turn it is: what waits for a person, by their roles ("Việc của tôi")."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Sum, When
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from claims.facts import fact_kinds
from claims.models import (
    Claim,
    ClaimEvent,
    ClaimState,
    ListState,
    Payment,
    PaymentList,
    PaymentState,
)
from claims.models.claim import ClaimQuerySet
from claims.workflow import Action

NAMED = 3  # claims of a pile that are named on the first page

IN_WORK = (
    ClaimState.DRAFT,
    ClaimState.RETURNED,
    ClaimState.SUBMITTED,
    ClaimState.CHECKED,
    ClaimState.APPROVED,
    ClaimState.LISTED,
)
UNDECIDED = (ClaimState.DRAFT, ClaimState.RETURNED, ClaimState.SUBMITTED, ClaimState.CHECKED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One claim at the head of a pile: since when it waits, and why it came back if it did."""

    claim: Claim
    since: date
    reason: str = ""

    @property
    def days(self) -> int:
        return (timezone.localdate() - self.since).days


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One pile of work: ``count`` things worth ``amount`` đồng, the oldest since ``oldest``.

    ``own`` of them this person made; ``first`` are the few that have waited longest.
    """

    code: str
    title: str
    count: int
    amount: int
    oldest: date | None
    url: str
    verb: str
    noun: str = "hồ sơ"
    own: int = 0
    own_url: str = ""
    first: Sequence[Waiting] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """Claims that wait for somebody: who may act on them, which they are, what is to be done."""

    code: str
    title: str
    verb: str
    permission: str
    rows: Callable[[User], ClaimQuerySet]
    bulk: str = ""  # the verb of ``claim_bulk`` that does it to many
    since: str = "made_at"  # when it came to this pile, as far as the claim itself tells
    is_shared: bool = False  # among those who enter: each looks for their own first

    @property
    def query(self) -> str:
        """Of the claim list, which then shows exactly this pile."""
        return f"viec={self.code}"


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
        is_shared=True,
    ),
    Turn(
        "draft",
        "Nháp, chưa trình",
        "Trình thẩm định",
        "claim_submit",
        _in_state(ClaimState.DRAFT),
        "submit",
        is_shared=True,
    ),
    Turn(
        "submitted",
        "Chờ thẩm định",
        "Thẩm định",
        "claim_check",
        _to_check,
        "check",
    ),
    Turn(
        "taken_over",
        "Sổ cũ chờ xác nhận",
        "Xác nhận",
        "history_confirm",
        _to_confirm,
        "take_over",
    ),
    Turn(
        "checked",
        "Chờ duyệt",
        "Duyệt",
        "claim_approve",
        _to_approve,
        "approve",
        since="checked_at",
    ),
    Turn(
        "approved",
        "Đã duyệt, chờ lập danh sách chi trả",
        "Lập danh sách",
        "payment_pay",
        _in_state(ClaimState.APPROVED),
        since="approved_at",
    ),
)


@dataclass(frozen=True, slots=True)
class Pile:
    """Claims of the list under one word of its address: ``?viec=<code>``."""

    code: str
    title: str
    rows: Callable[[User], ClaimQuerySet]


def without_papers(user: User) -> ClaimQuerySet:
    """Claims not yet decided whose fact has not one paper ticked."""
    bare = Q()
    for kind in fact_kinds():
        facts = kind.rows().filter(pk=OuterRef("fact_id"), evidence=[]).order_by()
        bare |= Q(Exists(facts.values("pk")), fact_kind=kind.kind)
    claims = Claim.objects.visible_to(user).filter(state__in=UNDECIDED, taken_over=False)
    return claims.filter(bare) if bare else claims.none()


def failed_to_pay(user: User) -> ClaimQuerySet:
    """Approved claims that came back from a payment list because the money did not arrive."""
    failed = Payment.objects.filter(claim=OuterRef("pk"), state=PaymentState.FAILED)
    return Claim.objects.visible_to(user).filter(Exists(failed), state=ClaimState.APPROVED)


PILES: dict[str, Pile] = {
    **{turn.code: Pile(turn.code, turn.title, turn.rows) for turn in TURNS},
    "no_papers": Pile("no_papers", "Đang xử lý mà chưa có giấy tờ nào", without_papers),
    "failed": Pile("failed", "Chi không thành, chờ chi lại", failed_to_pay),
}


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
    rows = turn.rows(user).order_by()
    found = rows.aggregate(
        count=Count("pk"),
        amount=Sum("amount"),
        oldest=Min(turn.since),
        own=Count("pk", filter=Q(made_by=user)),
    )
    url = f"{reverse('claim_list')}?{turn.query}"
    return QueueItem(
        code=turn.code,
        title=turn.title,
        count=found["count"],
        amount=found["amount"] or 0,
        oldest=_day(found["oldest"]),
        url=url,
        verb=turn.verb,
        own=found["own"] if turn.is_shared else 0,
        own_url=f"{url}&cua_toi=co",
        first=_first(user, turn, rows) if found["count"] else (),
    )


def _first(user: User, turn: Turn, rows: ClaimQuerySet) -> list[Waiting]:
    """Those that have waited longest; of a shared pile one's own before those of others."""
    order: list[Any] = [turn.since, "pk"]
    if turn.is_shared:
        order.insert(0, Case(When(made_by=user, then=0), default=1))
    slim = rows.defer("snapshot", "summary", "refusals", "scope")
    claims = list(slim.order_by(*order)[:NAMED])
    returned = _returned(claims) if turn.code == "returned" else {}
    return [
        Waiting(claim, since, reason)
        for claim in claims
        for since, reason in [returned.get(claim.pk, (_since(claim, turn), ""))]
    ]


def _since(claim: Claim, turn: Turn) -> date:
    return timezone.localdate(getattr(claim, turn.since))


def _returned(claims: Iterable[Claim]) -> dict[int, tuple[date, str]]:
    """The day and the reason of the last return of each claim."""
    events = ClaimEvent.objects.filter(claim__in=list(claims), action=Action.RETURN.value)
    last = events.order_by("claim_id", "-pk").distinct("claim_id")
    return {event.claim_id: (timezone.localdate(event.done_at), event.reason) for event in last}


@dataclass(frozen=True, slots=True)
class Stage:
    """Claims in work that stand in one state."""

    label: str
    count: int
    amount: int
    url: str


def stages_for(user: User) -> list[Stage]:
    """Where the claims in work stand, for those who look on."""
    rows = Claim.objects.visible_to(user).filter(state__in=IN_WORK).order_by()
    grouped = rows.values_list("state").annotate(Count("pk"), Sum("amount"))
    found = {state: (count, amount) for state, count, amount in grouped}
    return [
        Stage(
            state.label,
            *found.get(state.value, (0, 0)),
            url=f"{reverse('claim_list')}?tinh_trang={state.value}",
        )
        for state in IN_WORK
    ]


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
        noun="danh sách",
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
