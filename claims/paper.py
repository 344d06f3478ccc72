"""A payment list as the values of its printed form (templates/documents/payment_list.html)."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from beneficiaries.models.cadre import mask
from claims.models import Claim, ClaimLine, Payment, PaymentList, PaymentState
from claims.snapshots import read_snapshot
from config.formatting import count, place_and_date
from config.paper import payment_list_parts
from config.pdf import render_pdf_parts

ROWS_A_PART = 250
TEMPLATE = "documents/payment_list.html"


def payment_list_pdf_of(payment_list: PaymentList, user: User) -> bytes:
    """The list on A4 landscape: heads, columns, total in figures and words, three signatures."""
    paper = payment_list_paper(payment_list, shows_accounts=user.may("account_view"))
    parts = payment_list_parts(paper, ROWS_A_PART)
    pages = [render_to_string(TEMPLATE, {"payment_list": part}) for part in parts]
    return render_pdf_parts(pages, title=paper["title"])


def payment_list_paper(payment_list: PaymentList, *, shows_accounts: bool) -> dict[str, Any]:
    """Every payment but those taken off before the list was issued, a row for each line."""
    payments = list(
        payment_list.payments.exclude(state=PaymentState.REMOVED)
        .select_related("claim__cadre", "claim__group", "claim__resolution__scheme")
        .order_by("position")
    )
    province = payments[0].claim.resolution.scheme.province if payments else ""
    rows = _rows(payments, shows_accounts)
    people = {(payment.claim.cadre_id, payment.claim.recipient_id) for payment in payments}
    of_department = payment_list.unit.sees_all
    takes_back = payment_list.takes_back
    what = "thu hồi" if takes_back else "chi trả"
    return {
        "title": f"Danh sách {what} {payment_list.number}",
        "superior_body": f"UBND tỉnh {province}" if of_department else settings.DEPARTMENT_NAME,
        "issuing_body": payment_list.unit.name,
        "budget_unit_code": "",
        "number": payment_list.number,
        "heading": f"Danh sách {what} chế độ bảo vệ, chăm sóc sức khỏe",
        "subject": payment_list.title,
        "attached_to": "",
        "funding": f"{payment_list.payer.name}, năm ngân sách {payment_list.budget_year}",
        "place_and_date": place_and_date(province, timezone.localdate(payment_list.made_at), "day"),
        "paid_in_cash": False,
        "takes_back": takes_back,
        "rows": rows,
        "person_count": len(people),
        "total": abs(sum(payment.amount for payment in payments)),
        "signers": [
            {"post": "Người lập biểu", "name": payment_list.made_by.full_name},
            {"post": "Kế toán trưởng", "name": ""},
            {"post": "Thủ trưởng đơn vị", "name": ""},
        ],
    }


def _rows(payments: list[Payment], shows_accounts: bool) -> list[dict[str, Any]]:
    lines: dict[int, list[ClaimLine]] = {}
    found = ClaimLine.objects.filter(claim__in=[payment.claim_id for payment in payments])
    for line in found.select_related("benefit").order_by("claim", "position"):
        lines.setdefault(line.claim_id, []).append(line)
    pairs = ((payment, line) for payment in payments for line in lines[payment.claim_id])
    return [
        _row(number, payment, line, shows_accounts)
        for number, (payment, line) in enumerate(pairs, start=1)
    ]


def _row(number: int, payment: Payment, line: ClaimLine, shows_accounts: bool) -> dict[str, Any]:
    claim: Claim = payment.claim
    frozen = read_snapshot(claim)
    account = payment.bank_account
    # A correction counts what is missing or too much: that isn't so many days at a rate.
    is_whole = claim.recalculation_id is None
    return {
        "number": number,
        "full_name": payment.payee_name,
        "birth_year": frozen.get("birth_date", "")[:4],
        "group": claim.group.code if claim.group else "",
        "unit": frozen.get("unit", ""),
        "content": f"{line.benefit.short_title}: {claim.heading}",
        "basis": f"{claim.number}; {line.article.partition(' (')[0]}",
        "quantity": f"{count(line.quantity)} {line.unit}" if is_whole else "",
        "rate": line.unit_amount or None if is_whole else None,
        "amount": line.amount if payment.amount > 0 else -line.amount,
        "account": account if shows_accounts else mask(account),
    }
