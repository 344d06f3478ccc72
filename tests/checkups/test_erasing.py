"""A person's records become a state secret: what is stored of their health goes with the mark."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEntry
from beneficiaries.actions import change
from beneficiaries.forms import CadreForm
from beneficiaries.history import history_of
from beneficiaries.models import Cadre
from checkups.health.erasing import ERASED
from checkups.health.recording import record_classes
from checkups.models import CheckupRound, CriticalIllness, HealthResult, HospitalStay
from claims.actions import record_fact, withdraw_fact
from claims.models import Claim
from tests.factories import StayFactory, entitled_cadre
from tests.rounds import attended, on_roster, running_round

pytestmark = pytest.mark.django_db
MARK = {"records_are_secret": True}


@pytest.fixture
def person(law, hospital, staff) -> Cadre:
    """With a health class, a diagnosis and an absence for illness."""
    cadre = entitled_cadre(law, full_name="Hà Văn Có")
    spring = running_round(law, hospital)
    entry = attended(spring, cadre, staff.maker)
    record_classes(checkup_round=spring, told={entry.pk: 3}, by=staff.maker)
    autumn = running_round(law, hospital, code="dot-2", title="Đợt 2")
    ill = on_roster(autumn, cadre, staff.maker)
    ill.attendance, ill.absence_reason = "absent", "in_hospital"
    ill.marked_at, ill.marked_by = timezone.now(), staff.maker
    ill.save()
    StayFactory(cadre=cadre, facility=hospital, recorded_by=staff.maker, diagnosis="Bệnh thử")
    return cadre


def illness_of(cadre: Cadre, staff) -> CriticalIllness:
    told = {"disease": "Bệnh nặng thử", "facility_name": "Bệnh viện Thử"}
    fact = CriticalIllness(cadre=cadre, diagnosed_on=cadre.memberships.get().since, **told)
    record_fact(fact=fact, by=staff.maker)
    return fact


def nothing_is_left(cadre: Cadre) -> bool:
    return (
        not HealthResult.objects.filter(cadre=cadre).exists()
        and not any(stay.diagnosis for stay in HospitalStay.objects.filter(cadre=cadre))
        and not cadre.roster_entries.filter(absence_reason="in_hospital").exists()
    )


def test_nothing_is_erased_unless_told(person, staff):
    with pytest.raises(ValidationError, match="xóa hẳn 1 phân loại sức khỏe, 1 chẩn đoán"):
        change(cadre=person, by=staff.maker, fields=MARK)
    person.refresh_from_db()
    assert not person.records_are_secret
    assert HealthResult.objects.filter(cadre=person).exists()


def test_the_mark_erases_and_says_what_kind_never_what_it_said(person, staff):
    CheckupRound.objects.filter(code="dot-2").update(state="closed")
    change(cadre=person, by=staff.maker, fields=MARK, erase=True)
    person.refresh_from_db()
    assert person.records_are_secret
    assert nothing_is_left(person)
    notes = " ".join(change.note for change in history_of(person))
    assert "đã xóa hẳn 1 phân loại sức khỏe, 1 chẩn đoán khi nằm viện" in notes
    assert "Bệnh thử" not in notes
    assert "Loại III" not in notes


def test_the_form_asks_first_and_the_look_is_logged(person, staff, maker):
    address = reverse("cadre_edit", args=[person.pk])
    form = CadreForm(instance=person, user=staff.maker)
    values = {n: form.get_initial_for_field(f, n) for n, f in form.fields.items()}
    values |= {"birth_date": f"{person.birth_date:%d/%m/%Y}", "records_are_secret": "on"}
    sent = {name: value for name, value in values.items() if value}
    asked = maker.post(address, sent)
    assert "Đồng ý xóa hẳn 1 phân loại sức khỏe" in asked.content.decode()
    assert HealthResult.objects.filter(cadre=person).exists()
    assert maker.post(address, sent | {"erase_health": "on"}).status_code == 302
    assert nothing_is_left(person)
    entry = AccessEntry.objects.filter(action__startswith="Xóa dữ liệu sức khỏe").get()
    assert "1 phân loại sức khỏe" in entry.subject


def test_what_money_was_claimed_for_is_taken_back_first(law, staff):
    person = entitled_cadre(law)
    fact = illness_of(person, staff)
    with pytest.raises(ValidationError, match="1 trường hợp mắc bệnh hiểm nghèo: hãy hủy"):
        change(cadre=person, by=staff.maker, fields=MARK, erase=True)
    withdraw_fact(fact=fact, by=staff.maker, reason="Bí mật")
    change(cadre=person, by=staff.maker, fields=MARK, erase=True)
    fact.refresh_from_db()
    assert fact.disease == fact.facility_name == ERASED
    assert "Bệnh nặng thử" not in str(Claim.objects.get().summary)


def test_the_database_holds_it_from_both_sides(person, law, staff):
    one = Cadre.objects.filter(pk=person.pk)
    with pytest.raises(IntegrityError, match="Còn dữ liệu sức khỏe"), transaction.atomic():
        one.update(records_are_secret=True)
    other = entitled_cadre(law)
    illness_of(other, staff)
    with pytest.raises(IntegrityError, match="Còn dữ liệu sức khỏe"), transaction.atomic():
        Cadre.objects.filter(pk=other.pk).update(records_are_secret=True)
    change(cadre=person, by=staff.maker, fields=MARK, erase=True)
    with pytest.raises(IntegrityError, match="bí mật nhà nước"), transaction.atomic():
        HospitalStay.objects.filter(cadre=person).update(diagnosis="Bệnh thử")


def test_a_closed_roster_changes_for_nothing_else(person, staff):
    closed = CheckupRound.objects.filter(code="dot-2")
    closed.update(state="closed")
    entries = person.roster_entries.filter(round__code="dot-2")
    for changes in (
        {"absence_reason": "busy"},
        {"absence_reason": "other", "second_date": None, "appointed_on": None},
    ):
        with pytest.raises(IntegrityError, match="đã kết thúc"), transaction.atomic():
            entries.update(**changes)


def test_no_history_keeps_health_data():
    """pghistory follows people, memberships and cards; none of what is said of their health."""
    from django.apps import apps

    tracked = {
        model.pgh_tracked_model._meta.label
        for model in apps.get_models()
        if getattr(model, "pgh_tracked_model", None)
    }
    assert not any(label.startswith(("checkups.", "convalescence.")) for label in tracked)
