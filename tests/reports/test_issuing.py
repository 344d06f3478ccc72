"""From draft to issue: who may take which step, what stands against it, what the database holds."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from policies.actions import confirm_rates
from reports.actions import (
    NoDraft,
    ReportError,
    type_figure,
    type_reported,
    withdraw_typed,
    write_frame,
    write_section,
)
from reports.figures.figure import TOTAL
from reports.figures.reckoning import reckon
from reports.issuing import editions
from reports.issuing.actions import (
    ReportHindered,
    approve,
    check,
    drop_report,
    issue,
    next_number,
    replace_report,
    send_back,
    submit,
    withdraw,
)
from reports.issuing.hindrances import unconfirmed_rates
from reports.issuing.permissions import possible_actions
from reports.issuing.workflow import NEEDS_REASON, Action
from reports.models import Edition, Report, ReportState, ReportStep, TypedStatus
from reports.writing.actions import write_comment
from reports.writing.paper import official_document
from tests.reports.conftest import signed_in
from tests.reports.issuing_steps import WAIVER, approved, checked, issued, ready, submitted


@pytest.fixture(autouse=True)
def quick_files(monkeypatch):
    """Drawing the files takes seconds and is tried in test_editions.py."""
    for name in ("paper_pdf", "paper_docx", "paper_xlsx"):
        monkeypatch.setattr(editions, name, lambda paper: paper.to_json().encode())


@pytest.fixture
def paid(ledger, report) -> Report:
    ledger.done(ledger.cadre("1"), ("inpatient_meal", 9, 1_710_000), group="1")
    return report


def kinds(hindered) -> set[str]:
    return {hindrance.kind for hindrance in hindered.value.hindrances}


# --- The way -----------------------------------------------------------------------------------


def test_three_people_take_a_report_to_its_number(paid, ledger):
    report = issued(paid, ledger)
    report.refresh_from_db()
    assert (report.state, report.number_and_symbol) == (ReportState.ISSUED, "05/BC-SYT")
    assert [(step.action, step.name) for step in report.steps.all()] == [
        ("submit", ledger.reporter.full_name),
        ("check", ledger.checker.full_name),
        ("approve", ledger.approver.full_name),
        ("issue", ledger.reporter.full_name),
    ]
    assert Edition.objects.get().report == report
    assert not report.appendix_files.exists()


def test_the_paper_tells_how_far_the_report_is(paid, ledger):
    def head(report):
        paper = official_document(report, "Tổng kết")
        return paper.is_draft, paper.number_and_symbol.strip()[:2], paper.place_and_date

    assert head(ready(paid))[0]
    assert head(submitted(paid, ledger))[0]
    report = approve(
        report=check(report=paid, by=ledger.checker), by=ledger.approver, waiver=WAIVER
    )
    is_draft, number, _ = head(report)
    assert not is_draft
    assert number != "05"
    day = timezone.localdate()
    report = issue(report=report, number=5, issued_on=day, by=ledger.reporter)
    is_draft, number, place_and_date = head(report)
    assert (is_draft, number) == (False, "05")
    assert str(day.year) in place_and_date
    assert f"ngày {day.day:02d}" in place_and_date


def test_it_goes_back_with_a_reason_and_has_to_be_approved_anew(paid, ledger):
    report = checked(paid, ledger)
    with pytest.raises(ReportError, match="lý do"):
        send_back(report=report, by=ledger.approver, reason="  ")
    report = send_back(report=report, by=ledger.approver, reason="Thiếu phần kiến nghị.")
    assert (report.state, report.submitted_by, report.checked_by) == ("draft", None, None)
    assert report.steps.last().reason == "Thiếu phần kiến nghị."
    report = withdraw(report=submitted(report, ledger), by=ledger.reporter, reason="Sửa thêm.")
    assert report.state == "draft"


def test_whose_turn_it_is(paid, ledger):
    people = (ledger.reporter, ledger.checker, ledger.approver)

    def turns() -> list[list[Action]]:
        paid.refresh_from_db()
        possible = [possible_actions(paid, user) for user in people]
        return [[step for step in steps if step not in NEEDS_REASON] for steps in possible]

    assert turns() == [[Action.SUBMIT], [], []]
    submitted(paid, ledger)
    assert turns() == [[], [Action.CHECK], []]
    check(report=paid, by=ledger.checker)
    assert turns() == [[], [], [Action.APPROVE]]
    approve(report=paid, by=ledger.approver, waiver=WAIVER)
    assert turns() == [[Action.ISSUE], [], []]


# --- Nobody twice ------------------------------------------------------------------------------


def test_nobody_judges_what_they_had_a_hand_in(paid, ledger):
    both = ledger.user(Role.CHECKER, name="ca-hai")
    both.roles = [Role.CHECKER, Role.REPORTER]
    both.save()
    section = paid.sections.exclude(body="").first()
    write_section(
        section=section, heading=section.heading, body="Đã viết.", version=section.version, by=both
    )
    report = submitted(paid, ledger)
    with pytest.raises(ReportError, match="không được tự soát xét"):
        check(report=report, by=both)


def test_whoever_checks_does_not_approve(paid, ledger):
    report = checked(paid, ledger)
    # Such a person can't hold both roles today; the rule does not rest on that.
    ledger.checker.roles = [Role.APPROVER]
    ledger.checker.save()
    with pytest.raises(ReportError, match="đã soát xét không được duyệt"):
        approve(report=report, by=ledger.checker, waiver=WAIVER)


@pytest.mark.parametrize(
    ("step", "actor"),
    [(check, "reporter"), (check, "approver"), (approve, "checker"), (approve, "reporter")],
)
def test_each_step_needs_its_role(paid, ledger, step, actor):
    report = submitted(paid, ledger) if step is check else checked(paid, ledger)
    with pytest.raises(ReportError, match="cần vai trò"):
        step(report=report, by=getattr(ledger, actor))
    assert report.steps.count() == (1 if step is check else 2)


def test_a_reporter_of_another_unit_does_not_submit(paid, ledger):
    other = ledger.user(Role.REPORTER, unit=ledger.commune, name="xa")
    with pytest.raises(ReportError, match="Chỉ đơn vị báo cáo"):
        submit(report=ready(paid), by=other)


def test_steps_are_not_skipped(paid, ledger):
    with pytest.raises(ReportError, match="không thể “Đồng ý trình ký” được nữa"):
        check(report=ready(paid), by=ledger.checker)
    with pytest.raises(ReportError, match="không thể “Ban hành” được nữa"):
        issue(report=paid, number=1, issued_on=timezone.localdate(), by=ledger.reporter)


def test_an_old_page_does_not_decide(paid, ledger):
    report = submitted(paid, ledger)
    withdraw(report=report, by=ledger.reporter, reason="Sửa.")
    submit(report=report, by=ledger.reporter)
    with pytest.raises(ReportError, match="vừa được người khác xử lý"):
        check(report=report, by=ledger.checker, seen=1)
    assert check(report=report, by=ledger.checker, seen=3).state == "checked"


# --- What stands against it ----------------------------------------------------------------------


def test_a_draft_without_signer_or_with_unknown_figures_is_not_submitted(paid, ledger):
    Report.objects.filter(pk=paid.pk).update(signer_name="")
    section = paid.sections.exclude(body="").first()
    write_section(
        section=section,
        heading=section.heading,
        body="Có {khong_co} người.",
        version=section.version,
        by=ledger.reporter,
    )
    with pytest.raises(ReportHindered) as hindered:
        submit(report=paid, by=ledger.reporter)
    assert {"frame", "unknown"} <= kinds(hindered)
    assert all(hindrance.url for hindrance in hindered.value.hindrances)
    section.refresh_from_db()
    assert section.body == "Có {khong_co} người."


def test_an_overtaken_estimate_stops_the_report(paid, ledger):
    figure = reckon(paid)["inpatient_meal.amount"].figure
    type_figure(
        report=paid,
        figure=figure,
        value=1_000,
        status=TypedStatus.ESTIMATED,
        reason="Ước",
        by=ledger.reporter,
    )
    with pytest.raises(ReportHindered) as hindered:
        submit(report=ready(paid), by=ledger.reporter)
    assert kinds(hindered) == {"overtaken"}


def test_unconfirmed_rates_are_confirmed_or_answered_for_by_name(paid, ledger):
    report = checked(paid, ledger)
    with pytest.raises(ReportHindered) as hindered:
        approve(report=report, by=ledger.approver)
    assert kinds(hindered) == {"rate"}
    report = approve(report=report, by=ledger.approver, waiver=WAIVER)
    waiver = report.waivers.get()
    assert (waiver.given_by, waiver.reason, len(waiver.rates)) == (ledger.approver, WAIVER, 1)
    # Sent back and submitted again, it is answered for again.
    send_back(report=report, by=ledger.approver, reason="Sửa.")
    report = checked(report, ledger)
    with pytest.raises(ReportHindered):
        approve(report=report, by=ledger.approver)
    officer = ledger.user(Role.POLICY_OFFICER)
    confirm_rates(rates=unconfirmed_rates(reckon(report)), by=officer, source="Công báo")
    assert approve(report=report, by=ledger.approver).state == "approved"
    assert report.waivers.count() == 1


def test_what_was_approved_is_what_is_issued(paid, ledger):
    report = approved(paid, ledger)
    ledger.done(ledger.cadre("1"), ("inpatient_meal", 1, 190_000), group="1")
    with pytest.raises(ReportHindered) as hindered:
        issue(report=report, number=5, issued_on=timezone.localdate(), by=ledger.reporter)
    assert kinds(hindered) == {"changed"}
    words = " ".join(hindrance.what for hindrance in hindered.value.hindrances)
    assert "khi duyệt là 1.710.000 đồng, nay là 1.900.000 đồng" in words
    report.refresh_from_db()
    assert (report.state, report.number, Edition.objects.count()) == ("approved", None, 0)


def test_the_day_of_issue_is_neither_to_come_nor_before_what_it_tells(paid, ledger):
    report, today = approved(paid, ledger), timezone.localdate()
    for day, words in (
        (today + timedelta(days=1), "chưa tới"),
        (report.as_of - timedelta(days=1), "trước ngày chốt số liệu"),
        (today - timedelta(days=1), "trước ngày duyệt"),
    ):
        with pytest.raises(ReportError, match=words):
            issue(report=report, number=5, issued_on=day, by=ledger.reporter)


def test_a_number_is_given_once_a_year(paid, ledger, report):
    issued(paid, ledger, number=5)
    assert next_number(report, timezone.localdate().year) == 6
    second = replace_report(report=paid, by=ledger.reporter)
    with pytest.raises(ReportError, match="số tiếp theo là 06"):
        issued(second, ledger, number=5)
    assert issued_again(second, ledger).number == 6


def issued_again(report, ledger):
    day = timezone.localdate()
    return issue(report=report, number=6, issued_on=day, by=ledger.reporter)


# --- Only a draft is written ----------------------------------------------------------------------


def test_a_report_under_way_is_not_written(paid, ledger):
    section = paid.sections.first()
    reckoning = reckon(paid)
    figure = reckoning["inpatient_meal.amount"].figure
    report = submitted(paid, ledger)
    by = ledger.reporter
    verbs = [
        lambda: write_section(section=section, heading="", body="x", version=1, by=by),
        lambda: type_figure(
            report=report,
            figure=figure,
            value=1,
            status=TypedStatus.PLANNED,
            reason="Thử",
            by=by,
        ),
        lambda: withdraw_typed(report=report, figure=figure),
        lambda: type_reported(
            report=report, code=TOTAL, value=1, printed="1", precision=1, source="Tờ trình", by=by
        ),
        lambda: write_frame(report=report),
    ]
    for verb in verbs:
        with pytest.raises(NoDraft, match="Chờ soát xét"):
            verb()


def test_the_database_refuses_to_write_a_report_under_way(paid, ledger):
    report = submitted(paid, ledger)
    refused = [
        lambda: report.sections.update(body="Lén sửa"),
        lambda: report.sections.first().delete(),
        lambda: Report.objects.filter(pk=report.pk).update(subject_line="Lén sửa"),
        lambda: Report.objects.filter(pk=report.pk).update(state="issued"),
        lambda: Report.objects.filter(pk=report.pk).delete(),
        lambda: ReportStep.objects.update(reason="Lén sửa"),
    ]
    for act in refused:
        with pytest.raises(Exception, match=r"không|append|Cannot|protect"), transaction.atomic():
            act()


def test_an_issued_report_changes_in_nothing(paid, ledger):
    report = issued(paid, ledger)
    for fields in ({"number": 6}, {"signer_name": "Khác"}, {"state": "draft"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"checked_by": "reporter"}, "Người soát xét phải khác"),
        ({"approved_by": "checker"}, "Người duyệt phải khác người soát xét"),
        ({"approved_by": "reporter"}, "Người duyệt phải khác người lập"),
        ({"number": 7}, "ba người"),
        ({"supersedes": "itself"}, "không thay thế chính nó"),
    ],
)
def test_constraints_speak_vietnamese(paid, ledger, fields, words):
    report, now = checked(paid, ledger), timezone.now()
    for name, value in fields.items():
        people = {"itself": report, "reporter": ledger.reporter, "checker": ledger.checker}
        setattr(report, name, people.get(value, value))
        if name.endswith("_by"):
            setattr(report, name.replace("_by", "_at"), now)
    with pytest.raises(ValidationError) as refused:
        report.validate_constraints()
    assert words in " ".join(refused.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        report.save()


# --- In place of an issued report ----------------------------------------------------------------


def test_a_corrected_report_takes_the_place_of_the_first(paid, ledger):
    type_reported(
        report=paid,
        code=TOTAL,
        value=1,
        printed="1",
        precision=1,
        source="Tờ trình",
        by=ledger.reporter,
    )
    with pytest.raises(ReportError, match="Chỉ báo cáo đã ban hành"):
        replace_report(report=paid, by=ledger.reporter)
    first = issued(paid, ledger)
    second = replace_report(report=first, by=ledger.reporter)
    assert second.state == "draft"
    assert list(second.sections.values_list("key", "body")) == list(
        first.sections.values_list("key", "body")
    )
    assert second.reported_figures.get().source == "Tờ trình"
    with pytest.raises(ReportError, match="đã có bản thay thế"):
        replace_report(report=first, by=ledger.reporter)
    first.refresh_from_db()
    assert first.state == "issued"
    second = issued(second, ledger, number=6)
    first.refresh_from_db()
    assert first.state == "superseded"
    assert first.steps.last().reason == "Thay bằng Báo cáo số 06/BC-SYT."
    line = official_document(second, "Tổng kết").subject_line
    assert line.startswith("Tổng kết (thay thế Báo cáo số 05/BC-SYT ngày ")


# --- A draft opened by mistake --------------------------------------------------------------------


def test_a_replacement_opened_by_mistake_is_dropped_and_another_can_be_opened(paid, ledger):
    type_reported(
        report=paid,
        code=TOTAL,
        value=1,
        printed="1",
        precision=1,
        source="Tờ trình",
        by=ledger.reporter,
    )
    first = issued(paid, ledger)
    mistaken = replace_report(report=first, by=ledger.reporter)
    reporter = signed_in(ledger.reporter)
    address = reverse("report_drop", args=[mistaken.pk])
    assert address in reporter.get(reverse("report_detail", args=[mistaken.pk])).text
    assert "1 số gõ tay trong đó mất theo" in reporter.get(address).text
    answer = reporter.post(address, follow=True)
    assert "Đã bỏ bản dự thảo." in answer.text
    assert answer.redirect_chain[-1][0] == reverse("report_detail", args=[first.pk])
    assert list(Report.objects.all()) == [first]
    assert first.reported_figures.count() == 1
    assert replace_report(report=first, by=ledger.reporter).supersedes == first


def test_a_draft_with_a_history_is_not_dropped(paid, ledger):
    with pytest.raises(ReportError, match="Chỉ người giữ vai trò"):
        drop_report(report=paid, by=ledger.checker)
    section = paid.sections.first()
    write_comment(section=section, text="Viết gọn lại.", by=ledger.checker)
    with pytest.raises(ReportError, match="đã có ý kiến"):
        drop_report(report=paid, by=ledger.reporter)
    write_section(
        section=section,
        heading="",
        body="Lời mở đầu.",
        version=section.version,
        by=ledger.reporter,
    )
    with pytest.raises(ReportError, match="đã có người viết"):
        drop_report(report=paid, by=ledger.reporter)
    assert Report.objects.filter(pk=paid.pk).exists()


def test_what_was_handed_on_is_not_dropped(paid, ledger):
    report = submitted(paid, ledger)
    with pytest.raises(ReportError, match="Chỉ bỏ được bản dự thảo"):
        drop_report(report=report, by=ledger.reporter)
    report = send_back(report=report, by=ledger.checker, reason="Thiếu kiến nghị.")
    with pytest.raises(ReportError, match="từng được trình"):
        drop_report(report=report, by=ledger.reporter)
    page = signed_in(ledger.reporter).post(reverse("report_drop", args=[report.pk]), follow=True)
    assert "từng được trình" in page.text
    assert Report.objects.filter(pk=report.pk).exists()
