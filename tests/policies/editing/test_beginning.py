"""A version begins: from nothing, or as a copy of another one."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from policies.dumping import dump_pack
from policies.models import Resolution, Scheme
from tests.policies.editing.conftest import HEAD


def test_from_nothing(officer, blank):
    assert (blank.status, blank.made_by.username) == ("draft", "policy_officer")
    assert str(blank) == "Nghị quyết số 05/2026/NQ-HĐND"
    assert (blank.scheme.province, blank.effective_to) == ("Cà Mau", None)
    page = officer.get(reverse("draft_overview", args=[blank.code]))
    assert "chưa có chế độ nào" in page.content.decode()


def test_the_next_version_of_the_same_policy_gets_another_code(officer, blank):
    head = HEAD | {"scheme": blank.scheme.pk, "issued_on": "11/12/2025"}
    officer.post(reverse("draft_create"), head)
    assert Resolution.objects.get(code="ca-mau-05-2026-2").scheme == blank.scheme
    assert Scheme.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"issued_on": "31/02/2025"}, "Ngày không đúng"),
        ({"effective_to": "31/12/2024"}, "phải từ ngày có hiệu lực trở đi"),
        ({"scheme_name": ""}, "Chọn chính sách đã có"),
        ({"code": "Có Dấu"}, "chữ thường không dấu"),
        ({"number": ""}, "bắt buộc"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(officer, wrong, told):
    page = officer.post(reverse("draft_create"), HEAD | wrong).content.decode()
    assert told in page
    assert 'value="Hội đồng nhân dân tỉnh Cà Mau"' in page
    assert not Resolution.objects.exists()
    assert not Scheme.objects.exists()


def test_the_same_document_is_entered_once(officer, blank):
    page = officer.post(reverse("draft_create"), HEAD).content.decode()
    assert "Văn bản này đã có trong hệ thống" in page
    assert Resolution.objects.count() == 1


def test_a_copy_has_all_of_it_and_the_source_stays(officer, shaped):
    before = dump_pack(shaped)
    head = HEAD | {"replaces": shaped.pk, "territories": "Tỉnh cũ A\nTỉnh cũ B"}
    officer.post(reverse("draft_copy", args=[shaped.code]), head)
    copy = Resolution.objects.exclude(pk=shaped.pk).get()
    assert (copy.code, copy.status, copy.replaces) == ("thu-05-2026", "draft", shaped)
    assert dump_pack(copy)["resolution"]["settings"] == before["resolution"]["settings"]
    assert copy.territories == ["tinh-cu-a", "tinh-cu-b"]
    assert copy.made_by.username == "policy_officer"
    same = ("scheme", "groups", "payers", "parameters", "lists", "benefits", "limits", "relations")
    told = dump_pack(copy)
    assert {part: told[part] for part in same} == {part: before[part] for part in same}
    assert dump_pack(Resolution.objects.get(pk=shaped.pk)) == before


def test_what_is_law_is_not_opened_for_typing(officer, shaped):
    answer = officer.get(reverse("draft_groups", args=[shaped.code]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("resolution_detail", args=[shaped.code])
    assert "hãy lập bản sao" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.CHECKER, Role.INSPECTOR, Role.DATA_ENTRY])
def test_others_do_not_type_law(client_of, blank, role):
    assert client_of(role).get(reverse("draft_groups", args=[blank.code])).status_code == 403
