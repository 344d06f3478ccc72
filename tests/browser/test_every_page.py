"""Every page in Chromium: nobody is shut out, nothing is blocked, nothing sticks out."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import APIResponse, Error, Page, Response

from accounts.roles import Role
from tests.browser.conftest import NARROW, WIDE, barriers
from tests.house.access import ACCESS, PUBLIC, pages

pytestmark = pytest.mark.django_db

SHOWN_TO_EACH_ROLE = {"home"}
FILE = re.compile(r"_(pdf|export|template|download|rejects)$")


@pytest.fixture
def site_url(served) -> str:
    return served.url


def addresses(role: Role, town) -> dict[str, str]:
    """The pages that this role looks at: each page falls to the first role that may open it."""
    return {
        page.name: reverse(page.name, kwargs=town.arguments(page.name, page.names))
        for page in pages()
        if page.name in ACCESS and not FILE.search(page.name)
        if page.name in SHOWN_TO_EACH_ROLE or role == min(ACCESS[page.name], key=list(Role).index)
    }


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_everybody_can_use_every_page(role, served, new_page):
    page, town = new_page(theme="dark"), served.town
    served.sign_in(page, town.user(role))
    found = {}
    for name, address in addresses(role, town).items():
        page, answer = opened(page, address)
        if answer.status == 200 and "text/html" in answer.headers["content-type"]:
            found[name] = faults(page)
        else:
            assert answer.status in (200, 204, 405), name
    assert found
    assert [f"{name}: {fault}" for name, faults in found.items() for fault in faults] == []


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_strangers_can_use_what_is_open_to_them(name, served, new_page):
    page = new_page(theme="dark")
    page.goto(reverse(name))
    assert faults(page) == []


def opened(page: Page, address: str) -> tuple[Page, Response | APIResponse]:
    """The answer at an address, and the page it is on.

    Where there is no page (a file, the target of a form) the browser goes on to one of its own,
    which would come in the middle of the next: that is left behind with the tab.
    """
    try:
        return page, page.goto(address)
    except Error:
        context = page.context
        page.close()
        return context.new_page(), context.request.get(address)


def faults(page: Page) -> list[str]:
    """In the dark, in the light (where colours alone differ), and on a narrow screen."""
    page.set_viewport_size(WIDE)
    found = barriers(page)
    # Paper is light whatever the visitor chose.
    if page.locator("html[data-bs-theme=dark]").count():
        page.evaluate("document.documentElement.dataset.bsTheme = 'light'")
        found += [f"light {fault}" for fault in barriers(page, runOnly=["color-contrast"])]
    page.set_viewport_size(NARROW)
    if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
        found.append("sticks out at 390 px")
    return found
