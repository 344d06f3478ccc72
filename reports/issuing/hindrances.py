"""What stands against a step of a report, each thing with where it is put right."""

from collections.abc import Iterator

from django.urls import reverse

from config.formatting import count, money
from policies.models import Rate
from reports.figures.figure import FigureValue, Measure
from reports.figures.reckoning import Reckoning
from reports.issuing.signing import signing_objection
from reports.issuing.workflow import Action
from reports.models import Report, ReportState
from reports.writing.checklist import Hindrance, checklist
from reports.writing.paper import paper_hash

MOST_NAMED = 3
IN_THE_TEXT = frozenset({"frame", "empty", "unknown", "overtaken"})
IN_REVIEW = IN_THE_TEXT | {"comment", "document"}
# What each step insists on. Comments are for the review: a report may be submitted with them.
STOPS: dict[Action, frozenset[str]] = {
    Action.SUBMIT: IN_THE_TEXT,
    Action.CHECK: IN_REVIEW,
    Action.APPROVE: IN_REVIEW | {"rate"},
    Action.ISSUE: IN_REVIEW | {"rate", "changed"},
}
NEXT: dict[ReportState, Action] = {
    ReportState.DRAFT: Action.SUBMIT,
    ReportState.SUBMITTED: Action.CHECK,
    ReportState.CHECKED: Action.APPROVE,
    ReportState.APPROVED: Action.ISSUE,
}


def all_hindrances(reckoning: Reckoning) -> list[Hindrance]:
    """Everything that stands between a report and its issue."""
    if reckoning.report.is_frozen:
        return []
    return [
        *_frame(reckoning.report),
        *checklist(reckoning),
        *_rates(reckoning),
        *_changed(reckoning),
    ]


def hindrances(reckoning: Reckoning, action: Action) -> list[Hindrance]:
    """What stands against this one step."""
    stops = STOPS.get(action, frozenset())
    return [found for found in all_hindrances(reckoning) if found.kind in stops]


def unconfirmed_rates(reckoning: Reckoning) -> list[Rate]:
    """Rates by which figures of the report were reckoned and that nobody has confirmed."""
    found: dict[int, Rate] = {}
    for part in reckoning.parts:
        own_days = [figure for figure in part.book if figure.has_own_period]
        for lines in (part.ledger.lines(), *map(part.ledger.lines_of, own_days)):
            rates = Rate.objects.filter(confirmation=None, pk__in=lines.order_by().values("rate"))
            found |= {rate.pk: rate for rate in rates.select_related("benefit__resolution")}
    return list(found.values())


def waived_rates(report: Report) -> set[int]:
    """Ids of unconfirmed rates that somebody answers for, since the report was last submitted."""
    if report.submitted_at is None:
        return set()
    waivers = report.waivers.filter(given_at__gte=report.submitted_at)
    return {rate for rates in waivers.values_list("rates", flat=True) for rate in rates}


def _frame(report: Report) -> Iterator[Hindrance]:
    problems = [
        (not report.signer_name.strip(), "Chưa có họ tên người ký"),
        (not report.symbol.strip(), "Chưa có ký hiệu văn bản"),
        (not report.issuing_body.strip(), "Chưa có cơ quan ban hành"),
        (not report.place.strip(), "Chưa có địa danh"),
        (not report.recipients, "Chưa có nơi nhận"),
    ]
    found = [words for missing, words in problems if missing]
    if wrong := signing_objection(report.signing_lines):
        found.append(wrong.rstrip("."))
    for words in found:
        yield Hindrance(
            "frame",
            words,
            "Ghi ở trang Thể thức của báo cáo.",
            reverse("report_edit", args=[report.pk]),
        )


def _rates(reckoning: Reckoning) -> Iterator[Hindrance]:
    waived = waived_rates(reckoning.report)
    waiting = [rate for rate in unconfirmed_rates(reckoning) if rate.pk not in waived]
    for resolution in {rate.benefit.resolution for rate in waiting}:
        own = [rate for rate in waiting if rate.benefit.resolution == resolution]
        yield Hindrance(
            "rate",
            f"{count(len(own))} mức hưởng của {resolution} dùng trong số liệu chưa được xác nhận",
            "Người giữ vai trò Chính sách đối chiếu nguyên văn rồi xác nhận từng mức; hoặc khi "
            "duyệt, lãnh đạo ghi rõ lý do chấp nhận.",
            reverse("resolution_detail", args=[resolution.code]),
        )


def _changed(reckoning: Reckoning) -> Iterator[Hindrance]:
    """What was approved is what is issued, to the last figure."""
    report = reckoning.report
    if report.state != ReportState.APPROVED or not report.approved_figures:
        return
    approved = report.approved_figures
    moved = [value for value in reckoning if approved.get(value.code) != value.value]
    moved.sort(key=lambda value: (not value.figure.is_total, not value.figure.published))
    for value in moved[:MOST_NAMED]:
        yield Hindrance(
            "changed",
            f"{value.figure.title}: khi duyệt là {_worded(value, approved.get(value.code, 0))}, "
            f"nay là {_worded(value, value.value)}",
            "Sổ đã thay đổi từ khi duyệt: trả lại báo cáo để duyệt theo số mới.",
            reverse("figure_detail", args=[report.pk, value.code]),
        )
    more = len(moved) - MOST_NAMED
    if more > 0 or (not moved and paper_hash(reckoning) != report.approved_hash):
        words = f"{count(more)} số liệu khác cũng đã đổi" if more > 0 else "Văn bản in ra đã khác"
        yield Hindrance(
            "changed",
            f"{words} so với bản đã duyệt",
            "Trả lại báo cáo để duyệt lại.",
            reverse("report_detail", args=[report.pk]),
        )


def _worded(value: FigureValue, number: int) -> str:
    form = money if value.figure.measure == Measure.AMOUNT else count
    return f"{form(number)} {value.figure.unit}"
