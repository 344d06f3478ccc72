"""Claims and payment lists as workbooks."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from claims.models import Claim, Payment, PaymentList
from config.workbooks.writing import TableColumn, table_workbook

ROWS_AT_ONCE = 2_000

CLAIM_COLUMNS = (
    TableColumn("Số hồ sơ"),
    TableColumn("Người hưởng"),
    TableColumn("Đối tượng"),
    TableColumn("Nội dung"),
    TableColumn("Ngày phát sinh", kind="date"),
    TableColumn("Đơn vị nhập"),
    TableColumn("Nguồn kinh phí"),
    TableColumn("Tình trạng"),
    TableColumn("Số tiền (đồng)", kind="money", total=True),
    TableColumn("Ngày chi", kind="date"),
    TableColumn("Số chứng từ"),
    TableColumn("Nhận từ sổ cũ"),
)

PAYMENT_COLUMNS = (
    TableColumn("STT", kind="integer"),
    TableColumn("Người nhận"),
    TableColumn("Số hồ sơ"),
    TableColumn("Nội dung"),
    TableColumn("Số tiền (đồng)", kind="money", total=True),
    TableColumn("Số tài khoản"),
    TableColumn("Ngân hàng"),
    TableColumn("Tình trạng"),
    TableColumn("Số chứng từ"),
    TableColumn("Ngày chi", kind="date"),
    TableColumn("Lý do"),
)


def claims_workbook(claims: QuerySet[Claim]) -> bytes:
    """The claims in the order they are given in, with their sum at the foot."""
    return table_workbook(
        title="Hồ sơ đề nghị", columns=CLAIM_COLUMNS, rows=_claim_rows(claims), sheet="Hồ sơ"
    )


def _claim_rows(claims: QuerySet[Claim]) -> Iterator[tuple[Any, ...]]:
    rows = claims.select_related("payer", "group", "unit")
    rows = rows.defer("snapshot", "summary", "refusals", "scope")
    for claim in rows.iterator(ROWS_AT_ONCE):
        yield (
            claim.number,
            claim.payee_name,
            claim.group.name if claim.group else "",
            claim.heading,
            claim.event_on,
            claim.unit.name,
            claim.payer.name,
            claim.get_state_display(),
            claim.amount,
            claim.paid_on,
            claim.voucher,
            "Có" if claim.taken_over else "",
        )


def payments_workbook(payment_list: PaymentList) -> bytes:
    """The payments of a list with their accounts, for whoever makes the transfers."""
    what = "thu hồi" if payment_list.takes_back else "chi trả"
    return table_workbook(
        title=f"Danh sách {what} {payment_list.number}: {payment_list.title}",
        columns=_recovery_columns() if payment_list.takes_back else PAYMENT_COLUMNS,
        rows=_payment_rows(payment_list),
        sheet=what.capitalize(),
    )


def _recovery_columns() -> tuple[TableColumn, ...]:
    """The same cells under words that nobody takes for a transfer."""
    heads = {"Người nhận": "Người phải nộp lại", "Số tiền (đồng)": "Phải thu hồi (đồng)"}
    heads |= {"Ngày chi": "Ngày thu"}
    return tuple(
        replace(column, head=heads.get(column.head, column.head)) for column in PAYMENT_COLUMNS
    )


def _payment_rows(payment_list: PaymentList) -> Iterator[tuple[Any, ...]]:
    rows: Any = payment_list.payments.select_related("claim").defer("claim__snapshot")
    payment: Payment
    for payment in rows.exclude(state="removed").order_by("position").iterator(ROWS_AT_ONCE):
        yield (
            payment.position,
            payment.payee_name,
            payment.claim.number,
            payment.claim.heading,
            abs(payment.amount),
            payment.bank_account,
            payment.bank_name,
            payment.get_state_display(),
            payment.voucher,
            payment.paid_on,
            payment.reason,
        )
