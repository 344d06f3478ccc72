"""Cards in batches: who comes in, who doesn't and why, what is written, what is refused."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.utils import Error
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from beneficiaries.actions import issue_card
from beneficiaries.cards.actions import (
    Added,
    add_people,
    drop_batch,
    issue_batch,
    open_batch,
    propose_people,
    remove_people,
    type_numbers,
)
from beneficiaries.cards.finding import find_named, typed_lines, workbook_lines
from beneficiaries.cards.numbers import next_number, skipped_before
from beneficiaries.models import Cadre, CardBatch, CardLine, HealthCard
from policies.models import Resolution
from reports.cares import cares_of
from tests.beneficiaries.conftest import workbook
from tests.factories import CadreFactory, MembershipFactory, UserFactory, entitled_cadre

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 2)


@pytest.fixture
def chief(clerk: User) -> User:
    return UserFactory(username="lanh-dao", unit=clerk.unit, roles=[Role.APPROVER])


def batch_of(kind: str, by: User, **fields: Any) -> CardBatch:
    told = {
        "decision_number": "45/QĐ-SYT",
        "decision_on": DAY,
        "takes_effect_on": DAY,
        "first_number": "" if kind == "recall" else "000513",
    }
    return open_batch(by=by, fields=told | {"kind": kind} | fields)


def with_card(cadre: Cadre, by: User, number: str, **fields: Any) -> HealthCard:
    group = cadre.memberships.first().group
    told = {"issued_on": date(2025, 1, 15)} | fields
    return issue_card(cadre=cadre, by=by, group=group, number=number, **told)


def add(batch: CardBatch, by: User, *texts: str, reason: str = "") -> Added:
    found = find_named(by, typed_lines("\n".join(texts)))
    return add_people(batch=batch, found=found, reason=reason)


def numbers_of(batch: CardBatch) -> list[tuple[str, str]]:
    rows = batch.lines.order_by("cadre__sort_name").values_list("cadre__full_name", "number")
    return list(rows)


# --- Who comes in ----------------------------------------------------------------------------


def test_new_cards_are_proposed_for_whoever_is_entitled_and_has_none(
    law: Resolution, clerk: User
) -> None:
    an = entitled_cadre(law, full_name="Nguyễn Văn An")
    with_card(entitled_cadre(law), clerk, "1")
    entitled_cadre(law, ended_on=date(2025, 5, 1), ended_reason="Từ trần")
    entitled_cadre(law, group="3")
    CadreFactory()
    batch = batch_of("new", clerk)
    four = law.groups.get(code="4")
    assert propose_people(batch=batch, by=clerk, groups=[four.pk]).added == 1
    line = batch.lines.get()
    assert (line.cadre, line.group) == (an, four)


def test_a_commune_is_proposed_its_own_people(law: Resolution, commune_clerk: User) -> None:
    own = entitled_cadre(law, commune=commune_clerk.unit)
    entitled_cadre(law)
    batch = batch_of("new", commune_clerk)
    propose_people(batch=batch, by=commune_clerk, groups=[])
    assert [line.cadre for line in batch.lines.all()] == [own]


def test_cards_that_end_soon_are_proposed_to_be_renewed(law: Resolution, clerk: User) -> None:
    soon, late = entitled_cadre(law), entitled_cadre(law)
    with_card(soon, clerk, "1", expires_on=DAY + timedelta(days=30))
    with_card(late, clerk, "2", expires_on=DAY + timedelta(days=31))
    batch = batch_of("reissue", clerk, reissue_reason="expired")
    propose_people(batch=batch, by=clerk, groups=[], days=30)
    assert [line.cadre for line in batch.lines.all()] == [soon]


def test_cards_that_name_a_former_group_are_proposed_to_be_changed(
    law: Resolution, clerk: User
) -> None:
    same, moved = entitled_cadre(law), entitled_cadre(law)
    with_card(same, clerk, "1")
    with_card(moved, clerk, "2")
    moved.memberships.update(until=date(2025, 3, 31))
    MembershipFactory(cadre=moved, group=law.groups.get(code="3"), since=date(2025, 4, 1))
    batch = batch_of("reissue", clerk, reissue_reason="changed")
    propose_people(batch=batch, by=clerk, groups=[])
    assert [(line.cadre, line.group.code) for line in batch.lines.all()] == [(moved, "3")]


def test_whoever_ended_or_left_is_proposed_for_recall_with_the_reason(
    law: Resolution, clerk: User
) -> None:
    dead, left, stays = entitled_cadre(law), entitled_cadre(law), entitled_cadre(law)
    for number, cadre in enumerate((dead, left, stays)):
        with_card(cadre, clerk, str(number))
    Cadre.objects.filter(pk=dead.pk).update(ended_on=date(2025, 5, 1), ended_reason="Từ trần")
    left.memberships.update(until=date(2025, 5, 31))
    batch = batch_of("recall", clerk)
    propose_people(batch=batch, by=clerk, groups=[])
    assert {(line.cadre, line.reason) for line in batch.lines.all()} == {
        (dead, "Thôi diện: Từ trần"),
        (left, "Không còn thuộc đối tượng được cấp thẻ"),
    }


def test_a_pasted_list_tells_of_each_who_is_refused_why(law: Resolution, clerk: User) -> None:
    an, binh = entitled_cadre(law), entitled_cadre(law)
    card = with_card(binh, clerk, "000100")
    stranger, first, second = CadreFactory(), CadreFactory(), CadreFactory()
    Cadre.objects.filter(pk__in=(first.pk, second.pk)).update(search_name="tran thi hai")
    batch = batch_of("new", clerk)
    added = add(
        batch,
        clerk,
        an.citizen_id,
        an.citizen_id,
        card.number,
        stranger.citizen_id,
        "020099999999",
        "Trần Thị Hai",
    )
    assert added.added == 1
    assert dict(added.refused) == {
        an.citizen_id: f"ghi hai lần ({an})",
        f"000100 – {binh}": "đang có thẻ số 000100 còn giá trị; dùng đợt cấp đổi",
        f"{stranger.citizen_id} – {stranger}": "không thuộc đối tượng nào ngày 02/06/2025",
        "020099999999": "không tìm thấy ai trong danh sách cán bộ mà bạn được xem",
        "Trần Thị Hai": "có 2 người cùng tên; hãy ghi số CCCD hoặc số thẻ",
    }


def test_a_commune_learns_nothing_of_other_people(law: Resolution, commune_clerk: User) -> None:
    other = entitled_cadre(law)
    added = add(batch_of("new", commune_clerk), commune_clerk, other.citizen_id)
    [(text, fault)] = added.refused
    assert text == other.citizen_id
    assert str(other) not in fault


def test_a_workbook_names_people_and_their_numbers(law: Resolution, clerk: User) -> None:
    an, binh = (
        entitled_cadre(law, full_name="Nguyễn Văn An"),
        entitled_cadre(law, full_name="Đỗ Thị Bình"),
    )
    content = workbook(
        {"Số CCCD": an.citizen_id, "Số thẻ mới": "A-77"},
        {"Họ và tên": "Đỗ Thị Bình", "Ngày sinh": "05/03/1960"},
        heads=("Số CCCD", "Họ và tên", "Ngày sinh", "Số thẻ mới"),
    )
    batch = batch_of("new", clerk)
    added = add_people(batch=batch, found=find_named(clerk, workbook_lines(content)))
    assert added == Added(2, [])
    assert numbers_of(batch) == [("Nguyễn Văn An", "A-77"), ("Đỗ Thị Bình", "")]
    assert binh.card_lines.exists()


def test_a_scanned_card_names_its_person(law: Resolution, clerk: User) -> None:
    an = entitled_cadre(law)
    with_card(an, clerk, "1")
    card = HealthCard.objects.get()
    batch = batch_of("reissue", clerk, reissue_reason="damaged")
    added = add(batch, clerk, f"https://cong.example.vn/the/tra/{card.printed_code}/")
    assert added.added == 1
    assert batch.lines.get().old_card == card


# --- One person in two batches ---------------------------------------------------------------


def test_a_person_in_another_draft_is_not_taken_twice(law: Resolution, clerk: User) -> None:
    an = entitled_cadre(law)
    first, second = batch_of("new", clerk), batch_of("new", clerk, decision_number="46/QĐ-SYT")
    add(first, clerk, an.citizen_id)
    [(_, fault)] = add(second, clerk, an.citizen_id).refused
    assert fault == (
        "đang ở đợt khác chưa ban hành (Cấp mới theo Quyết định số 45/QĐ-SYT ngày 02/06/2025)"
    )
    assert propose_people(batch=second, by=clerk, groups=[]).added == 0


def test_the_database_holds_one_open_batch_a_person(law: Resolution, clerk: User) -> None:
    an = entitled_cadre(law)
    group = law.groups.get(code="4")
    first, second = batch_of("new", clerk), batch_of("new", clerk)
    CardLine.objects.create(batch=first, cadre=an, group=group)
    with pytest.raises(IntegrityError, match="one_open_card_batch_a_person"), transaction.atomic():
        CardLine.objects.create(batch=second, cadre=an, group=group)


def test_a_person_taken_meanwhile_is_told(
    law: Resolution, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other batch writes between our look and our writing."""
    an = entitled_cadre(law)
    first, second = batch_of("new", clerk), batch_of("new", clerk)
    from beneficiaries.cards.actions import filling

    def judge(*args: Any, **options: Any) -> Any:
        verdicts = true_judge(*args, **options)
        CardLine.objects.create(batch=first, cadre=an, group=law.groups.get(code="4"))
        return verdicts

    true_judge = filling.judge
    monkeypatch.setattr(filling, "judge", judge)
    added = add(second, clerk, an.citizen_id)
    assert added.added == 0
    assert added.refused[0][1] == "vừa được đưa vào một đợt thẻ khác"


# --- Issuing ---------------------------------------------------------------------------------


def test_issuing_gives_numbers_without_gaps_in_name_order(
    law: Resolution, clerk: User, chief: User
) -> None:
    for name in ("Nguyễn Văn Cường", "Đỗ Thị Bình", "Hoàng Văn An"):
        entitled_cadre(law, full_name=name)
    batch = batch_of("new", clerk, expires_on=date(2030, 12, 31))
    propose_people(batch=batch, by=clerk, groups=[])
    issue_batch(batch=batch, by=chief)
    assert numbers_of(batch) == [
        ("Hoàng Văn An", "000513"),
        ("Đỗ Thị Bình", "000514"),
        ("Nguyễn Văn Cường", "000515"),
    ]
    card = HealthCard.objects.get(number="000514")
    assert (card.kind, card.issued_on, card.expires_on) == ("new", DAY, date(2030, 12, 31))
    assert card.line.batch == batch
    batch.refresh_from_db()
    assert (batch.state, batch.issued_by) == ("issued", chief)
    assert next_number() == "000516"


def test_a_typed_number_stays_and_the_series_goes_on_without_it(
    law: Resolution, clerk: User, chief: User
) -> None:
    for name in ("Hoàng Văn An", "Đỗ Thị Bình", "Nguyễn Văn Cường"):
        entitled_cadre(law, full_name=name)
    batch = batch_of("new", clerk)
    propose_people(batch=batch, by=clerk, groups=[])
    binh = batch.lines.get(cadre__full_name="Đỗ Thị Bình")
    assert type_numbers(batch=batch, numbers={binh.pk: " LS-7 "}) == 1
    issue_batch(batch=batch, by=chief)
    assert [number for _, number in numbers_of(batch)] == ["000513", "LS-7", "000514"]


def test_a_reissue_recalls_the_old_card_the_same_day(
    law: Resolution, clerk: User, chief: User
) -> None:
    an = entitled_cadre(law)
    old = with_card(an, clerk, "000001")
    batch = batch_of("reissue", clerk, reissue_reason="lost")
    add(batch, clerk, "000001")
    issue_batch(batch=batch, by=chief)
    old.refresh_from_db()
    new = an.cards.get(recalled_on=None)
    assert (old.recalled_on, old.recall_reason) == (DAY, "Cấp đổi: mất thẻ")
    assert (new.number, new.kind, new.reissue_reason) == ("000513", "reissue", "lost")


def test_a_recall_takes_the_cards_and_gives_none(law: Resolution, clerk: User, chief: User) -> None:
    an = entitled_cadre(law)
    old = with_card(an, clerk, "000001")
    batch = batch_of("recall", clerk)
    add(batch, clerk, "000001", reason="Nộp lại thẻ")
    issue_batch(batch=batch, by=chief)
    old.refresh_from_db()
    assert (old.recalled_on, old.recall_reason) == (DAY, "Nộp lại thẻ")
    assert HealthCard.objects.count() == 1


def refusal_of(batch: CardBatch, by: User) -> str:
    with pytest.raises(ValidationError) as refusal:
        issue_batch(batch=batch, by=by)
    return " ".join(refusal.value.messages)


def test_nobody_issues_what_he_drafted(law: Resolution, clerk: User) -> None:
    entitled_cadre(law)
    batch = batch_of("new", clerk)
    propose_people(batch=batch, by=clerk, groups=[])
    assert "không tự ban hành" in refusal_of(batch, clerk)
    batch.lines.update(is_open=False)
    rows = CardBatch.objects.filter(pk=batch.pk)
    with pytest.raises(IntegrityError, match="card_batch_is_not_issued_by_its_maker"):
        rows.update(state="issued", issued_by=clerk, issued_at=timezone.now())


def test_whoever_changed_since_the_draft_hinders_the_whole_batch(
    law: Resolution, clerk: User, chief: User
) -> None:
    an, binh, cuong = (entitled_cadre(law) for _ in range(3))
    entitled_cadre(law)
    batch = batch_of("new", clerk)
    propose_people(batch=batch, by=clerk, groups=[])
    with_card(an, clerk, "000900")
    Cadre.objects.filter(pk=binh.pk).update(ended_on=date(2025, 5, 1), ended_reason="Chuyển tỉnh")
    cuong.memberships.update(until=date(2025, 3, 31))
    MembershipFactory(cadre=cuong, group=law.groups.get(code="3"), since=date(2025, 4, 1))
    told = refusal_of(batch, chief)
    assert f"{an}: đang có thẻ số 000900 còn giá trị" in told
    assert f"{binh}: đã thôi diện từ 01/05/2025" in told
    assert f"{cuong}: không còn thuộc" in told
    assert HealthCard.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first_number": ""}, "Còn 1 người chưa có số thẻ"),
        ({"first_number": "000900"}, "Số thẻ đã có người dùng: 000900"),
        ({"takes_effect_on": date(2099, 1, 1)}, "chưa đến, chưa ban hành được"),
    ],
)
def test_numbers_and_days_that_hinder(
    law: Resolution, clerk: User, chief: User, fields: dict[str, Any], said: str
) -> None:
    with_card(entitled_cadre(law), clerk, "000900")
    entitled_cadre(law)
    batch = batch_of("new", clerk, **fields)
    propose_people(batch=batch, by=clerk, groups=[])
    assert said in refusal_of(batch, chief)
    batch.refresh_from_db()
    assert batch.is_draft


def test_an_empty_batch_is_not_issued(clerk: User, chief: User) -> None:
    assert refusal_of(batch_of("new", clerk), chief) == "Đợt thẻ chưa có ai."


def test_a_series_that_leaves_numbers_out_is_told(law: Resolution, clerk: User) -> None:
    with_card(entitled_cadre(law), clerk, "000510")
    assert skipped_before(batch_of("new", clerk)) == "000511"
    assert skipped_before(batch_of("new", clerk, first_number="000511")) == ""
    assert skipped_before(batch_of("new", clerk, first_number="LS-1")) == ""


def test_two_people_exchange_their_numbers_but_do_not_share_one(
    law: Resolution, clerk: User
) -> None:
    entitled_cadre(law), entitled_cadre(law)
    batch = batch_of("new", clerk)
    propose_people(batch=batch, by=clerk, groups=[])
    one, two = (line.pk for line in batch.lines.all())
    type_numbers(batch=batch, numbers={one: "1", two: "2"})
    type_numbers(batch=batch, numbers={one: "2", two: "1"})
    with pytest.raises(ValidationError, match="cho hai người"):
        type_numbers(batch=batch, numbers={one: "1"})
    assert batch.lines.get(pk=one).number == "2"


# --- What is closed stays closed -------------------------------------------------------------


@pytest.fixture
def issued(law: Resolution, clerk: User, chief: User) -> CardBatch:
    entitled_cadre(law)
    batch = batch_of("new", clerk)
    propose_people(batch=batch, by=clerk, groups=[])
    return issue_batch(batch=batch, by=chief)


def changes(batch: CardBatch) -> Iterable[Callable[[], object]]:
    line = batch.lines.get()
    rows = CardBatch.objects.filter(pk=batch.pk)
    yield lambda: rows.update(decision_number="1")
    yield lambda: rows.update(state="draft", issued_at=None, issued_by=None)
    yield lambda: batch.lines.update(number="2")
    yield lambda: batch.lines.all().delete()
    yield lambda: CardLine.objects.create(batch=batch, cadre=CadreFactory(), group=line.group)


def test_an_issued_batch_is_frozen_by_the_database(issued: CardBatch) -> None:
    for change in changes(issued):
        with pytest.raises(Error, match="Đợt thẻ đã ban hành"), transaction.atomic():
            change()


def test_actions_refuse_an_issued_batch_in_words(issued: CardBatch, clerk: User) -> None:
    for act in (
        lambda: drop_batch(batch=issued),
        lambda: remove_people(batch=issued, lines=[issued.lines.get().pk]),
        lambda: propose_people(batch=issued, by=clerk, groups=[]),
    ):
        with pytest.raises(ValidationError, match="Đợt thẻ đã ban hành, không sửa được"):
            act()


def test_a_batch_is_issued_whole(law: Resolution, clerk: User, chief: User) -> None:
    entitled_cadre(law)
    batch = batch_of("new", clerk)
    propose_people(batch=batch, by=clerk, groups=[])
    rows = CardBatch.objects.filter(pk=batch.pk)
    with pytest.raises(IntegrityError, match="chưa được ghi thẻ"):
        rows.update(state="issued", issued_by=chief, issued_at=timezone.now())


def test_dropping_a_draft_lets_its_people_go(law: Resolution, clerk: User) -> None:
    an = entitled_cadre(law)
    batch = batch_of("new", clerk)
    add(batch, clerk, an.citizen_id)
    drop_batch(batch=batch)
    assert add(batch_of("new", clerk), clerk, an.citizen_id).added == 1


def test_whoever_issues_is_told_of_drafts_with_people(
    law: Resolution, clerk: User, chief: User
) -> None:
    def told(user: User) -> list[str]:
        cares = cares_of(user, None, today=timezone.localdate())
        return [care.title for care in cares if "đợt thẻ" in care.title]

    entitled_cadre(law)
    batch = batch_of("new", clerk)
    assert told(chief) == []
    propose_people(batch=batch, by=clerk, groups=[])
    assert told(chief) == ["1 đợt thẻ đã lập, chưa ban hành"]
    assert told(clerk) == []
    issue_batch(batch=batch, by=chief)
    assert told(chief) == []


# --- The pages -------------------------------------------------------------------------------


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    return client.get(reverse(name, args=args) + query).content.decode()


def test_the_whole_way_on_the_pages(
    law: Resolution, clerk: User, chief: User, signed_in: Callable[[User], Client]
) -> None:
    an = entitled_cadre(law, full_name="Nguyễn Văn An")
    drafting, deciding = signed_in(clerk), signed_in(chief)
    sent = {
        "decision_number": "45/QĐ-SYT",
        "decision_on": "02/06/2025",
        "takes_effect_on": "02/06/2025",
        "first_number": "000513",
        "file": SimpleUploadedFile("qd-45.pdf", b"%PDF-1.7 quyet dinh"),
    }
    answer = drafting.post(reverse("card_batch_create") + "?loai=new", sent)
    batch = CardBatch.objects.get()
    assert answer["Location"] == reverse("card_batch_detail", args=[batch.pk])
    drafting.post(reverse("card_batch_propose", args=[batch.pk]), {})
    shown = page(drafting, "card_batch_detail", batch.pk)
    assert "Nguyễn Văn An" in shown
    assert 'placeholder="000513"' in shown
    assert "Ban hành 1 thẻ" not in shown
    assert "Ban hành 1 thẻ" in page(deciding, "card_batch_issue", batch.pk)
    deciding.post(reverse("card_batch_issue", args=[batch.pk]))
    assert an.cards.get().number == "000513"
    file = deciding.get(reverse("card_batch_download", args=[batch.pk]))
    assert file.content == b"%PDF-1.7 quyet dinh"
    assert "attachment" in file["Content-Disposition"]


def test_refused_lines_are_shown_with_their_reasons(
    law: Resolution, clerk: User, signed_in: Callable[[User], Client]
) -> None:
    an = entitled_cadre(law)
    batch = batch_of("new", clerk)
    sent = {"people": f"{an.citizen_id}\n020099999999"}
    answer = signed_in(clerk).post(reverse("card_batch_add", args=[batch.pk]), sent)
    shown = answer.content.decode()
    assert "1 dòng chưa đưa vào đợt được" in shown
    assert "<strong>020099999999</strong>: không tìm thấy ai" in shown
    assert "Đã đưa 1 người vào đợt" in shown
    further = signed_in(clerk).get(reverse("card_batch_add", args=[batch.pk]) + "?page=2")
    assert further["Location"] == reverse("card_batch_detail", args=[batch.pk]) + "?page=2"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Hãy gõ ít nhất một dòng"),
        ({"people": " \n "}, "Hãy gõ ít nhất một dòng"),
        ({"file": SimpleUploadedFile("a.xlsx", b"khong phai")}, "tệp"),
    ],
)
def test_a_bad_list_is_told(
    clerk: User, signed_in: Callable[[User], Client], sent: dict[str, Any], said: str
) -> None:
    batch = batch_of("new", clerk)
    answer = signed_in(clerk).post(reverse("card_batch_add", args=[batch.pk]), sent)
    assert answer.status_code == 200
    assert said in answer.content.decode().lower() or said in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first_number": "A B"}, "phải kết thúc bằng chữ số"),
        ({"expires_on": "01/01/2025"}, "Hạn dùng phải sau ngày cấp"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "phải là PDF, Word hoặc ảnh"),
        ({"decision_number": ""}, "Số quyết định"),
    ],
)
def test_a_bad_decision_is_told_and_nothing_lost(
    clerk: User, signed_in: Callable[[User], Client], changed: dict[str, Any], said: str
) -> None:
    sent = {
        "decision_number": "45/QĐ-SYT",
        "decision_on": "02/06/2025",
        "takes_effect_on": "02/06/2025",
    }
    answer = signed_in(clerk).post(reverse("card_batch_create"), sent | changed)
    shown = answer.content.decode()
    assert said in shown
    assert "02/06/2025" in shown
    assert not CardBatch.objects.exists()
