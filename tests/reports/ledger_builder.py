"""A small ledger built by hand: claims as they stand after approval and payment."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import Unit, UnitKind, User
from accounts.roles import Role
from beneficiaries.models import Cadre, CardKind, HealthCard, Membership, Sex
from claims.models import Claim, ClaimLine, ClaimState, Recipient, RecipientKind
from config.names import normalise_for_search
from policies.models import BeneficiaryGroup, Benefit, Payer, Rate, Resolution
from tests.law import law_in_force

NOON = datetime(2025, 12, 1, 12, tzinfo=timezone.get_default_timezone())


@dataclass
class LedgerBuilder:
    """Units, people and done claims of the year 2025 under NQ 24/2024."""

    serial: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.department = Unit.objects.create(
            code="SYT", name="Sở Y tế Lạng Sơn", kind=UnitKind.DEPARTMENT
        )
        self.commune = Unit.objects.create(code="X1", name="Xã Đồng Đăng", kind=UnitKind.COMMUNE)
        self.maker = self.user(Role.DATA_ENTRY)
        self.checker = self.user(Role.CHECKER)
        self.approver = self.user(Role.APPROVER)
        self.reporter = self.user(Role.REPORTER)
        self.under(law_in_force())
        self.payer = Payer.objects.get(code="ngan-sach-tinh")
        self.central = Payer.objects.get(code="ban-to-chuc-trung-uong")

    def under(self, resolution: Resolution) -> None:
        """What follows happens by this law."""
        self.resolution = resolution
        self.groups: dict[str, BeneficiaryGroup] = {
            group.code: group for group in self.resolution.groups.all()
        }
        self.benefits: dict[str, Benefit] = {
            benefit.code: benefit for benefit in self.resolution.benefits.all()
        }
        self.rates: dict[str, Rate] = {
            rate.benefit.code: rate
            for rate in Rate.objects.filter(benefit__resolution=self.resolution).select_related(
                "benefit"
            )
        }

    def user(self, role: Role, unit: Unit | None = None, name: str = "") -> User:
        user = User(
            username=name or role.value,
            full_name=f"Người {role.label}",
            unit=unit or self.department,
            job_title="Chuyên viên",
            roles=[role],
        )
        user.set_unusable_password()
        user.save()
        return user

    def cadre(self, group: str = "3", *, unit: Unit | None = None, **fields: Any) -> Cadre:
        number = next(self.serial)
        cadre = Cadre(
            **{
                "full_name": f"Hoàng Thị Mai {number}",
                "birth_date": date(1960, 1, 1),
                "sex": Sex.FEMALE,
                "managing_unit": unit or self.department,
            }
            | fields
        )
        cadre.set_derived()
        cadre.save()
        Membership.objects.create(
            cadre=cadre,
            group=self.groups[group],
            resolution=self.resolution,
            since=date(2024, 12, 10),
            decision="QĐ 01",
        )
        return cadre

    def staff(self) -> Recipient:
        number = next(self.serial)
        return Recipient.objects.create(
            kind=RecipientKind.STAFF,
            code=f"NV{number}",
            name=f"Nông Văn {number}",
            unit=self.department,
        )

    def card(
        self, cadre: Cadre, group: str, kind: CardKind = CardKind.NEW, **fields: Any
    ) -> HealthCard:
        return HealthCard.objects.create(
            **{
                "cadre": cadre,
                "group": self.groups[group],
                "number": f"T{next(self.serial):05d}",
                "kind": kind,
                "issued_on": date(2025, 5, 5),
            }
            | fields
        )

    def done(
        self,
        person: Cadre | Recipient,
        *lines: tuple[str, int, int],
        group: str = "3",
        on: date = date(2025, 3, 3),
        paid_on: date | None = date(2025, 4, 4),
        category: str = "",
        state: ClaimState = ClaimState.PAID,
        payer: Payer | None = None,
    ) -> Claim:
        """A claim with (benefit, quantity, amount) lines, in its last state."""
        cadre = person if isinstance(person, Cadre) else None
        recipient = person if isinstance(person, Recipient) else None
        number = next(self.serial)
        claim = Claim.objects.create(
            number=f"HS-2025-{number:06d}",
            heading="Sự việc",
            resolution=self.resolution,
            payer=payer or self.payer,
            cadre=cadre,
            recipient=recipient,
            payee_name=str(person),
            search_name=normalise_for_search(str(person)),
            group=self.groups[group] if cadre else None,
            fact_kind="test",
            fact_id=number,
            event_on=on,
            event_until=on,
            entitlement_year=on.year,
            category=category,
            unit=self.department,
            scope=[self.department.pk, *([cadre.managing_unit_id] if cadre else [])],
            amount=sum(amount for _, _, amount in lines),
            made_at=NOON,
            made_by=self.maker,
        )
        ClaimLine.objects.bulk_create(
            ClaimLine(
                claim=claim,
                position=position,
                benefit=self.benefits[benefit],
                rate=self.rates[benefit],
                article="điểm a",
                quantity=quantity,
                unit=self.benefits[benefit].unit,
                unit_amount=amount,
                uncapped_amount=amount,
                amount=amount,
                sentence="Theo mức hưởng.",
                decided_on=claim.event_on,
            )
            for position, (benefit, quantity, amount) in enumerate(lines, start=1)
        )
        paid = state == ClaimState.PAID
        Claim.objects.filter(pk=claim.pk).update(
            state=state,
            checked_at=NOON,
            checked_by=self.checker,
            approved_at=NOON,
            approved_by=self.approver,
            paid_on=paid_on if paid else None,
            voucher="UNC-01" if paid else "",
            budget_year=on.year if paid else None,
        )
        return claim
