"""Everything paid is sealed in one chain, and no stored value can be changed unnoticed."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.roles import Role
from claims import sealed_record
from claims.actions import confirm_taken_over, mark_failed, mark_paid, open_claim, open_claims
from claims.models import (
    Claim,
    ClaimEvent,
    ClaimLine,
    Payment,
    PaymentList,
    Seal,
    SealedLaw,
)
from claims.models.seal import BEFORE_THE_FIRST
from claims.sealed_record import CLAIM, EVENT, LINE, NOT_SEALED, PAYMENT, PAYMENT_LIST
from claims.sealing import seal
from claims.verifying import verify
from convalescence.models import Participation, Trip, TripKind
from policies.models import BeneficiaryGroup, Benefit, Payer, Rate, Resolution
from tests.claims.conftest import bring, list_of
from tests.factories import HospitalFactory, StayFactory, UserFactory, entitled_cadre
from tests.law import law_in_force

TODAY = timezone.localdate()


def pay(payment_list: PaymentList, by, voucher: str = "C2-01") -> None:
    ids = list(payment_list.payments.filter(state="waiting").values_list("pk", flat=True))
    outcomes = mark_paid(
        payment_list=payment_list, payments=ids, voucher=voucher, paid_on=TODAY, by=by
    )
    assert all(outcome.done for outcome in outcomes)


def fail(payment_list: PaymentList, by) -> None:
    ids = list(payment_list.payments.values_list("pk", flat=True))
    mark_failed(payment_list=payment_list, payments=ids, reason="Sai số tài khoản.", by=by)


# --- Sealing ------------------------------------------------------------------------------------


def test_what_is_paid_is_sealed_in_the_order_of_its_numbers(claim_in, staff):
    claims = [claim_in("approved") for _ in range(3)]
    assert not Seal.objects.exists()
    pay(list_of(claims[::-1], staff, issued=True), staff.cashier)
    seals = list(Seal.objects.order_by("position"))
    assert [link.claim_id for link in seals] == [claim.pk for claim in claims]
    assert [link.position for link in seals] == [1, 2, 3]
    assert [link.previous_hash for link in seals] == [
        BEFORE_THE_FIRST,
        seals[0].hash,
        seals[1].hash,
    ]


def test_the_hash_can_be_reckoned_by_hand(claim_in, staff):
    claim = claim_in("approved")
    pay(list_of([claim], staff, issued=True), staff.cashier)
    link = Seal.objects.get()
    text = (
        f'{{"position":1,"previous_hash":"{"0" * 64}","claim_id":{claim.pk},'
        f'"sealed_at":"{link.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")}",'
        f'"record":{link.record}}}'
    )
    assert json.loads(text)["record"]["claim"][1] == claim.number
    assert hashlib.sha256(text.encode()).hexdigest() == link.hash


def test_the_record_holds_lines_steps_payment_and_law(claim_in, staff):
    claim = claim_in("approved")
    pay(list_of([claim], staff, issued=True), staff.cashier)
    record = json.loads(Seal.objects.get().record)
    line = claim.lines.get()
    assert record["lines"][0][LINE.index("sentence")] == line.sentence
    assert [row[EVENT.index("action")] for row in record["events"]] == [
        *("open", "submit", "check", "approve", "list", "pay")
    ]
    assert record["events"][3][EVENT.index("job_title")] == staff.approver.job_title
    assert record["payments"][0][PAYMENT.index("voucher")] == "C2-01"
    law = json.loads(SealedLaw.objects.get(hash=record["law"][str(line.rate_id)]).text)
    assert law["rate"]["amount"] == line.rate.amount
    assert law["resolution"]["code"] == claim.resolution.code


def test_the_record_shows_no_number_of_a_person(claim_in, staff):
    claim = claim_in("approved")
    pay(list_of([claim], staff, issued=True), staff.cashier)
    record = Seal.objects.get().record
    assert claim.cadre.citizen_id not in record
    assert claim.cadre.bank_account not in record


def test_what_another_budget_pays_is_sealed_when_settled(law, staff):
    trip = Trip.objects.create(
        resolution=law,
        kind=TripKind.OUT_OF_PROVINCE,
        code="doan-thu",
        place="Sầm Sơn",
        begins_on=date(2025, 6, 2),
        ends_on=date(2025, 6, 8),
        quota=20,
    )
    cadre = entitled_cadre(law, group="1")
    fact = Participation.objects.create(
        trip=trip, cadre=cadre, days=7, unit=staff.maker.unit, recorded_by=staff.maker
    )
    [claim] = open_claim(fact=fact, by=staff.maker)
    bring(claim, "approved", staff)
    assert claim.seal.position == 1
    assert verify().fault is None


def test_a_failed_payment_seals_nothing(claim_in, staff):
    fail(list_of([claim_in("approved")], staff, issued=True), staff.cashier)
    assert not Seal.objects.exists()


def test_a_payment_that_is_rolled_back_leaves_no_link(claim_in, staff):
    paper = list_of([claim_in("approved")], staff, issued=True)
    with transaction.atomic():
        pay(paper, staff.cashier)
        transaction.set_rollback(True)
    assert not Seal.objects.exists()


def test_claims_are_sealed_in_few_statements(claim_in, staff, django_assert_max_num_queries):
    claims = [claim_in("approved") for _ in range(6)]
    pay(list_of(claims[:1], staff, issued=True), staff.cashier)
    paper = list_of(claims[1:], staff, issued=True)
    pay(paper, staff.cashier)
    Claim.objects.all()
    ids = [claim.pk for claim in claims]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("DELETE FROM claims_seal")
        with django_assert_max_num_queries(12):
            seal(ids, timezone.now())
    assert verify().fault is None


def test_nothing_is_sealed_twice(claim_in, staff):
    claim = claim_in("approved")
    pay(list_of([claim], staff, issued=True), staff.cashier)
    with pytest.raises(IntegrityError), transaction.atomic():
        seal([claim.pk], timezone.now())


# --- The database holds the chain ---------------------------------------------------------------


@pytest.fixture
def link(claim_in, staff) -> Seal:
    pay(list_of([claim_in("approved"), claim_in("approved")], staff, issued=True), staff.cashier)
    return Seal.objects.get(position=2)


@pytest.mark.parametrize("field", ["hash", "record", "sealed_at"])
def test_a_link_is_never_changed(field, link):
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Seal.objects.filter(pk=2).update(**{field: getattr(link, field)})


def test_a_link_is_never_taken_away(link):
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        link.delete()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        SealedLaw.objects.all().delete()


@pytest.mark.parametrize(
    ("position", "previous"),
    [(4, "of_two"), (3, "of_one"), (3, "zeros")],
    ids=["gap", "fork", "new beginning"],
)
def test_a_link_joins_the_end_of_the_chain(position, previous, link, claim_in):
    hashes = {
        "of_two": link.hash,
        "of_one": link.previous_hash,
        "zeros": BEFORE_THE_FIRST,
    }
    stray = Seal(
        position=position,
        claim=claim_in("approved"),
        previous_hash=hashes[previous],
        hash="f" * 64,
        sealed_at=timezone.now(),
        record="{}",
    )
    with pytest.raises(DatabaseError, match="không nối vào cuối chuỗi"), transaction.atomic():
        stray.save(force_insert=True)


# --- Nothing can be changed unnoticed -----------------------------------------------------------


@pytest.fixture(scope="module")
def ledger_of_module(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Paid at once, paid at the second attempt, and paid before the portal began."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = build_ledger()
        connection.check_constraints()
        yield built
        transaction.set_rollback(True)


def build_ledger() -> SimpleNamespace:
    law = law_in_force()
    staff = SimpleNamespace(
        maker=UserFactory(roles=[Role.DATA_ENTRY]),
        checker=UserFactory(roles=[Role.CHECKER]),
        approver=UserFactory(roles=[Role.APPROVER]),
        cashier=UserFactory(roles=[Role.CASHIER]),
    )
    facility = HospitalFactory()
    stays = [
        StayFactory(cadre=entitled_cadre(law), facility=facility, recorded_by=staff.maker)
        for _ in range(3)
    ]
    [[first], [second]] = open_claims(facts=stays[:2], by=staff.maker)
    for outcome in (first, second):
        bring(outcome.claim, "approved", staff)
    fail(list_of([second.claim], staff, issued=True), staff.cashier)
    pay(list_of([first.claim, second.claim], staff, issued=True), staff.cashier)
    [[old]] = open_claims(facts=stays[2:], by=staff.maker, taken_over=True)
    Claim.objects.filter(pk=old.claim.pk).update(voucher="CŨ-1", paid_on=date(2025, 7, 1))
    confirm_taken_over(claims=[old.claim.pk], by=staff.checker)
    return SimpleNamespace(
        law=law,
        stay=stays[0],
        claims=[first.claim, second.claim, old.claim],
        line=second.claim.lines.get(),
    )


@pytest.fixture
def ledger(ledger_of_module, db) -> Iterator[SimpleNamespace]:
    """The same for each test: what a test does to it is undone."""
    with transaction.atomic():
        yield ledger_of_module
        transaction.set_rollback(True)


def test_an_untouched_ledger_holds(ledger):
    walk = verify()
    assert walk.fault is None
    assert (walk.claims, walk.end.position) == (3, 3)
    assert walk.rechecked.same == 3
    assert walk.amount == sum(claim.amount for claim in ledger.claims)


ROWS: dict[type[models.Model], Any] = {
    Claim: lambda ledger: ledger.claims[1].pk,
    ClaimLine: lambda ledger: ledger.line.pk,
    ClaimEvent: lambda ledger: ledger.claims[1].events.get(action="approve").pk,
    Payment: lambda ledger: ledger.claims[1].payments.get(state="paid").pk,
    PaymentList: lambda ledger: ledger.claims[1].payments.get(state="paid").payment_list_id,
    Seal: lambda ledger: ledger.claims[1].seal.pk,
    SealedLaw: lambda ledger: SealedLaw.objects.earliest("hash").pk,
    Rate: lambda ledger: ledger.line.rate_id,
    Benefit: lambda ledger: ledger.line.benefit_id,
    Resolution: lambda ledger: ledger.law.pk,
    BeneficiaryGroup: lambda ledger: ledger.line.rate.group_id,
    Payer: lambda ledger: ledger.line.rate.payer_id,
}
HIDDEN = {"snapshot", "bank_account"}
FLIPS = [
    (model, field)
    for model in ROWS
    for field in model._meta.concrete_fields
    if field.column in HIDDEN or field.column not in NOT_SEALED.get(model._meta.db_table, ())
]


@pytest.mark.parametrize(
    ("model", "field"), FLIPS, ids=[f"{model._meta.db_table}.{f.column}" for model, f in FLIPS]
)
def test_every_flip_is_found(model, field, ledger):
    flip(model, field, ROWS[model](ledger))
    fault = verify().fault
    assert fault is not None
    assert str(fault).startswith(("Hồ sơ ", "Văn bản đã niêm phong"))


def flip(model: type[models.Model], field: models.Field, key: Any) -> None:
    """Change one value past triggers and references; past checks, too, if they stand against it."""
    table, column, own = model._meta.db_table, field.column, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f'SELECT "{column}" FROM {table} WHERE "{own}" = %s', [key])
        [value] = cursor.fetchone()
        statement = f'UPDATE {table} SET "{column}" = %s WHERE "{own}" = %s'
        others = other_values(value, field)
        if not any(written(statement, other, key) for other in others):
            drop_checks(table)
            assert any(written(statement, other, key) for other in others)


def written(statement: str, value: Any, key: Any) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [value, key])
            return cursor.rowcount == 1
    except IntegrityError:
        return False


def drop_checks(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'",
            [table],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def other_values(value: Any, field: models.Field) -> list[Any]:
    if isinstance(field, models.JSONField):
        return [json.dumps([["Khác", "1"]])]
    if isinstance(value, list):
        return [[*value, "x"]]
    if isinstance(value, bytes | memoryview):
        sealed = bytearray(value)
        sealed[len(sealed) // 2] ^= 1
        return [bytes(sealed)]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value ^ 1, value - 1, value + 1_000]
    if isinstance(value, datetime):
        return [value + timedelta(microseconds=1)]
    if isinstance(value, date):
        return [value + timedelta(days=1)]
    if value:
        last = ord(value[-1])
        turned = [value[:-1] + chr(last ^ bit) for bit in (1, 2, 4, 8)]
        return turned + [code for code, _ in field.choices or () if code != value]
    if isinstance(field, models.DateTimeField):
        return [timezone.now()]
    return [date(2024, 1, 1), date(2030, 1, 1)] if isinstance(field, models.DateField) else [1]


@pytest.mark.parametrize("place", range(0, 64, 7))
def test_every_letter_of_a_hash_counts(place, ledger):
    link = ledger.claims[0].seal
    letter = "0" if link.hash[place] != "0" else "1"
    run("UPDATE claims_seal SET hash = %s WHERE position = 1", replaced(link.hash, place, letter))
    assert "mã băm" in str(verify().fault)


def test_every_byte_of_a_sentence_counts(ledger):
    sentence = ledger.line.sentence
    for place in range(len(sentence)):
        run(
            "UPDATE claims_claimline SET sentence = %s WHERE id = %s",
            replaced(sentence, place, chr(ord(sentence[place]) ^ 1)),
            ledger.line.pk,
        )
        assert "diễn giải" in str(verify(first=2, limit=1).fault)


def replaced(text: str, place: int, letter: str) -> str:
    return text[:place] + letter + text[place + 1 :]


def run(statement: str, *values: Any) -> None:
    """Past triggers and references."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM claims_claimevent WHERE claim_id = %s AND action = 'check'", "bước xử lý"),
        ("DELETE FROM claims_claimline WHERE claim_id = %s", "dòng tính 1"),
        ("DELETE FROM claims_payment WHERE claim_id = %s AND state = 'failed'", "lần chi 1"),
        ("DELETE FROM claims_claim WHERE id = %s", "đã bị xóa khỏi sổ"),
        ("DELETE FROM claims_seal WHERE claim_id = %s", "vị trí trong chuỗi niêm phong"),
        ("UPDATE claims_claim SET state = 'draft' WHERE id = %s", "tình trạng"),
        (
            "INSERT INTO claims_claimline (claim_id, position, benefit_id, rate_id, article,"
            " quantity, unit, unit_amount, uncapped_amount, amount, ceiling, sentence, decided_on)"
            " SELECT claim_id, 2, 1, rate_id, '', 1, '', 1, 1, 1, '', '', decided_on"
            " FROM claims_claimline"
            " WHERE claim_id = %s",
            "dòng tính 2",
        ),
    ],
    ids=["step", "line", "payment", "claim", "link", "state", "added line"],
)
def test_rows_taken_away_or_added_are_found(statement, words, ledger):
    run(statement, ledger.claims[1].pk)
    assert words in str(verify().fault)


def test_the_last_link_can_not_be_cut_off(ledger):
    run("DELETE FROM claims_seal WHERE position = 3")
    assert str(verify().fault) == (
        f"Hồ sơ {ledger.claims[2].number}, niêm phong: phải là có trong chuỗi; "
        "trong sổ: không có, dù hồ sơ ở tình trạng “Đã chi”."
    )


def test_a_ledger_written_anew_from_a_link_on_lacks_the_hash_on_paper(ledger, capsys):
    """Who can write everything can make a new chain; a printed hash gives it away."""
    printed = Seal.objects.get(position=3).hash
    run("UPDATE claims_claimline SET sentence = 'Khác.' WHERE id = %s", ledger.line.pk)
    run("DELETE FROM claims_seal")
    call_command("seal_ledger")
    assert verify().fault is None
    with pytest.raises(SystemExit):
        call_command("verify_ledger", hash=printed)
    assert "Mã băm in trên giấy không còn trong chuỗi" in capsys.readouterr().out


# --- What the record seals ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "sealed", "tied"),
    [
        (Claim, CLAIM, ()),
        (ClaimLine, LINE, ("claim_id",)),
        (ClaimEvent, EVENT, ("claim_id",)),
        (Payment, PAYMENT, ("claim_id",)),
        (PaymentList, PAYMENT_LIST, ()),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_every_column_is_sealed_or_named_as_not(model, sealed, tied):
    """A new column goes to the end of its list in ``claims.sealed_record``, or into NOT_SEALED."""
    columns = {field.column for field in model._meta.concrete_fields}
    assert columns == {*sealed, *tied, *NOT_SEALED.get(model._meta.db_table, ())}


def test_a_column_sealed_later_breaks_no_older_record(ledger, monkeypatch):
    monkeypatch.setattr(
        "claims.sealed_record.LINES",
        sealed_record.LINES.replace(f'l."{LINE[-1]}")', f"l.\"{LINE[-1]}\", 'mới')"),
    )
    assert verify().fault is None
    flip(ClaimLine, ClaimLine._meta.get_field("article"), ledger.line.pk)
    assert "dòng tính 1, điều khoản" in str(verify().fault)


# --- Sums and results ---------------------------------------------------------------------------


def resealed() -> None:
    """The chain made anew over what is stored now: sums and rules have to find it alone."""
    run("DELETE FROM claims_seal")
    call_command("seal_ledger")


def test_a_sum_that_is_wrong_when_sealed_is_found(ledger):
    run("UPDATE claims_claim SET amount = amount - 1 WHERE id = %s", ledger.claims[1].pk)
    resealed()
    assert "tổng các dòng tính" in str(verify().fault)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("amount", 1, "số tiền của lần chi"),
        ("voucher", "KHÁC", "số chứng từ của lần chi"),
        ("paid_on", date(2025, 1, 1), "ngày của lần chi"),
        ("state", "waiting", "số tiền của lần chi"),
    ],
)
def test_a_payment_that_is_not_the_claim_is_found(column, value, words, ledger):
    run(f"UPDATE claims_payment SET {column} = %s WHERE state = 'paid'", value)
    resealed()
    assert words in str(verify().fault)


def test_a_result_that_the_rules_never_gave_is_found(ledger):
    for statement in (
        "UPDATE claims_claimline SET amount = 1, uncapped_amount = 1 WHERE claim_id = %s",
        "UPDATE claims_claim SET amount = 1 WHERE id = %s",
        "UPDATE claims_payment SET amount = 1 WHERE claim_id = %s",
    ):
        run(statement, ledger.claims[0].pk)
    resealed()
    assert str(verify().fault) == (
        f"Hồ sơ {ledger.claims[0].number}, kết quả tính lại dòng 1 (Tiền ăn nội trú): phải là "
        "3 ngày × 190.000 → 570.000 đồng; trong sổ: 3 ngày × 190.000 → 1 đồng."
    )


def test_a_fact_changed_after_payment_is_found_and_told(ledger):
    run(
        "UPDATE checkups_hospitalstay SET discharged_on = '2025-06-05' WHERE id = %s",
        ledger.stay.pk,
    )
    assert str(verify().fault).endswith(
        "Sự việc đã sửa sau khi duyệt: Ra viện lúc duyệt là “04/06/2025”, nay là “05/06/2025”."
    )


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM checkups_hospitalstay WHERE id = %s", "đã bị xóa"),
        ("UPDATE checkups_hospitalstay SET cancelled_at = now(), cancelled_by_id = recorded_by_id"
         " WHERE id = %s", "đã bị hủy"),
    ],
    ids=["deleted", "cancelled"],
)  # fmt: skip
def test_a_fact_that_is_gone_is_found(statement, words, ledger):
    run(statement, ledger.stay.pk)
    assert "sự việc: phải là còn" in str(verify().fault)
    assert words in str(verify().fault)


def test_who_has_left_the_group_since_was_paid_rightly(ledger):
    """An edit of a person changes nothing that was paid: the group is frozen on the claim."""
    run("DELETE FROM beneficiaries_membership WHERE cadre_id = %s", ledger.claims[0].cadre_id)
    walk = verify()
    assert walk.fault is None
    assert (walk.rechecked.same, walk.rechecked.frozen) == (2, 1)


def test_a_part_of_the_chain_can_be_verified(ledger):
    run("UPDATE claims_claimline SET sentence = 'x' WHERE id = %s", ledger.line.pk)
    assert verify(first=1, limit=1).fault is None
    assert verify(first=2, limit=1).fault
    assert verify(first=3).fault is None


# --- The command --------------------------------------------------------------------------------


def test_the_command_tells_the_end_of_the_chain(ledger, capsys):
    call_command("verify_ledger", hash=Seal.objects.get(position=1).hash)
    told = capsys.readouterr()
    assert "Sổ khớp: 3 hồ sơ" in told.out
    assert f"Cuối chuỗi: vị trí 3, mã băm {Seal.objects.get(position=3).hash}" in told.out
    assert "Đã kiểm 3 / 3 hồ sơ" in told.err


def test_the_command_names_the_first_row_and_exits_with_1(ledger, capsys):
    run("UPDATE claims_claimline SET unit_amount = 1 WHERE id = %s", ledger.line.pk)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_ledger")
    assert ended.value.code == 1
    assert capsys.readouterr().out == (
        f"KHÔNG KHỚP. Hồ sơ {ledger.claims[1].number}, dòng tính 1, mức (đồng): phải là 190000; "
        "trong sổ: 1.\n"
    )


def test_the_law_behind_a_payment_is_told_by_name(ledger):
    run("UPDATE policies_rate SET amount = 200000 WHERE id = %s", ledger.line.rate_id)
    assert str(verify().fault).endswith(
        "mức hưởng “Tiền ăn nội trú, Đối tượng 4”, mức (đồng): phải là 190000; trong sổ: 200000."
    )


def test_what_was_paid_before_the_chain_began_is_sealed_later(ledger, capsys):
    run("DELETE FROM claims_seal")
    call_command("seal_ledger")
    assert "Đã niêm phong thêm 3 hồ sơ." in capsys.readouterr().out
    assert verify().claims == 3


def test_a_limit_added_to_a_law_is_found(ledger):
    run(
        "INSERT INTO policies_limit (resolution_id, benefit_id, benefits, conditions, measure,"
        ' "window", value, cycle_years, exceptional_by, article, confidence, basis, quote)'
        " VALUES (%s, %s, '{}', '[]', 'amount', 'year', 1000, 1, '', '', 'stated', '', '')",
        ledger.law.pk,
        ledger.line.benefit_id,
    )
    assert "hạn mức của “Tiền ăn nội trú”" in str(verify().fault)
