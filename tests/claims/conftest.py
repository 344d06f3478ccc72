"""A small department at work: one person a role, a hospital and the law of the demo year."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from accounts.roles import Role
from claims.actions import (
    approve_many,
    check_many,
    issue_list,
    open_claim,
    open_list,
    submit_many,
)
from claims.models import Claim, PaymentList
from policies.models import Payer, Resolution
from tests.factories import HospitalFactory, StayFactory, UserFactory, entitled_cadre
from tests.law import law_in_force


@pytest.fixture
def law(db) -> Resolution:
    return law_in_force()


@pytest.fixture
def staff(db) -> SimpleNamespace:
    """``staff.maker``, ``.checker``, ``.approver``, ``.cashier``, ``.inspector``, ``.reporter``."""
    roles = {
        "maker": Role.DATA_ENTRY,
        "checker": Role.CHECKER,
        "approver": Role.APPROVER,
        "cashier": Role.CASHIER,
        "inspector": Role.INSPECTOR,
        "reporter": Role.REPORTER,
    }
    people = {
        name: UserFactory(username=name, full_name=f"Người {role.label}", roles=[role])
        for name, role in roles.items()
    }
    return SimpleNamespace(**people)


@pytest.fixture
def stay(law, staff) -> Callable[..., object]:
    """Makes a hospital stay of a new cadre of group 4, or of the one given."""
    facility = HospitalFactory()

    def make(**fields):
        fields.setdefault("cadre", None) or fields.update(cadre=entitled_cadre(law))
        fields = {"facility": facility, "recorded_by": staff.maker} | fields
        return StayFactory(**fields)

    return make


@pytest.fixture
def claim_in(stay, staff) -> Callable[..., Claim]:
    """Makes a claim brought into a state by those whose turn it was: ``claim_in("checked")``."""

    def make(state: str = "draft", **fields) -> Claim:
        [claim] = open_claim(fact=stay(**fields), by=fields.get("recorded_by") or staff.maker)
        bring(claim, state, staff)
        claim.refresh_from_db()
        return claim

    return make


def bring(claim: Claim, state: str, staff: SimpleNamespace) -> None:
    """Move a draft along the straight way until it is in ``state``."""
    steps = {
        "submitted": lambda: submit_many(claims=[claim.pk], by=claim.made_by),
        "checked": lambda: check_many(claims=[claim.pk], by=staff.checker),
        "approved": lambda: approve_many(claims=[claim.pk], by=staff.approver),
    }
    if state == "draft":
        return
    for name, step in steps.items():
        [outcome] = step()
        assert outcome.done, outcome.problem
        if name == state:
            return
    assert state == "listed", f"no straight way to {state}"
    list_of([claim], staff)


def list_of(claims: list[Claim], staff: SimpleNamespace, *, issued: bool = False) -> PaymentList:
    """An open (or issued) payment list with these approved claims."""
    payment_list, outcomes = open_list(
        claims=[claim.pk for claim in claims],
        payer=Payer.objects.get(code="ngan-sach-tinh"),
        budget_year=2026,
        title="Chi trả thử",
        by=staff.cashier,
    )
    assert all(outcome.done for outcome in outcomes)
    return issue_list(payment_list=payment_list, by=staff.cashier) if issued else payment_list
