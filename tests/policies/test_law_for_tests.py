"""What tests take for the law is what the portal stores."""

from django.db import transaction

from policies.bridge import law_of
from policies.models import Payer, Resolution
from tests.law import law_in_force, stored_rows


def once() -> tuple[dict[str, bytes], object]:
    with transaction.atomic():
        law = law_of(law_in_force())
        rows = stored_rows()
        transaction.set_rollback(True)
    return rows, law


def test_it_is_the_same_every_time(db):
    (rows, law), (again, same_law) = once(), once()
    assert rows == again
    assert law == same_law
    assert any(rows.values())


def test_it_is_law(db):
    law_in_force()
    once_more = law_in_force()
    assert once_more.is_released
    assert Resolution.objects.count() == 1


def test_what_a_test_has_already_made_stays(db):
    payer = Payer.objects.create(code="nguon-khac", name="Nguồn khác")
    law_in_force()
    assert Payer.objects.filter(pk=payer.pk).exists()
    assert Payer.objects.count() > 1
