from convalescence.models.candidate import (
    Candidate,
    CandidateAction,
    CandidateStep,
    Fitness,
    Standing,
)
from convalescence.models.home import HomeConvalescence
from convalescence.models.plan import (
    Criterion,
    Cycle,
    Form,
    HomeRun,
    HomeRunState,
    PlanPart,
    PlanState,
    PlanStep,
    Quota,
    YearPlan,
)
from convalescence.models.running import RunBy
from convalescence.models.seat import (
    Companion,
    CompanionRole,
    GiveUpReason,
    LeaveReason,
    Seat,
    SeatDay,
)
from convalescence.models.step import TripPaper, TripStep
from convalescence.models.trip import Participation, Trip, TripKind, TripState

__all__ = [
    "Candidate",
    "CandidateAction",
    "CandidateStep",
    "Companion",
    "CompanionRole",
    "Criterion",
    "Cycle",
    "Fitness",
    "Form",
    "GiveUpReason",
    "HomeConvalescence",
    "HomeRun",
    "HomeRunState",
    "LeaveReason",
    "Participation",
    "PlanPart",
    "PlanState",
    "PlanStep",
    "Quota",
    "RunBy",
    "Seat",
    "SeatDay",
    "Standing",
    "Trip",
    "TripKind",
    "TripPaper",
    "TripState",
    "TripStep",
    "YearPlan",
]
