"""The workbooks of this app: people on trips, and convalescence at home."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from claims.importing import CITIZEN_ID, EventKind, RowFault, Surroundings
from claims.models import Fact
from config.workbooks import cells
from config.workbooks.judging import Column
from convalescence.actions import places_taken
from convalescence.models import HomeConvalescence, Participation, RunBy, Trip


def build_participation(around: Surroundings, values: dict[str, Any]) -> Fact:
    trip = around.one(
        "trip",
        values["trip"],
        lambda: ((one.code, one) for one in Trip.objects.all()),
        "trip",
        "không có đoàn mã này",
    )
    if trip.is_over:
        raise RowFault("trip", f"đoàn này {trip.get_state_display().lower()}")
    if values["days"] > trip.days:
        raise RowFault("days", f"đoàn này chỉ có {trip.days} ngày")
    return Participation(trip=trip, cadre=around.cadre(values["citizen_id"]), days=values["days"])


def beyond_quota(
    facts: Sequence[Participation], hold: bool
) -> Iterator[tuple[Participation, RowFault]]:
    """Who comes after the last place of a trip was taken."""
    trips = Trip.objects.filter(pk__in={fact.trip_id for fact in facts}).order_by("pk")
    if hold:
        trips = trips.select_for_update()
    left = {trip.pk: trip.quota - places_taken(trip) for trip in trips}
    for fact in facts:
        left[fact.trip_id] -= 1
        if left[fact.trip_id] < 0:
            yield fact, RowFault("trip", f"đoàn đã đủ {fact.trip.quota} người theo chỉ tiêu")


PARTICIPATIONS = EventKind(
    code=Participation.KIND,
    title="Nhập danh sách đi điều dưỡng",
    noun="lượt điều dưỡng",
    home="trip_list",
    model=Participation,
    columns=(
        CITIZEN_ID,
        Column(name="trip", head="Mã đoàn", parser=cells.text(60), required=True),
        Column(name="days", head="Số ngày", parser=cells.integer(1, 60), required=True, example=9),
    ),
    build=build_participation,
    identity=lambda fact: (fact.trip_id, fact.cadre_id),
    known=lambda facts: Participation.objects.filter(
        trip__in={fact.trip_id for fact in facts}, cancelled_at=None
    ),
    clash="người này đã có trong đoàn",
    excess=beyond_quota,
)


def build_home(around: Surroundings, values: dict[str, Any]) -> Fact:
    return HomeConvalescence(
        cadre=around.cadre(values["citizen_id"]),
        year=values["requested_on"].year,
        requested_on=values["requested_on"],
        run_by=values["run_by"],
    )


HOMES = EventKind(
    code=HomeConvalescence.KIND,
    title="Nhập danh sách điều dưỡng tại nhà",
    noun="lượt điều dưỡng",
    home="home_list",
    model=HomeConvalescence,
    columns=(
        CITIZEN_ID,
        Column(
            name="requested_on",
            head="Ngày đề nghị",
            parser=cells.date(earliest=date(2000, 1, 1)),
            required=True,
            example="15/08/2025",
        ),
        Column(
            name="run_by",
            head="Cấp tổ chức",
            parser=cells.choice({str(run_by.label): run_by.value for run_by in RunBy}),
            default=RunBy.PROVINCE.value,
            help="Để trống là Tỉnh tổ chức",
        ),
    ),
    build=build_home,
    identity=lambda fact: (fact.cadre_id, fact.year),
    known=lambda facts: HomeConvalescence.objects.filter(
        cadre__in={fact.cadre_id for fact in facts}, cancelled_at=None
    ),
    clash="người này đã điều dưỡng tại nhà trong năm",
)

EVENT_KINDS = (PARTICIPATIONS, HOMES)
