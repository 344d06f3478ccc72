"""The sheet of rates: typed, pasted, judged whole."""

import pytest
from django.urls import reverse

from accounts.models import User
from policies.editing.sheet import Sheet
from policies.models import Payer, Rate, RateConfirmation
from tests.policies.editing.sent import fields_of
from tests.policies.editing.test_tables import BENEFITS


@pytest.fixture
def sheet(officer, typed, blank):
    """Two groups, two benefits, one payer; and how to type into the cells by name."""
    Payer.objects.create(code="ngan-sach-tinh", name="Ngân sách tỉnh")
    typed("groups", "groups", [{"name": "Đối tượng 1"}, {"name": "Đối tượng 2"}])
    typed("benefits", "benefits", BENEFITS)
    address = reverse("draft_sheet", args=[blank.code])

    def type_into(cells: dict[tuple[str, str], str], **heads: str):
        sent = fields_of(officer.get(address))
        for column in Sheet(blank).columns:
            for cell in column.cells:
                place = (column.benefit.short_title, cell.group.name if cell.group else "mọi")
                if place in cells:
                    sent[cell.name] = [cells[place]]
            for name, value in heads.items():
                sent[f"{column.key}-{name}"] = [value]
        return officer.post(address, sent)

    return type_into


def kept(blank) -> set[tuple[str, str, str, int]]:
    rates = Rate.objects.filter(benefit__resolution=blank).select_related("group", "benefit")
    return {
        (
            rate.benefit.short_title,
            rate.group.name if rate.group else "mọi",
            rate.amount_kind,
            rate.amount,
        )
        for rate in rates
    }


MEAL, GIFT = "Tiền ăn nội trú", "Quà thăm hỏi"
ONE, TWO = "Đối tượng 1", "Đối tượng 2"


def test_amounts_become_rates_with_all_that_a_column_says(sheet, blank):
    answer = sheet({(MEAL, ONE): "190.000", (MEAL, TWO): "150000 đ", (GIFT, "mọi"): "500 000"})
    assert answer.status_code == 302
    assert kept(blank) == {
        (MEAL, ONE, "per_day", 190_000),
        (MEAL, TWO, "per_day", 150_000),
        (GIFT, "mọi", "flat", 500_000),
    }
    rate = Rate.objects.get(amount=190_000)
    assert (rate.payer.name, rate.article, rate.confidence) == (
        "Ngân sách tỉnh",
        "Điều 4",
        "stated",
    )


def test_every_unclear_cell_is_marked_and_nothing_is_written(sheet, blank):
    page = sheet({(MEAL, ONE): "190.000", (MEAL, TWO): "150,000", (GIFT, ONE): "500"})
    text = page.content.decode()
    assert "Tiền ăn nội trú, Đối tượng 2" in text
    assert "dấu phẩy có thể là phần nghìn" in text
    assert "chỉ là 500 đồng" in text
    assert text.count('aria-invalid="true"') == 2
    for typed in ("190.000", "150,000", "500"):
        assert f'value="{typed}"' in text
    assert not Rate.objects.exists()


def test_changed_and_cleared_cells(sheet, blank):
    sheet({(MEAL, ONE): "190.000", (MEAL, TWO): "190.000"})
    before = Rate.objects.get(group__name=ONE).pk
    sheet({(MEAL, ONE): "210.000", (MEAL, TWO): ""})
    assert kept(blank) == {(MEAL, ONE, "per_day", 210_000)}
    assert Rate.objects.get().pk == before


def test_what_a_column_says_is_said_of_all_its_cells(sheet, blank):
    sheet({(MEAL, ONE): "190.000", (MEAL, TWO): "150.000"})
    other = Payer.objects.create(code="quy", name="Quỹ")
    sheet({}, payer=str(other.pk), confidence="derived", basis="5.128.860.000 / 26.994")
    assert {(rate.payer, rate.confidence, rate.basis) for rate in Rate.objects.all()} == {
        (other, "derived", "5.128.860.000 / 26.994")
    }


def test_what_is_derived_says_how(sheet, blank):
    page = sheet({(MEAL, ONE): "190.000"}, confidence="derived")
    assert "phải ghi căn cứ" in page.content.decode()
    assert not Rate.objects.exists()


def test_actual_cost_is_told_by_its_ceiling(sheet, blank):
    sheet({(GIFT, ONE): "15.000.000", (GIFT, TWO): "Không trần"}, amount_kind="actual_cost")
    ceilings = Rate.objects.order_by("group__position").values_list("amount", "ceiling")
    assert list(ceilings) == [(0, 15_000_000), (0, None)]


def test_a_second_rate_for_the_same_is_refused_at_its_cell(sheet, blank):
    sheet({(MEAL, ONE): "190.000"})
    rate = Rate.objects.get()
    rate.pk, rate.group, rate.in_kind = None, blank.groups.get(name=TWO), "hoa"
    rate.save()  # what a page of its own would have written: another column
    page = sheet({(MEAL, ONE): "190.000", (MEAL, TWO): "190.000"})
    text = page.content.decode()
    assert "Chồng lên mức đã có: 190.000, đồng/ngày, kèm hoa" in text
    assert Rate.objects.count() == 2


def test_what_somebody_stands_for_is_not_changed_behind_their_back(sheet, blank):
    sheet({(MEAL, ONE): "190.000"})
    by = User.objects.get(username="policy_officer")
    RateConfirmation.objects.create(
        rate=Rate.objects.get(), confirmed_by=by, source="bản gốc có dấu"
    )
    for typed in ("210.000", ""):
        page = sheet({(MEAL, ONE): typed})
        assert f"Mức này đã được {by.full_name} xác nhận" in page.content.decode()
    assert Rate.objects.get().amount == 190_000


def test_nothing_typed_is_nothing_written(sheet, blank):
    assert sheet({}).status_code == 302
    assert not Rate.objects.exists()
