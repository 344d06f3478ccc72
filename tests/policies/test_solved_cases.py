"""Solved cases: typed, brought in a workbook, listed with pass or fail, a gate before release."""

import io
from datetime import date
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode
from openpyxl import Workbook, load_workbook

from accounts.models import Unit, User
from accounts.roles import Role
from policies.bridge import law_of
from policies.cases import CaseDraft, add_case, change_case, keep_cases, remove_case
from policies.cases.sheet import CaseSheet, Share
from policies.dumping import dump_pack
from policies.loading import PACKS, load_pack, store_pack
from policies.models import Rate, Resolution, SolvedCase
from policies.packing.format import canonical_pack
from policies.packing.shapes import PackError
from policies.rules import Event, Person, Used
from policies.rules.plain import Situation
from policies.solving import failing_cases, hindrance
from policies.standards import known_elsewhere

CODE = "lang-son-24-2024"
STAY = {"benefits": "inpatient_meal", "group": "2", "on": "10/03/2025", "days": "12"}
TWELVE_DAYS = Situation(Person("2"), Event(date(2025, 3, 10), ("inpatient_meal",), days=12))


def draft_of(title: str = "Nằm viện 12 ngày", **told: Any) -> CaseDraft:
    given = {"situation": TWELVE_DAYS, "expected_amount": 2_280_000, "expected_lines": {}}
    return CaseDraft(title, **given | told)


@pytest.fixture
def officer_user(db) -> User:
    unit = Unit.objects.create(code="syt", name="Sở Y tế", kind="department")
    return User.objects.create(
        username="cs", full_name="Người Chính sách", unit=unit, roles=[Role.POLICY_OFFICER.value]
    )


@pytest.fixture
def officer(officer_user) -> Client:
    client = Client()
    client.force_login(officer_user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def version(db) -> Resolution:
    """The resolution of the demo year as a draft, without the cases of its pack."""
    row = load_pack(CODE, by=None, release=False)
    row.cases.all().delete()
    return row


def page_of(officer: Client, name: str, *args: Any, **query: str):
    address = reverse(name, args=[CODE, *args])
    return officer.get(f"{address}?{urlencode(query)}" if query else address)


# --- pass or fail ----------------------------------------------------------------------------


def test_a_case_that_comes_out_as_expected_passes(version, officer_user):
    add_case(resolution=version, draft=draft_of(), by=officer_user)
    assert failing_cases(version) == []


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ({"expected_amount": 1}, "tổng: đúng ra 1 đồng, tính ra 2.280.000 đồng"),
        (
            {"expected_lines": {"inpatient_meal": 5}},
            "Tiền ăn khi điều trị nội trú: đúng ra 5 đồng, tính ra 2.280.000 đồng",
        ),
        (
            {"expected_refusal": "limit_reached"},
            "đúng ra bị từ chối vì hết hạn mức, tính ra: không bị từ chối",
        ),
    ],
)
def test_a_case_that_does_not_says_where(version, officer_user, told, complaint):
    add_case(resolution=version, draft=draft_of(**told), by=officer_user)
    [failing] = failing_cases(version)
    [said] = failing.complaints
    assert said.split(":")[-1] == complaint.split(":")[-1]
    assert said.split(":")[0] == complaint.split(":")[0] or "expected_lines" in told


def test_an_expected_refusal_must_be_the_one_that_comes(version, officer_user):
    nobody = Situation(Person(), TWELVE_DAYS.event)
    expecting = {"situation": nobody, "expected_amount": 0}
    for title, reason in (("Đúng", "no_group"), ("Sai", "no_rate")):
        draft = draft_of(title, **expecting, expected_refusal=reason)
        add_case(resolution=version, draft=draft, by=officer_user)
    [failing] = failing_cases(version)
    assert failing.case.title == "Sai"
    assert "tính ra: chưa xếp đối tượng" in failing.complaints[0]


def test_earlier_use_is_part_of_a_case(version, officer_user):
    event = Event(date(2025, 3, 10), ("periodic_checkup",))
    before = (Used("periodic_checkup", date(2025, 1, 5), 1, 3_000_000),)
    refused = Situation(Person("3"), event, before)
    draft = draft_of(situation=refused, expected_amount=0, expected_refusal="limit_reached")
    add_case(resolution=version, draft=draft, by=officer_user)
    assert failing_cases(version) == []


def test_a_case_follows_the_draft(version, officer_user):
    add_case(resolution=version, draft=draft_of(), by=officer_user)
    Rate.objects.filter(benefit__code="inpatient_meal").update(amount=200_000)
    [failing] = failing_cases(version)
    assert failing.complaints == ("tổng: đúng ra 2.280.000 đồng, tính ra 2.400.000 đồng",)


# --- writing ---------------------------------------------------------------------------------


def test_cases_are_numbered_and_named_once(version, officer_user):
    first = add_case(resolution=version, draft=draft_of("Một"), by=officer_user)
    second = add_case(resolution=version, draft=draft_of("Hai"), by=officer_user)
    assert (first.number, second.number) == (1, 2)
    assert first.made_by == officer_user
    assert first.made_at
    with pytest.raises(ValidationError, match="đã có ca mẫu mang tên này"):
        add_case(resolution=version, draft=draft_of("Một"), by=officer_user)
    changed = change_case(case=second, draft=draft_of("Hai", expected_amount=5), by=officer_user)
    assert (changed.number, changed.expected_amount) == (2, 5)


def test_many_cases_are_kept_at_once_by_title(version, officer_user):
    add_case(resolution=version, draft=draft_of("Một", expected_amount=1), by=officer_user)
    drafts = [draft_of("Một"), draft_of("Hai")]
    with CaptureQueriesContext(connection) as few:
        assert keep_cases(resolution=version, drafts=drafts, by=officer_user) == 2
    assert list(version.cases.values_list("number", "title", "expected_amount")) == [
        (1, "Một", 2_280_000),
        (2, "Hai", 2_280_000),
    ]
    more = [draft_of(f"Ca {number}") for number in range(50)]
    with CaptureQueriesContext(connection) as many:
        keep_cases(resolution=version, drafts=more, by=officer_user)
    assert len(many) <= len(few)


def test_a_case_that_nobody_could_read_is_refused(version):
    case = SolvedCase(
        resolution=version, number=1, title="x", event={"on": "hôm qua"}, expected_amount=0
    )
    with pytest.raises(ValidationError) as refused:
        case.full_clean()
    assert "Dữ kiện không đọc được" in str(refused.value)


def test_a_case_that_can_not_be_read_any_more_fails_and_is_listed(version, officer):
    SolvedCase.objects.create(
        resolution=version, number=1, title="Cũ", event={"gone": 1}, expected_amount=0
    )
    [failing] = failing_cases(version)
    assert "không đọc được" in failing.complaints[0]
    assert page_of(officer, "case_list").status_code == 200


# --- the gate --------------------------------------------------------------------------------


def test_a_version_without_a_case_is_held_back(version):
    assert "chưa có ca mẫu nào" in hindrance(version)
    assert hindrance(version, loaded_at_setup=True) == ""


def test_a_version_that_fails_a_case_is_held_back_even_at_set_up(version, officer_user):
    for number in range(5):
        add_case(
            resolution=version, draft=draft_of(f"{number}", expected_amount=1), by=officer_user
        )
    for loaded_at_setup in (False, True):
        words = hindrance(version, loaded_at_setup=loaded_at_setup)
        assert words.startswith("5 ca mẫu chưa ra đúng kết quả: Ca 1: 0 (tổng: đúng ra 1 đồng")
        assert words.endswith("; và 2 ca khác.")


def test_a_version_whose_cases_pass_is_not(version, officer_user):
    add_case(resolution=version, draft=draft_of(), by=officer_user)
    assert hindrance(version) == ""


def test_the_cases_of_a_released_version_are_fixed(version, officer_user, officer):
    case = add_case(resolution=version, draft=draft_of(), by=officer_user)
    load_pack(CODE, by=None, release=True)
    case.refresh_from_db()
    for act in (
        lambda: add_case(resolution=version, draft=draft_of("Hai"), by=officer_user),
        lambda: change_case(case=case, draft=draft_of(), by=officer_user),
        lambda: remove_case(case=case),
        lambda: keep_cases(resolution=version, drafts=[draft_of()], by=officer_user),
    ):
        with pytest.raises(ValidationError, match="đã ban hành"):
            act()
    for write in (
        lambda: SolvedCase.objects.update(expected_amount=1),
        lambda: SolvedCase.objects.all().delete(),
        lambda: SolvedCase.objects.bulk_create(
            [SolvedCase(resolution=version, number=9, title="x", event={}, expected_amount=0)]
        ),
    ):
        with pytest.raises(DatabaseError, match="đã ban hành"), transaction.atomic():
            write()
    assert page_of(officer, "case_create", **STAY).status_code == 404
    assert page_of(officer, "case_edit", 1).status_code == 404
    assert page_of(officer, "case_list").status_code == 200


# --- in the browser --------------------------------------------------------------------------


def test_a_trial_becomes_a_case(version, officer, officer_user):
    bench = page_of(officer, "trial", **STAY)
    assert reverse("case_create", args=[CODE]) in bench.content.decode()
    form = page_of(officer, "case_create", **STAY).content.decode()
    assert "12 ngày" in form
    assert "Đối tượng 2" in form
    assert "2.280.000" not in form  # worked out by hand, not copied
    address = f"{reverse('case_create', args=[CODE])}?{urlencode(STAY)}"
    response = officer.post(
        address,
        {"title": " Mười hai ngày ", "expected_amount": "2.280.000", "source": "Phụ lục"},
        follow=True,
    )
    case = SolvedCase.objects.get()
    assert (case.title, case.expected_amount, case.source) == (
        "Mười hai ngày",
        2_280_000,
        "Phụ lục",
    )
    assert case.situation == TWELVE_DAYS
    assert "đạt" in response.content.decode()


def test_a_case_that_is_not_filled_in_goes_back_to_the_bench(version, officer):
    response = page_of(officer, "case_create", benefits="inpatient_meal")
    assert response["Location"] == f"{reverse('trial', args=[CODE])}?benefits=inpatient_meal"


def test_parts_that_do_not_make_the_sum_are_told(version, officer):
    query = {"benefits": ["inpatient_meal", "critical_illness"], "group": "2", "on": "10/03/2025"}
    address = f"{reverse('case_create', args=[CODE])}?{urlencode(query, doseq=True)}"
    data = {
        "title": "Hai chế độ", "expected_amount": "5",
        "line-inpatient_meal": "1", "line-critical_illness": "2",
    }  # fmt: skip
    page = officer.post(address, data)
    assert "Không bằng tổng số tiền của từng chế độ" in page.content.decode()
    assert not SolvedCase.objects.exists()
    officer.post(address, data | {"expected_amount": "3"})
    assert SolvedCase.objects.get().expected_lines == {"inpatient_meal": 1, "critical_illness": 2}


def test_a_second_case_of_the_same_name_keeps_what_was_typed(version, officer, officer_user):
    add_case(resolution=version, draft=draft_of("Một"), by=officer_user)
    address = f"{reverse('case_create', args=[CODE])}?{urlencode(STAY)}"
    page = officer.post(address, {"title": "Một", "expected_amount": "7"}).content.decode()
    assert "Văn bản đã có ca mẫu mang tên này" in page
    assert 'value="Một"' in page


def test_expectation_and_facts_of_a_case_are_edited(version, officer, officer_user):
    add_case(resolution=version, draft=draft_of("Một"), by=officer_user)
    address = page_of(officer, "case_edit", 1)["Location"]
    form = officer.get(address)
    assert form.context["form"].initial["expected_amount"] == 2_280_000
    bench = officer.get(f"{form.context['bench'].address}&case=1")
    assert "Lưu dữ kiện vào ca 1" in bench.content.decode()
    longer = f"{reverse('case_edit', args=[CODE, 1])}?{urlencode(STAY | {'days': '13'})}"
    officer.post(longer, {"title": "Mười ba ngày", "expected_amount": "2.470.000"})
    case = SolvedCase.objects.get()
    assert (case.number, case.title, case.event["days"]) == (1, "Mười ba ngày", 13)
    assert failing_cases(version) == []


def test_a_case_is_removed_after_a_question(version, officer, officer_user):
    add_case(resolution=version, draft=draft_of(), by=officer_user)
    assert "Bỏ ca 1" in page_of(officer, "case_remove", 1).content.decode()
    officer.post(reverse("case_remove", args=[CODE, 1]))
    assert not SolvedCase.objects.exists()


def test_the_list_shows_what_fails_and_why(version, officer, officer_user):
    add_case(resolution=version, draft=draft_of("Đúng"), by=officer_user)
    add_case(resolution=version, draft=draft_of("Sai", expected_amount=1), by=officer_user)
    page = page_of(officer, "case_list").content.decode()
    for expected in (
        "Tất cả: 2",
        "Chưa đạt: 1",
        "Tổng: đúng ra 1 đồng, tính ra 2.280.000 đồng",
        "12 ngày × 190.000 đồng = 2.280.000 đồng",
        f"{reverse('trial', args=[CODE])}?benefits=inpatient_meal",
    ):
        assert expected in page, expected
    failing = page_of(officer, "case_list", show="failing").content.decode()
    assert "1. Đúng" not in failing
    assert "2. Sai" in failing


def test_a_longer_list_asks_no_more_queries(version, officer, officer_user):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(officer, "case_list")
        return len(captured)

    add_case(resolution=version, draft=draft_of("Một"), by=officer_user)
    queries()
    before = queries()
    keep_cases(resolution=version, drafts=[draft_of(f"{n}") for n in range(30)], by=officer_user)
    assert queries() == before


# --- workbooks -------------------------------------------------------------------------------


def sheet_of(version: Resolution) -> CaseSheet:
    return CaseSheet(law_of(version))


def filled(version: Resolution, *rows: dict[str, Any]) -> SimpleUploadedFile:
    """A workbook with the heads of the template and these cells, by the name of the column."""
    columns = sheet_of(version).columns
    book = Workbook()
    page = book.active
    assert page is not None
    page.append([column.head for column in columns])
    for row in rows:
        assert set(row) <= {column.name for column in columns}
        page.append([row.get(column.name) for column in columns])
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("ca-mau.xlsx", content.getvalue())


def row_of(**told: Any) -> dict[str, Any]:
    return {
        "title": "Nằm viện 12 ngày",
        "benefits": "Tiền ăn",
        "group": "Đối tượng 2",
        "on": date(2025, 3, 10),
        "days": 12,
        "expected_amount": 2_280_000,
    } | told


def meal_title(version: Resolution) -> str:
    return version.benefits.get(code="inpatient_meal").title


def upload(officer: Client, file: SimpleUploadedFile):
    return officer.post(reverse("case_upload", args=[CODE]), {"file": file})


def test_the_template_has_a_column_for_all_the_version_needs(version, officer):
    response = page_of(officer, "case_template")
    book = load_workbook(io.BytesIO(response.content))
    heads = [cell.value for row in book["Ca mẫu"].iter_rows(max_row=6) for cell in row]
    text = " ".join(str(head) for head in heads if head)
    for head in ("Tên ca", "Xét chế độ", "Đối tượng", "Số ngày", "Tuyến bệnh viện",
                 "Đã hưởng 1: chế độ", "Số tiền đúng (đồng)", "Bị từ chối vì"):  # fmt: skip
        assert head in text, head


def test_a_workbook_is_looked_at_and_then_kept(version, officer):
    rows = [
        row_of(benefits=meal_title(version)),
        row_of(title="Sai", benefits=meal_title(version), expected_amount=5, source="Phụ lục"),
    ]
    looked = upload(officer, filled(version, *rows))
    assert not SolvedCase.objects.exists()
    page = looked.content.decode()
    assert "2 ca đọc được, 1 ca máy tính khác kết quả giải tay" in page
    assert "Tổng: đúng ra 5 đồng, tính ra 2.280.000 đồng" in page
    officer.post(reverse("case_keep", args=[CODE]), {"carried": looked.context["carried"]})
    first, second = version.cases.all()
    assert first.situation == TWELVE_DAYS
    assert (second.title, second.expected_amount, second.source) == ("Sai", 5, "Phụ lục")


def test_wrong_cells_are_told_by_row_and_column_and_nothing_is_kept(version, officer):
    rows = [
        row_of(benefits="Tiền ăn sáng"),
        row_of(benefits=meal_title(version), title="Hai", group="Đối tượng 9", days="nhiều"),
        row_of(benefits=meal_title(version), title="Hai"),
        row_of(benefits=meal_title(version), title="Bốn", expected_amount=None)
        | {"used1.amount": 1_000_000},
    ]
    looked = upload(officer, filled(version, *rows))
    told = {(fault.address.split("!")[-1], fault.head) for fault in looked.context["faults"]}
    heads = {head for _, head in told}
    assert {"Xét chế độ", "Đối tượng", "Số ngày", "Tên ca", "Số tiền đúng (đồng)"} <= heads
    assert "Đã hưởng 1: ngày" in heads
    assert any(address.endswith("2") and head == "Xét chế độ" for address, head in told)
    assert looked.context["carried"] == ""
    assert "chưa lưu ca nào" in looked.content.decode()


def test_cases_come_out_as_they_went_in(version, officer, officer_user):
    event = Event(
        date(2025, 3, 10), ("inpatient_meal", "hospital_visit_gift"), days=3,
        traits=(("hospital_level", "province"),),
    )  # fmt: skip
    before = (Used("inpatient_meal", date(2025, 1, 5), 2, 380_000),)
    draft = draft_of(
        "Hai chế độ",
        situation=Situation(Person("2", other_groups=("4",)), event, before),
        expected_amount=1_070_000,
        expected_lines={"inpatient_meal": 570_000},
        source="Phụ lục",
    )
    add_case(resolution=version, draft=draft, by=officer_user)
    add_case(resolution=version, draft=draft_of(), by=officer_user)
    went = list(version.cases.values("title", *draft.columns))
    content = page_of(officer, "case_export").content
    looked = upload(officer, SimpleUploadedFile("ca-mau.xlsx", content))
    assert looked.context.get("faults") == [], looked.content.decode()
    assert looked.context["replacing"] == 2
    officer.post(reverse("case_keep", args=[CODE]), {"carried": looked.context["carried"]})
    assert list(version.cases.values("title", *draft.columns)) == went


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("ca.xlsx", b"not a workbook"),
        SimpleUploadedFile("ca.xlsx", b"x" * (6 * 1024 * 1024)),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(version, officer, file):
    page = upload(officer, file)
    assert page.status_code == 200
    assert page.context["form"].errors["file"]


@pytest.mark.parametrize("carried", ["", "forged", "a:b:c"])
def test_only_what_was_looked_at_is_kept(version, officer, carried):
    response = officer.post(reverse("case_keep", args=[CODE]), {"carried": carried})
    assert response["Location"] == reverse("case_upload", args=[CODE])
    assert not SolvedCase.objects.exists()


@pytest.mark.parametrize(
    ("raw", "share"),
    [("50", 5_000), ("4,5 %", 450), (50, 5_000), (4.5, 450), ("100%", 10_000), (0, 0)],
)
def test_a_share_in_a_cell(raw, share):
    assert Share()(raw) == share


@pytest.mark.parametrize("raw", ["nửa", "101", 0.5, 1, "4,555", ""])
def test_a_share_that_could_be_two_things_is_asked_about(raw):
    assert getattr(Share()(raw), "reason", "")


# --- packs -----------------------------------------------------------------------------------


def pack_with(**case: Any) -> dict[str, Any]:
    data = yaml.safe_load((PACKS / f"{CODE}.yaml").read_text(encoding="utf-8"))
    whole = {
        "title": "Nằm viện 12 ngày",
        "person": {"group": "2"},
        "event": {"on": date(2025, 3, 10), "benefits": ["inpatient_meal"], "days": 12},
        "expected_amount": 2_280_000,
    }
    return data | {"cases": [whole | case]}


def test_a_pack_brings_its_cases_and_takes_none_away(version, officer_user):
    add_case(resolution=version, draft=draft_of("Của riêng"), by=officer_user)
    add_case(
        resolution=version, draft=draft_of("Nằm viện 12 ngày", expected_amount=1), by=officer_user
    )
    store_pack(canonical_pack(pack_with(), known_elsewhere), by=officer_user, release=False)
    assert dict(version.cases.values_list("title", "expected_amount")) == {
        "Của riêng": 2_280_000,
        "Nằm viện 12 ngày": 2_280_000,
    }
    told = dump_pack(Resolution.objects.get(code=CODE))["cases"]
    assert [case["title"] for case in told] == ["Của riêng", "Nằm viện 12 ngày"]


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ({"event": {"benefits": []}}, "cases[0].event: sự việc thiếu mục on."),
        ({"person": {"name": "An"}}, "cases[0].person: người không có mục name."),
        ({"expected_refusal": "vì thế"}, "cases[0].expected_refusal: phải là một trong:"),
        ({"expected_lines": {"khong_co": 1}}, "cases[0]: không có chế độ “khong_co”"),
        ({"expected_lines": [1]}, "cases[0].expected_lines: phải ghi theo dạng"),
        ({"title": "x" * 201}, "cases[0]: tên ca tối đa 200 chữ"),
    ],
)
def test_what_is_wrong_with_a_case_of_a_pack_is_told_by_its_place(case, problem):
    with pytest.raises(PackError) as refused:
        canonical_pack(pack_with(**case))
    assert any(problem in told for told in refused.value.problems), refused.value.problems


def test_two_cases_of_a_pack_do_not_share_a_name():
    data = pack_with()
    with pytest.raises(PackError, match="đã có ca mang tên này ở trên"):
        canonical_pack(data | {"cases": data["cases"] * 2})


def test_a_pack_that_fails_its_own_case_is_not_released(db):
    pack = canonical_pack(pack_with(expected_amount=5), known_elsewhere)
    with pytest.raises(PackError, match="1 ca mẫu chưa ra đúng kết quả"):
        store_pack(pack, by=None, release=True)
    assert not Resolution.objects.exists()
