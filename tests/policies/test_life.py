"""How a version lives: drafted, tested against solved cases, released by another, ended."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Unit, User
from policies import life
from policies.cases.actions import CaseDraft, add_case
from policies.differences import differences
from policies.drafting import copy_version
from policies.drafting.changing import changing
from policies.dumping import dump_pack
from policies.loading import load_pack, store_pack
from policies.models import Limit, Rate, Resolution
from policies.packing.format import canonical_pack
from policies.rules import Event, Person
from policies.rules.plain import Situation
from policies.standards import known_elsewhere

MEALS = 12 * 190_000


def policy_officer(username: str, full_name: str) -> User:
    unit, _ = Unit.objects.get_or_create(code="syt", name="Sở Y tế", kind="department")
    return User.objects.create(
        username=username,
        full_name=full_name,
        unit=unit,
        job_title="Chuyên viên",
        roles=["policy_officer"],
    )


@pytest.fixture
def maker(db) -> User:
    return policy_officer("lap", "Nông Thị Hiền")


@pytest.fixture
def releaser(db) -> User:
    return policy_officer("ban_hanh", "Lương Văn Thắng")


@pytest.fixture
def draft(maker) -> Resolution:
    """As the pack has it, without its solved cases: each test brings those that it needs."""
    resolution = load_pack("lang-son-24-2024", by=maker, release=False)
    resolution.cases.all().delete()
    return resolution


def solved(resolution: Resolution, by: User, amount: int = MEALS) -> None:
    event = Event(on=resolution.effective_from, benefits=("inpatient_meal",), days=12)
    case = Situation(Person(group="4"), event)
    add_case(resolution=resolution, draft=CaseDraft("Tiền ăn 12 ngày", case, amount, {}), by=by)


def put_in_force(resolution: Resolution, maker: User, releaser: User) -> Resolution:
    if not resolution.cases.exists():
        solved(resolution, maker)
    tested = life.mark_tested(resolution=resolution, by=maker)
    return life.release(resolution=tested, by=releaser)


def successor_of(old: Resolution, maker: User, **changes) -> Resolution:
    head = {
        "code": "lang-son-1-2026",
        "doc_type": "Nghị quyết",
        "number": "1/2026/NQ-HĐND",
        "issued_on": date(2025, 12, 10),
        "issuer": old.issuer,
        "subject": "Thay thế",
        "effective_from": date(2026, 1, 1),
        "replaces": old,
    }
    return copy_version(source=old, head=head | changes, by=maker)


# --- testing and releasing -------------------------------------------------------------------


def test_without_a_solved_case_nothing_is_tested(draft, maker):
    with pytest.raises(ValidationError, match="chưa có ca mẫu nào"):
        life.mark_tested(resolution=draft, by=maker)


def test_a_failing_case_holds_it_back(draft, maker):
    solved(draft, maker, amount=MEALS + 1)
    with pytest.raises(ValidationError, match=r"đúng ra 2\.280\.001 đồng"):
        life.mark_tested(resolution=draft, by=maker)


def test_a_benefit_without_a_rate_holds_it_back(draft, maker):
    solved(draft, maker)
    Rate.objects.filter(benefit__code="critical_illness").delete()
    with pytest.raises(ValidationError, match="chưa có mức hưởng nào"):
        life.mark_tested(resolution=draft, by=maker)


def test_tested_then_released_by_another(draft, maker, releaser):
    released = put_in_force(draft, maker, releaser)
    assert (released.status, released.tested_by, released.released_by) == (
        "released",
        maker,
        releaser,
    )


def test_an_untested_draft_is_not_released(draft, maker, releaser):
    solved(draft, maker)
    with pytest.raises(ValidationError, match="cần “Đã thử”"):
        life.release(resolution=draft, by=releaser)


def test_the_maker_does_not_release(draft, maker):
    solved(draft, maker)
    tested = life.mark_tested(resolution=draft, by=maker)
    with pytest.raises(ValidationError, match="Người lập hoặc sửa văn bản không được tự ban hành"):
        life.release(resolution=tested, by=maker)
    with (
        pytest.raises(IntegrityError, match="resolution_released_by_another"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE policies_resolution SET status = 'released', released_by_id = made_by_id,"
            " released_at = now() WHERE id = %s",
            [draft.pk],
        )


def test_nobody_releases_what_they_edited(draft, maker, releaser):
    """Whose name stands on the draft doesn't matter: one saved page is enough."""
    third = policy_officer("thu_ba", "Hoàng Thị Sen")
    with changing(resolution=draft, page="head", by=releaser):
        pass
    solved(draft, maker)
    tested = life.mark_tested(resolution=draft, by=maker)
    with pytest.raises(ValidationError, match="Người lập hoặc sửa văn bản không được tự ban hành"):
        life.release(resolution=tested, by=releaser)
    assert life.release(resolution=tested, by=third).released_by == third


def test_a_file_over_a_draft_hides_neither_its_maker_nor_who_sent_it(draft, maker, releaser):
    pack = dump_pack(draft)
    pack["resolution"] |= {"subject": "Trích yếu khác"}
    again = store_pack(canonical_pack(pack, known_elsewhere), by=releaser, release=False)
    assert (again.subject, again.made_by) == ("Trích yếu khác", maker)
    solved(again, maker)
    tested = life.mark_tested(resolution=again, by=maker)
    for each in (maker, releaser):
        with pytest.raises(ValidationError, match="không được tự ban hành"):
            life.release(resolution=tested, by=each)


def test_reopened_it_must_be_tested_again(draft, maker, releaser):
    solved(draft, maker)
    tested = life.mark_tested(resolution=draft, by=maker)
    reopened = life.reopen(resolution=tested, by=releaser)
    assert (reopened.status, reopened.tested_by) == ("draft", None)
    with pytest.raises(ValidationError, match="cần “Đã thử”"):
        life.release(resolution=reopened, by=releaser)


# --- succeeding and ending -------------------------------------------------------------------


def test_a_successor_ends_the_law_it_replaces_the_day_before(draft, maker, releaser):
    old = put_in_force(draft, maker, releaser)
    new = put_in_force(successor_of(old, maker), maker, releaser)
    old.refresh_from_db()
    assert (old.status, old.effective_to) == ("superseded", date(2025, 12, 31))
    in_force = Resolution.objects.in_force
    assert list(in_force(date(2025, 12, 31))) == [old]
    assert list(in_force(date(2026, 1, 1))) == [new]


def test_a_successor_takes_over_the_cases_of_its_own_time(draft, maker):
    solved(draft, maker)
    assert not successor_of(draft, maker).cases.exists()
    same_day = {"code": "cung-ngay", "number": "2/2024", "effective_from": draft.effective_from}
    assert successor_of(draft, maker, **same_day).cases.count() == 1


def test_two_laws_of_a_scheme_are_never_in_force_at_once(draft, maker, releaser):
    old = put_in_force(draft, maker, releaser)
    other = successor_of(old, maker, replaces=None)
    with pytest.raises(ValidationError, match="còn hiệu lực trong thời gian của"):
        put_in_force(other, maker, releaser)
    other.refresh_from_db()
    assert other.status == "tested"


def test_a_successor_cannot_begin_before_its_forerunner(draft, maker, releaser):
    old = put_in_force(draft, maker, releaser)
    earlier = old.effective_from - timedelta(days=1)
    new = successor_of(old, maker, effective_from=earlier)
    with pytest.raises(ValidationError, match="phải có hiệu lực sau ngày"):
        put_in_force(new, maker, releaser)


def test_repealed_without_a_successor(draft, maker, releaser):
    law = put_in_force(draft, maker, releaser)
    last_day = date(2025, 8, 30)
    document = "Nghị quyết số 29/2025/NQ-HĐND"
    life.repeal(resolution=law, last_day=last_day, document=document, by=releaser)
    assert list(Resolution.objects.in_force(last_day)) == [law]
    assert not Resolution.objects.in_force(last_day + timedelta(days=1)).exists()
    with pytest.raises(ValidationError, match="“Đã bãi bỏ”"):
        life.repeal(resolution=law, last_day=last_day, document=document, by=releaser)


def test_a_repeal_before_the_first_day_makes_no_sense(draft, maker, releaser):
    law = put_in_force(draft, maker, releaser)
    day_before = law.effective_from - timedelta(days=1)
    with pytest.raises(ValidationError, match="phải từ ngày đó trở đi"):
        life.repeal(resolution=law, last_day=day_before, document="Nghị quyết", by=releaser)


def test_continued_by_another_document_it_has_no_last_day(draft, maker, releaser):
    draft.effective_to = date(2025, 6, 30)
    draft.save()
    law = put_in_force(draft, maker, releaser)
    document = "Nghị quyết số 12/NQ-HĐND ngày 08/7/2025"
    life.continue_in_force(resolution=law, document=document, by=releaser)
    law.refresh_from_db()
    assert (law.status, law.effective_to) == ("continued", None)
    assert list(Resolution.objects.in_force(date(2025, 7, 8))) == [law]


# --- the difference of two versions ----------------------------------------------------------


def test_each_difference_is_a_sentence(draft, maker, releaser):
    old = put_in_force(draft, maker, releaser)
    new = successor_of(old, maker)
    assert not any(section.differences for section in differences(old, new))

    Rate.objects.filter(benefit__resolution=new, benefit__code="inpatient_meal").update(
        amount=210_000
    )
    meal = new.benefits.get(code="inpatient_meal")
    Limit.objects.create(
        resolution=new,
        benefit=meal,
        measure="quantity",
        window="year",
        value=60,
        article="Điều 5",
        confidence="invented",
        basis="thử",
    )
    new.benefits.get(code="critical_illness").rates.all().delete()
    told = {
        section.title: [each.sentence for each in section.differences]
        for section in differences(old, new)
    }
    assert "Tiền ăn nội trú: 190.000 → 210.000 đồng/ngày" in told["Mức hưởng"]
    assert told["Hạn mức và điều kiện tối thiểu"] == [
        "Tiền ăn nội trú: thêm tối đa 60 ngày trong năm"
    ]
    gone = [each for each in told["Mức hưởng"] if "bỏ" in each]
    assert len(gone) == 2  # two sums of critical illness, each said once for its groups
    assert told["Đối tượng"] == []
