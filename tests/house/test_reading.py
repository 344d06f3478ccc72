"""Looking at a page changes nothing, but for the log that says who looked.

Every page is visited with something real on it, as every role that may; an unknown variable in
a template fails here, too.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from accounts.roles import Role
from tests.house.access import ACCESS, Page, pages

# The session stays awake by being written; the log of accesses is what the law asks for.
WRITTEN_BY_LOOKING = {"django_session", "accounts_accessentry"}
WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)
PAGES = [page for page in pages() if page.name in ACCESS]
# A file is the same for all who may have it, and slow to make.
FILE = re.compile(r"_(pdf|document|export|template|download|rejects)$")


class Witness:
    """Notes every table that a statement writes to."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if match := WRITE.match(sql):
            self.tables.add(match[1])
        return execute(sql, *rest)


def visitors(page: Page) -> list[Role]:
    """Who visits: data entry first, who may see what it brought in."""
    roles = sorted(ACCESS[page.name], key=list(Role).index)
    if page.name.startswith("batch_"):
        return [Role.DATA_ENTRY]
    return roles[:1] if FILE.search(page.name) else roles


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_visit_shows_the_page_and_writes_nothing(page, town, staff_clients):
    address = reverse(page.name, kwargs=town.arguments(page.name, page.names))
    clients = {role: staff_clients[role] for role in visitors(page)}
    witness = Witness()
    with connection.execute_wrapper(witness):
        statuses = {role: client.get(address).status_code for role, client in clients.items()}
    assert set(statuses.values()) <= {200, 302, 405}, statuses
    assert witness.tables <= WRITTEN_BY_LOOKING


def test_the_witness_sees_a_write(town):
    witness = Witness()
    with connection.execute_wrapper(witness), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET full_name = full_name")
    assert witness.tables == {"accounts_user"}
