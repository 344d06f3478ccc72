"""The registry on screen: who sees whom, what is masked, what is kept of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessEntry
from accounts.roles import Role
from beneficiaries.models import Cadre
from config.workbooks.opening import Head, read_sheet
from tests.beneficiaries.test_identity import QR
from tests.factories import (
    CadreFactory,
    HospitalFactory,
    MembershipFactory,
    UnitFactory,
    UserFactory,
    entitled_cadre,
)

PERSON = {
    "full_name": "Nông Thị Mai",
    "birth_date": "05/03/1960",
    "sex": "female",
    "citizen_id": "020160000077",
}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def strangers(db):
    """Somebody of another unit, and the one of our own commune."""
    commune = UnitFactory(name="Xã Kỳ Lừa")
    own = CadreFactory(full_name="Vi Văn Nhà", commune=commune)
    return commune, own, CadreFactory(full_name="Lý Văn Lạ", commune=UnitFactory())


def test_a_unit_lists_its_own_people(strangers, signed_in):
    commune, own, stranger = strangers
    page = text(signed_in(UserFactory(unit=commune)).get(reverse("cadre_list")))
    assert own.full_name in page
    assert stranger.full_name not in page


@pytest.mark.parametrize("field", ["managing_unit", "commune", "care_facility"])
def test_each_tie_to_a_unit_counts(db, signed_in, field):
    unit = HospitalFactory() if field == "care_facility" else UnitFactory()
    cadre = CadreFactory(**{field: unit})
    client = signed_in(UserFactory(unit=unit))
    assert client.get(reverse("cadre_detail", args=[cadre.pk])).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "cadre_detail",
        "cadre_edit",
        "cadre_end",
        "membership_create",
        "card_issue",
        "card_reissue",
        "cadre_reveal",
    ],
)
def test_a_stranger_s_address_leads_nowhere(strangers, signed_in, name):
    commune, _, stranger = strangers
    client = signed_in(UserFactory(unit=commune))
    address = reverse(name, args=[stranger.pk])
    response = client.post(address, {"field": "citizen_id"})
    assert response.status_code == 404
    assert stranger.full_name not in text(response)


def test_the_department_sees_all(strangers, signed_in):
    page = text(signed_in(UserFactory()).get(reverse("cadre_list")))
    assert "Vi Văn Nhà" in page
    assert "Lý Văn Lạ" in page


def test_numbers_are_masked(db, signed_in):
    cadre = CadreFactory(citizen_id="020060000077", bank_account="8401234567")
    client = signed_in(UserFactory())
    for address in (reverse("cadre_list"), reverse("cadre_detail", args=[cadre.pk])):
        page = text(client.get(address))
        assert "020060000077" not in page
        assert "8401234567" not in page
        assert "•••••••••077" in page


def test_a_number_is_shown_to_who_needs_it_and_that_is_kept(db, signed_in):
    cadre = CadreFactory(citizen_id="020060000077")
    user = UserFactory()
    address = reverse("cadre_reveal", args=[cadre.pk])
    assert "020060000077" in text(signed_in(user).post(address, {"field": "citizen_id"}))
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.action, entry.subject_id) == (user, "Xem số CCCD", cadre.pk)


@pytest.mark.parametrize(
    ("role", "field", "status"),
    [
        (Role.CASHIER, "bank_account", 200),
        (Role.CASHIER, "citizen_id", 403),
        (Role.INSPECTOR, "citizen_id", 200),
        (Role.INSPECTOR, "bank_account", 403),
        (Role.REPORTER, "citizen_id", 403),
        (Role.CHECKER, "full_name", 400),
    ],
)
def test_each_role_is_shown_what_it_needs(db, signed_in, role, field, status):
    cadre = CadreFactory()
    client = signed_in(UserFactory(roles=[role]))
    response = client.post(reverse("cadre_reveal", args=[cadre.pk]), {"field": field})
    assert response.status_code == status
    assert AccessEntry.objects.exists() == (status == 200)


def test_the_list_asks_as_often_for_many_as_for_few(law, signed_in):
    client = signed_in(UserFactory())
    entitled_cadre(law)
    client.get(reverse("cadre_list"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("cadre_list"))
    for _ in range(9):
        entitled_cadre(law)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("cadre_list"))
    assert len(many) == len(few)


def test_filters_narrow_the_list(law, signed_in):
    client = signed_in(UserFactory())
    in_group = entitled_cadre(law, full_name="Vi Văn Bốn")
    retired = CadreFactory(full_name="Vi Văn Hưu", retired_on=date(2020, 1, 1))

    def shown(**filters) -> list[str]:
        page = client.get(reverse("cadre_list"), filters).context["page"]
        return [cadre.full_name for cadre in page]

    group = law.groups.get(code="4")
    assert shown(group=group.pk) == [in_group.full_name]
    assert shown(group="none") == [retired.full_name]
    assert shown(status="retired") == [retired.full_name]
    assert shown(status="serving") == [in_group.full_name]
    assert shown(q="huu") == [retired.full_name]
    assert shown(card="yes") == []
    assert shown(group="x", page="x", sort="x") == [in_group.full_name, retired.full_name]


def test_the_export_holds_what_is_seen(law, signed_in):
    entitled_cadre(law, full_name="Vi Văn Bốn", citizen_id="020060000077")
    CadreFactory(full_name="Lý Thị Khác")
    heads = [Head(name="name", head="Họ và tên", required=True), Head(name="id", head="Số CCCD")]
    for role, shown in ((Role.DATA_ENTRY, "020060000077"), (Role.REPORTER, "•••••••••077")):
        client = signed_in(UserFactory(roles=[role]))
        response = client.get(reverse("cadre_export"), {"q": "bon"})
        sheet = read_sheet(response.content, heads=heads)
        cells = [[row[sheet.places["name"]], row[sheet.places["id"]]] for row in sheet.cells]
        assert cells == [["Vi Văn Bốn", shown]]


def test_a_person_is_entered_by_hand(db, signed_in):
    unit = UnitFactory()
    response = signed_in(UserFactory()).post(
        reverse("cadre_create"), PERSON | {"managing_unit": unit.pk}
    )
    cadre = Cadre.objects.get()
    assert response.url == reverse("cadre_detail", args=[cadre.pk])
    assert cadre.search_name == "nong thi mai"
    page = text(signed_in(UserFactory()).get(response.url))
    assert "Thêm cán bộ" in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"citizen_id": "020061000077"}, "không khớp ngày sinh"),
        ({"sex": "male"}, "không khớp giới tính"),
        ({"citizen_id": "12"}, "đúng 12 chữ số"),
        ({"birth_date": "05/03/2060"}, "Ngày không được sau"),
        ({"birth_date": "31/02/1960"}, "Ngày không đúng"),
        ({"retired_on": "01/01/1950"}, "Ngày nghỉ hưu phải sau ngày sinh"),
        ({"insurance_number": "12"}, "Số thẻ BHYT cần 10 số"),
        ({"bank_account": "abc"}, "từ 6 đến 20 chữ số"),
        ({"full_name": ""}, "Họ và tên"),
        ({"managing_unit": "999999"}, "Cơ quan quản lý"),
    ],
)
def test_a_wrong_field_is_told_and_nothing_typed_is_lost(db, signed_in, fields, told):
    unit = UnitFactory()
    data = PERSON | {"managing_unit": unit.pk, "post": "Trưởng phòng đang gõ"} | fields
    page = text(signed_in(UserFactory()).post(reverse("cadre_create"), data))
    assert told in page
    assert "Trưởng phòng đang gõ" in page
    assert not Cadre.objects.exists()


def test_one_citizen_id_one_person(db, signed_in):
    known = CadreFactory(citizen_id="020160000077", full_name="Vi Thị Trước")
    data = PERSON | {"managing_unit": UnitFactory().pk}
    page = text(signed_in(UserFactory()).post(reverse("cadre_create"), data))
    assert f"Số CCCD này đã thuộc {known.full_name}" in page
    commune = UnitFactory()
    stranger = signed_in(UserFactory(unit=commune))
    page = text(stranger.post(reverse("cadre_create"), data | {"commune": commune.pk}))
    assert known.full_name not in page
    assert "hãy liên hệ Sở Y tế" in page


def test_a_unit_enters_only_its_own_people(db, signed_in):
    commune = UnitFactory()
    client = signed_in(UserFactory(unit=commune))
    data = PERSON | {"managing_unit": UnitFactory().pk}
    assert "không còn thuộc đơn vị của bạn" in text(client.post(reverse("cadre_create"), data))
    assert client.post(reverse("cadre_create"), data | {"commune": commune.pk}).status_code == 302


def test_a_scanned_card_fills_the_form(db, signed_in):
    commune = UnitFactory(name="Xã Kỳ Lừa")
    client = signed_in(UserFactory())
    data = {"citizen_qr": QR, "fill": "1", "post": "Đã gõ trước"}
    page = text(client.post(reverse("cadre_create"), data))
    for value in ("Nguyễn Văn An", "05/03/1960", "020060000001", "Đã gõ trước"):
        assert f'value="{value}"' in page
    assert f'<option value="{commune.pk}" selected>' in page
    assert not Cadre.objects.exists()
    known = CadreFactory(citizen_id="020060000001")
    page = text(client.post(reverse("cadre_create"), data))
    assert reverse("cadre_detail", args=[known.pk]) in page


def test_a_text_that_is_no_card_is_told(db, signed_in):
    data = {"citizen_qr": "xin chào", "fill": "1", "full_name": "Đã gõ"}
    page = text(signed_in(UserFactory()).post(reverse("cadre_create"), data))
    assert "không phải mã QR" in page
    assert 'value="Đã gõ"' in page


def test_history_tells_who_changed_what(db, signed_in):
    user = UserFactory(full_name="Hoàng Thị Sửa", job_title="Chuyên viên sổ")
    client = signed_in(user)
    data = PERSON | {"managing_unit": UnitFactory().pk, "post": "Cũ"}
    client.post(reverse("cadre_create"), data)
    cadre = Cadre.objects.get()
    client.post(reverse("cadre_edit", args=[cadre.pk]), data | {"post": "Mới"})
    page = text(client.get(reverse("cadre_detail", args=[cadre.pk])))
    assert "Chức vụ, chức danh: Cũ → Mới" in page
    assert "Hoàng Thị Sửa, Chuyên viên sổ" in page


def test_the_page_of_a_person_shows_what_other_apps_know(law, signed_in):
    cadre = entitled_cadre(law)
    response = signed_in(UserFactory()).get(reverse("cadre_detail", args=[cadre.pk]))
    assert "Đối tượng 4" in text(response)
    assert "claims" in [shown.panel.code for shown in response.context["panels"]]


def test_lists_hold_together_when_a_person_is_in_two_resolutions_at_once(law, signed_in):
    cadre = entitled_cadre(law)
    cadre.memberships.update(until=date(2025, 12, 31))
    MembershipFactory(cadre=cadre, group=law.groups.get(code="3"), since=date(2026, 1, 1))
    page = signed_in(UserFactory()).get(reverse("cadre_list")).context["page"]
    assert [one.group.code for one in page[0].groups_today] == ["3"]
