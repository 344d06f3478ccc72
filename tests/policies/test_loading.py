from copy import deepcopy
from datetime import date
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from policies.dumping import dump_pack, pack_text
from policies.loading import load_pack, read_pack, store_pack
from policies.models import Benefit, Rate, Resolution
from policies.packing.format import canonical_pack
from policies.packing.shapes import PackError

NAME = "lang-son-24-2024"


@pytest.fixture
def pack() -> dict:
    return deepcopy(read_pack(NAME))


def first_problem(pack: object) -> str:
    with pytest.raises(PackError) as caught:
        canonical_pack(pack)
    return caught.value.problems[0]


def test_what_goes_in_comes_out(pack, lang_son):
    assert dump_pack(lang_son) == pack


def test_the_file_that_comes_out_goes_in_again(pack, lang_son):
    assert canonical_pack(yaml.safe_load(pack_text(lang_son))) == pack


def test_all_ten_regimes_are_there(lang_son):
    letters = lang_son.benefits.order_by("position").values_list("letter", flat=True)
    assert list(dict.fromkeys(letters)) == list("abcdđeghik")


def test_nothing_in_the_demo_pack_claims_to_be_the_text(lang_son):
    """The text was not read (domain.md), so no rate may say that it states it."""
    assert not Rate.objects.filter(benefit__resolution=lang_son, confidence="stated").exists()
    assert not Rate.objects.filter(benefit__resolution=lang_son, basis="").exists()


def test_the_same_pack_twice_changes_nothing(lang_son):
    ids = set(Rate.objects.values_list("id", flat=True))
    again = load_pack(NAME, by=None, release=True)
    assert again == lang_son
    assert set(Rate.objects.values_list("id", flat=True)) == ids


def test_a_draft_is_replaced_by_what_the_pack_says(pack, db):
    store_pack(pack, by=None, release=False)
    pack["benefits"][1]["rates"][0]["amount"] = 200_000
    resolution = store_pack(pack, by=None, release=False)
    meal = resolution.benefits.get(code="inpatient_meal")
    assert set(meal.rates.values_list("amount", flat=True)) == {200_000}
    assert Resolution.objects.count() == 1


def test_a_released_version_is_not_rewritten(pack, lang_son):
    pack["benefits"][1]["rates"][0]["amount"] = 200_000
    with pytest.raises(PackError, match="văn bản kế tiếp"):
        store_pack(pack, by=None, release=True)
    assert not Rate.objects.filter(amount=200_000).exists()


def test_a_payer_may_close_after_release(pack, lang_son):
    pack["payers"][0]["open_to"] = date(2030, 12, 31)
    assert store_pack(pack, by=None, release=True) == lang_son
    assert dump_pack(lang_son)["payers"][0]["open_to"] == date(2030, 12, 31)


def test_a_bad_pack_leaves_nothing_behind(pack, db):
    """Even one that only the database finds out."""
    pack["benefits"][3]["rates"][0]["amount"] = 5  # actual cost names no amount
    with pytest.raises(PackError, match=r"^benefits: Mức cố định phải lớn hơn 0"):
        store_pack(pack, by=None, release=True)
    assert not Resolution.objects.exists()
    assert not Benefit.objects.exists()


def test_what_is_too_long_is_told_with_its_place(pack, db):
    pack["benefits"][3]["unit"] = "lượt khám bệnh, chữa bệnh ngoại trú"
    with pytest.raises(PackError, match=r"^benefits\[3\]\.unit: "):
        store_pack(pack, by=None, release=True)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda p: p.pop("groups"), "groups: phải là danh sách."),
        (lambda p: p.update(luat=1), "luat: không có phần này."),
        (lambda p: p["resolution"].pop("number"), "resolution.number: thiếu."),
        (
            lambda p: p["resolution"].update(issued_on="10/12/2024"),
            "resolution.issued_on: phải là ngày, viết như 2024-12-10.",
        ),
        (lambda p: p["groups"][0].update(code=1), "groups[0].code: phải là mã viết bằng chữ"),
        (
            lambda p: p["benefits"][1]["rates"][0].update(amount="190.000"),
            "benefits[1].rates[0].amount: phải là số nguyên không âm",
        ),
        (
            lambda p: p["benefits"][1]["rates"][0].update(amount=190_000.0),
            "benefits[1].rates[0].amount: phải là số nguyên không âm",
        ),
        (
            lambda p: p["benefits"][1]["rates"][0].update(amount=0),
            "benefits[1].rates[0].amount: Khoản tính mỗi ngày ghi một mức chung",
        ),
        (
            lambda p: p["benefits"][3]["rates"][0].update(amount=5),
            "benefits[3].rates[0].amount: Mức cố định phải lớn hơn 0; chi phí thực tế",
        ),
        (
            lambda p: p["benefits"][3]["rates"][0].update(ceiling=0),
            "benefits[3].rates[0].ceiling: trần phải lớn hơn 0.",
        ),
        (
            lambda p: p["benefits"][7]["limits"][1].update(groups=["1"]),
            "benefits[7].limits[1]: hạn mức loại này của đối tượng này đã có",
        ),
        (
            lambda p: p["benefits"][1]["rates"][0].update(groups=[]),
            "benefits[1].rates[0].groups: phải nêu ít nhất một đối tượng",
        ),
        (
            lambda p: p["benefits"][1]["rates"][0].update(groups=["9"]),
            "benefits[1].rates[0].groups: không có đối tượng “9”.",
        ),
        (
            lambda p: p["benefits"][1]["rates"][0].update(payer="quy-rieng"),
            "benefits[1].rates[0].payer: không có nguồn kinh phí “quy-rieng”.",
        ),
        (
            lambda p: p["benefits"][1]["rates"][0].update(basis=""),
            "benefits[1].rates[0].basis: mức không lấy thẳng từ văn bản phải ghi căn cứ.",
        ),
        (
            lambda p: p["benefits"][0]["rates"][0].update(when={"hospital_level": ["huyen"]}),
            "benefits[0].rates[0].when: hospital_level không có huyen; có: central, province",
        ),
        (
            lambda p: p["benefits"][10]["rates"][0].update(when={"variant": "ban"}),
            "benefits[10].rates[0].when: hình thức, vai trò phải có cả mã và tên",
        ),
        (lambda p: p["benefits"][2].update(rates=[]), "benefits[2].rates: chế độ"),
        (lambda p: p["benefits"][2].update(code="inpatient_meal"), "benefits[2].code: mã"),
        (lambda p: p["benefits"].append("chế độ m"), "benefits[12]: thiếu, hoặc không ghi"),
    ],
)
def test_a_fault_is_told_with_its_place(pack, spoil, expected):
    spoil(pack)
    assert first_problem(pack).startswith(expected)


def test_a_pack_of_nothing():
    assert "scheme, resolution, groups" in first_problem(None)


@pytest.mark.parametrize(
    "change",
    [
        {"when": {"hospital_level": ["region", "province"]}},  # province is in the other rate
        {"when": {"employment_status": "retired"}},
        {"when": []},
    ],
)
def test_rates_that_could_both_fit_are_refused(pack, change):
    pack["benefits"][0]["rates"][0].update(change)
    assert first_problem(pack).startswith("benefits[0].rates[1]: chồng lên rates[0]")


def test_rates_of_different_days_may_follow_each_other(pack, db):
    [meal] = pack["benefits"][1]["rates"]
    later = deepcopy(meal) | {"valid_from": date(2026, 1, 1), "amount": 210_000}
    meal["valid_to"] = date(2025, 12, 31)
    pack["benefits"][1]["rates"].append(later)
    assert canonical_pack(pack) == pack
    later["valid_from"] = date(2025, 12, 31)
    assert "chồng lên" in first_problem(pack)


def test_the_command_loads_and_says_what_it_loaded(db):
    out = StringIO()
    call_command("load_pack", NAME, "--release", stdout=out)
    assert "Nghị quyết số 24/2024/NQ-HĐND: đang áp dụng, 12 chế độ, 61 mức hưởng." in out.getvalue()


@pytest.mark.parametrize("text", ["a: [", "- 1", "\ufeffscheme: 1\nkhác: 2"])
def test_the_command_tells_what_is_wrong_with_a_file(db, tmp_path, text):
    path = tmp_path / "hong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="Tệp chưa nạp được"):
        call_command("load_pack", str(path))


def test_the_command_knows_no_such_pack_or_user(db):
    with pytest.raises(CommandError, match=r"Không có tệp khong-co\.yaml"):
        call_command("load_pack", "khong-co")
    with pytest.raises(CommandError, match="Không có người dùng"):
        call_command("load_pack", NAME, "--by", "khong_co")
