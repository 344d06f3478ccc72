"""Looking at a page changes nothing."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.house.access import ACCESS, pages

# Pages of one thing need a real one: they are visited in the journeys and by the browser tests.
PAGES_OF_ALL = [page for page in pages() if not page.arguments and page.name in ACCESS]


@pytest.mark.parametrize("page", PAGES_OF_ALL, ids=lambda page: page.name)
def test_a_visit_writes_nothing(page, clients, settings):
    # The session itself is written at every visit (that is how it stays awake): elsewhere here.
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    role = sorted(ACCESS[page.name])[0]
    client = Client()
    user = User.objects.get(username=role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        response = client.get(reverse(page.name))
        transaction.set_rollback(True)
    assert response.status_code in (200, 302, 405)
