"""A report on its way to its issue, each step by the person whose turn it is."""

from datetime import date

from django.utils import timezone

from reports.issuing.actions import approve, check, issue, submit
from reports.models import Report
from tests.reports.ledger_builder import LedgerBuilder

WAIVER = "Mức hưởng sẽ được đối chiếu trong tháng."


def ready(report: Report) -> Report:
    """A draft with nothing left to do before it is submitted."""
    Report.objects.filter(pk=report.pk).update(
        signer_name="Lương Đức Thắng",
        signing_lines=["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
        recipients=["Như trên"],
    )
    report.refresh_from_db()
    return report


def submitted(report: Report, ledger: LedgerBuilder) -> Report:
    return submit(report=ready(report), by=ledger.reporter)


def checked(report: Report, ledger: LedgerBuilder) -> Report:
    return check(report=submitted(report, ledger), by=ledger.checker)


def approved(report: Report, ledger: LedgerBuilder) -> Report:
    return approve(report=checked(report, ledger), by=ledger.approver, waiver=WAIVER)


def issued(
    report: Report, ledger: LedgerBuilder, *, number: int = 5, on: date | None = None
) -> Report:
    ready_report = approved(report, ledger)
    day = on or timezone.localdate()
    return issue(report=ready_report, number=number, issued_on=day, by=ledger.reporter)
