"""A person's records become a state secret: what was said of their fitness goes with the mark."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from beneficiaries.actions import change
from beneficiaries.models import Cadre
from convalescence.models import CandidateStep, Fitness
from convalescence.planning.erasing import ERASED
from convalescence.planning.proposing import propose
from convalescence.planning.standing import judge_fitness
from tests.convalescence.conftest import CONFIRM_BY
from tests.factories import entitled_cadre

pytestmark = pytest.mark.django_db
MARK = {"records_are_secret": True}


def test_fitness_is_erased_with_the_words_of_its_steps(plan, law, staff, quota):
    quota(people=1)
    person = entitled_cadre(law)
    propose(plan=plan, confirm_by=CONFIRM_BY, by=staff.maker)
    candidate = plan.candidates.get()
    judge_fitness(
        candidate=candidate,
        fitness=Fitness.FIT,
        told_by="Trạm Y tế",
        told_on=date(2026, 3, 1),
        by=staff.maker,
    )
    with pytest.raises(ValidationError, match="1 kết luận sức khỏe"):
        change(cadre=person, by=staff.maker, fields=MARK)
    with pytest.raises(IntegrityError, match="Còn kết luận sức khỏe"), transaction.atomic():
        Cadre.objects.filter(pk=person.pk).update(**MARK)
    change(cadre=person, by=staff.maker, fields=MARK, erase=True)
    candidate.refresh_from_db()
    assert (candidate.fitness, candidate.fitness_on) == (Fitness.UNKNOWN, None)
    step = candidate.steps.get()
    assert (step.words, step.done_by) == (ERASED, staff.maker)
    with pytest.raises(Exception, match="Cannot"):
        CandidateStep.objects.update(words="khác")
