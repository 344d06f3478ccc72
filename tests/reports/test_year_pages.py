"""Each number of the first page leads to a list that comes to the same number, for every role."""

import html
import re
from datetime import date
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from openpyxl import load_workbook

from accounts.models import Unit, UnitKind, User
from accounts.roles import Role
from beneficiaries.models import Cadre, Sex
from claims.models import BudgetEstimate, ClaimState
from claims.queue import queue_of

NUMBER = re.compile(r'<a data-number\s+href="([^"]+)">\s*([\d.]+)')
OFFICE = [role for role in Role if role is not Role.ADMINISTRATOR]

# What a list says it holds, by the name of its page.
COUNTED = {
    "year_detail": lambda context: context["drill"].counted,
    "claim_list": lambda context: context["totals"].count,
    "payment_list_list": lambda context: context["page"].paginator.count,
    "cadre_list": lambda context: context["page"].paginator.count,
    "batch_list": lambda context: context["page"].paginator.count,
    "user_list": lambda context: context["page"].paginator.count,
    "unit_list": lambda context: context["page"].paginator.count,
    "access_log": lambda context: context["page"].paginator.count,
    "estimate_list": lambda context: context["total"],
    "resolution_detail": lambda context: context["matrix"].unconfirmed,
}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def year(ledger):
    """A year with somebody in two groups, two places, a supplier, an estimate, a year before."""
    ledger.first, ledger.second = ledger.cadre("3"), ledger.cadre("4", unit=ledger.commune)
    ledger.cadre("4", unit=ledger.commune)
    stranger = Cadre(
        full_name="Lò Thị Lan",
        birth_date=date(1961, 1, 1),
        sex=Sex.FEMALE,
        managing_unit=ledger.commune,
    )
    stranger.set_derived()
    stranger.save()
    Unit.objects.create(code="X2", name="Xã Tân Thanh", kind=UnitKind.COMMUNE)
    meal, gift = ("inpatient_meal", 2, 380_000), ("hospital_visit_gift", 1, 500_000)
    ledger.done(ledger.first, meal, gift)
    ledger.done(ledger.first, meal, on=date(2025, 7, 1), group="4")
    ledger.done(ledger.second, gift, on=date(2025, 12, 31), group="4")
    ledger.done(ledger.second, meal, on=date(2024, 5, 5), group="4", paid_on=date(2024, 6, 6))
    ledger.done(ledger.staff(), ("purchase_package", 1, 9_000_000))
    for state in (ClaimState.DRAFT, ClaimState.RETURNED, ClaimState.CHECKED, ClaimState.APPROVED):
        ledger.done(ledger.second, gift, on=date(2025, 11, 1), group="4", state=state)
    ledger.card(ledger.first, "3", expires_on=date(2025, 6, 1))
    BudgetEstimate.objects.create(
        benefit=ledger.benefits["inpatient_meal"], year=2025, amount=285_000, document="QĐ 9"
    )
    BudgetEstimate.objects.create(
        benefit=ledger.benefits["purchase_package"], year=2025, amount=10**7, document="QĐ 9"
    )
    return ledger


def user_of(ledger, role: Role, unit=None):
    return ledger.user(role, unit=unit, name=f"{role}-{unit.code if unit else 'so'}")


def followed(client: Client, page: str) -> list[tuple[str, int, int]]:
    """(address, number as printed, what the list behind it holds) of each number of the page."""
    content = html.unescape(client.get(page).content.decode())
    found = []
    for address, printed in NUMBER.findall(content):
        answer = client.get(address)
        assert answer.status_code == 200, address
        name = resolve(urlsplit(address).path).url_name
        found.append((address, int(printed.replace(".", "")), COUNTED[name](answer.context)))
    return found


@pytest.mark.parametrize("role", list(Role))
def test_every_number_leads_to_a_list_that_counts_the_same(year, role):
    client = signed_in(user_of(year, role))
    client.get(reverse("home"))
    numbers = followed(client, reverse("home"))
    assert len(numbers) >= (2 if role is Role.ADMINISTRATOR else 15)
    assert [row for row in numbers if row[1] != row[2]] == []


@pytest.mark.parametrize("role", [Role.DATA_ENTRY, Role.CHECKER])
def test_so_it_is_for_a_commune_whose_numbers_are_its_own(year, role):
    numbers = followed(signed_in(user_of(year, role, unit=year.commune)), reverse("home"))
    assert 500_000 in {printed for _, printed, _ in numbers}
    assert 1_260_000 not in {printed for _, printed, _ in numbers}
    assert [row for row in numbers if row[1] != row[2]] == []


def test_so_it_is_for_the_year_before_and_what_is_held_against_it(year):
    client = signed_in(year.reporter)
    numbers = followed(client, f"{reverse('home')}?nam=2025")
    assert [row for row in numbers if "nam=2024" in row[0] and row[1] != row[2]] == []
    assert {row[1] for row in numbers if "nam=2024" in row[0]} == {380_000, 1}
    numbers = followed(client, f"{reverse('home')}?nam=2024&van_ban={year.resolution.code}")
    assert [row for row in numbers if row[1] != row[2]] == []


def test_one_of_several_groups_and_regimes_counts_a_person_once(year):
    client = signed_in(year.reporter)
    overview = client.get(reverse("home")).context["overview"]
    answer = client.get(overview.people.url)
    assert (overview.people.value, answer.context["drill"].counted) == (2, 2)
    assert overview.counted_twice == 1


def test_a_commune_finds_nobody_else_behind_a_number_it_was_sent(year):
    sent = signed_in(year.reporter).get(reverse("home")).context["overview"].people.url
    clerk = signed_in(user_of(year, Role.DATA_ENTRY, unit=year.commune))
    assert clerk.get(sent).context["drill"].counted == 1
    assert year.first.full_name not in clerk.get(sent).content.decode()


def test_the_workbook_has_the_rows_of_the_page(year):
    client = signed_in(year.reporter)
    url = client.get(reverse("home")).context["overview"].amount.url
    answer = client.get(url.replace(reverse("year_detail"), reverse("year_export")))
    sheet = load_workbook(BytesIO(answer.content)).active
    amounts = [row[6].value for row in sheet.iter_rows() if isinstance(row[6].value, int)]
    assert sum(amounts) == 1_760_000


@pytest.mark.parametrize(
    "query",
    [
        "so=cai-gi&nam=2025",
        "so=tien&nam=hai",
        "so=tien&nam=2025&thang=13",
        "so=tien&nam=2025&che_do=999999",
        "so=tien&nam=2025&van_ban=khong-co",
        "so=tien&nam=2025&den=31/12/2025",
        "so=nguoi&nam=2025&doi_tuong=abc",
    ],
)
def test_an_address_that_was_tampered_with_is_no_page(year, query):
    assert signed_in(year.reporter).get(f"{reverse('year_detail')}?{query}").status_code == 404


def test_without_anything_asked_the_running_year_is_shown(year):
    answer = signed_in(year.reporter).get(reverse("year_detail"))
    assert answer.status_code == 200
    assert answer.context["drill"].counted == 0


def test_ones_own_drafts_come_first_and_are_counted_apart(year):
    mine = user_of(year, Role.DATA_ENTRY)
    year.maker, theirs = mine, year.maker
    year.done(
        year.second,
        ("hospital_visit_gift", 1, 500_000),
        group="4",
        state=ClaimState.DRAFT,
    )
    year.maker = theirs
    [draft] = [item for item in queue_of(mine) if item.code == "draft"]
    assert (draft.count, draft.own) == (2, 1)
    assert [waiting.claim.made_by_id == mine.pk for waiting in draft.first] == [True, False]
    assert signed_in(mine).get(draft.own_url).context["totals"].count == 1


@pytest.mark.parametrize("role", OFFICE)
def test_the_page_asks_the_same_few_questions_however_much_there_is(
    year, role, django_assert_num_queries
):
    client = signed_in(user_of(year, role))
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as before:
        client.get(reverse("home"))
    for state in (ClaimState.PAID, ClaimState.DRAFT, ClaimState.CHECKED, ClaimState.RETURNED):
        for _ in range(4):
            year.done(year.cadre("2"), ("inpatient_meal", 1, 190_000), group="2", state=state)
    with django_assert_num_queries(len(before)):
        client.get(reverse("home"))


def test_a_new_installation_says_what_will_be_here(db):
    unit = Unit.objects.create(code="moi", name="Sở Mới", kind=UnitKind.DEPARTMENT)
    for number, role in enumerate(OFFICE):
        user = User(username=f"moi{number}", full_name="Người Mới", unit=unit, roles=[role])
        user.save()
        answer = signed_in(user).get(reverse("home"))
        assert answer.context["overview"] is None
        assert "Chưa có gì chờ xử lý" in answer.content.decode()
