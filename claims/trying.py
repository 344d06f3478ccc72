"""Real cadres on the bench: as they stood on a day, with all that their claims used."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from accounts.models import Unit, User
from beneficiaries.models import Cadre, Membership
from beneficiaries.picking import CadreField
from claims.assessing import usage_of_cadre
from claims.standing import Standing
from policies.models import Resolution
from policies.rules import Event, Person
from policies.subjects import Lender, Subject

BORROWED = (
    "Văn bản này chưa xếp ai vào đối tượng; đối tượng lấy theo mã của văn bản đang áp dụng. "
    "Mục nào để trống thì lấy theo hồ sơ của người này."
)


def cadre_field(user: User) -> forms.Field:
    field = CadreField(label="Người có thật (để trống: người giả định)", required=False)
    field.user = user
    return field


def subject_of(cadre: Any, resolution: Resolution, on: date) -> Subject:
    """The cadre under a version; one that nobody was put into groups of borrows them."""
    rows = list(Membership.objects.filter(cadre=cadre).select_related("group").order_by("-since"))
    own = [row for row in rows if row.resolution_id == resolution.pk]
    person = _standing(cadre, own, [resolution], on)
    note = ""
    if person.group is None and not resolution.is_released:
        versions = list(Resolution.objects.released().filter(scheme=resolution.scheme_id))
        borrowed = _standing(cadre, rows, versions, on)
        if resolution.groups.filter(code=borrowed.group or "").exists():
            person, note = replace(person, group=borrowed.group), BORROWED
    return Subject(cadre.full_name, cadre.pk, person, usage_of_cadre(cadre), note)


def _standing(
    cadre: Cadre, memberships: list[Membership], versions: list[Resolution], on: date
) -> Person:
    provinces = Unit.objects.exclude(legacy_province="").values_list("pk", "legacy_province")
    ids = {version.pk for version in versions}
    held = [row for row in memberships if row.resolution_id in ids]
    return Standing(cadre, dict(provinces), held, versions).person(Event(on, ()))


def reference(cadre: Any) -> str:
    """What the field understands again; an address names nobody."""
    return f"mã {cadre.pk}"


LENDER = Lender("cadre_view", cadre_field, subject_of, reference)
