from claims.models.bill import Bill, BillLine, BillState, BillStep, Decision, Finding
from claims.models.budget import BudgetEstimate, ClosedPeriod
from claims.models.claim import Claim, ClaimEvent, ClaimLine, ClaimState
from claims.models.fact import Fact
from claims.models.payment import ListState, Payment, PaymentList, PaymentState
from claims.models.recalculation import RecalculatedFact, Recalculation, RecalculationState
from claims.models.recipient import Recipient, RecipientKind
from claims.models.request import BenefitRequest
from claims.models.seal import Seal, SealedLaw
from claims.models.simulation import SimulatedPerson, Simulation, SimulationState

__all__ = [
    "BenefitRequest",
    "Bill",
    "BillLine",
    "BillState",
    "BillStep",
    "BudgetEstimate",
    "Claim",
    "ClaimEvent",
    "ClaimLine",
    "ClaimState",
    "ClosedPeriod",
    "Decision",
    "Fact",
    "Finding",
    "ListState",
    "Payment",
    "PaymentList",
    "PaymentState",
    "RecalculatedFact",
    "Recalculation",
    "RecalculationState",
    "Recipient",
    "RecipientKind",
    "Seal",
    "SealedLaw",
    "SimulatedPerson",
    "Simulation",
    "SimulationState",
]
