"""A fact that was made from a line of a bill is taken back: the line waits to be opened again."""

from datetime import datetime

from accounts.models import User
from claims.billing.steps import moved
from claims.billing.workflow import BillAction
from claims.models import BillLine, Fact
from config.formatting import date_short


def release_line(fact: Fact, by: User, reason: str, moment: datetime) -> None:
    """The line forgets its fact and says why; the bill keeps a step. Nothing, if it has no line."""
    lines = BillLine.objects.select_for_update(of=("self",)).select_related("bill")
    line = lines.filter(fact_kind=fact.KIND, fact_id=fact.pk).first()
    if line is None:
        return
    line.fact_kind, line.fact_id = "", None
    line.problem = f"Hồ sơ đã lập bị hủy ngày {date_short(moment)}: {reason}. Lập lại được."
    line.save(update_fields=["fact_kind", "fact_id", "problem"])
    told = f"Dòng {line.row}, {line.name}: {reason}"
    moved(line.bill, BillAction.RELEASE, line.bill.state, by, told, at=moment)
