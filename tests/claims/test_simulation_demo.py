"""The law in force run over the demo year: nothing may be different, cell by cell."""

from django.db.models import Sum

from accounts.models import User
from claims.models import ClaimLine
from policies.models import Resolution
from tests.claims.simulation_runs import draft_after, simulated, sums, without_group


def test_the_law_in_force_differs_from_its_own_ledger_by_nought(demo_year):
    law = Resolution.objects.get(code="lang-son-24-2024")
    simulation = simulated(law, User.objects.get(username="chinhsach"))
    lines = ClaimLine.objects.filter(claim__entitlement_year=2025, decided_on__year=2025)
    in_ledger = lines.exclude(claim__state__in=("refused", "cancelled")).aggregate(Sum("amount"))
    assert sums(simulation) == (in_ledger["amount__sum"],) * 2
    assert in_ledger["amount__sum"] > 9_000_000_000
    different = [row for row in simulation.result["cells"] if (row[3], row[4]) != (row[5], row[6])]
    assert not different
    assert {verdict for _, verdict, *_ in simulation.result["people"]} == {"same"}
    assert not simulation.result["refusals"]


def test_without_its_largest_group_the_demo_year_costs_less_by_what_they_had(demo_year):
    law = Resolution.objects.get(code="lang-son-24-2024")
    officer = User.objects.get(username="chinhsach")
    draft = draft_after(law, officer, lambda pack: without_group(pack, "6"))
    then, now = sums(simulated(draft, officer))
    of_group = ClaimLine.objects.filter(claim__group__code="6", decided_on__year=2025)
    alive = of_group.exclude(claim__state__in=("refused", "cancelled"))
    assert then - now == alive.aggregate(Sum("amount"))["amount__sum"]
