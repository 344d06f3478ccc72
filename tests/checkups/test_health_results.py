"""The health class and nothing more; of whose records are secret, no health data at all."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEntry
from accounts.roles import Role
from checkups.attendance.marking import mark_absent, undo_mark
from checkups.forms import DrugForm, IllnessForm, StayForm
from checkups.health.recording import record_classes
from checkups.models import CriticalIllness, DrugSupply, HealthResult, HospitalStay
from checkups.rounds.actions import RoundError
from tests.event_workbooks import judged, reasons
from tests.factories import StayFactory, UnitFactory, UserFactory, entitled_cadre
from tests.rounds import attended, on_roster, running_round

REFUSED = "bí mật nhà nước"


@pytest.fixture
def chosen(law, hospital):
    return running_round(law, hospital)


@pytest.fixture
def entry(law, chosen, staff):
    return attended(chosen, entitled_cadre(law, full_name="Hà Văn Có"), staff.maker)


@pytest.fixture
def secret(law):
    return entitled_cadre(law, full_name="Lý Văn Mật", records_are_secret=True)


def test_a_class_is_recorded_seen_by_few_and_every_look_is_kept(
    chosen, entry, staff, hospital, signed_in
):
    address = reverse("health_result_list", args=[chosen.pk])
    clerk = UserFactory(unit=hospital, roles=[Role.DATA_ENTRY])
    signed_in(clerk).post(address, {f"loai_{entry.pk}": "3"})
    assert entry.health_result.health_class == 3
    assert "Loại III" in signed_in(staff.approver).get(address).content.decode()
    seen = AccessEntry.objects.get(user=staff.approver, action="Xem phân loại sức khỏe")
    assert seen.subject_id == entry.cadre_id
    assert signed_in(staff.checker).get(address).status_code == 403
    commune = UserFactory(unit=UnitFactory(), roles=[Role.DATA_ENTRY])
    assert signed_in(commune).get(address).status_code == 404
    assert not HealthResult.objects.visible_to(commune).exists()
    assert signed_in(staff.approver).post(address, {f"loai_{entry.pk}": "1"}).status_code == 403


def test_only_five_classes_and_only_of_who_was_examined(law, chosen, entry, staff):
    with pytest.raises(RoundError, match="Loại I đến Loại V"):
        record_classes(checkup_round=chosen, told={entry.pk: 6}, by=staff.maker)
    waits = on_roster(chosen, entitled_cadre(law), staff.maker)
    with pytest.raises(RoundError, match="đã khám"):
        record_classes(checkup_round=chosen, told={waits.pk: 1}, by=staff.maker)
    for broken, told in (
        ({"entry": entry, "health_class": 6}, "health_class_is_one_of_five"),
        ({"entry": waits, "health_class": 1}, "cho người đã khám"),
    ):
        with pytest.raises(IntegrityError, match=told), transaction.atomic():
            HealthResult.objects.create(
                cadre=broken["entry"].cadre,
                recorded_at=timezone.now(),
                recorded_by=staff.maker,
                **broken,
            )


def test_a_mark_stays_while_a_class_rests_on_it(chosen, entry, staff):
    record_classes(checkup_round=chosen, told={entry.pk: 2}, by=staff.maker)
    with pytest.raises(RoundError, match="đã có phân loại"):
        undo_mark(entry_id=entry.pk, seen=0, by=staff.maker)
    record_classes(checkup_round=chosen, told={entry.pk: None}, by=staff.maker)
    undo_mark(entry_id=entry.pk, seen=0, by=staff.maker)


def test_the_class_of_secret_records_is_refused_also_by_the_database(chosen, secret, staff):
    entry = attended(chosen, secret, staff.maker)
    with pytest.raises(RoundError, match=REFUSED):
        record_classes(checkup_round=chosen, told={entry.pk: 1}, by=staff.maker)
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        HealthResult.objects.create(
            entry=entry,
            cadre=secret,
            health_class=1,
            recorded_at=timezone.now(),
            recorded_by=staff.maker,
        )


def test_the_database_takes_no_diagnosis_illness_or_drug_of_secret_records(secret, staff):
    stay = StayFactory(cadre=secret, recorded_by=staff.maker)
    assert stay.pk, "the stay itself may be paid for"
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        HospitalStay.objects.filter(pk=stay.pk).update(diagnosis="Viêm phổi")
    by = {"cadre": secret, "unit": staff.maker.unit, "recorded_by": staff.maker}
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        CriticalIllness.objects.create(disease="x", diagnosed_on=date(2025, 4, 1), **by)
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        DrugSupply.objects.create(
            prescribed_on=date(2025, 4, 1),
            ordered_by="council",
            item="x",
            invoice_number="1",
            cost=1_000,
            **by,
        )


def test_forms_and_workbooks_tell_it_before_the_database_does(secret, hospital, staff):
    told = {"cadre": "020060", "diagnosis": "Viêm phổi", "disease": "x", "item": "x"}
    told["cadre"] = f"{secret.full_name}, 05/03/1960, mã {secret.pk}"
    for form, field in ((StayForm, "diagnosis"), (IllnessForm, "disease"), (DrugForm, "item")):
        filled = form(told, user=staff.maker)
        assert REFUSED in str(filled.errors[field])
    batch = judged(
        "hospital_stay",
        {
            "Số CCCD": secret.citizen_id,
            "Cơ sở khám, chữa bệnh": hospital.name,
            "Vào viện": "02/06/2025",
            "Ra viện": "05/06/2025",
            "Chẩn đoán": "Viêm phổi",
        },
        by=staff.maker,
    )
    [[reason]] = reasons(batch).values()
    assert REFUSED in reason


def test_being_in_hospital_is_no_reason_to_write_down_for_secret_records(chosen, secret, staff):
    entry = on_roster(chosen, secret, staff.maker)
    with pytest.raises(RoundError, match=REFUSED):
        mark_absent(
            entry_id=entry.pk,
            seen=0,
            reason="in_hospital",
            note="",
            second_date=None,
            by=staff.maker,
        )
