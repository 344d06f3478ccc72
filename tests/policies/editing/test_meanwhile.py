"""Two officers at the same page; versions that moved on while somebody typed."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from policies import drafting
from policies.models import DraftEdit, Resolution
from tests.policies.editing.sent import fields_of
from tests.policies.editing.test_nothing_changes import addresses


@pytest.fixture
def colleague(officer) -> Client:
    me = User.objects.get(username="policy_officer")
    other = User.objects.create(
        username="khai",
        full_name="Lý Văn Khải",
        unit=me.unit,
        job_title="Chuyên viên",
        roles=["policy_officer"],
    )
    client = Client()
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_later_save_is_refused_and_says_who_was_first(officer, colleague, drafted):
    address = reverse("draft_groups", args=[drafted.code])
    mine, theirs = fields_of(officer.get(address)), fields_of(colleague.get(address))
    colleague.post(address, theirs | {"groups-0-name": "Đối tượng của anh Khải"})
    page = officer.post(address, mine | {"groups-0-name": "Đối tượng của tôi"})
    text = page.content.decode()
    assert "Lý Văn Khải đã lưu thay đổi lúc" in text
    assert 'value="Đối tượng của tôi"' in text
    assert drafted.groups.first().name == "Đối tượng của anh Khải"
    # Having been told, the officer may insist.
    officer.post(address, fields_of(page))
    assert drafted.groups.first().name == "Đối tượng của tôi"


def test_the_sheet_too(officer, colleague, drafted):
    address = reverse("draft_sheet", args=[drafted.code])
    mine, theirs = fields_of(officer.get(address)), fields_of(colleague.get(address))
    [*_, (cell, [amount])] = [
        each for each in theirs.items() if each[0].endswith("-o") and each[1][0][:1].isdigit()
    ]
    colleague.post(address, theirs | {cell: "7.777.000"})
    page = officer.post(address, mine | {cell: "8.888.000"}).content.decode()
    assert "Lý Văn Khải đã lưu thay đổi lúc" in page
    assert 'value="8.888.000"' in page
    assert amount != "7.777.000"


def test_different_pages_do_not_disturb_each_other(officer, colleague, drafted):
    head, answers = (reverse(f"draft_{page}", args=[drafted.code]) for page in ("head", "answers"))
    mine, theirs = fields_of(officer.get(head)), fields_of(colleague.get(answers))
    assert colleague.post(answers, theirs | {"rounding": "dong"}).status_code == 302
    assert officer.post(head, mine | {"subject": "Trích yếu mới"}).status_code == 302


def test_sent_twice_it_is_done_once(officer, drafted):
    benefit = drafted.benefits.first()
    address = reverse("limit_create", args=[drafted.code, benefit.code])
    sent = fields_of(officer.get(address)) | {
        "groups": "all",
        "measure": "times",
        "window": "ever",
        "value": "7",
    }
    assert officer.post(address, sent).status_code == 302
    assert "đã lưu thay đổi lúc" in officer.post(address, sent).content.decode()
    assert benefit.limits.filter(value=7).count() == 1


def test_a_row_taken_away_meanwhile_loses_nothing_typed(officer, drafted):
    benefit = drafted.benefits.filter(limits__isnull=False).first()
    limit = benefit.limits.first()
    address = reverse("limit_edit", args=[drafted.code, benefit.code, limit.pk])
    sent = fields_of(officer.get(address)) | {"value": "99"}
    officer.post(address, sent | {"action": "remove", "value": str(limit.value)})
    page = officer.post(address, sent)
    assert page.status_code == 200
    assert 'value="99"' in page.content.decode()
    assert officer.get(address).status_code == 404


def test_what_was_tested_must_be_tested_again(officer, drafted):
    me = User.objects.get(username="policy_officer")
    Resolution.objects.filter(pk=drafted.pk).update(
        status="tested", tested_by=me, tested_at="2026-01-01T00:00Z"
    )
    address = reverse("draft_head", args=[drafted.code])
    assert "phải thử lại" in officer.get(address).content.decode()
    officer.post(address, fields_of(officer.get(address)))
    drafted.refresh_from_db()
    assert (drafted.status, drafted.tested_by) == ("draft", None)


def test_nothing_of_a_released_version_is_written(officer, shaped):
    answers = [officer.post(address, {}).status_code for address in addresses(shaped)]
    assert set(answers) == {302}
    assert not DraftEdit.objects.exclude(page="pack").exists()
    me = User.objects.get(username="policy_officer")
    with pytest.raises(drafting.NotADraft, match="đã ban hành"):
        drafting.save_answers(resolution=shaped, answers={}, seen="", by=me)
