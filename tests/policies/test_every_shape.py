"""A made-up law that holds every shape once goes in, comes out, is read and told in words."""

from copy import deepcopy
from datetime import date
from html import unescape

import pytest
import yaml
from django.urls import reverse

from policies.bridge import law_of
from policies.dumping import dump_pack, pack_text
from policies.loading import read_pack, store_pack
from policies.matrix import matrix_of
from policies.models import Limit, Rate, Resolution, Threshold
from policies.names import names_of
from policies.packing.format import canonical_pack
from policies.packing.shapes import PackError
from policies.rules import AmountKind, Measure, RelationKind, Window, Worth
from policies.rules.settings import Deciding, Rounding, UsageOfReplaced
from policies.wording import figure
from tests.policies.conftest import EVERY_SHAPE


@pytest.fixture
def pack(db) -> dict:
    return deepcopy(read_pack(EVERY_SHAPE))


@pytest.fixture
def law(pack) -> Resolution:
    return store_pack(pack, by=None, release=False)


# --- in and out ------------------------------------------------------------------------------


def test_it_holds_every_kind_worth_window_and_relation(law):
    """So that nothing below is tested of only some of them."""
    rates = Rate.objects.filter(benefit__resolution=law)
    assert {rate.amount_kind for rate in rates} == set(AmountKind)
    assert {rate.worth for rate in rates} == set(Worth)
    assert {relation.kind for relation in law.relations.all()} == set(RelationKind)
    measures = set(Limit.objects.values_list("measure", flat=True))
    measures |= set(Threshold.objects.values_list("measure", flat=True))
    assert measures == set(Measure)


def test_what_goes_in_comes_out(pack, law):
    assert dump_pack(law) == pack


def test_the_file_that_comes_out_goes_in_again(pack, law):
    text = pack_text(law)
    assert canonical_pack(yaml.safe_load(text)) == pack
    assert "factor: 1,8" in text
    assert "factor: 30 %" in text


def test_the_same_again_writes_nothing(pack, shaped):
    ids = set(Rate.objects.values_list("id", flat=True))
    assert store_pack(pack, by=None, release=True) == shaped
    assert set(Rate.objects.values_list("id", flat=True)) == ids


# --- to the rules ----------------------------------------------------------------------------


def test_everything_reaches_the_rules(law):
    read = law_of(law)
    benefits = {benefit.code: benefit for benefit in read.benefits}
    assert read.territories == ("tinh-cu-a", "tinh-cu-b")
    assert (read.settings.deciding, read.settings.rounding) == (Deciding.END, Rounding.THOUSAND)
    visit = benefits["tham_hoi"]
    assert (visit.occasion, visit.carries_from) == ("nam_vien", ("tham_hoi_cu",))
    assert visit.settings.usage_of_replaced is UsageOfReplaced.RESTARTED
    assert visit.settings.deciding is Deciding.END, "what it leaves open is as the law says"
    assert benefits["dai_ngay"].settings is None
    [derived] = [rate for rate in visit.rates if rate.group == "2"]
    assert (derived.worth, derived.factor, derived.of) == (Worth.SHARE_OF_RATE, 5_000, "tham_hoi")
    huyen = next(rate.payer for rate in visit.rates if rate.payer.code == "huyen")
    assert huyen.successor.code == "tinh"
    assert [threshold.measure for threshold in visit.thresholds] == [Measure.QUANTITY, Measure.COST]
    cycle = next(limit for limit in visit.limits if limit.window is Window.CYCLE)
    assert (cycle.cycle_years, cycle.cycle_from, cycle.exceptional_by) == (2, 2012, "Ban Thường vụ")
    assert {limit.benefits for limit in read.limits} == {(), ("tham_hoi", "dieu_duong")}
    bands = next(rate.bands for rate in benefits["dai_ngay"].rates if rate.bands)
    assert [(band.from_day, band.to_day) for band in bands] == [(8, 20), (21, None)]
    parameters = {parameter.code: parameter for parameter in read.parameters}
    assert parameters["phi_bao_hiem"].share_of == "luong_thu"
    assert [value.value for value in parameters["luong_thu"].values] == [2_340_000, 2_530_000]
    assert {each.code for each in read.lists} == {"benh_hiem_ngheo", "xa_ngheo", "ngay_le"}


# --- in words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("benefit", "figures"),
    [
        ("tham_hoi", {"2.000.000", "Tối đa 1.500.000", "50 % mức Thăm hỏi của Đối tượng 1"}),
        ("dai_ngay", {"100.000; 120.000", "50.000", "3 % × Lương thử", "10.000"}),
        ("benh_nang", {"30 % đến 60 %", "Chi phí thực tế"}),
        ("chuyen_vien", {"Chi phí thực tế"}),
        ("dieu_duong", {"Hệ số 1,8 × Lương thử", "Hệ số 0,9 × Lương thử", "1.000.000"}),
        ("bao_hiem", {"30 % × Phí bảo hiểm", "Hệ số 1 × Lương thử"}),
        ("phuc_vu", {"100.000", "300.000", "Hiện vật", "0"}),
    ],
)
def test_every_rate_has_its_figure(law, benefit, figures):
    row, names = law.benefits.get(code=benefit), names_of(law)
    assert {figure(rate, row, names).value for rate in row.rates.all()} == figures


def test_the_page_tells_all_of_it(law, officer):
    page = unescape(officer.get(reverse("resolution_detail", args=[law.code])).content.decode())
    for expected in (
        "đồng/lượt, kèm vòng hoa",
        "từ ngày thứ 8 đến ngày thứ 20; từ ngày thứ 21",
        "chỉ các ngày trong Ngày lễ",
        "của chi phí ngoài phần BHYT chi trả, theo quyết định, cùng nguồn khác không quá 100 %",
        "trần 15.000.000 đồng mỗi lượt",
        "không quá 3.000.000 đồng, chi phí vận chuyển",
        "gói gồm Tiền ăn, Quà 200.000, Chi khác không quá 10 %",
        "từ 60 đến 74 tuổi",
        "bệnh không thuộc Bệnh hiểm nghèo",
        "thuộc Xã nghèo (kể cả trong 36 tháng sau khi thôi)",
        "không phải từ 40 đến 49 năm huy hiệu Đảng",
        "ngày thuộc Ngày lễ",
        "tối đa 5.000.000 đồng trong 2 năm kể từ năm 2012",
        "được đến 9.000.000 đồng khi có quyết định của Ban Thường vụ",
        "từ 3 ngày mỗi đợt trở lên",
        "chi phí ngoài phần BHYT chi trả từ 10.000.000 đồng trong năm trở lên",
        "tối đa 50.000.000 đồng trong năm",
        "tính chung cho Thăm hỏi, Điều dưỡng",
        "Người hưởng chọn một: Điều dưỡng, Dài ngày (trong 2 năm kể từ lần hưởng trước)",
        "Chỉ hưởng khoản cao nhất: Thăm hỏi, Bệnh nặng (trong cùng một việc)",
        "Hạn mức tính lại từ đầu, không kể phần hưởng theo văn bản cũ.",
    ):
        assert expected in page, expected


def test_every_rate_is_in_the_matrix_once(law):
    matrix = matrix_of(law)
    shown = [
        cell.rate.pk for row in matrix.rows for cell in [*row.cells, row.for_everybody] if cell
    ]
    assert sorted(shown) == sorted(Rate.objects.values_list("pk", flat=True))
    assert matrix.unsure_limits == 3, "one limit, one threshold, one relation are not stated"


# --- what is wrong ---------------------------------------------------------------------------


def rate(pack: dict, benefit: int, number: int = 0) -> dict:
    return pack["benefits"][benefit]["rates"][number]


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (
            lambda p: rate(p, 0).update(of="luong_thu"),
            "benefits[0].rates[0].of: Phải ghi tính theo",
        ),
        (lambda p: rate(p, 0, 2).update(of="khong_co"), "không có chế độ “khong_co”"),
        (lambda p: rate(p, 0, 2).update(as_group="9"), "as_group: không có đối tượng “9”"),
        (lambda p: rate(p, 1, 2).update(of="khong_co"), "không có tham số “khong_co”"),
        (lambda p: rate(p, 1, 1).update(only_on="khong_co"), "không có danh mục “khong_co”"),
        (
            lambda p: rate(p, 2).update(when={"disease": {"listed": "khong_co"}}),
            "benefits[2].rates[0].when: không có danh mục “khong_co”",
        ),
        (lambda p: rate(p, 2).update(factor=50), "phải là tỷ lệ hoặc hệ số, viết như 50 %"),
        (lambda p: rate(p, 2).update(factor="0,00001"), "có quá nhiều số lẻ"),
        (lambda p: rate(p, 2).update(factor_to="20 %"), "factor_to: phải lớn hơn tỷ lệ từ"),
        (
            lambda p: rate(p, 0).update(bands=[{"from_day": 1, "amount": 5}]),
            "bands: Mức theo khoảng",
        ),
        (lambda p: rate(p, 1)["bands"][1].update(from_day=20), "bands[1]: các khoảng ngày"),
        (lambda p: rate(p, 1)["bands"][0].update(to_day=None), "bands[0].to_day: chỉ khoảng cuối"),
        (lambda p: rate(p, 1).update(only_on="ngay_le"), "bands: Mức theo khoảng ngày không đi"),
        (lambda p: rate(p, 4)["components"][1].update(share_to="5 %"), "không ghi cả hai"),
        (lambda p: rate(p, 6, 2).update(ceiling=5), "ceiling: Trần mỗi lượt chỉ ghi cho"),
        (lambda p: rate(p, 6, 2).update(in_kind=""), "in_kind: Khoản bằng hiện vật phải ghi"),
        (lambda p: rate(p, 3).update(up_to="có"), "up_to: phải là true hoặc false"),
        (
            lambda p: rate(p, 0).update(when={"age": {"from": 60, "to": 50}}),
            "when: có khoảng số ngược",
        ),
        (lambda p: rate(p, 0).update(when={"age": {"tu": 60}}), "when: “age” không có mục tu"),
        (lambda p: rate(p, 0).update(when={"age": {}}), "when: phải nêu đặc điểm và đúng một"),
        (lambda p: rate(p, 0).update(when={"Tuổi": "60"}), "when: “Tuổi” phải là mã"),
        (lambda p: rate(p, 0).update(when="ai cũng được"), "when: phải là danh sách các điều kiện"),
        (
            lambda p: p["resolution"].update(settings={"lam_tron": "x"}),
            "settings: không có câu hỏi",
        ),
        (
            lambda p: p["resolution"].update(settings={"rounding": "x"}),
            "resolution.settings: “rounding” phải là một trong: dong, thousand",
        ),
        (lambda p: p["limits"][1].update(benefits=["khong_co"]), "limits[1].benefits: không có"),
        (lambda p: p["limits"][0].pop("article"), "limits[0].article: thiếu."),
        (lambda p: p["limits"][0].update(exceptional_value=5), "exceptional_value: phải cao hơn"),
        (lambda p: p["limits"][0].update(cycle_years=3), "limits[0].cycle_years: số năm"),
        (lambda p: p["limits"][0].update(measure="cost"), "limits[0].measure: phải là một trong"),
        (
            lambda p: p["benefits"][0]["thresholds"][0].update(window="year"),
            "thresholds[0].window: số ngày tối thiểu chỉ tính cho một đợt",
        ),
        (lambda p: p["relations"][0].update(benefits=["tham_hoi"]), "relations[0].benefits: phải"),
        (lambda p: p["relations"][1].update(window="year"), "relations[1].window: lấy khoản"),
        (lambda p: p["payers"][0].update(successor="khong-co"), "payers[0].successor: không có"),
        (lambda p: p["payers"][2].update(successor="huyen"), "payers[2].successor: nguồn có"),
        (lambda p: p["parameters"][0].update(share_of="phi_bao_hiem"), "các tham số tính vòng"),
        (lambda p: p["parameters"][1].update(share_of="khong_co"), "parameters[1].share_of: không"),
        (
            lambda p: p["parameters"][1]["values"][0].update(value=5),
            "values[0].value: phải là tỷ lệ",
        ),
        (
            lambda p: p["parameters"][0]["values"][1].update(since=date(2024, 7, 1)),
            "parameters[0].values[1].since: ngày này đã có",
        ),
        (lambda p: p["lists"][1]["entries"][0].update(value="Tết"), "phải là ngày, viết như 2026"),
        (lambda p: p["lists"].append(p["lists"][0] | {"code": "thua"}), "lists[3]: không có mức"),
    ],
)
def test_a_fault_is_told_with_its_place(pack, spoil, expected):
    spoil(pack)
    with pytest.raises(PackError) as caught:
        canonical_pack(pack)
    assert any(expected in problem for problem in caught.value.problems), caught.value.problems


def test_the_database_refuses_the_same(law):
    """The wall behind the check of a pack speaks from the same table."""
    flat = Rate.objects.filter(amount_kind="flat", worth="amount").first()
    for changes, told in (
        ({"of": "luong_thu"}, "Phải ghi tính theo"),
        ({"bands": [{"from_day": 1, "amount": 5}]}, "Mức theo khoảng ngày"),
        ({"amount_kind": "package"}, "Các phần của gói"),
        ({"factor": 5}, "Hệ số, tỷ lệ phải ghi"),
        ({"worth": "percent"}, "không ghi mức"),
    ):
        spoilt = Rate.objects.get(pk=flat.pk)
        for name, value in changes.items():
            setattr(spoilt, name, value)
        with pytest.raises(Exception, match=told):
            spoilt.full_clean()
