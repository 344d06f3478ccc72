"""Lists of people that go with a report: who is in them, what they add up to, who takes them."""

import io
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import AccessEntry
from accounts.roles import Role
from reports.actions import ReportError
from reports.appendices import lists
from reports.appendices.lists import make_appendices, make_in_background
from reports.figures.reckoning import reckon
from reports.issuing.editions import edition_fault
from reports.models import AppendixFile, AppendixState
from tests.reports.conftest import signed_in
from tests.reports.issuing_steps import issued


@pytest.fixture
def filled(ledger, report):
    """Two people at home and out of the province, one of them in both; staff; a supplier."""
    one, two = ledger.cadre("2", full_name="Lương Thị Ướt"), ledger.cadre("2")
    ledger.done(one, ("convalescence_home", 1, 2_300_000), group="2")
    ledger.done(one, ("convalescence_out_of_province", 1, 15_000_000), group="2")
    ledger.done(two, ("convalescence_out_of_province", 1, 15_000_000), group="2")
    ledger.done(one, ("inpatient_meal", 9, 1_710_000), group="2")
    ledger.done(one, ("inpatient_meal", 12, 2_280_000), group="2")
    ledger.done(ledger.staff(), ("staff_allowance", 3, 2_130_000), category="provincial_board")
    return report


def files(report) -> dict[str, AppendixFile]:
    return {file.letter: file for file in report.appendix_files.all()}


def text(file: AppendixFile) -> str:
    pages = PdfReader(io.BytesIO(bytes(file.content))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def rows(file: AppendixFile) -> list[tuple]:
    sheet = load_workbook(io.BytesIO(bytes(file.workbook)), data_only=True).active
    return [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]


def test_every_regime_with_people_has_its_list_numbered_in_roman(ledger, filled):
    make_appendices(report=filled, by=ledger.reporter)
    made = list(filled.appendix_files.all())
    assert [(file.name, file.letter) for file in made] == [
        ("Phụ lục I", "b"),
        ("Phụ lục II", "đ"),
        ("Phụ lục III", "k"),
    ]
    assert {file.state for file in made} == {AppendixState.DONE}


def test_a_list_adds_up_to_the_figures_of_the_ledger_and_counts_people_once(ledger, filled):
    make_appendices(report=filled, by=ledger.reporter)
    listed = files(filled)["đ"]
    reckoning = reckon(filled)
    codes = ("convalescence_home.amount", "convalescence_out_of_province.amount")
    assert listed.amount == sum(reckoning[code].paid for code in codes) == 32_300_000
    assert listed.people == 2
    printed = text(listed)
    assert "Điều dưỡng tại nhà: 01 người 2.300.000" in printed
    assert "Điều dưỡng ngoài tỉnh: 02 người 30.000.000" in printed
    assert "Tổng cộng: 02 người 3 32.300.000" in printed
    assert sum(row[-1] for row in rows(listed)) == 32_300_000


def test_one_person_is_one_row_with_days_and_money_together(ledger, filled):
    make_appendices(report=filled, by=ledger.reporter)
    [row] = rows(files(filled)["b"])
    assert row[1] == "Lương Thị Ướt"
    assert row[-2:] == (21, 3_990_000)
    assert "Số ngày" in text(files(filled)["b"])


def test_the_head_tells_what_the_list_belongs_to(ledger, filled):
    make_appendices(report=filled, by=ledger.reporter)
    printed = text(files(filled)["đ"])
    assert printed.startswith("Phụ lục II DANH SÁCH NGƯỜI HƯỞNG: ĐIỀU DƯỠNG NGOẠI TRÚ (Kèm theo")
    assert "/BC-SYT" in printed
    assert "của Sở Y tế)" in printed


def test_suppliers_are_no_people(ledger, report):
    supplier = ledger.staff()
    supplier.kind = "supplier"
    supplier.save()
    ledger.done(supplier, ("special_drug", 1, 7_000_000))
    with pytest.raises(ReportError):
        make_appendices(report=report, by=ledger.reporter)


def test_lists_are_made_anew_as_a_whole_but_not_twice_at_once(ledger, filled):
    make_appendices(report=filled, by=ledger.reporter)
    first = {file.pk for file in filled.appendix_files.all()}
    make_appendices(report=filled, by=ledger.reporter)
    again = {file.pk for file in filled.appendix_files.all()}
    assert len(again) == 3
    assert not first & again
    running = AppendixFile.objects.filter(pk=min(again))
    running.update(state=AppendixState.RUNNING, stirred_at=timezone.now())
    with pytest.raises(ReportError):
        make_appendices(report=filled, by=ledger.reporter)
    running.update(stirred_at=timezone.now() - timedelta(minutes=5))
    make_appendices(report=filled, by=ledger.reporter)


def test_a_failure_is_told_and_leaves_no_half_file(ledger, filled, monkeypatch):
    def break_down(*arguments, **options):
        raise OSError("no room")

    monkeypatch.setattr(lists, "long_list_pdf", break_down)
    make_appendices(report=filled, by=ledger.reporter)
    failed = files(filled)["b"]
    assert failed.state == AppendixState.FAILED
    assert failed.content is None
    page = signed_in(ledger.reporter).get(reverse("appendix_list", args=[filled.pk]))
    assert "Danh sách bị lỗi giữa chừng" in unescape(page.content.decode())


def test_a_list_that_is_gone_is_not_made(ledger, filled):
    make_in_background.enqueue(10**6)
    assert not AppendixFile.objects.exists()


def test_asking_watching_and_taking_out_in_the_browser(ledger, filled):
    reporter = signed_in(ledger.reporter)
    address = reverse("appendix_list", args=[filled.pk])
    assert "Chưa có danh sách nào" in unescape(reporter.get(address).content.decode())
    reporter.post(reverse("appendix_make", args=[filled.pk]))
    page = unescape(reporter.get(address).content.decode())
    assert "Phụ lục II. Danh sách người hưởng: Điều dưỡng ngoại trú" in page
    assert "hx-get" not in page
    one = files(filled)["đ"]
    for name, kind in (("appendix_pdf", "pdf"), ("appendix_xlsx", "spreadsheet")):
        response = reporter.get(reverse(name, args=[filled.pk, one.pk]))
        assert kind in response["Content-Type"]
    assert AccessEntry.objects.filter(subject=str(one)).count() == 2


def test_unfinished_lists_are_watched_and_not_taken_out(ledger, filled):
    make_appendices(report=filled, by=ledger.reporter)
    one = files(filled)["đ"]
    AppendixFile.objects.filter(pk=one.pk).update(
        state=AppendixState.RUNNING, total=40, done=10, stirred_at=timezone.now()
    )
    reporter = signed_in(ledger.reporter)
    part = reporter.get(
        reverse("appendix_list", args=[filled.pk]), headers={"HX-Request": "true"}
    ).content.decode()
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part
    assert 'value="10"' in part
    address = reverse("appendix_pdf", args=[filled.pk, one.pk])
    assert reporter.get(address).status_code == 404


def test_other_units_neither_see_nor_make_them(ledger, filled):
    make_appendices(report=filled, by=ledger.reporter)
    one = files(filled)["đ"]
    client = signed_in(ledger.user(Role.REPORTER, ledger.commune, "xa"))
    assert client.get(reverse("appendix_list", args=[filled.pk])).status_code == 404
    assert client.post(reverse("appendix_make", args=[filled.pk])).status_code == 404
    assert client.get(reverse("appendix_pdf", args=[filled.pk, one.pk])).status_code == 404


def test_what_is_issued_has_its_number_and_day_on_every_list(ledger, filled):
    make_appendices(report=filled, by=ledger.reporter)
    early = files(filled)["đ"]
    assert "/BC-SYT ngày" in text(early)
    assert "số 05/BC-SYT" not in text(early)
    late = ledger.cadre("2", full_name="Vi Văn Muộn")
    ledger.done(late, ("convalescence_home", 1, 2_300_000), group="2")
    report = issued(filled, ledger)
    made = files(report)
    assert {file.state for file in made.values()} == {AppendixState.DONE}
    day = timezone.localdate()
    for file in made.values():
        assert f"số 05/BC-SYT ngày {day.day:02d} tháng" in text(file)
    assert "Vi Văn Muộn" in text(made["đ"])
    assert made["đ"].amount == 34_600_000
    assert edition_fault(report.edition) is None
    AppendixFile.objects.filter(pk=made["đ"].pk).update(content=early.content)
    assert "phụ lục" in str(edition_fault(report.edition))
