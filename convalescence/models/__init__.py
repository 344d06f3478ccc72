from convalescence.models.home import HomeConvalescence
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
    "Companion",
    "CompanionRole",
    "GiveUpReason",
    "HomeConvalescence",
    "LeaveReason",
    "Participation",
    "RunBy",
    "Seat",
    "SeatDay",
    "Trip",
    "TripKind",
    "TripPaper",
    "TripState",
    "TripStep",
]
