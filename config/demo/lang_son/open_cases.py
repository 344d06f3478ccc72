"""What lies on the desks today: a few events of this year at every step of a claim's life.

None of them belongs to 2025, so no figure of the demo year moves.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Unit, User
from beneficiaries.importing import confirm_batch, judge_file
from beneficiaries.models import Cadre
from checkups.models import CriticalIllness, DrugSupply, HospitalStay
from claims.actions import (
    approve,
    cancel,
    check,
    issue_list,
    mark_failed,
    open_list,
    record_fact,
    refuse,
    send_back,
    submit,
)
from claims.models import Claim, Fact, PaymentList
from config.demo.lang_son.people import Person
from config.demo.lang_son.places import DEMO_COMMUNE, DEMO_HOSPITAL
from config.demo.lang_son.registry import as_known
from config.demo.lang_son.year import CLERK, DIAGNOSES, MEAL
from config.demo.plan import Happening
from config.demo.sheets import event_sheet, registry_sheet
from config.encryption import keyed_hash
from policies.models import Payer

SEED = 2026
BEGINS = date(2026, 3, 2)
"""Before this day there is nothing of this year to show."""

# What is left at each step. Every one has gone through the steps before.
DRAFTS, RETURNED, REFUSED, CANCELLED = 3, 2, 1, 1
SUBMITTED, CHECKED, APPROVED, LISTED, ISSUED = 6, 4, 4, 3, 4


def add_open_cases(people: Sequence[Person], users: dict[str, User]) -> None:
    """Leave claims at every step, and two workbooks that wait for somebody's decision."""
    if timezone.localdate() < BEGINS:
        return
    desk = _Desk(people, users)
    desk.leave_claims()
    desk.leave_history()
    desk.leave_workbooks()


class _Desk:
    def __init__(self, people: Sequence[Person], users: dict[str, User]) -> None:
        self._random = Random(SEED)
        self._users = users
        self._now = timezone.now()
        self._today = timezone.localdate()
        self._units = {unit.code: unit for unit in Unit.objects.all()}
        entitled = [person for person in people if person.group != "other"]
        shuffled = self._random.sample(entitled, len(entitled))
        self._people = iter(shuffled)
        ours = (DEMO_COMMUNE, DEMO_HOSPITAL)
        self._ours = {
            code: iter([p for p in shuffled if code in (p.commune, p.care_facility)])
            for code in ours
        }
        self._seen: set[int] = set()

    def leave_claims(self) -> None:
        claims = self._claims()
        for _ in range(DRAFTS):
            next(claims)
        self._close(claims)
        self._take(claims, SUBMITTED, steps=1)
        self._take(claims, CHECKED, steps=2)
        self._take(claims, APPROVED, steps=3)
        listed = self._take(claims, LISTED, steps=3)
        self._list(listed, "Thăm hỏi, tiền ăn, viện phí nội trú, đợt đang lập")
        issued = self._take(claims, ISSUED, steps=3)
        self._issue(issued)

    def _close(self, claims: Iterator[Claim]) -> None:
        """The ways in which a claim leaves the straight road."""
        checker = self._users["thamdinh"]
        for claim in self._take(claims, RETURNED, steps=1):
            reason = "Ngày ra viện trên giấy không khớp ngày đã nhập; đề nghị kiểm tra lại."
            send_back(claim=claim, by=checker, reason=reason)
        for claim in self._take(claims, REFUSED, steps=1):
            refuse(claim=claim, by=checker, reason="Đợt điều trị đã được cơ quan khác chi trả.")
        for claim in self._take(claims, CANCELLED, steps=0):
            cancel(claim=claim, by=claim.made_by, reason="Nhập nhầm người.")

    def _take(self, claims: Iterator[Claim], count: int, *, steps: int) -> list[Claim]:
        """So many claims moved that many steps on: submitted, checked, approved."""
        moves = ((submit, None), (check, "thamdinh2"), (approve, "lanhdao2"))
        taken = []
        for _ in range(count):
            claim = next(claims)
            for place, (verb, who) in enumerate(moves[:steps], start=1):
                by = self._users[who] if who else claim.made_by
                claim = verb(claim=claim, by=by, at=self._now - timedelta(hours=30 - 6 * place))
            taken.append(claim)
        return taken

    def _list(self, claims: Iterable[Claim], title: str) -> PaymentList:
        payment_list, _ = open_list(
            claims=[claim.pk for claim in claims],
            payer=Payer.objects.get(code="ngan-sach-tinh"),
            budget_year=self._today.year,
            title=title,
            by=self._users["chitra"],
        )
        return payment_list

    def _issue(self, claims: Iterable[Claim]) -> None:
        cashier = self._users["chitra"]
        payment_list = self._list(claims, "Thăm hỏi, tiền ăn, viện phí nội trú, chờ chi")
        issue_list(payment_list=payment_list, by=cashier)
        mark_failed(
            payment_list=payment_list,
            payments=[payment_list.payments.earliest("position").pk],
            reason="Ngân hàng trả lại: tài khoản đã đóng.",
            by=cashier,
        )

    # --- Facts --------------------------------------------------------------------------------

    def _claims(self) -> Iterator[Claim]:
        """New claims without end: mostly stays, of the department and of two other units."""
        while True:
            for username in ("nhaplieu", "nhaplieu.xa", "nhaplieu", "nhaplieu.bv"):
                fact = self._stay(self._person_for(username))
                yield self._record(fact, username)
            if (person := self._person_for("nhaplieu")).group in "1234":
                yield self._record(self._supply(person), "nhaplieu")
            if (person := self._person_for("nhaplieu")).group in "245":
                yield self._record(self._illness(person), "nhaplieu")

    def _record(self, fact: Fact, username: str) -> Claim:
        days = self._random.randint(2, 6)
        [claim, *_] = record_fact(
            fact=fact, by=self._users[username], at=self._now - timedelta(days=days)
        )
        return claim

    def _person_for(self, username: str) -> Person:
        unit = self._users[username].unit
        people = self._people if unit.sees_all else self._ours[unit.code]
        person = next(person for person in people if person.number not in self._seen)
        self._seen.add(person.number)
        return person

    def _stay(self, person: Person) -> HospitalStay:
        discharged = self._today - timedelta(days=self._random.randint(7, 25))
        admitted = discharged - timedelta(days=self._random.randint(5, 14))
        visited = person.group in "12345" and self._random.random() < 0.4
        return HospitalStay(
            cadre=_cadre(person),
            facility=self._units[DEMO_HOSPITAL],
            admitted_on=admitted,
            discharged_on=discharged,
            visited_on=admitted + timedelta(days=2) if visited else None,
            diagnosis=self._random.choice(DIAGNOSES),
            evidence=["Giấy ra viện ghi ngày vào và ngày ra"],
        )

    def _supply(self, person: Person) -> DrugSupply:
        return DrugSupply(
            cadre=_cadre(person),
            prescribed_on=self._today - timedelta(days=self._random.randint(8, 30)),
            ordered_by="council",
            item="Thuốc giãn mạch vành theo đơn",
            invoice_number=f"HD-{90_000 + person.number}",
            cost=self._random.randint(8, 40) * 100_000,
        )

    def _illness(self, person: Person) -> CriticalIllness:
        return CriticalIllness(
            cadre=_cadre(person),
            disease="Ung thư dạ dày",
            diagnosed_on=self._today - timedelta(days=self._random.randint(8, 30)),
            facility_name="Bệnh viện K",
        )

    # --- Workbooks ------------------------------------------------------------------------------

    def leave_history(self) -> None:
        """What a hospital paid in January by its old books; nobody has confirmed it yet."""
        rows = [self._row(self._person_for("nhaplieu.bv"), date(2026, 1, 5), 7) for _ in range(3)]
        by = self._users["nhaplieu.bv"]
        batch = judge_file(
            kind="hospital_stay",
            content=event_sheet("hospital_stay", rows, paid=True),
            file_name="noi-tru-da-chi-01-2026.xlsx",
            by=by,
            options={"paid": True},
        )
        confirm_batch(batch_id=batch.pk, by=by, whole=True)

    def leave_workbooks(self) -> None:
        """Two files looked at and not yet written: one of stays, one of people."""
        good = [self._row(self._person_for("nhaplieu"), date(2026, 2, 2), 8) for _ in range(6)]
        backwards = replace(good[0], cells=_with(good[0].cells, 3, date(2026, 1, 31)))
        stranger = replace(good[1], cells=_with(good[1].cells, 0, "020060999999"))
        judge_file(
            kind="hospital_stay",
            content=event_sheet("hospital_stay", [*good[1:], backwards, stranger]),
            file_name="noi-tru-02-2026.xlsx",
            by=self._users["nhaplieu"],
            options={"submit": True},
        )
        known = [self._person_for("nhaplieu") for _ in range(5)]
        moved = replace(known[0], commune="XP-KYLUA", party_badge_years=45)
        wrong = replace(known[1], citizen_id=f"020199{known[1].citizen_id[6:]}")
        namesake = replace(known[2], citizen_id="", number=99_000)
        judge_file(
            kind="registry",
            content=registry_sheet(
                "Rà soát danh sách", map(as_known, [moved, wrong, namesake, *known[3:]])
            ),
            file_name="ra-soat.xlsx",
            by=self._users["nhaplieu"],
        )

    def _row(self, person: Person, admitted: date, days: int) -> Happening:
        discharged = admitted + timedelta(days=days - 1)
        cells = (person.citizen_id, DEMO_HOSPITAL, admitted, discharged, None, None, DIAGNOSES[0])
        return Happening(
            kind="hospital_stay",
            on=admitted,
            last_day=discharged,
            cells=cells,
            amount=days * MEAL,
            uploader=CLERK,
        )


def _cadre(person: Person) -> Cadre:
    return Cadre.objects.get(citizen_id_hash=keyed_hash(person.citizen_id))


def _with(cells: tuple[object, ...], place: int, value: object) -> tuple[object, ...]:
    return (*cells[:place], value, *cells[place + 1 :])
