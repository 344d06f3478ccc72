"""What the page of a trip shows beside who went: its steps, plan against done, papers, history."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from config.charts import PlanAndDone, plan_bars
from convalescence.models import Seat, SeatDay, Trip, TripState
from convalescence.trips.board import late
from convalescence.trips.life import may_run, steps_open_to
from convalescence.trips.workflow import LABELS, NEEDS_REASON, Action

LIFE: list[TripState] = [state for state in TripState if state != TripState.CANCELLED]


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that the trip could take; ``objection`` says what stands against it."""

    label: str
    url: str
    objection: str
    goes_back: bool


def overview_of(trip: Any, user: User, today: date) -> dict[str, Any]:
    """``trip`` comes with the counts of :mod:`convalescence.trips.board`."""
    runs = may_run(user)
    seats = Seat.objects.visible_to(user).filter(trip=trip)
    sees_seats = user.unit.sees_all or trip.facility_id == user.unit_id or trip.names > 0
    rows = figures_of(trip)
    return {
        "life": [state.label for state in LIFE],
        "current": LIFE.index(TripState(trip.state)) + 1 if trip.state in LIFE else 0,
        "steps": _steps(trip, user, today) if runs else [],
        "late": late(trip, today),
        "is_run_here": trip.state != TripState.PLANNED or trip.held > 0,
        "sees_seats": sees_seats,
        "own_names": seats.held().count(),
        "figures": rows,
        "chart": plan_chart(trip, rows),
        "papers": trip.papers.defer("content").select_related("added_by") if runs else [],
        "history": [_told(step) for step in trip.steps.select_related("done_by")],
        "runs": runs,
    }


def _steps(trip: Trip, user: User, today: date) -> list[NextStep]:
    return [
        NextStep(
            LABELS[action],
            reverse("trip_close", args=[trip.pk])
            if action is Action.CLOSE
            else reverse("trip_move", args=[trip.pk, action]),
            objection,
            action in NEEDS_REASON,
        )
        for action, objection in steps_open_to(user, trip, today)
    ]


def _told(step: Any) -> dict[str, Any]:
    return {
        "label": LABELS[Action(step.action)],
        "at": step.done_at,
        "by": step.name,
        "title": step.job_title,
        "note": step.reason,
        "state": step.to_state,
    }


def figures_of(trip: Trip) -> list[PlanAndDone]:
    """Plan against done: names, who came, days, claims opened; of the whole trip."""
    held = trip.seats.held()
    names = held.count()
    present = SeatDay.objects.filter(seat__trip=trip, present=True)
    came = present.values("seat").distinct().count()
    recorded = trip.participations.filter(cancelled_at=None).count()
    return [
        PlanAndDone("Có tên trong danh sách", max(names, recorded), trip.quota),
        PlanAndDone("Có mặt ít nhất một ngày", came, names),
        PlanAndDone("Ngày có mặt", present.count(), names * trip.days, "ngày"),
        PlanAndDone("Đã ghi lượt đi, lập hồ sơ", recorded, max(names, recorded)),
    ]


def plan_chart(trip: Trip, rows: list[PlanAndDone]) -> SafeString:
    return plan_bars(f"trip-{trip.pk}", "Kế hoạch và thực hiện của đoàn", rows)
