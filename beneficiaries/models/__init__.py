from beneficiaries.models.batch import BatchState, ImportBatch
from beneficiaries.models.cadre import Cadre, Sex
from beneficiaries.models.card import CardKind, HealthCard, ReissueReason
from beneficiaries.models.card_batch import CardBatch, CardBatchKind, CardBatchState, CardLine
from beneficiaries.models.card_print import CardPrint, PrintState
from beneficiaries.models.membership import Membership
from beneficiaries.models.succession import SuccessionChoice

__all__ = [
    "BatchState",
    "Cadre",
    "CardBatch",
    "CardBatchKind",
    "CardBatchState",
    "CardKind",
    "CardLine",
    "CardPrint",
    "HealthCard",
    "ImportBatch",
    "Membership",
    "PrintState",
    "ReissueReason",
    "Sex",
    "SuccessionChoice",
]
