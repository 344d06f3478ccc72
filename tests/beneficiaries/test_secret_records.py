"""Whose health records are a state secret is marked on the person, by the department alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from beneficiaries import actions
from beneficiaries.forms import CadreForm
from beneficiaries.history import history_of
from beneficiaries.models import Cadre
from tests.factories import CadreFactory

pytestmark = pytest.mark.django_db

SECRET = "Hồ sơ sức khỏe là bí mật nhà nước"


def typed(cadre: Cadre, clerk: User, **changes: Any) -> dict[str, Any]:
    """What the form of the person sends, as it stands."""
    form = CadreForm(instance=cadre, user=clerk)
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    values["birth_date"] = f"{cadre.birth_date:%d/%m/%Y}"
    return {name: value for name, value in (values | changes).items() if value}


def test_the_department_marks_a_person(clerk: User, signed_in: Callable[[User], Client]) -> None:
    cadre = CadreFactory()
    client = signed_in(clerk)
    sent = typed(cadre, clerk, records_are_secret="on")
    assert client.post(reverse("cadre_edit", args=[cadre.pk]), sent).status_code == 302
    page = client.get(reverse("cadre_detail", args=[cadre.pk])).content.decode()
    assert SECRET in page
    assert "Hồ sơ sức khỏe là bí mật nhà nước: không → có" in page


def test_taking_the_mark_away_is_kept_too(clerk: User) -> None:
    cadre = CadreFactory(records_are_secret=True)
    actions.change(cadre=cadre, by=clerk, fields={"records_are_secret": False})
    assert history_of(cadre)[0].note.endswith("có → không")
    assert history_of(cadre)[0].by == str(clerk)


def test_a_commune_is_not_asked(commune_clerk: User, signed_in: Callable[[User], Client]) -> None:
    cadre = CadreFactory(managing_unit=commune_clerk.unit, records_are_secret=True)
    client = signed_in(commune_clerk)
    assert SECRET in client.get(reverse("cadre_detail", args=[cadre.pk])).content.decode()
    address = reverse("cadre_edit", args=[cadre.pk])
    assert "records_are_secret" not in client.get(address).content.decode()
    client.post(address, typed(cadre, commune_clerk, post="Bí thư"))
    cadre.refresh_from_db()
    assert (cadre.post, cadre.records_are_secret) == ("Bí thư", True)


def test_a_commune_cannot_do_it_by_other_ways(commune_clerk: User) -> None:
    cadre = CadreFactory(managing_unit=commune_clerk.unit)
    with pytest.raises(ValidationError, match="Chỉ Sở Y tế"):
        actions.change(cadre=cadre, by=commune_clerk, fields={"records_are_secret": True})
