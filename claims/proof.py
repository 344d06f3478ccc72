"""Everything that proves one payment, gathered for one sheet of paper."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from beneficiaries.models.cadre import mask
from claims.facts import load_facts
from claims.faults import Fault
from claims.models import Claim, ClaimEvent, ClaimLine, Payment, PaymentState, Seal
from claims.snapshots import read_snapshot
from claims.verifying import fault_of
from claims.workflow import LABELS, Action
from config.formatting import amount_in_words, date_short, money
from config.pdf import render_pdf
from policies.models import Rate
from policies.wording import Clause, clause, standing_words

TEMPLATE = "claims/claim_proof.html"
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LineProof:
    """One sum: what was paid, by which clause, by which version of the rate, and how reckoned."""

    line: ClaimLine
    basis: str
    clause: Clause | None
    version: str
    standing: str
    arithmetic: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did what, as what, when."""

    at: datetime
    label: str
    name: str
    title: str
    unit: str
    note: str


def proof_pdf_of(claim: Claim, user: User) -> bytes:
    """The same page on A4."""
    return render_pdf(render_to_string(TEMPLATE, proof_of(claim, user) | {"linked": False}))


def proof_of(claim: Claim, user: User) -> dict[str, Any]:
    """The values of ``claims/claim_proof.html`` for a claim that is paid or settled."""
    frozen = read_snapshot(claim)
    lines = list(
        claim.lines.select_related(
            "benefit__resolution__released_by", "rate__group", "rate__confirmation__confirmed_by"
        )
    )
    return {
        "claim": claim,
        "document": _head(claim),
        "words": _in_words(claim.amount),
        "person": _person(claim, frozen, user),
        "event": [("Sự việc", claim.heading), *claim.summary, ("Đơn vị nhập", claim.unit.name)],
        "papers": _papers(claim, lines),
        "lines": [_line(line) for line in lines],
        "hands": [_hand(event) for event in claim.events.all()],
        "payment": _payment(claim, user),
        "seal": Seal.objects.filter(claim=claim).first(),
        "fault": _told(fault_of(claim)),
        "printed_at": timezone.localtime(),
        "printed_by": user,
    }


def _head(claim: Claim) -> dict[str, str]:
    unit = claim.approved_by.unit if claim.approved_by else None
    department = unit.name if unit and unit.sees_all else settings.DEPARTMENT_NAME
    return {
        "title": f"Chứng minh khoản chi {claim.number}",
        "superior_body": f"UBND tỉnh {claim.resolution.scheme.province}",
        "issuing_body": department,
        "author": department,
    }


def _in_words(amount: int) -> str:
    """What is taken back is read as such."""
    words = amount_in_words(abs(amount))
    return words if amount >= 0 else f"Thu hồi {words[0].lower()}{words[1:]}"


def _person(claim: Claim, frozen: dict[str, Any], user: User) -> Pairs:
    """As they stood at approval; numbers only for those who need them."""
    born = frozen.get("birth_date", "")
    numbers = [
        ("Số CCCD", frozen.get("citizen_id", "")),
        ("Số thẻ BHYT", frozen.get("insurance_number", "")),
    ]
    rows = [
        ("Họ và tên", frozen.get("name", claim.payee_name)),
        ("Mã số", frozen.get("code", "")),
        ("Ngày sinh", date_short(date.fromisoformat(born)) if born else ""),
        ("Đối tượng", frozen.get("group", "")),
        ("Chức vụ", frozen.get("post", "")),
        ("Cơ quan quản lý", frozen.get("unit", "")),
        *(
            (label, number if user.may("identity_view") else mask(number))
            for label, number in numbers
        ),
    ]
    return [(label, value) for label, value in rows if value]


def _papers(claim: Claim, lines: list[ClaimLine]) -> list[tuple[str, bool]]:
    """What the benefits ask for and whether it is there; then what came along besides."""
    fact = load_facts(claim.fact_kind, [claim.fact_id]).get(claim.fact_id)
    given = fact.evidence if fact else []
    asked = dict.fromkeys(paper for line in lines for paper in line.benefit.evidence)
    return [(paper, paper in given) for paper in asked] + [
        (paper, True) for paper in given if paper not in asked
    ]


def _line(line: ClaimLine) -> LineProof:
    law = line.benefit.resolution
    return LineProof(
        line=line,
        basis=f"{line.article}, {law} ngày {date_short(law.issued_on)} của {law.issuer}",
        clause=clause(line.rate.quote or line.benefit.quote, {line.rate.confidence}),
        version=_version(line),
        standing=_standing(line.rate),
        arithmetic=_arithmetic(line),
    )


def _version(line: ClaimLine) -> str:
    law, rate = line.benefit.resolution, line.rate
    told = [f"mức số {rate.pk}, {rate.get_amount_kind_display()}"]
    if rate.group:
        told.append(rate.group.name)
    if rate.valid_from or rate.valid_to:
        begins = f"từ {date_short(rate.valid_from)}" if rate.valid_from else ""
        ends = f"đến {date_short(rate.valid_to)}" if rate.valid_to else ""
        told.append(f"{begins} {ends}".strip())
    told.append(f"văn bản có hiệu lực từ {date_short(law.effective_from)}")
    if law.released_at:
        by = f", {law.released_by} ban hành" if law.released_by else ""
        told.append(f"vào hệ thống ngày {date_short(timezone.localdate(law.released_at))}{by}")
    return "; ".join(told)


def _standing(rate: Rate) -> str:
    """How far the rate may be trusted, and who stands for it."""
    if hasattr(rate, "confirmation"):
        return standing_words(rate)
    standing = f"{rate.get_confidence_display()}, chưa có người xác nhận"
    return f"{standing}. {rate.basis}" if rate.basis else standing


def _arithmetic(line: ClaimLine) -> str:
    told = []
    if line.unit_amount:
        worth = f"{line.quantity} {line.unit} × {money(line.unit_amount)} đồng"
        told.append(f"{worth} = {money(line.uncapped_amount)} đồng")
    if line.previous_amount:
        told.append(f"đã chi trước {money(line.previous_amount)} đồng")
    if line.ceiling:
        told += [f"trần đã áp: {line.ceiling}", f"được hưởng {money(line.amount)} đồng"]
    return "; ".join(told)


def _hand(event: ClaimEvent) -> Hand:
    return Hand(
        at=event.done_at,
        label=LABELS[Action(event.action)],
        name=event.name,
        title=event.job_title,
        unit=event.unit_name,
        note=event.reason,
    )


def _payment(claim: Claim, user: User) -> Pairs:
    """The voucher and where the money went; nothing of it for what another budget paid."""
    rows = [("Nguồn kinh phí", claim.payer.name)]
    if claim.paid_on:
        rows += [
            ("Số chứng từ", claim.voucher),
            ("Ngày chi", date_short(claim.paid_on)),
            ("Năm ngân sách", str(claim.budget_year)),
        ]
    paid = claim.payments.filter(state=PaymentState.PAID).select_related("payment_list").first()
    return rows + (_of_list(paid, user) if paid else [])


def _of_list(paid: Payment, user: User) -> Pairs:
    account = paid.bank_account if user.may("account_view") else mask(paid.bank_account)
    rows = [("Người nhận", paid.payee_name)]
    if account:
        rows.append(("Tài khoản", ", ".join(part for part in (account, paid.bank_name) if part)))
    if user.may("payment_view"):
        rows.append(("Danh sách chi trả", f"{paid.payment_list.number}, khoản {paid.position}"))
    return rows


def _told(fault: Fault | None) -> str:
    return str(fault) if fault else ""
