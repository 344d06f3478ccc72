"""Quarters, communes and the year before, end to end; tables that mix kinds of figures say so."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from claims.models import ClaimState
from reports.actions import open_report, type_figure
from reports.figures.reckoning import reckon
from reports.matrix import part_on_screen
from reports.models import Report, TypedStatus
from reports.periods import PeriodKind
from reports.printing.printed import ReportPaper
from reports.printing.tables import spending_table
from reports.writing.paper import report_paper
from tests.reports.conftest import signed_in

MEALS = "inpatient_meal.amount"


@pytest.fixture
def year(ledger):
    """A meal in every quarter of 2025, one of them of the commune; nothing before 2025."""
    for number, month in enumerate((2, 5, 8, 11), start=1):
        unit = ledger.commune if month == 8 else None
        ledger.done(
            ledger.cadre(unit=unit),
            ("inpatient_meal", number, number * 190_000),
            on=date(2025, month, 3),
            paid_on=date(2025, month, 20),
        )


def opened(ledger, **more) -> Report:
    return open_report(outline=ledger.resolution.code, year=2025, by=ledger.reporter, **more)


@pytest.mark.parametrize(
    ("kind", "number", "amount", "words"),
    [
        (PeriodKind.YEAR, 1, 1_900_000, "năm 2025"),
        (PeriodKind.HALF, 1, 570_000, "6 tháng đầu năm 2025"),
        (PeriodKind.QUARTER, 3, 570_000, "quý III năm 2025"),
        (PeriodKind.MONTH, 11, 760_000, "tháng 11 năm 2025"),
        (PeriodKind.MONTH, 12, 0, "tháng 12 năm 2025"),
    ],
)
def test_each_period_has_its_own_figures_on_the_page(ledger, year, kind, number, amount, words):
    client = signed_in(ledger.reporter)
    chosen = {
        "outline": ledger.resolution.code,
        "year": "2025",
        "period": f"{kind}-{number}",
        "scope": "",
        "as_of": "",
    }
    answer = client.post(reverse("report_create"), chosen)
    assert answer.status_code == 302
    report = Report.objects.get()
    assert reckon(report)[MEALS].value == amount
    page = unescape(client.get(answer.url).content.decode())
    assert words in page
    figure = unescape(
        client.get(reverse("figure_detail", args=[report.pk, MEALS])).content.decode()
    )
    assert words in figure


def test_a_commune_is_reported_by_itself(ledger, year):
    report = opened(ledger, scope=ledger.commune, kind=PeriodKind.QUARTER, number=3)
    assert reckon(report)[MEALS].value == 570_000
    assert reckon(opened(ledger, scope=ledger.commune))[MEALS].value == 570_000
    client = signed_in(ledger.reporter)
    page = client.get(reverse("figure_detail", args=[report.pk, MEALS])).content.decode()
    assert "Xã Đồng Đăng" in unescape(page)


def test_a_year_before_without_data_is_said_and_never_nought(ledger, year):
    report = opened(ledger)
    [part] = reckon(report).parts
    assert not part_on_screen(part).has_before
    page = unescape(
        signed_in(ledger.reporter).get(reverse("report_detail", args=[report.pk])).content.decode()
    )
    assert "Sổ không có số liệu của năm 2024" in page
    assert "Năm trước</th>" not in page


def test_the_year_before_stands_beside_with_its_difference(ledger, year):
    ledger.done(
        ledger.cadre(),
        ("inpatient_meal", 2, 950_000),
        on=date(2024, 12, 20),
        paid_on=date(2024, 12, 25),
    )
    report = opened(ledger)
    [part] = reckon(report).parts
    screen = part_on_screen(part)
    meals = next(
        line.slices[0]
        for block in screen.regimes
        for line in block.lines
        if line.line.benefit == "inpatient_meal"
    )
    assert (meals.before.value, meals.change) == (950_000, "+100%")
    page = unescape(
        signed_in(ledger.reporter).get(reverse("report_detail", args=[report.pk])).content.decode()
    )
    assert "950.000" in page
    assert "+100%" in page


def test_a_table_of_mixed_days_and_kinds_says_so(ledger, year):
    ledger.done(ledger.cadre(), ("special_drug", 1, 5_000_000), on=date(2025, 3, 1))
    report = opened(ledger)
    reckoning = reckon(report)
    type_figure(
        report=report,
        figure=reckoning[MEALS].figure,
        value=5_000_000,
        status=TypedStatus.ESTIMATED,
        reason="Chưa hết tháng",
        by=ledger.reporter,
    )
    [part] = reckon(report).parts
    notes = " ".join(spending_table(part).notes)
    assert "đến 31/12/2025, riêng Thuốc đặc trị" in notes
    assert "đến 31/10/2025" in notes
    assert "số ước thực hiện (Tiền ăn khi điều trị nội trú)" in notes
    paper = report_paper(reckon(report))
    assert ReportPaper.from_json(paper.to_json()) == paper
    assert any(table.notes for table in paper.tables)


def test_a_plain_table_has_no_notes(ledger, year):
    report = opened(ledger, kind=PeriodKind.QUARTER, number=1)
    [part] = reckon(report).parts
    assert spending_table(part).notes == ()


def test_people_of_a_table_that_do_not_add_up_are_told(ledger, year):
    both = ledger.cadre()
    ledger.done(both, ("inpatient_meal", 1, 190_000))
    ledger.done(both, ("critical_illness", 1, 20_000_000))
    ledger.done(
        ledger.cadre("1"),
        ("convalescence_out_of_province", 1, 0),
        group="1",
        state=ClaimState.SETTLED,
        payer=ledger.central,
    )
    report = opened(ledger)
    report.content["parts"][0]["figures"]["totals"] = "people amount"
    [part] = reckon(report).parts
    table = spending_table(part)
    [note] = [note for note in table.notes if "không cộng dồn" in note]
    assert "5 + 1 + 1 = 7" in note
    assert "1 người có ở nhiều dòng; mỗi người tính một lần là 6 người" in note
    [total] = [row for row in table.rows if row.look == "total"]
    assert total.cells[2].text == "06 người"
    assert total.cells[2].code == "total.people"


def test_a_line_of_another_period_stands_below_the_total(ledger, year):
    report = opened(ledger)
    part_content = report.content["parts"][0]
    part_content["slices"]["two_years"] = {
        "words": "hai năm",
        "begins": "-1 01-01",
        "ends": "12-31",
    }
    part_content["figures"]["regimes"].append(
        {
            "letter": "l",
            "title": "Theo hai năm",
            "lines": [
                {
                    "benefit": "inpatient_meal",
                    "title": "Tiền ăn hai năm",
                    "slice": "two_years",
                    "published": "amount",
                }
            ],
        }
    )
    ledger.done(
        ledger.cadre(),
        ("inpatient_meal", 2, 100_000),
        on=date(2024, 12, 20),
        paid_on=date(2024, 12, 25),
    )
    [part] = reckon(report).parts
    table = spending_table(part)
    assert part.total.value == 1_900_000
    last = table.rows[-1]
    assert last.cells[1].text == (
        "Không cộng vào tổng: Tiền ăn hai năm, thời gian từ 01/01/2024 đến 31/12/2025"
    )
    assert last.cells[3].text == "2.000.000"
    assert any("không cộng vào tổng" in note for note in table.notes)
