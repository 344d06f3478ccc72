"""What is measured, and against what."""

import io
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import tablib
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget
from openpyxl import load_workbook
from pypdf import PdfReader
from weasyprint import HTML

from accounts.models import Unit, User
from beneficiaries.importing import confirm_batch, judge_file
from beneficiaries.models import Cadre
from beneficiaries.registry.columns import PERSON_FIELDS
from checkups.models import HospitalStay
from claims.actions import open_claim, open_claims
from claims.models import Claim
from config.demo.lang_son.registry import known_sheet
from policies.bridge import law_of
from policies.models import Resolution
from policies.rules import Event, Person, assess
from reports.actions import open_report
from reports.figures.reckoning import reckon
from reports.models import Report
from reports.writing.paper import paper_pdf, report_paper
from tests.bench.measuring import Measured, measured, median_seconds, seconds
from tests.bench.town import (
    BAD,
    CLAIMS,
    MANY_CLAIMS,
    approved_claim,
    fill_ledger,
    ten_thousand_people,
)

ASSESSMENTS = 50_000
WANTED_A_SECOND = 100_000
IN_BULK, ONE_BY_ONE = 2_000, 200
MEAL = 190_000


# --- Rules -------------------------------------------------------------------------------------


def rules(resolution: Resolution) -> Iterator[Measured]:
    """The pure function, beside what is asked of it and beside the same sums hard-coded."""
    law = law_of(resolution)
    person = Person(group="4", traits=(("employment_status", "retired"),))
    for words, benefits in (
        ("meals of a stay", ("inpatient_meal",)),
        (
            "a stay, three benefits",
            ("hospital_visit_gift", "inpatient_meal", "hospital_fee_support"),
        ),
    ):
        events = _events(benefits)

        def ours(events: list[Event] = events) -> int:
            return sum(assess(event, law, person, ()).amount for event in events)

        def plain(events: list[Event] = events) -> int:
            return sum(plain_stay(event) for event in events)

        assert ours() == plain()
        a_second = ASSESSMENTS / median_seconds(ours, 3, clock=time.process_time)
        plain_a_second = ASSESSMENTS / median_seconds(plain, 3, clock=time.process_time)
        name, unit = f"Assess {words}, with sentences", "assessments/s"
        yield measured(name, a_second, unit, "the bar set for it", WANTED_A_SECOND)
        yield measured(name, a_second, unit, "the bare sums, law in the code", plain_a_second)


def _events(benefits: tuple[str, ...]) -> list[Event]:
    return [
        Event(
            on=date(2025, 1, 1) + timedelta(days=number % 300),
            benefits=benefits,
            days=3 + number % 15,
            cost=100_000 + number,
            traits=(("hospital_level", ("province", "region")[number % 2]),),
        )
        for number in range(ASSESSMENTS)
    ]


def plain_stay(event: Event) -> int:
    """The same stay by somebody who writes the law into the code."""
    amount = 0
    if "hospital_visit_gift" in event.benefits:
        near = dict(event.traits)["hospital_level"] == "region"
        amount += 500_000 if near else 1_000_000
    if "inpatient_meal" in event.benefits:
        amount += event.days * MEAL
    if "hospital_fee_support" in event.benefits:
        amount += min(event.cost, 2_000_000)
    return amount


# --- Registry ------------------------------------------------------------------------------------


def import_people(users: dict[str, User]) -> dict[str, float]:
    """10.000 rows, a hundred of them bad, by the portal's import."""
    by = users["nhaplieu"]
    content = known_sheet(ten_thousand_people())
    batches = []

    def preview() -> None:
        batches.append(judge_file(kind="registry", content=content, file_name="a.xlsx", by=by))

    preview_seconds = seconds(preview)
    [batch] = batches
    confirm = seconds(lambda: confirm_batch(batch_id=batch.pk, by=by, whole=False))
    return {
        "preview": preview_seconds,
        "confirm": confirm,
        "caught": float(batch.counts["wrong"]),
    }


def registry_import(ours: dict[str, float]) -> Iterator[Measured]:
    """The same rows by django-import-export as it comes."""
    theirs = _default_import(known_sheet(ten_thousand_people()))
    peer = "django-import-export, default"
    for step in ("preview", "confirm"):
        name = f"Import 10.000 people: {step}"
        yield measured(name, ours[step], "s", peer, theirs[step])
    name = f"Import 10.000 people: of {BAD} bad rows caught"
    yield measured(name, ours["caught"], "rows", peer, theirs["caught"])


class CadreResource(ModelResource):
    """The default, told only which column is which."""

    managing_unit = Field("managing_unit", "managing_unit", ForeignKeyWidget(Unit, "code"))
    commune = Field("commune", "commune", ForeignKeyWidget(Unit, "code"))
    care_facility = Field("care_facility", "care_facility", ForeignKeyWidget(Unit, "code"))

    class Meta:
        model = Cadre
        fields = tuple(PERSON_FIELDS)
        import_id_fields = ("citizen_id",)
        force_init_instance = True  # the number is encrypted: it can't be looked up
        use_transactions = True


def _default_import(content: bytes) -> dict[str, float]:
    """Preview all rows, then import those that were let through; taken back afterwards."""
    dataset = XLSX().create_dataset(_with_heads_first(content))
    resource = CadreResource()
    with transaction.atomic():
        _forget_people()
        results = []
        preview = seconds(lambda: results.append(resource.import_data(dataset, dry_run=True)))
        refused = {row.number for row in results[0].invalid_rows}
        refused |= {error.number for error in results[0].error_rows}
        good = tablib.Dataset(headers=dataset.headers)
        for number, row in enumerate(dataset, start=1):
            if number not in refused:
                good.append(row)
        confirm = seconds(lambda: resource.import_data(good, dry_run=False, raise_errors=True))
        transaction.set_rollback(True)
    return {"preview": preview, "confirm": confirm, "caught": float(len(refused))}


def _forget_people() -> None:
    """Within a transaction that is taken back: they import into an empty table, as we did."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE beneficiaries_cadre CASCADE")


def _with_heads_first(content: bytes) -> bytes:
    """The same rows as it wants them: field names in the first row, no title above."""
    book = load_workbook(io.BytesIO(content))
    page = book.active
    heads = {head: name for name, head in PERSON_FIELDS.items()}
    for row_number in range(1, 10):
        if page.cell(row_number, 1).value == PERSON_FIELDS["full_name"]:
            for cell in page[row_number]:
                cell.value = heads.get(cell.value, cell.value)
            page.delete_rows(1, row_number - 1)
            break
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# --- Storing -------------------------------------------------------------------------------------


def storing(users: dict[str, User]) -> Iterator[Measured]:
    """Assess and store in bulk, beside the same one claim at a time."""
    bulk, single = _stays(users, IN_BULK, 0), _stays(users, ONE_BY_ONE, IN_BULK)
    by = users["nhaplieu"]
    bulk_rate = IN_BULK / seconds(lambda: open_claims(facts=bulk, by=by))

    def one_by_one() -> None:
        for fact in single:
            open_claim(fact=fact, by=by)

    single_rate = ONE_BY_ONE / seconds(one_by_one)
    yield measured(
        "Assess and store claims in bulk", bulk_rate, "claims/s", "one at a time", single_rate
    )


def _stays(users: dict[str, User], count: int, skip: int) -> list[HospitalStay]:
    by = users["nhaplieu"]
    hospital = Unit.objects.get(code="BVDK")
    people = Cadre.objects.filter(memberships__group__counted=True).order_by("pk")
    facts = [
        HospitalStay(
            cadre=cadre,
            facility=hospital,
            admitted_on=date(2025, 2, 1),
            discharged_on=date(2025, 2, 10),
            unit=by.unit,
            recorded_by=by,
        )
        for cadre in people[skip : skip + count]
    ]
    return HospitalStay.objects.bulk_create(facts)


def fill(users: dict[str, User], resolution: Resolution) -> Claim:
    """200.000 claims in the ledger; gives the pattern after which more can be made."""
    [stay] = _stays(users, 1, IN_BULK + ONE_BY_ONE)
    pattern = approved_claim(stay, users)
    fill_ledger(pattern, resolution, range(1, CLAIMS + 1))
    return pattern


# --- The list ------------------------------------------------------------------------------------


def claim_list(users: dict[str, User]) -> Iterator[Measured]:
    """Pages of the list of 200.000 claims beside Django's admin.

    Ours also tells the sum of all that is found; it is kept until a claim takes its next step, so
    the first look after that is measured too.
    """
    client = Client()
    client.force_login(users["thamdinh"], backend="django.contrib.auth.backends.ModelBackend")
    our_page, their_page = reverse("claim_list"), reverse("admin:claims_claim_changelist")
    last = CLAIMS // 50
    for words, ours, theirs, forgetful in (
        ("first page", "", "", False),
        ("first page, ledger just changed", "", "", True),
        ("last page", f"?page={last}", f"?p={last}", False),
        ("search of a name", "?q=Hoàng Văn An", "?q=Hoàng Văn An", True),
    ):
        yield measured(
            f"List of 200.000 claims: {words}",
            _opening(client, our_page + ours, forgetful=forgetful),
            "ms",
            "Django admin's changelist",
            _opening(client, their_page + theirs, forgetful=forgetful),
        )


def _opening(client: Client, address: str, *, forgetful: bool) -> float:
    """Milliseconds to answer; ``forgetful`` without anything kept from earlier answers."""

    def open_page() -> None:
        if forgetful:
            cache.clear()
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    return median_seconds(open_page) * 1_000


# --- Report and paper ----------------------------------------------------------------------

BARE_SUMS = """
SELECT l.benefit_id, c.group_id, c.category, count(*), sum(l.quantity), sum(l.amount),
       count(DISTINCT coalesce(c.cadre_id, -c.recipient_id))
  FROM claims_claimline l JOIN claims_claim c ON c.id = l.claim_id
 WHERE c.state IN ('paid', 'settled') AND c.event_on BETWEEN '2025-01-01' AND '2025-12-31'
   AND (c.paid_on <= '2025-12-31' OR c.paid_on IS NULL)
 GROUP BY 1, 2, 3
"""


def report(users: dict[str, User], resolution: Resolution, pattern: Claim) -> Iterator[Measured]:
    """All figures of the report over a million claims, beside one bare statement of sums."""
    fill_ledger(pattern, resolution, range(CLAIMS + 1, MANY_CLAIMS + 1))
    opened = _report_of(users, resolution)

    def ours() -> None:
        assert reckon(opened).values

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE_SUMS)
            cursor.fetchall()

    name = "Report over 1.000.000 claims: all figures"
    against = "bare SQL: one grouped statement"
    yield measured(name, median_seconds(ours, 3), "s", against, median_seconds(bare, 3))


def _report_of(users: dict[str, User], resolution: Resolution) -> Report:
    found = Report.objects.filter(outline=resolution.code, year=2025).first()
    return found or open_report(outline=resolution.code, year=2025, by=users["baocao"])


def paper(users: dict[str, User], resolution: Resolution) -> Iterator[Measured]:
    """The report as PDF with its tables and charts, beside pages of bare text."""
    reckoning = reckon(_report_of(users, resolution))
    assert reckoning.values
    plain = "<p>" + "Bảo vệ, chăm sóc sức khỏe cán bộ. " * 40 + "</p>"
    ours, pages = _pages_a_second(lambda: paper_pdf(report_paper(reckoning)))
    bare, _ = _pages_a_second(lambda: HTML(string=plain * 40).write_pdf())
    yield measured(
        f"Report as PDF ({pages} pages)", ours, "pages/s", "WeasyPrint, bare text, one font", bare
    )


def _pages_a_second(render: Callable[[], bytes]) -> tuple[float, int]:
    documents: list[bytes] = []
    taken = median_seconds(lambda: documents.append(render()), 3)
    pages = len(PdfReader(io.BytesIO(documents[-1])).pages)
    return pages / taken, pages
