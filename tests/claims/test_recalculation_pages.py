"""A late law on the screen: begun, looked through, decided; what claims and lists say of it."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from claims.actions import ClaimError, add_to_list, open_list
from claims.models import Claim, Recalculation
from claims.paper import payment_list_paper
from claims.recalculating.actions import decide
from policies.models import Payer
from tests.claims.test_recalculating import late_law, paid, pay, recalculate, through
from tests.factories import UnitFactory, UserFactory, entitled_cadre

__all__ = ["late_law", "paid"]  # fixtures


@pytest.fixture
def page():
    """What a user reads at an address: ``page(user, "claim_detail", claim.pk)``."""

    def read(user, name: str, *arguments, query: str = "") -> str:
        answer = signed_in(user).get(reverse(name, args=arguments) + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def rise(paid, late_law, staff) -> Recalculation:
    """A stay whose meals rise from 2,280,000 to 2,520,000 đồng."""
    paid()
    return recalculate(late_law(210_000), staff)


@pytest.fixture
def arrears(rise, staff) -> Claim:
    [claim] = decide(recalculation=rise, by=staff.maker)
    return claim


@pytest.fixture
def recovery(paid, late_law, staff) -> Claim:
    paid()
    [claim] = decide(recalculation=recalculate(late_law(150_000), staff), by=staff.maker)
    return claim


# --- The occasion ----------------------------------------------------------------------------


def test_it_is_begun_from_the_list(paid, late_law, staff, page):
    paid()
    law = late_law(210_000)
    assert f'value="{law.pk}" selected' in page(
        staff.maker, "recalculation_list", query=f"?resolution={law.pk}"
    )
    told = {"resolution": law.pk, "reason": "Ban hành tháng 12, hiệu lực từ 01/7"}
    answer = signed_in(staff.maker).post(reverse("recalculation_create"), told)
    begun = Recalculation.objects.get()
    assert answer["Location"] == reverse("recalculation_detail", args=[begun.pk])
    again = signed_in(staff.maker).post(reverse("recalculation_create"), told)
    assert "đang có một đợt tính lại chưa xong" in again.content.decode()
    assert told["reason"] in again.content.decode()


def test_sums_tabs_and_reasons(rise, staff, page):
    seen = page(staff.checker, "recalculation_detail", rise.pk)
    for told in ("2.280.000", "2.520.000", "240.000", "truy lĩnh 240.000 đồng"):
        assert told in seen
    assert "Lập hồ sơ chênh lệch" not in seen, "a checker doesn't decide"
    [row] = rise.rows.all()
    assert row.claim.number in page(
        staff.checker, "recalculation_detail", rise.pk, query="?chieu=truy-linh"
    )
    assert row.claim.number not in page(
        staff.checker, "recalculation_detail", rise.pk, query="?chieu=thu-hoi"
    )


def test_the_differences_as_a_workbook(rise, staff):
    answer = signed_in(staff.checker).get(reverse("recalculation_export", args=[rise.pk]))
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert {2_280_000, 2_520_000, 240_000} <= set(cells)


def test_it_is_decided_once(rise, staff, page):
    address = reverse("recalculation_decide", args=[rise.pk])
    assert "Lập 1 hồ sơ" in page(staff.maker, "recalculation_decide", rise.pk)
    client = signed_in(staff.maker)
    assert "Đã lập 1 hồ sơ nháp" in client.post(address, follow=True).content.decode()
    assert "tình trạng “Đã lập hồ sơ”" in client.post(address, follow=True).content.decode()
    assert Claim.objects.filter(recalculation=rise).count() == 1


def test_who_still_waits_for_a_group_is_told_before(rise, law, staff, page):
    waits = "1 người chưa được chuyển sang đối tượng của văn bản mới"
    assert waits not in page(staff.maker, "recalculation_decide", rise.pk)
    entitled_cadre(law)
    for name in ("recalculation_detail", "recalculation_decide"):
        assert waits in page(staff.maker, name, rise.pk)


def test_it_is_dropped(rise, staff):
    signed_in(staff.maker).post(reverse("recalculation_drop", args=[rise.pk]))
    rise.refresh_from_db()
    assert rise.state == "dropped"


def test_a_commune_finds_nothing(rise, law):
    commune = UnitFactory()
    clerk = signed_in(UserFactory(unit=commune, roles=[Role.DATA_ENTRY]))
    for name in ("detail", "export", "decide", "drop"):
        assert clerk.get(reverse(f"recalculation_{name}", args=[rise.pk])).status_code == 404
    assert clerk.post(reverse("recalculation_create")).status_code == 404
    assert (
        "Tính lại theo một văn bản" not in clerk.get(reverse("recalculation_list")).content.decode()
    )


# --- Claims ----------------------------------------------------------------------------------


def test_both_claims_tell_of_each_other(arrears, staff, page):
    [old] = Claim.objects.exclude(pk=arrears.pk)
    new_page = page(staff.checker, "claim_detail", arrears.pk)
    old_page = page(staff.checker, "claim_detail", old.pk)
    assert f'Điều chỉnh hồ sơ <a href="{reverse("claim_detail", args=[old.pk])}"' in new_page
    assert "đã duyệt trước 2.280.000 đồng; chênh lệch +240.000 đồng" in new_page
    assert reverse("claim_detail", args=[arrears.pk]) in old_page
    assert "Đã tính lại theo" in old_page
    assert "đã duyệt trước" not in old_page


def test_a_recovery_is_read_as_one(recovery, staff, page):
    for name in ("claim_detail", "claim_print"):
        seen = page(staff.checker, name, recovery.pk)
        assert "thu hồi 480.000 đồng" in seen
        assert "Thu hồi bốn trăm tám mươi nghìn đồng" in seen
        assert "-480.000" not in seen
    assert "Trình thẩm định thu hồi 480.000 đồng" in page(staff.maker, "claim_detail", recovery.pk)


# --- Money -----------------------------------------------------------------------------------


def test_a_recovery_never_stands_among_transfers(recovery, claim_in, staff):
    through(recovery, staff)
    owed = claim_in("approved")
    payer = Payer.objects.get(pk=owed.payer_id)
    head = {"payer": payer, "budget_year": 2026, "by": staff.cashier}
    made, outcomes = open_list(claims=[recovery.pk, owed.pk], title="Chi", **head)
    problems = {outcome.claim.pk: outcome.problem for outcome in outcomes}
    assert problems[owed.pk] == ""
    assert "danh sách thu hồi riêng" in problems[recovery.pk]
    assert list(made.payments.values_list("claim", flat=True)) == [owed.pk]

    back, _ = open_list(claims=[recovery.pk], title="Thu hồi", **head)
    another = claim_in("approved")
    [outcome] = add_to_list(payment_list=back, claims=[another.pk], by=staff.cashier)
    assert "danh sách thu hồi" in outcome.problem
    with pytest.raises(ClaimError, match="Không có hồ sơ nào"):
        open_list(claims=[recovery.pk], title="Thu hồi lần nữa", **head)


def test_a_list_of_recoveries_pays_nobody(recovery, staff, page):
    through(recovery, staff)
    payer = Payer.objects.get(pk=recovery.payer_id)
    back, _ = open_list(
        claims=[recovery.pk], payer=payer, budget_year=2026, title="Thu hồi", by=staff.cashier
    )
    assert back.payments.get().bank_account == ""
    seen = page(staff.cashier, "payment_list_detail", back.pk)
    assert "Tổng phải thu hồi" in seen
    assert "Thu hồi bốn trăm tám mươi nghìn đồng" in seen
    assert "-480.000" not in seen

    paper = payment_list_paper(back, shows_accounts=True)
    assert paper["heading"].startswith("Danh sách thu hồi")
    assert (paper["total"], paper["rows"][0]["amount"], paper["rows"][0]["account"]) == (
        480_000,
        480_000,
        "",
    )
    answer = signed_in(staff.cashier).get(reverse("payment_list_export", args=[back.pk]))
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "Phải thu hồi (đồng)" in cells
    assert recovery.cadre.bank_account not in cells


def test_recovered_with_its_voucher(recovery, staff, page):
    through(recovery, staff)
    pay(recovery, staff)
    payment = recovery.payments.get()
    assert "Đã thu hồi" in page(staff.cashier, "payment_list_detail", payment.payment_list_id)


def test_a_claim_that_corrects_nothing_says_nothing(claim_in, staff, page):
    seen = page(staff.checker, "claim_detail", claim_in("checked").pk)
    assert "Hồ sơ chênh lệch" not in seen
    assert "Đã tính lại theo" not in seen


def test_dropped_twice_is_refused(rise, staff):
    address = reverse("recalculation_drop", args=[rise.pk])
    client = signed_in(staff.maker)
    client.post(address)
    assert "tình trạng “Bỏ”" in client.post(address, follow=True).content.decode()
