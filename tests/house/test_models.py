"""The database refuses what the law refuses: the models inspect themselves."""

import re

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models.constraints import BaseConstraint

from tests.house.source import APPS

OWN_MODELS = [model for model in apps.get_models() if model._meta.app_label in APPS]
# Rows that pghistory writes about another table: that table holds the rules.
OWN_MODELS = [model for model in OWN_MODELS if not hasattr(model, "pgh_id")]
WRITTEN_IN_VIETNAMESE = re.compile(r"[À-ỹđ]")


def pairs(model: type[models.Model]) -> list[tuple[str, str]]:
    """Fields that say when and by whom the same thing happened: ``paid_at``, ``paid_by``."""
    names = {field.name for field in model._meta.get_fields()}
    stems = sorted(name.removesuffix("_at") for name in names if name.endswith("_at"))
    return [(f"{stem}_at", f"{stem}_by") for stem in stems if f"{stem}_by" in names]


def always_filled(model: type[models.Model], *names: str) -> bool:
    return not any(model._meta.get_field(name).null for name in names)


def mentions(constraint: BaseConstraint, name: str) -> bool:
    return (
        isinstance(constraint, models.CheckConstraint)
        and re.search(rf"'{name}(__|')", str(constraint.condition.deconstruct())) is not None
    )


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_when_and_by_whom_are_tied_together(model):
    """Either both columns are always there, or a constraint says: both or none."""
    untied = [
        pair
        for pair in pairs(model)
        if not always_filled(model, *pair)
        and not any(
            all(mentions(constraint, name) for name in pair)
            for constraint in model._meta.constraints
        )
    ]
    assert not untied


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_refusals_of_the_database_speak_vietnamese(model):
    silent = [
        constraint.name
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint | ExclusionConstraint)
        or getattr(constraint, "condition", None) is not None
        if not WRITTEN_IN_VIETNAMESE.search(str(constraint.violation_error_message))
        or constraint.violation_error_message == BaseConstraint.default_violation_error_message
    ]
    assert not silent


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_users_never_see_an_english_name(model):
    english = [
        field.name
        for field in model._meta.fields
        if field.editable
        and not field.auto_created
        and str(field.verbose_name) == field.name.replace("_", " ")
    ]
    assert not english
