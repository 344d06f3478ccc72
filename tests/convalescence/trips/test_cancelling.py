"""A trip that doesn't take place: who hears of it, and what it refuses from then on."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from claims.actions import ClaimError
from convalescence.actions import change_trip, join_trip
from convalescence.models import (
    Companion,
    CompanionRole,
    GiveUpReason,
    Participation,
    Seat,
    Standing,
    Trip,
    TripState,
    TripStep,
)
from convalescence.trips.billing import hindrance
from convalescence.trips.board import columns_of, months_of
from convalescence.trips.cancelling import cancel_trip
from convalescence.trips.life import move_trip
from convalescence.trips.planned import seat_many
from convalescence.trips.seating import take_seat
from convalescence.trips.turns import still_without_seat
from convalescence.trips.workflow import Action
from reports.cares.trips import trips_late
from tests.convalescence.conftest import plan, quota
from tests.convalescence.trips.conftest import BACK, trip_of
from tests.convalescence.trips.test_planned import planned

__all__ = ["plan", "planned", "quota"]

REASON = "Cơ sở điều dưỡng sửa chữa"


def test_the_seats_end_with_the_trace(trip, clerk, man, woman):
    take_seat(trip=trip, cadre=man, by=clerk)
    take_seat(trip=trip, cadre=woman, by=clerk)
    off = cancel_trip(trip=trip, reason=REASON, by=clerk)
    assert off.state == TripState.CANCELLED
    assert {
        (seat.given_up_reason, seat.given_up_note, seat.given_up_by)
        for seat in Seat.objects.filter(trip=trip)
    } == {(GiveUpReason.CANCELLED, REASON, clerk)}
    step = TripStep.objects.latest("id")
    assert (step.to_state, step.reason) == (TripState.CANCELLED, REASON)
    # They may go elsewhere in the same days.
    other = move_trip(trip=trip_of(trip.resolution, "dd-2"), action=Action.OPEN, by=clerk)
    assert take_seat(trip=other, cadre=man, by=clerk).is_held


def test_whom_the_plan_chose_wait_for_another_trip(planned, clerk):
    chosen = list(still_without_seat(planned))
    seat_many(trip=planned, candidates=chosen, by=clerk)
    cancel_trip(trip=planned, reason=REASON, by=clerk)
    for one in chosen:
        one.refresh_from_db()
        assert one.standing == Standing.CHOSEN
        assert "bị hủy; vẫn được chọn" in one.steps.last().words
        assert one.steps.last().reason == REASON
    days = {"begins_on": date(2026, 5, 4), "ends_on": date(2026, 5, 12)}
    other = trip_of(planned.resolution, "dd-khac", plan=planned.plan, **days)
    move_trip(trip=other, action=Action.OPEN, by=clerk)
    assert list(still_without_seat(other)) == chosen
    assert seat_many(trip=other, candidates=chosen, by=clerk).done == 2


def test_a_trip_is_called_off_with_a_reason_and_before_it_leaves(trip, clerk, man):
    take_seat(trip=trip, cadre=man, by=clerk)
    with pytest.raises(ClaimError, match="phải ghi lý do"):
        cancel_trip(trip=trip, reason=" ", by=clerk)
    assert Seat.objects.held().count() == 1
    move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=BACK)
    with pytest.raises(ClaimError, match="Đang đi"):
        cancel_trip(trip=trip, reason=REASON, by=clerk)


def test_a_trip_on_which_somebody_went_is_not_called_off(law, clerk, man):
    told = trip_of(law)
    join_trip(fact=Participation(trip=told, cadre=man, days=9), by=clerk)
    with pytest.raises(ClaimError, match="đã có người được ghi lượt đi"):
        cancel_trip(trip=told, reason=REASON, by=clerk)
    with pytest.raises(DatabaseError, match="không hủy được"), transaction.atomic():
        Trip.objects.filter(pk=told.pk).update(state=TripState.CANCELLED)


def test_nothing_is_written_on_it_any_more(trip, law, clerk, man):
    cancel_trip(trip=trip, reason=REASON, by=clerk)
    trip.refresh_from_db()
    for refused in (
        lambda: take_seat(trip=trip, cadre=man, by=clerk),
        lambda: join_trip(fact=Participation(trip=trip, cadre=man, days=9), by=clerk),
        lambda: change_trip(trip=trip),
    ):
        with pytest.raises(ClaimError, match="Đoàn đã hủy"):
            refused()
    with pytest.raises(ClaimError, match="Đã hủy"):
        move_trip(trip=trip, action=Action.OPEN, by=clerk)
    assert "đã hủy" in hindrance(trip)


def test_the_database_takes_nothing_of_a_trip_called_off(trip, clerk, man):
    seat = take_seat(trip=trip, cadre=man, by=clerk)
    rows = Trip.objects.filter(pk=trip.pk)
    with pytest.raises(DatabaseError, match="còn người có tên"), transaction.atomic():
        rows.update(state=TripState.CANCELLED)
    companion = Companion.objects.create(
        trip=trip, role=CompanionRole.MEDIC, full_name="Lý Thị Y", sex="female"
    )
    cancel_trip(trip=trip, reason=REASON, by=clerk)
    refused = (
        lambda: rows.update(quota=9),
        lambda: rows.update(state=TripState.OPEN),
        lambda: Seat.objects.filter(pk=seat.pk).update(given_up_note="khác"),
        lambda: Participation.objects.create(
            trip=trip, cadre=man, days=9, recorded_by=clerk, unit=clerk.unit
        ),
        companion.delete,
        lambda: TripStep.objects.create(
            trip=trip,
            action="cancel",
            from_state="open",
            to_state="cancelled",
            done_by=clerk,
            done_at=BACK,
        ),
    )
    for write in refused:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_it_is_shown_as_called_off_and_late_for_nobody(trip, clerk, man):
    today = date(2025, 7, 3)
    assert list(trips_late(clerk, today))
    assert TripState.CANCELLED not in {one.state for one in columns_of(clerk, 2025, today)}
    cancel_trip(trip=trip, reason=REASON, by=clerk)
    assert list(trips_late(clerk, today)) == []
    [column] = [one for one in columns_of(clerk, 2025, today) if one.cards]
    assert (column.title, column.cards[0][1]) == ("Đã hủy", "")
    assert [each.state for each in months_of(clerk, 2025)[6].trips] == [TripState.CANCELLED]


def test_the_clerk_calls_a_trip_off_on_its_page(trip, clerk, man, signed_in):
    client = signed_in(clerk)
    take_seat(trip=trip, cadre=man, by=clerk)
    page = reverse("trip_move", args=[trip.pk, "cancel"])
    assert page in client.get(reverse("trip_detail", args=[trip.pk])).content.decode()
    shown = client.get(page).content.decode()
    assert "không mở lại được" in shown
    assert "1 người có tên" in shown
    assert "reason" in client.post(page, {"reason": ""}).context["form"].errors
    assert client.post(page, {"reason": REASON}).url == reverse("trip_detail", args=[trip.pk])
    detail = client.get(reverse("trip_detail", args=[trip.pk])).content.decode()
    assert "Đoàn đã hủy" in detail
    assert REASON in detail
    for gone in ("participation_create", "trip_contract", "trip_edit"):
        address = reverse(gone, args=[] if gone == "participation_create" else [trip.pk])
        assert f'href="{address}' not in detail
    seats = client.get(reverse("seat_list", args=[trip.pk])).content.decode()
    assert f"đoàn bị hủy ({REASON})" in seats


def test_nobody_gives_up_a_seat_by_calling_the_trip_off(trip, clerk, man, signed_in):
    seat = take_seat(trip=trip, cadre=man, by=clerk)
    form = signed_in(clerk).get(reverse("seat_give_up", args=[seat.pk])).context["form"]
    assert GiveUpReason.CANCELLED not in dict(form.fields["reason"].choices)
