"""A version replaces another: who goes into which new group, and what is written."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pghistory.models import Events

from accounts.roles import Role
from beneficiaries.models import Membership
from beneficiaries.succession import (
    LEAVES,
    Fate,
    choose_groups,
    key_of,
    succeed,
    worksheet_of,
)
from policies import life
from policies.drafting import copy_version
from policies.drafting.changing import stamp_of
from policies.models import BeneficiaryGroup, GroupSuccession, Resolution
from policies.succession import Matcher, save_successions, successions_of
from tests.factories import CadreFactory, MembershipFactory, UserFactory

BEGINS = date(2025, 7, 1)
DECISION = "QĐ 77/QĐ-SYT ngày 15/12/2025"


@pytest.fixture
def officer(db):
    return UserFactory(username="chinh-sach", roles=[Role.POLICY_OFFICER])


@pytest.fixture
def successor(law, officer) -> Resolution:
    """Released late; of the old groups it has all but the sixth, and a new one."""
    head = {
        "code": "ke-tiep",
        "doc_type": "Nghị quyết",
        "number": "2/2025/NQ-HĐND",
        "issued_on": date(2025, 12, 10),
        "issuer": law.issuer,
        "subject": "Thay thế",
        "effective_from": BEGINS,
        "replaces": law,
    }
    new = copy_version(source=law, head=head, by=officer)
    new.cases.all().delete()
    new.groups.filter(code="5").update(code="5a", name="Đối tượng 5a")
    new.made_by = new.made_at = None
    new.save(update_fields=["made_by", "made_at"])
    return life.release(resolution=new, by=None)


@pytest.fixture
def member(law) -> Callable[..., Membership]:
    def make(group: str = "4", *, post: str = "Trưởng phòng", **fields) -> Membership:
        people = {name: fields.pop(name) for name in ("full_name", "ended_on") if name in fields}
        cadre = CadreFactory(post=post, **people)
        return MembershipFactory(cadre=cadre, group=law.groups.get(code=group), **fields)

    return make


@pytest.fixture
def rows(law, successor, officer) -> Callable[..., None]:
    """Types the table: ``rows(("4", "truong phong", "3"), …)``; None stands for an empty box."""

    def save(*told: tuple[str | None, str, str | None]) -> None:
        kept = [
            GroupSuccession(
                resolution=successor,
                old_group=old and law.groups.get(code=old),
                post=post,
                new_group=new and successor.groups.get(code=new),
            )
            for old, post, new in told
        ]
        seen = stamp_of(successor.successions.order_by("pk"))
        removed = list(successor.successions.all())
        save_successions(resolution=successor, kept=kept, removed=removed, seen=seen, by=officer)

    return save


def line_of(resolution: Resolution, membership: Membership):
    [line] = [
        each for each in worksheet_of(resolution).lines if each.membership.pk == membership.pk
    ]
    return line


def confirm(resolution: Resolution, by):
    seen = worksheet_of(resolution).stamp
    return succeed(resolution=resolution, decision=DECISION, seen=seen, by=by)


# --- What is proposed ------------------------------------------------------------------------


def test_without_a_table_the_same_code_follows(member, successor):
    same, gone = member("4"), member("5")
    assert line_of(successor, same).group == successor.groups.get(code="4")
    assert line_of(successor, gone).fate == Fate.UNPLACED
    assert worksheet_of(successor).lines[0].membership == gone, "those without a group first"


def test_the_first_row_that_fits_counts(member, rows, successor):
    rows(("4", "pho truong phong", "3"), ("4", "trưởng phòng", "2"), (None, "giam doc", "1"))
    found = {
        post: line_of(successor, member("4", post=post)).group
        for post in ("Phó Trưởng phòng", "TRƯỞNG PHÒNG Y tế", "Giám đốc Sở", "Trưởng phòngan")
    }
    codes = {post: group.code if group else None for post, group in found.items()}
    assert codes == {
        "Phó Trưởng phòng": "3",
        "TRƯỞNG PHÒNG Y tế": "2",
        "Giám đốc Sở": "1",
        "Trưởng phòngan": None,
    }


def test_a_row_says_of_whom_it_speaks(successor, law, rows):
    with pytest.raises(ValidationError, match="chọn đối tượng cũ"):
        rows((None, "", "4"))
    astray = GroupSuccession(resolution=successor, old_group=successor.groups.first())
    with pytest.raises(ValidationError, match="của văn bản bị thay thế"):
        astray.full_clean(exclude=["position"])


def test_when_the_new_group_begins_and_ends(member, successor):
    later = member(since=date(2025, 9, 1), until=date(2026, 3, 31))
    over = member(since=date(2025, 1, 1), until=date(2025, 5, 31))
    dead = member(ended_on=date(2025, 6, 1))
    died_since = member(ended_on=date(2025, 9, 1))
    shown = {line.membership: line for line in worksheet_of(successor).lines}
    assert over not in shown
    assert dead not in shown
    assert shown[later].since == date(2025, 9, 1)
    assert shown[died_since].since == BEGINS


# --- What is written -------------------------------------------------------------------------


def test_confirmed_the_old_ends_the_day_before(member, successor, clerk):
    moved, later, gone = member(), member(since=date(2025, 9, 1)), member("5")
    done = confirm(successor, clerk)
    assert (done.moved, done.left, done.unplaced) == (2, 0, 1)
    for old, since, until in (
        (moved, BEGINS, date(2025, 6, 30)),
        (later, date(2025, 9, 1), date(2025, 9, 1)),
    ):
        old.refresh_from_db()
        new = old.cadre.memberships.get(resolution=successor)
        assert old.until == until
        assert (new.since, new.until, new.decision) == (since, None, DECISION)
        assert new.group.code == "4"
    gone.refresh_from_db()
    assert gone.until is None
    assert line_of(successor, moved).fate == Fate.DONE


def test_who_wrote_it_is_kept(member, successor, clerk):
    old = member()
    confirm(successor, clerk)
    for membership in old.cadre.memberships.all():
        events = Events.objects.tracks(membership).filter(pgh_context__isnull=False)
        [context] = events.values_list("pgh_context", flat=True)
        assert (context["user"], context["decision"]) == (clerk.pk, DECISION)


def test_a_second_confirmation_writes_nothing(member, successor, clerk):
    member()
    confirm(successor, clerk)
    before = Membership.objects.count()
    with pytest.raises(ValidationError, match="Không còn ai"):
        confirm(successor, clerk)
    assert Membership.objects.count() == before


def test_someone_placed_by_hand_is_done(member, successor, clerk):
    old = member()
    MembershipFactory(cadre=old.cadre, group=successor.groups.get(code="2"), since=BEGINS)
    line = line_of(successor, old)
    assert (line.fate, line.group.code) == (Fate.DONE, "2")


def test_who_leaves_only_ends(member, rows, successor, clerk):
    old = member()
    rows(("4", "", None))
    assert confirm(successor, clerk).left == 1
    old.refresh_from_db()
    assert old.until == date(2025, 6, 30)
    assert not old.cadre.memberships.filter(resolution=successor).exists()
    assert line_of(successor, old).fate == Fate.DONE


def test_a_choice_stands_above_the_rows(member, successor, clerk):
    old, gone = member(), member("5")
    third = successor.groups.get(code="3")
    chosen = {old.pk: key_of(third.pk), gone.pk: LEAVES}
    assert choose_groups(resolution=successor, chosen=chosen, by=clerk) == 2
    assert line_of(successor, old).group == third
    assert line_of(successor, old).reason.startswith("Chọn tay.")
    back = {old.pk: line_of(successor, old).proposed_key}
    choose_groups(resolution=successor, chosen=back, by=clerk)
    assert line_of(successor, old).group.code == "4"
    done = confirm(successor, clerk)
    assert (done.moved, done.left) == (1, 1)


def test_a_group_of_another_version_cannot_be_chosen(member, law, successor, clerk):
    old = member()
    wrong = key_of(law.groups.get(code="3").pk)
    with pytest.raises(ValidationError, match="hãy chọn"):
        choose_groups(resolution=successor, chosen={old.pk: wrong}, by=clerk)


def test_changed_meanwhile_nothing_is_written(member, rows, successor, clerk):
    old = member()
    seen = worksheet_of(successor).stamp
    rows(("4", "", "2"))
    with pytest.raises(ValidationError, match="đã thay đổi"):
        succeed(resolution=successor, decision=DECISION, seen=seen, by=clerk)
    old.refresh_from_db()
    assert old.until is None


def test_the_rows_stand_once_used(member, rows, successor, clerk):
    member()
    confirm(successor, clerk)
    stored = successions_of(successor)
    assert len(stored) == successor.groups.count() - 1
    assert all(row.used_at for row in stored)
    with pytest.raises(ValidationError, match="không sửa được nữa"):
        rows(("4", "", "2"))
    for write in (
        lambda: successor.successions.update(post="x"),
        lambda: successor.successions.all().delete(),
        lambda: successor.successions.create(position=9, post="x"),
    ):
        with (
            pytest.raises(DatabaseError, match=r"used_succession|đã dùng|Cannot update"),
            transaction.atomic(),
        ):
            write()


def test_a_draft_and_a_commune_write_nothing(member, law, successor, officer, clerk, commune_clerk):
    member()
    stamp = worksheet_of(successor).stamp
    with pytest.raises(ValidationError, match="Sở Y tế"):
        succeed(resolution=successor, decision=DECISION, seen=stamp, by=commune_clerk)
    head = {"code": "nhap", "number": "3/2026", "effective_from": date(2027, 1, 1)}
    head |= {"doc_type": "Nghị quyết", "issued_on": BEGINS, "issuer": "HĐND", "subject": "x"}
    draft = copy_version(source=successor, head=head | {"replaces": successor}, by=officer)
    with pytest.raises(ValidationError, match="đã ban hành"):
        succeed(resolution=draft, decision=DECISION, seen="", by=clerk)


# --- Pages -----------------------------------------------------------------------------------


def address(name: str, successor: Resolution) -> str:
    return reverse(name, args=[successor.code])


def test_the_worksheet_is_looked_through_chosen_and_confirmed(member, successor, clerk, signed_in):
    old, gone = member(full_name="Lương Thị Chuyển"), member("5", full_name="Vi Văn Chờ")
    client = signed_in(clerk)
    page = client.get(address("succession_detail", successor)).content.decode()
    assert page.index("Vi Văn Chờ") < page.index("Lương Thị Chuyển")
    waiting = client.get(address("succession_detail", successor) + "?fate=unplaced")
    assert "Lương Thị Chuyển" not in waiting.content.decode()

    new = successor.groups.get(code="5a")
    typed = {f"group-{gone.pk}": key_of(new.pk), f"group-{old.pk}": line_of(successor, old).key}
    client.post(address("succession_choose", successor), typed)
    asked = client.get(address("succession_confirm", successor))
    answer = client.post(
        address("succession_confirm", successor),
        {"decision": DECISION, "stamp": asked.context["stamp"]},
        follow=True,
    )
    assert "Đã chuyển 2 người" in answer.content.decode()
    assert gone.cadre.memberships.get(resolution=successor).group == new


def test_a_stale_confirmation_is_asked_again(member, successor, clerk, signed_in):
    member()
    client = signed_in(clerk)
    answer = client.post(
        address("succession_confirm", successor), {"decision": DECISION, "stamp": "cu"}
    )
    assert "đã thay đổi từ lúc" in answer.content.decode()
    assert DECISION in answer.content.decode()
    assert not Membership.objects.filter(resolution=successor).exists()


def test_the_worksheet_as_a_workbook(member, successor, clerk, signed_in):
    member("5", full_name="Vi Văn Chờ")
    member(full_name="Lương Thị Chuyển")
    answer = signed_in(clerk).get(address("succession_export", successor) + "?fate=unplaced")
    sheet = load_workbook(BytesIO(answer.content)).active
    told = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "Vi Văn Chờ" in told
    assert "Chưa xếp được" in told
    assert "Lương Thị Chuyển" not in told


def test_a_commune_sees_no_worksheet(member, successor, commune_clerk, signed_in):
    member()
    client = signed_in(commune_clerk)
    for name in ("succession_detail", "succession_export", "succession_confirm"):
        assert client.get(address(name, successor)).status_code == 404
    assert client.post(address("succession_choose", successor)).status_code == 404


def test_as_many_queries_for_many_as_for_few(member, successor, clerk, signed_in):
    client = signed_in(clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(address("succession_detail", successor))
        return len(found)

    member()
    queries()
    few = queries()
    for _ in range(10):
        member()
    assert queries() == few


def test_the_table_is_proposed_typed_and_saved(successor, law, officer, signed_in):
    client = signed_in(officer)
    page = client.get(address("succession_edit", successor))
    rows = page.context["rows"]
    assert len(rows.forms) == successor.groups.count() - 1 + 2
    typed = {"stamp": page.context["stamp"], **_typed(rows)}
    last = len(rows.forms) - 2
    typed |= {
        f"succession-{last}-old_group": law.groups.get(code="5").pk,
        f"succession-{last}-post": "Trưởng trạm",
        f"succession-{last}-new_group": successor.groups.get(code="5a").pk,
        f"succession-{last}-ORDER": 1,
    }
    answer = client.post(address("succession_edit", successor), typed)
    assert answer.status_code == 302, answer.context["problems"]
    first, *rest = successions_of(successor)
    assert (first.old_group.code, first.post, first.new_group.code) == ("5", "Trưởng trạm", "5a")
    assert len(rest) == successor.groups.count() - 1
    assert client.get(address("succession_edit", successor)).context["is_proposed"] is False


def _typed(rows) -> dict[str, object]:
    """What a browser sends of these rows as they stand."""
    typed = {
        field.html_name: "" if field.value() is None else field.value()
        for field in rows.management_form
    }
    for place, form in enumerate(rows.forms, start=1):
        for field in form:
            if field.name != "DELETE":
                typed[field.html_name] = "" if field.value() is None else field.value()
        if f"{form.prefix}-ORDER" in typed:
            typed[f"{form.prefix}-ORDER"] = place + 10
    return typed


def test_a_used_table_is_only_shown(member, successor, clerk, officer, signed_in):
    member()
    confirm(successor, clerk)
    page = signed_in(officer).get(address("succession_edit", successor)).content.decode()
    assert "Bảng giữ nguyên làm căn cứ" in page
    assert "Lưu cả bảng" not in page


def test_a_post_of_a_group_is_looked_up_once(successor):
    matcher = Matcher(successions_of(successor))
    group = BeneficiaryGroup.objects.filter(resolution=successor.replaces).first()
    assert matcher.row_for(group.pk, "Chuyên viên") is matcher.row_for(group.pk, "Chuyên viên")
