"""Rows written by COPY are the rows that INSERT would have written."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from checkups.models import HospitalStay
from claims.models import Claim
from config.copying import copy_in, copy_objects, update_objects
from tests.factories import HospitalFactory, UserFactory, entitled_cadre

AWKWARD = 'Tab\t, xuống\ndòng, \\N, "ngoặc", {a,b}, dấu ’ và chữ ễ'

pytestmark = pytest.mark.django_db


@pytest.fixture
def stays(law):
    by, facility = UserFactory(), HospitalFactory()
    return [
        HospitalStay(
            cadre=entitled_cadre(law),
            facility=facility,
            admitted_on=date(2025, 2, day),
            discharged_on=date(2025, 2, day),
            diagnosis=AWKWARD if day % 2 else "",
            evidence=[AWKWARD, "NULL", ""] if day % 2 else [],
            visited_on=date(2025, 2, day) if day % 2 else None,
            note=AWKWARD,
            unit=by.unit,
            recorded_by=by,
        )
        for day in range(1, 5)
    ]


def values(stay: HospitalStay) -> dict:
    names = [field.attname for field in HospitalStay._meta.concrete_fields]
    return {name: getattr(stay, name) for name in names}


def test_objects_are_stored_as_they_are_and_know_their_key(stays):
    copy_objects(HospitalStay, stays)
    found = HospitalStay.objects.in_bulk()
    assert [values(found[stay.pk]) for stay in stays] == [values(stay) for stay in stays]
    assert not any(stay._state.adding for stay in stays)
    stays[0].note = "Sửa"
    stays[0].save()
    assert HospitalStay.objects.count() == len(stays)


def test_what_is_encrypted_stays_so(stays):
    copy_objects(HospitalStay, stays)
    with connection.cursor() as cursor:
        cursor.execute("SELECT diagnosis FROM checkups_hospitalstay ORDER BY id LIMIT 1")
        [(sealed,)] = cursor.fetchall()
    assert AWKWARD.encode() not in bytes(sealed)


def test_a_claim_keeps_its_lists_and_tables(claim_in):
    claim = claim_in()
    pairs = [[AWKWARD, "NULL"], ["", "x"]]
    claim.number, claim.fact_id = "HS-2025-999999", claim.fact_id + 1
    claim.summary, claim.refusals, claim.scope = pairs, [{"reason": AWKWARD}], []
    copy_objects(Claim, [claim])
    stored = Claim.objects.get(number="HS-2025-999999")
    assert stored.summary == pairs
    assert stored.refusals == [{"reason": AWKWARD}]
    assert stored.scope == []
    assert stored.made_at == claim.made_at


def test_constraints_hold(stays):
    stays[2].discharged_on = date(2025, 1, 1)
    with pytest.raises(IntegrityError, match="stay_ends_after_it_begins"), transaction.atomic():
        copy_objects(HospitalStay, stays)
    assert not HospitalStay.objects.exists()


def test_nothing_is_filled_in(stays):
    with pytest.raises(IntegrityError, match="null value"), transaction.atomic():
        copy_in(HospitalStay, ["recorded_at"], [[timezone.now()]])


def test_nothing_to_store_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        copy_objects(HospitalStay, [])


def test_fields_of_many_are_stored_at_once(claim_in, django_assert_num_queries):
    claims = [claim_in(), claim_in()]
    untouched = claim_in()
    for number, claim in enumerate(claims):
        claim.snapshot, claim.voucher = f"{AWKWARD} {number}", f"C2-{number}"
        claim.paid_on = date(2026, 1, 5) if number else None
        claim.amount += 1
    with django_assert_num_queries(1):
        update_objects(Claim, claims, ["snapshot", "voucher", "paid_on", "payer"])
    for claim in claims:
        stored = Claim.objects.get(pk=claim.pk)
        assert (stored.snapshot, stored.voucher) == (claim.snapshot, claim.voucher)
        assert stored.paid_on == claim.paid_on
        assert stored.amount == claim.amount - 1, "nobody asked for this field"
    assert Claim.objects.get(pk=untouched.pk).voucher == ""
    update_objects(Claim, [], ["voucher"])


def test_lists_of_words_are_updated_as_they_are(stays):
    copy_objects(HospitalStay, stays)
    told = [[AWKWARD, "NULL", "", "\\"], [], ["{}"], ['"', "a,b"]]
    for stay, words in zip(stays, told, strict=True):
        stay.evidence, stay.note = words, words[0] if words else ""
    update_objects(HospitalStay, stays, ["evidence", "note"])
    found = HospitalStay.objects.in_bulk()
    assert [found[stay.pk].evidence for stay in stays] == told
    assert found[stays[0].pk].note == AWKWARD
