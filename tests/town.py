"""A small town where everything has happened once: for tests that walk through whole pages.

Made by the portal's own verbs, so nothing in it can be in a state that users couldn't reach.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import HospitalLevel, Unit, UnitKind, User
from accounts.roles import Role
from beneficiaries.actions import assign_group, issue_card, register
from beneficiaries.cards.actions import issue_batch, open_batch, propose_people
from beneficiaries.cards.printing import make_print
from beneficiaries.importing import confirm_batch, judge_file, verdicts_of
from beneficiaries.models import Cadre, CardBatch, HealthCard, Sex
from checkups.models import (
    Checkup,
    CheckupRound,
    CriticalIllness,
    DelegationDrugs,
    DrugSupply,
    HospitalStay,
    PurchasePackage,
    RoundKind,
    StaffAllowance,
)
from claims.actions import (
    approve_many,
    check_many,
    issue_list,
    mark_failed,
    mark_paid,
    open_list,
    record_fact,
    refuse,
    send_back,
    submit_many,
)
from claims.models import (
    BenefitRequest,
    BudgetEstimate,
    Claim,
    Fact,
    PaymentList,
    Recipient,
    RecipientKind,
)
from claims.recalculating.actions import begin_recalculation
from claims.simulating.actions import start_simulation
from convalescence.models import HomeConvalescence, Participation, Trip, TripKind
from policies import life
from policies.cases import CaseDraft, add_case
from policies.drafting import copy_version
from policies.loading import load_pack
from policies.models import Payer, Resolution
from policies.rules import Event, Person
from policies.rules.plain import Situation
from reports.actions import open_report, type_figure, type_reported, write_frame, write_section
from reports.figures.figure import TOTAL
from reports.figures.reckoning import reckon
from reports.issuing.actions import approve as approve_report
from reports.issuing.actions import check as check_report
from reports.issuing.actions import issue
from reports.issuing.actions import submit as submit_report
from reports.models import TypedStatus
from reports.models.appendix import AppendixFile, AppendixState
from reports.outlining.own import copy_outline
from reports.periods import PeriodKind
from reports.writing.actions import resolve_comment, write_comment
from tests import typed_law
from tests.rounds import billed_round
from tests.town_plan import add_plan
from tests.town_rounds import add_rounds, round_page
from tests.trips import set_out

PASSWORD = "mot-mat-khau-rat-dai"
JOBS = {
    Role.DATA_ENTRY: ("lan", "Nông Thị Lan", "Chuyên viên"),
    Role.CHECKER: ("minh", "Hoàng Văn Minh", "Chuyên viên chính"),
    Role.APPROVER: ("thang", "Lương Đức Thắng", "Phó Giám đốc"),
    Role.CASHIER: ("hoa", "Vi Thị Hoa", "Kế toán"),
    Role.POLICY_OFFICER: ("tuan", "Triệu Anh Tuấn", "Trưởng phòng"),
    Role.REPORTER: ("yen", "Nông Thị Yến", "Chuyên viên"),
    Role.INSPECTOR: ("son", "Đàm Thanh Sơn", "Thanh tra viên"),
    Role.ADMINISTRATOR: ("quan-tri", "Bế Văn Quý", "Quản trị viên"),
}


@cache
def password_hash() -> str:
    return make_password(PASSWORD)


# Pages on which solved cases are written; the others everybody reads.
OF_A_DRAFT = {
    "case_create",
    "case_edit",
    "case_remove",
    "case_upload",
    "case_keep",
    "case_template",
}
KINDS = {"batch_template": "registry", "bill_upload": "checkup_round"}
OF_AN_ISSUED_REPORT = {"report_changes", "figure_changes", "edition_json"}
# A step in the life of what the page is about.
STEPS = {"trip_move": "stay", "year_plan_advance": "start"}


@dataclass
class Town:
    """Who is there, and one of each thing by the name of its argument in an address."""

    department: Unit
    commune: Unit
    other_commune: Unit
    hospital: Unit
    law: Resolution
    draft: Resolution
    staff: dict[Role, User] = field(default_factory=dict)
    clerk: User | None = None
    people: dict[str, Cadre] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    lists: dict[str, PaymentList] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def user(self, role: Role) -> User:
        return self.staff[role]

    def arguments(self, page: str, names: Iterable[str]) -> dict[str, Any]:
        """For an address: something that there is to be seen on this page."""
        return {name: self._argument(page, name) for name in names}

    def _argument(self, page: str, name: str) -> Any:
        if page in typed_law.PAGES:
            return typed_law.argument_of(page, name)
        own = {
            "claim_id": self.claims["paid" if page.startswith("claim_proof") else "checked"].pk,
            "user_id": self.user(Role.CHECKER).pk,
            "unit_id": self.commune.pk,
            "rate_id": self.law.benefits.get(code="inpatient_meal").rates.first(),
            "code": self.draft.code if page in OF_A_DRAFT else self.law.code,
            "other": self.things["successor"].code,
            "number": 1,
            "form": "excel",
            "kind": KINDS.get(page, "hospital_stay"),
            "fact_id": self.facts.get(page.partition("_")[0]),
            "action": STEPS.get(page, "withdraw"),
            "round_id": self.things[round_page(page) or "round_id"],
            "batch_id": self.things["paid_batch" if page == "history_confirm" else "batch_id"],
            "card_batch_id": self.things[
                "printed_batch" if page.startswith("card_print_") else "card_batch_id"
            ],
        }
        if page.startswith("outline_"):
            return {"code": self.things["outline"].code, "what": "phan", "place": "-"}[name]
        if page.startswith("figure_") and name == "code":
            return "inpatient_meal.amount"
        if page == "document_edit":
            return "luat-64-2025"
        if page in OF_AN_ISSUED_REPORT and name == "report_id":
            return self.things["issued_report"].pk
        if page.startswith("succession_") and name == "code":
            return self.things["successor"].code
        found = own[name] if name in own else self.things[name]
        return getattr(found, "pk", found)


def build_town() -> Town:
    """Units, one user a role and the law; people, events, claims in every state, a report."""
    town = bare_town()
    _people(town)
    _happenings(town)
    _claims(town)
    _payments(town)
    _rounds(town)
    town.things |= add_plan(town.law, town.people["an"], town.user(Role.DATA_ENTRY))
    _report(town)
    _issued_report(town)
    _workbooks(town)
    _cards(town)
    _a_bill(town)
    typed_law.drafted()
    _simulation(town)
    _successor(town)
    for claim in town.claims.values():
        claim.refresh_from_db()
    return town


def bare_town() -> Town:
    """Only who works here, and the law in force."""
    town = Town(
        department=_unit("syt", "Sở Y tế", UnitKind.DEPARTMENT),
        commune=_unit("x-dong", "Xã Đông Khê", UnitKind.COMMUNE),
        other_commune=_unit("x-tay", "Xã Tây Sơn", UnitKind.COMMUNE),
        hospital=_unit(
            "bv-tinh", "Bệnh viện Đa khoa", UnitKind.HOSPITAL, hospital_level=HospitalLevel.PROVINCE
        ),
        law=load_pack("lang-son-24-2024", by=None, release=True),
        draft=load_pack("ca-mau-2026", by=None, release=False),
    )
    for role, (username, name, title) in JOBS.items():
        town.staff[role] = _user(username, name, title, town.department, role)
    _solve_a_case(town)
    town.clerk = _user("xa-dong", "Lộc Thị Xã", "Công chức xã", town.commune, Role.DATA_ENTRY)
    return town


def _solve_a_case(town: Town) -> None:
    """One that comes out right, and one that doesn't."""
    event = Event(date(2026, 3, 10), ("long_stay",), days=45)
    for title, amount in (("Nằm viện 45 ngày", 3_000_000), ("Tính nhầm cả 45 ngày", 4_500_000)):
        draft = CaseDraft(title, Situation(Person("2"), event), amount, {})
        add_case(resolution=town.draft, draft=draft, by=town.user(Role.POLICY_OFFICER))


def _unit(code: str, name: str, kind: UnitKind, **fields: Any) -> Unit:
    return Unit.objects.create(code=code, name=name, kind=kind, **fields)


def _user(username: str, name: str, title: str, unit: Unit, role: Role) -> User:
    return User.objects.create(
        username=username,
        full_name=name,
        job_title=title,
        unit=unit,
        roles=[role],
        password=password_hash(),
    )


def _successor(town: Town) -> None:
    """What replaces the law when all that happens here is long over, and a look at what changes."""
    head = {
        "code": "ke-tiep",
        "doc_type": "Nghị quyết",
        "number": "9/2034/NQ-HĐND",
        "issued_on": date(2034, 12, 10),
        "issuer": town.law.issuer,
        "subject": "Thay thế",
        "effective_from": date(2035, 1, 1),
        "replaces": town.law,
    }
    successor = copy_version(source=town.law, head=head, by=town.user(Role.POLICY_OFFICER))
    successor.cases.all().delete()
    Resolution.objects.filter(pk=successor.pk).update(made_by=None, made_at=None)
    successor = life.release(resolution=successor, by=None)
    town.things["successor"] = successor
    town.things["recalculation_id"] = begin_recalculation(
        resolution=successor, reason="Ban hành muộn", by=town.user(Role.DATA_ENTRY)
    )


def _simulation(town: Town) -> None:
    """The draft over the year of the claims; tests run background work at once."""
    town.things["simulation_id"] = start_simulation(
        resolution=town.draft,
        year=2025,
        reckoned_year=2025,
        is_planned=False,
        assumptions={},
        by=town.user(Role.POLICY_OFFICER),
    )


# --- People ----------------------------------------------------------------------------------


def _people(town: Town) -> None:
    by = town.user(Role.DATA_ENTRY)
    rows = [
        ("an", "Hoàng Văn An", date(1960, 3, 5), Sex.MALE, "020060001231", "4", town.commune),
        ("binh", "Nông Thị Bình", date(1955, 9, 1), Sex.FEMALE, "020155004562", "2", town.commune),
        ("chi", "Lương Thị Chi", date(1968, 1, 9), Sex.FEMALE, "020168007893", "3", None),
        ("dat", "Vi Văn Đạt", date(1970, 12, 2), Sex.MALE, "020070002464", "4", town.other_commune),
        ("giang", "Triệu Thị Giang", date(1959, 5, 20), Sex.FEMALE, "020159008885", "1", None),
    ]
    for key, name, born, sex, citizen_id, group, commune in rows:
        cadre = register(
            by=by,
            fields={
                "full_name": name,
                "birth_date": born,
                "sex": sex,
                "citizen_id": citizen_id,
                "post": "Trưởng phòng",
                "managing_unit": town.department,
                "commune": commune,
                "retired_on": date(2021, 1, 1) if born.year < 1961 else None,
                "bank_account": f"8401{citizen_id[-6:]}",
                "bank_name": "Ngân hàng Nông nghiệp",
            },
        )
        assign_group(
            cadre=cadre,
            by=by,
            group=town.law.groups.get(code=group),
            since=date(2024, 12, 10),
            decision="QĐ 12/QĐ-SYT",
        )
        town.people[key] = cadre
    stranger = register(
        by=by,
        fields={
            "full_name": "Đặng Văn Nhóm",
            "birth_date": date(1965, 7, 7),
            "sex": Sex.MALE,
            "managing_unit": town.department,
        },
    )
    town.people["without_group"] = stranger
    today = timezone.localdate()
    town.things["card_id"] = issue_card(
        cadre=town.people["an"],
        by=by,
        group=town.law.groups.get(code="4"),
        number="BVSK-0001",
        issued_on=date(2025, 2, 3),
        expires_on=today + timedelta(days=20),
    )
    town.things["cadre_id"] = town.people["an"]
    town.things["membership_id"] = town.people["an"].memberships.get()


# --- What happened ---------------------------------------------------------------------------


def _happenings(town: Town) -> None:
    """Rounds, trips and recipients that facts hang on."""
    town.things["round_id"] = CheckupRound.objects.create(
        resolution=town.law,
        kind=RoundKind.PERIODIC,
        code="round_1",
        title="Khám định kỳ đợt 1",
        year=2025,
        begins_on=date(2025, 4, 1),
        ends_on=date(2025, 4, 30),
    )
    town.things["trip_id"] = Trip.objects.create(
        resolution=town.law,
        kind=TripKind.CENTRE,
        code="doan-1",
        place="Trung tâm Điều dưỡng",
        begins_on=date(2025, 5, 5),
        ends_on=date(2025, 5, 13),
        quota=20,
    )
    town.things["recipient_id"] = Recipient.objects.create(
        kind=RecipientKind.STAFF,
        code="NV-0001",
        name="Lương Thị Trực",
        unit=town.department,
        bank_account="8401999999",
        bank_name="Ngân hàng Nông nghiệp",
    )
    town.things["supplier"] = Recipient.objects.create(
        kind=RecipientKind.SUPPLIER,
        code="4900123456",
        name="Công ty Dược Đông Bắc",
        unit=town.department,
    )
    town.things["estimate_id"] = BudgetEstimate.objects.create(
        benefit=town.law.benefits.get(code="inpatient_meal"),
        year=2025,
        amount=1_000_000,
        document="QĐ 99/QĐ-UBND",
    )


def stay_of(town: Town, cadre: Cadre, begins: date, days: int = 3, **fields: Any) -> HospitalStay:
    """A stay of so many days, not yet recorded."""
    return HospitalStay(
        cadre=cadre,
        facility=town.hospital,
        admitted_on=begins,
        discharged_on=begins + timedelta(days=days - 1),
        **fields,
    )


A_DELEGATION: dict[str, Any] = {
    "gathering": "delegation",
    "name": "Đoàn công tác tỉnh bạn",
    "place": "domestic",
    "begins_on": date(2025, 6, 2),
    "ends_on": date(2025, 6, 6),
    "document": "Quyết định 512/QĐ-UBND ngày 20/5/2025",
    "participants": 14,
    "invoice_number": "HD 77",
    "invoiced_on": date(2025, 5, 30),
    "cost": 12_345_678,
}


def recorded(town: Town, key: str, fact: Fact, *, by: User | None = None) -> Claim:
    """The first claim of a fact that the data entry clerk records in September."""
    claims = record_fact(
        fact=fact, by=by or town.user(Role.DATA_ENTRY), at=nine_on(date(2025, 9, 15))
    )
    town.facts[key], town.claims[key] = fact, claims[0]
    return claims[0]


def _claims(town: Town) -> None:
    """One claim of every kind; stays of the other people stand in every state."""
    people, things = town.people, town.things
    recorded(town, "stay", stay_of(town, people["an"], date(2025, 6, 2), evidence=["Giấy ra viện"]))
    recorded(
        town,
        "checkup",
        Checkup(
            round=things["round_id"],
            cadre=people["chi"],
            facility=town.hospital,
            examined_on=date(2025, 4, 8),
            cost=2_500_000,
        ),
    )
    recorded(
        town,
        "drug",
        DrugSupply(
            cadre=people["binh"],
            prescribed_on=date(2025, 3, 3),
            ordered_by="council",
            item="Thuốc đặc trị",
            invoice_number="0001234",
            cost=1_250_000,
        ),
    )
    recorded(
        town,
        "illness",
        CriticalIllness(
            cadre=people["binh"],
            disease="Bệnh hiểm nghèo",
            diagnosed_on=date(2025, 3, 20),
            facility_name="Bệnh viện Đa khoa",
        ),
    )
    recorded(
        town,
        "package",
        PurchasePackage(
            supplier=things["supplier"],
            number=1,
            year=2025,
            title="Gói thầu thuốc",
            contract="HĐ 01",
            accepted_on=date(2025, 8, 8),
            cost=90_000_000,
        ),
    )
    # Drugs of a delegation are paid in another province: the page of one stands without a claim.
    town.facts["delegation"] = DelegationDrugs.objects.create(
        supplier=things["supplier"],
        unit=town.user(Role.DATA_ENTRY).unit,
        recorded_by=town.user(Role.DATA_ENTRY),
        **A_DELEGATION,
    )
    recorded(
        town,
        "allowance",
        StaffAllowance(
            recipient=things["recipient_id"],
            duty="direct_staff",
            begins_on=date(2025, 1, 1),
            ends_on=date(2025, 3, 31),
            months=3,
            decision="QĐ 05",
        ),
    )
    recorded(
        town, "participation", Participation(trip=things["trip_id"], cadre=people["dat"], days=9)
    )
    clerk = town.user(Role.DATA_ENTRY)
    seat, companion, paper = set_out(things["trip_id"], [people["an"], people["chi"]], by=clerk)
    things |= {"seat_id": seat, "companion_id": companion, "paper_id": paper}
    recorded(
        town,
        "home",
        HomeConvalescence(cadre=people["binh"], year=2025, requested_on=date(2025, 9, 9)),
    )
    recorded(town, "request", _request(people["giang"]))
    for month, key in enumerate(
        ("draft", "submitted", "returned", "checked", "refused", "approved", "listed", "failed"), 1
    ):
        recorded(town, key, stay_of(town, people["dat"], date(2025, month, 3)))
    recorded(town, "of_clerk", stay_of(town, people["an"], date(2025, 9, 1)), by=town.clerk)
    for key, cadre in (("paid", "chi"), ("paid_too", "giang")):
        recorded(town, key, stay_of(town, people[cadre], date(2025, 7, 1)))
    _move_on(town)


def _request(cadre: Cadre) -> BenefitRequest:
    request = BenefitRequest(cadre=cadre)
    request.tell(
        Event(date(2025, 3, 4), ("special_drug",), cost=800_000),
        titles=["Thuốc đặc trị"],
        told=[("Chi phí", "800.000 đồng")],
    )
    return request


def _move_on(town: Town) -> None:
    """Bring each claim into the state it is named after."""
    maker, checker, approver = (
        town.user(role) for role in (Role.DATA_ENTRY, Role.CHECKER, Role.APPROVER)
    )
    decided = ["approved", "listed", "failed", "paid", "paid_too"]
    at = nine_on(date(2025, 10, 1))
    _each(submit_many, town, ["submitted", "returned", "checked", "refused", *decided], maker, at)
    send_back(claim=town.claims["returned"], by=checker, reason="Thiếu giấy ra viện.", at=at)
    refuse(claim=town.claims["refused"], by=checker, reason="Không đúng đối tượng.", at=at)
    _each(check_many, town, ["checked", *decided], checker, at)
    _each(approve_many, town, decided, approver, at)


def nine_on(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def _each(verb: Any, town: Town, keys: list[str], by: User, at: datetime) -> None:
    for outcome in verb(claims=[town.claims[key].pk for key in keys], by=by, at=at):
        assert outcome.done, outcome.problem


def _rounds(town: Town) -> None:
    listed, agreed, letters = add_rounds(town.law, town.hospital, town.user(Role.DATA_ENTRY))
    town.things |= {"listed_round": listed, "agreed_round": agreed, "print_id": letters}


# --- Money and figures -----------------------------------------------------------------------


def _payments(town: Town) -> None:
    """A list still open; one issued, with one payment failed and two made."""
    cashier = town.user(Role.CASHIER)
    payer = Payer.objects.get(code="ngan-sach-tinh")
    at = nine_on(date(2025, 11, 3))
    town.lists["open"], _ = open_list(
        claims=[town.claims["listed"].pk],
        payer=payer,
        budget_year=2025,
        title="Chi trả tháng 10",
        by=cashier,
        at=at,
    )
    issued, _ = open_list(
        claims=[town.claims[key].pk for key in ("failed", "paid", "paid_too")],
        payer=payer,
        budget_year=2025,
        title="Chi trả quý III",
        by=cashier,
        at=at,
    )
    town.lists["issued"] = issue_list(payment_list=issued, by=cashier)
    payments = {payment.claim_id: payment.pk for payment in issued.payments.all()}
    mark_failed(
        payment_list=issued,
        payments=[payments[town.claims["failed"].pk]],
        reason="Sai số tài khoản",
        by=cashier,
    )
    mark_paid(
        payment_list=issued,
        payments=[payments[town.claims["paid"].pk]],
        voucher="UNC-001",
        paid_on=date(2025, 11, 10),
        by=cashier,
    )
    town.things["list_id"] = issued


def _issued_report(town: Town) -> None:
    """The first quarter, issued by three people."""
    reporter = town.user(Role.REPORTER)
    report = open_report(
        outline=town.law.code, year=2025, kind=PeriodKind.QUARTER, number=1, by=reporter
    )
    report.signer_name = "Lương Đức Thắng"
    report = submit_report(report=write_frame(report=report), by=reporter)
    report = check_report(report=report, by=town.user(Role.CHECKER))
    report = approve_report(
        report=report, by=town.user(Role.APPROVER), waiver="Mức hưởng đang được đối chiếu."
    )
    day = timezone.localdate()
    town.things["issued_report"] = issue(report=report, number=4, issued_on=day, by=reporter)


def _report(town: Town) -> None:
    reporter = town.user(Role.REPORTER)
    report = open_report(outline=town.law.code, year=2025, by=reporter)
    type_figure(
        report=report,
        figure=reckon(report)["inpatient_meal.amount"].figure,
        value=900_000,
        status=TypedStatus.ESTIMATED,
        reason="Chưa có hồ sơ tháng 12.",
        by=reporter,
    )
    town.things["reported_id"] = type_reported(
        report=report,
        code=TOTAL,
        value=2_000_000,
        printed="2 triệu đồng",
        precision=1_000_000,
        source="Báo cáo tháng 12",
        by=reporter,
    )
    town.things["report_id"] = town.things["other_id"] = report
    now = timezone.now()
    town.things["appendix_id"] = AppendixFile.objects.create(
        report=report,
        position=1,
        whole=1,
        letter="b",
        title="Danh sách người hưởng",
        state=AppendixState.DONE,
        as_of=report.as_of,
        content=b"%PDF-1.7",
        workbook=b"PK",
        made_by=reporter,
        made_at=now,
        stirred_at=now,
    )
    town.things["outline"] = copy_outline(code=town.law.code, title="Đề cương riêng", by=reporter)
    town.things["section_id"] = section = report.sections.exclude(body="").first()
    write_section(section=section, heading="", body="Mở đầu.", version=1, by=reporter)
    comment = write_comment(section=section, text="Thêm căn cứ.", by=reporter)
    town.things["comment_id"] = resolve_comment(comment=comment, by=reporter)


# --- Cards -----------------------------------------------------------------------------------


def _cards(town: Town) -> None:
    """A batch that is issued and printed, and one that is still drafted."""
    town.things["card_code"] = HealthCard.objects.get(pk=town.things["card_id"].pk).printed_code
    by = town.user(Role.DATA_ENTRY)
    four = town.law.groups.get(code="4")
    town.things["printed_batch"] = batch = _card_batch("44/QĐ-SYT", by)
    propose_people(batch=batch, by=by, groups=[four.pk])
    issue_batch(batch=batch, by=town.user(Role.APPROVER))
    make_print(batch=batch, by=by, address="http://testserver")
    town.things["card_batch_id"] = _card_batch("45/QĐ-SYT", by, first_number="000700")
    propose_people(batch=town.things["card_batch_id"], by=by, groups=[])


def _card_batch(number: str, by: User, first_number: str = "000600") -> CardBatch:
    fields = {
        "kind": "new",
        "decision_number": number,
        "decision_on": date(2025, 6, 2),
        "takes_effect_on": date(2025, 6, 2),
        "first_number": first_number,
    }
    decision = ContentFile(b"%PDF-1.7", name="quyet-dinh.pdf")
    return open_batch(by=by, fields=fields, file=decision)


# --- Workbooks -------------------------------------------------------------------------------


def _workbooks(town: Town) -> None:
    """A registry that waits to be confirmed, with a wrong row; stays paid before the portal."""
    by = town.user(Role.DATA_ENTRY)
    town.things["batch_id"] = judge_file(
        kind="registry",
        content=workbook_of(REGISTRY_HEADS, [NEWCOMER, WRONG_NEWCOMER]),
        file_name="danh-sach.xlsx",
        by=by,
    )
    paid = judge_file(
        kind="hospital_stay",
        content=workbook_of(PAID_STAY_HEADS, [PAID_STAY]),
        file_name="quy-1.xlsx",
        by=by,
        options={"paid": True},
    )
    assert paid.counts["new"] == 1, paid.failure or verdicts_of(paid)
    town.things["paid_batch"] = confirm_batch(batch_id=paid.pk, by=by, whole=True)


REGISTRY_HEADS = (
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Cơ quan quản lý",
    "Đối tượng",
    "Từ ngày",
    "Quyết định",
)
NEWCOMER = (
    "Nông Đức Mạnh Hùng",
    "05/03/1966",
    "Nam",
    "020066004321",
    "Sở Y tế",
    "Đối tượng 5",
    "01/01/2025",
    "QĐ 20",
)
WRONG_NEWCOMER = (
    "Lương Thị Sai",
    "31/02/1961",
    "Nữ",
    "02016100",
    "Sở Y tế",
    "Đối tượng 9",
    "01/01/2025",
    "QĐ 20",
)
PAID_STAY_HEADS = (
    "Số CCCD",
    "Cơ sở khám, chữa bệnh",
    "Vào viện",
    "Ra viện",
    "Nguồn chi",
    "Số chứng từ",
    "Ngày chi",
    "Số tiền đã chi",
)
PAID_STAY = (
    "020168007893",
    "Bệnh viện Đa khoa",
    "03/02/2025",
    "05/02/2025",
    "ngan-sach-tinh",
    "UNC-000",
    "28/02/2025",
    "570000",
)


# --- A hospital's bill ------------------------------------------------------------------------


def _a_bill(town: Town) -> None:
    """A round that runs, somebody who came, and a bill with a line that is nobody's."""
    maker = town.user(Role.DATA_ENTRY)
    line = billed_round(town.law, town.hospital, maker, [town.people["an"]], town.people["binh"])
    chosen = CheckupRound.objects.get(code="round_4")
    town.things |= {
        "line_id": line,
        "bill_id": line.bill,
        "occasion_id": chosen,
        "entry_id": chosen.roster.get(attendance=""),
    }


def workbook_of(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An .xlsx as people keep it: everything written as text."""
    book = Workbook()
    sheet = book.active
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
