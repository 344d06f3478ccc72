from convalescence.models.home import HomeConvalescence
from convalescence.models.trip import Participation, Trip, TripKind

__all__ = ["HomeConvalescence", "Participation", "Trip", "TripKind"]
