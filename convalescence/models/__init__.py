from convalescence.models.home import HomeConvalescence
from convalescence.models.running import RunBy
from convalescence.models.trip import Participation, Trip, TripKind

__all__ = ["HomeConvalescence", "Participation", "RunBy", "Trip", "TripKind"]
