"""Rounds from before they had a life get the state that what happened in them tells."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from checkups.models import Checkup, CheckupRound
from tests.checkups.rounds import FIRST, entitled, planned_round
from tests.rounds import on_roster

pytestmark = pytest.mark.django_db
MIGRATION = import_module("checkups.migrations.0008_old_rounds_have_a_state")


@pytest.fixture
def old_round(law, hospital, staff):
    """As it stood before: planned, and somebody examined."""

    def make(code: str, begins_on: date, *, examined: bool = True) -> CheckupRound:
        made = planned_round(
            law,
            hospital=hospital,
            code=code,
            begins_on=begins_on,
            ends_on=begins_on + timedelta(days=10),
            confirm_by=None,
            year=begins_on.year,
        )
        if examined:
            Checkup.objects.create(
                round=made,
                cadre=entitled(law),
                facility=hospital,
                examined_on=begins_on,
                unit=staff.maker.unit,
                recorded_by=staff.maker,
            )
        return made

    return make


def state_of(made: CheckupRound) -> str:
    return CheckupRound.objects.get(pk=made.pk).state


def test_rounds_with_people_run_or_are_over_and_say_so(old_round, staff):
    today = timezone.localdate()
    over = old_round("a", FIRST.replace(year=2025))
    runs = old_round("b", today - timedelta(days=2))
    empty = old_round("c", FIRST.replace(year=2025), examined=False)
    MIGRATION.give_states(apps, None)
    assert [state_of(each) for each in (over, runs, empty)] == ["closed", "running", "planned"]
    steps = list(over.steps.values_list("action", "from_state", "to_state", "name"))
    assert steps == [
        ("start", "planned", "running", "Nâng cấp phần mềm"),
        ("close", "running", "closed", "Nâng cấp phần mềm"),
    ]
    assert "1 lượt khám" in over.steps.first().note
    MIGRATION.give_states(apps, None)
    assert over.steps.count() == 2


def test_with_somebody_unmarked_it_still_runs(old_round, law, staff):
    over = old_round("a", FIRST.replace(year=2025))
    on_roster(over, entitled(law), staff.maker, appointed_on=over.begins_on)
    MIGRATION.give_states(apps, None)
    assert state_of(over) == "running"
