"""Đối chiếu: other papers beside the computed figures, typed, pasted or from another report."""

import io
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from reports.actions import open_report, type_reported
from reports.comparing.beside import beside, compared
from reports.comparing.pasting import pasted_rows
from reports.figures.figure import TOTAL, TOTAL_PEOPLE
from reports.figures.reckoning import reckon
from reports.figures.reconciling import CauseKind
from reports.models import ReportedFigure
from tests.reports.conftest import signed_in

MEALS = "inpatient_meal.amount"


@pytest.fixture
def client(ledger):
    return signed_in(ledger.reporter)


@pytest.fixture
def filled(ledger, report):
    one, two = ledger.cadre(), ledger.cadre()
    ledger.done(one, ("inpatient_meal", 700, 133_082_000), on=date(2025, 2, 3))
    ledger.done(
        two, ("inpatient_meal", 1, 190_000), on=date(2025, 11, 3), paid_on=date(2025, 12, 1)
    )
    ledger.done(one, ("critical_illness", 1, 20_000_000))
    return report


def reported(
    ledger, report, code: str, value: int, printed: str = "in", precision: int = 1, **more
):
    return type_reported(
        report=report,
        code=code,
        value=value,
        printed=printed,
        precision=precision,
        by=ledger.reporter,
        **{"source": "Bản in", **more},
    )


def kinds(report) -> list[list[CauseKind]]:
    return [[cause.kind for cause in row.causes] for row in compared(reckon(report))]


def test_people_counted_twice(ledger, filled):
    reported(ledger, filled, TOTAL_PEOPLE, 3)
    [row] = compared(reckon(filled))
    assert row.causes[0].kind == CauseKind.COUNTED_TWICE
    assert "2 + 1 = 3 người" in row.causes[0].told


def test_an_earlier_closing_day(ledger, filled):
    reported(ledger, filled, MEALS, 133_082_000)
    [row] = compared(reckon(filled))
    assert CauseKind.OTHER_DAY in [cause.kind for cause in row.causes]
    assert "30/11/2025" in " ".join(cause.told for cause in row.causes)


def test_two_papers_may_print_the_same_figure(ledger, filled):
    reported(ledger, filled, TOTAL, 1, source="Báo cáo năm 2024")
    reported(ledger, filled, TOTAL, 2, source="Báo cáo của xã")
    reported(ledger, filled, TOTAL, 3, source="Báo cáo của xã")
    assert [row.value for row in compared(reckon(filled))] == [3, 1]


def test_a_number_with_two_meanings_is_asked_and_never_guessed(filled, client):
    address = reverse("reported_type", args=[filled.pk])
    typed = {"code": MEALS, "printed": "133.272 triệu", "source": "Bản in, trang 2"}
    page = unescape(client.post(address, typed).content.decode())
    assert not ReportedFigure.objects.exists()
    assert "133.272.000.000 đồng (dấu chấm ngăn hàng nghìn)" in page
    assert "133.272.000 đồng (dấu chấm thập phân) – bằng số tính từ sổ" in page
    client.post(address, typed | {"reading": "133272000"})
    kept = ReportedFigure.objects.get()
    assert (kept.value, kept.precision, kept.printed) == (133_272_000, 1_000, "133.272 triệu")


@pytest.mark.parametrize("printed", ["không rõ", "12 và 13", "1.23.4"])
def test_what_is_no_number_is_told_and_stays_typed(filled, client, printed):
    typed = {"code": MEALS, "printed": printed, "source": "Bản in"}
    page = unescape(client.post(reverse("reported_type", args=[filled.pk]), typed).content.decode())
    assert "không đọc được thành một con số" in page
    assert printed in page


def test_many_rows_are_shown_first_and_only_clear_ones_kept(filled, client):
    address = reverse("reported_many", args=[filled.pk])
    text = "\n".join(
        (
            "total.people | 3 người",
            f"{MEALS}\t133.272 triệu\tBản in của đơn vị",
            "không có mã này | 5",
            "critical_illness.amount | chưa rõ",
        )
    )
    page = unescape(client.post(address, {"text": text, "source": "Bản chung"}).content.decode())
    assert "1 trên 4 dòng đã rõ" in page
    assert "Báo cáo không có số liệu nào mang mã hay tên này." in page
    assert not ReportedFigure.objects.exists()
    client.post(
        address, {"text": text, "source": "Bản chung", "keep": "1", "reading-2": "133272000"}
    )
    kept = {each.code: (each.value, each.source) for each in ReportedFigure.objects.all()}
    assert kept == {TOTAL_PEOPLE: (3, "Bản chung"), MEALS: (133_272_000, "Bản in của đơn vị")}


def test_a_workbook_is_read_like_pasted_rows(filled, client):
    book = Workbook()
    for row in (["Mã hoặc tên số liệu", "Số trên giấy", "Nguồn"], [TOTAL_PEOPLE, "3 người", "X"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("so.xlsx", file.getvalue())
    page = client.post(reverse("reported_many", args=[filled.pk]), {"file": upload, "source": ""})
    assert "1 trên 1 dòng đã rõ" in unescape(page.content.decode())


def test_rubbish_is_no_workbook(filled, client):
    upload = SimpleUploadedFile("so.xlsx", b"rubbish")
    page = client.post(reverse("reported_many", args=[filled.pk]), {"file": upload})
    assert page.status_code == 200


def test_a_figure_is_found_by_its_title(filled):
    reckoning = reckon(filled)
    title = reckoning[MEALS].figure.title
    [row] = pasted_rows(f"{title.upper()} | 5 đồng", "nguồn", reckoning, chosen={})
    assert row.computed.code == MEALS
    assert row.is_clear
    [vague] = pasted_rows("kinh phí | 5 đồng", "nguồn", reckoning, chosen={})
    assert "hãy ghi mã" in vague.problem


def test_the_page_filters_and_exports(ledger, filled, client):
    reported(ledger, filled, TOTAL_PEOPLE, 2)
    reported(ledger, filled, MEALS, 5)
    address = reverse("report_comparisons", args=[filled.pk])
    assert "Khớp" in client.get(address).content.decode()
    assert "Khớp" not in client.get(f"{address}?chenh=1").content.decode()
    book = client.get(reverse("comparison_export", args=[filled.pk]) + "?chenh=1")
    cells = [c for row in load_workbook(io.BytesIO(book.content)).active.values for c in row]
    assert 133_272_000 in cells
    assert TOTAL_PEOPLE not in cells


def test_a_withdrawn_figure_is_gone_and_no_other_reports(ledger, filled, client):
    kept = reported(ledger, filled, TOTAL, 5)
    other = open_report(outline=filled.outline, year=2026, by=ledger.reporter)
    assert client.post(reverse("reported_withdraw", args=[other.pk, kept.pk])).status_code == 404
    client.post(reverse("reported_withdraw", args=[filled.pk, kept.pk]))
    assert not ReportedFigure.objects.exists()


def test_two_reports_stand_side_by_side_and_say_how_they_differ(ledger, filled, client):
    commune = open_report(
        outline=filled.outline, year=2025, by=ledger.reporter, scope=ledger.commune
    )
    ours, theirs = reckon(filled), reckon(commune)
    rows = {row.computed.code: row for row in beside(ours, commune, theirs.values)}
    assert rows[MEALS].difference == 133_272_000
    assert rows[MEALS].notes == ("Phạm vi khác: Sở Y tế Lạng Sơn và Xã Đồng Đăng.",)
    address = reverse("report_beside", args=[filled.pk, commune.pk])
    assert "Phạm vi khác" in unescape(client.get(address).content.decode())
    assert client.get(f"{address}?xuat=1&chenh=1")["Content-Type"].endswith("sheet")
    stranger = signed_in(ledger.user(ledger.reporter.roles[0], ledger.commune, "xa"))
    assert stranger.get(address).status_code == 404


def test_a_code_the_outline_does_not_have_is_told(ledger, filled, client):
    reported(ledger, filled, "gone.amount", 5)
    page = client.get(reverse("report_comparisons", args=[filled.pk])).content.decode()
    assert "gone.amount" in page
