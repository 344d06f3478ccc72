"""A round of check-ups up to its first day: planned, listed by the law, looked through by the
units, agreed by the department's head, people appointed and invited.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F

from accounts.models import Unit, User
from beneficiaries.matching import any_of
from beneficiaries.models import Cadre, Membership
from checkups.models import CheckupRound, RemovalReason, RosterEntry
from checkups.rounds.actions import keep_step, propose, take_step
from checkups.rounds.appointing import days_of
from checkups.rounds.inviting import mark_invited
from checkups.rounds.parts import add_named, confirm, take_off
from checkups.rounds.planning import Plan, open_round
from checkups.rounds.workflow import Action
from config.copying import update_objects
from config.demo.founding import VIETNAM
from config.demo.plan import Happening, PlannedRound
from config.demo.round_papers import plan_pdf
from config.formatting import count
from policies.models import Resolution

IN_STEAD = "Đơn vị xác nhận bằng công văn, chưa có tài khoản trên phần mềm."

type Coming = Mapping[str, Happening]
"""Who will come, by the hash of the citizen ID."""


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM)


class Listing:
    """One round on its way to its first day; ``clerks`` are by unit, ``clerk`` the department's."""

    def __init__(
        self,
        resolution: Resolution,
        planned: PlannedRound,
        clerks: Mapping[int, User],
        clerk: User,
        random: Random,
    ) -> None:
        self._resolution = resolution
        self._planned = planned
        self._clerks = clerks
        self._clerk = clerk
        self._random = random

    def planned(self) -> CheckupRound:
        """The plan as it was signed."""
        planned = self._planned
        groups = list(self._resolution.groups.filter(code__in=planned.groups).order_by("position"))
        facilities = list(Unit.objects.filter(code__in=planned.facilities).order_by("name"))
        content = plan_pdf(planned, map(str, groups), map(str, facilities), str(self._clerk.unit))
        number = planned.plan_number.replace("/", "-")
        return open_round(
            checkup_round=CheckupRound(
                resolution=self._resolution,
                kind=planned.kind,
                code=planned.code,
                title=planned.title,
                year=planned.begins_on.year,
                plan_number=planned.plan_number,
                plan_date=planned.plan_date,
                plan_document=planned.plan_document,
                begins_on=planned.begins_on,
                ends_on=planned.ends_on,
                confirm_by=planned.confirm_by,
                estimate=planned.estimate,
            ),
            plan=Plan(
                groups=groups,
                facilities=facilities,
                daily_capacity=planned.capacity,
                file=SimpleUploadedFile(f"ke-hoach-{number}.pdf", content, "application/pdf"),
            ),
            by=self._clerk,
            at=moment(planned.plan_date, 14),
        )

    def listed(self, chosen: CheckupRound, coming: Coming) -> None:
        """Sent to the units: whom the law entitles, or whom somebody named for an event."""
        at = moment(self._planned.plan_date, 16)
        if not self._planned.groups:
            named = self._named(coming)
            add_named(checkup_round=chosen, cadres=named, by=self._clerk, at=at)
        propose(checkup_round=chosen, by=self._clerk, at=at)

    def _named(self, coming: Coming) -> list[Cadre]:
        """Who will come, and a few of the same groups who won't."""
        come = list(any_of(Cadre.objects.all(), "citizen_id_hash", coming, "text"))
        held = Membership.objects.filter(resolution=self._resolution)
        groups = any_of(held, "cadre_id", [each.pk for each in come], "bigint").values("group")
        others = held.filter(group__in=groups, cadre__retired_on=None)
        others = others.exclude(cadre__in=[each.pk for each in come]).order_by("cadre")
        more = (self._planned.listed or len(come)) - len(come)
        chosen = self._random.sample(list(others.values_list("cadre", flat=True)), more)
        return [*come, *Cadre.objects.filter(pk__in=chosen).order_by("pk")]

    def looked_through(self, chosen: CheckupRound, coming: Coming) -> None:
        """The units say who waits for another year."""
        planned, entries = self._planned, _papers(chosen)
        if planned.listed is None or not planned.groups:
            return
        away = [each for each in entries if each[2] not in coming]
        off = self._random.sample(away, len(entries) - planned.listed)
        reason = RemovalReason.OTHER if planned.off else RemovalReason.NO_NEED
        take_off(
            checkup_round=chosen,
            chosen={key: version for key, version, _ in off},
            reason=reason,
            note=planned.off,
            by=self._clerk,
            at=moment(planned.confirm_by, 9),
        )

    def confirmed(
        self, chosen: CheckupRound, but: Sequence[str] = (), on: date | None = None
    ) -> None:
        """By each unit (``but`` for those of these codes): in its stead where it has no clerk."""
        at = moment(on or self._planned.confirm_by, 10)
        for part in chosen.parts.select_related("round", "unit").exclude(unit__code__in=but):
            own = self._clerks.get(part.unit_id)
            confirm(
                part=part,
                by=own or self._clerk,
                seen=part.version,
                reason="" if own else IN_STEAD,
                at=at,
            )

    def agreed(self, chosen: CheckupRound, by: User) -> None:
        at = moment(self._planned.confirm_by, 16)
        take_step(checkup_round=chosen, action=Action.AGREE, by=by, at=at)

    def invited(self, chosen: CheckupRound, coming: Coming) -> None:
        """Everybody has a day and a letter; who comes does so on their day."""
        entries = list(
            chosen.roster.kept()
            .annotate(paper=F("cadre__citizen_id_hash"), usual=F("cadre__care_facility"))
            .order_by("pk")
        )
        codes = dict(Unit.objects.values_list("code", "pk"))
        places = [codes[code] for code in self._planned.facilities]
        days = days_of(self._planned.begins_on, self._planned.ends_on, saturdays=False)
        for entry in entries:
            if happening := coming.get(entry.paper):
                entry.facility_id, entry.appointed_on = codes[happening.cells[2]], happening.on
            else:
                entry.facility_id = entry.usual if entry.usual in places else places[0]
                entry.appointed_on = self._random.choice(days)
            entry.version += 1
        update_objects(RosterEntry, entries, ["facility", "appointed_on", "version"])
        at = moment(self._planned.confirm_by, 17)
        note = f"{count(len(entries))} người."
        keep_step(chosen, Action.APPOINT, self._clerk, note=note, at=at)
        mark_invited(checkup_round=chosen, unit=None, by=self._clerk, at=at)

    def started(self, chosen: CheckupRound) -> CheckupRound:
        at = moment(max(self._planned.begins_on, self._planned.confirm_by + timedelta(days=1)), 7)
        return take_step(checkup_round=chosen, action=Action.START, by=self._clerk, at=at)


def _papers(chosen: CheckupRound) -> list[tuple[int, int, str]]:
    """(entry, version, hash of the citizen ID) of everybody on the list."""
    rows = chosen.roster.kept().order_by("pk")
    return list(rows.values_list("pk", "version", "cadre__citizen_id_hash"))
