from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from beneficiaries.models import Cadre
from checkups.models.round import CheckupRound, RoundKind
from claims.models import Fact
from config.formatting import date_short, money
from policies.rules import Event


def _not_in_a_closed_round(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """Refuse facts of a round that is over; looked at once a statement, as imports are.

    The rounds are held meanwhile: who closes one waits for those who enter, and they for him.
    """
    rounds = "SELECT n.round_id FROM new_rows n"
    if operation is not pgtrigger.Insert:
        # Taking a mistake back stays possible; what was examined, when and for how much doesn't.
        rounds += (
            " JOIN old_rows o ON o.id = n.id WHERE"
            " (o.round_id, o.cadre_id, o.facility_id, o.examined_on, o.cost) IS DISTINCT FROM"
            " (n.round_id, n.cadre_id, n.facility_id, n.examined_on, n.cost)"
        )
    old = None if operation is pgtrigger.Insert else "old_rows"
    return pgtrigger.Trigger(
        name=f"checkup_{name}_in_no_closed_round",
        operation=operation,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(old=old, new="new_rows"),
        func=(
            f"PERFORM 1 FROM checkups_checkupround r WHERE r.id IN ({rounds}) FOR SHARE;"
            f" IF EXISTS (SELECT 1 FROM checkups_checkupround r WHERE r.id IN ({rounds})"
            " AND r.state = 'closed') THEN"
            " RAISE EXCEPTION 'Đợt khám đã kết thúc, không ghi thêm lượt khám được.'"
            " USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;"
        ),
    )


class Checkup(Fact):
    """One person examined in one round."""

    KIND = "checkup"

    round = models.ForeignKey(
        CheckupRound, models.PROTECT, related_name="checkups", verbose_name="đợt khám"
    )
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="checkups", verbose_name="cán bộ")
    facility = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi khám")
    examined_on = models.DateField("ngày khám")
    cost = models.BigIntegerField("chi phí thực tế (đồng)", default=0)

    class Meta(Fact.Meta):
        verbose_name = "lượt khám"
        ordering = ("-examined_on", "-id")
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "cadre"],
                condition=Q(cancelled_at=None),
                name="one_checkup_a_round_and_person",
                violation_error_message="Người này đã khám trong đợt này.",
            ),
            models.CheckConstraint(
                condition=Q(cost__gte=0),
                name="checkup_cost_is_not_negative",
                violation_error_message="Chi phí không được âm.",
            ),
        ]
        triggers: ClassVar = [
            _not_in_a_closed_round("recorded", pgtrigger.Insert),
            _not_in_a_closed_round("changed", pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return self.heading()

    def event(self) -> Event:
        traits = (("variant", self.round.code),) if self.round.kind == RoundKind.EVENT else ()
        return Event(
            on=self.examined_on, benefits=(self.round.kind,), cost=self.cost, traits=traits
        )

    def heading(self) -> str:
        return f"{self.round.title}, ngày {date_short(self.examined_on)}"

    def summary(self) -> list[tuple[str, str]]:
        rows = [
            ("Đợt khám", self.round.title),
            ("Nơi khám", str(self.facility)),
            ("Ngày khám", date_short(self.examined_on)),
        ]
        if self.cost:
            rows.append(("Chi phí thực tế", f"{money(self.cost)} đồng"))
        return rows

    def category(self) -> str:
        return self.round.code
