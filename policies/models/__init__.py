from policies.models.benefit import Benefit, PayeeKind
from policies.models.confidence import Confidence
from policies.models.draft_edit import DraftEdit
from policies.models.group import BeneficiaryGroup
from policies.models.limit import Limit
from policies.models.parameter import DatedList, ListEntry, Parameter, ParameterValue
from policies.models.payer import Payer
from policies.models.rate import Rate, RateConfirmation
from policies.models.relation import Relation
from policies.models.resolution import Resolution, ResolutionStatus
from policies.models.scheme import Scheme
from policies.models.solved_case import SolvedCase
from policies.models.succession import GroupSuccession
from policies.models.threshold import Threshold

__all__ = [
    "BeneficiaryGroup",
    "Benefit",
    "Confidence",
    "DatedList",
    "DraftEdit",
    "GroupSuccession",
    "Limit",
    "ListEntry",
    "Parameter",
    "ParameterValue",
    "PayeeKind",
    "Payer",
    "Rate",
    "RateConfirmation",
    "Relation",
    "Resolution",
    "ResolutionStatus",
    "Scheme",
    "SolvedCase",
    "Threshold",
]
