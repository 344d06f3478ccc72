"""Payers, parameters and lists: what is written stays, more is added."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policies.models import DatedList, ListEntry, Parameter, Payer
from tests.policies.editing.sent import fields_of, retyped


@pytest.fixture
def salary(officer) -> Parameter:
    officer.post(
        reverse("parameter_create"),
        fields_of(officer.get(reverse("parameter_create")), "name")
        | {
            "name": "Lương thử",
            "values-0-since": "01/07/2024",
            "values-0-value": "2.340.000",
            "values-0-source": "Nghị định số 73/2024/NĐ-CP",
        },
    )
    return Parameter.objects.get(code="luong-thu")


def test_a_parameter_and_its_next_value(officer, salary):
    address = reverse("parameter_edit", args=[salary.code])
    row = {
        "values__0__since": "01/07/2026",
        "values__0__value": "2.530.000",
        "values__0__source": "NĐ mới",
    }
    assert retyped(officer, address, **row).status_code == 302
    kept = salary.values.values_list("since", "value", "recorded_by__username")
    assert list(kept) == [
        (date(2024, 7, 1), 2_340_000, "policy_officer"),
        (date(2026, 7, 1), 2_530_000, "policy_officer"),
    ]
    page = retyped(officer, address, **row | {"values__0__value": "2,53"})
    assert "dấu phẩy" in page.content.decode()
    assert salary.values.count() == 2


def test_a_share_of_another_parameter(officer, salary):
    address = reverse("parameter_create")
    sent = fields_of(officer.get(address), "name") | {
        "name": "Mức đóng BHYT",
        "share_of": str(salary.pk),
        "values-0-since": "01/07/2024",
        "values-0-value": "4,5 %",
        "values-0-source": "Luật BHYT",
    }
    assert officer.post(address, sent | {"values-0-value": "4,5"}).status_code == 302
    assert Parameter.objects.get(name="Mức đóng BHYT").values.get().value == 45_000


def test_a_list_is_pasted_line_by_line(officer):
    address = reverse("dated_list_create")
    lines = "Ung thư\r\nSuy thận\t01/01/2026\r\n\r\nLao\t01/01/2020\t31/12/2025\r\n"
    sent = {"name": "Bệnh nặng", "kind": "diseases", "lines": lines}
    assert officer.post(address, sent).status_code == 302
    assert list(ListEntry.objects.order_by("value").values_list("value", "since", "until")) == [
        ("Lao", date(2020, 1, 1), date(2025, 12, 31)),
        ("Suy thận", date(2026, 1, 1), None),
        ("Ung thư", None, None),
    ]


@pytest.mark.parametrize(
    ("kind", "lines", "told"),
    [
        ("days", "17/02/2026\n30/02/2026", "Dòng 2: không có ngày 30/02/2026"),
        ("diseases", "Lao\t2026", "Dòng 1: “2026” không phải ngày"),
        ("diseases", "Lao\t01/01/2026\t01/01/2025", "ngày cuối trước ngày đầu"),
        ("diseases", "a\t\t\tb", "nhiều hơn ba cột"),
        ("diseases", "x" * 121, "dài 121 ký tự"),
        ("diseases", "\t01/01/2026", "thiếu tên mục"),
    ],
)
def test_a_line_that_is_not_understood_is_told_and_nothing_is_written(officer, kind, lines, told):
    sent = {"name": "Danh mục", "kind": kind, "lines": lines}
    page = officer.post(reverse("dated_list_create"), sent).content.decode()
    assert told in page
    assert not DatedList.objects.filter(name="Danh mục").exists()


def test_days_are_kept_as_days_and_entries_leave_once(officer):
    officer.post(
        reverse("dated_list_create"), {"name": "Ngày lễ", "kind": "days", "lines": "17/02/2026"}
    )
    entry = ListEntry.objects.get()
    assert entry.value == "2026-02-17"
    address = reverse("dated_list_edit", args=["ngay-le"])
    sent = fields_of(officer.get(address), "until") | {
        "action": "close",
        "chosen": entry.pk,
        "until": "31/12/2026",
    }
    assert officer.post(address, sent).status_code == 302
    entry.refresh_from_db()
    assert entry.until == date(2026, 12, 31)
    again = fields_of(officer.get(address), "until") | {
        "action": "close",
        "chosen": entry.pk,
        "until": "31/12/2027",
    }
    assert "đã ghi ngày cuối" in officer.post(address, again).content.decode()


def test_a_payer_ends_and_another_follows(officer):
    Payer.objects.create(code="huyen", name="Ngân sách huyện")
    address = reverse("payer_list")
    retyped(officer, address, payers__1__name="Ngân sách tỉnh")
    province = Payer.objects.get(code="ngan-sach-tinh")
    page = retyped(officer, address, payers__0__successor=province.pk)
    assert "ngày cuối còn chi" in page.content.decode()
    retyped(officer, address, payers__0__successor=province.pk, payers__0__open_to="30/06/2025")
    district = Payer.objects.get(code="huyen")
    assert (district.successor, district.open_to) == (province, date(2025, 6, 30))


def test_a_payer_in_use_is_not_taken_away(officer, drafted):
    address = reverse("payer_list")
    before = Payer.objects.count()
    page = retyped(officer, address, payers__0__DELETE="on")
    assert "còn mức hưởng hoặc khoản chi" in page.content.decode()
    assert Payer.objects.count() == before


def test_lists_ask_the_same_few_questions_however_long_they_are(officer):
    def questions(page: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(reverse(page)).status_code == 200
        return len(asked)

    def one_more(number: int) -> None:
        DatedList.objects.create(code=f"list-{number}", name=f"Danh mục {number}", kind="other")
        Parameter.objects.create(code=f"parameter-{number}", name=f"Tham số {number}")
        Payer.objects.create(code=f"payer-{number}", name=f"Nguồn {number}")

    pages = ("dated_list_list", "parameter_list", "payer_list")
    one_more(0)
    before = {page: questions(page) for page in pages}
    for number in range(1, 5):
        one_more(number)
    assert {page: questions(page) for page in pages} == before
