"""An event has money of its own: seen apart, never exceeded, raised only by a decision."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from beneficiaries.picking import shown_in_box
from checkups.billing import ROUND
from checkups.models import Checkup, CheckupRound, RoundKind, RoundState
from checkups.rounds.actions import RoundError
from checkups.rounds.budgeting import raise_estimate, spending_of
from checkups.rounds.planning import Plan, change_round
from claims.actions import ClaimError, approve_many, check_many, record_fact, submit_many
from claims.billing.deciding import accept_bill
from claims.billing.opening import open_bill
from claims.billing.reading import match_bill, upload_bill
from claims.models import Claim
from tests.event_workbooks import event_workbook, judged, reasons
from tests.factories import UnitFactory, UserFactory, entitled_cadre
from tests.rounds import DAY, attended, running_round

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
EACH = 11 * MILLION  # what the law pays for this congress, whatever it cost


@pytest.fixture
def congress(law, hospital) -> CheckupRound:
    """Money for one person, and nearly for a second."""
    return running_round(
        law,
        hospital,
        kind=RoundKind.EVENT,
        code="national_congress",
        title="Khám phục vụ Đại hội",
        plan_number="139/KH-SYT",
        plan_date=date(2025, 4, 6),
        estimate=20 * MILLION,
    )


@pytest.fixture
def people(law):
    return [entitled_cadre(law, full_name=name) for name in ("Hà Văn Một", "Lý Thị Hai")]


def examined(congress, cadre, hospital) -> Checkup:
    return Checkup(round=congress, cadre=cadre, facility=hospital, examined_on=DAY, cost=EACH)


def raised(congress, staff, amount=30 * MILLION, **changes) -> CheckupRound:
    given = {"decision": "1204/QĐ-UBND", "decided_on": date(2025, 5, 9), "by": staff.approver}
    return raise_estimate(checkup_round=congress, amount=amount, **given | changes)


def test_beyond_the_estimate_nothing_is_opened_until_a_decision_raises_it(
    congress, people, hospital, staff
):
    record_fact(fact=examined(congress, people[0], hospital), by=staff.maker)
    second = examined(congress, people[1], hospital)
    with pytest.raises(ClaimError, match=r"chỉ còn 9\.000\.000 đồng"), transaction.atomic():
        record_fact(fact=second, by=staff.maker)
    assert Claim.objects.count() == 1
    raised(congress, staff)
    record_fact(fact=examined(congress, people[1], hospital), by=staff.maker)
    assert spending_of(congress).opened == 2 * EACH
    step = congress.steps.last()
    assert (step.action, step.done_by) == ("raise", staff.approver)
    assert "Từ 20.000.000 lên 30.000.000 đồng, theo 1204/QĐ-UBND ngày 09/05/2025" in step.note


def test_a_bill_opens_what_the_money_is_for_and_tells_the_rest(congress, people, hospital, staff):
    for cadre in people:
        attended(congress, cadre, staff.maker)
    rows = [
        {"Họ tên": each.full_name, "CCCD": each.citizen_id, "Ngày khám": DAY, "Thành tiền": EACH}
        for each in people
    ]
    bill = upload_bill(
        occasion=ROUND,
        thing=congress,
        facility=hospital,
        number="01",
        dated_on=date(2025, 6, 2),
        printed_total=None,
        content=event_workbook(*rows),
        file_name="bang-ke.xlsx",
        by=staff.maker,
    )
    match_bill(bill.pk)
    accept_bill(bill_id=bill.pk, by=staff.checker)
    opened = open_bill(bill_id=bill.pk, by=staff.maker, submit=False)
    assert (opened.lines, opened.refused) == (1, 1)
    assert "quyết định nâng dự toán" in bill.lines.get(fact_id=None).problem
    congress = raised(congress, staff)
    assert open_bill(bill_id=bill.pk, by=staff.maker, submit=False).lines == 1
    assert spending_of(congress).left == 30 * MILLION - 2 * EACH


def test_a_workbook_is_told_before_anything_is_written(congress, people, hospital, staff):
    rows = [
        {
            "Số CCCD": each.citizen_id,
            "Mã đợt khám": congress.code,
            "Cơ sở khám, chữa bệnh": hospital.code,
            "Ngày khám": "12/05/2025",
            "Chi phí thực tế": EACH,
        }
        for each in people
    ]
    batch = judged("checkup", *rows, by=staff.maker)
    assert list(reasons(batch)) == [3]
    assert "chỉ còn 9.000.000 đồng" in reasons(batch)[3][0]


def test_the_form_tells_it_and_keeps_what_was_typed(congress, people, hospital, staff, maker):
    record_fact(fact=examined(congress, people[0], hospital), by=staff.maker)
    typed = {
        "round": congress.pk,
        "cadre": shown_in_box(people[1]),
        "facility": hospital.pk,
        "examined_on": "12/05/2025",
        "cost": "11.000.000",
    }
    response = maker.post(reverse("checkup_create"), typed)
    assert "quyết định nâng dự toán" in response.content.decode()
    assert Checkup.objects.count() == 1


def test_periodic_rounds_and_what_was_taken_back_do_not_count(
    law, congress, people, hospital, staff
):
    spring = running_round(law, hospital, estimate=MILLION)
    fact = Checkup(
        round=spring, cadre=people[0], facility=hospital, examined_on=DAY, cost=2 * MILLION
    )
    record_fact(fact=fact, by=staff.maker)
    assert spending_of(congress).opened == 0
    [claim] = record_fact(fact=examined(congress, people[0], hospital), by=staff.maker)
    submit_many(claims=[claim.pk], by=staff.maker)
    assert spending_of(congress).approved == 0
    check_many(claims=[claim.pk], by=staff.checker)
    approve_many(claims=[claim.pk], by=staff.approver)
    spent = spending_of(congress)
    assert (spent.opened, spent.approved, spent.paid) == (EACH, EACH, 0)


@pytest.mark.parametrize(
    ("amount", "changes", "told"),
    [
        (20 * MILLION, {}, r"lớn hơn 20\.000\.000"),
        (30 * MILLION, {"decision": " "}, "số của quyết định"),
        (30 * MILLION, {"by": None}, "lãnh đạo Sở Y tế"),
    ],
)
def test_raising_needs_more_money_a_decision_and_the_manager(
    congress, staff, amount, changes, told
):
    if "by" in changes:
        changes = {"by": staff.maker}
    with pytest.raises(RoundError, match=told):
        raised(congress, staff, amount, **changes)
    congress.refresh_from_db()
    assert congress.budget == 20 * MILLION


def test_a_manager_of_a_commune_raises_nothing(congress, signed_in):
    manager = UserFactory(unit=UnitFactory(), roles=[Role.APPROVER])
    assert signed_in(manager).get(reverse("round_raise", args=[congress.pk])).status_code == 404


def test_the_plan_does_not_change_it_not_even_in_the_database(congress, staff, maker):
    congress.estimate = 90 * MILLION
    with pytest.raises(RoundError, match="chỉ được nâng"):
        change_round(checkup_round=congress, plan=Plan(), by=staff.maker)
    page = maker.get(reverse("round_edit", args=[congress.pk]))
    assert "estimate" not in page.context["form"].fields
    stored = CheckupRound.objects.filter(pk=congress.pk)
    for change in (
        {"estimate": 90 * MILLION},
        {"raised_estimate": 90 * MILLION},
        {"raised_estimate": MILLION, "raised_under": "QĐ 1", "raised_on": DAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            stored.update(**change)
    raised(congress, staff)
    with pytest.raises(IntegrityError, match="chỉ được nâng"), transaction.atomic():
        stored.update(raised_estimate=25 * MILLION)


def test_the_page_shows_the_money_and_leads_the_manager_to_raising_it(
    congress, people, hospital, staff, maker, signed_in
):
    record_fact(fact=examined(congress, people[0], hospital), by=staff.maker)
    address = reverse("round_detail", args=[congress.pk])
    raising = reverse("round_raise", args=[congress.pk])
    told = maker.get(address).content.decode()
    assert "Kinh phí riêng của sự kiện" in told
    assert raising not in told
    manager = signed_in(staff.approver)
    assert raising in manager.get(address).content.decode()
    typed = {"amount": "30.000.000", "decision": "1204/QĐ-UBND", "decided_on": "09/05/2025"}
    assert manager.post(raising, typed).url == address
    assert "nâng theo 1204/QĐ-UBND" in manager.get(address).content.decode()
    assert congress.state == RoundState.RUNNING
