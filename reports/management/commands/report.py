import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Case, When

from accounts.models import UnitKind
from reports.figures.reckoning import reckon
from reports.issuing.frozen import FrozenReport
from reports.models import Report, ReportState
from reports.periods import PeriodKind
from reports.printing.printed import ReportPaper
from reports.printing.sheets import paper_xlsx
from reports.printing.word import paper_docx
from reports.writing.paper import figures_json, paper_html, paper_pdf, report_paper

PAPERS: dict[str, Callable[[ReportPaper], bytes]] = {
    "html": lambda paper: paper_html(paper).encode(),
    "pdf": paper_pdf,
    "docx": paper_docx,
    "xlsx": paper_xlsx,
}


class Command(BaseCommand):
    help = (
        "Xuất báo cáo tổng kết của một đề cương và năm: số liệu (json), văn bản (html, pdf, docx), "
        "các bảng (xlsx)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("outline", help="mã đề cương, ví dụ lang-son-24-2024")
        parser.add_argument("year", type=int, help="năm báo cáo")
        parser.add_argument("--format", choices=("json", *PAPERS), default="json")
        parser.add_argument("--output", type=Path, help="tệp ghi ra; không có thì ra màn hình")

    def handle(self, *args: Any, **options: Any) -> None:
        content = _content(_report(options["outline"], options["year"]), options["format"])
        if options["output"]:
            options["output"].parent.mkdir(parents=True, exist_ok=True)
            options["output"].write_bytes(content)
        elif options["format"] in ("json", "html"):
            self.stdout.write(content.decode())
        else:
            sys.stdout.buffer.write(content)


def _report(outline: str, year: int) -> Report:
    """The department's own report on a whole year: the issued one if there is one, else the draft.

    Raises ``CommandError`` if there is none.
    """
    report = (
        Report.objects.filter(
            outline=outline,
            year=year,
            period_kind=PeriodKind.YEAR,
            scope=None,
            unit__kind=UnitKind.DEPARTMENT,
        )
        .exclude(state=ReportState.SUPERSEDED)
        .select_related("unit", "scope")
        .order_by(Case(When(state=ReportState.ISSUED, then=0), default=1), "-pk")
        .first()
    )
    if report is None:
        raise CommandError(
            f"Sở chưa lập báo cáo năm {year} theo đề cương “{outline}”. "
            "Hãy lập ở trang Báo cáo, hoặc kiểm tra lại mã đề cương."
        )
    return report


def _content(report: Report, form: str) -> bytes:
    """An issued report comes out of its edition, byte for byte."""
    if report.is_frozen:
        frozen = FrozenReport(report.edition)
        return paper_html(frozen.paper).encode() if form == "html" else frozen.content(form)
    reckoning = reckon(report)
    if form == "json":
        return json.dumps(figures_json(reckoning), ensure_ascii=False, indent=1).encode()
    return PAPERS[form](report_paper(reckoning))
