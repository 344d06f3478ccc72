"""Two at once, on real PostgreSQL with real threads: one outcome, and a told one."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone

from accounts.roles import Role
from reports.actions import ReportError, open_report, write_section
from reports.issuing import editions
from reports.issuing.actions import approve, issue, replace_report, submit, withdraw
from reports.models import Edition, Report, ReportStep
from reports.periods import PeriodKind
from tests.reports.issuing_steps import WAIVER, approved, checked, issued, ready
from tests.reports.ledger_builder import LedgerBuilder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick_files(monkeypatch):
    for name in ("paper_pdf", "paper_docx", "paper_xlsx"):
        monkeypatch.setattr(editions, name, lambda paper: paper.to_json().encode())


@pytest.fixture
def ledger(transactional_db) -> LedgerBuilder:
    return LedgerBuilder()


@pytest.fixture
def report(ledger) -> Report:
    return open_report(outline=ledger.resolution.code, year=2025, by=ledger.reporter)


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """Run the verbs in threads that start together; what each was told, "" when it was done."""
    start = Barrier(len(verbs))
    told = [""] * len(verbs)

    def run(place: int, verb: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            verb()
        except ReportError as error:
            told[place] = str(error)
        except Exception as error:
            told[place] = f"broke: {error!r}"
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "blocked for good"
    assert not [words for words in told if words.startswith("broke")], told
    return told


def one_was_done(told: list[str], refusal: str) -> bool:
    return told.count("") == 1 and all(refusal in words for words in told if words)


def test_two_approvers(report, ledger):
    ready_report = checked(report, ledger)
    other = ledger.user(Role.APPROVER, name="lanh-dao-khac")
    told = at_once(
        *(
            lambda by=by: approve(report=ready_report, by=by, waiver=WAIVER)
            for by in (ledger.approver, other)
        )
    )
    assert one_was_done(told, "không thể “Duyệt ban hành” được nữa")
    assert ReportStep.objects.filter(action="approve").count() == 1


def test_the_same_number_for_two_reports(report, ledger):
    quarter = open_report(
        outline=ledger.resolution.code,
        year=2025,
        kind=PeriodKind.QUARTER,
        number=1,
        by=ledger.reporter,
    )
    both = [approved(each, ledger) for each in (report, quarter)]
    day = timezone.localdate()
    told = at_once(
        *(
            lambda each=each: issue(report=each, number=5, issued_on=day, by=ledger.reporter)
            for each in both
        )
    )
    assert one_was_done(told, "số tiếp theo là 06")
    assert Edition.objects.count() == 1


def test_two_reports_issued_together_follow_one_another_in_the_chain(report, ledger):
    quarter = open_report(
        outline=ledger.resolution.code,
        year=2025,
        kind=PeriodKind.QUARTER,
        number=1,
        by=ledger.reporter,
    )
    both = [approved(each, ledger) for each in (report, quarter)]
    day = timezone.localdate()
    told = at_once(
        *(
            lambda each=each, number=number: issue(
                report=each, number=number, issued_on=day, by=ledger.reporter
            )
            for number, each in enumerate(both, start=5)
        )
    )
    assert told == ["", ""]
    assert editions.first_fault() == (2, None)


def test_a_section_written_while_the_report_is_submitted(report, ledger):
    ready(report)
    section = report.sections.exclude(body="").first()
    told = at_once(
        lambda: submit(report=report, by=ledger.reporter),
        lambda: write_section(
            section=section,
            heading=section.heading,
            body="Sửa vào phút chót.",
            version=section.version,
            by=ledger.reporter,
        ),
    )
    report.refresh_from_db()
    section.refresh_from_db()
    assert report.state == "submitted"
    written = section.body == "Sửa vào phút chót."
    assert (told[1] == "") == written


def test_issue_against_withdrawal(report, ledger):
    ready_report = approved(report, ledger)
    day = timezone.localdate()
    told = at_once(
        lambda: issue(report=ready_report, number=5, issued_on=day, by=ledger.reporter),
        lambda: withdraw(report=ready_report, by=ledger.reporter, reason="Sửa."),
    )
    assert told.count("") == 1
    report.refresh_from_db()
    assert report.state == ("issued" if told[0] == "" else "draft")
    assert Edition.objects.count() == (1 if told[0] == "" else 0)


def test_two_replacements_for_one_report(report, ledger):
    first = issued(report, ledger)
    told = at_once(*(lambda: replace_report(report=first, by=ledger.reporter) for _ in range(2)))
    assert one_was_done(told, "đã có bản thay thế")
    assert Report.objects.filter(supersedes=first).count() == 1
