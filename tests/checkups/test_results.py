"""The result of a round, and who hasn't had their turn and why."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from checkups.attendance.marking import mark_absent
from checkups.models import RosterEntry, Standing
from checkups.results.reckoning import missed_of, money_of, result_of
from checkups.results.waiting import (
    NO_ROUND,
    NOT_LISTED,
    REMOVED,
    SECOND_DATE,
    TO_COME,
    counted,
    waiting_in,
)
from tests.factories import UnitFactory, UserFactory, entitled_cadre
from tests.rounds import attended, on_roster, running_round


@pytest.fixture
def chosen(law, hospital):
    chosen = running_round(law, hospital, estimate=10_000_000)
    chosen.groups.set(law.groups.filter(code__in=["3", "4"]))
    return chosen


@pytest.fixture
def people(law, chosen, staff):
    """One who came, one retired who is absent with a second date, one still to come."""
    came = entitled_cadre(law, full_name="Hà Văn Có")
    absent = entitled_cadre(law, full_name="Lý Thị Vắng", retired_on=date(2024, 1, 1))
    to_come = entitled_cadre(law, full_name="Mạc Văn Chờ", group="3")
    attended(chosen, came, staff.maker)
    entry = on_roster(chosen, absent, staff.maker)
    mark_absent(
        entry_id=entry.pk,
        seen=0,
        reason="busy",
        note="",
        second_date=date(2025, 6, 10),
        by=staff.maker,
    )
    on_roster(chosen, to_come, staff.maker)
    return came, absent, to_come


def test_turnout_is_told_by_group_serving_and_retired(chosen, people):
    result = result_of(chosen, RosterEntry.objects.all())
    rows = {(row.group[-1], row.status): (row.listed, row.attended) for row in result.rows}
    assert rows == {
        ("3", "Đương chức"): (1, 0),
        ("4", "Đương chức"): (1, 1),
        ("4", "Nghỉ hưu"): (1, 0),
    }
    assert (result.whole.attended, result.whole.absent, result.whole.unmarked) == (1, 1, 1)
    assert result.absences == (("Bận công tác", 1),)
    assert result.second_dates == 1
    missed = missed_of(chosen, RosterEntry.objects.all())
    assert {entry.cadre.full_name for entry in missed} == {"Lý Thị Vắng", "Mạc Văn Chờ"}
    assert money_of(chosen).left == 10_000_000


def test_everybody_without_a_check_up_has_a_reason(law, chosen, people, staff):
    removed = entitled_cadre(law, full_name="Nông Văn Chuyển")
    on_roster(
        chosen,
        removed,
        staff.maker,
        standing=Standing.REMOVED,
        removal_reason="moved",
        facility=None,
        appointed_on=None,
    )
    entitled_cadre(law, full_name="Ôn Thị Sót")
    entitled_cadre(law, full_name="Phan Văn Hai", group="2")
    entitled_cadre(law, full_name="Quan Văn Sáu", group="6")  # the law gives group 6 none
    waiting = {each.cadre.full_name: each.reason for each in waiting_in(2025, staff.maker)}
    assert waiting == {
        "Lý Thị Vắng": SECOND_DATE,
        "Mạc Văn Chờ": TO_COME,
        "Nông Văn Chuyển": REMOVED,
        "Ôn Thị Sót": NOT_LISTED,
        "Phan Văn Hai": NO_ROUND,
    }
    assert len(counted(waiting_in(2025, staff.maker))) == 5


def test_a_commune_learns_only_of_its_own_people(law, chosen, people, staff):
    commune = UnitFactory()
    mine = entitled_cadre(law, full_name="Triệu Văn Nhà", commune=commune)
    clerk = UserFactory(unit=commune, roles=[Role.DATA_ENTRY])
    assert [each.cadre for each in waiting_in(2025, clerk)] == [mine]
    assert [each.cadre for each in waiting_in(2025, staff.maker, commune.pk)] == [mine]


def test_the_pages_and_papers(chosen, people, maker):
    page = maker.get(reverse("round_result", args=[chosen.pk])).content.decode()
    assert "Lý Thị Vắng" in page
    assert "10/06/2025" in page
    assert maker.get(reverse("round_result_export", args=[chosen.pk])).status_code == 200
    assert maker.get(reverse("round_result_pdf", args=[chosen.pk])).content[:4] == b"%PDF"
    page = maker.get(reverse("unexamined_list"), {"nam": "2025"}).content.decode()
    assert SECOND_DATE in page
    assert "Mạc Văn Chờ" in page
    assert maker.get(reverse("unexamined_export"), {"nam": "2025"}).status_code == 200
    narrowed = maker.get(reverse("unexamined_list"), {"nam": "2025", "ly_do": TO_COME})
    assert "Lý Thị Vắng" not in narrowed.content.decode()
