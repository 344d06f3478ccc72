"""The pages of a report: every number leads to what is behind it, and adds up there."""

import io
import json
import re
from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.roles import Role
from beneficiaries.models import CardKind
from claims.models import ClaimState
from reports.actions import type_figure, type_reported
from reports.figures.drilling import drill
from reports.figures.figure import TOTAL
from reports.figures.reckoning import reckon
from reports.models import Report, TypedStatus
from tests.reports.conftest import signed_in


@pytest.fixture
def full(ledger, report) -> Report:
    """A report with something in every kind of figure."""
    one, two = ledger.cadre("1"), ledger.cadre("2")
    ledger.card(one, "1")
    ledger.card(two, "2", CardKind.REISSUE)
    ledger.done(
        one, ("hospital_visit_gift", 1, 500_000), ("inpatient_meal", 9, 1_710_000), group="1"
    )
    ledger.done(two, ("critical_illness", 1, 20_000_000), group="2")
    ledger.done(
        one,
        ("convalescence_out_of_province", 1, 0),
        group="1",
        state=ClaimState.SETTLED,
        payer=ledger.central,
    )
    ledger.done(one, ("periodic_checkup", 1, 3_000_000), group="1", category="round_1")
    ledger.done(ledger.staff(), ("staff_allowance", 3, 2_130_000), category="provincial_board")
    ledger.done(ledger.staff(), ("purchase_package", 1, 7_193_000), category="5")
    reckoning = reckon(report)
    for code, value, status in (
        ("inpatient_meal.amount", 5_000_000, TypedStatus.ESTIMATED),
        ("periodic_checkup.amount.group_4", 512_000_000, TypedStatus.PLANNED),
    ):
        type_figure(
            report=report,
            figure=reckoning[code].figure,
            value=value,
            status=status,
            reason="Theo kế hoạch",
            by=ledger.reporter,
        )
    return report


@pytest.fixture
def reporter(ledger):
    return signed_in(ledger.reporter)


def address(name: str, report: Report, *args) -> str:
    return reverse(name, args=[report.pk, *args])


def test_the_rows_behind_every_figure_add_up_to_what_the_ledger_counts(full):
    reckoning = reckon(full)
    for value in reckoning:
        part = reckoning.part_of(value.code)
        assert drill(part, value.figure).counted == value.paid, value.code


def test_every_link_of_the_report_leads_to_its_figure(full, reporter):
    page = reporter.get(address("report_detail", full)).content.decode()
    paper = reporter.get(address("report_document", full)).content.decode()
    links = set(re.findall(rf"/bao-cao/{full.pk}/so-lieu/[^/]+/", page + paper))
    assert len(links) > 90
    for link in links:
        assert reporter.get(link).status_code == 200, link


def test_the_foot_of_a_figure_shows_what_is_paid_and_what_is_still_expected(full, reporter):
    page = unescape(
        reporter.get(address("figure_detail", full, "inpatient_meal.amount")).content.decode()
    )
    foot = page[page.index("figure-foot") :]
    assert re.findall(r"<dd>([\d.]+)</dd>", foot)[:3] == ["1.710.000", "3.290.000", "5.000.000"]


def test_a_report_shows_the_printed_total_beside_ours_and_the_line_left_out(ledger, full, reporter):
    total = reckon(full)[TOTAL].value
    type_reported(
        report=full,
        code=TOTAL,
        value=(total - 20_000_000) // 1_000_000 * 1_000_000,
        printed="chừng ấy triệu",
        precision=1_000_000,
        source="Bản in",
        by=ledger.reporter,
    )
    page = unescape(reporter.get(address("report_detail", full)).content.decode())
    assert "Bỏ sót khi cộng: Không cộng “e) Hỗ trợ người mắc bệnh hiểm nghèo”" in page
    assert "chừng ấy triệu" in page


def test_the_export_holds_the_rows_and_their_sum(full, reporter):
    response = reporter.get(address("figure_export", full, "critical_illness.amount"))
    sheet = load_workbook(io.BytesIO(response.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert 20_000_000 in cells
    assert any("critical_illness.amount" in str(cell) for cell in cells)


def test_units_see_their_own_reports_only(ledger, full):
    client = signed_in(ledger.user(Role.INSPECTOR, ledger.commune, "xa"))
    assert "24/2024" not in client.get(reverse("report_list")).content.decode()
    for name, *args in (
        ("report_detail",),
        ("report_document",),
        ("report_pdf",),
        ("figure_detail", TOTAL),
        ("figure_export", TOTAL),
    ):
        assert client.get(address(name, full, *args)).status_code == 404, name


def test_only_the_unit_that_reports_writes(ledger, full):
    client = signed_in(ledger.user(Role.REPORTER, ledger.commune, "xa"))
    section = full.sections.first()
    assert client.get(address("section_edit", full, section.pk)).status_code == 404
    assert client.get(address("figure_type", full, "inpatient_meal.amount")).status_code == 404


def test_an_unknown_figure_is_no_page(full, reporter):
    for name in ("figure_detail", "figure_export", "figure_type"):
        assert reporter.get(address(name, full, "khong.co")).status_code == 404


def test_opening_a_report_from_its_outline(ledger, reporter):
    entered = {
        "outline": ledger.resolution.code,
        "year": "2025",
        "period": "year-1",
        "scope": "",
        "as_of": "",
    }
    response = reporter.post(reverse("report_create"), entered)
    report = Report.objects.get()
    assert response["Location"] == reverse("report_detail", args=[report.pk])
    assert report.sections.count() > 20
    again = reporter.post(reverse("report_create"), entered)
    assert "đã lập báo cáo" in unescape(again.content.decode())
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "-5"},
        {"value": "133.08"},
        {"value": ""},
        {"reason": ""},
        {"as_of": "31/02/2025"},
        {"status": "actual"},
        {"value": "9" * 30},
    ],
)
def test_a_wrong_estimate_is_refused_and_stays_in_the_form(full, reporter, wrong):
    entered = {"value": "6.000.000", "status": "estimated", "as_of": "31/12/2025", "reason": "Ước"}
    response = reporter.post(address("figure_type", full, "inpatient_meal.amount"), entered | wrong)
    assert response.status_code == 200
    assert "field-error" in response.content.decode()
    assert reckon(full)["inpatient_meal.amount"].value == 5_000_000


def test_an_estimate_is_typed_and_withdrawn(full, reporter):
    code = "convalescence_home.people"
    entered = {"value": "12", "status": "planned", "as_of": "31/12/2025", "reason": "Kế hoạch"}
    reporter.post(address("figure_type", full, code), entered)
    assert reckon(full)[code].value == 12
    reporter.post(address("figure_withdraw", full, code))
    assert reckon(full)[code].value == 0


def test_an_unknown_code_in_the_text_is_told_and_breaks_nothing(full, reporter):
    full.sections.filter(key="strengths").update(body="Có {khong.co|triệu} <script>x</script>")
    page = reporter.get(address("report_detail", full)).content.decode()
    paper = reporter.get(address("report_document", full)).content.decode()
    assert "{khong.co|triệu}" in page
    assert "{khong.co|triệu}" in paper
    assert "<script>x" not in paper


def test_the_frame_of_the_paper_is_edited(full, reporter):
    page = reporter.get(address("report_edit", full))
    entered = {
        name: "\n".join(value) if isinstance(value := field.value(), list) else value or ""
        for name, field in ((bound.name, bound) for bound in page.context["form"])
    }
    entered |= {
        "signing_lines": "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
        "as_of": "31/12/2025",
        "dated_on": "31/12/2025",
    }
    assert reporter.post(address("report_edit", full), entered).status_code == 302
    full.refresh_from_db()
    assert full.signing_lines == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    refused = reporter.post(address("report_edit", full), entered | {"as_of": "31/12/2024"})
    assert "không được trước năm" in unescape(refused.content.decode())


def test_the_pdf_is_a_draft_with_blanks_and_its_figures_can_be_read(full, reporter):
    response = reporter.get(address("report_pdf", full))
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.content))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    text = " ".join(pages)
    assert "Số: /BC-SYT" in text.replace(" /", " /")
    assert "Lạng Sơn, ngày tháng 12 năm 2025" in text
    assert "DỰ THẢO" in pages[0]
    assert "Hỗ trợ 01 người với 20 triệu đồng" in text
    assert "Ước thực hiện; đã chi 1,71 triệu" in text
    assert "Nơi nhận:" in pages[-1]
    assert pages[1].endswith(" 2")
    assert not pages[0].endswith(" 1")


def test_the_command_gives_the_same_figures_as_the_page(full, tmp_path):
    target = tmp_path / "out" / "bao-cao.json"
    call_command("report", full.outline, 2025, output=target)
    figures = json.loads(target.read_text())["figures"]
    reckoning = reckon(full)
    assert {code: figure["value"] for code, figure in figures.items()} == {
        figure.code: reckoning[figure.code].value for figure in reckoning.published
    }
    call_command("report", full.outline, 2025, format="html", output=tmp_path / "b.html")
    html = (tmp_path / "b.html").read_text()
    assert "<link" not in html
    assert "so-lieu" not in html


def test_the_command_names_what_is_missing(db):
    with pytest.raises(CommandError, match="chưa lập báo cáo năm 2031"):
        call_command("report", "lang-son-24-2024", 2031)
