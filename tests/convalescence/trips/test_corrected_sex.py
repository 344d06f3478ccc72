"""A sex corrected after the rooms were given: nobody shares a room with the other sex by it."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from beneficiaries.actions import change
from beneficiaries.models import Cadre
from beneficiaries.models.cadre import Sex
from config.copying import update_objects
from convalescence.models import Companion, CompanionRole, Seat
from convalescence.trips.cancelling import cancel_trip
from convalescence.trips.seating import Lodging, lodge, take_seat
from tests.convalescence.trips.test_races import at_once
from tests.factories import entitled_cadre

NOTE = "Đã bỏ khỏi phòng 101 vì giới tính vừa được sửa; hãy xếp lại phòng."


def lodged(trip, clerk, *people, room: str = "101", couple: bool = False):
    seats = [take_seat(trip=trip, cadre=cadre, by=clerk) for cadre in people]
    beds = {seat.pk: Lodging(room, couple, None) for seat in seats}
    lodge(trip=trip, seats=beds, companions={})
    return seats


@pytest.fixture
def two_men(trip, law, clerk, man):
    other = entitled_cadre(law, sex=Sex.MALE, full_name="Lý Văn Hai")
    return lodged(trip, clerk, man, other)


def test_whose_sex_was_corrected_leaves_the_room_and_the_page_tells(
    trip, clerk, two_men, signed_in
):
    first, second = two_men
    change(cadre=first.cadre, by=clerk, fields={"sex": Sex.FEMALE, "citizen_id": ""})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.room, first.room_note, second.room) == ("", NOTE, "101")
    page = signed_in(clerk).get(reverse("trip_rooms", args=[trip.pk])).content.decode()
    assert NOTE in page
    lodge(trip=trip, seats={first.pk: Lodging("102", False, None)}, companions={})
    first.refresh_from_db()
    assert (first.room, first.room_note) == ("102", "")


def test_a_correction_in_bulk_is_held_too(two_men):
    cadre = two_men[1].cadre
    cadre.sex = Sex.FEMALE
    update_objects(Cadre, [cadre], ["sex"])
    assert Seat.objects.get(cadre=cadre).room == ""
    assert Seat.objects.exclude(room="").count() == 1


def test_a_relative_in_the_room_counts(trip, clerk, man):
    [seat] = lodged(trip, clerk, man)
    Companion.objects.create(
        trip=trip, role=CompanionRole.RELATIVE, full_name="Nông A", sex=Sex.MALE, room="101"
    )
    Cadre.objects.filter(pk=man.pk).update(sex=Sex.FEMALE)
    seat.refresh_from_db()
    assert seat.room == ""


def test_couples_and_those_alone_keep_their_rooms(trip, law, clerk, man, woman):
    couple = lodged(trip, clerk, man, woman, couple=True)
    [alone] = lodged(trip, clerk, entitled_cadre(law, sex=Sex.MALE), room="103")
    # Lodging the one empties nobody: give the couple their room again.
    beds = {seat.pk: Lodging("101", True, None) for seat in couple}
    lodge(trip=trip, seats=beds | {alone.pk: Lodging("103", False, None)}, companions={})
    Cadre.objects.filter(pk=man.pk).update(sex=Sex.FEMALE)
    Cadre.objects.filter(pk=man.pk).update(sex=Sex.MALE)
    Cadre.objects.filter(pk=alone.cadre_id).update(sex=Sex.FEMALE)
    assert set(Seat.objects.values_list("room", "room_note")) == {("101", ""), ("103", "")}


def test_the_rooms_of_a_trip_that_is_over_stay_as_they_were(trip, clerk, two_men):
    cancel_trip(trip=trip, reason="Mưa lũ", by=clerk)
    Cadre.objects.filter(pk=two_men[0].cadre_id).update(sex=Sex.FEMALE)
    assert not Seat.objects.exclude(room_note="").exists()


def test_putting_somebody_into_the_room_afterwards_is_refused(two_men):
    first = two_men[0]
    Cadre.objects.filter(pk=first.cadre_id).update(sex=Sex.FEMALE)
    with pytest.raises(DatabaseError, match="cả nam và nữ"), transaction.atomic():
        Seat.objects.filter(pk=first.pk).update(room="101")


@pytest.mark.django_db(transaction=True)
def test_a_correction_while_rooms_are_given_never_makes_a_mixed_room(trip, law, clerk, man):
    other = entitled_cadre(law, sex=Sex.MALE)
    seats = [take_seat(trip=trip, cadre=cadre, by=clerk) for cadre in (man, other)]
    beds = {seat.pk: Lodging("101", False, None) for seat in seats}
    at_once(
        lambda: lodge(trip=trip, seats=beds, companions={}),
        lambda: Cadre.objects.filter(pk=man.pk).update(sex=Sex.FEMALE),
    )
    sexes = {seat.cadre.sex for seat in Seat.objects.filter(room="101").select_related("cadre")}
    assert len(sexes) <= 1
