"""The report as an official paper: one template for the browser, the file and the PDF."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string

from config.paper import OfficialDocument, self_contained
from config.pdf import render_pdf
from reports.models import Report, ReportState
from reports.reckoning import Reckoning
from reports.tables import CHARTS, TABLES
from reports.writing import Writer, WrittenSection, document_facts

TEMPLATE = "reports/report_document.html"


def writer_for(reckoning: Reckoning) -> Writer:
    return Writer(reckoning, frozenset(TABLES), frozenset(CHARTS), document_facts(reckoning.report))


def written_sections(reckoning: Reckoning) -> list[WrittenSection]:
    """The sections of the report with their figures put in."""
    return writer_for(reckoning).sections(reckoning.report.sections.select_related("written_by"))


def document_context(reckoning: Reckoning, *, linked: bool) -> dict[str, Any]:
    """What the paper's template needs; ``linked`` lets each number lead to what is behind it."""
    report, writer = reckoning.report, writer_for(reckoning)
    sections = written_sections(reckoning)
    return {
        "report": report,
        "document": official_document(report, writer.line(report.subject_line)),
        "sections": [_drawn(section, reckoning) for section in sections],
        "linked": linked,
    }


def report_html(reckoning: Reckoning) -> str:
    """The paper as one file that needs nothing beside it."""
    return self_contained(_page(reckoning))


def report_pdf_bytes(reckoning: Reckoning) -> bytes:
    return render_pdf(_page(reckoning))


def figures_json(reckoning: Reckoning) -> dict[str, dict[str, dict[str, Any]]]:
    """The published figures by code: value, unit, status and as-of date.

    What an earlier paper printed follows under ``<code>.reported``.
    """
    found = {
        figure.code: _as_json(reckoning[figure.code].value, reckoning, figure.code)
        for figure in reckoning.book.published
    }
    for comparison in reckoning.comparisons:
        code = comparison.computed.code
        found[f"{code}.reported"] = _as_json(comparison.reported.value, reckoning, code)
    return {"figures": found}


def file_name(report: Report, ending: str) -> str:
    return f"bc-syt-{report.resolution.code}-{report.year}.{ending}"


def official_document(report: Report, subject_line: str) -> OfficialDocument:
    """The parts of the paper around its text. A draft leaves number and day open."""
    return OfficialDocument(
        title=f"Báo cáo {subject_line[:1].lower()}{subject_line[1:]}",
        type_name="Báo cáo",
        subject_line=subject_line,
        superior_body=report.superior_body,
        issuing_body=report.issuing_body,
        symbol=report.symbol,
        place=report.place,
        issued_on=report.dated_on,
        blank="day",
        is_draft=report.state == ReportState.DRAFT,
        addressees=report.addressees,
        recipients=report.recipients,
        archive=report.archive,
        signing_lines=report.signing_lines,
        signer_name=report.signer_name,
    )


def _page(reckoning: Reckoning) -> str:
    return render_to_string(TEMPLATE, document_context(reckoning, linked=False))


def _drawn(written: WrittenSection, reckoning: Reckoning) -> dict[str, Any]:
    return {
        "number": written.number,
        "level": written.section.level,
        "heading": written.section.heading,
        "blocks": list(_drawn_blocks(written, reckoning)),
    }


def _drawn_blocks(written: WrittenSection, reckoning: Reckoning) -> Iterator[Mapping[str, Any]]:
    for block in written.blocks:
        drawn: dict[str, Any] = {"kind": block.kind, "pieces": block.pieces}
        if block.kind == "table":
            drawn["table"] = TABLES[block.name](reckoning)
        elif block.kind == "chart":
            drawn["chart"] = CHARTS[block.name](reckoning)
        yield drawn


def _as_json(value: int, reckoning: Reckoning, code: str) -> dict[str, Any]:
    computed = reckoning[code]
    return {
        "value": value,
        "unit": computed.figure.unit,
        "status": str(computed.status),
        "as_of": computed.as_of.isoformat(),
    }
