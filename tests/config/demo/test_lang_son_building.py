"""The demo year as it lies in the database: made by the office's own hands, once."""

from io import StringIO

from django.core.management import call_command
from django.db.models import F, Q

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models import Cadre, ImportBatch, Membership
from claims.models import BillLine, Claim, ClaimEvent, ClaimState, Payment
from config.demo.lang_son.places import SIGN_INS
from config.demo.places import PASSWORD
from convalescence.models import Candidate, HomeConvalescence, Participation, Seat
from policies.models import RateConfirmation


def test_building_again_changes_nothing(demo_year):
    before = (Cadre.objects.count(), Claim.objects.count(), ClaimEvent.objects.count())
    call_command("build_demo", "lang-son", verbosity=0)
    assert (Cadre.objects.count(), Claim.objects.count(), ClaimEvent.objects.count()) == before


def test_real_people_are_left_alone(demo_year):
    User.objects.filter(username=SIGN_INS[0].username).update(username="nguoi-khac")
    told = StringIO()
    call_command("build_demo", stdout=told)
    assert "không dựng năm mẫu" in told.getvalue()


def test_sign_ins_are_told_and_work(demo_year, client):
    told = StringIO()
    call_command("demo_signins", stdout=told)
    for sign_in in SIGN_INS:
        assert sign_in.username in told.getvalue()
    assert PASSWORD in told.getvalue()
    assert User.objects.get(username="lanhdao").check_password(PASSWORD)


def test_every_role_has_somebody(demo_year):
    held = {role for user in User.objects.all() for role in user.roles}
    assert held == {role.value for role in Role}


def test_every_claim_of_the_year_came_by_a_workbook_a_bill_or_a_plan(demo_year):
    claims = Claim.objects.filter(event_on__year=2025)
    assert claims.count() > 3_000
    others = set(claims.filter(batch=None).values_list("fact_kind", "fact_id"))
    told = set(BillLine.objects.values_list("fact_kind", "fact_id"))
    seats = Seat.objects.values_list("participation", flat=True)
    at_home = Candidate.objects.values_list("home", flat=True)
    told |= {(Participation.KIND, fact) for fact in seats}
    told |= {(HomeConvalescence.KIND, fact) for fact in at_home}
    assert others <= told
    assert not Cadre.objects.filter(batch=None).exists()
    assert not Membership.objects.filter(batch=None).exists()
    assert not ImportBatch.objects.filter(state="confirmed", counts__wrong__gt=0).exists()


def test_maker_checker_approver_and_cashier_are_four_people(demo_year):
    paid = Claim.objects.filter(state=ClaimState.PAID, taken_over=False)
    assert paid.exists()
    assert not paid.filter(
        Q(made_by=F("checked_by")) | Q(checked_by=F("approved_by")) | Q(made_by=F("approved_by"))
    ).exists()
    assert not Payment.objects.filter(
        Q(recorded_by=F("claim__approved_by")) | Q(recorded_by=F("claim__made_by"))
    ).exists()


def test_the_steps_of_a_claim_lie_in_order(demo_year):
    claim = Claim.objects.filter(state=ClaimState.PAID, taken_over=False).latest("event_on")
    moments = list(claim.events.order_by("id").values_list("done_at", flat=True))
    assert len(moments) == 6
    assert moments == sorted(moments)
    assert claim.event_until <= moments[0].date()


def test_history_was_confirmed_by_a_second_person(demo_year):
    taken_over = Claim.objects.filter(taken_over=True, state=ClaimState.PAID)
    assert taken_over.exists()
    assert not taken_over.filter(made_by=F("approved_by")).exists()
    assert not taken_over.filter(paid_on__gt="2025-03-31").exists()


def test_something_lies_on_every_desk(demo_year):
    this_year = Claim.objects.filter(event_on__year__gt=2025)
    states = set(this_year.values_list("state", flat=True))
    assert states >= {
        "draft",
        "returned",
        "submitted",
        "checked",
        "approved",
        "listed",
        "refused",
        "cancelled",
    }
    assert this_year.filter(taken_over=True, state="submitted").exists()
    assert Payment.objects.filter(state="failed").count() == 2


def test_few_rates_are_vouched_for(demo_year):
    assert 0 < RateConfirmation.objects.count() < 20
