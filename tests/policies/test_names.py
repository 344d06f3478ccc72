"""Codes in the rows of a law are shown as what they are called."""

import pytest
from django.urls import reverse

from accounts.models import Unit
from accounts.provinces import OLD_PROVINCES, province_choices, province_name
from policies.bridge import law_of
from policies.editing.codes import code_of
from policies.loading import load_pack
from policies.models import Benefit, DatedList, ListEntry, Rate, Resolution
from policies.names import names_of
from policies.rules import Event, Person, assess
from policies.wording import clause, condition, conditions_words, to_whom


def rate_asking(resolution: Resolution, trait: str) -> Rate:
    rates = Rate.objects.filter(benefit__resolution=resolution)
    return next(r for r in rates if any(each["trait"] == trait for each in r.conditions))


# --- old provinces ---------------------------------------------------------------------------


def test_every_old_province_is_found_by_what_is_typed():
    assert len(OLD_PROVINCES) == 63
    assert {code_of(name): name for name in OLD_PROVINCES.values()} == OLD_PROVINCES


def test_a_province_that_is_in_no_table_stays_as_it_is_kept():
    assert province_name("tinh-cu-a") == "tinh-cu-a"
    assert province_choices("tinh-cu-a")[-1] == ("tinh-cu-a", "tinh-cu-a")
    assert province_choices("lao-cai") == province_choices()


def test_the_page_names_the_old_provinces(officer):
    resolution = load_pack("lao-cai-22-2024", by=None, release=False)
    page = officer.get(reverse("resolution_detail", args=[resolution.code])).content.decode()
    assert "tỉnh Lào Cai (trước sáp nhập)" in page
    assert ">lao-cai<" not in page


@pytest.mark.parametrize("trait", ["territory", "residence_territory"])
def test_conditions_name_the_old_province(trait):
    assert conditions_words([{"trait": trait, "values": ["yen-bai"]}]).endswith(": Yên Bái")


def test_who_is_refused_is_told_the_provinces_by_name(db):
    law = law_of(load_pack("lao-cai-22-2024", by=None, release=False))
    person = Person("1", (("territory", "yen-bai"),))
    event = Event(law.effective_from, (law.benefits[0].code,))
    [refusal] = assess(event, law, person).refusals
    assert "chỉ áp dụng cho địa bàn Lào Cai" in refusal.sentence
    assert refusal.sentence.endswith("địa bàn của người này: Yên Bái.")


# --- other codes -----------------------------------------------------------------------------


def test_a_facility_is_called_as_its_unit(shaped):
    Unit.objects.create(
        code="bv-tinh", name="Bệnh viện tỉnh", kind="hospital", hospital_level="province"
    )
    words = condition(rate_asking(shaped, "facility"), names_of(shaped))
    assert "Bệnh viện tỉnh" in words
    assert "bv-khu-vuc" in words  # nobody named it


def test_a_value_is_called_as_a_list_has_it(shaped):
    posts = DatedList.objects.create(code="chuc-vu", name="Chức vụ", kind="other")
    ListEntry.objects.create(list=posts, value="uy-vien", label="Ủy viên")
    words = condition(rate_asking(shaped, "post_tier"), names_of(shaped))
    assert "nhóm chức vụ: Ủy viên" in words
    assert "nghỉ hưu" in words  # a word that all laws share is no matter of lists


# --- clauses, and whom a rate is for ---------------------------------------------------------


def test_only_what_was_read_in_the_text_stands_as_the_text():
    assert clause("Một lần.", ["stated"]) == ("Nguyên văn", "“Một lần.”")
    assert clause("Một lần.", ["stated", "derived"]) == ("Nội dung điều khoản", "Một lần.")
    assert clause("Một lần.", []) == ("Nội dung điều khoản", "Một lần.")
    assert clause("", ["stated"]) is None


def test_a_rate_without_a_group_is_for_every_cadre():
    assert to_whom(Benefit(payee_kind="cadre")) == "mọi đối tượng"
    assert to_whom(Benefit(payee_kind="staff")) == "không theo đối tượng"
    assert to_whom(Benefit(payee_kind="supplier")) == "không theo đối tượng"
