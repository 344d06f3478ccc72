"""How long it takes to print what leaves the house: 15 pages, as PDF and Word, and long lists."""

import io
import resource
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from multiprocessing import get_context

import django
from pypdf import PdfReader

from config.long_list import ListColumn, ListHead, ListRow, long_list_pdf
from reports.printing.printed import Block, ReportPaper, Section
from reports.printing.sheets import paper_xlsx
from reports.printing.word import paper_docx
from reports.writing.paper import paper_pdf
from tests.bench.measuring import Measured, measured, median_seconds, seconds
from tests.reports.printed.sample import a_paper

PAGES = 15
PEOPLE = 8_000
LIST_SECONDS, LIST_MEGABYTES = 10, 128
MANY = 10  # times as many people, for the memory
COLUMNS = (
    ListColumn("TT", 12, "centre"),
    ListColumn("Họ và tên", 37),
    ListColumn("Năm sinh", 11, "centre"),
    ListColumn("Đối tượng", 23),
    ListColumn("Đơn vị", 37),
    ListColumn("Số lần", 14, "right"),
    ListColumn("Kinh phí", 28, "right"),
)
HEAD = ListHead("Phụ lục I", "Danh sách người hưởng", "Kèm theo Báo cáo", "Đơn vị tính: đồng")
UNITS = ("Xã Đồng Đăng", "Phường Lương Văn Tri", "Văn phòng Ủy ban nhân dân tỉnh")


def printing() -> Iterator[Measured]:
    """Beside the limits of the issue, and Word and Excel beside our own PDF."""
    paper, pages = _long_paper()
    pdf = median_seconds(lambda: paper_pdf(paper), 3)
    yield measured(f"Report of {pages} pages as PDF/A", pdf, "s", "limit", PAGES)
    for name, write in (("Word", paper_docx), ("Excel", paper_xlsx)):
        taken = median_seconds(partial(write, paper), 3)
        yield measured(f"The same as {name}", taken, "s", "our PDF", pdf)
    taken = seconds(lambda: long_list_pdf(HEAD, COLUMNS, people(PEOPLE)))
    yield measured(f"List of {PEOPLE:,} people as PDF", taken, "s", "limit", LIST_SECONDS)
    grown = _growth(PEOPLE * MANY) - _growth(PEOPLE)
    yield measured(
        f"More memory for {MANY} times as many", max(grown, 0.1), "MB", "limit", LIST_MEGABYTES
    )


def people(number: int) -> Iterator[ListRow]:
    for place in range(1, number + 1):
        unit = UNITS[place % len(UNITS)]
        name, group = f"Nguyễn Thị Ướt {place % 997}", f"Đối tượng {place % 6 + 1}"
        yield ListRow((str(place), name, "1951", group, unit, "12", "2.280.000"))


def _long_paper() -> tuple[ReportPaper, int]:
    """As many parts as fill the pages."""
    sample = replace(a_paper(), appendices=())
    sections = sample.sections
    while True:
        paper = replace(sample, sections=sections)
        pages = len(PdfReader(io.BytesIO(paper_pdf(paper))).pages)
        if pages >= PAGES:
            return paper, pages
        sections += tuple(_renamed(section, len(sections)) for section in sample.sections[1:-1])


def _renamed(section: Section, number: int) -> Section:
    """Names of tables and charts are unique on a paper."""
    return replace(section, blocks=tuple(_block(block, number) for block in section.blocks))


def _block(block: Block, number: int) -> Block:
    table, chart = block.table, block.chart
    if chart and chart.numbers:
        chart = replace(chart, numbers=replace(chart.numbers, name=f"{chart.name}-{number}"))
    table = replace(table, name=f"{table.name}-{number}") if table else None
    return replace(block, table=table, chart=chart)


def _growth(number: int) -> float:
    """Megabytes that a process of its own needs for such a list, at its highest."""
    # Nothing of this program is known there until Django is set up.
    with get_context("spawn").Pool(1, initializer=django.setup) as pool:
        return pool.apply(_peak, (number,))


def _peak(number: int) -> float:
    long_list_pdf(HEAD, COLUMNS, people(number))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
