"""The registry workbook, judged as a whole, written once, taken back as a whole."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.roles import Role
from beneficiaries.cards.actions import add_people, open_batch
from beneficiaries.cards.finding import find_named, typed_lines
from beneficiaries.importing import (
    BatchIsStale,
    ImportRefused,
    UndoRefused,
    answer_questions,
    confirm_batch,
    drop_batch,
    judge_file,
    rejects_of,
    undo_batch,
    verdicts_of,
)
from beneficiaries.models import BatchState, Cadre, HealthCard, ImportBatch, Membership
from tests.beneficiaries.conftest import AN, BINH, workbook
from tests.factories import CadreFactory, HospitalFactory, StayFactory, UserFactory

pytestmark = pytest.mark.usefixtures("law", "body")


def judged(user, *rows, heads=None):
    content = workbook(*rows, **({"heads": heads} if heads else {}))
    return judge_file(kind="registry", content=content, file_name="danh-sach.xlsx", by=user)


def states(batch) -> list[str]:
    return [verdict.state for verdict in verdicts_of(batch)]


def reasons(batch) -> list[str]:
    return [fault[4] for verdict in verdicts_of(batch) for fault in verdict.faults]


def take(user, *rows, whole: bool = True) -> ImportBatch:
    return confirm_batch(batch_id=judged(user, *rows).pk, by=user, whole=whole)


def test_new_people_come_in_with_group_and_card(clerk):
    card = {"Số thẻ BVSK": "LS-1", "Ngày cấp thẻ": "15/01/2025"}
    take(clerk, AN | card | {"Số tài khoản": "8401234567"}, BINH)
    an = Cadre.objects.with_citizen_id("020060000001").get()
    assert (an.full_name, an.search_name, an.bank_account) == (
        "Nguyễn Văn An",
        "nguyen van an",
        "8401234567",
    )
    membership = an.memberships.get()
    assert (membership.group.code, membership.since) == ("4", date(2025, 1, 1))
    assert membership.resolution_id == membership.group.resolution_id
    assert an.cards.get().kind == "new"
    assert [cadre.full_name for cadre in Cadre.objects.in_name_order()] == [
        "Nguyễn Văn An",
        "Đỗ Thị Bình",
    ]


def test_history_tells_who_imported(clerk):
    batch = take(clerk, AN)
    event = Cadre.pgh_event_model.objects.get()
    assert event.pgh_context.metadata == {
        "user": clerk.pk,
        "action": "Nhập danh sách cán bộ",
        "batch": batch.pk,
    }


def test_looking_writes_nothing(clerk):
    batch = judged(clerk, AN, BINH)
    assert batch.counts["new"] == 2
    assert not Cadre.objects.exists()


def test_the_same_file_again_changes_nothing(clerk):
    without_number = AN | {"Họ và tên": "Vi Văn Cường", "Số CCCD": ""}
    card = {"Số thẻ BVSK": "LS-1", "Ngày cấp thẻ": "15/01/2025", "Hình thức cấp": "Cấp mới"}
    rows = (AN | card, BINH, without_number)
    take(clerk, *rows)
    again = judged(clerk, *rows)
    assert states(again) == ["unchanged"] * 3
    with pytest.raises(ImportRefused, match="không có dòng nào"):
        confirm_batch(batch_id=again.pk, by=clerk, whole=True)


def test_a_change_is_shown_from_old_to_new(clerk):
    take(clerk, AN | {"Chức vụ": "Trưởng phòng"})
    changed = AN | {"Chức vụ": "Phó Giám đốc", "Nghỉ hưu từ ngày": "01/04/2022"}
    batch = judged(clerk, changed)
    assert states(batch) == ["changed"]
    assert verdicts_of(batch)[0].changes == [
        ["Chức vụ", "Trưởng phòng", "Phó Giám đốc"],
        ["Nghỉ hưu từ ngày", "", "01/04/2022"],
    ]
    confirm_batch(batch_id=batch.pk, by=clerk, whole=True)
    assert Cadre.objects.get().retired_on == date(2022, 4, 1)


def test_a_blank_cell_leaves_what_is_known(clerk):
    take(clerk, AN | {"Chức vụ": "Trưởng phòng"})
    assert states(judged(clerk, AN)) == ["unchanged"]


def test_an_account_is_never_told_in_full(clerk):
    take(clerk, AN | {"Số tài khoản": "8401234567"})
    [verdict] = verdicts_of(judged(clerk, AN | {"Số tài khoản": "8409999999"}))
    assert verdict.changes == [["Số tài khoản", "đã có số khác", "…999"]]


@pytest.mark.parametrize(
    ("fields", "head", "reason"),
    [
        ({"Số CCCD": "020061000001"}, "Số CCCD", "sinh năm 1961"),
        ({"Giới tính": "Nữ"}, "Số CCCD", "của nam"),
        ({"Số CCCD": "12345"}, "Số CCCD", "5 chữ số"),
        ({"Ngày sinh": "31/02/1960"}, "Ngày sinh", "không có ngày 31/02/1960"),
        ({"Ngày sinh": "05/03/2060"}, "Ngày sinh", "muộn hơn"),
        ({"Họ và tên": ""}, "Họ và tên", "bắt buộc"),
        ({"Cơ quan quản lý": "Ban Thu nghiêmm"}, "Cơ quan quản lý", "có phải: Ban Thử nghiệm"),
        ({"Cơ quan quản lý": "Không có"}, "Cơ quan quản lý", "không phải tên hay mã"),
        ({"Nghỉ hưu từ ngày": "01/01/1950"}, "Nghỉ hưu từ ngày", "không sau ngày sinh"),
        ({"Đối tượng": "Đối tượng 99"}, "Đối tượng", "không có trong danh sách"),
        ({"Từ ngày": ""}, "Từ ngày", "phải ghi từ ngày"),
        ({"Quyết định": ""}, "Quyết định", "phải ghi quyết định"),
        ({"Số thẻ BHYT": "ABC"}, "Số thẻ BHYT", "15 ký tự"),
        ({"Số thẻ BVSK": "LS-1"}, "Ngày cấp thẻ", "phải ghi ngày cấp"),
        ({"Số tài khoản": "12AB"}, "Số tài khoản", "chữ số"),
    ],
)
def test_a_wrong_cell_is_named_with_its_address(clerk, fields, head, reason):
    batch = judged(clerk, BINH, AN | fields)
    assert states(batch) == ["new", "wrong"]
    [fault] = verdicts_of(batch)[1].faults
    assert fault[1] == head
    assert fault[2].startswith("'Danh sách'!")
    assert fault[2].endswith(str(verdicts_of(batch)[1].row))
    assert reason in fault[4]


def test_the_whole_file_or_the_good_rows(clerk):
    batch = judged(clerk, BINH, AN | {"Số CCCD": "12345"})
    with pytest.raises(ImportRefused, match="1 dòng sai"):
        confirm_batch(batch_id=batch.pk, by=clerk, whole=True)
    assert not Cadre.objects.exists()
    confirm_batch(batch_id=batch.pk, by=clerk, whole=False)
    assert [cadre.full_name for cadre in Cadre.objects.all()] == ["Đỗ Thị Bình"]


def test_rejected_rows_come_back_and_go_in_once_corrected(clerk):
    batch = judged(clerk, BINH, AN | {"Giới tính": "Khác"})
    again = judge_file(kind="registry", content=rejects_of(batch), file_name="sua.xlsx", by=clerk)
    assert states(again) == ["wrong"]
    assert reasons(again) == reasons(batch)


def test_a_number_may_stand_once_in_a_file(clerk):
    batch = judged(clerk, AN, BINH, AN | {"Họ và tên": "Nguyễn Văn Anh"})
    assert states(batch) == ["new", "new", "wrong"]
    assert "trùng số CCCD với dòng" in reasons(batch)[0]


def test_a_namesake_in_the_registry_is_a_question(clerk, body):
    known = CadreFactory(
        full_name="Nguyễn Văn An", birth_date=date(1960, 3, 5), citizen_id="", managing_unit=body
    )
    batch = judged(clerk, AN)
    assert states(batch) == ["question"]
    with pytest.raises(ImportRefused, match="1 dòng chưa trả lời"):
        confirm_batch(batch_id=batch.pk, by=clerk, whole=True)
    row = verdicts_of(batch)[0].row
    answer_questions(batch_id=batch.pk, by=clerk, answers={row: f"same:{known.pk}", 99: "new"})
    confirm_batch(batch_id=batch.pk, by=clerk, whole=True)
    known.refresh_from_db()
    assert known.citizen_id == "020060000001"
    assert Cadre.objects.count() == 1


def test_the_answer_may_be_another_person(clerk, body):
    namesake = {"full_name": "NGUYỄN văn an", "birth_date": date(1960, 3, 5)}
    CadreFactory(citizen_id="020060999999", managing_unit=body, **namesake)
    batch = judged(clerk, AN)
    row = verdicts_of(batch)[0].row
    answer_questions(batch_id=batch.pk, by=clerk, answers={row: "new"})
    confirm_batch(batch_id=batch.pk, by=clerk, whole=True)
    assert Cadre.objects.count() == 2


def test_an_answer_that_was_not_offered_is_no_answer(clerk, body):
    other = CadreFactory(managing_unit=body)
    namesake = {"full_name": "Nguyễn Văn An", "birth_date": date(1960, 3, 5)}
    CadreFactory(citizen_id="020060999999", managing_unit=body, **namesake)
    batch = judged(clerk, AN)
    row = verdicts_of(batch)[0].row
    batch = answer_questions(batch_id=batch.pk, by=clerk, answers={row: f"same:{other.pk}"})
    assert batch.options["answers"] == {}


def test_a_namesake_in_the_file_is_a_question(clerk):
    twin = AN | {"Số CCCD": "020060000009"}
    batch = judged(clerk, AN, twin)
    assert states(batch) == ["new", "question"]
    assert f"ở dòng {verdicts_of(batch)[0].row}" in verdicts_of(batch)[1].question.text


def test_a_move_to_another_group_ends_the_first(clerk):
    take(clerk, AN)
    moved = AN | {"Đối tượng": "Đối tượng 3", "Từ ngày": "01/06/2025", "Quyết định": "QĐ 13"}
    batch = take(clerk, moved)
    first, second = Membership.objects.order_by("since")
    assert (first.until, second.group.code) == (date(2025, 5, 31), "3")
    undo_batch(batch_id=batch.pk, by=clerk)
    assert Membership.objects.get().until is None


def test_an_overlapping_group_is_refused(clerk):
    take(clerk, AN)
    earlier = AN | {"Đối tượng": "Đối tượng 3", "Từ ngày": "01/06/2024"}
    assert "đã thuộc Đối tượng 4 từ 01/01/2025" in reasons(judged(clerk, earlier))[0]


def test_a_second_card_must_be_a_reissue(clerk):
    card = {"Số thẻ BVSK": "LS-1", "Ngày cấp thẻ": "15/01/2025"}
    take(clerk, AN | card)
    next_card = AN | {"Số thẻ BVSK": "LS-2", "Ngày cấp thẻ": "15/06/2025"}
    assert "phải là Cấp đổi" in reasons(judged(clerk, next_card))[0]
    batch = take(clerk, next_card | {"Hình thức cấp": "Cấp đổi"})
    assert HealthCard.objects.get(number="LS-1").recalled_on == date(2025, 6, 15)
    undo_batch(batch_id=batch.pk, by=clerk)
    assert HealthCard.objects.get().recalled_on is None


def test_a_card_number_belongs_to_one_person(clerk):
    card = {"Số thẻ BVSK": "LS-1", "Ngày cấp thẻ": "15/01/2025"}
    take(clerk, AN | card)
    assert "đã cấp cho người khác" in reasons(judged(clerk, BINH | card))[0]


def test_undo_leaves_no_trace_but_history(clerk):
    take(clerk, BINH)
    batch = take(clerk, AN, BINH | {"Chức vụ": "Trưởng phòng"})
    assert Cadre.objects.count() == 2
    undone = undo_batch(batch_id=batch.pk, by=clerk)
    assert undone.state == BatchState.UNDONE
    assert Cadre.objects.get().post == ""
    assert Membership.objects.count() == 1
    with pytest.raises(ImportRefused):
        undo_batch(batch_id=batch.pk, by=clerk)


def test_undo_is_refused_while_a_stay_rests_on_it(clerk):
    batch = take(clerk, AN, BINH)
    StayFactory(
        cadre=Cadre.objects.get(full_name="Nguyễn Văn An"),
        facility=HospitalFactory(),
        recorded_by=clerk,
    )
    with pytest.raises(UndoRefused) as refused:
        undo_batch(batch_id=batch.pk, by=clerk)
    assert "Nguyễn Văn An" in refused.value.reasons[0]
    assert Cadre.objects.count() == 2


def test_undo_is_refused_while_a_batch_of_cards_takes_its_card_back(clerk):
    """The person was there before; only the card came with the file."""
    take(clerk, AN)
    batch = take(clerk, AN | {"Số thẻ BVSK": "LS-1", "Ngày cấp thẻ": "15/01/2025"})
    day = date(2025, 6, 2)
    fields = {"kind": "recall", "decision_number": "1", "decision_on": day, "takes_effect_on": day}
    recall = open_batch(by=clerk, fields=fields)
    add_people(batch=recall, found=find_named(clerk, typed_lines("LS-1")))
    with pytest.raises(UndoRefused) as refused:
        undo_batch(batch_id=batch.pk, by=clerk)
    assert refused.value.reasons == ["Đã đưa thẻ của Nguyễn Văn An vào đợt thẻ."]
    assert HealthCard.objects.count() == 1


def test_undo_is_refused_after_an_edit(clerk):
    batch = take(clerk, AN)
    cadre = Cadre.objects.get()
    cadre.post = "Trưởng phòng"
    cadre.save()
    # All of a test is one transaction, at one time: the edit is later only if we say so.
    ImportBatch.objects.update(confirmed_at=batch.uploaded_at - timedelta(hours=1))
    with pytest.raises(UndoRefused) as refused:
        undo_batch(batch_id=batch.pk, by=clerk)
    assert "Đã sửa thông tin của Nguyễn Văn An" in refused.value.reasons[0]


def test_what_was_seen_is_what_is_written(clerk):
    """Somebody changes the person between the look and the leap: the file is judged again."""
    take(clerk, AN | {"Chức vụ": "Trưởng phòng"})
    batch = judged(clerk, AN | {"Chức vụ": "Phó Giám đốc"})
    Cadre.objects.update(post="Giám đốc")
    with pytest.raises(BatchIsStale):
        confirm_batch(batch_id=batch.pk, by=clerk, whole=True)
    batch.refresh_from_db()
    assert verdicts_of(batch)[0].changes == [["Chức vụ", "Giám đốc", "Phó Giám đốc"]]


@pytest.mark.django_db(transaction=True)
def test_a_number_taken_meanwhile_is_no_error_page(clerk):
    batch = judged(clerk, AN)
    CadreFactory(citizen_id="020060000001")
    with pytest.raises(BatchIsStale):
        confirm_batch(batch_id=batch.pk, by=clerk, whole=True)
    assert Cadre.objects.count() == 1


def test_a_commune_brings_in_only_its_own_people(commune_clerk):
    stranger = AN
    own = BINH | {"Xã/phường": "Xã Kỳ Lừa"}
    batch = judged(commune_clerk, stranger, own)
    assert states(batch) == ["wrong", "new"]
    assert "không thuộc đơn vị của bạn" in reasons(batch)[0]


def test_a_commune_learns_nothing_of_others(clerk, commune_clerk):
    take(clerk, AN)
    batch = judged(commune_clerk, AN | {"Xã/phường": "Xã Kỳ Lừa"})
    assert states(batch) == ["wrong"]
    assert reasons(batch) == ["không nhập được người mang số CCCD này; hãy liên hệ Sở Y tế"]


def test_only_who_may_import_confirms(clerk):
    batch = judged(clerk, AN)
    with pytest.raises(PermissionDenied):
        confirm_batch(batch_id=batch.pk, by=UserFactory(roles=[Role.CHECKER]), whole=True)


def test_a_dropped_batch_keeps_no_personal_data(clerk):
    batch = drop_batch(batch_id=judged(clerk, AN).pk, by=clerk)
    assert (batch.workbook, batch.judgement) == ("", "")
    with pytest.raises(ImportRefused):
        confirm_batch(batch_id=batch.pk, by=clerk, whole=True)


def test_files_are_unreadable_in_the_database(clerk):
    judged(clerk, AN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT workbook, judgement FROM beneficiaries_importbatch")
        stored = b"".join(bytes(part) for part in cursor.fetchone())
    assert b"020060000001" not in stored
    assert "Nguyễn".encode() not in stored


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "0 byte"),
        (b"not a workbook", ".xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xlsx"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_words(clerk, content, told):
    batch = judge_file(kind="registry", content=content, file_name="x.xlsx", by=clerk)
    assert batch.state == BatchState.FAILED
    assert told in batch.failure


def test_wrong_heads_are_told(clerk):
    batch = judged(clerk, {"Tên": "A"}, heads=("Tên", "Ngày sinh", "Giới tính"))
    assert batch.state == BatchState.FAILED
    assert "Họ và tên" in batch.failure
