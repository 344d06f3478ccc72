"""An issued report on screen, read from its edition; and what has changed since."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.gates import log_access, requires
from config.web import download, paginate, pdf, workbook
from reports.figures.drilling import drill_workbook
from reports.issuing.changes import Changes
from reports.issuing.editions import edition_fault
from reports.issuing.frozen import FrozenReport, FrozenValue
from reports.issuing.life import life_of, may_replace
from reports.models import Edition, EditionFile
from reports.printing.word import DOCX
from reports.reach import visible_report
from reports.writing.paper import document_context, file_name

type View = Callable[..., HttpResponse]
TODAY = "hom-nay"
"""In an address of a figure: what the ledger says today, instead of what was issued."""


def issued_from(frozen_view: View) -> Callable[[View], View]:
    """Once a report is issued, a page about it is answered by ``frozen_view`` instead."""

    def choose(live_view: View) -> View:
        @wraps(live_view)
        def chosen(request: HttpRequest, report_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
            frozen = None if TODAY in request.GET else frozen_report(request, report_id)
            if frozen:
                return frozen_view(request, frozen, *args, **kwargs)
            return live_view(request, report_id, *args, **kwargs)

        return chosen

    return choose


def frozen_report(request: HttpRequest, report_id: int) -> FrozenReport | None:
    """The edition of a report the user may read; None while it isn't issued (404 if foreign)."""
    report = visible_report(request, report_id)
    if not report.is_frozen:
        return None
    editions = Edition.objects.select_related("report__unit", "report__scope")
    return FrozenReport(editions.get(report=report))


# --- In place of the live pages -----------------------------------------------------------------


def edition_detail(request: HttpRequest, frozen: FrozenReport) -> HttpResponse:
    report = frozen.report
    headings = [
        (heading, [frozen.values[code].value for code in heading.codes])
        for heading in frozen.headings
    ]
    context = {
        "report": report,
        "edition": frozen.edition,
        "files": frozen.edition.files.defer("content"),
        "fault": edition_fault(frozen.edition),
        "headings": [
            (heading, [value for value in values if value.figure.published])
            for heading, values in headings
        ],
        "life": life_of(report, request.user),
        "waivers": report.waivers.all(),
        "successor": getattr(report, "successor", None),
        "may_replace": may_replace(report, request.user),
    }
    return render(request, "reports/edition_detail.html", context)


def edition_document(request: HttpRequest, frozen: FrozenReport) -> HttpResponse:
    context = document_context(frozen.paper, report=frozen.report, linked=True)
    return render(request, "reports/report_document.html", context)


def edition_pdf(request: HttpRequest, frozen: FrozenReport) -> HttpResponse:
    content = _taken_out(request, frozen, EditionFile.Name.PDF, "PDF")
    return pdf(content, file_name(frozen.report, "pdf"))


def edition_docx(request: HttpRequest, frozen: FrozenReport) -> HttpResponse:
    content = _taken_out(request, frozen, EditionFile.Name.DOCX, "Word")
    return download(content, file_name(frozen.report, "docx"), DOCX)


def edition_xlsx(request: HttpRequest, frozen: FrozenReport) -> HttpResponse:
    content = _taken_out(request, frozen, EditionFile.Name.XLSX, "Excel")
    return workbook(content, file_name(frozen.report, "xlsx"))


def edition_figure(request: HttpRequest, frozen: FrozenReport, code: str) -> HttpResponse:
    kept = _kept(frozen, code)
    log_access(request, action="Xem người sau số liệu", subject=kept.value.figure.title)
    context = {
        "report": frozen.report,
        "value": kept.value,
        "kept": kept,
        "period_words": kept.period_words,
        "inside": [frozen.values[inside].value for inside in kept.inside],
        "parts": frozen.parts_of_total(code),
    }
    found = frozen.drill(code)
    page = paginate(request, found.rows)
    context |= {"drill": found, "page": page, "rows": [found.cells(row) for row in page]}
    return render(request, "reports/edition_figure.html", context)


def edition_figure_export(request: HttpRequest, frozen: FrozenReport, code: str) -> HttpResponse:
    kept = _kept(frozen, code)
    log_access(request, action="Xuất người sau số liệu", subject=kept.value.figure.title)
    content = drill_workbook(frozen.drill(code), kept.value)
    return workbook(content, f"so-lieu-{code.replace('.', '-')}.xlsx")


def _taken_out(
    request: HttpRequest, frozen: FrozenReport, name: EditionFile.Name, form: str
) -> bytes:
    log_access(request, action=f"Xuất báo cáo ra {form}", subject=str(frozen.report))
    return frozen.content(name)


def _kept(frozen: FrozenReport, code: str) -> FrozenValue:
    if code not in frozen.values:
        raise Http404
    return frozen.values[code]


# --- Pages of their own -------------------------------------------------------------------------


@requires("report_view")
def edition_json(request: HttpRequest, report_id: int) -> HttpResponse:
    frozen = _issued(request, report_id)
    content = _taken_out(request, frozen, EditionFile.Name.JSON, "JSON")
    return download(content, file_name(frozen.report, "json"), "application/json")


@requires("report_view")
def report_changes(request: HttpRequest, report_id: int) -> HttpResponse:
    frozen = _issued(request, report_id)
    changes = Changes(frozen)
    context = {
        "report": frozen.report,
        "changes": changes.figures,
        "same": len(frozen.values) - len(changes.figures),
        "unknown": changes.unknown,
    }
    return render(request, "reports/report_changes.html", context)


@requires("report_view")
def figure_changes(request: HttpRequest, report_id: int, code: str) -> HttpResponse:
    frozen = _issued(request, report_id)
    kept = _kept(frozen, code)
    log_access(request, action="Xem thay đổi sau số liệu", subject=kept.value.figure.title)
    changes = Changes(frozen)
    rows = changes.rows_of(code)
    context = {
        "report": frozen.report,
        "change": changes.of(code),
        "value": kept.value,
        "tables": [
            (title, found, [found.cells(row) for row in found.rows[:MOST_SHOWN]], len(found.rows))
            for title, found in rows.drills
        ],
        "changed": rows.changed[:MOST_SHOWN],
        "rows": rows,
        "most_shown": MOST_SHOWN,
        "today": TODAY,
    }
    return render(request, "reports/figure_changes.html", context)


MOST_SHOWN = 200


def _issued(request: HttpRequest, report_id: int) -> FrozenReport:
    frozen = frozen_report(request, report_id)
    if frozen is None:
        raise Http404
    return frozen
