"""The first page: what waits for each role, the year within one's scope, what needs care."""

from datetime import date

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import User
from accounts.roles import Role
from claims.models import ClaimEvent
from policies.models import Resolution
from policies.released import OPEN
from reports.cares import cares_of
from reports.cares.care import MOST_NAMED
from reports.models import Report

TODAY = date(2025, 11, 20)


def home_of(user: User, query: str = ""):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("home") + query)


def waiting(response) -> dict[str, int]:
    return {item.code: item.count for item in response.context["queue"] if item.count}


def titles(user: User) -> str:
    return " | ".join(care.title for care in cares_of(user, None, today=TODAY))


@pytest.mark.parametrize(
    ("role", "pile"),
    [
        (Role.DATA_ENTRY, "draft"),
        (Role.CHECKER, "submitted"),
        (Role.APPROVER, "checked"),
        (Role.CASHIER, "approved"),
    ],
)
def test_each_finds_the_pile_that_waits_for_them(town, role, pile):
    response = home_of(town.user(role))
    assert waiting(response)[pile] > 0
    item = next(item for item in response.context["queue"] if item.code == pile)
    linked = f'href="{item.url}"'.replace("&", "&amp;")
    assert linked in response.content.decode()


def test_who_only_looks_has_no_queue_but_sees_the_year(town):
    response = home_of(town.user(Role.INSPECTOR))
    assert response.context["queue"] == []
    assert response.context["overview"].spent == town.claims["paid"].amount


def test_the_administrator_sees_no_money_and_no_people_but_accounts_and_units(town):
    administrator = town.user(Role.ADMINISTRATOR)
    response = home_of(administrator)
    assert response.context["overview"] is None
    assert response.context["queue"] == []
    assert "tài khoản chưa đăng nhập lần nào" in titles(administrator)
    assert "chưa bật xác thực hai lớp" in titles(administrator)
    assert "khóa" not in titles(administrator)


def test_who_is_locked_out_for_wrong_passwords_is_told_to_the_administrator(town):
    AccessAttempt.objects.create(
        username=town.clerk.username,
        failures_since_start=settings.AXES_FAILURE_LIMIT,
        attempt_time=timezone.now(),
        ip_address="10.0.0.1",
    )
    administrator = town.user(Role.ADMINISTRATOR)
    [locked] = [care for care in cares_of(administrator, None, today=TODAY) if care.tone == "red"]
    assert locked.title == "1 tài khoản đang bị khóa vì nhập sai mật khẩu"
    assert "attention=locked" in locked.url


def test_what_came_back_says_why(town):
    content = home_of(town.user(Role.DATA_ENTRY)).content.decode()
    returned = ClaimEvent.objects.filter(action="return").latest("pk")
    assert escape(returned.reason) in content


def test_a_report_waits_for_whoever_takes_its_next_step(town):
    report = town.things["report_id"]
    assert f"Dự thảo: {report}" in titles(town.user(Role.REPORTER))
    assert str(report) not in titles(town.user(Role.CHECKER))
    by = {"submitted_at": timezone.now(), "submitted_by": town.user(Role.REPORTER)}
    Report.objects.filter(pk=report.pk).update(state="submitted", **by)
    assert f"Chờ tôi soát xét: {report}" in titles(town.user(Role.CHECKER))
    assert str(report) not in titles(town.user(Role.REPORTER))


def test_versions_in_work_are_told_to_those_who_work_on_the_law(town):
    open_ones = Resolution.objects.filter(status__in=OPEN)
    found = titles(town.user(Role.POLICY_OFFICER))
    assert open_ones
    assert all(str(resolution) in found for resolution in open_ones[:MOST_NAMED])


def test_a_commune_sees_its_own_year_only(town):
    response = home_of(town.clerk)
    assert response.context["overview"] is None
    assert waiting(response)["draft"] < waiting(home_of(town.user(Role.DATA_ENTRY)))["draft"]


@pytest.mark.parametrize("asked", ["1999", "abc", "-1", "99999", ""])
def test_an_odd_year_in_the_address_gives_the_latest(town, asked):
    response = home_of(town.user(Role.INSPECTOR), f"?nam={asked}")
    assert response.status_code == 200
    assert response.context["overview"].year == 2025


def test_cares_go_to_those_who_can_do_something(town):
    entering = titles(town.user(Role.DATA_ENTRY))
    assert "1 người chưa thuộc đối tượng nào" in entering
    assert "chưa có giấy tờ nào" in entering
    assert "mức hưởng chưa được xác nhận" in titles(town.user(Role.POLICY_OFFICER))
    assert "Dự thảo: Tổng kết" in titles(town.user(Role.REPORTER))
    assert titles(town.user(Role.CASHIER)) == "1 hồ sơ chi không thành, chờ chi lại"


def test_a_card_that_ends_soon_is_named(town):
    card = town.things["card_id"]
    [care] = [
        care
        for care in cares_of(town.user(Role.DATA_ENTRY), None, today=card.expires_on)
        if "thẻ" in care.title
    ]
    assert care.named == (
        (
            f"Hoàng Văn An, đến {card.expires_on:%d/%m/%Y}",
            reverse("cadre_detail", args=[card.cadre_id]),
        ),
    )


def test_every_link_of_the_first_page_leads_to_something_this_role_may_open(town):
    for role in Role:
        client = Client()
        client.force_login(town.user(role), backend="django.contrib.auth.backends.ModelBackend")
        response = client.get(reverse("home"))
        overview, queue = response.context["overview"], response.context["queue"]
        links = [item.url for item in queue]
        for care in cares_of(town.user(role), overview, today=TODAY):
            links += [care.url, *(address for _, address in care.named)]
        assert {client.get(link).status_code for link in links if link} <= {200}, role


def test_the_first_page_takes_few_queries(town, django_assert_max_num_queries):
    client = Client()
    client.force_login(
        town.user(Role.DATA_ENTRY), backend="django.contrib.auth.backends.ModelBackend"
    )
    # Each care asks once: rounds, trips and bills have theirs.
    with django_assert_max_num_queries(46):
        client.get(reverse("home"))
