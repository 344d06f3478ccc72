from checkups.models.checkup import Checkup
from checkups.models.delegation import DelegationDrugs, Gathering, Place
from checkups.models.drug import DrugSupply, PurchasePackage
from checkups.models.health_result import HealthClass, HealthResult
from checkups.models.illness import CriticalIllness
from checkups.models.invitation import InvitationPrint, PrintState
from checkups.models.roster import (
    AbsenceReason,
    Attendance,
    Origin,
    RemovalReason,
    RosterEntry,
    RosterPart,
    Standing,
)
from checkups.models.round import (
    CheckupRound,
    RoundFacility,
    RoundKind,
    RoundPlanFile,
    RoundState,
)
from checkups.models.round_step import RoundStep
from checkups.models.secrecy import CadreWithHealthData
from checkups.models.staff import Duty, StaffAllowance
from checkups.models.stay import HospitalStay

__all__ = [
    "AbsenceReason",
    "Attendance",
    "CadreWithHealthData",
    "Checkup",
    "CheckupRound",
    "CriticalIllness",
    "DelegationDrugs",
    "DrugSupply",
    "Duty",
    "Gathering",
    "HealthClass",
    "HealthResult",
    "HospitalStay",
    "InvitationPrint",
    "Origin",
    "Place",
    "PrintState",
    "PurchasePackage",
    "RemovalReason",
    "RosterEntry",
    "RosterPart",
    "RoundFacility",
    "RoundKind",
    "RoundPlanFile",
    "RoundState",
    "RoundStep",
    "StaffAllowance",
    "Standing",
]
