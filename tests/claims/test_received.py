"""What a person has had over the years, and what may come next, on the page of that person."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beneficiaries.actions import end
from beneficiaries.models import Cadre
from checkups.models import Checkup, CheckupRound, RoundKind
from claims.actions import mark_paid, record_fact
from claims.models import Claim
from claims.received import coming, received
from policies.models import Resolution
from tests.claims.conftest import list_of
from tests.factories import CadreFactory, HospitalFactory, UnitFactory, UserFactory, entitled_cadre

pytestmark = pytest.mark.django_db

ON = date(2026, 5, 4)


def examine(law: Resolution, cadre: Cadre, staff: SimpleNamespace, day: date) -> Claim:
    round_ = CheckupRound.objects.create(
        resolution=law,
        kind=RoundKind.PERIODIC,
        code=f"dot-{day:%Y%m}",
        title="Khám định kỳ",
        year=day.year,
        begins_on=day.replace(day=1),
        ends_on=day.replace(day=28),
    )
    fact = Checkup(
        round=round_, cadre=cadre, facility=HospitalFactory(), examined_on=day, cost=1_500_000
    )
    [claim] = record_fact(fact=fact, by=staff.maker)
    return claim


def test_what_was_had_stands_by_year_and_benefit(
    claim_in: Callable[..., Claim], staff: SimpleNamespace
) -> None:
    paid = claim_in("approved")
    money = list_of([paid], staff, issued=True)
    payments = [payment.pk for payment in money.payments.all()]
    mark_paid(
        payment_list=money,
        payments=payments,
        voucher="UNC-1",
        paid_on=timezone.localdate(),
        by=staff.cashier,
    )
    day = date(2026, 3, 2)
    draft = claim_in("draft", cadre=paid.cadre, admitted_on=day)
    claim_in("draft")
    rows = list(received(staff.maker, paid.cadre))
    told = [
        (row["claim__entitlement_year"], row["times"], row["days"], row["paid"], row["waiting"])
        for row in rows
    ]
    assert told == [(2026, 0, 0, 0, draft.amount), (2025, 1, 3, paid.amount, 0)]


def test_another_unit_counts_only_what_it_may_see(claim_in: Callable[..., Claim]) -> None:
    claim = claim_in("draft")
    stranger = UserFactory(unit=UnitFactory())
    assert not received(stranger, claim.cadre)


def next_of(cadre: Cadre, on: date = ON) -> dict[str, Any]:
    return {one.title: one for one in coming(cadre, on)}


def the_checkup(cadre: Cadre) -> Any:
    [found] = [one for title, one in next_of(cadre).items() if "hám" in title]
    return found


def test_whoever_was_not_examined_this_year_is_due(law: Resolution, staff: SimpleNamespace) -> None:
    cadre = entitled_cadre(law)
    examine(law, cadre, staff, date(2025, 4, 8))
    found = the_checkup(cadre)
    assert (found.left, found.used, found.allowed) == (1, 0, "1 lần mỗi năm")


def test_whoever_was_examined_this_year_is_due_next_year(
    law: Resolution, staff: SimpleNamespace
) -> None:
    cadre = entitled_cadre(law)
    examine(law, cadre, staff, date(2026, 4, 8))
    found = the_checkup(cadre)
    assert (found.left, found.since, found.latest) == (
        0,
        date(2027, 1, 1),
        date(2026, 4, 8),
    )


def test_the_first_group_is_examined_twice_a_year(law: Resolution, staff: SimpleNamespace) -> None:
    cadre = entitled_cadre(law, group="1")
    examine(law, cadre, staff, date(2026, 4, 8))
    found = the_checkup(cadre)
    assert (found.left, found.used, found.allowed) == (1, 1, "2 lần mỗi năm")


def test_whoever_belongs_to_no_group_has_nothing_to_come(law: Resolution) -> None:
    assert coming(CadreFactory(), ON) == []


def test_the_page_of_the_person_tells_both(law: Resolution, staff: SimpleNamespace) -> None:
    cadre = entitled_cadre(law)
    claim = examine(law, cadre, staff, date(2026, 4, 8))
    client = Client()
    client.force_login(staff.maker, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("cadre_detail", args=[cadre.pk])
    shown = client.get(address).content.decode()
    assert "Đã hưởng và sắp tới" in shown
    assert "Từ 01/01/2027" in shown
    benefit = claim.lines.get().benefit_id
    link = f"{reverse('claim_list')}?can_bo={cadre.pk}&amp;nam=2026&amp;che_do={benefit}"
    assert link in shown
    assert claim.number in client.get(link.replace("&amp;", "&")).content.decode()
    end(cadre=cadre, by=staff.maker, on=date(2026, 6, 1), reason="Chuyển tỉnh")
    assert "không còn chế độ sắp tới" in client.get(address).content.decode()
