"""Requests by workbook: for benefits without a page of their own."""

from datetime import date

import pytest
from django.urls import reverse

from beneficiaries.models import Cadre
from claims.models import BenefitRequest, Claim, ClaimState
from policies.loading import load_pack
from tests.event_workbooks import imported, judged, reasons
from tests.factories import CadreFactory, MembershipFactory

KIND = BenefitRequest.KIND
DAY = date(2025, 5, 14)


@pytest.fixture
def cadre(db) -> Cadre:
    law = load_pack("lao-cai-23-2024", by=None, release=True)
    cadre = CadreFactory()
    MembershipFactory(cadre=cadre, group=law.groups.get(code="tinh-uy"), since=date(2025, 1, 1))
    return cadre


def row(cadre: Cadre, **changes) -> dict:
    told = {
        "Số CCCD": cadre.citizen_id,
        "Chế độ": "Hỗ trợ chi phí khám bệnh, chữa bệnh",
        "Ngày của sự việc": DAY,
        "Ngày kết thúc": date(2025, 5, 16),
        "Số ngày": 3,
        "Chi phí": 5_000_000,
        "Nguồn khác đã trả": 3_299_010,
    }
    return told | changes


@pytest.mark.parametrize(
    "words", ["Hỗ trợ chi phí khám bệnh, chữa bệnh", "khám chữa bệnh", "treatment_cost_support"]
)
def test_a_benefit_is_found_by_its_titles_and_code(cadre, staff, words):
    imported(KIND, row(cadre, **{"Chế độ": words}), by=staff.maker, submit=True)
    claim, fact = Claim.objects.get(), BenefitRequest.objects.get()
    assert (claim.amount, claim.state) == (1_700_990, ClaimState.SUBMITTED)
    assert fact.titles == ["Hỗ trợ chi phí khám bệnh, chữa bệnh"]
    assert ["Chi phí", "5.000.000 đồng"] in fact.told


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Chế độ": "Tặng hoa"}, "benefit: không phải chế độ của văn bản nào"),
        ({"Chế độ": "Khám định kỳ"}, "benefit: không phải chế độ"),
        ({"Ngày kết thúc": date(2025, 5, 13)}, "until: trước ngày bắt đầu"),
        ({"Số ngày": 4}, "days: nhiều hơn số ngày trong khoảng thời gian đã ghi (3)"),
        ({"Chi phí": None}, "chi phí"),
        ({"Số CCCD": "010060999999"}, "citizen_id: không có trong danh sách"),
    ],
)
def test_a_wrong_row_is_told(cadre, staff, changes, reason):
    batch = judged(KIND, row(cadre, **changes), by=staff.maker)
    [[told]] = reasons(batch).values()
    assert reason in told


def test_the_same_request_twice_is_refused(cadre, staff):
    imported(KIND, row(cadre), by=staff.maker)
    told = reasons(judged(KIND, row(cadre), row(cadre), by=staff.maker))
    assert [len(faults) for faults in told.values()] == [1, 1]
    assert "đã có đề nghị cùng ngày" in str(told)


def test_its_page_offers_the_workbook(cadre, client, staff):
    client.force_login(staff.maker)
    page = client.get(reverse("event_import")).content.decode()
    assert "Đề nghị hưởng chế độ" in page
