"""Groups and benefits typed as tables: all rows at once, or none."""

from django.urls import reverse

from policies.models import Benefit, Rate
from tests.policies.editing.sent import fields_of, retyped

BENEFITS = [
    {"letter": "a", "short_title": "Tiền ăn nội trú", "unit": "ngày", "article": "Điều 4"},
    {"letter": "b", "short_title": "Quà thăm hỏi", "unit": "lượt", "article": "Điều 5"},
]


def test_groups_get_their_codes_from_their_names(typed, blank):
    typed("groups", "groups", [{"name": "Đối tượng 1"}, {"name": "Diện Ban Thường vụ"}])
    kept = blank.groups.order_by("position").values_list("code", "name", "counted", "position")
    assert list(kept) == [
        ("1", "Đối tượng 1", True, 1),
        ("dien-ban-thuong-vu", "Diện Ban Thường vụ", True, 2),
    ]


def test_one_wrong_row_and_nothing_is_written_but_all_that_was_typed_is_there(typed, blank):
    page = typed(
        "groups", "groups", [{"name": "Đối tượng 1"}, {"description": "Ai đó"}, {"name": "Nhóm 3"}]
    ).content.decode()
    assert "Tên đối tượng, dòng 2" in page
    assert 'value="Đối tượng 1"' in page
    assert 'value="Nhóm 3"' in page
    assert "Ai đó" in page
    assert not blank.groups.exists()


def test_two_rows_of_one_code_are_refused_at_the_row(typed, blank):
    page = typed("groups", "groups", [{"name": "Đối tượng 1"}, {"name": "Nhóm 1"}])
    assert page.status_code == 200
    assert "trùng mã" in page.content.decode()
    assert not blank.groups.exists()


def test_order_is_kept_and_a_rename_is_followed(officer, drafted):
    address = reverse("draft_groups", args=[drafted.code])
    named = Rate.objects.exclude(as_group="").filter(benefit__resolution=drafted).get()
    group = drafted.groups.get(code=named.as_group)
    sent = fields_of(officer.get(address))
    [key] = [
        name for name, value in sent.items() if name.endswith("-id") and value == [str(group.pk)]
    ]
    row = key.removesuffix("-id")
    officer.post(address, sent | {f"{row}-code": "moi", f"{row}-ORDER": "99"})
    assert drafted.groups.order_by("-position").first().code == "moi"
    named.refresh_from_db()
    assert named.as_group == "moi"


def test_two_groups_may_swap_their_codes(officer, drafted):
    address = reverse("draft_groups", args=[drafted.code])
    first, second = drafted.groups.order_by("position")[:2]
    retyped(officer, address, groups__0__code=second.code, groups__1__code=first.code)
    codes = dict(drafted.groups.values_list("pk", "code"))
    assert (codes[first.pk], codes[second.pk]) == (second.code, first.code)


def test_a_group_with_rates_is_not_taken_away(officer, drafted):
    address = reverse("draft_groups", args=[drafted.code])
    page = retyped(officer, address, groups__0__DELETE="on")
    assert "còn mức hưởng" in page.content.decode()
    assert drafted.groups.count() == 3


def test_benefits_in_one_table(typed, blank):
    typed("benefits", "benefits", BENEFITS)
    kept = blank.benefits.values_list("code", "letter", "title", "payee_kind", "position")
    assert list(kept) == [
        ("tien-an-noi-tru", "a", "Tiền ăn nội trú", "cadre", 1),
        ("qua-tham-hoi", "b", "Quà thăm hỏi", "cadre", 2),
    ]


def test_what_others_name_is_not_taken_away(officer, drafted):
    named = drafted.relations.first().benefits[0]
    address = reverse("draft_benefits", args=[drafted.code])
    position = drafted.benefits.get(code=named).position
    page = retyped(officer, address, **{f"benefits__{position - 1}__DELETE": "on"})
    assert "còn hạn mức chung, quan hệ hoặc mức khác nêu tên" in page.content.decode()
    assert Benefit.objects.filter(resolution=drafted, code=named).exists()


def test_a_benefit_on_its_own_page(officer, typed, blank):
    typed("benefits", "benefits", BENEFITS)
    answer = retyped(
        officer,
        reverse("benefit_edit", args=[blank.code, "tien-an-noi-tru"]),
        evidence="Giấy ra viện\n\n  Bảng kê  ",
        quote="Hỗ trợ tiền ăn 190.000 đồng một ngày",
        occasion="inpatient_meal",
        answers__deciding="split",
    )
    assert answer.status_code == 302
    kept = blank.benefits.get(code="tien-an-noi-tru")
    assert kept.evidence == ["Giấy ra viện", "Bảng kê"]
    assert (kept.occasion, kept.settings) == ("inpatient_meal", {"deciding": "split"})
    assert kept.quote.startswith("Hỗ trợ tiền ăn")
