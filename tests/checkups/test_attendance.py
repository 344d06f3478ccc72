"""Marking who came: by keyboard or scanner, from the hospital's list, by two people at once."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from beneficiaries.importing import confirm_batch, undo_batch, verdicts_of
from beneficiaries.models import HealthCard, ImportBatch
from checkups.attendance.finding import entries_meant
from checkups.attendance.marking import (
    appoint_second,
    expected_by,
    mark_absent,
    mark_attended,
    undo_mark,
)
from checkups.models import CheckupRound, RosterEntry
from checkups.rounds.actions import RoundError
from tests.event_workbooks import event_workbook
from tests.factories import HospitalFactory, UserFactory, entitled_cadre
from tests.rounds import DAY, at_once, on_roster, running_round


@pytest.fixture
def chosen(law, hospital):
    return running_round(law, hospital)


@pytest.fixture
def expected(law, chosen, staff):
    """Puts somebody on the list of the round."""

    def make(name="Hà Văn Có", **fields) -> RosterEntry:
        return on_roster(chosen, entitled_cadre(law, full_name=name, **fields), staff.maker)

    return make


@pytest.fixture
def clerk(hospital):
    """Of the hospital that examines."""
    return UserFactory(full_name="Lộc Thị Trực", unit=hospital, roles=[Role.DATA_ENTRY])


def found(chosen, user, text):
    meant = entries_meant(expected_by(user, chosen), text)
    return {entry.cadre.full_name for entry in meant.entries}, meant.exact


def test_a_card_a_number_a_citizen_card_and_a_whole_name_name_one_person(chosen, expected, clerk):
    entry = expected(citizen_id="020060123456", insurance_number="GD4200123456789")
    expected("Hà Văn Có Tên Dài")
    card = HealthCard.objects.create(
        cadre=entry.cadre, group=entry.group, number="BV-0007", kind="new", issued_on=DAY
    )
    card.refresh_from_db()
    qr = "020060123456||Hà Văn Có|05031960|Nam|Xã Thử, Lạng Sơn|01012022"
    for text in (
        f"https://suckhoe.example/the/tra/{card.code.int:039}/",
        "BV-0007",
        "020060123456",
        "GD4200123456789",
        qr,
        "ha van co",
        "Hà Văn Có 05/03/1960",
    ):
        assert found(chosen, clerk, text) == ({"Hà Văn Có"}, True), text


def test_a_part_of_a_name_only_offers(chosen, expected, clerk):
    expected()
    assert found(chosen, clerk, "Hà Văn") == ({"Hà Văn Có"}, False)


def test_enter_marks_and_the_last_one_can_be_taken_back(chosen, expected, clerk, signed_in):
    entry = expected()
    client = signed_in(clerk)
    address = reverse("attendance_mark", args=[chosen.pk])
    page = client.post(address, {"on": "12/05/2025", "text": "ha van co"}, follow=True)
    assert "Vừa ghi: Hà Văn Có" in page.content.decode()
    assert 'value="12/05/2025"' in page.content.decode(), "the day stays for the next one"
    entry.refresh_from_db()
    assert (entry.attendance, entry.attended_on, entry.marked_by) == ("attended", DAY, clerk)
    client.post(reverse("attendance_undo", args=[entry.pk]), {"seen": entry.version})
    entry.refresh_from_db()
    assert (entry.attendance, entry.attended_on) == ("", None)


def test_what_was_typed_stays_when_nobody_is_found(chosen, expected, clerk, signed_in):
    client = signed_in(clerk)
    address = reverse("attendance_mark", args=[chosen.pk])
    page = client.post(address, {"on": "12/05/2025", "text": "Vi Văn Lạ"}).content.decode()
    assert "Không có ai như vậy trong danh sách khám tại cơ sở này" in page
    assert 'value="Vi Văn Lạ"' in page


def test_several_of_one_name_are_offered_and_one_is_chosen(chosen, expected, clerk, signed_in):
    expected(birth_date=date(1960, 1, 1))
    second = expected(birth_date=date(1961, 1, 1))
    client = signed_in(clerk)
    address = reverse("attendance_mark", args=[chosen.pk])
    page = client.post(address, {"on": "12/05/2025", "text": "Hà Văn Có"}).content.decode()
    assert "Là ai trong số này?" in page
    assert not RosterEntry.objects.exclude(attendance="").exists()
    client.post(address, {"on": "12/05/2025", "entry": second.pk})
    assert RosterEntry.objects.exclude(attendance="").get() == second


def test_a_facility_marks_only_whom_it_examines(chosen, expected, signed_in):
    entry = expected()
    other = UserFactory(unit=HospitalFactory(), roles=[Role.DATA_ENTRY])
    client = signed_in(other)
    assert client.get(reverse("attendance_mark", args=[chosen.pk])).status_code == 404
    assert client.get(reverse("attendance_absent", args=[entry.pk])).status_code == 404
    undone = client.post(reverse("attendance_undo", args=[entry.pk]), {"seen": 0})
    assert undone.status_code == 404


def test_who_is_marked_twice_is_told_and_stays(chosen, expected, clerk, staff):
    entry = expected()
    mark_attended(entry_id=entry.pk, on=DAY, by=clerk)
    again = mark_attended(entry_id=entry.pk, on=date(2025, 5, 13), by=staff.maker)
    assert again.already
    assert (again.entry.attended_on, again.entry.marked_by) == (DAY, clerk)


def test_a_mark_on_an_outdated_page_is_refused_with_who_was_first(chosen, expected, clerk, staff):
    entry = expected()
    mark_attended(entry_id=entry.pk, on=DAY, by=clerk)
    told = "Hà Văn Có vừa được Lộc Thị Trực điểm danh: đã khám ngày 12/05/2025"
    with pytest.raises(RoundError, match=told):
        mark_absent(
            entry_id=entry.pk, seen=0, reason="busy", note="", second_date=None, by=staff.maker
        )
    with pytest.raises(RoundError, match="vừa được"):
        undo_mark(entry_id=entry.pk, seen=0, by=staff.maker)


def test_absence_needs_a_reason_and_may_bring_a_second_day(chosen, expected, clerk):
    entry = expected()
    absent = {"entry_id": entry.pk, "seen": 0, "second_date": date(2025, 6, 10), "by": clerk}
    with pytest.raises(RoundError, match="chọn lý do"):
        mark_absent(reason="", note="", **absent)
    with pytest.raises(RoundError, match="ghi rõ"):
        mark_absent(reason="other", note=" ", **absent)
    mark_absent(reason="busy", note="", **absent)
    with pytest.raises(RoundError, match="ngày hẹn lần hai"):
        mark_attended(entry_id=entry.pk, on=date(2025, 6, 9), by=clerk)
    assert mark_attended(entry_id=entry.pk, on=date(2025, 6, 10), by=clerk).entry.attended_on


def test_a_day_outside_the_round_or_to_come_is_refused(chosen, expected, clerk):
    entry = expected()
    with pytest.raises(RoundError, match="trong thời gian của đợt"):
        mark_attended(entry_id=entry.pk, on=date(2025, 7, 1), by=clerk)
    with pytest.raises(RoundError, match="chưa tới"):
        mark_attended(entry_id=entry.pk, on=date(2099, 7, 1), by=clerk)


def test_those_who_missed_get_another_day_together(chosen, expected, clerk):
    entries = [expected(f"Người {n}") for n in range(2)]
    for entry in entries:
        mark_absent(entry_id=entry.pk, seen=0, reason="away", note="", second_date=None, by=clerk)
    chosen_ones = {entries[0].pk: 1, entries[1].pk: 0}
    done, overtaken = appoint_second(
        checkup_round=chosen, chosen=chosen_ones, on=date(2025, 5, 28), by=clerk
    )
    assert (done, overtaken) == (1, ["Người 1"])


def test_a_closed_round_refuses_marks_also_in_the_database(chosen, expected, clerk):
    entry = expected()
    CheckupRound.objects.filter(pk=chosen.pk).update(state="closed")
    with pytest.raises(RoundError, match="Đợt khám đã kết thúc"):
        mark_attended(entry_id=entry.pk, on=DAY, by=clerk)
    with pytest.raises(IntegrityError, match="đã kết thúc"), transaction.atomic():
        RosterEntry.objects.filter(pk=entry.pk).update(second_date=DAY)


def uploaded(client, chosen, *rows) -> ImportBatch:
    file = SimpleUploadedFile("ds.xlsx", event_workbook(*rows))
    client.post(reverse("attendance_upload", args=[chosen.pk]), {"file": file})
    return ImportBatch.objects.latest("pk")


def test_the_hospitals_list_marks_everybody_and_can_be_taken_back(
    chosen, expected, clerk, signed_in
):
    came, absent, silent = (expected(f"Người {word}") for word in ("Một", "Hai", "Ba"))
    batch = uploaded(
        signed_in(clerk),
        chosen,
        {"Họ và tên": "Người Một", "Năm sinh": 1960, "Ngày khám": "12/05/2025", "Đã khám": "x"},
        {"Họ và tên": "Người Hai", "Năm sinh": 1960, "Đã khám": "Không", "Lý do vắng": "Đi xa"},
        {"Họ và tên": "Người Ba", "Năm sinh": 1960},
        {"Họ và tên": "Người Lạ", "Năm sinh": 1960, "Ngày khám": "12/05/2025", "Đã khám": "x"},
    )
    assert [each.state for each in verdicts_of(batch)] == ["new", "new", "unchanged", "wrong"]
    confirm_batch(batch_id=batch.pk, by=clerk, whole=False)
    marks = dict(RosterEntry.objects.values_list("pk", "attendance"))
    assert marks == {came.pk: "attended", absent.pk: "absent", silent.pk: ""}
    undo_batch(batch_id=batch.pk, by=clerk)
    assert not RosterEntry.objects.exclude(attendance="").exists()


def test_the_list_to_take_along_is_read_again_as_it_is(chosen, expected, clerk, signed_in):
    expected()
    client = signed_in(clerk)
    content = client.get(reverse("attendance_export", args=[chosen.pk])).content
    file = SimpleUploadedFile("ds.xlsx", content)
    client.post(reverse("attendance_upload", args=[chosen.pk]), {"file": file})
    [verdict] = verdicts_of(ImportBatch.objects.get())
    assert verdict.state == "unchanged", "an empty tick says nothing"


@pytest.mark.django_db(transaction=True)
def test_two_people_marking_one_at_once_both_see_one_mark(chosen, expected, clerk, staff):
    entry = expected()
    outcomes = at_once(
        lambda: mark_attended(entry_id=entry.pk, on=DAY, by=clerk).already,
        lambda: mark_attended(entry_id=entry.pk, on=DAY, by=staff.maker).already,
    )
    assert sorted(outcomes) == [False, True]
    entry.refresh_from_db()
    assert entry.version == 1


@pytest.mark.django_db(transaction=True)
def test_a_round_closed_while_somebody_marks_loses_nothing(chosen, expected, clerk):
    entry = expected()

    def close():
        with transaction.atomic():
            held = CheckupRound.objects.select_for_update().get(pk=chosen.pk)
            held.state = "closed"
            held.save()
        return "closed"

    def mark():
        try:
            return mark_attended(entry_id=entry.pk, on=DAY, by=clerk).entry.attendance
        except RoundError as refused:
            return str(refused)

    outcomes = at_once(close, mark)
    entry.refresh_from_db()
    if entry.attendance:
        assert "attended" in outcomes
    else:
        assert any("Đợt khám đã kết thúc" in outcome for outcome in outcomes)


def test_the_list_of_rounds_counts_who_came_before_anything_is_billed(
    chosen, expected, clerk, client
):
    for name in ("Hà Văn Có", "Hà Thị Đến"):
        mark_attended(entry_id=expected(name).pk, on=DAY, by=clerk)
    expected("Hà Văn Vắng")
    client.force_login(clerk)
    answer = client.get(reverse("round_list"))
    assert [(each.pk, each.people) for each in answer.context["page"]] == [(chosen.pk, 2)]
