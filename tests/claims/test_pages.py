"""The pages of claims: who sees what, what a click does, what a wrong one is told."""

import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import AccessEntry
from accounts.roles import Role
from beneficiaries.panels import hits_for
from claims.actions import open_claim, send_back
from claims.filters import search_claims
from claims.listing import totals_of
from claims.models import BudgetEstimate, Claim, ClosedPeriod, PaymentList, Recipient
from claims.queue import queue_of
from config.formatting import date_short
from policies.models import Payer
from tests.claims.conftest import list_of
from tests.factories import RecipientFactory, UnitFactory, UserFactory, entitled_cadre


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    def make(user) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def maker(sign_in, staff) -> Client:
    return sign_in(staff.maker)


@pytest.fixture
def checker(sign_in, staff) -> Client:
    return sign_in(staff.checker)


@pytest.fixture
def approver(sign_in, staff) -> Client:
    return sign_in(staff.approver)


@pytest.fixture
def cashier(sign_in, staff) -> Client:
    return sign_in(staff.cashier)


def said(response) -> str:
    """All messages of the page that an order led to."""
    return " ".join(str(message) for message in response.context["messages"])


def text_of(response) -> str:
    return response.content.decode()


# --- The list ---------------------------------------------------------------------------------


def test_the_list_counts_and_sums_what_it_shows(checker, claim_in):
    claims = [claim_in(), claim_in("submitted"), claim_in("approved")]
    response = checker.get(reverse("claim_list"))
    assert response.context["totals"].count == 3
    assert response.context["totals"].amount == sum(claim.amount for claim in claims)
    assert {row.pk for row in response.context["page"]} == {claim.pk for claim in claims}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tinh_trang=draft", ["An"]),
        ("q=nguyen van an", ["An"]),
        ("q=Nguyễn Văn An", ["An"]),
        ("q=van", ["An", "Bình"]),
        ("q=khong co ai", []),
        ("q=%26 | ! :*", []),
        ("q=020060123456", ["Bình"]),
        ("nam=2025", ["An", "Bình"]),
        ("nam=2024", []),
        ("thang=6", ["An", "Bình"]),
        ("thang=7", []),
        ("so_cu=co", []),
        ("so_cu=khong", ["An", "Bình"]),
        ("sort=sai&page=sai", ["An", "Bình"]),
        ("tinh_trang=sai", []),
    ],
)
def test_filters(query, found, checker, claim_in, law):
    claim_in("draft", cadre=entitled_cadre(law, full_name="Nguyễn Văn An"))
    claim_in(
        "submitted",
        cadre=entitled_cadre(law, full_name="Trần Văn Bình", citizen_id="020060123456"),
    )
    response = checker.get(f"{reverse('claim_list')}?{query}")
    names = sorted(claim.payee_name.split()[-1] for claim in response.context["page"])
    assert names == found
    assert response.context["totals"].count == len(found)


def test_filters_by_choice(checker, claim_in, law):
    claim, other = claim_in(), claim_in(cadre=entitled_cadre(law, group="1"))
    benefit = law.benefits.get(code="inpatient_meal")
    for query, found in (
        (f"che_do={benefit.pk}", 2),
        (f"che_do={law.benefits.get(code='special_drug').pk}", 0),
        (f"doi_tuong={claim.group_id}", 1),
        (f"don_vi={claim.unit_id}", 2),
        (f"nguon={claim.payer_id}", 2),
        (f"can_bo={other.cadre_id}", 1),
    ):
        response = checker.get(f"{reverse('claim_list')}?{query}")
        assert response.context["totals"].count == found, query


def test_search_by_numbers(claim_in):
    claim = claim_in()
    for text in (claim.number, claim.number.lower(), claim.number.removeprefix("HS-")):
        assert list(search_claims(Claim.objects.all(), text)) == [claim]


@pytest.mark.parametrize("sort", ["ngay", "-ngay", "tien", "-tien", "so", "-so"])
def test_every_page_in_every_order_shows_each_claim_once(sort, checker, claim_in, monkeypatch):
    monkeypatch.setattr("claims.listing.LedgerPaginator.__init__.__defaults__", (2,))
    claims = [claim_in() for _ in range(5)]
    seen = []
    for page in (1, 2, 3):
        response = checker.get(f"{reverse('claim_list')}?sort={sort}&page={page}")
        seen += [claim.pk for claim in response.context["page"]]
    assert sorted(seen) == sorted(claim.pk for claim in claims)
    assert len(seen) == 5


def test_the_list_takes_the_same_queries_however_long(checker, claim_in):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            checker.get(reverse("claim_list"))
        return len(asked)

    claim_in()
    few = queries()
    for _ in range(4):
        claim_in("submitted")
    assert queries() == few


@pytest.mark.django_db(transaction=True)
def test_totals_are_kept_until_a_claim_moves(claim_in, staff):
    claim = claim_in("submitted")
    rows = Claim.objects.filter(state="submitted")
    assert totals_of(rows).count == 1
    with CaptureQueriesContext(connection) as asked:
        assert totals_of(rows).count == 1
    assert not any("SUM" in query["sql"] for query in asked)
    send_back(claim=claim, by=staff.checker, reason="Thiếu giấy.")
    assert totals_of(rows).count == 0


def test_totals_taken_while_somebody_writes_are_not_kept(claim_in):
    claim_in("submitted")  # in a transaction that is still open: this one
    rows = Claim.objects.filter(state="submitted")
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert totals_of(rows).count == 1
        assert any("SUM" in query["sql"] for query in asked)


def test_the_workbook_holds_what_the_list_shows(checker, claim_in):
    claim_in("submitted")
    shown = claim_in("draft")
    response = checker.get(f"{reverse('claim_export')}?tinh_trang=draft")
    sheet = load_workbook(io.BytesIO(response.content)).active
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert shown.number in cells
    assert sum(cell.startswith("HS-") for cell in cells) == 1
    assert AccessEntry.objects.filter(action="Xuất danh sách hồ sơ").exists()


# --- Scope ------------------------------------------------------------------------------------

ONE_CLAIM = ["claim_detail", "claim_print"]
ORDERS = {
    "claim_submit": Role.DATA_ENTRY,
    "claim_cancel": Role.DATA_ENTRY,
    "claim_check": Role.CHECKER,
    "claim_take_over": Role.CHECKER,
    "claim_return": Role.CHECKER,
    "claim_refuse": Role.CHECKER,
    "claim_approve": Role.APPROVER,
}


@pytest.mark.parametrize("name", ONE_CLAIM)
def test_a_foreign_claim_is_not_there(name, sign_in, claim_in):
    claim = claim_in()
    stranger = sign_in(UserFactory(unit=UnitFactory()))
    assert stranger.get(reverse(name, args=[claim.pk])).status_code == 404
    assert stranger.get(reverse("claim_list")).context["totals"].count == 0
    found = stranger.get(f"{reverse('claim_list')}?q={claim.number}").context
    assert (list(found["page"]), found["totals"].count) == ([], 0)


@pytest.mark.parametrize("name", ORDERS)
def test_a_foreign_claim_takes_no_orders(name, sign_in, claim_in):
    claim = claim_in()
    stranger = sign_in(UserFactory(unit=UnitFactory(), roles=[ORDERS[name]]))
    response = stranger.post(reverse(name, args=[claim.pk]), {"reason": "Thử."})
    assert response.status_code == 404


def test_foreign_claims_are_left_out_of_bulk(sign_in, claim_in):
    claim = claim_in()
    stranger = sign_in(UserFactory(unit=UnitFactory()))
    told = stranger.post(
        reverse("claim_bulk"), {"action": "submit", "chosen": [claim.pk]}, follow=True
    )
    assert "Chưa chọn hồ sơ nào." in said(told)


def test_a_unit_counts_only_its_own(sign_in, claim_in, law, staff, stay):
    commune = UnitFactory()
    claim_in()
    clerk = UserFactory(unit=commune)
    [own] = open_claim(fact=stay(cadre=entitled_cadre(law, commune=commune)), by=staff.maker)
    response = sign_in(clerk).get(reverse("claim_list"))
    assert [claim.pk for claim in response.context["page"]] == [own.pk]
    assert [item.count for item in queue_of(clerk)] == [0, 1]


def test_a_foreign_list_is_not_there(sign_in, claim_in, staff):
    paper = list_of([claim_in("approved")], staff)
    stranger = sign_in(UserFactory(unit=UnitFactory(), roles=[Role.CASHIER]))
    for name in ("payment_list_detail", "payment_list_pdf", "payment_list_export"):
        assert stranger.get(reverse(name, args=[paper.pk])).status_code == 404
    assert stranger.get(reverse("payment_list_list")).context["page"].paginator.count == 0


# --- The page of one claim --------------------------------------------------------------------


def test_the_page_shows_facts_arithmetic_and_one_button(approver, claim_in):
    claim = claim_in("checked")
    page = text_of(approver.get(reverse("claim_detail", args=[claim.pk])))
    assert "3 ngày × 190.000 = 570.000 đồng" in page
    assert "Suy ra từ số liệu" in page
    assert "Duyệt 570.000 đồng" in page
    assert page.count("claim-main-button") == 1
    assert "Trả lại bổ sung…" in page
    assert claim.cadre.citizen_id not in page
    assert claim.cadre.bank_account not in page


def test_looking_at_a_claim_is_logged(approver, claim_in, staff):
    claim = claim_in("checked")
    approver.get(reverse("claim_detail", args=[claim.pk]))
    entry = AccessEntry.objects.get(action="Xem hồ sơ")
    assert (entry.user, entry.subject) == (staff.approver, claim.number)


@pytest.mark.parametrize(
    ("who", "state", "words"),
    [
        ("maker", "draft", "Trình thẩm định 570.000 đồng"),
        ("checker", "submitted", "Thẩm định đạt 570.000 đồng"),
        ("approver", "checked", "Duyệt 570.000 đồng"),
        ("maker", "submitted", "Chờ người thẩm định đối chiếu giấy tờ và cách tính."),
        ("inspector", "checked", "Chờ lãnh đạo duyệt."),
        ("approver", "approved", "Chờ đưa vào danh sách chi trả."),
    ],
)
def test_what_each_is_told(who, state, words, sign_in, claim_in, staff):
    client = sign_in(getattr(staff, who))
    assert words in text_of(client.get(reverse("claim_detail", args=[claim_in(state).pk])))


def test_the_papers_that_are_missing_are_named(checker, claim_in):
    claim = claim_in("submitted", evidence=["Giấy ra viện ghi ngày vào và ngày ra"])
    papers = checker.get(reverse("claim_detail", args=[claim.pk])).context["papers"]
    assert papers == [
        ("Giấy ra viện ghi ngày vào và ngày ra", True),
        ("Bảng kê số ngày điều trị", False),
    ]


def test_the_proof_on_paper_names_every_step(checker, claim_in, staff):
    page = text_of(checker.get(reverse("claim_print", args=[claim_in("approved").pk])))
    for words in ("Lập hồ sơ", "Thẩm định đạt", "Duyệt", staff.approver.full_name, "Năm trăm"):
        assert words in page


# --- Orders -----------------------------------------------------------------------------------


def test_approving_by_a_click(approver, claim_in):
    claim = claim_in("checked")
    response = approver.post(
        reverse("claim_approve", args=[claim.pk]), {"version": claim.version}, follow=True
    )
    assert f"Đã duyệt hồ sơ {claim.number}, 570.000 đồng." in said(response)
    claim.refresh_from_db()
    assert claim.state == "approved"


def test_a_second_tab_is_told(approver, claim_in):
    claim = claim_in("checked")
    address = reverse("claim_approve", args=[claim.pk])
    approver.post(address, {"version": claim.version})
    response = approver.post(address, {"version": claim.version}, follow=True)
    assert "vừa được người khác xử lý" in said(response)
    assert claim.events.filter(action="approve").count() == 1


def test_returning_without_a_reason_asks_again(checker, claim_in):
    claim = claim_in("submitted")
    response = checker.post(reverse("claim_return", args=[claim.pk]), {"reason": " "})
    assert response.status_code == 422
    assert "Hãy ghi lý do." in text_of(response)
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_a_reason_too_long_is_kept_for_mending(checker, claim_in):
    claim = claim_in("submitted")
    typed = "Thiếu giấy ra viện. " * 80
    response = checker.post(reverse("claim_return", args=[claim.pk]), {"reason": typed})
    assert response.status_code == 422
    assert typed.strip() in text_of(response)


def test_the_reason_reaches_the_maker(checker, maker, claim_in):
    claim = claim_in("submitted")
    checker.post(
        reverse("claim_return", args=[claim.pk]),
        {"reason": "Thiếu <b>bảng kê</b>.", "version": claim.version},
    )
    page = text_of(maker.get(reverse("claim_detail", args=[claim.pk])))
    assert "Thiếu &lt;b&gt;bảng kê&lt;/b&gt;." in page
    assert "Bị trả lại" in text_of(maker.get(reverse("my_queue")))


def test_going_on_leads_only_within_the_portal(approver, claim_in):
    claim = claim_in("checked")
    response = approver.post(
        reverse("claim_approve", args=[claim.pk]), {"next": "https://example.org/"}
    )
    assert response["Location"] == reverse("claim_detail", args=[claim.pk])


def test_a_version_that_is_no_number_is_no_version(approver, claim_in):
    claim = claim_in("checked")
    response = approver.post(reverse("claim_approve", args=[claim.pk]), {"version": "²"})
    assert response.status_code == 302


def test_looking_moves_nothing(approver, claim_in):
    claim = claim_in("checked")
    assert approver.get(reverse("claim_approve", args=[claim.pk])).status_code == 405


# --- Many at once -----------------------------------------------------------------------------


def test_many_are_approved_and_each_answers(approver, claim_in):
    good, early = claim_in("checked"), claim_in("submitted")
    response = approver.post(
        reverse("claim_bulk"), {"action": "approve", "chosen": [good.pk, early.pk]}, follow=True
    )
    result = response.context["result"]
    assert (result["done"], result["count"], result["amount"]) == (1, 2, good.amount)
    [(claim, problem)] = response.context["problems"]
    assert claim == early
    assert "“Chờ thẩm định”" in problem
    assert early.number in text_of(approver.get(reverse("claim_bulk_result")))


def test_all_that_the_filter_finds(maker, claim_in):
    drafts = [claim_in() for _ in range(3)]
    claim_in("submitted")
    maker.post(
        reverse("claim_bulk"),
        {"action": "submit", "everything": "1", "query": "tinh_trang=draft"},
    )
    assert Claim.objects.filter(state="submitted").count() == len(drafts) + 1


@pytest.mark.parametrize("action", ["approve", "check", "list", "nonsense", ""])
def test_a_verb_of_another_role_is_refused(action, maker, claim_in):
    claim = claim_in("checked")
    response = maker.post(
        reverse("claim_bulk"), {"action": action, "chosen": [claim.pk]}, follow=True
    )
    assert "Bạn không có vai trò cho việc này." in said(response)
    claim.refresh_from_db()
    assert claim.state == "checked"


def test_nothing_chosen(approver):
    response = approver.post(reverse("claim_bulk"), {"action": "approve"}, follow=True)
    assert "Chưa chọn hồ sơ nào." in said(response)


# --- Whose turn -------------------------------------------------------------------------------


def test_the_queue_tells_count_sum_and_oldest(claim_in, staff):
    claims = [claim_in("checked"), claim_in("checked")]
    claim_in("submitted")
    [item] = queue_of(staff.approver)
    assert (item.code, item.count) == ("checked", 2)
    assert item.amount == sum(claim.amount for claim in claims)
    assert item.oldest == timezone.localdate()


def test_the_queue_leaves_out_what_four_eyes_forbid(claim_in, staff):
    claim_in("checked")
    staff.checker.roles = [Role.APPROVER]
    staff.checker.save()
    [item] = queue_of(staff.checker)
    assert item.count == 0


def test_the_cashiers_queue(claim_in, staff):
    claim_in("approved")
    list_of([claim_in("approved")], staff)
    list_of([claim_in("approved")], staff, issued=True)
    assert [(item.code, item.count) for item in queue_of(staff.cashier)] == [
        ("approved", 1),
        ("open", 1),
        ("issued", 1),
    ]


@pytest.mark.parametrize("who", ["maker", "checker", "approver", "cashier", "inspector"])
def test_my_queue_opens_for_everyone(who, sign_in, claim_in, staff):
    for state in ("draft", "submitted", "checked", "approved", "listed"):
        claim_in(state)
    response = sign_in(getattr(staff, who)).get(reverse("my_queue"))
    assert response.status_code == 200
    assert [shown["claims"] for shown in response.context["turns"]] == [
        list(Claim.objects.filter(state=shown["turn"].code)) for shown in response.context["turns"]
    ]


def test_the_search_box_finds_a_claim_by_its_number(claim_in, staff):
    claim = claim_in()
    [hit] = [hit for hit in hits_for(staff.checker, claim.number.lower()) if hit.kind == "Hồ sơ"]
    assert (hit.url, hit.exact) == (reverse("claim_detail", args=[claim.pk]), True)
    stranger = UserFactory(unit=UnitFactory())
    assert not [hit for hit in hits_for(stranger, claim.number) if hit.kind == "Hồ sơ"]


# --- Payment lists ----------------------------------------------------------------------------


@pytest.fixture
def head(law) -> dict[str, object]:
    payer = Payer.objects.get(code="ngan-sach-tinh")
    return {"title": "Tiền ăn tháng 6", "payer": payer.pk, "budget_year": 2026}


def test_a_list_of_the_chosen_claims(cashier, claim_in, head):
    chosen, left = claim_in("approved"), claim_in("approved")
    cashier.post(reverse("payment_list_create"), head | {"chosen": [chosen.pk]})
    assert PaymentList.objects.get().payments.get().claim == chosen
    left.refresh_from_db()
    assert left.state == "approved"


def test_a_list_of_all_that_the_filter_finds(cashier, claim_in, head):
    claims = [claim_in("approved") for _ in range(3)]
    address = f"{reverse('payment_list_create')}?nam=2025"
    cashier.post(address, head | {"everything": "1"})
    assert PaymentList.objects.get().payments.count() == len(claims)


def test_ticks_of_the_claim_list_come_along(cashier, claim_in):
    claim = claim_in("approved")
    response = cashier.post(reverse("payment_list_create"), {"chosen": [claim.pk]})
    assert response.status_code == 200
    assert response.context["chosen"] == {claim.pk}
    assert not PaymentList.objects.exists()


def test_a_refused_list_keeps_what_was_typed_and_ticked(cashier, claim_in, head):
    claim = claim_in("approved")
    response = cashier.post(
        reverse("payment_list_create"), head | {"payer": "", "chosen": [claim.pk]}
    )
    page = text_of(response)
    assert response.status_code == 422
    assert "Tiền ăn tháng 6" in page
    assert "checked" in page
    assert not PaymentList.objects.exists()


def test_nothing_ticked_makes_no_list(cashier, claim_in, head):
    claim_in("approved")
    response = cashier.post(reverse("payment_list_create"), head)
    assert response.status_code == 422
    assert "Không có hồ sơ nào đưa được vào danh sách." in text_of(response)


def test_a_list_from_issue_to_paid(cashier, claim_in, staff):
    paper = list_of([claim_in("approved"), claim_in("approved")], staff)
    cashier.post(reverse("payment_list_issue", args=[paper.pk]))
    first, _ = paper.payments.values_list("pk", flat=True)
    cashier.post(
        reverse("payment_list_fail", args=[paper.pk]), {"chosen": [first], "reason": "Sai số."}
    )
    told = {"voucher": "C2-01", "paid_on": date_short(timezone.localdate()), "everything": "1"}
    response = cashier.post(reverse("payment_list_pay", args=[paper.pk]), told, follow=True)
    assert "Đã ghi đã chi: 1 khoản." in said(response)
    paper.refresh_from_db()
    assert paper.state == "closed"
    assert response.context["list"].failed == response.context["list"].paid == 570_000


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"voucher": "", "paid_on": "21/11/2026"}, "Hãy ghi số chứng từ chi."),
        ({"voucher": "C2", "paid_on": "31/02/2026"}, "Ngày không đúng."),
        ({"voucher": "C2", "paid_on": "01/01/2999"}, "01/01/2999"),
    ],
)
def test_wrong_payment_details_are_asked_again(told, words, cashier, claim_in, staff):
    paper = list_of([claim_in("approved")], staff, issued=True)
    response = cashier.post(reverse("payment_list_pay", args=[paper.pk]), told)
    assert response.status_code in (200, 422)
    assert words in text_of(response)
    assert paper.payments.get().state == "waiting"


def test_taking_off_and_putting_on(cashier, claim_in, staff):
    paper, extra = list_of([claim_in("approved")], staff), claim_in("approved")
    cashier.post(reverse("payment_list_add", args=[paper.pk]), {"chosen": [extra.pk]})
    assert paper.payments.count() == 2
    payment = paper.payments.get(claim=extra)
    address = reverse("payment_list_remove", args=[paper.pk])
    assert cashier.post(address, {"chosen": [payment.pk]}).status_code == 422
    cashier.post(address, {"chosen": [payment.pk], "reason": "Chờ đợt sau."})
    extra.refresh_from_db()
    assert extra.state == "approved"
    cashier.post(reverse("payment_list_cancel", args=[paper.pk]), {"reason": "Lập nhầm."})
    paper.refresh_from_db()
    assert paper.state == "cancelled"


def test_the_printed_list(cashier, claim_in, staff):
    claim = claim_in("approved")
    paper = list_of([claim], staff)
    response = cashier.get(reverse("payment_list_pdf", args=[paper.pk]))
    text = " ".join(PdfReader(io.BytesIO(response.content)).pages[0].extract_text().split())
    for words in (paper.number, claim.payee_name, "570.000", "Năm trăm bảy mươi nghìn đồng"):
        assert words in text
    assert claim.cadre.bank_account in text


def test_accounts_are_masked_for_those_who_only_look(sign_in, claim_in, staff):
    claim = claim_in("approved")
    paper = list_of([claim], staff)
    page = text_of(sign_in(staff.inspector).get(reverse("payment_list_detail", args=[paper.pk])))
    assert claim.cadre.bank_account not in page
    assert claim.cadre.bank_account[-3:] in page


def test_the_workbook_of_a_list(cashier, claim_in, staff):
    claim = claim_in("approved")
    paper = list_of([claim], staff)
    response = cashier.get(reverse("payment_list_export", args=[paper.pk]))
    sheet = load_workbook(io.BytesIO(response.content)).active
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {claim.number, claim.cadre.bank_account} <= cells


def test_a_list_takes_the_same_queries_however_long(cashier, claim_in, staff):
    def queries(count: int) -> int:
        paper = list_of([claim_in("approved") for _ in range(count)], staff)
        with CaptureQueriesContext(connection) as asked:
            cashier.get(reverse("payment_list_detail", args=[paper.pk]))
        return len(asked)

    assert queries(1) == queries(5)


# --- Registers --------------------------------------------------------------------------------


def test_recipients_are_added_and_mended(maker, staff):
    typed = {"kind": "staff", "code": "NV-9", "name": "Lương Thị Trực", "bank_account": "84012345"}
    maker.post(reverse("recipient_create"), typed)
    recipient = Recipient.objects.get()
    assert (recipient.unit, recipient.bank_account) == (staff.maker.unit, "84012345")
    maker.post(reverse("recipient_edit", args=[recipient.pk]), typed | {"name": "Tên Mới"})
    recipient.refresh_from_db()
    assert recipient.name == "Tên Mới"
    response = maker.post(reverse("recipient_create"), typed)
    assert response.status_code == 422
    assert "Mã số này đã có." in text_of(response)
    assert maker.get(f"{reverse('recipient_list')}?q=tên&loai=staff").status_code == 200


def test_a_foreign_recipient_is_not_there(sign_in, staff):
    recipient = RecipientFactory()
    stranger = sign_in(UserFactory(unit=UnitFactory()))
    assert stranger.get(reverse("recipient_edit", args=[recipient.pk])).status_code == 404
    assert recipient.name not in text_of(stranger.get(reverse("recipient_list")))


def test_closing_a_period(cashier):
    address = reverse("period_close")
    cashier.post(address, {"begins_on": "01/01/2026", "ends_on": "31/01/2026"})
    assert ClosedPeriod.objects.count() == 1
    for begins, ends, words in (
        ("15/01/2026", "20/01/2026", "trùng một kỳ đã khóa sổ"),
        ("02/03/2026", "01/03/2026", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."),
        ("01/03/2026", "31/12/2999", "31/12/2999"),
        ("", "", "Từ ngày"),
    ):
        response = cashier.post(address, {"begins_on": begins, "ends_on": ends})
        assert response.status_code == 422
        assert words in text_of(response)
    assert ClosedPeriod.objects.count() == 1


def test_estimates(sign_in, staff, law):
    reporter = sign_in(staff.reporter)
    benefit = law.benefits.get(code="inpatient_meal")
    typed = {"benefit": benefit.pk, "year": 2026, "amount": "5.200.000.000", "document": "QĐ 1"}
    reporter.post(reverse("estimate_create"), typed)
    estimate = BudgetEstimate.objects.get()
    assert estimate.amount == 5_200_000_000
    assert reporter.post(reverse("estimate_create"), typed).status_code == 422
    reporter.post(reverse("estimate_edit", args=[estimate.pk]), typed | {"amount": "1"})
    estimate.refresh_from_db()
    assert estimate.amount == 1
    assert "Tiền ăn nội trú" in text_of(reporter.get(reverse("estimate_list")))
