from policies.models.benefit import Benefit, Limit, PayeeKind
from policies.models.rate import Confidence, Payer, Rate, RateConfirmation
from policies.models.resolution import BeneficiaryGroup, Resolution, ResolutionStatus
from policies.models.scheme import Scheme

__all__ = [
    "BeneficiaryGroup",
    "Benefit",
    "Confidence",
    "Limit",
    "PayeeKind",
    "Payer",
    "Rate",
    "RateConfirmation",
    "Resolution",
    "ResolutionStatus",
    "Scheme",
]
