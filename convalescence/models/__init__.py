from convalescence.models.candidate import (
    Candidate,
    CandidateAction,
    CandidateStep,
    Fitness,
    Standing,
)
from convalescence.models.companion import Companion, CompanionRole
from convalescence.models.cycle import Counted, Cycle
from convalescence.models.home import HomeConvalescence
from convalescence.models.home_run import HomeRun, HomeRunState
from convalescence.models.plan import (
    Criterion,
    Form,
    PlanState,
    PlanStep,
    YearPlan,
)
from convalescence.models.plan_part import PlanPart
from convalescence.models.quota import Quota
from convalescence.models.running import RunBy
from convalescence.models.seat import GiveUpReason, LeaveReason, Seat
from convalescence.models.seat_day import SeatDay
from convalescence.models.secrecy import CadreWithFitness
from convalescence.models.step import TripPaper, TripStep
from convalescence.models.trip import Participation, Trip, TripKind, TripState

__all__ = [
    "CadreWithFitness",
    "Candidate",
    "CandidateAction",
    "CandidateStep",
    "Companion",
    "CompanionRole",
    "Counted",
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
