"""The proposed list into the database: where everybody is placed, and why, in sentences."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from config.copying import copy_objects, update_objects
from config.formatting import count, date_short
from convalescence.models import Candidate, CandidateAction, Form, Quota, Standing, YearPlan
from convalescence.planning import owing, telling
from convalescence.planning.ordering import Place, Share, Waiting, offered, open_to
from convalescence.planning.steps import write_step
from convalescence.planning.turns import Turn

STAYING = (Standing.DECLINED, Standing.REMOVED, Standing.REPLACED)
TOLD_ANEW = (
    "group",
    "unit",
    "last_year",
    "waiting_years",
    "position",
    "standing",
    "form",
    "quota",
    "amount",
    "is_due",
    "reasons",
)


@dataclass
class Proposal:
    """The list as it would be; ``refused`` tells what the law says of a person in a quota."""

    places: list[Place]
    refused: dict[owing.Pair, str] = field(default_factory=dict)
    costs: dict[owing.Pair, int | None] = field(default_factory=dict)


class Listing:
    """A proposal about to be written: who is new on the list, who stands otherwise, who is gone."""

    def __init__(
        self,
        plan: YearPlan,
        turns: Iterable[Turn],
        known: dict[int, Candidate],
        quotas: Sequence[Quota],
        proposal: Proposal,
    ) -> None:
        self.plan, self.known, self.proposal = plan, known, proposal
        self.turns = {turn.key: turn for turn in turns}
        self.quotas = {quota.pk: quota for quota in quotas}
        # Told to thousands: each is put into words once.
        self.names = {quota.pk: f"“{quota}”" for quota in quotas}
        self.offers = offered(_whole(quota) for quota in quotas)
        self.blank = Candidate(plan_id=plan.pk, standing=Standing.WAITING)
        self.last_in = _last_position_in(proposal.places)

    def store(self, by: User, at: datetime | None) -> None:
        """Those gone leave first and whoever gives a place back does so before others come.

        Who stands as before isn't written again.
        """
        gone = [one for key, one in self.known.items() if key not in self.turns]
        _take_out(gone, by, at)
        fresh: list[Candidate] = []
        changed: list[Candidate] = []
        for place in self.proposal.places:
            candidate = self.known.get(place.person.key)
            if candidate is None:
                fresh.append(self._placed(self._new(place.person.key), place))
                continue
            before = _as_told(candidate)
            if _as_told(self._placed(candidate, place)) != before:
                changed.append(candidate)
        update_objects(Candidate, changed, TOLD_ANEW)
        copy_objects(Candidate, fresh)

    def _new(self, cadre: int) -> Candidate:
        """A copy: to make each from its fields takes several times as long."""
        made = copy(self.blank)
        made.cadre_id = cadre
        return made

    def _placed(self, candidate: Candidate, place: Place) -> Candidate:
        turn = self.turns[place.person.key]
        candidate.group_id, candidate.unit_id = turn.group, turn.unit
        candidate.last_year, candidate.waiting_years = turn.last_year, turn.years
        candidate.position, candidate.is_due = place.position, turn.is_due
        result = self._give(candidate, place) or self._why_waiting(place.person)
        candidate.reasons = [*telling.why(turn), self._order_told(turn, place), result]
        return candidate

    def _give(self, candidate: Candidate, place: Place) -> str:
        """Put the person where he belongs, and say why there; "" for who has to wait."""
        if candidate.standing in STAYING:
            return f"{Standing(candidate.standing).label}, như đã ghi."
        if candidate.replaces_id:
            return "Giữ chỗ đã nhận thay người khác."
        if place.share:
            quota = self.quotas[place.share.key]
            candidate.standing, candidate.form = Standing.CHOSEN, quota.form
            candidate.quota_id = quota.pk
            candidate.amount = self.proposal.costs[candidate.cadre_id, quota.pk] or 0
            return f"Còn chỗ trong chỉ tiêu {self.names[quota.pk]} ({count(quota.people)} người)."
        candidate.standing, candidate.quota_id, candidate.form = Standing.WAITING, None, ""
        candidate.amount = 0
        return ""

    def _why_waiting(self, person: Waiting) -> str:
        if not person.forms:
            return "Không có hình thức nào phù hợp với nguyện vọng, sức khỏe và văn bản."
        possible = list(open_to(person, self.offers))
        if not possible:
            forms = ", ".join(Form(form).label.lower() for form in person.forms)
            return f"Kế hoạch không có chỉ tiêu cho hình thức: {forms}."
        told_of = (self._why_not_in(person, share) for share in possible)
        return "; ".join(told_of).rstrip(".") + "."

    def _why_not_in(self, person: Waiting, share: Share) -> str:
        name = self.names[share.key]
        if words := self.proposal.refused.get((person.key, share.key)):
            return f"{name}: {words}"
        if share.key in self.last_in:
            return f"{name} đã hết chỗ hoặc hết tiền ở người thứ {self.last_in[share.key]}"
        return f"{name} không đủ kinh phí cho một người"

    def _order_told(self, turn: Turn, place: Place) -> str:
        words = {
            "waiting": f"chờ {turn.years} năm",
            "age": f"sinh ngày {date_short(turn.born)}",
            "service": f"huy hiệu {turn.service} năm" if turn.service else "chưa có huy hiệu",
            "group": turn.group_name,
        }
        by_what = ", ".join(words[name] for name in self.plan.ordering)
        whole = count(len(self.proposal.places))
        return f"Thứ {count(place.position)} trong {whole} người đến lượt ({by_what})."


def _whole(quota: Quota) -> Share:
    return Share(quota.pk, quota.form, quota.unit_id, quota.people, quota.amount)


def _last_position_in(places: Iterable[Place]) -> dict[int, int]:
    """At which place of the order each quota gave its last place."""
    return {place.share.key: place.position for place in places if place.share}


COLUMNS: tuple[Any, ...] = tuple(Candidate._meta.get_field(name) for name in TOLD_ANEW)


def _as_told(candidate: Candidate) -> tuple[Any, ...]:
    """What a list made anew may change."""
    held = candidate.__dict__
    return tuple(held[column.attname] for column in COLUMNS)


def _take_out(gone: list[Candidate], by: User, at: datetime | None) -> None:
    """Whose turn it isn't any more: without a trace when nothing was recorded of him."""
    traced = set(
        Candidate.objects.filter(pk__in=[one.pk for one in gone], steps__isnull=False).values_list(
            "pk", flat=True
        )
    )
    for one in gone:
        if one.pk in traced and one.standing not in STAYING:
            words = "Không còn đến lượt khi lập lại danh sách."
            write_step(one, CandidateAction.REMOVE, words, by=by, at=at)
            one.standing, one.quota, one.form = Standing.REMOVED, None, ""
            one.save(update_fields=["standing", "quota", "form"])
    Candidate.objects.filter(pk__in=[one.pk for one in gone if one.pk not in traced]).delete()
