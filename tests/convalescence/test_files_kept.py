"""Files of plans and trips: unreadable in a stolen database."""

import base64

import pytest
from django.db import connection

from config.encryption import decrypt
from convalescence.models import YearPlan
from convalescence.trips.life import add_paper
from tests.convalescence.trips.conftest import clerk, trip

pytestmark = pytest.mark.django_db
__all__ = ["clerk", "trip"]

SCAN = b"%PDF-1.7 Nguyen Van Ten"


def kept(table: str, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
        [(content,)] = cursor.fetchall()
    return bytes(content)


def test_papers_of_a_trip_are_encrypted(trip, clerk):
    paper = add_paper(trip=trip, title="Hợp đồng", file_name="a.pdf", content=SCAN, by=clerk)
    stored = kept("convalescence_trippaper", "content")
    assert b"Nguyen" not in stored
    assert decrypt(stored) == base64.b64encode(SCAN)
    paper.refresh_from_db()
    assert base64.b64decode(paper.content) == SCAN


def test_the_file_of_a_plan_is_encrypted(plan):
    assert YearPlan.objects.get().file is None
    plan.file, plan.file_name = base64.b64encode(SCAN).decode(), "ke-hoach.pdf"
    plan.save()
    assert decrypt(kept("convalescence_yearplan", "file")) == base64.b64encode(SCAN)
