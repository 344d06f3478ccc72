from beneficiaries.models.batch import BatchState, ImportBatch
from beneficiaries.models.cadre import Cadre, Sex
from beneficiaries.models.card import CardKind, HealthCard
from beneficiaries.models.membership import Membership
from beneficiaries.models.succession import SuccessionChoice

__all__ = [
    "BatchState",
    "Cadre",
    "CardKind",
    "HealthCard",
    "ImportBatch",
    "Membership",
    "Sex",
    "SuccessionChoice",
]
