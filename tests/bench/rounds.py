"""A round of 8,000 people from the list to the claims, and a year's plan, beside bare peers.

The peers do the least that could be called the same: rows that nobody judged, written by one
statement; a bill looked up by one number; claims opened one after the other. All times are those
in which the program and its database were busy.
"""

import io
from collections.abc import Iterator
from datetime import date
from functools import partial

from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from accounts.models import Unit, User
from beneficiaries.models import Cadre
from checkups.billing import ROUND
from checkups.models import Checkup, CheckupRound
from checkups.rounds.actions import propose
from claims.actions import record_fact
from claims.billing.deciding import accept_bill, decide_lines
from claims.billing.opening import Opened, open_bill
from claims.billing.reading import match_bill, upload_bill
from claims.models import Bill, Finding
from config.encryption import keyed_hash
from convalescence.planning.proposing import propose as propose_plan
from policies.models import Resolution
from tests.bench.crowd import (
    CROWD,
    HEADS,
    HOSPITAL,
    PLANNED,
    YEAR,
    add_crowd,
    add_plan,
    add_round,
    bill_of,
    everybody_came,
)
from tests.bench.measuring import Measured, busy_seconds, measured

BAR = "the bar set for it"
LIST_SECONDS, BILL_SECONDS, OPENING_SECONDS = 3, 5, 20
ONE_BY_ONE = 100


def rounds(users: dict[str, User], resolution: Resolution) -> Iterator[Measured]:
    add_crowd(users["nhaplieu"])
    first = add_round(resolution, "round_1", date(YEAR, 3, 2))
    yield from listing(first, users, f"List a round of {_spoken(CROWD)} people")
    everybody_came(first, users)
    yield from by_names(first, users["nhaplieu"])
    yield from billing(first, users)
    second = add_round(resolution, "round_2", date(YEAR, 9, 7))
    yield from listing(second, users, "List the second round of the year")
    yield from planning(resolution, users["nhaplieu"])


# --- The list ------------------------------------------------------------------------------------

BARE_ROSTER = """
SELECT row_number() OVER (ORDER BY c.sort_name) AS id, c.id AS cadre_id, m.group_id,
    coalesce(c.commune_id, c.managing_unit_id) AS unit_id, now() AS added_at
FROM beneficiaries_membership m
JOIN policies_beneficiarygroup g ON g.id = m.group_id AND g.code = ANY(%s)
JOIN beneficiaries_cadre c ON c.id = m.cadre_id
"""


def listing(planned: CheckupRound, users: dict[str, User], name: str) -> Iterator[Measured]:
    """Everybody asked about and listed, beside bare rows of the same people."""
    found = []
    ours = busy_seconds(lambda: found.append(propose(checkup_round=planned, by=users["nhaplieu"])))
    assert len(found[0].people) + len(found[0].left_out) == CROWD
    codes = list(planned.groups.values_list("code", flat=True))
    yield measured(name, ours, "s", BAR, LIST_SECONDS)
    yield measured(name, ours, "s", "bare SQL, nobody judged", _bare(BARE_ROSTER, [codes]))


def _bare(chosen: str, told: list[object]) -> float:
    """Seconds to write these rows into a table, which is forgotten at once."""

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE bare ON COMMIT DROP AS {chosen}", told)

    return busy_seconds(work)


# --- The bill ------------------------------------------------------------------------------------


def billing(done: CheckupRound, users: dict[str, User]) -> Iterator[Measured]:
    content = bill_of(done)
    bill = _uploaded(done, content, users["nhaplieu"])
    name = f"Match a bill of {_spoken(CROWD)} rows"
    ours = busy_seconds(lambda: match_bill(bill.pk))
    assert bill.lines.filter(finding=Finding.MATCHED).count() == CROWD
    yield measured(name, ours, "s", BAR, BILL_SECONDS)
    peer = "plain Python: read it, look citizen IDs up"
    yield measured(name, ours, "s", peer, busy_seconds(partial(_plain_match, content)))
    yield from opening(bill, users)


def by_names(done: CheckupRound, by: User) -> Iterator[Measured]:
    """A hospital that keeps no citizen IDs; the bill is taken back afterwards."""
    with transaction.atomic():
        bill = _uploaded(done, bill_of(done, numbered=False), by)
        ours = busy_seconds(lambda: match_bill(bill.pk))
        assert bill.lines.filter(finding=Finding.MATCHED).count() == CROWD
        transaction.set_rollback(True)
    name = f"Match a bill of {_spoken(CROWD)} rows without citizen IDs"
    yield measured(name, ours, "s", BAR, BILL_SECONDS)


def _uploaded(done: CheckupRound, content: bytes, by: User) -> Bill:
    return upload_bill(
        occasion=ROUND,
        thing=done,
        facility=Unit.objects.get(code=HOSPITAL),
        number="01/BK",
        dated_on=done.ends_on,
        printed_total=None,
        content=content,
        file_name="bang-ke.xlsx",
        by=by,
    )


def _plain_match(content: bytes) -> int:
    """Who is on which row, by one number; nothing judged, asked or kept."""
    known = dict(Cadre.objects.values_list("citizen_id_hash", "pk"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    place = HEADS.index("Số CCCD")
    found = sum(keyed_hash(str(row[place])) in known for row in rows[1:])
    assert found == CROWD
    return found


def opening(bill: Bill, users: dict[str, User]) -> Iterator[Measured]:
    """Facts and claims of a whole bill, submitted, beside facts recorded one by one."""
    by = users["nhaplieu"]
    waiting = list(bill.lines.in_dispute().values_list("pk", flat=True))
    if waiting:
        decide_lines(bill_id=bill.pk, lines=waiting, decision="taken", reason="Đo", by=by)
    accept_bill(bill_id=bill.pk, by=users["thamdinh"])
    opened: list[Opened] = []
    ours = busy_seconds(lambda: opened.append(open_bill(bill_id=bill.pk, by=by, submit=True)))
    assert opened == [Opened(CROWD, 0)]
    name = f"Open the claims of {_spoken(CROWD)} rows"
    yield measured(name, ours, "s", BAR, OPENING_SECONDS)
    singly = ONE_BY_ONE / busy_seconds(partial(_one_by_one, bill, users))
    yield measured(name, CROWD / ours, "claims/s", "one person at a time", singly)


def _one_by_one(bill: Bill, users: dict[str, User]) -> None:
    """Another round of the year before: nobody's limit is used up there."""
    resolution = CheckupRound.objects.get(pk=bill.occasion_id).resolution
    other = add_round(resolution, "round_0", date(YEAR - 1, 3, 2))
    for cadre in Cadre.objects.order_by("pk")[:ONE_BY_ONE]:
        fact = Checkup(
            round=other,
            cadre=cadre,
            facility=bill.facility,
            examined_on=other.begins_on,
            cost=2_000_000,
        )
        record_fact(fact=fact, by=users["nhaplieu"])


# --- The year's plan -----------------------------------------------------------------------------

BARE_PLAN = """
SELECT row_number() OVER (ORDER BY c.birth_date, coalesce(c.party_badge_years, 0) DESC, c.id)
    AS position, c.id AS cadre_id, m.group_id, m.since
FROM beneficiaries_membership m
JOIN convalescence_cycle y ON y.group_id = m.group_id AND y.plan_id = %s
JOIN beneficiaries_cadre c ON c.id = m.cadre_id
"""


def planning(resolution: Resolution, by: User) -> Iterator[Measured]:
    """Everybody's turn, in the fair order, each place asked of the law; then made anew."""
    plan = add_plan(resolution, by)
    propose_now = partial(propose_plan, plan=plan, confirm_by=date(YEAR, 3, 31), by=by)
    ours = busy_seconds(propose_now)
    assert plan.candidates.count() == CROWD
    name = f"Propose a plan for {_spoken(PLANNED)} of {_spoken(CROWD)}"
    yield measured(name, ours, "s", BAR, LIST_SECONDS)
    yield measured(name, ours, "s", "bare SQL, only put in order", _bare(BARE_PLAN, [plan.pk]))
    again = busy_seconds(propose_now)
    yield measured("The same plan made anew", again, "s", BAR, LIST_SECONDS)


def _spoken(count: int) -> str:
    return f"{count:,}".replace(",", ".")
