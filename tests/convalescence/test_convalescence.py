"""Trips with their quota, people on them, and convalescence at home."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.importing import BatchIsStale, confirm_batch
from beneficiaries.picking import shown_in_box
from claims.actions import ClaimError
from claims.models import Claim
from convalescence.actions import join_trip, places_taken
from convalescence.models import HomeConvalescence, Participation, Trip, TripKind
from tests.event_workbooks import judged, reasons
from tests.factories import UnitFactory, UserFactory, entitled_cadre


@pytest.fixture
def trip(law) -> Trip:
    """Nine days in July, two places."""
    return Trip.objects.create(
        resolution=law,
        kind=TripKind.CENTRE,
        code="dd-1",
        place="Trung tâm Thử",
        begins_on=date(2025, 7, 1),
        ends_on=date(2025, 7, 9),
        quota=2,
    )


def errors_of(response):
    return response.context["form"].errors


def join(client, trip, cadre, /, **changes):
    data = {"trip": trip.pk, "cadre": shown_in_box(cadre), "days": "9"} | changes
    return client.post(reverse("participation_create"), data)


def planned(law, **changes):
    data = {
        "resolution": law.pk,
        "kind": TripKind.CENTRE,
        "code": "dd-2",
        "place": "Trung tâm Thử",
        "begins_on": "01/08/2025",
        "ends_on": "09/08/2025",
        "quota": "30",
    }
    return data | changes


def test_a_trip_is_planned_and_shown_with_its_places(maker, law):
    response = maker.post(reverse("trip_create"), planned(law))
    page = maker.get(response.url)
    assert page.context["places_left"] == 30
    assert "Trung tâm Thử" in maker.get(reverse("trip_list")).content.decode()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("ends_on", {"ends_on": "31/07/2025"}),
        ("quota", {"quota": "0"}),
        ("code", {"code": "đoàn một"}),
        ("begins_on", {"begins_on": ""}),
    ],
)
def test_a_wrong_trip_is_told_beside_its_field(maker, law, field, changes):
    assert field in errors_of(maker.post(reverse("trip_create"), planned(law, **changes)))
    assert Trip.objects.count() == 0


def test_a_code_is_used_once(maker, law, trip):
    assert errors_of(maker.post(reverse("trip_create"), planned(law, code=trip.code)))
    assert Trip.objects.count() == 1


def test_going_gives_a_claim_for_the_days(maker, trip, cadre):
    previewed = maker.post(
        reverse("participation_preview"),
        {"trip": trip.pk, "cadre": shown_in_box(cadre), "days": "9"},
    )
    assert previewed.context["preview"].amount == 9 * 470_000
    join(maker, trip, cadre)
    assert Claim.objects.get().amount == 9 * 470_000
    page = maker.get(reverse("trip_detail", args=[trip.pk]))
    assert (page.context["sums"]["days"], page.context["places_left"]) == (9, 1)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("days", {"days": "10"}),
        ("days", {"days": "0"}),
        ("days", {"days": "nhiều"}),
        ("trip", {"trip": ""}),
        ("cadre", {"cadre": "Ai Đó"}),
    ],
)
def test_a_wrong_participation_is_told(maker, trip, cadre, field, changes):
    assert field in errors_of(join(maker, trip, cadre, **changes))
    assert Participation.objects.count() == Claim.objects.count() == 0


def test_a_person_goes_once(maker, trip, cadre):
    join(maker, trip, cadre)
    assert errors_of(join(maker, trip, cadre))["cadre"] == ["Người này đã có trong đoàn."]


def test_the_quota_holds_and_is_told(maker, trip, law):
    for _ in range(2):
        join(maker, trip, entitled_cadre(law))
    response = join(maker, trip, entitled_cadre(law))
    assert "đã đủ 2 người" in response.context["form"].non_field_errors()[0]
    assert "Nhập người đi" not in maker.get(reverse("trip_detail", args=[trip.pk])).content.decode()
    assert places_taken(trip) == 2
    address = reverse("trip_edit", args=[trip.pk])
    smaller = {"place": "Trung tâm Thử", "quota": "1"}
    assert "quota" in errors_of(maker.post(address, smaller))
    maker.post(address, smaller | {"quota": "3"})
    join(maker, trip, entitled_cadre(law))
    assert places_taken(trip) == 3


def test_days_and_law_of_a_trip_stay_once_people_went(maker, trip, cadre):
    join(maker, trip, cadre)
    fields = maker.get(reverse("trip_edit", args=[trip.pk])).context["form"].fields
    assert set(fields) == {"place", "quota", "plan_document"}


def test_a_correction_keeps_the_place(maker, trip, law):
    for _ in range(2):
        join(maker, trip, entitled_cadre(law))
    fact = Participation.objects.first()
    address = reverse("participation_edit", args=[fact.pk])
    seen = maker.get(address).context["seen"]
    data = {"trip": trip.pk, "cadre": shown_in_box(fact.cadre), "days": "8", "seen": seen}
    maker.post(address, data)
    fact.refresh_from_db()
    assert fact.days == 8
    assert Claim.objects.get(fact_id=fact.pk).amount == 8 * 470_000


def test_a_trip_that_has_not_come_back_gives_no_claim(maker, law, cadre):
    later = Trip.objects.create(
        resolution=law,
        kind=TripKind.CENTRE,
        code="dd-9",
        place="Trung tâm Thử",
        begins_on=date(2100, 7, 1),
        ends_on=date(2100, 7, 9),
        quota=2,
    )
    assert "chưa tới" in str(errors_of(join(maker, later, cadre)))


def test_another_budget_pays_for_group_1_out_of_province(maker, law, trip):
    Trip.objects.filter(pk=trip.pk).update(kind=TripKind.OUT_OF_PROVINCE)
    join(maker, trip, entitled_cadre(law, group="1"))
    claim = Claim.objects.get()
    assert (claim.amount, claim.payer.code) == (0, "ban-to-chuc-trung-uong")


def test_a_commune_sees_its_own_on_a_trip_and_cannot_plan(maker, trip, law, signed_in):
    commune = UnitFactory()
    own, other = entitled_cadre(law, commune=commune), entitled_cadre(law)
    join(maker, trip, own)
    join(maker, trip, other)
    clerk = signed_in(UserFactory(unit=commune))
    page = clerk.get(reverse("trip_detail", args=[trip.pk]))
    assert [fact.cadre for fact in page.context["page"]] == [own]
    foreign = Participation.objects.get(cadre=other)
    assert clerk.get(reverse("participation_detail", args=[foreign.pk])).status_code == 404
    assert clerk.get(reverse("trip_create")).status_code == 403


def test_the_pages_ask_as_often_for_many_as_for_few(maker, trip, law):
    Trip.objects.filter(pk=trip.pk).update(quota=50)

    def queries() -> list[int]:
        counts = []
        for address in (
            reverse("trip_detail", args=[trip.pk]),
            reverse("trip_list"),
            reverse("participation_list"),
        ):
            with CaptureQueriesContext(connection) as captured:
                assert maker.get(address).status_code == 200
            counts.append(len(captured))
        return counts

    join(maker, trip, entitled_cadre(law))
    few = queries()
    for _ in range(5):
        join(maker, trip, entitled_cadre(law))
    assert queries() == few


@pytest.mark.parametrize(
    ("year", "found"), [("2025", 1), ("2024", 0), ("999999", 0), ("hai nghìn", 0), ("2025.5", 0)]
)
def test_trips_are_found_by_year(maker, trip, year, found):
    """A year that can't be is said to be wrong, and finds nothing."""
    page = maker.get(reverse("trip_list"), {"year": year})
    assert page.status_code == 200
    assert len(page.context["page"]) == found


# --- at home ---------------------------------------------------------------------------------


def test_at_home_once_a_year(maker, law):
    cadre = entitled_cadre(law, group="2")
    data = {"cadre": shown_in_box(cadre), "requested_on": "15/08/2025"}
    maker.post(reverse("home_create"), data)
    assert (HomeConvalescence.objects.get().year, Claim.objects.get().amount) == (2025, 2_300_000)
    again = maker.post(reverse("home_create"), data | {"requested_on": "20/12/2025"})
    assert errors_of(again)["cadre"] == ["Người này đã điều dưỡng tại nhà trong năm."]
    maker.post(reverse("home_create"), data | {"requested_on": "15/01/2026"})
    assert HomeConvalescence.objects.count() == 2


def test_a_group_without_a_rate_is_told_so(maker, cadre):
    data = {"cadre": shown_in_box(cadre), "requested_on": "15/08/2025"}
    response = maker.post(reverse("home_create"), data)
    assert "không quy định mức hưởng" in response.context["form"].non_field_errors()[0]
    assert HomeConvalescence.objects.count() == 0


# --- workbooks -------------------------------------------------------------------------------


def going(cadre, **changes):
    return {"Số CCCD": cadre.citizen_id, "Mã đoàn": "dd-1", "Số ngày": 9} | changes


def test_a_workbook_may_not_exceed_the_quota(staff, trip, law):
    people = [entitled_cadre(law) for _ in range(3)]
    batch = judged("trip_participation", *map(going, people), by=staff.maker)
    assert reasons(batch) == {4: ["trip: đoàn đã đủ 2 người theo chỉ tiêu"]}
    confirm_batch(batch_id=batch.pk, by=staff.maker, whole=False)
    assert places_taken(trip) == 2


def test_places_taken_since_the_look_are_seen_at_the_leap(maker, staff, trip, law):
    people = [entitled_cadre(law) for _ in range(2)]
    batch = judged("trip_participation", *map(going, people), by=staff.maker)
    join(maker, trip, entitled_cadre(law))
    with pytest.raises(BatchIsStale):
        confirm_batch(batch_id=batch.pk, by=staff.maker, whole=True)
    assert places_taken(trip) == 1


def test_wrong_rows_of_a_trip_are_told(staff, trip, law):
    batch = judged(
        "trip_participation",
        going(entitled_cadre(law), **{"Mã đoàn": "dd-8"}),
        going(entitled_cadre(law), **{"Số ngày": 12}),
        by=staff.maker,
    )
    assert reasons(batch) == {
        2: ["trip: không có đoàn mã này"],
        3: ["days: đoàn này chỉ có 9 ngày"],
    }


def test_home_workbooks_refuse_a_second_time_in_the_year(staff, law):
    cadre = entitled_cadre(law, group="2")
    rows = [
        {"Số CCCD": cadre.citizen_id, "Ngày đề nghị": day} for day in ("15/08/2025", "20/12/2025")
    ]
    batch = judged("home_convalescence", *rows, by=staff.maker)
    assert reasons(batch) == {3: [": trùng với dòng 2"]}


# --- two at once -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_cannot_both_take_the_last_place(trip, law, staff):
    Trip.objects.filter(pk=trip.pk).update(quota=1)
    people = [entitled_cadre(law) for _ in range(2)]
    start = Barrier(2)

    def take(cadre) -> str:
        try:
            start.wait()
            join_trip(fact=Participation(trip=trip, cadre=cadre, days=9), by=staff.maker)
        except ClaimError as refused:
            return str(refused)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(take, people))
    assert sorted(map(bool, told)) == [False, True]
    assert places_taken(trip) == 1
