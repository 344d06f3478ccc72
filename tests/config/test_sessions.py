"""A form sent after the session ended comes back to its writer, and to nobody else."""

import pytest
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from accounts.models import Unit, UnitKind, User
from accounts.roles import Role
from config.sessions import LAST_USER_COOKIE, MOST_CHARACTERS, SESSION_KEY
from config.sessions import urlpatterns as session_urls

RECEIVED: list[dict[str, list[str]]] = []
PASSWORD = "mot-mat-khau-rat-dai"


def entry(request: HttpRequest) -> HttpResponse:
    """Stands for any form of the portal."""
    if request.method == "POST":
        RECEIVED.append(dict(request.POST.lists()))
    return HttpResponse("đã nhận")


urlpatterns = [
    *session_urls,
    path("nhap/", entry, name="entry"),
    path("", entry, name="home"),
    path("tim/", entry, name="search"),
    path("ra/", entry, name="logout"),
    path("doi/", entry, name="password_change"),
    path("vao/", LoginView.as_view(), name="login"),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def nothing_received():
    RECEIVED.clear()


def person(username: str) -> User:
    unit, _ = Unit.objects.get_or_create(code="syt", name="Sở Y tế", kind=UnitKind.DEPARTMENT)
    user = User(username=username, full_name=username, unit=unit, job_title="Chuyên viên")
    user.roles = [Role.DATA_ENTRY]
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, username: str, **more: str):
    return client.post("/vao/", {"username": username, "password": PASSWORD, **more})


@pytest.fixture
def expired(client: Client) -> Client:
    """The browser of "lan", whose session has just ended."""
    person("lan")
    sign_in(client, "lan")
    client.get("/")
    client.cookies.pop("sessionid")
    return client


TYPED = {"name": "Lương Văn Thắng", "papers": ["1", "3"], "note": "", "password": "bi-mat"}


def test_a_late_form_leads_to_the_sign_in_and_says_that_it_is_kept(expired):
    answer = expired.post("/nhap/?nam=2025", TYPED, follow=True)
    assert answer.redirect_chain == [("/vao/?next=/phien/gui-tiep/", 302)]
    assert "đã được giữ lại" in answer.text
    assert not RECEIVED


def test_after_signing_in_the_same_person_sends_it_as_it_was(expired):
    expired.post("/nhap/?nam=2025", TYPED)
    answer = sign_in(expired, "lan", next="/phien/gui-tiep/")
    page = expired.get(answer.url)
    (late,) = page.context["forms"]
    assert late.path == "/nhap/?nam=2025"
    assert 'action="/nhap/?nam=2025"' in page.text
    assert "Lương Văn Thắng" in page.text
    sent = {name: [v for n, v in late.fields if n == name] for name, _ in late.fields}
    expired.post(late.path, sent | {"_resumed": late.key})
    assert sent == {"name": ["Lương Văn Thắng"], "papers": ["1", "3"], "note": [""]}
    assert RECEIVED[0]["papers"] == ["1", "3"]
    assert expired.get("/phien/gui-tiep/").url == "/"


def test_another_person_never_sees_it(expired):
    person("minh")
    expired.post("/nhap/", TYPED)
    sign_in(expired, "minh")
    assert expired.get("/phien/gui-tiep/").url == "/"


def test_a_stranger_cannot_fill_the_sessions(client):
    answer = client.post("/nhap/", TYPED)
    assert answer.url == "/vao/?next=/nhap/"
    assert SESSION_KEY not in client.session


def test_a_forged_name_of_the_last_user_is_not_believed(client):
    person("lan")
    client.cookies[LAST_USER_COOKIE] = "1:gia-mao"
    client.post("/nhap/", TYPED)
    assert SESSION_KEY not in client.session


def test_what_is_kept_cannot_be_read_in_the_database(expired):
    expired.post("/nhap/", {"cccd": "020061000123"})
    assert "020061000123" not in str(dict(expired.session))


def test_a_form_too_large_is_not_kept(expired):
    expired.post("/nhap/", {"note": "a" * (MOST_CHARACTERS + 1)})
    assert SESSION_KEY not in expired.session


def test_two_forms_of_two_tabs_are_both_kept_and_one_can_be_dropped(expired):
    expired.post("/nhap/?a", {"name": "A"})
    expired.post("/nhap/?b", {"name": "B"})
    sign_in(expired, "lan")
    first, second = expired.get("/phien/gui-tiep/").context["forms"]
    answer = expired.post("/phien/gui-tiep/", {"drop": first.key})
    assert answer.url == "/phien/gui-tiep/"
    assert expired.get("/phien/gui-tiep/").context["forms"] == [second]


def test_a_fragment_asked_for_too_late_is_answered_by_401(expired):
    answer = expired.get("/nhap/", headers={"HX-Request": "true"})
    assert answer.status_code == 401


def test_renewing_asks_for_a_signed_in_post(client):
    assert client.post("/phien/tiep-tuc/").status_code == 302
    client.force_login(person("lan"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/phien/tiep-tuc/").status_code == 204
    assert client.get("/phien/tiep-tuc/").status_code == 405


@override_settings(SESSION_COOKIE_AGE=-1)
def test_an_ended_session_is_ended(client):
    person("lan")
    sign_in(client, "lan")
    assert client.get("/nhap/").status_code == 302
