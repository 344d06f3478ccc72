"""The door: who comes in, what closes it, and what is kept out of sight."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(make_user):
    return make_user("an", Role.DATA_ENTRY)


@pytest.fixture
def locking(settings):
    settings.AXES_ENABLED = True
    return settings


def try_door(client: Client, password: str = PASSWORD, **extra):
    data = {"username": "an", "password": password}
    return client.post(reverse("login"), data, **extra)


def test_the_right_password_opens(client, user):
    response = try_door(client)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))


def test_after_signing_in_the_wanted_page_comes(client, user):
    wanted = reverse("password_change")
    assert client.get(wanted)["Location"] == f"{reverse('login')}?next={wanted}"
    data = {"username": "an", "password": PASSWORD, "next": wanted}
    assert client.post(reverse("login"), data)["Location"] == wanted


def test_no_other_site_is_ever_the_wanted_page(client, user):
    data = {"username": "an", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(reverse("login"), data)["Location"] == reverse("home")


@pytest.mark.parametrize("password", ["sai-mat-khau-roi", ""])
def test_a_wrong_password_does_not(client, user, password):
    response = try_door(client, password)
    assert response.status_code == 200
    assert not response.wsgi_request.user.is_authenticated


def test_a_stranger_hears_the_same_as_one_who_mistyped(client, user):
    """No hint which names exist."""
    wrong = client.post(reverse("login"), {"username": "an", "password": "sai-mat-khau-1"})
    nobody = client.post(reverse("login"), {"username": "ai", "password": "sai-mat-khau-1"})
    assert wrong.context["form"].non_field_errors() == nobody.context["form"].non_field_errors()
    assert "không đúng" in wrong.content.decode()


def test_who_has_left_stays_out(client, make_user):
    make_user("an", Role.DATA_ENTRY, is_active=False)
    assert try_door(client).status_code == 200


def test_five_wrong_passwords_close_the_door_even_to_the_right_one(client, user, locking):
    for _ in range(4):
        assert try_door(client, "sai-mat-khau-roi").status_code == 200
    response = try_door(client, "sai-mat-khau-roi")
    assert response.status_code == 429
    assert "tạm khóa" in response.content.decode()
    assert try_door(client).status_code == 429
    assert try_door(Client()).status_code == 429, "another browser is no way round"


def test_the_door_is_closed_to_that_name_from_that_address_only(client, user, make_user, locking):
    make_user("binh", Role.CHECKER)
    for _ in range(5):
        try_door(client, "sai-mat-khau-roi")
    binh = client.post(reverse("login"), {"username": "binh", "password": PASSWORD})
    assert binh.status_code == 302
    assert try_door(Client(), REMOTE_ADDR="10.1.2.3").status_code == 302


def test_four_wrong_ones_and_the_right_one_start_anew(client, user, locking):
    for _ in range(2):
        for _ in range(4):
            assert try_door(client, "sai-mat-khau-roi").status_code == 200
        assert try_door(client).status_code == 302
        client.logout()


def test_signing_out_takes_a_button_and_ends_the_session(client, user):
    try_door(client)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).status_code == 302
    assert client.get(reverse("password_change")).status_code == 302


def test_one_changes_ones_own_password(client, user):
    try_door(client)
    new = "mat-khau-moi-tinh"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert (
        client.post(reverse("password_change"), data | {"old_password": "sai"}).status_code == 200
    )
    response = client.post(reverse("password_change"), data)
    assert response["Location"] == reverse("password_change_done")
    assert client.get(response["Location"]).status_code == 200
    assert Client().login(username="an", password=new)
