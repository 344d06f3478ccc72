"""The list of a plan and the answer to "whose turn is it" as workbooks and on paper."""

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.utils import timezone

from config.formatting import count, date_on_paper, date_short, money
from config.long_list import ListColumn, ListHead, ListRow, long_list_pdf
from config.workbooks.writing import TableColumn, table_workbook
from convalescence.models import Candidate, Form, Standing, YearPlan
from convalescence.planning import telling
from convalescence.planning.turns import Turn

PAPER_COLUMNS = (
    ListColumn("TT", 10, "right"),
    ListColumn("Họ và tên", 38),
    ListColumn("Năm sinh", 14, "centre"),
    ListColumn("Đối tượng", 24),
    ListColumn("Đơn vị", 34),
    ListColumn("Lần trước", 16, "centre"),
    ListColumn("Ghi chú", 26),
)

LIST_COLUMNS = (
    TableColumn("Thứ tự", "integer", 8),
    TableColumn("Họ và tên", width=26),
    TableColumn("Ngày sinh", "date", 12),
    TableColumn("Đối tượng", width=18),
    TableColumn("Đơn vị", width=24),
    TableColumn("Tình trạng", width=16),
    TableColumn("Hình thức", width=22),
    TableColumn("Chỉ tiêu", width=28),
    TableColumn("Dự kiến (đồng)", "money", 16, total=True),
    TableColumn("Lần gần nhất (năm)", "text", 12),
    TableColumn("Số năm chờ", "integer", 10),
    TableColumn("Nguyện vọng", width=18),
    TableColumn("Thay cho", width=22),
    TableColumn("Lý do", width=70),
)

TURN_COLUMNS = (
    TableColumn("Họ và tên", width=26),
    TableColumn("Ngày sinh", "date", 12),
    TableColumn("Đối tượng", width=18),
    TableColumn("Đơn vị", width=24),
    TableColumn("Lần gần nhất (năm)", "text", 12),
    TableColumn("Số năm chờ", "integer", 10),
    TableColumn("Đến lượt từ năm", "text", 12),
    TableColumn("Bị bỏ lượt (năm)", "integer", 10),
    TableColumn("Trong danh sách năm nay", width=22),
    TableColumn("Vì sao", width=80),
)


def list_workbook(plan: YearPlan, candidates: Iterable[Candidate], *, told: str) -> bytes:
    """Everybody on the list, as it stands."""
    return table_workbook(
        title=f"Danh sách điều dưỡng năm {plan.year}",
        columns=LIST_COLUMNS,
        rows=(_list_row(one) for one in candidates),
        notes=[f"{plan}, {plan.resolution}", told],
    )


def _list_row(one: Candidate) -> Sequence[object]:
    return (
        one.position,
        one.cadre.full_name,
        one.cadre.birth_date,
        one.group.name,
        one.unit.name,
        one.get_standing_display(),
        one.get_form_display() if one.form else "",
        str(one.quota) if one.quota else "",
        one.amount if one.standing == Standing.CHOSEN else 0,
        str(one.last_year or "chưa"),
        one.waiting_years,
        one.get_wished_display() if one.wished else "",
        one.replaces.cadre.full_name if one.replaces else "",
        " ".join(one.reasons),
    )


def turns_workbook(
    plan: YearPlan, turns: Iterable[Turn], candidates: dict[int, Candidate], *, told: str
) -> bytes:
    """Who hasn't had his turn, and why."""
    return table_workbook(
        title=f"Ai đến lượt, ai chưa và vì sao: điều dưỡng năm {plan.year}",
        columns=TURN_COLUMNS,
        rows=(_turn_row(turn, candidates.get(turn.key)) for turn in turns),
        notes=[f"{plan}, {plan.resolution}", told],
    )


def _turn_row(turn: Turn, candidate: Candidate | None) -> Sequence[object]:
    return (
        turn.name,
        turn.born,
        turn.group_name,
        turn.unit_name,
        str(turn.last_year or "chưa"),
        turn.years,
        str(turn.due_since),
        turn.missed,
        candidate.get_standing_display() if candidate else "",
        " ".join(candidate.reasons if candidate else telling.why(turn)),
    )


def list_pdf(plan: YearPlan, candidates: Sequence[Candidate]) -> bytes:
    """The list as an appendix of the plan (NĐ 30): those chosen by form, then the wait-list."""
    head = ListHead(
        name="Phụ lục",
        title=f"Cán bộ điều dưỡng, phục hồi sức khỏe năm {plan.year}",
        attached_to=(f"Kèm theo Kế hoạch số {plan.number} ngày {date_on_paper(plan.dated_on)}"),
        issuing_body=settings.DEPARTMENT_NAME,
    )
    chosen = [one for one in candidates if one.standing == Standing.CHOSEN]
    state = plan.get_state_display().lower()
    closing = (
        f"Danh sách có {count(len(chosen))} người được chọn, dự kiến "
        f"{money(sum(one.amount for one in chosen))} đồng. Tình trạng kế hoạch: {state}; "
        f"in ngày {date_short(timezone.localdate())}.",
    )
    rows = _paper_rows(candidates, chosen)
    return long_list_pdf(head, PAPER_COLUMNS, rows, closing=closing).content


def _paper_rows(candidates: Sequence[Candidate], chosen: Sequence[Candidate]) -> Iterator[ListRow]:
    parts = [(label, [one for one in chosen if one.form == form]) for form, label in Form.choices]
    waiting = [one for one in candidates if one.standing == Standing.WAITING]
    for title, people in (*parts, ("Danh sách chờ", waiting)):
        if not people:
            continue
        head = f"{title}: {count(len(people))} người"
        yield ListRow([head, ""], "part", span=len(PAPER_COLUMNS) - 1)
        for place, one in enumerate(people, 1):
            yield ListRow(_paper_cells(place, one))


def _paper_cells(place: int, one: Candidate) -> list[str]:
    note = f"Thay {one.replaces.cadre.full_name}" if one.replaces else ""
    if one.exception:
        note = f"{note}; theo {one.exception}".strip("; ")
    return [
        str(place),
        one.cadre.full_name,
        str(one.cadre.birth_date.year),
        one.group.name,
        one.unit.name,
        str(one.last_year or "chưa"),
        note,
    ]
