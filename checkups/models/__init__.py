from checkups.models.checkup import Checkup, CheckupRound, RoundKind
from checkups.models.drug import DrugSupply, PurchasePackage
from checkups.models.illness import CriticalIllness
from checkups.models.staff import Duty, StaffAllowance
from checkups.models.stay import HospitalStay

__all__ = [
    "Checkup",
    "CheckupRound",
    "CriticalIllness",
    "DrugSupply",
    "Duty",
    "HospitalStay",
    "PurchasePackage",
    "RoundKind",
    "StaffAllowance",
]
