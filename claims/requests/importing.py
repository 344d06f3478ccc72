"""Requests from a workbook: for benefits that no page of their own asks for.

A row tells days and money; what a law needs beyond that is entered by hand, and the row is
refused with the law's own words.
"""

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any

from claims.entries.kinds import entries
from claims.importing import CITIZEN_ID, EventKind, RowFault, Surroundings
from claims.models import BenefitRequest
from claims.models.request import LONGEST_TITLE
from config.formatting import money
from config.workbooks import cells
from config.workbooks.judging import Column
from policies.models import Benefit, Resolution
from policies.rules import Event

EARLIEST = date(2000, 1, 1)
MOST = 10_000_000_000


def _money(name: str, head: str, help_text: str) -> Column:
    return Column(
        name=name,
        head=head,
        parser=cells.money(most=MOST),
        default=0,
        help=help_text,
        example=2_350_000 if name == "cost" else None,
    )


COLUMNS = (
    CITIZEN_ID,
    Column(
        name="benefit",
        head="Chế độ",
        parser=cells.text(LONGEST_TITLE),
        required=True,
        help="tên, tên ngắn hoặc mã của chế độ trong văn bản",
        example="Hỗ trợ chi phí khám bệnh, chữa bệnh",
    ),
    Column(
        name="on",
        head="Ngày của sự việc",
        parser=cells.date(earliest=EARLIEST),
        required=True,
        help="hoặc ngày bắt đầu",
        example="14/05/2025",
    ),
    Column(name="until", head="Ngày kết thúc", parser=cells.date(earliest=EARLIEST)),
    Column(name="days", head="Số ngày", parser=cells.integer(0, 366), default=0),
    _money("cost", "Chi phí", "đồng, theo hóa đơn"),
    _money("others_paid", "Nguồn khác đã trả", "đồng, ví dụ bảo hiểm y tế đã trả"),
)


def build_request(around: Surroundings, values: dict[str, Any]) -> BenefitRequest:
    benefit: Benefit = around.one(
        "benefit",
        cells.fold(values["benefit"]),
        _benefits_by_word,
        "benefit",
        "không phải chế độ của văn bản nào",
    )
    _refuse_days_amiss(values)
    fact = BenefitRequest(cadre=around.cadre(values["citizen_id"]))
    asked = benefit.occasion or benefit.code
    event = Event(
        values["on"],
        (asked,),
        until=values["until"],
        days=values["days"],
        cost=values["cost"],
        others_paid=values["others_paid"],
    )
    fact.tell(event, titles=[benefit.title[:LONGEST_TITLE]], told=_in_words(event))
    return fact


def _benefits_by_word() -> Iterable[tuple[Hashable, Benefit]]:
    """Benefits of released texts that no page asks for, by code and titles.

    What several versions call alike is one thing, told as the newest does.
    """
    paged = {word for entry in entries() for word in entry.benefits}
    found: dict[Hashable, Benefit] = {}
    rows = Benefit.objects.filter(resolution__in=Resolution.objects.released())
    for benefit in rows.order_by("-resolution__effective_from", "resolution", "position"):
        if (benefit.occasion or benefit.code) not in paged:
            for word in (benefit.code, benefit.title, benefit.short_title):
                found.setdefault(cells.fold(word), benefit)
    return found.items()


def _refuse_days_amiss(values: dict[str, Any]) -> None:
    on, until, days = values["on"], values["until"], values["days"]
    if until and until < on:
        raise RowFault("until", "trước ngày bắt đầu")
    if until and days > (most := (until - on).days + 1):
        raise RowFault("days", f"nhiều hơn số ngày trong khoảng thời gian đã ghi ({most})")


def _in_words(event: Event) -> list[tuple[str, str]]:
    """What was told beside the days, for the approver."""
    words = [("Số ngày", str(event.days))] if event.days else []
    for label, sum_ in (("Chi phí", event.cost), ("Nguồn khác đã trả", event.others_paid)):
        if sum_:
            words.append((label, f"{money(sum_)} đồng"))
    return words


REQUESTS = EventKind(
    code=BenefitRequest.KIND,
    title="Nhập đề nghị hưởng chế độ",
    noun="đề nghị",
    home="request_list",
    model=BenefitRequest,
    columns=COLUMNS,
    build=build_request,
    identity=lambda fact: (fact.cadre_id, fact.on, tuple(fact.occasions)),
    known=lambda facts: BenefitRequest.objects.standing().filter(
        cadre__in={fact.cadre_id for fact in facts}, on__in={fact.on for fact in facts}
    ),
    clash="người này đã có đề nghị cùng ngày về chế độ này",
)
