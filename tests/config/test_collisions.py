"""Two who write the same at once: one is told, and sends what was typed again with one button."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts.models import Unit
from tests.factories import UnitFactory, UserFactory


@transaction.atomic
def enter(request: HttpRequest) -> HttpResponse:
    """A verb that looked when nobody had the code yet."""
    Unit.objects.create(code="truoc", name="Ghi trước khi gặp")
    Unit.objects.create(code="xa-na-sam", name=request.POST.get("name", ""))
    return HttpResponse("đã ghi")


@transaction.atomic
def break_off(request: HttpRequest) -> HttpResponse:
    """What the database says of two who wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$")
    return HttpResponse("đã ghi")


@transaction.atomic
def refuse(request: HttpRequest) -> HttpResponse:
    """A guard of the database that no verb should ever meet."""
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'guard' USING ERRCODE = '23514'; END $$")
    return HttpResponse("đã ghi")


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("trang đầu")


urlpatterns = [
    path("ghi/", enter, name="enter"),
    path("cho-nhau/", break_off, name="break_off"),
    path("chan/", refuse, name="refuse"),
    path("", home, name="home"),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor(client: Client) -> Client:
    client.force_login(UserFactory())
    return client


def test_who_comes_second_sends_again_and_nothing_was_half_written(visitor: Client):
    other = UnitFactory(code="xa-na-sam")
    answer = visitor.post("/ghi/?tu=1", {"name": "Xã của tôi", "password": "bi-mat"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'action="/ghi/?tu=1"' in page
    assert 'name="name" value="Xã của tôi"' in page
    assert "bi-mat" not in page
    assert not Unit.objects.filter(code="truoc").exists()
    other.delete()
    assert visitor.post("/ghi/?tu=1", {"name": "Xã của tôi"}).content.decode() == "đã ghi"


def test_files_have_to_be_chosen_again(visitor: Client):
    UnitFactory(code="xa-na-sam")
    answer = visitor.post("/ghi/", {"tep": SimpleUploadedFile("bang-ke.xlsx", b"x")})
    page = answer.content.decode()
    assert "bang-ke.xlsx" in page
    assert "<form" not in page


def test_two_who_wait_for_each_other(visitor: Client):
    assert visitor.post("/cho-nhau/").status_code == 409


def test_a_guard_of_the_database_stays_an_error(client: Client):
    client.raise_request_exception = False
    client.force_login(UserFactory())
    assert client.post("/chan/").status_code == 500
