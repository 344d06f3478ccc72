"""Walking the ledger from the first payment on: does every row still say what was sealed?

Three questions of each claim, in this order: is its link whole and its record unchanged
(``claims.sealing``), do its sums add up, and do the rules still come to its lines
(``claims.rechecking``). The walk stops at the first row that doesn't hold.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    Sum,
)

from claims.comparing import first_difference
from claims.faults import Fault
from claims.models import Claim, ClaimLine, Payment, PaymentState, Seal, SealedLaw
from claims.models.claim import ClaimState
from claims.models.seal import BEFORE_THE_FIRST
from claims.rechecking import Rechecked, recheck
from claims.sealed_record import Laws, records_of
from claims.sealing import Link, hash_of
from config.formatting import money
from config.totals import total_of

CHUNK = 1_000


@dataclass(slots=True)
class Verification:
    """How far the walk came and what it met."""

    end: Link  # the last link that holds
    claims: int = 0
    amount: int = 0  # đồng
    rechecked: Rechecked = field(default_factory=Rechecked)
    fault: Fault | None = None


def verify(
    *, first: int = 1, limit: int | None = None, tell: Callable[[int], None] = lambda done: None
) -> Verification:
    """Walk the chain from position ``first``, at most ``limit`` links; tell after each chunk."""
    walk = Verification(_link_before(first), fault=_law_fault())
    if walk.fault:
        return walk
    laws: Laws = {}
    for seals in _chunks(first, limit):
        whole, fault = _whole(seals, walk, laws)
        walk.fault = _first_wrong(whole, walk) or fault
        if walk.fault:
            return walk
        tell(walk.claims)
    if limit is None:
        walk.fault = _unsealed()
    return walk


def fault_of(claim: Claim) -> Fault | None:
    """What is wrong with one paid claim's link or record; the rest of the chain isn't walked."""
    seal = Seal.objects.filter(claim=claim).first()
    if seal is None:
        return _without_link(claim)
    _, fault = _whole([seal], Verification(_link_before(seal.position)), {})
    return fault


def _chunks(first: int, limit: int | None) -> Iterator[list[Seal]]:
    """Links by their position, never more than a chunk of them in memory."""
    position, left = first, limit
    while left is None or left > 0:
        size = CHUNK if left is None else min(CHUNK, left)
        seals = list(Seal.objects.filter(position__gte=position).order_by("position")[:size])
        if not seals:
            return
        yield seals
        position = seals[-1].position + 1
        left = None if left is None else left - len(seals)


def _link_before(first: int) -> Link:
    before = Seal.objects.filter(position=first - 1).first()
    return Link(first - 1, before.hash if before else BEFORE_THE_FIRST)


# --- The chain and the records ------------------------------------------------------------------


def _whole(seals: Sequence[Seal], walk: Verification, laws: Laws) -> tuple[list[int], Fault | None]:
    """The claims up to the first broken link or changed record, and what is wrong there."""
    records = dict(records_of([seal.claim_id for seal in seals], laws))
    numbers = dict(Claim.objects.filter(pk__in=records).values_list("pk", "number"))
    whole: list[int] = []
    for seal in seals:
        where = f"Hồ sơ {numbers.get(seal.claim_id, f'có mã {seal.claim_id}')}"
        fault = _link_fault(seal, walk.end, where)
        if fault is None and seal.claim_id not in records:
            fault = Fault(where, "hồ sơ", "còn trong sổ", "đã bị xóa khỏi sổ")
        if fault is None and records[seal.claim_id] != seal.record:
            fault = first_difference(where, seal.record, records[seal.claim_id], laws)
        if fault:
            return whole, fault
        whole.append(seal.claim_id)
        walk.end = Link(seal.position, seal.hash)
    return whole, None


def _link_fault(seal: Seal, before: Link, where: str) -> Fault | None:
    if seal.position != before.position + 1:
        part = "vị trí trong chuỗi niêm phong"
        return Fault(where, part, str(before.position + 1), str(seal.position))
    if seal.previous_hash != before.hash:
        return Fault(where, "mã băm liền trước", before.hash, seal.previous_hash)
    found = hash_of(seal.position, seal.previous_hash, seal.claim_id, seal.sealed_at, seal.record)
    if found != seal.hash:
        return Fault(where, "mã băm của bản niêm phong", found, seal.hash)
    return None


def _law_fault() -> Fault | None:
    """What the law said at payment is kept apart; each text must have its own hash."""
    for law in SealedLaw.objects.order_by("hash"):
        found = hashlib.sha256(law.text.encode()).hexdigest()
        if found != law.hash:
            return Fault("Văn bản đã niêm phong", "mã băm", found, law.hash)
    return None


def _unsealed() -> Fault | None:
    """What is paid but in no link: added past the verbs, or its link was taken away."""
    claim = Claim.objects.done().filter(seal=None).order_by("pk").first()
    return _without_link(claim) if claim else None


def _without_link(claim: Claim) -> Fault:
    state = claim.get_state_display()
    found = f"không có, dù hồ sơ ở tình trạng “{state}”"
    return Fault(f"Hồ sơ {claim.number}", "niêm phong", "có trong chuỗi", found)


# --- The sums and the rules ---------------------------------------------------------------------


class Sums(NamedTuple):
    """A claim beside its lines and the payment that went out for it, as of now."""

    claim: int
    number: str
    is_from_a_list: bool
    amount: int
    voucher: str
    paid_on: date | None
    payer: int
    of_lines: int
    paid_amount: int | None
    paid_voucher: str | None
    paid_day: date | None
    paying: int | None


def _first_wrong(claim_ids: Sequence[int], walk: Verification) -> Fault | None:
    """The first of these claims whose sums or results don't hold."""
    wrong = recheck(claim_ids, walk.rechecked)
    for sums in _sums(claim_ids):
        if fault := _sum_fault(sums) or wrong.get(sums.claim):
            return fault
        walk.claims += 1
        walk.amount += sums.amount
    return None


def _sums(claim_ids: Sequence[int]) -> list[Sums]:
    """In the order of ``claim_ids``."""
    paid = Payment.objects.filter(claim=OuterRef("pk"), state=PaymentState.PAID)
    rows = Claim.objects.filter(pk__in=claim_ids).values_list(
        "pk",
        "number",
        ExpressionWrapper(Q(state=ClaimState.PAID, taken_over=False), BooleanField()),
        "amount",
        "voucher",
        "paid_on",
        "payer_id",
        total_of(ClaimLine.objects.all(), "claim", Sum("amount")),
        *(
            Subquery(paid.values(column)[:1])
            for column in ("amount", "voucher", "paid_on", "payment_list__payer_id")
        ),
    )
    found = {row[0]: Sums(*row) for row in rows}
    return [found[claim_id] for claim_id in claim_ids]


def _sum_fault(sums: Sums) -> Fault | None:
    """The claim is the sum of its lines, and the payment is the claim."""
    asked: list[tuple[str, Any, Any]] = [
        ("tổng các dòng tính", money(sums.amount), money(sums.of_lines))
    ]
    if sums.is_from_a_list:
        paid = None if sums.paid_amount is None else money(sums.paid_amount)
        asked += [
            ("số tiền của lần chi", money(sums.amount), paid),
            ("số chứng từ của lần chi", sums.voucher, sums.paid_voucher),
            ("ngày của lần chi", sums.paid_on, sums.paid_day),
            ("nguồn của lần chi", sums.payer, sums.paying),
        ]
    for part, expected, found in asked:
        if expected != found:
            return Fault(
                f"Hồ sơ {sums.number}", part, str(expected), "không có" if found is None else found
            )
    return None
