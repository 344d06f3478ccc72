"""Whose turn it is: only whom the year's plan chose goes on a trip of that plan."""

from collections.abc import Sequence

from beneficiaries.models import Cadre
from claims.actions import ClaimError
from convalescence.models import Candidate, Seat, Standing, Trip
from convalescence.models.candidate import CandidateQuerySet, Fitness


def still_without_seat(trip: Trip) -> CandidateQuerySet:
    """Whom the plan of the trip chose for this form and who has no seat yet, in the fair order."""
    if trip.plan_id is None:
        return Candidate.objects.none()
    seated = Seat.objects.held().filter(candidate__plan=trip.plan_id).values("candidate")
    chosen = Candidate.objects.chosen().filter(plan=trip.plan_id, form=trip.kind)
    chosen = chosen.exclude(pk__in=seated).exclude(fitness=Fitness.UNFIT)
    return chosen.select_related("cadre", "group").order_by("position", "pk")


def turns_for(trip: Trip, cadres: Sequence[Cadre]) -> dict[int, Candidate]:
    """Everybody's turn in the plan of the trip; nobody's where the trip has no plan.

    Raises ``ClaimError`` for the first whom the plan did not choose for this form.
    """
    if trip.plan_id is None:
        return {}
    rows = Candidate.objects.filter(plan=trip.plan_id, cadre__in=cadres)
    turns = {one.cadre_id: one for one in rows}
    for cadre in cadres:
        _refuse_out_of_turn(trip, cadre, turns.get(cadre.pk))
    return turns


def _refuse_out_of_turn(trip: Trip, cadre: Cadre, found: Candidate | None) -> None:
    if found is None or found.standing != Standing.CHOSEN or found.form != trip.kind:
        told = "không có trong danh sách"
        if found:
            told = found.get_standing_display().lower()
            told += f", {found.get_form_display().lower()}" if found.form else ""
        raise ClaimError(
            f"{cadre.full_name} chưa được kế hoạch chọn đi hình thức này (đang ghi: {told}). "
            "Hãy chọn, hoặc cho thay người, ở kế hoạch năm trước."
        )
    if found.fitness == Fitness.UNFIT:
        raise ClaimError(f"{cadre.full_name} được kết luận không đủ sức khỏe đi đoàn.")
