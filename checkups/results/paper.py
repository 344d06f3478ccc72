"""The result of a round as a workbook and as an official paper."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from checkups.models import AbsenceReason, CheckupRound
from checkups.models.roster import RosterEntryQuerySet
from checkups.results.reckoning import Money, Result
from checkups.results.waiting import Waiting
from config.paper import OfficialDocument
from config.pdf import render_pdf
from config.workbooks.writing import Table, TableColumn, table_workbook, tables_workbook

MISSED_COLUMNS = (
    TableColumn("STT", "integer"),
    TableColumn("Họ và tên", width=28),
    TableColumn("Ngày sinh", "date"),
    TableColumn("Đối tượng", width=16),
    TableColumn("Đơn vị", width=26),
    TableColumn("Lý do vắng", width=26),
    TableColumn("Ngày hẹn lần hai", "date"),
)


def result_workbook(chosen: CheckupRound, result: Result, missed: RosterEntryQuerySet) -> bytes:
    """Turnout on one sheet, who missed it on the next."""
    turnout = Table(
        f"Kết quả {chosen.title}",
        (
            TableColumn("Đối tượng", width=24),
            TableColumn("Tình trạng", width=14),
            TableColumn("Trong danh sách", "integer", total=True),
            TableColumn("Đã khám", "integer", total=True),
            TableColumn("Vắng mặt", "integer", total=True),
            TableColumn("Chưa điểm danh", "integer", total=True),
        ),
        (
            (row.group, row.status, row.listed, row.attended, row.absent, row.unmarked)
            for row in result.rows
        ),
        sheet="Kết quả",
    )
    people = Table(
        f"Người chưa khám trong {chosen.title}",
        MISSED_COLUMNS,
        (
            (
                number,
                entry.cadre.full_name,
                entry.cadre.birth_date,
                entry.group.name,
                entry.unit.name,
                AbsenceReason(entry.absence_reason).label
                if entry.absence_reason
                else "Chưa điểm danh",
                entry.second_date,
            )
            for number, entry in enumerate(missed, start=1)
        ),
        sheet="Chưa khám",
        totals=False,
    )
    return tables_workbook([turnout, people])


def result_pdf(chosen: CheckupRound, result: Result, money: Money | None, user: User) -> bytes:
    """The result as an official report, without number and day: a draft to be signed."""
    province = chosen.resolution.scheme.province
    document = OfficialDocument(
        title=f"Kết quả {chosen.title}",
        type_name="Báo cáo",
        subject_line=f"Kết quả {chosen.title}",
        superior_body=f"UBND tỉnh {province}" if user.unit.sees_all else settings.DEPARTMENT_NAME,
        issuing_body=user.unit.name,
        symbol="BC-SYT" if user.unit.sees_all else "BC",
        place=province,
        issued_on=timezone.localdate(),
        blank="day",
        is_draft=True,
        recipients=("Như trên",),
        signing_lines=("GIÁM ĐỐC" if user.unit.sees_all else "THỦ TRƯỞNG ĐƠN VỊ",),
    )
    context = {"document": document, "round": chosen, "result": result, "money": money}
    return render_pdf(render_to_string("documents/round_result.html", context))


def waiting_workbook(year: int, waiting: list[Waiting]) -> bytes:
    """Who hasn't had their turn, with the reasons, as on the page."""
    columns = (
        TableColumn("STT", "integer"),
        TableColumn("Họ và tên", width=28),
        TableColumn("Ngày sinh", "date"),
        TableColumn("Đối tượng", width=18),
        TableColumn("Xã, phường", width=24),
        TableColumn("Vì sao", width=34),
        TableColumn("Ghi rõ", width=44),
    )
    rows = (
        (
            number,
            each.cadre.full_name,
            each.cadre.birth_date,
            each.group.name,
            each.cadre.commune.name if each.cadre.commune else "",
            each.reason,
            each.told,
        )
        for number, each in enumerate(waiting, start=1)
    )
    title = f"Người chưa được khám sức khỏe định kỳ năm {year}"
    return table_workbook(title=title, columns=columns, rows=rows, totals=False)
