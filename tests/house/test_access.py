"""Role × page: every page is closed, and open to exactly those whom the sheet names."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.house.access import ACCESS, PUBLIC, pages, url_names

PAGES = pages()


def answer(client: Client, address: str) -> HttpResponse:
    """What the page says to a visit or, if it only takes orders, to an empty order."""
    response = client.get(address)
    return client.post(address) if response.status_code == 405 else response


def test_the_sheet_names_every_page_and_no_other():
    listed = PUBLIC | ACCESS.keys()
    assert sorted(url_names() - listed) == [], "a page without a line in tests/house/access.py"
    assert sorted(listed - url_names()) == [], "a line without a page"
    assert not PUBLIC & ACCESS.keys()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_strangers_are_sent_to_the_sign_in(page, db):
    if page.name in PUBLIC:
        pytest.skip("open without signing in")
    response = answer(Client(), reverse(page.name, kwargs=page.of_nobody))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_role_opens_its_pages_and_no_other(page, clients):
    """Asked for something that doesn't exist: the gate comes before the look-up."""
    if page.name in PUBLIC:
        pytest.skip("open without signing in")
    address = reverse(page.name, kwargs=page.of_nobody)
    statuses = {role: answer(client, address).status_code for role, client in clients.items()}
    assert {role for role, status in statuses.items() if status >= 500} == set()
    assert {role for role, status in statuses.items() if status != 403} == ACCESS[page.name]
