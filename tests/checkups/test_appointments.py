"""People spread over places and days, letters, lists and messages that invite them."""

from collections import Counter
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook
from pypdf import PdfReader

from checkups.models import InvitationPrint, PrintState, RosterEntry, RoundFacility
from checkups.rounds.actions import RoundError
from checkups.rounds.appointing import (
    Guest,
    NotEnoughRoom,
    appoint_all,
    change_appointments,
    days_of,
    spread,
)
from checkups.rounds.inviting import (
    PHONE_HEAD,
    list_pdf,
    mark_invited,
    messages_workbook,
    print_letters,
)
from tests.checkups.rounds import FIRST, LAST, agreed_round, entitled, planned_round
from tests.factories import HospitalFactory, UnitFactory

MONDAY, TUESDAY = FIRST, FIRST + timedelta(days=1)
EAST, WEST = 1, 2


def guests(*, unit: int, people: int, usual: int | None = None, first: int = 0) -> list[Guest]:
    return [Guest(first + number, unit, usual) for number in range(people)]


def test_nobody_is_examined_on_sundays_and_on_saturdays_only_when_asked():
    week = days_of(FIRST, FIRST + timedelta(days=6), saturdays=False)
    assert [day.weekday() for day in week] == [0, 1, 2, 3, 4]
    assert len(days_of(FIRST, FIRST + timedelta(days=6), saturdays=True)) == 6


def test_no_place_takes_more_than_it_can_on_a_day():
    people = guests(unit=7, people=7)
    given = spread(people, {EAST: 2, WEST: 2}, [MONDAY, TUESDAY], Counter())
    assert max(Counter(given.values()).values()) == 2
    assert given.keys() == {guest.key for guest in people}


def test_people_of_a_unit_stay_at_one_place_and_day_where_it_has_room():
    people = [*guests(unit=7, people=3), *guests(unit=8, people=3, first=10)]
    given = spread(people, {EAST: 3, WEST: 3}, [MONDAY], Counter())
    assert len({given[key][0] for key in range(3)}) == 1
    assert len({given[key][0] for key in range(10, 13)}) == 1


def test_who_is_looked_after_at_one_of_the_places_goes_there():
    people = [*guests(unit=7, people=2, usual=WEST), *guests(unit=7, people=1, first=10)]
    given = spread(people, {EAST: 5, WEST: 2}, [MONDAY], Counter())
    assert {given[0][0], given[1][0]} == {WEST}
    assert given[10] == (EAST, MONDAY)


def test_appointments_made_before_keep_their_room():
    taken = Counter({(EAST, MONDAY): 2})
    given = spread(guests(unit=7, people=1), {EAST: 2}, [MONDAY, TUESDAY], taken)
    assert given[0] == (EAST, TUESDAY)


def test_too_many_people_are_told_by_numbers():
    with pytest.raises(NotEnoughRoom, match=r"5 người cần xếp.*chỉ còn nhận được 4 người"):
        spread(guests(unit=7, people=5), {EAST: 2}, [MONDAY, TUESDAY], Counter())


# --- On a round -----------------------------------------------------------------------------


@pytest.fixture
def commune(db):
    return UnitFactory(name="Xã Đông Khê")


@pytest.fixture
def agreed(law, hospital, staff, commune):
    for number in range(3):
        entitled(law, full_name=f"Nông Thị {'ABC'[number]}", commune=commune, sex="female")
    spring = planned_round(law, hospital=hospital, plan_number="68/KH-SYT")
    return agreed_round(spring, staff.maker)


def appointed(agreed, by, **options) -> int:
    values = {"first": FIRST, "saturdays": False, "anew": False} | options
    return appoint_all(checkup_round=agreed, by=by, **values)


def days(agreed) -> list[date]:
    return list(agreed.roster.order_by("pk").values_list("appointed_on", flat=True))


def test_the_agreed_list_gets_places_and_days(agreed, staff, hospital):
    assert appointed(agreed, staff.maker) == 3
    assert Counter(days(agreed)) == {MONDAY: 2, TUESDAY: 1}
    assert set(agreed.roster.values_list("facility", flat=True)) == {hospital.pk}


def test_without_room_nothing_is_written(agreed, staff):
    with pytest.raises(NotEnoughRoom):
        appointed(agreed, staff.maker, first=LAST)
    assert set(days(agreed)) == {None}


def test_who_is_invited_keeps_the_day_when_others_are_spread_anew(agreed, staff):
    appointed(agreed, staff.maker)
    mark_invited(checkup_round=agreed, unit=None, by=staff.maker)
    before = days(agreed)
    assert appointed(agreed, staff.maker, first=date(2026, 4, 13), anew=True) == 0
    assert days(agreed) == before


def test_a_full_day_takes_nobody_more(agreed, staff, hospital):
    appointed(agreed, staff.maker)
    moved = agreed.roster.get(appointed_on=TUESDAY)
    with pytest.raises(RoundError, match=r"đã có 2 người, thêm 1 là quá 2"):
        change_appointments(
            checkup_round=agreed,
            chosen={moved.pk: moved.version},
            facility=hospital,
            day=MONDAY,
            by=staff.maker,
        )


def test_another_day_calls_for_another_invitation(agreed, staff, hospital):
    appointed(agreed, staff.maker)
    mark_invited(checkup_round=agreed, unit=None, by=staff.maker)
    moved = agreed.roster.get(appointed_on=TUESDAY)
    done = change_appointments(
        checkup_round=agreed,
        chosen={moved.pk: moved.version},
        facility=hospital,
        day=date(2026, 4, 9),
        by=staff.maker,
    )
    moved.refresh_from_db()
    assert (done.changed, moved.appointed_on, moved.invited_at) == (1, date(2026, 4, 9), None)


def test_invitations_are_marked_for_one_unit_or_all(agreed, staff, commune):
    appointed(agreed, staff.maker)
    with pytest.raises(RoundError, match="Không còn ai"):
        mark_invited(checkup_round=agreed, unit=UnitFactory(), by=staff.maker)
    assert mark_invited(checkup_round=agreed, unit=commune, by=staff.maker) == 3
    assert {entry.invited_by for entry in agreed.roster.all()} == {staff.maker}


def texts(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def test_each_person_gets_a_letter_of_one_page(agreed, staff, commune, hospital):
    import base64

    appointed(agreed, staff.maker)
    made = print_letters(checkup_round=agreed, unit=commune, by=staff.maker)
    made = InvitationPrint.objects.get(pk=made.pk)
    assert made.state == PrintState.DONE, made.failure
    pages = texts(base64.b64decode(made.content))
    assert len(pages) == 3
    first = pages[0]
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "GIẤY MỜI",
        "kính mời Bà: Nông Thị A",
        "thứ Hai, ngày 06 tháng 4 năm 2026",
        str(hospital),
        "Kế hoạch số 68/KH-SYT",
    ):
        assert words in first


def test_letters_of_an_earlier_printing_give_way(agreed, staff):
    appointed(agreed, staff.maker)
    for _ in range(2):
        print_letters(checkup_round=agreed, unit=None, by=staff.maker)
    assert InvitationPrint.objects.count() == 1


def test_the_list_and_the_messages_name_everybody(agreed, staff, commune):
    appointed(agreed, staff.maker)
    printed = " ".join(texts(list_pdf(agreed, commune)))
    assert all(f"Nông Thị {letter}" in printed for letter in "ABC")
    assert "Danh sách có 3 người." in printed
    sheet = load_workbook(BytesIO(messages_workbook(agreed, None))).active
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert PHONE_HEAD in cells
    assert any("kính mời bà Nông Thị A" in cell and "06/04/2026" in cell for cell in cells)


def test_the_database_knows_the_places_of_a_round(agreed, staff):
    """Nobody is appointed elsewhere, and a place with people stays; without places any is right."""
    appoint_all(checkup_round=agreed, first=FIRST, saturdays=False, anew=False, by=staff.maker)
    entry = agreed.roster.exclude(facility=None).first()
    elsewhere = HospitalFactory()
    one = RosterEntry.objects.filter(pk=entry.pk)
    with pytest.raises(IntegrityError, match="một cơ sở khám của đợt"), transaction.atomic():
        one.update(facility=elsewhere)
    place = agreed.places.get(facility=entry.facility)
    for leave in (place.delete, lambda: agreed.places.update(facility=elsewhere)):
        with pytest.raises(IntegrityError, match="Đã có người hẹn khám"), transaction.atomic():
            leave()
    RoundFacility.objects.create(round=agreed, facility=elsewhere, daily_capacity=5)
    one.update(facility=elsewhere)
    one.update(version=7)
