"""Chromium, driven by Playwright, on the portal as it is served."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.house.source import ROOT
from tests.town import build_town

# Playwright keeps an event loop running in this thread; Django's ORM is called beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# Quiet: no updates, no look-ups of anybody's servers.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-features=PreloadTopChromeWebUI",
]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
WIDE = {"width": 1366, "height": 900}
NARROW = {"width": 390, "height": 844}
# A busy machine is slow, not wrong.
PATIENCE_MILLISECONDS = 30_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


def chromium_path() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        pytest.fail("Chromium is missing: apt-get install chromium, or set CHROMIUM=/its/path")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def site_url(live_server) -> str:
    """Where the portal is served; a module that keeps its data from test to test has its own."""
    return live_server.url


@pytest.fixture
def new_page(browser: Browser, site_url: str) -> Iterator[Callable[..., Page]]:
    """Makes a page of a fresh visitor; at the end no page may have complained in its console.

    ``new_page(viewport=NARROW, javascript=False)``; ``page.goto("/duong-dan/")`` is enough.
    """
    contexts = []
    complaints: list[str] = []

    def make(
        *, viewport: dict[str, int] = WIDE, javascript: bool = True, theme: str = "light"
    ) -> Page:
        context = browser.new_context(
            base_url=site_url,
            viewport=viewport,
            java_script_enabled=javascript,
            locale="vi-VN",
            reduced_motion="reduce",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.add_cookies([{"name": "theme", "value": theme, "url": site_url}])
        contexts.append(context)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on(
            "console",
            lambda message: complaints.append(message.text) if is_complaint(message) else None,
        )
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@dataclass(frozen=True)
class ServedTown:
    """The small town, where it is served, and a session for everybody who works there.

    In a module that builds something of its own, ``town`` is that.
    """

    url: str
    town: Any
    sessions: dict[int, str]

    def sign_in(self, page: Page, user: User) -> None:
        """Give the browser a session of ``user``, without the sign-in page."""
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[user.pk]}
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        page.context.add_cookies([cookie | {"domain": "localhost", "path": "/"}])


@contextmanager
def serving(build: Callable[[], Any]) -> Iterator[ServedTown]:
    """What ``build`` makes lives as long as the module: nothing is undone between its tests.

    Its tests are marked ``django_db``: they may read what the server has written. All their own
    writing goes through the browser.
    """
    # Without the mark there is no test database, and the end would empty a real one.
    assert connection.settings_dict["NAME"].startswith("test_")
    server = LiveServer("localhost")
    try:
        town = build()
        yield ServedTown(server.url, town, {user.pk: session_of(user) for user in everybody()})
    finally:
        server.stop()
        # Numbers go on: the law that tests put back row by row keeps the numbers it had.
        call_command(
            "flush", verbosity=0, interactive=False, allow_cascade=True, reset_sequences=False
        )


@pytest.fixture(scope="module")
def served(django_db_setup, django_db_blocker) -> Iterator[ServedTown]:
    with django_db_blocker.unblock(), serving(build_town) as town:
        yield town


def everybody() -> list[User]:
    return list(User.objects.order_by("pk"))


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def barriers(page: Page, **narrowed: object) -> list[str]:
    """What axe-core finds, WCAG 2.2 AA and its best practices; ``narrowed`` are its options."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"], "preload": False} | narrowed
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


def is_complaint(message) -> bool:
    """An error of the page's own; an answer such as 404 is for the test itself to judge."""
    return message.type == "error" and "Failed to load resource" not in message.text
