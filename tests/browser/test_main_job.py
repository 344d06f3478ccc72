"""The main job in Chromium, each step taken by the person whose turn it is."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.models import Unit, User
from accounts.roles import Role
from beneficiaries.models import Cadre
from checkups.models import HospitalStay
from claims.models import Claim, ClaimEvent, Payment
from claims.workflow import Action
from tests.browser.conftest import NARROW
from tests.house.access import ACCESS, pages
from tests.town import PASSWORD, REGISTRY_HEADS, workbook_of

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def site_url(served) -> str:
    return served.url


@pytest.fixture
def acting(served, new_page):
    """A browser of somebody: ``acting(Role.CHECKER)``, ``acting(town.clerk, viewport=NARROW)``."""

    def act(who: Role | User, **options):
        page = new_page(**options)
        served.sign_in(page, served.town.user(who) if isinstance(who, Role) else who)
        return page

    return act


def today() -> str:
    return f"{timezone.localdate():%d/%m/%Y}"


def states(claim: Claim) -> list[str]:
    return list(claim.events.values_list("to_state", flat=True))


# --- A workbook becomes people ---------------------------------------------------------------


def test_wrong_rows_come_back_and_are_corrected(acting):
    page = acting(Role.DATA_ENTRY)
    right = ("Lâm Văn Phú", "05/03/1966", "Nam", "020066004325", "Sở Y tế", "Đối tượng 5")
    wrong = ("Mã Thị Quỳnh", "31/02/1961", "Nữ", "0201", "Sở Y tế", "Đối tượng 9")
    rows = [(*row, "01/01/2025", "QĐ 20") for row in (right, wrong)]
    upload(page, workbook_of(REGISTRY_HEADS, rows))
    expect(page.get_by_text("1 mới, 0 thay đổi, 0 không đổi, 0 cần trả lời, 1 sai")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Sai")).click()
    expect(page.get_by_role("cell", name=re.compile(r"!B3$"))).to_be_visible()
    expect(page.get_by_role("cell", name="31/02/1961", exact=True)).to_be_visible()
    page.get_by_role("button", name="Chỉ nhập 1 dòng đúng").click()
    expect(page.get_by_text("Đã nhập 1 dòng")).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải 1 dòng sai về sửa").click()
    corrected = correct(
        coming.value.path(),
        {"Ngày sinh": "28/02/1961", "Số CCCD": "020161004328", "Đối tượng": "Đối tượng 3"},
    )
    upload(page, corrected)
    page.get_by_role("button", name="Nhập 1 dòng").click()
    expect(page.get_by_text("Đã nhập 1 dòng")).to_be_visible()
    page.get_by_role("searchbox", name="Tìm cán bộ, thẻ, hồ sơ").fill("ma thi quynh")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("Mã Thị Quỳnh")).click()
    expect(page.get_by_role("heading", name=re.compile("Mã Thị Quỳnh"))).to_be_visible()
    assert Cadre.objects.filter(full_name__in=[right[0], wrong[0]]).count() == 2


def upload(page, content: bytes) -> None:
    page.goto(reverse("cadre_import"))
    file = {"name": "danh-sach.xlsx", "mimeType": XLSX, "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Tải lên và xem trước").click()


def correct(path, right: dict[str, str]) -> bytes:
    """Write into the first wrong row of a returned workbook what belongs there."""
    book = load_workbook(BytesIO(path.read_bytes()))
    for sheet in book:
        for heads in sheet.iter_rows():
            columns = {str(cell.value): cell.column for cell in heads}
            if columns.keys() >= right.keys():
                for head, value in right.items():
                    sheet.cell(heads[0].row + 1, columns[head]).value = value
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


# --- From a stay in hospital to money --------------------------------------------------------


def test_a_stay_is_entered_returned_checked_approved_and_paid_at_the_second_try(acting):
    claim = enter_stay(acting(Role.DATA_ENTRY))
    return_once(acting(Role.CHECKER), claim)
    complete_and_submit_again(acting(Role.DATA_ENTRY), claim)
    page = acting(Role.CHECKER)
    open_claim(page, claim)
    page.locator(".claim-main-button").click()
    expect(page.get_by_text("Chờ duyệt").first).to_be_visible()
    approve_on_the_phone(acting(Role.APPROVER, viewport=NARROW), claim)
    cashier = acting(Role.CASHIER)
    make_list(cashier, claim, "Chi trả lần một")
    printed(cashier, claim)
    fail(cashier, claim)
    make_list(cashier, claim, "Chi trả lần hai")
    pay_all(cashier)
    assert list(claim.payments.order_by("pk").values_list("state", flat=True)) == ["failed", "paid"]
    assert states(claim) == [
        "draft",
        "submitted",
        "returned",
        "returned",
        "submitted",
        "checked",
        "approved",
        "listed",
        "approved",
        "listed",
        "paid",
    ]


def fill_in_a_stay(page, *, citizen_id: str, begins: str, ends: str) -> None:
    page.goto(reverse("stay_create"))
    page.get_by_role("textbox", name="Cán bộ").fill(citizen_id)
    page.get_by_label("Nơi điều trị").select_option(str(Unit.objects.get(code="bv-tinh").pk))
    page.get_by_role("textbox", name="Vào viện").fill(begins)
    page.get_by_role("textbox", name="Ra viện").fill(ends)


def enter_stay(page) -> Claim:
    """Three days in hospital and a visit, tried out while typing."""
    fill_in_a_stay(page, citizen_id="020168007893", begins="11/08/2025", ends="13/08/2025")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("570.000 đồng")
    page.get_by_role("textbox", name="Ngày thăm hỏi").fill("12/08/2025")
    expect(preview).to_contain_text("1.570.000 đồng")
    page.get_by_role("button", name="Lưu và lập hồ sơ").click()
    expect(page.get_by_role("link", name=re.compile("HS-")).first).to_be_visible()
    claim = Claim.objects.get(event_on="2025-08-11")
    assert claim.amount == 1_570_000
    open_claim(page, claim)
    page.get_by_role("button", name=re.compile("^Trình")).click()
    expect(page.get_by_text("Chờ thẩm định").first).to_be_visible()
    return claim


def open_claim(page, claim: Claim) -> None:
    page.goto(reverse("claim_detail", args=[claim.pk]))


def return_once(page, claim: Claim) -> None:
    open_claim(page, claim)
    page.get_by_text("Trả lại bổ sung…").click()
    page.get_by_label("Lý do").and_(page.locator(":visible")).fill("Thiếu giấy ra viện.")
    page.get_by_role("button", name="Trả lại bổ sung").click()
    expect(page.get_by_text("Thiếu giấy ra viện.").first).to_be_visible()


def complete_and_submit_again(page, claim: Claim) -> None:
    page.goto(reverse("home"))
    page.locator(".pile", has_text="Bị trả lại").locator(".pile-count a").click()
    expect(page.get_by_role("link", name=claim.number)).to_be_visible()
    page.goto(reverse("stay_edit", args=[claim.fact_id]))
    page.get_by_label("Giấy ra viện").first.check()
    page.get_by_role("button", name="Lưu và tính lại").click()
    open_claim(page, claim)
    page.get_by_role("button", name=re.compile("^Trình")).click()
    expect(page.get_by_text("Chờ thẩm định").first).to_be_visible()


def approve_on_the_phone(page, claim: Claim) -> None:
    """From the queue to the button, and the thumb hits it twice."""
    page.goto(reverse("home"))
    page.locator(".pile", has_text="Chờ duyệt").locator(".pile-count a").click()
    page.get_by_role("link", name=claim.number).click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("button", name="Duyệt 1.570.000 đồng").dblclick()
    expect(page.get_by_text("Đã duyệt").first).to_be_visible()
    assert claim.events.filter(action=Action.APPROVE).count() == 1


def make_list(page, claim: Claim, title: str) -> None:
    page.goto(reverse("claim_list") + f"?q={claim.number}")
    page.get_by_label(re.compile("^Chọn (?!cả)")).check()
    page.get_by_role("button", name="Lập danh sách chi trả…").click()
    page.get_by_label("Nội dung").fill(title)
    page.get_by_label("Nguồn kinh phí").last.select_option(label="Ngân sách tỉnh")
    page.get_by_role("button", name="Lập danh sách từ hồ sơ đã chọn").click()
    page.get_by_role("button", name="Chốt danh sách 1.570.000 đồng").click()
    expect(page.get_by_role("heading", name="Ghi kết quả chi")).to_be_visible()


def printed(page, claim: Claim) -> None:
    address = page.get_by_role("link", name="In danh sách (PDF)").get_attribute("href")
    answer = page.context.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(part.extract_text() for part in PdfReader(BytesIO(answer.body())).pages)
    assert claim.payee_name in text
    assert "Một triệu, năm trăm bảy mươi nghìn đồng" in " ".join(text.split())


def fail(page, claim: Claim) -> None:
    page.get_by_label(re.compile(f"Chọn .*{claim.number}")).check()
    page.get_by_label("Lý do").fill("Sai số tài khoản")
    page.get_by_role("button", name="Khoản đã chọn chi không thành").click()
    expect(page.get_by_text("Sai số tài khoản").first).to_be_visible()


def pay_all(page) -> None:
    page.get_by_label("Số chứng từ").fill("UNC-117")
    page.get_by_label("Ngày chi").fill(today())
    page.get_by_role("button", name="Đã chi tất cả 1.570.000 đồng").click()
    expect(page.get_by_text("UNC-117").first).to_be_visible()


def test_two_tabs_approve_once(acting, served):
    claim = served.town.claims["checked"]
    first = acting(Role.APPROVER)
    second = first.context.new_page()
    for tab in (first, second):
        open_claim(tab, claim)
    first.locator(".claim-main-button").click()
    expect(first.get_by_text("Đã duyệt").first).to_be_visible()
    second.locator(".claim-main-button").click()
    expect(second.get_by_text(re.compile("vừa|Đã duyệt|đã duyệt")).first).to_be_visible()
    assert ClaimEvent.objects.filter(claim=claim, action=Action.APPROVE).count() == 1


# --- The report ------------------------------------------------------------------------------


def test_the_reporter_estimates_drills_to_people_and_prints(acting, served):
    page, report = acting(Role.REPORTER), served.town.things["report_id"]
    page.goto(reverse("report_list"))
    page.locator(f'a[href="{reverse("report_detail", args=[report.pk])}"]').click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2025")
    page.goto(reverse("figure_type", args=[report.pk, "inpatient_meal.days"]))
    page.get_by_label(re.compile("^Số của cả kỳ")).fill("30")
    page.get_by_label("Ước thực hiện").check()
    page.get_by_label(re.compile("Lý do")).fill("Ước theo ba quý đầu năm.")
    page.get_by_role("button", name="Lưu số ước, kế hoạch").click()
    expect(page.get_by_text("Ước theo ba quý đầu năm.")).to_be_visible()
    paid = served.town.claims["paid"]
    row = page.get_by_role("row", name=re.compile(paid.payee_name))
    row.get_by_role("link", name=paid.number).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(paid.payee_name)
    answer = page.context.request.get(reverse("report_pdf", args=[report.pk]))
    assert answer.body().startswith(b"%PDF-")


# --- Those who watch over it -----------------------------------------------------------------


def test_the_policy_officer_reads_the_matrix_and_stands_for_a_rate(acting, served):
    page = acting(Role.POLICY_OFFICER)
    page.goto(reverse("resolution_detail", args=[served.town.law.code]))
    page.get_by_role("link", name=re.compile("190.000")).first.click()
    page.get_by_label(re.compile("Đối chiếu", re.IGNORECASE)).fill("Nguyên văn, trang 5")
    page.get_by_role("button", name=re.compile("Xác nhận")).click()
    expect(page.get_by_text("Nguyên văn, trang 5")).to_be_visible()


def test_the_inspector_sees_and_cannot_act(acting, served):
    page, claim = acting(Role.INSPECTOR), served.town.claims["submitted"]
    open_claim(page, claim)
    expect(page.get_by_role("heading", name="Cách tính")).to_be_visible()
    expect(page.locator("main form[method=post]")).to_have_count(0)
    token = page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value")
    answer = page.context.request.post(
        reverse("claim_check", args=[claim.pk]),
        form={"csrfmiddlewaretoken": token, "version": str(claim.version)},
    )
    assert answer.status == 403
    assert states(claim)[-1] == "submitted"


def test_roles_that_must_not_meet_are_refused(acting):
    page = acting(Role.ADMINISTRATOR)
    page.goto(reverse("user_create"))
    page.get_by_label("Tên đăng nhập").fill("nguoi-moi")
    page.get_by_label("Mật khẩu tạm").fill("mot-mat-khau-khac-dai")
    page.get_by_label("Họ và tên").fill("Chu Văn Mới")
    page.get_by_label("Đơn vị").select_option(label="Sở Y tế")
    page.get_by_label("Chức vụ").fill("Chuyên viên")
    page.get_by_label("Nhập liệu").check()
    page.get_by_label("Thẩm định").check()
    page.locator("main form[method=post] button.btn-primary").click()
    expect(page.get_by_text(re.compile("không được vừa giữ|không được giữ")).first).to_be_visible()
    assert not User.objects.filter(username="nguoi-moi").exists()
    page.get_by_label("Thẩm định").uncheck()
    page.get_by_label("Mật khẩu tạm").fill("mot-mat-khau-khac-dai")
    page.locator("main form[method=post] button.btn-primary").click()
    expect(page.get_by_text("nguoi-moi").first).to_be_visible()
    assert User.objects.get(username="nguoi-moi").roles == [Role.DATA_ENTRY]


def test_a_commune_sees_its_own_people_and_nothing_of_others(acting, served):
    page, town = acting(served.town.clerk), served.town
    page.goto(reverse("cadre_list"))
    expect(page.get_by_role("link", name="Hoàng Văn An")).to_be_visible()
    expect(page.get_by_text("Vi Văn Đạt")).to_have_count(0)
    answer = page.goto(reverse("claim_detail", args=[town.claims["submitted"].pk]))
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_each_role_is_led_only_where_it_may_go(acting):
    for role in Role:
        page = acting(role)
        page.goto(reverse("home"))
        lines = page.locator("nav.side a")
        addresses = {lines.nth(place).get_attribute("href") for place in range(lines.count())}
        closed = {reverse(name) for name, roles in ACCESS_OF_LISTS.items() if role not in roles}
        assert not addresses & closed, role
        page.context.close()


ACCESS_OF_LISTS = {
    page.name: ACCESS[page.name]
    for page in pages()
    if page.name.endswith("_list") and not page.arguments
}


# --- Hands and interruptions -----------------------------------------------------------------


def test_what_was_typed_outlives_the_session(acting, served):
    page = acting(Role.DATA_ENTRY)
    fill_in_a_stay(page, citizen_id="020159008885", begins="06/10/2025", ends="07/10/2025")
    # An answer still under way would bring the session back.
    expect(page.locator("#preview")).to_contain_text("đồng")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lưu và lập hồ sơ").click()
    page.get_by_label("Tên đăng nhập").fill(served.town.user(Role.DATA_ENTRY).username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Gửi tiếp").click()
    expect(page.get_by_role("link", name=re.compile("HS-")).first).to_be_visible()
    assert HospitalStay.objects.filter(admitted_on="2025-10-06").count() == 1


def test_a_double_click_records_one_stay(acting):
    page = acting(Role.DATA_ENTRY)
    fill_in_a_stay(page, citizen_id="020155004562", begins="03/11/2025", ends="04/11/2025")
    page.get_by_role("button", name="Lưu và lập hồ sơ").dblclick()
    expect(page.get_by_role("link", name=re.compile("HS-")).first).to_be_visible()
    assert HospitalStay.objects.filter(admitted_on="2025-11-03").count() == 1


def test_the_keyboard_alone_signs_in_and_finds_a_person(new_page, served):
    page = new_page()
    page.goto(reverse("login"))
    page.get_by_label("Tên đăng nhập").focus()
    page.keyboard.type(served.town.user(Role.DATA_ENTRY).username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("hoang van an")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hoàng Văn An").first).to_be_visible()
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.tagName + document.activeElement.className")
    assert focused != "BODY"


def test_nothing_was_paid_twice(served):
    """After all of the above: as many payments that went out as claims that are paid."""
    paid = Payment.objects.filter(state="paid")
    assert paid.count() == paid.values("claim").distinct().count()
    assert paid.count() == Claim.objects.filter(state="paid").count()
