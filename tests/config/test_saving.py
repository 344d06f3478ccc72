"""What another writes between looking and writing is told like any fault, whoever was first."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from accounts.models import Unit
from config.saving import save_valid
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def after_looking(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Something happens once the row has been looked at for the first time."""

    def arrange(happens: Callable[[], object]) -> None:
        looked, full_clean = [], Unit.full_clean

        def look(self: Unit) -> None:
            full_clean(self)
            looked.append(self)
            if len(looked) == 1:
                happens()

        monkeypatch.setattr(Unit, "full_clean", look)

    return arrange


def test_a_code_taken_meanwhile_is_told_at_its_field(after_looking):
    mine = UnitFactory.build(code="xa-na-sam")
    after_looking(lambda: UnitFactory(code="xa-na-sam", name="Của người khác"))
    with pytest.raises(ValidationError) as refused:
        save_valid(mine)
    assert list(refused.value.message_dict) == ["code"]
    assert Unit.objects.get(code="xa-na-sam").name == "Của người khác"


def test_a_row_that_was_wrong_from_the_start_is_not_written():
    with pytest.raises(ValidationError):
        save_valid(UnitFactory.build(code=""))
    assert not Unit.objects.exists()


def test_what_no_sentence_tells_stays_an_error():
    """A constraint that only the database knows."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_unit ADD CONSTRAINT unknown CHECK (name <> 'Lạ')")
    with pytest.raises(IntegrityError, match="unknown"):
        save_valid(UnitFactory.build(name="Lạ"))
