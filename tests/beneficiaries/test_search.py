from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from beneficiaries.picking import one_person, shown_in_box
from beneficiaries.search import find_people, recognise
from tests.beneficiaries.test_identity import QR
from tests.factories import CadreFactory, UnitFactory, UserFactory


@pytest.fixture
def people(db):
    return {
        name: CadreFactory(full_name=name, birth_date=born)
        for name, born in {
            "Đặng Đức Ánh": date(1950, 1, 2),
            "Nguyễn Văn An": date(1960, 3, 5),
            "Nguyễn Văn Ẩn": date(1960, 3, 5),
            "Trần Thị Đào": date(1970, 5, 6),
            "H'Hen Niê": date(1980, 5, 6),
        }.items()
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("dang duc anh", ["Đặng Đức Ánh"]),
        ("ĐẶNG", ["Đặng Đức Ánh"]),
        ("duc dang", ["Đặng Đức Ánh"]),
        ("ng van a", ["Nguyễn Văn An", "Nguyễn Văn Ẩn"]),
        ("dao", ["Trần Thị Đào"]),
        ("hhen", ["H'Hen Niê"]),
        ("nguyen van an 05/03/1960", ["Nguyễn Văn An", "Nguyễn Văn Ẩn"]),
        ("Trần Thị Đào, 07/05/1970", []),
        ("khong co ai", []),
        ("", []),
        ("' OR 1=1 --", []),
        ("a & b | !c:*", []),
        ("<->", []),
    ],
)
def test_names_are_found_with_and_without_accents(people, text, names):
    found = [cadre.full_name for cadre in find_people(UserFactory(), text)]
    assert found == names


def test_numbers_are_recognised(db):
    cadre = CadreFactory(citizen_id="020060000001", insurance_number="HT2201234567890")
    CadreFactory()
    user = UserFactory()
    for text in ("020060000001", "0200 6000 0001", "ht2201234567890", QR, f"mã {cadre.pk}"):
        assert list(find_people(user, text)) == [cadre], text


def test_a_ten_digit_number_is_an_insurance_number():
    assert recognise("1234567890").kind == "insurance"
    assert recognise("LS-000123").kind == "card"
    assert recognise("Nguyễn Văn An").kind == "name"


def test_a_unit_finds_only_its_own_people(people):
    commune = UnitFactory()
    people["Trần Thị Đào"].commune = commune
    people["Trần Thị Đào"].save()
    user = UserFactory(unit=commune)
    assert [cadre.full_name for cadre in find_people(user, "dao")] == ["Trần Thị Đào"]
    assert not find_people(user, "dang duc anh")
    assert not find_people(user, people["Đặng Đức Ánh"].citizen_id)


def test_people_stand_in_the_order_of_their_given_names(db, signed_in):
    for name in ("Lê Văn Ý", "Lê Văn Ánh", "Lê Văn Đạt", "Lê Văn Dũng", "Lê Văn Ân", "Lê Văn Ăn"):
        CadreFactory(full_name=name)
    page = signed_in(UserFactory()).get(reverse("cadre_list"))
    names = [cadre.full_name.split()[-1] for cadre in page.context["page"]]
    assert names == ["Ánh", "Ăn", "Ân", "Dũng", "Đạt", "Ý"]


def test_the_search_box_opens_the_person_whom_a_number_names(db, signed_in):
    cadre = CadreFactory(citizen_id="020060000001")
    client = signed_in(UserFactory())
    response = client.get(reverse("search"), {"q": "020060000001"})
    assert response.url == reverse("cadre_detail", args=[cadre.pk])
    listed = client.get(reverse("search"), {"q": cadre.full_name})
    assert cadre.full_name in listed.content.decode()


def test_the_person_box_takes_what_it_shows(people):
    user = UserFactory()
    cadre = people["Nguyễn Văn Ẩn"]
    assert one_person(user, shown_in_box(cadre)) == cadre
    assert one_person(user, "Trần Thị Đào 06/05/1970") == people["Trần Thị Đào"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nguyễn Văn An", "thêm ngày sinh"),
        ("Nguyễn Văn An 05/03/1960", "gõ số CCCD"),
        ("Không Có Ai", "Không có ai tên đúng như vậy"),
        ("020060999999", "CCCD này"),
        ("mã 99999999999999999999999", "Không có ai"),
        ("mã 999999999999999999", "Không tìm thấy"),
    ],
)
def test_the_person_box_says_what_to_type_instead(people, text, told):
    with pytest.raises(ValidationError, match=told):
        one_person(UserFactory(), text)


def test_suggestions_are_closed_to_people_of_other_units(people, signed_in):
    client = signed_in(UserFactory(unit=UnitFactory()))
    data = {"box": "cadre", "box_id": "id_cadre", "cadre": "nguyen"}
    assert "Nguyễn Văn An" not in client.post(reverse("cadre_lookup"), data).content.decode()
    chosen = data | {"chosen": people["Nguyễn Văn An"].pk}
    assert client.post(reverse("cadre_lookup"), chosen).status_code == 404


def test_suggestions_fill_the_box(people, signed_in):
    client = signed_in(UserFactory())
    data = {"box": "cadre", "box_id": "id_cadre", "cadre": "tran thi dao"}
    listed = client.post(reverse("cadre_lookup"), data).content.decode()
    assert "Trần Thị Đào" in listed
    cadre = people["Trần Thị Đào"]
    filled = client.post(reverse("cadre_lookup"), data | {"chosen": cadre.pk})
    assert shown_in_box(cadre) in filled.content.decode()
    assert filled["HX-Trigger-After-Settle"] == "cadre-chosen"
