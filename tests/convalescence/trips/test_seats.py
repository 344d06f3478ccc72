"""Names, places, rooms: what the officers ask of the list of a trip, and what it refuses."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from beneficiaries.models.cadre import Sex
from claims.actions import ClaimError
from convalescence.actions import change_trip
from convalescence.models import (
    Companion,
    CompanionRole,
    GiveUpReason,
    Seat,
    Trip,
    TripState,
)
from convalescence.trips.life import move_trip
from convalescence.trips.seating import (
    Lodging,
    give_up_seat,
    lodge,
    people_on,
    proposed_rooms,
    substitute,
    take_seat,
)
from convalescence.trips.workflow import Action
from tests.convalescence.trips.conftest import BACK, trip_of
from tests.factories import entitled_cadre

REFUSED = DatabaseError


def test_a_trip_takes_no_names_before_it_is_opened(law, clerk, man):
    with pytest.raises(ClaimError, match="chưa mở nhận danh sách"):
        take_seat(trip=trip_of(law), cadre=man, by=clerk)


def test_the_quota_is_full(trip, law, clerk):
    for _ in range(3):
        take_seat(trip=trip, cadre=entitled_cadre(law), by=clerk)
    with pytest.raises(ClaimError, match="đã đủ 3 người"):
        take_seat(trip=trip, cadre=entitled_cadre(law), by=clerk)
    assert people_on(trip) == 3


def test_the_database_holds_the_quota_by_itself(trip, law, clerk):
    def raw(cadre):
        Seat.objects.create(
            trip=trip,
            cadre=cadre,
            begins_on=trip.begins_on,
            ends_on=trip.ends_on,
            taken_at=BACK,
            taken_by=clerk,
        )

    for _ in range(3):
        raw(entitled_cadre(law))
    with pytest.raises(REFUSED, match="đã đủ 3 người"), transaction.atomic():
        raw(entitled_cadre(law))
    with pytest.raises(REFUSED, match="nhiều người hơn chỉ tiêu"), transaction.atomic():
        Trip.objects.update(quota=2)


def test_nobody_is_on_two_trips_at_once(trip, law, clerk, man):
    take_seat(trip=trip, cadre=man, by=clerk)
    other = move_trip(
        trip=trip_of(law, "dd-2", begins_on=date(2025, 7, 9), ends_on=date(2025, 7, 17)),
        action=Action.OPEN,
        by=clerk,
    )
    with pytest.raises(ClaimError, match="đoàn khác trùng ngày"):
        take_seat(trip=other, cadre=man, by=clerk)
    with pytest.raises(ClaimError, match="đã có tên trong đoàn"):
        take_seat(trip=trip, cadre=man, by=clerk)


def test_moving_a_trip_onto_another_of_the_same_person_is_refused(trip, law, clerk, man):
    take_seat(trip=trip, cadre=man, by=clerk)
    later = {"begins_on": date(2025, 8, 1), "ends_on": date(2025, 8, 9)}
    other = move_trip(trip=trip_of(law, "dd-2", **later), action=Action.OPEN, by=clerk)
    seat = take_seat(trip=other, cadre=man, by=clerk)
    other.begins_on = date(2025, 7, 9)
    with pytest.raises(ClaimError, match="trùng với thời gian mới"):
        change_trip(trip=other)
    other.begins_on = date(2025, 7, 30)
    change_trip(trip=other)
    seat.refresh_from_db()
    assert seat.begins_on == date(2025, 7, 30)


def test_giving_up_frees_the_place_and_keeps_the_reason(trip, clerk, man, woman):
    seat = take_seat(trip=trip, cadre=man, by=clerk)
    with pytest.raises(ClaimError, match="phải ghi rõ"):
        give_up_seat(seat=seat, by=clerk, reason=GiveUpReason.OTHER)
    give_up_seat(seat=seat, by=clerk, reason=GiveUpReason.HEALTH, note="Huyết áp cao")
    assert people_on(trip) == 0
    kept = Seat.objects.get()
    assert (kept.given_up_by, kept.given_up_note) == (clerk, "Huyết áp cao")
    with pytest.raises(ClaimError, match="trước đó"):
        give_up_seat(seat=seat, by=clerk, reason=GiveUpReason.BUSY)
    take_seat(trip=trip, cadre=man, by=clerk)  # he may come back
    with pytest.raises(REFUSED, match="delete"), transaction.atomic():
        seat.delete()


def test_a_substitute_is_traced_both_ways_even_when_full(law, clerk, man, woman):
    full = move_trip(trip=trip_of(law, quota=1), action=Action.OPEN, by=clerk)
    seat = take_seat(trip=full, cadre=man, by=clerk)
    new = substitute(seat=seat, cadre=woman, by=clerk, reason=GiveUpReason.BUSY)
    seat.refresh_from_db()
    assert (new.replaces, seat.replaced_by, people_on(full)) == (seat, new, 1)
    with pytest.raises(ClaimError, match="người khác"):
        substitute(seat=new, cadre=woman, by=clerk, reason=GiveUpReason.BUSY)


def test_a_substitute_who_cannot_come_leaves_the_first_in_place(trip, law, clerk, man, woman):
    other = move_trip(trip=trip_of(law, "dd-2"), action=Action.OPEN, by=clerk)
    take_seat(trip=other, cadre=woman, by=clerk)
    seat = take_seat(trip=trip, cadre=man, by=clerk)
    with pytest.raises(ClaimError, match="đoàn khác"):
        substitute(seat=seat, cadre=woman, by=clerk, reason=GiveUpReason.BUSY)
    seat.refresh_from_db()
    assert seat.is_held


def test_who_has_left_the_scheme_does_not_go(trip, law, clerk):
    gone = entitled_cadre(law, ended_on=date(2025, 6, 1), ended_reason="Chuyển đi")
    with pytest.raises(ClaimError, match="thôi diện từ 01/06/2025"):
        take_seat(trip=trip, cadre=gone, by=clerk)


# --- rooms --------------------------------------------------------------------------------------


def together(*seats, couple=False, vehicle=None):
    return {seat.pk: Lodging("101", couple, vehicle) for seat in seats}


def test_rooms_are_for_one_sex_unless_a_couple_is_marked(trip, clerk, man, woman):
    his, hers = (take_seat(trip=trip, cadre=one, by=clerk) for one in (man, woman))
    with pytest.raises(ClaimError, match="cả nam và nữ"):
        lodge(trip=trip, seats=together(his, hers), companions={})
    lodge(trip=trip, seats=together(his, hers, couple=True, vehicle=2), companions={})
    his.refresh_from_db()
    assert (his.room, his.vehicle) == ("101", 2)
    with pytest.raises(REFUSED, match="không phải vợ chồng"), transaction.atomic():
        Seat.objects.filter(pk=his.pk).update(as_couple=False)


def test_a_room_holds_no_more_than_it_holds(trip, law, clerk):
    seats = [
        take_seat(trip=trip, cadre=entitled_cadre(law, sex=Sex.MALE), by=clerk) for _ in range(3)
    ]
    with pytest.raises(ClaimError, match="nhiều nhất 2 người"):
        lodge(trip=trip, seats=together(*seats), companions={})
    lodge(trip=trip, seats=together(*seats[:2]), companions={})
    with pytest.raises(REFUSED, match="đã đủ 2 người"), transaction.atomic():
        Seat.objects.filter(pk=seats[2].pk).update(room="101")


def test_people_change_rooms_with_each_other(trip, clerk, man, woman):
    his, hers = (take_seat(trip=trip, cadre=one, by=clerk) for one in (man, woman))
    plain = {his.pk: Lodging("1", False, None), hers.pk: Lodging("2", False, None)}
    lodge(trip=trip, seats=plain, companions={})
    changed = {his.pk: Lodging("2", False, None), hers.pk: Lodging("1", False, None)}
    lodge(trip=trip, seats=changed, companions={})
    assert list(Seat.objects.order_by("room").values_list("cadre", flat=True)) == [
        woman.pk,
        man.pk,
    ]


def test_companions_take_beds_but_no_places(trip, clerk, man):
    seat = take_seat(trip=trip, cadre=man, by=clerk)
    wife = Companion.objects.create(
        trip=trip, role=CompanionRole.RELATIVE, full_name="Vi Thị Hoa", sex=Sex.FEMALE, beside=seat
    )
    with pytest.raises(ClaimError, match="cả nam và nữ"):
        lodge(trip=trip, seats=together(seat), companions={wife.pk: Lodging("101", False, None)})
    lodge(
        trip=trip,
        seats=together(seat, couple=True),
        companions={wife.pk: Lodging("101", True, None)},
    )
    assert people_on(trip) == 1


def test_a_vehicle_there_is_not_is_told(trip, clerk, man):
    seat = take_seat(trip=trip, cadre=man, by=clerk)
    with pytest.raises(ClaimError, match="không có xe số 3"):
        lodge(trip=trip, seats=together(seat, vehicle=3), companions={})


def test_rooms_are_proposed_by_sex(trip, law, clerk, man, woman):
    other = entitled_cadre(law, sex=Sex.MALE)
    seats = {one: take_seat(trip=trip, cadre=one, by=clerk) for one in (man, woman, other)}
    rooms = proposed_rooms(trip)
    assert rooms[seats[man]] == rooms[seats[other]] != rooms[seats[woman]]


# --- life ---------------------------------------------------------------------------------------


def test_a_trip_leaves_on_its_day_with_somebody_on_it(trip, clerk, man):
    before = BACK - timedelta(days=30)
    with pytest.raises(ClaimError, match="chưa tới ngày"):
        move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=before)
    with pytest.raises(ClaimError, match="chưa có tên ai"):
        move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=BACK)
    take_seat(trip=trip, cadre=man, by=clerk)
    assert move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=BACK).state == TripState.AWAY
    with pytest.raises(ClaimError, match="Đang đi"):
        move_trip(trip=trip, action=Action.OPEN, by=clerk, at=BACK)
    with pytest.raises(ClaimError, match="phải ghi lý do"):
        move_trip(trip=trip, action=Action.STAY, by=clerk, at=BACK)
    assert [step.to_state for step in trip.steps.all()] == ["open", "away"]


def test_steps_are_never_changed(trip):
    with pytest.raises(REFUSED, match="update"), transaction.atomic():
        trip.steps.update(reason="khác")


def test_the_database_knows_the_order_of_the_steps(trip):
    with pytest.raises(REFUSED, match="không chuyển"), transaction.atomic():
        Trip.objects.filter(pk=trip.pk).update(state=TripState.CLOSED)
