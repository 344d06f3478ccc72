"""The pages of an import, from the upload to the way back."""

import io
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from accounts.roles import Role
from beneficiaries.importing import judge_file, open_batch, verdicts_of
from beneficiaries.models import BatchState, Cadre, ImportBatch
from beneficiaries.registry.columns import registry_columns
from config.workbooks.archive import Limits
from config.workbooks.opening import read_sheet
from tests.beneficiaries.conftest import AN, BINH, workbook
from tests.factories import CadreFactory, HospitalFactory, StayFactory, UserFactory

pytestmark = pytest.mark.usefixtures("law", "body")


def upload(client, content: bytes, name: str = "danh-sach.xlsx"):
    file = io.BytesIO(content)
    file.name = name
    return client.post(reverse("cadre_import"), {"file": file})


def page_of(client, batch, **query) -> str:
    return client.get(reverse("batch_detail", args=[batch.pk]), query).content.decode()


@pytest.fixture
def client_of_clerk(clerk, signed_in):
    return signed_in(clerk)


def test_from_upload_to_undo(client_of_clerk):
    response = upload(client_of_clerk, workbook(AN, BINH | {"Giới tính": "Khác"}))
    batch = ImportBatch.objects.get()
    assert response.url == reverse("batch_detail", args=[batch.pk])
    page = page_of(client_of_clerk, batch, show="wrong")
    assert "'Danh sách'!C" in page.replace("&#x27;", "'")
    assert "chọn một trong: Nam, Nữ" in page
    assert "Chỉ nhập 1 dòng đúng" in page
    client_of_clerk.post(reverse("batch_confirm", args=[batch.pk]), {"take": "good"})
    assert Cadre.objects.get().full_name == "Nguyễn Văn An"
    assert "Đã nhập 1 dòng" in page_of(client_of_clerk, batch)
    client_of_clerk.post(reverse("batch_undo", args=[batch.pk]))
    assert not Cadre.objects.exists()
    assert "đã được hoàn tác" in page_of(client_of_clerk, batch)


def test_a_second_click_writes_nothing_more(client_of_clerk):
    upload(client_of_clerk, workbook(AN))
    address = reverse("batch_confirm", args=[ImportBatch.objects.get().pk])
    for _ in range(2):
        response = client_of_clerk.post(address, {"take": "whole"}, follow=True)
    assert "không nhập lần thứ hai" in response.content.decode()
    assert Cadre.objects.count() == 1


def test_changes_are_shown_old_to_new(clerk, client_of_clerk):
    upload(client_of_clerk, workbook(AN | {"Chức vụ": "Trưởng phòng"}))
    batch = ImportBatch.objects.get()
    client_of_clerk.post(reverse("batch_confirm", args=[batch.pk]))
    upload(client_of_clerk, workbook(AN | {"Chức vụ": "Giám đốc"}))
    page = page_of(client_of_clerk, ImportBatch.objects.first())
    assert "<del>Trưởng phòng</del> → <ins>Giám đốc</ins>" in page


def test_questions_are_answered_on_the_page(client_of_clerk, body):
    known = CadreFactory(
        full_name="Nguyễn Văn An", birth_date=date(1960, 3, 5), citizen_id="", managing_unit=body
    )
    upload(client_of_clerk, workbook(AN))
    batch = ImportBatch.objects.get()
    row = verdicts_of(batch)[0].row
    assert f'name="answer_{row}"' in page_of(client_of_clerk, batch)
    answer = {f"answer_{row}": f"same:{known.pk}", "answer_x": "new"}
    client_of_clerk.post(reverse("batch_answer", args=[batch.pk]), answer)
    client_of_clerk.post(reverse("batch_confirm", args=[batch.pk]), {"take": "whole"})
    known.refresh_from_db()
    assert known.citizen_id == "020060000001"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Tệp này trống"),
        (b"hello", "chưa có gì được ghi"),
        (b"PK\x03\x04" + b"\0" * 100, "chưa có gì được ghi"),
    ],
)
def test_an_odd_file_is_refused_in_words(client_of_clerk, content, told):
    response = upload(client_of_clerk, content)
    if response.status_code == 302:
        response = client_of_clerk.get(response.url)
    assert response.status_code == 200
    assert told in response.content.decode()
    assert not Cadre.objects.exists()


def test_a_file_too_large_is_refused_before_it_is_read(client_of_clerk, monkeypatch):
    monkeypatch.setattr("beneficiaries.views.batches.Limits", lambda: Limits(upload=10))
    response = upload(client_of_clerk, workbook(AN))
    assert "Hãy chia thành nhiều tệp" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_without_a_file_the_form_asks_for_one(client_of_clerk):
    response = client_of_clerk.post(reverse("cadre_import"))
    assert "Hãy chọn tệp Excel" in response.content.decode()


def test_wrong_rows_are_downloaded(client_of_clerk):
    upload(client_of_clerk, workbook(AN | {"Giới tính": "Khác"}))
    batch = ImportBatch.objects.get()
    response = client_of_clerk.get(reverse("batch_rejects", args=[batch.pk]))
    assert len(read_sheet(response.content, heads=registry_columns())) == 1
    clean = judge_file(
        kind="registry", content=workbook(BINH), file_name="b.xlsx", by=batch.uploaded_by
    )
    assert client_of_clerk.get(reverse("batch_rejects", args=[clean.pk])).status_code == 404


def test_the_template_can_be_read_back_and_holds_no_people(client_of_clerk, clerk):
    response = client_of_clerk.get(reverse("batch_template", args=["registry"]))
    batch = judge_file(kind="registry", content=response.content, file_name="m.xlsx", by=clerk)
    assert batch.state == BatchState.JUDGED
    assert verdicts_of(batch) == []


def test_a_batch_of_another_unit_leads_nowhere(clerk, commune_clerk, signed_in):
    batch = judge_file(kind="registry", content=workbook(AN), file_name="a.xlsx", by=clerk)
    client = signed_in(commune_clerk)
    for name in ("batch_detail", "batch_rejects", "batch_undo"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 404
    for name in ("batch_confirm", "batch_drop", "batch_answer", "batch_judge"):
        assert client.post(reverse(name, args=[batch.pk])).status_code == 404
    assert "a.xlsx" not in client.get(reverse("batch_list")).content.decode()


def test_a_checker_does_not_look_into_the_registry_import(clerk, signed_in):
    batch = judge_file(kind="registry", content=workbook(AN), file_name="a.xlsx", by=clerk)
    checker = signed_in(UserFactory(roles=[Role.CHECKER]))
    assert checker.get(reverse("batch_detail", args=[batch.pk])).status_code == 403
    assert checker.post(reverse("batch_confirm", args=[batch.pk])).status_code == 403


def test_undo_tells_what_rests_on_the_import(clerk, client_of_clerk):
    upload(client_of_clerk, workbook(AN))
    batch = ImportBatch.objects.get()
    client_of_clerk.post(reverse("batch_confirm", args=[batch.pk]))
    StayFactory(cadre=Cadre.objects.get(), facility=HospitalFactory(), recorded_by=clerk)
    page = client_of_clerk.post(reverse("batch_undo", args=[batch.pk])).content.decode()
    assert "Không hoàn tác được" in page
    assert "Nguyễn Văn An" in page


def test_a_large_file_is_read_in_the_background(client_of_clerk, monkeypatch):
    monkeypatch.setattr("beneficiaries.views.batches.LARGE_FILE", 10)
    monkeypatch.setattr("beneficiaries.views.batches.MANY_ROWS", 0)
    upload(client_of_clerk, workbook(AN))
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.JUDGED
    client_of_clerk.post(reverse("batch_confirm", args=[batch.pk]))
    assert Cadre.objects.count() == 1


def test_a_page_of_a_waiting_batch_asks_again_by_itself(clerk, client_of_clerk):
    batch = open_batch(kind="registry", content=workbook(AN), file_name="a.xlsx", by=clerk)
    page = page_of(client_of_clerk, batch)
    assert 'hx-trigger="every 1s"' in page
    assert "Đọc lại ngay" not in page
    client_of_clerk.post(reverse("batch_judge", args=[batch.pk]))
    assert 'hx-trigger="every 1s"' not in page_of(client_of_clerk, batch)


def test_the_command_judges_and_writes(clerk, tmp_path):
    file, rejects = tmp_path / "a.xlsx", tmp_path / "sai.xlsx"
    file.write_bytes(workbook(AN, BINH | {"Giới tính": "Khác"}))
    out = StringIO()
    call_command("import_registry", str(file), "--json", f"--rejects={rejects}", stdout=out)
    told = json.loads(out.getvalue())
    assert told["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "question": 0, "wrong": 1}
    assert told["faults"][0]["head"] == "Giới tính"
    assert rejects.exists()
    assert not Cadre.objects.exists()
    with pytest.raises(CommandError, match="1 dòng sai"):
        call_command("import_registry", str(file), "--commit", stdout=out)
    call_command("import_registry", str(file), "--commit", "--good-rows", stdout=out)
    assert Cadre.objects.count() == 1


def test_the_command_needs_somebody_who_may_import(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook(AN))
    UserFactory(username="tham-dinh", roles=[Role.CHECKER])
    for user in ("tham-dinh", "khong-co"):
        with pytest.raises(CommandError, match=user):
            call_command("import_registry", str(file), user=user)
    with pytest.raises(CommandError, match="--user"):
        call_command("import_registry", str(file))
