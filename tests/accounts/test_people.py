"""Pages of people and units, for the administrator."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessEntry, Unit, User
from accounts.roles import Role
from tests.accounts.conftest import PASSWORD

NEW_PASSWORD = "mot-mat-khau-tam"


def user_data(of: Unit, **changes) -> dict:
    return {
        "username": "binh",
        "password": NEW_PASSWORD,
        "full_name": "Lương Thị Bình",
        "unit": of.pk,
        "job_title": "Chuyên viên",
        "roles": ["data_entry"],
    } | changes


def test_a_new_person_can_sign_in_and_it_is_on_record(admin_client, client, department):
    response = admin_client.post(reverse("user_create"), user_data(department))
    assert response.status_code == 302
    assert client.login(username="binh", password=NEW_PASSWORD)
    entry = AccessEntry.objects.get(action="Lập tài khoản")
    assert entry.subject == "binh: Nhập liệu"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "quan_tri"}, "username"),
        ({"username": ""}, "username"),
        ({"password": "ngan"}, "password"),
        ({"password": "1234567890"}, "password"),
        ({"password": "Lương Thị Bình"}, "password"),
        ({"unit": ""}, "unit"),
        ({"unit": "999999"}, "unit"),
        ({"roles": ["giam-doc"]}, "roles"),
        ({"full_name": "B" * 121}, "full_name"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(admin_client, department, changes, field):
    response = admin_client.post(reverse("user_create"), user_data(department, **changes))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not User.objects.filter(full_name__startswith="Lương").exists()


def test_a_change_is_stored_and_on_record(admin_client, make_user, department, commune):
    user = make_user("an", Role.DATA_ENTRY)
    data = user_data(commune, username="an", roles=["checker", "reporter"], is_active="on")
    admin_client.post(reverse("user_edit", args=[user.pk]), data)
    user.refresh_from_db()
    assert (user.unit, user.roles) == (commune, ["checker", "reporter"])
    assert AccessEntry.objects.get().subject == "an: Thẩm định, Báo cáo"


def test_a_refused_change_leaves_the_heading_alone(admin_client, make_user, department):
    user = make_user("an", Role.DATA_ENTRY, full_name="Trần Thị An")
    data = user_data(department, username="an", full_name="", is_active="on")
    response = admin_client.post(reverse("user_edit", args=[user.pk]), data)
    assert "<h1>Trần Thị An</h1>" in response.content.decode()


def test_whoever_is_closed_out_is_out_at_once(admin_client, make_user, sign_in, department):
    user = make_user("an", Role.DATA_ENTRY)
    theirs = sign_in(user)
    assert theirs.get(reverse("password_change")).status_code == 200
    admin_client.post(reverse("user_edit", args=[user.pk]), user_data(department, username="an"))
    user.refresh_from_db()
    assert not user.is_active
    assert theirs.get(reverse("password_change")).status_code == 302
    assert AccessEntry.objects.get().subject == "an: Nhập liệu, ngừng đăng nhập"


def test_nobody_changes_their_own_roles_or_closes_their_own_door(
    admin_client, administrator, department
):
    data = user_data(department, username="quan_tri", roles=["approver"])
    admin_client.post(reverse("user_edit", args=[administrator.pk]), data)
    administrator.refresh_from_db()
    assert administrator.roles == ["administrator"]
    assert administrator.is_active
    assert administrator.full_name == "Lương Thị Bình"


def test_a_new_password_ends_the_open_sessions(admin_client, client, make_user, sign_in):
    user = make_user("an", Role.DATA_ENTRY)
    theirs = sign_in(user)
    admin_client.post(reverse("user_password", args=[user.pk]), {"password": NEW_PASSWORD})
    assert theirs.get(reverse("password_change")).status_code == 302
    assert not client.login(username="an", password=PASSWORD)
    assert client.login(username="an", password=NEW_PASSWORD)


def test_a_weak_new_password_is_refused(admin_client, client, make_user):
    user = make_user("an", Role.DATA_ENTRY)
    response = admin_client.post(reverse("user_password", args=[user.pk]), {"password": "an"})
    assert "password" in response.context["form"].errors
    assert client.login(username="an", password=PASSWORD)


def test_an_administrator_of_a_commune_sees_its_own_people_only(
    make_user, sign_in, commune, administrator
):
    own = make_user("xa", Role.ADMINISTRATOR, unit=commune)
    colleague = make_user("xa_nhap", Role.DATA_ENTRY, unit=commune)
    client = sign_in(own)
    page = client.get(reverse("user_list")).context["page"]
    assert {user.pk for user in page} == {own.pk, colleague.pk}
    for name in ("user_edit", "user_password"):
        assert client.get(reverse(name, args=[administrator.pk])).status_code == 404
    assert client.get(reverse("unit_edit", args=[administrator.unit_id])).status_code == 404
    assert [unit.pk for unit in client.get(reverse("unit_list")).context["page"]] == [commune.pk]
    form = client.get(reverse("user_create")).context["form"]
    assert list(form.fields["unit"].queryset) == [commune]


def test_people_are_found_by_name_unit_role_and_state(admin_client, make_user, commune):
    make_user("an", Role.DATA_ENTRY, full_name="Trần Thị An", unit=commune)
    make_user("cu", Role.CHECKER, full_name="Vi Văn Cũ", is_active=False)

    def found(**asked) -> set[str]:
        return {u.username for u in admin_client.get(reverse("user_list"), asked).context["page"]}

    assert found(q="thị an") == {"an"}
    assert found(unit=commune.pk) == {"an"}
    assert found(role="checker") == {"cu"}
    assert found(active="False") == {"cu"}
    assert found(q="không ai") == set()


@pytest.mark.parametrize("name", ["user_list", "unit_list", "access_log"])
def test_a_longer_list_asks_no_more(name, admin_client, administrator, make_user):
    AccessEntry.objects.create(user=administrator, action="Xem hồ sơ", subject="Nguyễn Văn A")

    def visit() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(reverse(name)).status_code == 200
        return len(queries)

    first = visit()
    for number in range(8):
        unit = Unit.objects.create(code=f"x{number}", name=f"Xã số {number}", kind="commune")
        user = make_user(f"an{number}", Role.DATA_ENTRY, unit=unit)
        AccessEntry.objects.create(user=user, action="Xem hồ sơ", subject="Nguyễn Văn A")
    assert visit() == first


def test_a_hospital_has_a_level_and_others_have_none(admin_client):
    data = {"code": "bv", "name": "Bệnh viện A", "kind": "hospital", "hospital_level": ""}
    response = admin_client.post(reverse("unit_create"), data)
    assert response.context["form"].errors == {
        "hospital_level": ["Hãy chọn tuyến của cơ sở khám bệnh, chữa bệnh."]
    }
    data |= {"kind": "commune", "hospital_level": "commune"}
    response = admin_client.post(reverse("unit_create"), data)
    assert list(response.context["form"].errors) == ["hospital_level"]
    data |= {"kind": "hospital", "hospital_level": "province"}
    assert admin_client.post(reverse("unit_create"), data).status_code == 302
    assert Unit.objects.get(code="bv").hospital_level == "province"


def test_a_unit_is_renamed_but_not_doubled(admin_client, department, commune):
    address = reverse("unit_edit", args=[commune.pk])
    data = {"code": commune.code, "name": "Xã Vũ Lễ", "kind": "commune", "hospital_level": ""}
    admin_client.post(address, data)
    commune.refresh_from_db()
    assert commune.name == "Xã Vũ Lễ"
    response = admin_client.post(address, data | {"code": department.code})
    assert list(response.context["form"].errors) == ["code"]


def test_choices_speak_vietnamese(admin_client):
    """Django's "nothing chosen" is English in 6.1, whatever the language."""
    form = admin_client.get(reverse("user_create")).content.decode()
    assert "– Chọn –" in form
    assert "Select an option" not in form
    assert ">Tất cả</option>" in admin_client.get(reverse("user_list")).content.decode()


def test_the_old_province_of_a_unit_is_chosen_and_shown(admin_client, commune):
    address = reverse("unit_edit", args=[commune.pk])
    data = {"code": commune.code, "name": commune.name, "kind": commune.kind}
    refused = admin_client.post(address, data | {"legacy_province": "khong-co"})
    assert "legacy_province" in refused.context["form"].errors
    assert admin_client.post(address, data | {"legacy_province": "lao-cai"}).status_code == 302
    commune.refresh_from_db()
    assert commune.legacy_province == "lao-cai"
    assert "Lào Cai" in admin_client.get(reverse("unit_list")).content.decode()
