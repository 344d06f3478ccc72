"""The proof of a payment: everything on one sheet, numbers by right, the seal checked."""

import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AccessEntry, Unit
from accounts.roles import Role
from claims.actions import mark_paid
from claims.models import Claim, Seal
from claims.proof import proof_pdf_of
from policies.models import RateConfirmation
from tests.claims.conftest import list_of
from tests.factories import UserFactory


@pytest.fixture
def paid(claim_in, staff) -> Claim:
    """A claim paid by voucher C2-77."""
    claim = claim_in("approved")
    paper = list_of([claim], staff, issued=True)
    mark_paid(
        payment_list=paper,
        payments=[paper.payments.get().pk],
        voucher="C2-77",
        paid_on=timezone.localdate(),
        by=staff.cashier,
    )
    claim.refresh_from_db()
    return claim


@pytest.fixture
def page(client: Client) -> Callable[..., str]:
    """What somebody reads on the proof of a claim."""

    def read(claim: Claim, user) -> str:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        response = client.get(reverse("claim_proof", args=[claim.pk]))
        assert response.status_code == 200
        return response.content.decode()

    return read


def test_it_tells_law_arithmetic_hands_voucher_and_seal(paid, staff, page):
    text, line, seal = page(paid, staff.checker), paid.lines.get(), paid.seal
    assert line.sentence in text
    assert "3 ngày × 190.000 đồng = 570.000 đồng" in text
    assert "Nghị quyết số 24/2024/NQ-HĐND ngày 10/12/2024 của Hội đồng nhân dân" in text
    assert f"Mức số {line.rate_id}, mức mỗi ngày; Đối tượng 4" in text
    assert "Suy ra từ số liệu, chưa có người xác nhận. 5.128.860.000 đồng chia" in text
    for person in (staff.maker, staff.checker, staff.approver, staff.cashier):
        assert person.full_name in text
    assert f"{staff.approver.job_title}, {staff.approver.unit.name}" in text
    assert "C2-77" in text
    assert paid.payments.get().payment_list.number in text
    assert seal.hash in text
    assert seal.previous_hash in text
    assert "sổ khớp bản niêm phong" in text


def test_sheet_and_pages_are_of_the_department_that_approved(paid, staff, client):
    Unit.objects.filter(pk=staff.approver.unit_id).update(name="Sở Y tế tỉnh Thử")
    paper = PdfReader(io.BytesIO(proof_pdf_of(paid, staff.checker)))
    assert "SỞ Y TẾ TỈNH THỬ" in paper.pages[0].extract_text().upper()
    client.force_login(staff.approver, backend="django.contrib.auth.backends.ModelBackend")
    told = client.get(reverse("claim_list")).content.decode()
    assert '<span class="brand-department">Sở Y tế tỉnh Thử' in told


def test_it_tells_who_confirmed_the_rate(paid, staff, page):
    officer = UserFactory(roles=[Role.POLICY_OFFICER], full_name="Triệu Anh Tuấn")
    rate = paid.lines.get().rate
    RateConfirmation.objects.create(rate=rate, confirmed_by=officer, source="Công báo số 12")
    assert "Triệu Anh Tuấn xác nhận ngày" in page(paid, staff.checker)
    assert "đối chiếu với Công báo số 12" in page(paid, staff.checker)


def test_it_quotes_the_clause_where_it_was_entered(paid, staff, page):
    assert "(chưa nhập nội dung điều khoản)" in page(paid, staff.checker)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE policies_benefit SET quote = 'Hỗ trợ tiền ăn 190.000 đồng/ngày' WHERE id = %s",
            [paid.lines.get().benefit_id],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    text = page(paid, staff.checker)
    # The rate is derived, so the words are told without claiming that they are the text.
    assert "Nội dung điều khoản" in text
    assert "Hỗ trợ tiền ăn 190.000 đồng/ngày" in text
    assert "(chưa nhập nội dung điều khoản)" not in text


def test_the_person_is_the_one_who_was_approved(paid, staff, page):
    cadre = paid.cadre
    cadre.full_name, cadre.post = "Tên Đã Đổi", "Chức Đã Đổi"
    cadre.save()
    text = page(paid, staff.checker)
    assert "Trưởng phòng" in text
    assert "Đã Đổi" not in text


@pytest.mark.parametrize(
    ("role", "citizen_id", "account"),
    [
        ("checker", True, True),
        ("cashier", False, True),
        ("inspector", True, False),
        ("approver", False, False),
        ("reporter", False, False),
    ],
)
def test_numbers_are_for_those_who_need_them(role, citizen_id, account, paid, staff, page):
    text = page(paid, getattr(staff, role))
    assert (paid.cadre.citizen_id in text) == citizen_id
    assert (paid.cadre.bank_account in text) == account
    assert paid.cadre.citizen_id[-3:] in text


def test_payment_lists_are_for_those_who_may_see_them(paid, staff, page):
    assert "Danh sách chi trả" not in page(paid, staff.maker).split("5. Chi trả")[1]


def test_looking_is_logged(paid, staff, page):
    page(paid, staff.checker)
    entry = AccessEntry.objects.get(action="Xem chứng minh khoản chi")
    assert (entry.subject, entry.subject_id, entry.user) == (paid.number, paid.pk, staff.checker)


def test_a_changed_ledger_is_told_on_the_proof(paid, staff, page):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE claims_claimline SET quantity = 4 WHERE claim_id = %s", [paid.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    text = page(paid, staff.checker)
    assert "Không khớp bản niêm phong." in text
    assert "dòng tính 1, số lượng: phải là 3; trong sổ: 4." in text
    assert "sổ khớp bản niêm phong" not in text


def test_what_was_never_sealed_says_so(paid, staff, page):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM claims_seal")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert not Seal.objects.exists()
    assert "chưa được niêm phong" in page(paid, staff.checker)


@pytest.mark.parametrize("name", ["claim_proof", "claim_proof_pdf"])
def test_what_is_not_paid_has_no_proof(name, claim_in, staff, client):
    claim = claim_in("approved")
    client.force_login(staff.checker, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse(name, args=[claim.pk]), follow=True)
    assert response.redirect_chain == [(reverse("claim_detail", args=[claim.pk]), 302)]
    assert "Chỉ hồ sơ đã chi mới có bản chứng minh khoản chi." in response.content.decode()
    assert reverse("claim_proof", args=[claim.pk]) not in response.content.decode()


def test_the_claim_leads_to_its_proof(paid, staff, client):
    client.force_login(staff.checker, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("claim_detail", args=[paid.pk]))
    assert reverse("claim_proof", args=[paid.pk]) in response.content.decode()


def test_the_file_is_one_page_of_a4_with_the_same_words(paid, staff, client):
    client.force_login(staff.checker, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("claim_proof_pdf", args=[paid.pk]))
    assert response["Content-Type"] == "application/pdf"
    [sheet] = PdfReader(io.BytesIO(response.content)).pages
    assert [round(float(side)) for side in sheet.mediabox[2:]] == [595, 842]
    words = sheet.extract_text()
    assert paid.seal.hash in words
    assert "Chứng minh khoản chi".upper() in words.upper()
    assert "Mở bản PDF" not in words
