"""What this app holds of the health of a person whose records become a state secret: fitness."""

import pgtrigger
from django.db.models import Q

from accounts.models import User
from beneficiaries.models import Cadre
from beneficiaries.secrecy import ERASED, HealthData
from convalescence.models import Candidate, CandidateAction, CandidateStep, Fitness


def _told(cadre: Cadre) -> Q:
    """Steps that say something of the fitness of this person."""
    unerased = Q(candidate__cadre=cadre) & ~Q(words=ERASED)
    return unerased & (Q(action=CandidateAction.FITNESS) | Q(words__contains="sức khỏe"))


def _fitness(cadre: Cadre) -> int:
    known = Candidate.objects.filter(cadre=cadre).exclude(fitness=Fitness.UNKNOWN).count()
    return known or CandidateStep.objects.filter(_told(cadre)).count()


def _erase_fitness(cadre: Cadre, by: User) -> None:
    """Steps are kept for good, but not what they said: secrecy goes before the trace."""
    told = Candidate.objects.filter(cadre=cadre).exclude(fitness=Fitness.UNKNOWN)
    told.update(fitness=Fitness.UNKNOWN, fitness_on=None, fitness_told_by="")
    with pgtrigger.ignore("convalescence.CandidateStep:candidate_step_is_append_only"):
        CandidateStep.objects.filter(_told(cadre)).update(words=ERASED, reason="")


HEALTH_DATA = (HealthData("kết luận sức khỏe đi điều dưỡng", _fitness, _erase_fitness),)
