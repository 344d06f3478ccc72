"""A law that arrives late: what was decided is left alone, the difference goes its own way."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from beneficiaries.models import Membership
from claims.actions import approve_many, check_many, issue_list, mark_paid, open_list, submit_many
from claims.actions.opening import question_of
from claims.assessing import assess_one
from claims.models import Claim, ClaimLine, Recalculation
from claims.proof import proof_of
from claims.recalculating.actions import begin_recalculation, decide, drop
from claims.verifying import verify
from policies import life
from policies.drafting import copy_version
from policies.models import Payer, Rate, Resolution
from tests.factories import UserFactory

LATE = date(2025, 7, 1)


@pytest.fixture
def late_law(law) -> Callable[..., Resolution]:
    """Releases a successor in force since 1/7/2025 with another sum for meals."""
    officer = UserFactory(username="cs", roles=[Role.POLICY_OFFICER])

    def release(meal: int) -> Resolution:
        head = {
            "code": "lang-son-2-2025",
            "doc_type": "Nghị quyết",
            "number": "2/2025/NQ-HĐND",
            "issued_on": date(2025, 12, 10),
            "issuer": law.issuer,
            "subject": "Thay thế",
            "effective_from": LATE,
            "replaces": law,
        }
        new = copy_version(source=law, head=head, by=officer)
        new.cases.all().delete()
        rates = Rate.objects.filter(benefit__resolution=new, benefit__code="inpatient_meal")
        if meal:
            rates.update(amount=meal)
        else:
            rates.exclude(group__code="6").delete()
        new.made_by = new.made_at = None
        new.save(update_fields=["made_by", "made_at"])
        new = life.release(resolution=new, by=None)
        _carry_groups_over(law, new)
        return new

    return release


def _carry_groups_over(old: Resolution, new: Resolution) -> None:
    groups = {group.code: group for group in new.groups.all()}
    for membership in Membership.objects.filter(resolution=old).select_related("group"):
        Membership.objects.create(
            cadre=membership.cadre,
            group=groups[membership.group.code],
            since=LATE,
            decision="Quyết định chuyển đối tượng",
        )


@pytest.fixture
def paid(claim_in, staff) -> Callable[..., Claim]:
    """A stay of twelve days of August 2025, paid under the old law."""

    def make(**fields) -> Claim:
        fields = {
            "admitted_on": date(2025, 8, 1),
            "discharged_on": date(2025, 8, 12),
            "visited_on": None,
            "fee_cost": 0,
        } | fields
        claim = claim_in("approved", **fields)
        pay(claim, staff)
        claim.refresh_from_db()
        return claim

    return make


def pay(claim: Claim, staff) -> None:
    payer = Payer.objects.get(pk=claim.payer_id)
    payment_list, _ = open_list(
        claims=[claim.pk], payer=payer, budget_year=2025, title="Chi", by=staff.cashier
    )
    issue_list(payment_list=payment_list, by=staff.cashier)
    payments = payment_list.payments.values_list("pk", flat=True)
    mark_paid(
        payment_list=payment_list,
        payments=payments,
        voucher="C2-01",
        paid_on=timezone.localdate(),
        by=staff.cashier,
    )


def through(claim: Claim, staff) -> Claim:
    """The same approval as any claim."""
    for verb, by in (
        (submit_many, staff.maker),
        (check_many, staff.checker),
        (approve_many, staff.approver),
    ):
        [outcome] = verb(claims=[claim.pk], by=by)
        assert outcome.problem == ""
    claim.refresh_from_db()
    return claim


def recalculate(law: Resolution, staff) -> Recalculation:
    begun = begin_recalculation(resolution=law, reason="Ban hành muộn", by=staff.maker)
    begun.refresh_from_db()
    assert begun.state == "judged"
    return begun


def test_arrears_are_a_claim_of_their_own(paid, late_law, staff):
    old = paid()
    assert old.amount == 12 * 190_000
    preview = recalculate(late_law(210_000), staff)
    [row] = preview.rows.all()
    assert (row.old_amount, row.new_amount, row.difference) == (2_280_000, 2_520_000, 240_000)
    assert "Đã duyệt 2.280.000 đồng, truy lĩnh 240.000 đồng." in row.reason

    [arrears] = decide(recalculation=preview, by=staff.maker)
    old.refresh_from_db()
    assert (old.amount, old.state) == (2_280_000, "paid")
    assert (arrears.amount, arrears.state) == (240_000, "draft")
    assert arrears.heading.startswith("Truy lĩnh: ")
    through(arrears, staff)
    pay(arrears, staff)
    arrears.refresh_from_db()
    assert arrears.state == "paid"
    assert sum(ClaimLine.objects.values_list("amount", flat=True)) == 2_520_000
    assert sum(ClaimLine.objects.values_list("occurrences", flat=True)) == 1
    assert sum(ClaimLine.objects.values_list("quantity", flat=True)) == 12


def test_a_second_look_finds_nothing_more(paid, late_law, staff):
    paid()
    law = late_law(210_000)
    [arrears] = decide(recalculation=recalculate(law, staff), by=staff.maker)
    through(arrears, staff)
    assert not recalculate(law, staff).rows.exists()


def test_what_was_paid_too_much_is_taken_back(paid, late_law, staff):
    paid()
    [recovery] = decide(recalculation=recalculate(late_law(150_000), staff), by=staff.maker)
    assert recovery.amount == 12 * (150_000 - 190_000)
    assert recovery.heading.startswith("Thu hồi: ")
    through(recovery, staff)
    pay(recovery, staff)
    recovery.refresh_from_db()
    assert recovery.state == "paid"


def test_a_benefit_that_is_gone_is_taken_back_whole(paid, late_law, staff):
    paid()
    [recovery] = decide(recalculation=recalculate(late_law(0), staff), by=staff.maker)
    [line] = recovery.lines.all()
    assert (line.amount, line.quantity, line.occurrences) == (-2_280_000, -12, -1)
    assert "không còn hưởng" in line.sentence
    through(recovery, staff)


def test_what_happened_before_the_new_law_is_untouched(paid, late_law, staff):
    paid(admitted_on=date(2025, 6, 1), discharged_on=date(2025, 6, 12))
    assert not recalculate(late_law(210_000), staff).rows.exists()


def test_what_is_still_under_way_is_left_to_its_approval(claim_in, late_law, staff):
    claim_in("checked", admitted_on=date(2025, 8, 1), discharged_on=date(2025, 8, 12))
    assert not recalculate(late_law(210_000), staff).rows.exists()


def test_the_corrected_use_counts_once_against_limits(paid, late_law, staff):
    old = paid()
    law = late_law(210_000)
    [arrears] = decide(recalculation=recalculate(law, staff), by=staff.maker)
    fact = old.cadre.hospital_stays.get()
    answer = assess_one(question_of(fact, (old.pk, arrears.pk)))
    assert answer.amount == 2_520_000


def test_changed_meanwhile_it_must_be_seen_anew(paid, late_law, staff):
    paid()
    preview = recalculate(late_law(210_000), staff)
    preview.rows.update(new_amount=1)
    with pytest.raises(ValidationError, match="tính lại từ đầu"):
        decide(recalculation=preview, by=staff.maker)
    assert not Claim.objects.filter(recalculation=preview).exists()


def test_one_open_occasion_a_law(paid, late_law, staff):
    law = late_law(210_000)
    first = recalculate(law, staff)
    with pytest.raises(ValidationError, match="chưa xong"):
        begin_recalculation(resolution=law, reason="lần nữa", by=staff.maker)
    drop(recalculation=first, by=staff.maker)
    recalculate(law, staff)


def test_a_draft_is_simulated_not_recalculated(law, staff):
    officer = UserFactory(username="cs2", roles=[Role.POLICY_OFFICER])
    head = {"code": "nhap", "number": "9/2026/NQ-HĐND", "effective_from": LATE + timedelta(1)}
    head |= {"doc_type": "Nghị quyết", "issued_on": LATE, "issuer": "HĐND", "subject": "x"}
    draft = copy_version(source=law, head=head, by=officer)
    with pytest.raises(ValidationError, match="mô phỏng"):
        begin_recalculation(resolution=draft, reason="thử", by=staff.maker)


@pytest.mark.parametrize(
    ("meal", "words"),
    [
        (210_000, "Hai trăm bốn mươi nghìn đồng"),
        (150_000, "Thu hồi bốn trăm tám mươi nghìn đồng"),
    ],
)
def test_a_ledger_with_corrections_holds(meal, words, paid, late_law, staff):
    """What was paid by the old law and what corrects it are both asked for again."""
    paid()
    assert verify().fault is None
    [correction] = decide(recalculation=recalculate(late_law(meal), staff), by=staff.maker)
    assert verify().fault is None
    through(correction, staff)
    pay(correction, staff)
    walk = verify()
    assert walk.fault is None
    assert walk.amount == 12 * meal
    assert (walk.rechecked.same, walk.rechecked.frozen) == (1, 1)
    correction.refresh_from_db()
    assert proof_of(correction, staff.checker)["words"] == words
