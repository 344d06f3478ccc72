"""What the measurements stand on: people in a workbook, and up to a million claims."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from django.db import connection

from checkups.models import HospitalStay
from claims.actions import approve, check, open_claim, submit
from claims.models import Claim, ClaimLine
from config.demo.lang_son.people import Person, everybody
from policies.models import Resolution

PEOPLE, BAD = 10_000, 100
CLAIMS = 200_000
MANY_CLAIMS = 1_000_000
FUTURE = date(2030, 1, 1)
BENEFITS = (
    ("hospital_visit_gift", "1"),
    ("inpatient_meal", "4"),
    ("inpatient_meal", "6"),
    ("convalescence_centre", "6"),
    ("hospital_fee_support", "4"),
    ("special_drug", "2"),
    ("periodic_checkup", "3"),
    ("periodic_checkup", "4"),
)


def ten_thousand_people() -> list[Person]:
    """Different people, a hundred of whom are wrong in one of five ways."""
    drawn = [person for seed in (1, 2, 3) for person in everybody(Random(seed))]
    distinct = list({(person.full_name, person.birth_date): person for person in drawn}.values())
    people = [
        replace(
            person,
            number=number,
            citizen_id=f"{person.citizen_id[:6]}{900_000 + number:06d}",
            is_new=False,
        )
        for number, person in enumerate(distinct[:PEOPLE], start=1)
    ]
    for turn in range(BAD):
        place = turn * (PEOPLE // BAD)
        people[place] = _spoilt(people[place], turn % 5)
    return people


def _spoilt(person: Person, way: int) -> Person:
    return (
        replace(person, citizen_id=person.citizen_id[:-1]),
        replace(person, sex="Nữ" if person.sex == "Nam" else "Nam"),
        replace(person, birth_date=FUTURE),
        replace(person, managing_unit="KHONG-CO"),
        replace(person, insurance_number="HT-12"),
    )[way]


def approved_claim(stay: HospitalStay, users: dict) -> Claim:
    """One claim that went through the office; the others are made after its pattern."""
    [pattern] = open_claim(fact=stay, by=users["nhaplieu"])
    for verb, who in ((submit, "nhaplieu"), (check, "thamdinh"), (approve, "lanhdao")):
        pattern = verb(claim=pattern, by=users[who])
    return pattern


def fill_ledger(pattern: Claim, resolution: Resolution, numbers: range) -> None:
    """The claims of these numbers, made by the database after the pattern."""
    rates = _rates(resolution)
    with connection.cursor() as cursor:
        for model in (Claim, ClaimLine):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        cursor.execute(
            "CREATE TEMP TABLE people AS SELECT row_number() OVER (ORDER BY c.id) - 1 AS place,"
            " c.id, c.full_name, c.search_name, m.group_id FROM beneficiaries_cadre c"
            " JOIN beneficiaries_membership m ON m.cadre_id = c.id"
        )
        cursor.execute("CREATE INDEX ON people (place)")
        cursor.execute("SELECT count(*) FROM people")
        [people] = cursor.fetchone()
        cursor.execute(_claims_statement(pattern, people, numbers))
        cursor.execute(
            _lines_statement(pattern, numbers), [[b for b, _ in rates], [r for _, r in rates]]
        )
        cursor.execute("DROP TABLE people")
        for model in (Claim, ClaimLine):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE claims_claim, claims_claimline, beneficiaries_cadre")


def _rates(resolution: Resolution) -> Sequence[tuple[int, int]]:
    found = []
    for benefit, group in BENEFITS:
        rates = resolution.benefits.get(code=benefit).rates
        rate = rates.filter(group__code=group).earliest("pk")
        found.append((rate.benefit_id, rate.pk))
    return found


def _claims_statement(pattern: Claim, people: int, numbers: range) -> str:
    """Claim number n: of one person after the other, through the days of 2025, nearly all paid."""
    day = "DATE '2025-01-01' + n % 340"
    values = {
        "number": "'HS-2025-' || lpad((900000 + n)::text, 7, '0')",
        "cadre_id": "p.id",
        "payee_name": "p.full_name",
        "search_name": "p.search_name",
        "group_id": "p.group_id",
        "fact_id": "t.fact_id + n",
        "event_on": day,
        "event_until": f"{day} + n % 14",
        "entitlement_year": "2025",
        "category": "CASE n % 8 WHEN 6 THEN 'round_1' WHEN 7 THEN 'round_2' ELSE '' END",
        "amount": "190000 * (n % 14 + 1)",
        "state": "CASE WHEN n % 40 < 38 THEN 'paid' WHEN n % 40 = 38 THEN 'submitted'"
        " ELSE 'checked' END",
        "paid_on": f"{day} + 20",
        "voucher": "'C2-' || n % 900",
        "budget_year": "2025",
    }
    columns = [field.column for field in Claim._meta.concrete_fields if not field.primary_key]
    chosen = ", ".join(values.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f"INSERT INTO claims_claim ({names}) SELECT {chosen}"
        f" FROM generate_series({numbers.start}, {numbers.stop - 1}) n"
        f" JOIN people p ON p.place = (n::bigint * 7919) % {people}"
        f" CROSS JOIN (SELECT * FROM claims_claim WHERE id = {pattern.pk}) t"
    )


def _lines_statement(pattern: Claim, numbers: range) -> str:
    """One line a claim, its benefit by the last digits of the claim's number."""
    values = {
        "claim_id": "c.id",
        "benefit_id": "(%s::bigint[])[1 + c.id %% 8]",
        "rate_id": "(%s::bigint[])[1 + c.id %% 8]",
        "quantity": "c.amount / 190000",
        "uncapped_amount": "c.amount",
        "amount": "c.amount",
    }
    columns = [field.column for field in ClaimLine._meta.concrete_fields if not field.primary_key]
    chosen = ", ".join(values.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f"INSERT INTO claims_claimline ({names}) SELECT {chosen}"
        f" FROM claims_claim c CROSS JOIN (SELECT * FROM claims_claimline"
        f" WHERE claim_id = {pattern.pk} ORDER BY position LIMIT 1) t"
        f" WHERE c.fact_kind = '{pattern.fact_kind}' AND c.fact_id BETWEEN"
        f" {pattern.fact_id + numbers.start} AND {pattern.fact_id + numbers.stop - 1}"
    )
