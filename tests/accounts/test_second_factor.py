"""The second factor: set up by its owner, asked at every sign-in, switched off on record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AccessEntry
from accounts.roles import Role
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

ASK = "second_factor_ask"
PAGE = "second_factor"


@pytest.fixture
def user(make_user):
    return make_user("an", Role.APPROVER)


@pytest.fixture
def device(user) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="điện thoại", confirmed=True)


def number_of(device: TOTPDevice, *, steps: int = 0) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = timezone.now().timestamp() + steps * device.step
    return f"{totp.token():06}"


def wrong_number(device: TOTPDevice) -> str:
    near = {number_of(device, steps=steps) for steps in (-2, -1, 0, 1, 2)}
    return next(f"{n:06}" for n in range(100) if f"{n:06}" not in near)


def is_in(client: Client) -> bool:
    return client.get(reverse("password_change")).status_code == 200


def give_password(client: Client, **extra):
    data = {"username": "an", "password": PASSWORD} | extra
    return client.post(reverse("login"), data)


def test_without_a_second_factor_the_password_is_enough(client, user):
    give_password(client)
    assert is_in(client)


def test_the_password_alone_opens_nothing(client, device):
    assert give_password(client)["Location"] == reverse(ASK)
    assert not is_in(client)


def test_password_and_number_open_the_page_that_was_wanted(client, device):
    wanted = reverse("password_change")
    give_password(client, next=wanted)
    response = client.post(reverse(ASK), {"number": number_of(device)})
    assert response["Location"] == wanted
    assert is_in(client)


def test_a_number_works_once(client, device):
    give_password(client)
    number = number_of(device)
    client.post(reverse(ASK), {"number": number})
    other = Client()
    give_password(other)
    assert other.post(reverse(ASK), {"number": number}).status_code == 200
    assert not is_in(other)


@pytest.mark.parametrize("number", ["", "12345", "abcdef", "1234567"])
def test_what_is_no_number_is_told(client, device, number):
    give_password(client)
    response = client.post(reverse(ASK), {"number": number})
    assert "number" in response.context["form"].errors
    assert not is_in(client)


def test_guessing_slows_down(client, device):
    """After a wrong number even the right one has to wait."""
    give_password(client)
    for _ in range(3):
        client.post(reverse(ASK), {"number": wrong_number(device)})
    response = client.post(reverse(ASK), {"number": number_of(device)})
    assert "thử quá nhanh" in response.content.decode()
    assert not is_in(client)


def test_the_number_cannot_come_without_the_password(client, device):
    response = client.post(reverse(ASK), {"number": number_of(device)})
    assert response["Location"] == reverse("login")
    assert not is_in(client)


def test_patience_ends(client, device, monkeypatch):
    give_password(client)
    number = number_of(device)
    later = timezone.now() + timedelta(minutes=6)
    with monkeypatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: later)
        response = client.post(reverse(ASK), {"number": number})
    assert response["Location"] == reverse("login")
    assert not is_in(client)


def test_whoever_was_closed_out_meanwhile_stays_out(client, user, device):
    give_password(client)
    user.is_active = False
    user.save()
    response = client.post(reverse(ASK), {"number": number_of(device)})
    assert response["Location"] == reverse("login")


def test_it_is_set_up_by_a_first_number(sign_in, user):
    client = sign_in(user)
    client.get(reverse(PAGE))
    assert not TOTPDevice.objects.exists(), "looking sets nothing up"
    client.post(reverse(PAGE), {"action": "begin"})
    device = TOTPDevice.objects.get()
    page = client.get(reverse(PAGE))
    assert page.context["secret"] in page.content.decode()
    assert "otpauth://totp/" in page.content.decode()
    assert not device.confirmed
    client.post(reverse(PAGE), {"action": "confirm", "number": wrong_number(device)})
    assert not TOTPDevice.objects.get().confirmed
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    client.post(reverse(PAGE), {"action": "confirm", "number": number_of(device)})
    assert TOTPDevice.objects.get().confirmed
    assert give_password(Client())["Location"] == reverse(ASK)


def test_a_secret_that_was_never_confirmed_is_not_asked_for(client, sign_in, user):
    sign_in(user).post(reverse(PAGE), {"action": "begin"})
    give_password(client)
    assert is_in(client)


def test_the_secret_is_not_shown_again(sign_in, user, device):
    page = sign_in(user).get(reverse(PAGE))
    assert page.context["secret"] == ""
    assert "otpauth" not in page.content.decode()


def test_it_is_switched_off_by_a_number_only(sign_in, user, device):
    client = sign_in(user)
    client.post(reverse(PAGE), {"action": "stop", "number": ""})
    client.post(reverse(PAGE), {"action": "begin"})
    assert TOTPDevice.objects.get() == device
    client.post(reverse(PAGE), {"action": "stop", "number": number_of(device)})
    assert not TOTPDevice.objects.exists()


def test_an_unknown_order_does_nothing(sign_in, user, device):
    assert sign_in(user).post(reverse(PAGE), {"action": "rm"}).status_code == 302
    assert TOTPDevice.objects.get() == device


def test_the_administrator_switches_it_off_for_whoever_lost_the_phone(
    admin_client, client, user, device
):
    assert (
        "Tắt xác thực hai lớp"
        in admin_client.get(reverse("user_edit", args=[user.pk])).content.decode()
    )
    admin_client.post(reverse("user_second_factor", args=[user.pk]))
    assert not TOTPDevice.objects.exists()
    assert AccessEntry.objects.get().action == "Tắt xác thực hai lớp"
    give_password(client)
    assert is_in(client)


def test_nobody_else_does(sign_in, make_user, commune, user, device):
    checker = make_user("cham", Role.CHECKER)
    elsewhere = make_user("xa", Role.ADMINISTRATOR, unit=commune)
    address = reverse("user_second_factor", args=[user.pk])
    assert sign_in(checker).post(address).status_code == 403
    assert sign_in(elsewhere).post(address).status_code == 404
    assert TOTPDevice.objects.get() == device
