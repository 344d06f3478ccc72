"""The report as an official paper: made once, then drawn as page, PDF, Word file or workbook."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string

from config.formatting import date_short
from config.paper import OfficialDocument, self_contained
from config.pdf import render_pdf
from reports.documents.citations import Citations, citations_of
from reports.figures.reckoning import PartReckoning, Reckoning
from reports.models import Report, ReportState
from reports.models import Section as Stored
from reports.outlining.numbering import numbers
from reports.printing.charts import CHARTS
from reports.printing.printed import Block, Piece, ReportPaper, Section, laid_out
from reports.printing.tables import TABLES, names_in
from reports.writing.text import Writer, WrittenSection, document_facts

TEMPLATE = "reports/report_document.html"
NOT_YET_APPROVED = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.CHECKED)


def writer_for(
    reckoning: Reckoning,
    around: PartReckoning | Reckoning | None = None,
    citations: Citations | None = None,
) -> Writer:
    """Writes what stands in a part of the report (or, without one, around the parts).

    ``citations`` know what the paper has cited before.
    """
    citations = citations_of(reckoning.report) if citations is None else citations
    tables: frozenset[str] = frozenset()
    charts: frozenset[str] = frozenset()
    if isinstance(around, PartReckoning):
        tables, charts = names_in(around, TABLES), names_in(around, CHARTS)
    facts = document_facts(reckoning.report)
    return Writer(around or reckoning, tables, charts, facts, citations)


def written_sections(
    reckoning: Reckoning, citations: Citations | None = None
) -> list[WrittenSection]:
    """The sections of the report with their figures put in, in the order of the paper."""
    sections = list(reckoning.report.sections.select_related("written_by"))
    citations = citations_of(reckoning.report) if citations is None else citations
    found = []
    for section, number in zip(sections, numbers(sections), strict=True):
        writer = writer_for(reckoning, reckoning.around(section), citations)
        found.append(WrittenSection(section, number, tuple(writer.blocks(section.body))))
    return found


def writer_before(section: Stored, reckoning: Reckoning) -> Writer:
    """Writes a section as it stands on the paper: what is cited before it is cited in short."""
    citations = citations_of(reckoning.report)
    for earlier in reckoning.report.sections.filter(position__lt=section.position):
        citations.pass_over(earlier.body)
    return writer_for(reckoning, reckoning.around(section), citations)


def preview_of(
    section: Stored, heading: str, body: str, reckoning: Reckoning, writer: Writer
) -> Section:
    """A section with a text that need not be saved, as the paper would have it."""
    sections = list(reckoning.report.sections.all())
    by_key = dict(zip((each.pk for each in sections), numbers(sections), strict=True))
    shown = Stored(key=section.key, part=section.part, level=section.level, heading=heading)
    written = WrittenSection(shown, by_key[section.pk], tuple(writer.blocks(body)))
    return _printed(written, reckoning)


def report_paper(reckoning: Reckoning) -> ReportPaper:
    """The paper with the figures of today."""
    report, writer = reckoning.report, writer_for(reckoning)
    return ReportPaper(
        document=official_document(report, writer.line(report.subject_line)),
        sections=laid_out(_printed(written, reckoning) for written in written_sections(reckoning)),
    )


def document_context(
    paper: ReportPaper,
    *,
    report: Report | None = None,
    linked: bool = False,
    printing: bool = False,
) -> dict[str, Any]:
    """What the paper's template needs; ``linked`` lets each number lead to what is behind it.

    When ``printing``, charts are images: only these keep their words in a tagged PDF.
    """
    return {
        "paper": paper,
        "document": paper.document,
        "report": report,
        "linked": linked,
        "printing": printing,
    }


def paper_html(paper: ReportPaper) -> str:
    """The paper as one file that needs nothing beside it."""
    return self_contained(_page(paper))


def paper_pdf(paper: ReportPaper) -> bytes:
    """PDF/A-2a: tagged, searchable, with its fonts and colours inside."""
    return render_pdf(_page(paper, printing=True), for_archive=True)


def figures_json(reckoning: Reckoning) -> dict[str, dict[str, dict[str, Any]]]:
    """The published figures by code: value, unit, status and as-of date.

    What an earlier paper printed follows under ``<code>.reported``.
    """
    found = {
        figure.code: _as_json(reckoning[figure.code].value, reckoning, figure.code)
        for figure in reckoning.published
    }
    for comparison in reckoning.comparisons:
        code = comparison.computed.code
        found[f"{code}.reported"] = _as_json(comparison.reported.value, reckoning, code)
    return {"figures": found}


def file_name(report: Report, ending: str) -> str:
    return f"bc-syt-{report.outline}-{report.period.code}.{ending}"


def paper_hash(reckoning: Reckoning) -> str:
    """What was approved, number and day aside: the same text and figures have the same hash."""
    paper = report_paper(reckoning)
    plain = replace(paper.document, is_draft=False, number=None, issued_on=None, blank="none")
    return hashlib.sha256(replace(paper, document=plain).to_json().encode()).hexdigest()


def superseding_words(earlier: Report) -> str:
    """``thay thế Báo cáo số 05/BC-SYT ngày 12/12/2025``."""
    day = f" ngày {date_short(earlier.issued_on)}" if earlier.issued_on else ""
    return f"thay thế Báo cáo số {earlier.number_and_symbol}{day}"


def official_document(report: Report, subject_line: str) -> OfficialDocument:
    """The parts of the paper around its text; number and day stay open until it is issued."""
    if report.supersedes:
        subject_line += f" ({superseding_words(report.supersedes)})"
    return OfficialDocument(
        title=f"Báo cáo {subject_line[:1].lower()}{subject_line[1:]}",
        type_name="Báo cáo",
        subject_line=subject_line,
        superior_body=report.superior_body,
        issuing_body=report.issuing_body,
        symbol=report.symbol,
        number=report.number,
        place=report.place,
        issued_on=report.issued_on or report.dated_on,
        blank="none" if report.issued_on else "day",
        is_draft=report.state in NOT_YET_APPROVED,
        addressees=tuple(report.addressees),
        recipients=tuple(report.recipients),
        archive=report.archive,
        signing_lines=tuple(report.signing_lines),
        signer_name=report.signer_name,
    )


def _page(paper: ReportPaper, *, printing: bool = False) -> str:
    return render_to_string(TEMPLATE, document_context(paper, printing=printing))


def _printed(written: WrittenSection, reckoning: Reckoning) -> Section:
    return Section(
        level=written.section.level,
        number=written.number,
        heading=written.section.heading,
        blocks=tuple(_printed_blocks(written, reckoning)),
    )


def _printed_blocks(written: WrittenSection, reckoning: Reckoning) -> Iterator[Block]:
    around = reckoning.around(written.section)
    for block in written.blocks:
        if block.kind == "table" and isinstance(around, PartReckoning):
            table = TABLES[block.name](around)
            # Both parts of a report may show the same table; a name is an anchor on the page.
            yield Block("table", table=replace(table, name=f"{table.name}-{written.section.key}"))
        elif block.kind == "chart" and isinstance(around, PartReckoning):
            yield Block("chart", chart=CHARTS[block.name](around))
        else:
            pieces = [Piece(p.text, p.code, p.problem, p.is_number) for p in block.pieces]
            yield Block(block.kind, tuple(pieces))


def _as_json(value: int, reckoning: Reckoning, code: str) -> dict[str, Any]:
    computed = reckoning[code]
    return {
        "value": value,
        "unit": computed.figure.unit,
        "status": str(computed.status),
        "as_of": computed.as_of.isoformat(),
    }
