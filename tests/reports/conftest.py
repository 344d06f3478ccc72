import pytest
from django.test import Client

from accounts.models import User
from reports.actions import open_report
from reports.models import Report
from tests.reports.ledger_builder import LedgerBuilder


@pytest.fixture
def ledger(db) -> LedgerBuilder:
    return LedgerBuilder()


@pytest.fixture
def report(ledger: LedgerBuilder) -> Report:
    return open_report(outline=ledger.resolution.code, year=2025, by=ledger.reporter)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
