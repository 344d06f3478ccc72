"""Rates of every shape, limits, thresholds and relations, each on its own page."""

from datetime import date

import pytest
from django.urls import reverse

from policies.models import DatedList, Limit, Payer, Rate, Relation, Threshold
from tests.policies.editing.sent import retyped
from tests.policies.editing.test_tables import BENEFITS

MEAL = "tien-an-noi-tru"


@pytest.fixture
def law(typed, blank):
    """The blank draft with two groups, two benefits and a payer."""
    Payer.objects.create(code="ngan-sach-tinh", name="Ngân sách tỉnh")
    typed("groups", "groups", [{"name": "Đối tượng 1"}, {"name": "Đối tượng 2"}])
    typed("benefits", "benefits", BENEFITS)
    return blank


@pytest.fixture
def add(officer, law):
    def send(noun: str, *, benefit: str | None = MEAL, **fields):
        here = [law.code, benefit] if benefit else [law.code]
        payer = {"payer": Payer.objects.get().pk} if noun == "rate" else {}
        everybody = {} if noun == "relation" else {"groups": ["all"]}
        return retyped(officer, reverse(f"{noun}_create", args=here), **everybody | payer | fields)

    return send


def test_a_decided_share_of_a_cost_for_listed_diseases(add, law):
    DatedList.objects.create(code="benh-nang", name="Bệnh nặng", kind="diseases")
    answer = add(
        "rate",
        amount_kind="share_of_cost",
        factor="30 %",
        factor_to="60%",
        cost="outside_insurance",
        conditions__0__trait="disease",
        conditions__0__listed="benh-nang",
        quote="hỗ trợ 30 % đến 60 %",
    )
    assert answer.status_code == 302
    rate = Rate.objects.get()
    assert (rate.factor, rate.factor_to, rate.cost) == (3_000, 6_000, "outside_insurance")
    assert rate.conditions == [{"trait": "disease", "listed": "benh-nang"}]
    assert (rate.group, rate.quote) == (None, "hỗ trợ 30 % đến 60 %")


def test_bands_are_kept_in_the_order_of_days(add, law):
    answer = add(
        "rate",
        amount_kind="per_day",
        bands__0__from_day="31",
        bands__0__amount="50.000",
        bands__1__from_day="8",
        bands__1__to_day="30",
        bands__1__amount="100.000",
    )
    assert answer.status_code == 302, answer.context["problems"]
    assert Rate.objects.get().bands == [
        {"from_day": 8, "to_day": 30, "amount": 100_000},
        {"from_day": 31, "amount": 50_000},
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"amount_kind": "flat"}, "Mức cố định phải lớn hơn 0"),
        ({"amount_kind": "share_of_cost"}, "Hệ số, tỷ lệ phải ghi"),
        ({"amount_kind": "share_of_cost", "factor": "50"}, "không rõ là phần trăm hay hệ số"),
        ({"amount_kind": "share_of_cost", "factor": "50 %", "factor_to": "40 %"}, "lớn hơn tỷ lệ"),
        ({"amount_kind": "in_kind"}, "phải ghi hiện vật"),
        ({"amount_kind": "package", "amount": "1.000.000"}, "Các phần của gói phải ghi"),
        (
            {"amount_kind": "flat", "worth": "coefficient", "factor": "0,9"},
            "Phải ghi tính theo tham số",
        ),
        ({"amount": "190.000", "confidence": "invented"}, "phải ghi căn cứ"),
        ({"amount": "190.000", "groups": []}, "ít nhất một đối tượng"),
        ({"amount": "190.000", "valid_from": "01/02/2026", "valid_to": "01/01/2026"}, "Phải từ"),
        ({"amount": "190.000", "conditions__0__values": "tỉnh"}, "chưa chọn đặc điểm"),
        (
            {
                "amount": "190.000",
                "conditions__0__trait": "hospital_level",
                "conditions__0__values": "quận",
            },
            "hospital_level không có quận",
        ),
    ],
)
def test_what_a_shape_needs_is_told(add, fields, told):
    page = add("rate", **{"amount_kind": "flat"} | fields)
    assert told in page.content.decode().replace("&quot;", '"')
    assert not Rate.objects.exists()


def test_conditions_are_typed_in_words(add):
    answer = add(
        "rate",
        amount_kind="flat",
        amount="190.000",
        conditions__0__trait="hospital_level",
        conditions__0__values="tỉnh; Trung ương",
        conditions__1__trait="age",
        conditions__1__lowest="60",
    )
    assert answer.status_code == 302, answer.context["problems"]
    assert Rate.objects.get().conditions == [
        {"trait": "age", "lowest": 60},
        {"trait": "hospital_level", "values": ["central", "province"]},
    ]


def test_a_role_of_one_law_gets_a_code_and_keeps_it(officer, add, law):
    typed = {"conditions__0__trait": "variant", "conditions__0__values": "Bác sĩ trực"}
    add("rate", amount_kind="per_session", amount="150.000", **typed)
    rate = Rate.objects.get()
    told = [{"trait": "variant", "values": ["bac-si-truc"], "name": "Bác sĩ trực"}]
    assert rate.conditions == told
    retyped(officer, reverse("rate_edit", args=[law.code, MEAL, rate.pk]), amount="160.000")
    rate.refresh_from_db()
    assert (rate.amount, rate.conditions) == (160_000, told)


def test_one_rate_for_several_groups_is_one_page(officer, add, law):
    one, two = law.groups.order_by("position")
    add("rate", amount_kind="flat", amount="190.000", groups=[one.pk, two.pk])
    assert Rate.objects.count() == 2
    address = reverse("rate_edit", args=[law.code, MEAL, Rate.objects.first().pk])
    retyped(officer, address, amount="200.000", groups=[two.pk])
    assert list(Rate.objects.values_list("group", "amount")) == [(two.pk, 200_000)]


def test_two_that_fit_the_same_event_are_refused(add):
    add("rate", amount_kind="flat", amount="190.000")
    apart = {"conditions__0__trait": "employment_status", "conditions__0__values": "nghỉ hưu"}
    page = add("rate", amount_kind="flat", amount="200.000", **apart)
    assert "chồng lên một mức đã có" in page.content.decode()
    assert Rate.objects.count() == 1


def test_a_rate_is_taken_away(officer, add, law):
    add("rate", amount_kind="flat", amount="190.000")
    address = reverse("rate_edit", args=[law.code, MEAL, Rate.objects.get().pk])
    retyped(officer, address, action="remove")
    assert not Rate.objects.exists()


def test_a_ceiling_over_the_whole_law_with_an_exception(add, law):
    answer = add(
        "law_limit",
        benefit=None,
        measure="amount",
        window="year",
        value="50.000.000",
        exceptional_value="100.000.000",
        exceptional_by="Ban Thường vụ Tỉnh ủy",
        article="Điều 6",
    )
    assert answer.status_code == 302, answer.context["problems"]
    limit = Limit.objects.get()
    assert (limit.benefit, limit.benefits, limit.group) == (None, [], None)
    assert (limit.value, limit.exceptional_value) == (50_000_000, 100_000_000)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"exceptional_value": "2"}, "cấp nào quyết định"),
        ({"exceptional_value": "1", "exceptional_by": "Tỉnh ủy"}, "cao hơn hạn mức chung"),
        ({"cycle_years": "2"}, "chu kỳ nhiều năm"),
        ({"value": "0"}, "từ 1"),
    ],
)
def test_what_is_wrong_with_a_limit(add, fields, told):
    page = add("limit", **{"measure": "times", "window": "year", "value": "1"} | fields)
    assert told in page.content.decode()
    assert not Limit.objects.exists()


def test_the_same_limit_twice_is_refused(add):
    same = {"measure": "times", "window": "year", "value": "2"}
    add("limit", **same)
    page = add("limit", **same | {"value": "3"})
    assert "Hạn mức loại này của đối tượng này đã có" in page.content.decode()
    assert Limit.objects.count() == 1


def test_a_threshold(add):
    answer = add("threshold", measure="quantity", window="event", value="3")
    assert answer.status_code == 302, answer.context["problems"]
    assert Threshold.objects.get().value == 3
    page = add("threshold", measure="quantity", window="year", value="3")
    assert "chỉ tính cho một đợt" in page.content.decode()


def test_a_relation_keeps_its_order(add, law):
    answer = add(
        "relation",
        benefit=None,
        kind="priority",
        window="event",
        benefit_1="qua-tham-hoi",
        benefit_2=MEAL,
        article="Điều 7",
    )
    assert answer.status_code == 302, answer.context["problems"]
    assert Relation.objects.get().benefits == ["qua-tham-hoi", MEAL]


def test_only_some_days_of_the_law(add):
    add("rate", amount_kind="flat", amount="1.000", valid_from="01/02/2026")
    assert Rate.objects.get().valid_from == date(2026, 2, 1)
