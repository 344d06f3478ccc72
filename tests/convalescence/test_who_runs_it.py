"""Convalescence that a district organises is another rate and another payer than the province's."""

from datetime import date

import pytest
from django.urls import reverse

from beneficiaries.models import Cadre
from beneficiaries.picking import shown_in_box
from claims.models import Claim
from convalescence.models import RunBy, Trip, TripKind
from policies.loading import load_pack
from policies.models import Resolution
from tests.event_workbooks import imported
from tests.factories import CadreFactory, MembershipFactory, UnitFactory


@pytest.fixture
def lao_cai(db) -> Resolution:
    return load_pack("lao-cai-22-2024", by=None, release=True)


@pytest.fixture
def retired(lao_cai) -> Cadre:
    cadre = CadreFactory(managing_unit=UnitFactory(legacy_province="lao-cai"))
    MembershipFactory(cadre=cadre, group=lao_cai.groups.get(code="4"), since=date(2025, 1, 1))
    return cadre


def trip_of(resolution: Resolution, run_by: RunBy) -> Trip:
    return Trip.objects.create(
        resolution=resolution,
        kind=TripKind.GROUP,
        run_by=run_by,
        code="tap-trung",
        place="Bãi Cháy",
        begins_on=date(2025, 5, 12),
        ends_on=date(2025, 5, 18),
        quota=5,
    )


@pytest.mark.parametrize(
    ("run_by", "payer"),
    [(RunBy.PROVINCE, "ngan-sach-tinh"), (RunBy.DISTRICT, "ngan-sach-huyen")],
)
def test_who_runs_a_trip_decides_who_pays(maker, lao_cai, retired, run_by, payer):
    trip = trip_of(lao_cai, run_by)
    data = {"trip": trip.pk, "cadre": shown_in_box(retired), "days": "7"}
    maker.post(reverse("participation_create"), data)
    claim = Claim.objects.get()
    assert (claim.amount, claim.payer.code, claim.category) == (9_600_000, payer, run_by)


def test_a_trip_of_a_district_is_planned_in_the_browser(maker, lao_cai):
    data = {
        "resolution": lao_cai.pk,
        "kind": TripKind.GROUP,
        "run_by": RunBy.DISTRICT,
        "code": "huyen-1",
        "place": "Đồ Sơn",
        "begins_on": "12/05/2025",
        "ends_on": "18/05/2025",
        "quota": "30",
    }
    page = maker.get(maker.post(reverse("trip_create"), data).url).content.decode()
    assert Trip.objects.get().run_by == RunBy.DISTRICT
    assert "giao cấp huyện tổ chức" in page


def test_at_home_the_workbook_tells_it_and_else_it_is_the_province(lao_cai, retired, staff):
    other = CadreFactory(managing_unit=retired.managing_unit)
    MembershipFactory(cadre=other, group=lao_cai.groups.get(code="4"), since=date(2025, 1, 1))
    rows = [
        {"Số CCCD": retired.citizen_id, "Ngày đề nghị": date(2025, 5, 15)},
        {"Số CCCD": other.citizen_id, "Ngày đề nghị": date(2025, 5, 15)},
    ]
    rows[1]["Cấp tổ chức"] = "Giao cấp huyện tổ chức"
    imported("home_convalescence", *rows, by=staff.maker)
    told = Claim.objects.order_by("pk").values_list("category", "payer__code", "amount")
    assert list(told) == [
        ("province_run", "ngan-sach-tinh", 4_200_000),
        ("district_run", "ngan-sach-huyen", 4_200_000),
    ]


def test_the_old_resolution_is_loaded_before_the_one_in_its_place(lao_cai):
    assert lao_cai.replaces.code == "lao-cai-12-2020"
    assert lao_cai.replaces.effective_to == date(2024, 12, 31)
    assert load_pack("lao-cai-12-2020", by=None, release=True) == lao_cai.replaces
