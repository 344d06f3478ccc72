"""Looking at a page changes nothing, but for the log that says who looked."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.house.access import ACCESS, pages

# The session stays awake by being written; the log of accesses is what the law asks for.
WRITTEN_BY_LOOKING = {"django_session", "accounts_accessentry"}
WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)
# Pages of one thing need a real one: they are visited in the journeys.
PAGES_OF_ALL = [page for page in pages() if not page.arguments and page.name in ACCESS]


class Witness:
    """Notes every table that a statement writes to."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if match := WRITE.match(sql):
            self.tables.add(match[1])
        return execute(sql, *rest)


@pytest.mark.parametrize("page", PAGES_OF_ALL, ids=lambda page: page.name)
def test_a_visit_writes_nothing(page, clients):
    witness = Witness()
    with connection.execute_wrapper(witness):
        for role in ACCESS[page.name]:
            response = clients[role].get(reverse(page.name))
            assert response.status_code in (200, 302, 405), role
    assert witness.tables <= WRITTEN_BY_LOOKING


def test_the_witness_sees_a_write(clients):
    witness = Witness()
    with connection.execute_wrapper(witness), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET full_name = full_name")
    assert witness.tables == {"accounts_user"}
