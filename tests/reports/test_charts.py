"""What the charts of a report show is what its figures say."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from docx import Document
from openpyxl import load_workbook

from claims.models import BudgetEstimate
from config.formatting import money
from reports.figures.reckoning import PartReckoning, reckon
from reports.printing.charts import CHARTS, before_chart, estimate_chart, months_chart, reach_chart
from reports.printing.printed import Chart


@pytest.fixture
def part(ledger, report) -> PartReckoning:
    one, two = ledger.cadre("2"), ledger.cadre("3")
    ledger.done(
        one, ("hospital_visit_gift", 1, 500_000), ("inpatient_meal", 9, 1_710_000), group="2"
    )
    ledger.done(two, ("hospital_visit_gift", 1, 300_000), on=date(2025, 5, 5))
    ledger.done(
        two, ("hospital_visit_gift", 1, 400_000), on=date(2024, 12, 20), paid_on=date(2024, 12, 30)
    )
    for code, amount in (("hospital_visit_gift", 1_000_000), ("inpatient_meal", 1_500_000)):
        BudgetEstimate.objects.create(
            benefit=ledger.benefits[code], year=2025, amount=amount, document="QĐ 02"
        )
    return reckon(report).parts[0]


def row(chart: Chart, begins: str) -> list[str]:
    assert chart.numbers is not None
    [found] = [row for row in chart.numbers.rows if row.cells[0].text.startswith(begins)]
    return [cell.text for cell in found.cells[1:]]


def test_every_chart_has_its_numbers_and_tells_them(part):
    for name, draw in CHARTS.items():
        chart = draw(part)
        assert chart.numbers is not None, name
        assert chart.numbers.rows, name
        assert chart.svg.startswith("<svg"), name
        assert chart.told, name
    assert len({draw(part).name for draw in CHARTS.values()}) == len(CHARTS)


def test_spending_stands_beside_its_estimate(part):
    chart = estimate_chart(part)
    assert row(chart, "a)") == ["800.000", "1.000.000"]
    assert row(chart, "b)") == ["1.710.000", "1.500.000"]
    assert row(chart, "e)") == ["0", "–"]
    assert "chart-over" in chart.svg


def test_spending_stands_beside_the_year_before(part):
    assert row(before_chart(part), "a)") == ["800.000", "400.000", "+400.000"]
    assert "0,8 / 0,4 (+100%)" in before_chart(part).told


def test_months_add_up_to_what_is_paid(part):
    assert row(months_chart(part), "Tháng 3") == ["2.210.000"]
    assert row(months_chart(part), "Tháng 5") == ["300.000"]
    assert money(part.total.paid) == "2.510.000"


def test_people_of_a_group_are_reached_once_whatever_they_got(part):
    assert row(reach_chart(part), "Đối tượng 2") == ["1", "1", "100%"]
    assert row(reach_chart(part), "Đối tượng 1") == ["0", "0", "–"]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_command_writes_the_files_of_the_office(part, tmp_path, form):
    file = tmp_path / "bc" / f"report.{form}"
    call_command("report", "lang-son-24-2024", 2025, format=form, output=file)
    content = io.BytesIO(file.read_bytes())
    if form == "docx":
        text = [paragraph.text for paragraph in Document(content).paragraphs]
        assert "2.510.000 đồng" in " ".join(text)
    else:
        cells = [cell for row in load_workbook(content).worksheets[2].values for cell in row]
        assert 2_510_000 in cells
