"""What the pages of the law show, and to whom."""

from datetime import UTC, date, datetime
from unittest import mock

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from policies.loading import load_pack, read_pack
from policies.matrix import MatrixRow, matrix_of
from policies.models import Limit, Rate, RateConfirmation, Resolution
from policies.packing.format import canonical_pack
from policies.terms import limit_words
from policies.wording import figure, group_names, standing_words

CODE = "lang-son-24-2024"
SOURCE = "bản gốc có dấu, khoản 2 Điều 4"


def row(resolution: Resolution, code: str, condition: str = "") -> MatrixRow:
    [found] = [
        row
        for row in matrix_of(resolution).rows
        if row.benefit.code == code and row.condition == condition
    ]
    return found


def said(row: MatrixRow) -> list[tuple[str, str] | None]:
    return [cell and tuple(cell.figure) for cell in row.cells]


# --- the matrix ------------------------------------------------------------------------------


def test_the_matrix_has_a_column_for_each_group_that_counts(lang_son):
    assert [group.code for group in matrix_of(lang_son).groups] == list("123456")


def test_the_figures_of_the_matrix_are_those_of_the_law(lang_son):
    assert said(row(lang_son, "inpatient_meal")) == [("190.000", "đồng/ngày")] * 6
    assert said(row(lang_son, "critical_illness")) == [
        None,
        ("20.000.000", "đồng/người"),
        None,
        ("20.000.000", "đồng/người"),
        ("15.000.000", "đồng/người"),
        None,
    ]
    assert said(row(lang_son, "periodic_checkup"))[:4] == [
        ("Chi phí thực tế", "không có trần mỗi lượt"),
        ("Chi phí thực tế", "trần 10.000.000 đồng mỗi lượt"),
        ("3.000.000", "đồng/lượt"),
        ("2.000.000", "đồng/lượt"),
    ]
    assert said(row(lang_son, "convalescence_out_of_province"))[:2] == [
        ("0", "do Ban Tổ chức Trung ương chi"),
        ("15.000.000", "đồng/người"),
    ]


def test_each_condition_has_a_row(lang_son):
    higher = row(lang_son, "hospital_visit_gift", "tuyến trung ương, tỉnh")
    lower = row(lang_son, "hospital_visit_gift", "tuyến khu vực, xã, phường")
    assert said(higher)[0] == ("1.000.000", "đồng/lượt")
    assert said(lower)[0] == ("500.000", "đồng/lượt")
    assert said(higher)[5] is None


def test_what_is_not_by_group_is_for_everybody(lang_son):
    doctors = row(lang_son, "staff_allowance", "Bác sĩ khám sức khỏe định kỳ")
    assert doctors.for_everybody
    assert doctors.for_everybody.figure == ("400.000", "đồng/buổi")
    districts = row(lang_son, "staff_allowance", "Ban Bảo vệ, chăm sóc sức khỏe cán bộ cấp huyện")
    assert districts.period == "đến 30/06/2025"


def test_equal_neighbours_are_one_cell(lang_son):
    spans = [(span.label, span.width) for span in row(lang_son, "critical_illness").spans]
    assert [width for _, width in spans] == [1] * 6
    [span] = row(lang_son, "inpatient_meal").spans
    assert (span.label, span.width) == ("Đối tượng 1 – 6", 6)


def test_a_confirmed_rate_stands_apart_from_its_neighbours(lang_son, officer):
    rate = Rate.objects.filter(benefit__code="inpatient_meal", group__code="1").get()
    address = reverse("rate_confirm", args=[rate.pk])
    officer.post(address, {"source": SOURCE, "rates": [rate.pk]})
    labels = [span.label for span in row(lang_son, "inpatient_meal").spans]
    assert labels == ["Đối tượng 1", "Đối tượng 2 – 6"]


def test_every_rate_is_in_the_matrix_once(lang_son):
    matrix = matrix_of(lang_son)
    shown = [
        cell.rate.pk for row in matrix.rows for cell in [*row.cells, row.for_everybody] if cell
    ]
    assert sorted(shown) == sorted(Rate.objects.values_list("pk", flat=True))
    assert matrix.rates == matrix.unconfirmed == len(shown)


def test_the_page_shows_figures_articles_and_where_each_comes_from(lang_son, officer):
    page = officer.get(reverse("resolution_detail", args=[CODE])).content.decode()
    for expected in (
        "Nghị quyết số 24/2024/NQ-HĐND",
        "190.000",
        "chế độ b (điều khoản chờ đối chiếu)",
        "Suy ra",
        "Giả định",
        "được đúng 190.000 đồng",  # the basis, on the badge
        "61 trên 61 mức hưởng chưa có người xác nhận",
        "tối đa 9 ngày mỗi đợt",
        "Đối tượng 1: tối đa 40.000.000 đồng trong năm",
        "10 hạn mức, mức tối thiểu, quan hệ là số suy ra hoặc giả định",
        "Đối tượng 2, 3, 4: tối đa 1 lần trong năm",
        "Giấy ra viện ghi ngày vào và ngày ra",
        "Không cộng vào tổng",
        "Chưa đọc được nguyên văn nghị quyết",
    ):
        assert expected in page, expected


def test_the_page_asks_a_handful_of_queries(lang_son, officer):
    with CaptureQueriesContext(connection) as queries:
        officer.get(reverse("resolution_detail", args=[CODE]))
    assert len(queries) <= 30


def test_the_list_counts_what_nobody_stands_for(lang_son, officer):
    [listed] = officer.get(reverse("resolution_list")).context["resolutions"]
    assert (listed.rate_count, listed.unconfirmed) == (61, 61)


# --- drafts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"), [(Role.POLICY_OFFICER, 200), (Role.CHECKER, 404), (Role.DATA_ENTRY, 404)]
)
def test_a_draft_is_for_those_who_work_on_it(client_of, role, status):
    load_pack(CODE, by=None, release=False)
    client = client_of(role)
    rate = Rate.objects.first()
    assert client.get(reverse("resolution_detail", args=[CODE])).status_code == status
    assert client.get(reverse("pack_download", args=[CODE])).status_code == status
    assert client.get(reverse("rate_detail", args=[rate.pk])).status_code == status
    listed = client.get(reverse("resolution_list")).context["resolutions"]
    assert len(listed) == (1 if status == 200 else 0)


# --- confirming ------------------------------------------------------------------------------


def test_an_officer_confirms_the_same_rate_of_several_groups(lang_son, officer):
    rate = Rate.objects.filter(benefit__code="inpatient_meal").first()
    address = reverse("rate_detail", args=[rate.pk])
    offered = list(officer.get(address).context["form"].fields["rates"].queryset)
    assert len(offered) == 6
    chosen = [each.pk for each in offered[:4]]
    response = officer.post(
        reverse("rate_confirm", args=[rate.pk]), {"source": SOURCE, "rates": chosen}
    )
    assert response["Location"] == address
    given = RateConfirmation.objects.all()
    assert {each.rate_id for each in given} == set(chosen)
    assert {each.confirmed_by.username for each in given} == {"policy_officer"}
    page = officer.get(address).content.decode()
    assert "Đã xác nhận" in page
    assert SOURCE in page
    assert list(officer.get(address).context["form"].fields["rates"].queryset) == offered[4:]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"source": ""}, "source"),
        ({"source": "ngắn"}, "source"),
        ({"rates": []}, "rates"),
        ({"rates": ["999999999"]}, "rates"),
        ({"rates": ["x"]}, "rates"),
    ],
)
def test_a_confirmation_without_a_source_or_a_rate_is_refused(lang_son, officer, data, field):
    rate = Rate.objects.first()
    response = officer.post(
        reverse("rate_confirm", args=[rate.pk]), {"source": SOURCE, "rates": [rate.pk]} | data
    )
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not RateConfirmation.objects.exists()


def test_another_benefits_rate_cannot_be_slipped_in(lang_son, officer):
    meal = Rate.objects.filter(benefit__code="inpatient_meal").first()
    other = Rate.objects.filter(benefit__code="special_drug").first()
    officer.post(reverse("rate_confirm", args=[meal.pk]), {"source": SOURCE, "rates": [other.pk]})
    assert not RateConfirmation.objects.exists()


def test_two_tabs_confirm_once(lang_son, officer):
    rate = Rate.objects.first()
    data = {"source": SOURCE, "rates": [rate.pk]}
    officer.post(reverse("rate_confirm", args=[rate.pk]), data)
    again = officer.post(reverse("rate_confirm", args=[rate.pk]), data)
    assert again.status_code == 200
    assert RateConfirmation.objects.count() == 1


def test_others_may_read_but_not_confirm(lang_son, client_of):
    checker = client_of(Role.CHECKER)
    rate = Rate.objects.first()
    page = checker.get(reverse("rate_detail", args=[rate.pk]))
    assert "Xác nhận mức hưởng" not in page.content.decode()
    data = {"source": SOURCE, "rates": [rate.pk]}
    assert checker.post(reverse("rate_confirm", args=[rate.pk]), data).status_code == 403
    assert not RateConfirmation.objects.exists()


# --- the file --------------------------------------------------------------------------------


def test_the_pack_that_is_downloaded_is_the_pack_that_was_loaded(lang_son, officer):
    response = officer.get(reverse("pack_download", args=[CODE]))
    assert 'filename="lang-son-24-2024.yaml"' in response["Content-Disposition"]
    assert canonical_pack(yaml.safe_load(response.content)) == read_pack(CODE)


# --- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit(measure="times", window="ever", value=1), "duy nhất một lần"),
        (Limit(measure="times", window="year", value=2), "tối đa 2 lần trong năm"),
        (
            Limit(measure="amount", window="year", value=40_000_000),
            "tối đa 40.000.000 đồng trong năm",
        ),
    ],
)
def test_a_limit_in_words(limit, words):
    assert limit_words(limit) == words


def test_groups_in_words():
    assert group_names(["Đối tượng 2", "Đối tượng 4"]) == "Đối tượng 2, 4"
    assert group_names(["Đối tượng 2"]) == "Đối tượng 2"
    assert group_names(["Đối tượng 2", "Người cao tuổi"]) == "Đối tượng 2, Người cao tuổi"


def test_a_confirmation_names_who_when_and_by_what(lang_son, officer):
    rate = Rate.objects.filter(benefit__code="purchase_package").get()
    officer.post(reverse("rate_confirm", args=[rate.pk]), {"source": SOURCE, "rates": [rate.pk]})
    rate = Rate.objects.select_related("confirmation__confirmed_by").get(pk=rate.pk)
    words = standing_words(rate)
    assert words.startswith("Người Chính sách xác nhận ngày ")
    assert words.endswith(f"đối chiếu với {SOURCE}")
    assert figure(rate, rate.benefit).value == "Chi phí thực tế"


def test_the_day_of_a_confirmation_is_the_day_in_vietnam(lang_son, officer):
    """Half past six in the morning of the 2nd there is still the 1st in UTC."""
    rate = Rate.objects.filter(benefit__code="purchase_package").get()
    early = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    user = User.objects.get(username="policy_officer")
    with mock.patch("django.utils.timezone.now", return_value=early):
        RateConfirmation.objects.create(rate=rate, confirmed_by=user, source=SOURCE)
    rate = Rate.objects.select_related("confirmation__confirmed_by").get(pk=rate.pk)
    assert f"ngày {date(2026, 3, 2):%d/%m/%Y}" in standing_words(rate)
