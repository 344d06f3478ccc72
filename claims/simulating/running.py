"""Runs a simulation: from the rows of a year to its own rows, with progress, and nothing else."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from claims.models import SimulatedPerson, Simulation, SimulationState
from claims.models.simulation import UNDER_WAY
from claims.simulating.cases import Plan, Program, Scale, Subject
from claims.simulating.comparing import Row
from claims.simulating.gathering import Gathering
from claims.simulating.labels import labels_of
from claims.simulating.planning import copies_of
from claims.simulating.scope import (
    Scope,
    fingerprint,
    occurrences_typed,
    scales_of,
    scope_of,
)
from claims.simulating.tally import Tally, Verdict
from claims.simulating.workers import PARALLEL_FROM, portions, work_in
from policies.rules import WHOLE

STIR_AFTER = 0.5  # seconds between two looks at the row: progress out, cancelling in
LOST_AFTER = timedelta(minutes=2)  # without a sign of life a run counts as lost
PATTERNS = 1_000  # recorded events after which planned ones are made, at most


class SimulationStopped(Exception):
    """Somebody cancelled it; what it had written is taken away."""


def run(simulation: Simulation, *, processes: int = 0) -> Simulation:
    """Run it to its end. Whatever goes wrong is kept as a sentence on the row."""
    taken = Simulation.objects.filter(pk=simulation.pk, state__in=UNDER_WAY)
    if not taken.update(state=SimulationState.RUNNING, stirred_at=timezone.now(), done=0):
        return simulation
    forget_people(simulation)
    simulation.refresh_from_db()
    try:
        _reckon(simulation, processes)
    except SimulationStopped:
        forget_people(simulation)
    except Exception:
        forget_people(simulation)
        _end(simulation, SimulationState.FAILED, failure=FAILURE)
        raise
    simulation.refresh_from_db()
    return simulation


FAILURE = (
    "Lần chạy bị lỗi giữa chừng và chưa có kết quả. Hãy chạy lại; nếu vẫn lỗi, báo quản trị viên "
    "kèm số của lần mô phỏng này."
)


def forget_people(simulation: Simulation) -> None:
    SimulatedPerson.objects.filter(simulation=simulation).delete()


def is_lost(simulation: Simulation) -> bool:
    """Whether nobody seems to work on it any more."""
    return simulation.is_under_way and timezone.now() - simulation.stirred_at > LOST_AFTER


def _reckon(simulation: Simulation, processes: int) -> None:
    print_of_law = fingerprint(simulation.resolution)
    scope = scope_of(simulation)
    gathering = Gathering(scope, simulation.made_by)
    program, subjects, events = _prepared(simulation, scope, gathering)
    if not processes and events < PARALLEL_FROM:
        processes = 1
    progress = Progress(simulation, gathering.count())
    tally = Tally()
    for portion in portions(program, subjects, processes=processes):
        tally.add(portion.tally)
        store(simulation, portion.rows)
        progress.advance(len(portion.rows))
    result = tally.plain() | labels_of(scope)
    _end(simulation, SimulationState.DONE, result=result, fingerprint=print_of_law)


def _end(simulation: Simulation, state: SimulationState, **fields: Any) -> None:
    """Unless it was cancelled in the last moment."""
    running = Simulation.objects.filter(pk=simulation.pk, state=SimulationState.RUNNING)
    if not running.update(state=state, ended_at=timezone.now(), **fields):
        raise SimulationStopped


class Progress:
    """Tells the page how far it is, and hears when it is to stop."""

    def __init__(self, simulation: Simulation, total: int) -> None:
        self._simulation, self._total, self._done = simulation, total, 0
        self._last = monotonic()
        self._rows().update(total=total)

    def advance(self, people: int) -> None:
        self._done += people
        if monotonic() - self._last > STIR_AFTER:
            self._last = monotonic()
            stirred = self._rows().update(done=self._done, stirred_at=timezone.now())
            if not stirred:
                raise SimulationStopped

    def _rows(self) -> Any:
        return Simulation.objects.filter(pk=self._simulation.pk, state=SimulationState.RUNNING)


# --- the plan ----------------------------------------------------------------------------------


def _prepared(
    simulation: Simulation, scope: Scope, gathering: Gathering
) -> tuple[Program, Iterable[Subject], int]:
    """What the workers are told, whom they get, and about how many events that makes."""
    bare = Program(
        law=scope.law,
        year=scope.reckoned_year,
        law_then=scope.law_then,
        renamed=dict(scope.renamed),
    )
    if not simulation.is_planned:
        return bare, gathering.subjects(), gathering.count_events()
    plan = Plan(
        scales=scales_of(simulation.assumptions),
        occurrences=occurrences_typed(simulation.assumptions),
    )
    subjects = list(planned(gathering.subjects(), plan))
    program = replace(bare, plan=with_patterns(plan, subjects))
    return program, subjects, sum(work_in(subject, program) for subject in subjects)


def planned(subjects: Iterable[Subject], plan: Plan) -> Iterator[Subject]:
    """Each with the number of people like them, spread evenly over the group."""
    places: dict[str, int] = {}
    for subject in subjects:
        place = places.get(subject.group, 0)
        places[subject.group] = place + 1
        share = plan.scales.get(subject.group, Scale()).people if plan.scales else WHOLE
        first, copies = copies_of(place, share)
        yield subject._replace(first_slot=first, copies=copies)


def with_patterns(plan: Plan, subjects: Iterable[Subject]) -> Plan:
    """Counts the people of each group, and finds what was recorded of what is counted out."""
    wanted = {(each.group, each.code) for each in plan.occurrences}
    people: dict[str, int] = {}
    patterns: dict[tuple[str, str], list] = {}
    for subject in subjects:
        people[subject.group] = people.get(subject.group, 0) + subject.copies
        for ask in subject.asks:
            for code in ask.event.benefits:
                found = patterns.setdefault((subject.group, code), [])
                if (subject.group, code) in wanted and len(found) < PATTERNS:
                    found.append(ask.event)
    kept = {key: tuple(found) for key, found in patterns.items() if found}
    return replace(plan, people=people, patterns=kept)


# --- rows --------------------------------------------------------------------------------------

COPY = """
COPY claims_simulatedperson
  (simulation_id, cadre_id, recipient_id, "group", verdict, copies, "then", now, places, figures)
FROM STDIN
"""


@transaction.atomic
def store(simulation: Simulation, rows: Iterable[Row]) -> None:
    """Everybody of whom there is something to show, by COPY: a hundred thousand in seconds."""
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            if row.verdict != Verdict.NOTHING.value or row.figures:
                cadre, recipient = (row.pk, None) if row.kind == "cadre" else (None, row.pk)
                copy.write_row(
                    (
                        simulation.pk,
                        cadre,
                        recipient,
                        row.group,
                        row.verdict,
                        row.copies,
                        row.then,
                        row.now,
                        list(row.figures),
                        json.dumps(row.figures, separators=(",", ":")),
                    )
                )
