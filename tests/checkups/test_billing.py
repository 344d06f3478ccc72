"""A hospital's bill for a round: uploaded, matched, decided, accepted, opened – and refused."""

from datetime import date
from functools import partial
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from checkups.billing import ROUND
from checkups.models import Checkup
from checkups.rounds.actions import take_step
from checkups.rounds.workflow import Action
from claims.actions import ClaimError, withdraw_fact
from claims.billing.columns import read_bill_sheet
from claims.billing.deciding import (
    accept_bill,
    choose_person,
    decide_lines,
    drop_bill,
    return_bill,
)
from claims.billing.gathering import look_around
from claims.billing.opening import open_bill
from claims.billing.reading import match_bill, upload_bill, workbook_of
from claims.billing.reckoning import missing_ids, sums_of
from claims.models import Bill, BillLine, Claim, Decision, Finding
from reports.cares import cares_of
from tests.event_workbooks import event_workbook
from tests.factories import UserFactory, entitled_cadre
from tests.rounds import at_once, attended, on_roster, running_round

MILLION = 1_000_000


@pytest.fixture
def chosen(law, hospital):
    return running_round(law, hospital)


@pytest.fixture
def people(law, chosen, staff) -> SimpleNamespace:
    """``came`` and ``other`` came, ``absent`` is on the list, ``stranger`` isn't."""
    came, other, absent, stranger = (
        entitled_cadre(law, full_name=name, citizen_id=f"02006000900{n}")
        for n, name in enumerate(("Hà Văn Có", "Lý Thị Đến", "Mạc Văn Vắng", "Vi Văn Lạ"))
    )
    for cadre in (came, other):
        attended(chosen, cadre, staff.maker)
    on_roster(chosen, absent, staff.maker)
    return SimpleNamespace(came=came, other=other, absent=absent, stranger=stranger)


def row(cadre, amount=2 * MILLION, **more):
    return {
        "STT": 1,
        "Họ tên": cadre.full_name,
        "Năm sinh": cadre.birth_date.year,
        "CCCD": cadre.citizen_id,
        "Ngày khám": "12/05/2025",
        "Thành tiền": amount,
    } | more


@pytest.fixture
def billed(chosen, hospital, staff):
    """Uploads and matches a bill of these rows."""

    def make(*rows, number="01", by=None, **fields) -> Bill:
        bill = upload_bill(
            occasion=ROUND,
            thing=chosen,
            facility=hospital,
            number=number,
            dated_on=date(2025, 6, 2),
            printed_total=fields.pop("printed_total", None),
            content=fields.pop("content", None) or event_workbook(*rows),
            file_name="bang-ke.xlsx",
            by=by or staff.maker,
        )
        return match_bill(bill.pk)

    return make


def findings(bill: Bill) -> list[str]:
    return list(bill.lines.order_by("row").values_list("finding", flat=True))


def test_a_bill_is_matched_against_who_came(billed, people):
    strangers_row = row(people.stranger) | {"Họ tên": "Người Không Có", "CCCD": "020060999999"}
    bill = billed(
        row(people.came), row(people.absent), row(people.stranger), strangers_row, row(people.came)
    )
    assert findings(bill) == ["matched", "absent", "extra", "unknown", "twice"]
    assert missing_ids(bill) == [people.other.pk]
    sums = sums_of(bill)
    assert (sums.billed, sums.standing, sums.waiting) == (10 * MILLION, 2 * MILLION, 8 * MILLION)


def test_the_printed_total_and_the_signatures_below_it_are_not_people(billed, people):
    rows = [row(people.came), {"STT": "Tổng cộng", "Thành tiền": 3 * MILLION}]
    bill = billed(*rows, {"Họ tên": "Người lập bảng"}, {"Họ tên": "Tống Công Ký"})
    assert bill.lines.count() == 1
    assert sums_of(bill).difference == MILLION
    assert "2 dòng dưới dòng tổng cộng" in bill.notes[0]


def test_identities_are_kept_masked(billed, people):
    bill = billed(row(people.came))
    [line] = bill.lines.all()
    assert line.identity == "CCCD …000"
    assert people.came.citizen_id not in str(vars(line))


def test_the_same_file_is_refused_also_by_the_database(billed, people):
    content = event_workbook(row(people.came))  # a workbook holds the second it was made
    bill = billed(content=content)
    with pytest.raises(ClaimError, match="đã được tải lên cho đợt này"):
        billed(number="02", content=content)
    copy = Bill.objects.get(pk=bill.pk)
    copy.pk, copy.number = None, "03"
    with pytest.raises(IntegrityError, match="bill_file_is_uploaded_once"), transaction.atomic():
        copy.save()
    drop_bill(bill_id=bill.pk, reason="Nhầm tệp", by=bill.uploaded_by)
    assert billed(content=content).state == "matched", "once dropped, it may come again"


def test_one_person_is_paid_once_across_bills(billed, people, staff):
    first = billed(row(people.came))
    second = billed(row(people.came, 1_900_000), number="02")
    assert findings(second) == ["billed"]
    [line] = second.lines.all()
    with pytest.raises(ClaimError, match="chỉ có thể loại ra"):
        decide_lines(
            bill_id=second.pk, lines=[line.pk], decision="taken", reason="x", by=staff.maker
        )
    [standing] = first.lines.all()
    with pytest.raises(IntegrityError, match="person_is_billed_once"), transaction.atomic():
        BillLine.objects.create(
            bill=second,
            occasion_kind=standing.occasion_kind,
            occasion_id=standing.occasion_id,
            row=99,
            cadre=people.came,
            finding="matched",
            stands=True,
        )


def test_whoever_uploaded_it_cannot_accept_it_not_even_in_the_database(billed, people, staff):
    bill = billed(row(people.came))
    with pytest.raises(ClaimError, match="Thẩm định"):
        accept_bill(bill_id=bill.pk, by=staff.maker)
    bill.refresh_from_db()
    bill.state, bill.accepted_by, bill.accepted_at = "accepted", staff.maker, bill.uploaded_at
    with pytest.raises(IntegrityError, match="bill_accepted_by_another"), transaction.atomic():
        bill.save()


def test_a_bill_waits_until_every_line_is_decided(billed, people, staff):
    bill = billed(row(people.came), row(people.absent))
    with pytest.raises(ClaimError, match="Còn 1 dòng chưa xử lý"):
        accept_bill(bill_id=bill.pk, by=staff.checker)
    absent = bill.lines.get(finding=Finding.ABSENT)
    decide_lines(
        bill_id=bill.pk, lines=[absent.pk], decision="taken", reason="Có phiếu khám", by=staff.maker
    )
    assert people.absent.roster_entries.get().attendance == "attended"
    assert accept_bill(bill_id=bill.pk, by=staff.checker).accepted_by == staff.checker


def test_an_accepted_bill_is_changed_only_after_it_was_sent_back(billed, people, staff):
    bill = billed(row(people.came))
    accept_bill(bill_id=bill.pk, by=staff.checker)
    [line] = bill.lines.all()
    line.amount = 1
    with pytest.raises(IntegrityError, match="đã được xác nhận"), transaction.atomic():
        line.save()
    with pytest.raises(ClaimError, match="Đã xác nhận"):
        match_bill(bill.pk)
    return_bill(bill_id=bill.pk, reason="Sửa số tiền", by=staff.checker)
    line.save()


def test_a_decision_needs_a_reason_and_a_line_that_can_be_taken(billed, people, staff):
    unknown = row(people.came) | {"Họ tên": "Người Lạ", "CCCD": "020060999999"}
    bill = billed(row(people.came), unknown)
    line = bill.lines.get(finding=Finding.UNKNOWN)
    decide = {"bill_id": bill.pk, "lines": [line.pk], "by": staff.maker}
    with pytest.raises(ClaimError, match="ghi lý do"):
        decide_lines(decision="left_out", reason=" ", **decide)
    with pytest.raises(ClaimError, match="chỉ có thể loại ra"):
        decide_lines(decision="taken", reason="cứ trả", **decide)
    decide_lines(decision="left_out", reason="Không phải người của tỉnh", **decide)
    decide_lines(decision="", reason="", **decide)
    line.refresh_from_db()
    assert (line.decision, line.reason, line.decided_by) == (Decision.OPEN, "", None)


def test_choosing_the_person_of_an_unclear_line_matches_it_again(billed, people, staff):
    bill = billed(row(people.came, CCCD="020060999999", **{"Họ tên": "Ha Van Coo"}))
    [line] = bill.lines.all()
    assert line.finding == Finding.UNKNOWN
    line = choose_person(line_id=line.pk, cadre=people.came, by=staff.maker)
    assert (line.finding, line.stands, line.owed) == (Finding.MATCHED, True, 2 * MILLION)
    match_bill(bill.pk)
    assert bill.lines.get().cadre == people.came, "matching again keeps what was chosen"


def test_extra_people_come_onto_the_list_when_taken(billed, people, staff, chosen):
    bill = billed(row(people.stranger))
    [line] = bill.lines.all()
    decide_lines(
        bill_id=bill.pk, lines=[line.pk], decision="taken", reason="Bổ sung", by=staff.maker
    )
    entry = chosen.roster.get(cadre=people.stranger)
    assert (entry.origin, entry.attendance, entry.group.code) == ("department", "attended", "4")


def test_claims_are_opened_once_and_the_roster_knows_them(billed, people, staff):
    bill = billed(row(people.came), row(people.other, 2_500_000))
    over = bill.lines.get(finding=Finding.OVER)
    decide_lines(
        bill_id=bill.pk, lines=[over.pk], decision="taken", reason="Trả theo mức", by=staff.maker
    )
    with pytest.raises(ClaimError, match="không làm được việc “Lập hồ sơ”"):
        open_bill(bill_id=bill.pk, by=staff.maker, submit=True)
    accept_bill(bill_id=bill.pk, by=staff.checker)
    opened = open_bill(bill_id=bill.pk, by=staff.maker, submit=True)
    assert (opened.lines, opened.refused) == (2, 0)
    claims = Claim.objects.filter(fact_kind=Checkup.KIND)
    assert {(claim.amount, claim.state) for claim in claims} == {(2 * MILLION, "submitted")}
    assert people.came.roster_entries.get().checkup.cost == 2 * MILLION
    again = open_bill(bill_id=bill.pk, by=staff.maker, submit=True)
    assert (again.lines, again.refused, claims.count()) == (0, 0, 2)
    with pytest.raises(IntegrityError, match="đã lập hồ sơ"), transaction.atomic():
        bill.lines.update(problem="x")


def test_a_fact_taken_back_opens_its_line_again(billed, people, staff, chosen):
    """The line says why, the bill keeps a step, the roster waits; a second opening makes a new."""
    bill = billed(row(people.came), row(people.other))
    accept_bill(bill_id=bill.pk, by=staff.checker)
    open_bill(bill_id=bill.pk, by=staff.maker, submit=False)
    checkup = people.came.checkups.get()
    with pytest.raises(IntegrityError, match="đã lập hồ sơ"), transaction.atomic():
        bill.lines.filter(fact_id=checkup.pk).update(fact_id=None, fact_kind="")
    withdraw_fact(fact=checkup, by=staff.maker, reason="Nhầm giá")
    line = bill.lines.get(cadre=people.came)
    assert (line.fact_id, line.stands) == (None, True)
    assert "Nhầm giá" in line.problem
    assert people.came.roster_entries.get().checkup is None
    step = bill.steps.last()
    assert (step.action, step.done_by) == ("release", staff.maker)
    assert "Nhầm giá" in step.reason
    opened = open_bill(bill_id=bill.pk, by=staff.maker, submit=False)
    assert (opened.lines, opened.refused) == (1, 0)
    line.refresh_from_db()
    assert line.problem == ""
    assert line.fact_id == people.came.roster_entries.get().checkup.pk != checkup.pk
    assert Claim.objects.alive().filter(cadre=people.came).count() == 1


def test_what_is_taken_back_of_a_closed_round_waits_until_it_is_open(billed, people, staff, chosen):
    bill = billed(row(people.came))
    accept_bill(bill_id=bill.pk, by=staff.checker)
    open_bill(bill_id=bill.pk, by=staff.maker, submit=False)
    for entry in chosen.roster.filter(attendance=""):
        entry.attendance, entry.absence_reason = "absent", "busy"
        entry.marked_at, entry.marked_by = entry.added_at, staff.maker
        entry.save()
    take_step(checkup_round=chosen, action=Action.CLOSE, by=staff.maker)
    withdraw_fact(fact=people.came.checkups.get(), by=staff.maker, reason="Nhầm")
    with pytest.raises(ClaimError, match="mở lại đợt"):
        open_bill(bill_id=bill.pk, by=staff.maker, submit=False)
    take_step(checkup_round=chosen, action=Action.REOPEN, by=staff.maker, note="Sót một người")
    assert people.came.roster_entries.get().checkup is None
    assert open_bill(bill_id=bill.pk, by=staff.maker, submit=False).lines == 1


def test_a_refused_line_is_told_and_the_others_are_opened(billed, people, staff, chosen):
    bill = billed(row(people.came), row(people.other))
    accept_bill(bill_id=bill.pk, by=staff.checker)
    people.other.memberships.all().delete()
    opened = open_bill(bill_id=bill.pk, by=staff.maker, submit=False)
    assert (opened.lines, opened.refused) == (1, 1)
    line = bill.lines.get(cadre=people.other)
    assert line.problem
    assert line.fact_id is None
    assert Checkup.objects.count() == 1


def test_a_process_that_dies_leaves_no_half(billed, people, staff, monkeypatch):
    bill = billed(row(people.came), row(people.other))
    accept_bill(bill_id=bill.pk, by=staff.checker)
    monkeypatch.setattr("claims.billing.opening.LINES_AT_ONCE", 1)
    parts = iter([ROUND.link])

    def dies_at_the_second(*given):
        next(parts)(*given)

    monkeypatch.setattr(
        "claims.billing.opening.occasion_of", lambda _kind: _with(dies_at_the_second)
    )
    with pytest.raises(StopIteration):
        open_bill(bill_id=bill.pk, by=staff.maker, submit=True)
    assert (Checkup.objects.count(), Claim.objects.count()) == (1, 1)
    monkeypatch.undo()
    assert open_bill(bill_id=bill.pk, by=staff.maker, submit=True).lines == 1
    assert (Checkup.objects.count(), Claim.objects.count()) == (2, 2)


def test_each_part_reads_only_the_lines_that_it_opens(billed, people, staff, monkeypatch):
    bill = billed(row(people.came), row(people.other))
    accept_bill(bill_id=bill.pk, by=staff.checker)
    monkeypatch.setattr("claims.billing.opening.LINES_AT_ONCE", 1)
    loaded, from_db = [], BillLine.from_db
    monkeypatch.setattr(
        BillLine,
        "from_db",
        classmethod(lambda cls, *row, **how: loaded.append(1) or from_db(*row, **how)),
    )
    assert open_bill(bill_id=bill.pk, by=staff.maker, submit=True).lines == 2
    assert len(loaded) == 2


def _with(link):
    from dataclasses import replace

    return replace(ROUND, link=link)


def test_a_closed_round_takes_no_bill_and_opens_nothing(billed, people, staff, chosen):
    bill = billed(row(people.came))
    accept_bill(bill_id=bill.pk, by=staff.checker)
    chosen.state = "closed"
    chosen.save()
    with pytest.raises(ClaimError, match="Đợt khám đã kết thúc"):
        open_bill(bill_id=bill.pk, by=staff.maker, submit=True)
    with pytest.raises(ClaimError, match="Đợt khám đã kết thúc"):
        billed(row(people.other), number="02")
    assert not Checkup.objects.exists()


def test_the_whole_way_by_pages(chosen, people, hospital, staff, signed_in):
    maker, checker = signed_in(staff.maker), signed_in(staff.checker)
    file = SimpleUploadedFile("bk.xlsx", event_workbook(row(people.came), row(people.absent)))
    told = {"facility": hospital.pk, "number": "12/BK", "dated_on": "02/06/2025", "file": file}
    address = reverse("bill_upload", args=["checkup_round", chosen.pk])
    page = maker.post(address, told, follow=True).content.decode()
    assert "Chờ xử lý" in page
    assert "chưa được điểm danh" in page
    bill = Bill.objects.get()
    line = bill.lines.get(finding=Finding.ABSENT)
    decide = {"chosen": [line.pk], "decision": "left_out", "reason": "Không đến", "xem": "cho"}
    page = maker.post(reverse("bill_decide", args=[bill.pk]), decide, follow=True).content.decode()
    assert "Đã xử lý 1 dòng" in page
    assert maker.get(reverse("bill_fixes", args=[bill.pk])).status_code == 200
    assert maker.post(reverse("bill_accept", args=[bill.pk])).status_code == 403
    checker.post(reverse("bill_accept", args=[bill.pk]))
    page = maker.post(
        reverse("bill_open", args=[bill.pk]), {"submit": "on"}, follow=True
    ).content.decode()
    assert "Đã lập hồ sơ" in page
    assert Claim.objects.get().state == "submitted"


def test_a_facility_sees_its_own_bills_and_decides_nothing(billed, people, hospital, signed_in):
    clerk = UserFactory(unit=hospital, roles=[Role.DATA_ENTRY])
    bill = billed(row(people.came), row(people.stranger), by=clerk)
    client = signed_in(clerk)
    page = client.get(reverse("bill_detail", args=[bill.pk])).content.decode()
    assert "Ngoài danh sách" in page
    assert "Chấp nhận</button>" not in page
    assert reverse("cadre_detail", args=[people.stranger.pk]) not in page
    line = bill.lines.get(finding=Finding.EXTRA)
    client.post(
        reverse("bill_decide", args=[bill.pk]),
        {"chosen": [line.pk], "decision": "taken", "reason": "x"},
    )
    line.refresh_from_db()
    assert line.decision == Decision.OPEN
    assert client.get(reverse("bill_choose", args=[line.pk])).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_one_file_uploaded_twice_at_once_is_taken_once(chosen, people, hospital, staff):
    content = event_workbook(row(people.came))

    def upload(number):
        try:
            return upload_bill(
                occasion=ROUND,
                thing=chosen,
                facility=hospital,
                number=number,
                dated_on=date(2025, 6, 2),
                printed_total=None,
                content=content,
                file_name="bang-ke.xlsx",
                by=staff.maker,
            ).number
        except ClaimError as refused:
            return str(refused)

    outcomes = at_once(lambda: upload("01"), lambda: upload("02"))
    assert Bill.objects.count() == 1
    assert sum("đã được tải lên cho đợt này" in outcome for outcome in outcomes) == 1


@pytest.mark.django_db(transaction=True)
def test_two_bills_matched_at_once_pay_a_person_once(chosen, people, hospital, staff):
    bills = [
        upload_bill(
            occasion=ROUND,
            thing=chosen,
            facility=hospital,
            number=number,
            dated_on=date(2025, 6, 2),
            printed_total=None,
            content=event_workbook(row(people.came, amount)),
            file_name="bang-ke.xlsx",
            by=staff.maker,
        )
        for number, amount in (("01", 2 * MILLION), ("02", 1_900_000))
    ]
    at_once(*(partial(match_bill, bill.pk) for bill in bills))
    assert sorted(findings(bills[0]) + findings(bills[1])) == ["billed", "matched"]


@pytest.mark.django_db(transaction=True)
def test_claims_opened_by_two_at_once_are_opened_once(billed, people, staff):
    bill = billed(row(people.came), row(people.other))
    accept_bill(bill_id=bill.pk, by=staff.checker)
    verb = partial(open_bill, bill_id=bill.pk, by=staff.maker, submit=True)
    outcomes = at_once(verb, verb)
    assert sum(outcome.lines for outcome in outcomes) == 2
    assert (Checkup.objects.count(), Claim.objects.count()) == (2, 2)


def test_bills_that_wait_come_up_with_those_who_can_do_something(billed, people, staff):
    def told(user):
        return [care.title for care in cares_of(user, None, today=date(2025, 6, 3))]

    bill = billed(row(people.came), row(people.absent))
    assert "1 bảng kê của cơ sở còn dòng chưa xử lý" in told(staff.maker)
    assert not told(staff.checker)
    line = bill.lines.get(finding=Finding.ABSENT)
    decide_lines(
        bill_id=bill.pk, lines=[line.pk], decision="left_out", reason="Không đến", by=staff.maker
    )
    assert told(staff.checker) == ["1 bảng kê của cơ sở chờ xác nhận"]
    accept_bill(bill_id=bill.pk, by=staff.checker)
    assert "1 bảng kê đã xác nhận, chờ lập hồ sơ" in told(staff.maker)
    open_bill(bill_id=bill.pk, by=staff.maker, submit=True)
    assert "bảng kê" not in str(told(staff.maker))


def test_a_small_bill_fetches_its_own_people_and_not_the_whole_list(chosen, people, billed):
    bill = billed(row(people.came))
    lines = read_bill_sheet(workbook_of(bill)).lines
    around = look_around(bill, ROUND, chosen, lines, kept=())
    assert set(around.cadres) == {people.came.pk}
    assert len(around.listed) > 1
