"""An issued report stays what it was, whatever the ledger does, and a changed byte is found."""

import io
from collections.abc import Callable
from functools import partial

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import AccessEntry
from accounts.roles import Role
from beneficiaries.models import CardKind, Membership
from claims.models import Claim
from reports.actions import type_figure
from reports.figures.drilling import drill
from reports.figures.reckoning import reckon
from reports.issuing import editions
from reports.issuing.changes import Changes
from reports.issuing.editions import edition_fault, first_fault
from reports.issuing.frozen import FrozenReport
from reports.models import Edition, EditionFile, Report, TypedStatus
from reports.models.appendix import AppendixFile, AppendixState
from reports.printing.printed import ReportPaper
from tests.reports.conftest import signed_in
from tests.reports.issuing_steps import issued

PAGES = ("report_detail", "report_document", "report_pdf", "report_docx", "report_xlsx")
DRAWN: dict[tuple[str, str], bytes] = {}
FIGURES = (
    "critical_illness.people",
    "total.people",
    "inpatient_meal.amount",
    "population.people",
    "total.amount",
)


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch):
    """The real files, but the same paper is drawn a single time: that takes most of an issue."""
    for name in ("paper_pdf", "paper_docx", "paper_xlsx"):
        monkeypatch.setattr(editions, name, partial(_drawn, getattr(editions, name)))


def _drawn(draw: Callable[[ReportPaper], bytes], paper: ReportPaper) -> bytes:
    key = draw.__name__, paper.to_json()
    if key not in DRAWN:
        DRAWN[key] = draw(paper)
    return DRAWN[key]


@pytest.fixture
def frozen(ledger, report) -> FrozenReport:
    one, two = ledger.cadre("1"), ledger.cadre("2")
    ledger.card(one, "1")
    ledger.card(two, "2", CardKind.REISSUE)
    ledger.done(
        one, ("hospital_visit_gift", 1, 500_000), ("inpatient_meal", 9, 1_710_000), group="1"
    )
    ledger.done(one, ("inpatient_meal", 1, 190_000), group="1")
    ledger.done(two, ("critical_illness", 1, 20_000_000), group="2")
    ledger.done(ledger.staff(), ("purchase_package", 1, 7_193_000), category="5")
    type_figure(
        report=report,
        figure=reckon(report)["periodic_checkup.amount.group_4"].figure,
        value=512_000_000,
        status=TypedStatus.PLANNED,
        reason="Theo kế hoạch",
        by=ledger.reporter,
    )
    issued(report, ledger)
    return FrozenReport(Edition.objects.select_related("report").get())


@pytest.fixture
def reporter(ledger):
    return signed_in(ledger.reporter)


def all_there_is_to_see(client, report) -> dict[str, bytes]:
    addresses = {name: reverse(name, args=[report.pk]) for name in PAGES}
    addresses |= {code: reverse("figure_detail", args=[report.pk, code]) for code in FIGURES}
    answers = {name: client.get(address) for name, address in addresses.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {name: answer.content for name, answer in answers.items()}


def without_token(page: bytes) -> bytes:
    """A page of HTML has one thing that differs each time: the token of its forms."""
    lines = page.split(b"\n")
    return b"\n".join(line for line in lines if b"csrf" not in line)


def test_the_ledger_moves_and_the_issued_report_does_not(frozen, ledger, reporter):
    report = frozen.report
    before = all_there_is_to_see(reporter, report)
    files = {file.name: bytes(file.content) for file in frozen.edition.files.all()}
    ledger.done(ledger.cadre("1"), ("inpatient_meal", 5, 950_000), group="1")
    Claim.objects.filter(payee_name__startswith="Hoàng").update(payee_name="Tên đã đổi")
    Membership.objects.update(decision="Quyết định khác")
    assert reckon(report)["inpatient_meal.amount"].value == 2_850_000
    after = all_there_is_to_see(reporter, report)
    for name in PAGES[2:]:
        assert after[name] == before[name], name
    for name in ("report_document", *FIGURES):
        assert without_token(after[name]) == without_token(before[name]), name
    kept = {file.name: bytes(file.content) for file in frozen.edition.files.all()}
    assert kept == files
    assert first_fault() == (1, None)


def test_every_figure_is_frozen_with_the_rows_behind_it(frozen):
    reckoning = reckon(frozen.report)
    assert set(frozen.values) == {value.code for value in reckoning}
    for value in reckoning:
        kept = frozen.values[value.code].value
        assert kept == value, value.code
        live = drill(reckoning.part_of(value.code), value.figure)
        then = frozen.drill(value.code)
        assert then.counted == live.counted == value.paid
        assert [then.values(row) for row in then.rows] == [live.values(row) for row in live.rows]
        assert [head.label for head in then.heads] == [head.label for head in live.heads]


def test_the_files_bear_number_day_and_signer(frozen, reporter):
    pdf = reporter.get(reverse("report_pdf", args=[frozen.report.pk])).content
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "05/BC-SYT" in text
    assert "DỰ THẢO" not in text
    assert frozen.paper.document.signer_name == "Lương Đức Thắng"
    assert frozen.paper.document.is_draft is False
    book = load_workbook(io.BytesIO(frozen.content("xlsx")))
    assert "05/BC-SYT" in str(book.worksheets[0]["A2"].value)
    numbers = reporter.get(reverse("edition_json", args=[frozen.report.pk])).json()["figures"]
    assert numbers["inpatient_meal.amount"]["value"] == 1_900_000


def test_the_list_behind_a_frozen_figure_is_taken_out_of_the_edition(frozen, ledger, reporter):
    Claim.objects.update(payee_name="Tên đã đổi")
    address = reverse("figure_export", args=[frozen.report.pk, "total.people"])
    book = load_workbook(io.BytesIO(reporter.get(address).content))
    words = " ".join(
        str(cell.value) for row in book.worksheets[0] for cell in row if cell.value is not None
    )
    assert "Hoàng Thị Mai" in words
    assert "Tên đã đổi" not in words
    assert AccessEntry.objects.filter(action="Xuất người sau số liệu").exists()


# --- What has changed since ----------------------------------------------------------------------


def test_the_comparison_tells_what_came_went_and_changed(frozen, ledger, reporter):
    assert Changes(frozen).figures == []
    new = ledger.done(ledger.cadre("1"), ("inpatient_meal", 5, 950_000), group="1")
    Claim.objects.filter(payee_name__startswith="Hoàng").exclude(pk=new.pk).update(
        payee_name="Tên đã đổi"
    )
    changes = Changes(frozen)
    moved = {change.then.code: change.difference for change in changes.figures}
    assert moved["inpatient_meal.amount"] == 950_000
    assert moved["total.people"] == 1
    assert moved["population.people"] == 1
    assert "critical_illness.amount" not in moved
    rows = changes.rows_of("inpatient_meal.amount")
    assert [row.claim_number for row in rows.came] == [new.number]
    assert rows.went == []
    assert {words[0][0] for words in (change.words for change in rows.changed)} == {"Người hưởng"}
    page = reporter.get(reverse("report_changes", args=[frozen.report.pk])).content.decode()
    assert "+950.000" in page
    page = reporter.get(
        reverse("figure_changes", args=[frozen.report.pk, "inpatient_meal.amount"])
    ).content.decode()
    assert new.number in page
    assert "Tên đã đổi" in page


def test_an_estimate_does_not_hide_what_was_paid_since(frozen, ledger):
    planned = frozen.values["periodic_checkup.amount.group_4"].value
    assert (planned.value, planned.paid) == (512_000_000, 0)
    ledger.done(
        ledger.cadre("4"), ("periodic_checkup", 1, 3_000_000), group="4", category="round_1"
    )
    change = Changes(frozen).of("periodic_checkup.amount.group_4")
    assert (change.difference, change.paid_difference, change.came) == (0, 3_000_000, 1)
    assert change.then.code in [each.then.code for each in Changes(frozen).figures]


def test_today_can_be_seen_beside_what_was_issued(frozen, ledger, reporter):
    ledger.done(ledger.cadre("1"), ("inpatient_meal", 5, 950_000), group="1")
    address = reverse("figure_detail", args=[frozen.report.pk, "inpatient_meal.amount"])
    assert "1.900.000" in reporter.get(address).content.decode()
    page = reporter.get(f"{address}?hom-nay=1").content.decode()
    assert "2.850.000" in page
    assert "không phải số đã ban hành" in page


# --- Nobody touches it ---------------------------------------------------------------------------


def test_the_database_keeps_editions_as_they_are(frozen):
    for act in (
        lambda: Edition.objects.update(hash="0" * 64),
        lambda: EditionFile.objects.filter(name="pdf").update(content=b""),
        lambda: EditionFile.objects.filter(name="pdf").delete(),
        lambda: Edition.objects.create(
            position=3,
            report=frozen.report,
            previous_hash="1" * 64,
            hash="2" * 64,
            frozen_at=frozen.edition.frozen_at,
        ),
    ):
        with pytest.raises(Exception, match=r"Cannot|không nối"), transaction.atomic():
            act()


def past_the_triggers(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE reports_editionfile SET content = set_byte(content, 100,"
            " (get_byte(content, 100) + 1) % 256) WHERE name = 'pdf'",
            "tệp “Bản PDF”",
        ),
        ("DELETE FROM reports_editionfile WHERE name = 'rows'", "số tệp"),
        ("UPDATE reports_report SET number = 6", "mã băm của bản ban hành"),
        ("UPDATE reports_edition SET previous_hash = repeat('1', 64)", "liền trước"),
    ],
)
def test_whoever_gets_past_the_triggers_is_found(frozen, reporter, statement, words, capsys):
    past_the_triggers(statement)
    edition = Edition.objects.get()
    assert words in str(edition_fault(edition))
    with pytest.raises(SystemExit):
        call_command("verify_reports")
    assert "KHÔNG KHỚP" in capsys.readouterr().out
    page = reporter.get(reverse("report_detail", args=[frozen.report.pk])).content.decode()
    assert "không còn đúng như lúc ban hành" in page


def test_the_lists_of_people_are_sealed_with_the_report(ledger, report):
    ledger.done(ledger.cadre("1"), ("inpatient_meal", 9, 1_710_000), group="1")
    now = timezone.now()
    AppendixFile.objects.create(
        report=report,
        position=1,
        whole=1,
        letter="b",
        title="Danh sách người hưởng",
        state=AppendixState.DONE,
        as_of=report.as_of,
        content=b"%PDF",
        workbook=b"PK",
        made_by=ledger.reporter,
        made_at=now,
        stirred_at=now,
    )
    issued(report, ledger)
    assert first_fault() == (1, None)
    AppendixFile.objects.update(content=b"%PDG")
    assert "Danh sách người hưởng" in str(first_fault()[1])


def test_a_lost_edition_is_missed(frozen, capsys):
    call_command("verify_reports")
    assert "Khớp: 1 báo cáo" in capsys.readouterr().out
    past_the_triggers("DELETE FROM reports_editionfile; DELETE FROM reports_edition")
    held, fault = first_fault()
    assert (held, fault.found) == (0, "không có")


def test_the_command_gives_an_issued_report_as_it_was(frozen, ledger, tmp_path):
    ledger.done(ledger.cadre("1"), ("inpatient_meal", 5, 950_000), group="1")
    for form in ("json", "pdf", "docx", "xlsx"):
        file = tmp_path / f"report.{form}"
        call_command("report", frozen.report.outline, 2025, format=form, output=file)
        assert file.read_bytes() == frozen.content(form)


def test_the_list_of_reports_is_narrowed_by_state(frozen, reporter):
    address = reverse("report_list")
    assert "05/BC-SYT" in reporter.get(f"{address}?state=issued").content.decode()
    assert "05/BC-SYT" not in reporter.get(f"{address}?state=draft").content.decode()


def test_others_read_what_is_theirs_to_read(frozen, ledger):
    stranger = signed_in(ledger.user(Role.REPORTER, unit=ledger.commune, name="xa"))
    for name in ("report_changes", "edition_json", *PAGES):
        assert stranger.get(reverse(name, args=[frozen.report.pk])).status_code == 404
    clerk = signed_in(ledger.maker)
    assert clerk.get(reverse("report_changes", args=[frozen.report.pk])).status_code == 403


def test_a_draft_has_no_edition(report, reporter):
    for name in ("report_changes", "edition_json"):
        assert reporter.get(reverse(name, args=[report.pk])).status_code == 404
    assert Report.objects.get(pk=report.pk).is_draft
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(number=3)
