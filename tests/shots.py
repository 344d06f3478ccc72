"""A picture of every page of the demo year, wide and narrow, into ``out/shots/``; papers as PDF.

``python -m tests.shots [part of a page's name …]`` walks the access table: each page as the first
role that may open it, with real things of the demo behind its address. What a page needs besides is
made in a copy of the database, which is thrown away.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.shots_settings"
# Playwright keeps an event loop running in this thread; Django's ORM is called beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from django.conf import settings  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, sync_playwright  # noqa: E402
from playwright.sync_api import Page as BrowserPage  # noqa: E402

from accounts.models import Unit, User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from beneficiaries.cards.actions import add_people, issue_batch, open_batch  # noqa: E402
from beneficiaries.cards.finding import Found, Named  # noqa: E402
from beneficiaries.cards.numbers import next_number  # noqa: E402
from beneficiaries.cards.proposing import proposed  # noqa: E402
from beneficiaries.models import (  # noqa: E402
    Cadre,
    CardBatch,
    HealthCard,
    ImportBatch,
    Membership,
)
from checkups.models import CheckupRound, DelegationDrugs, RosterEntry  # noqa: E402
from claims.actions import record_fact  # noqa: E402
from claims.facts import fact_kinds  # noqa: E402
from claims.models import (  # noqa: E402
    BenefitRequest,
    BillLine,
    BudgetEstimate,
    Claim,
    PaymentList,
    Recalculation,
    Recipient,
    Simulation,
)
from claims.recalculating.actions import reckon  # noqa: E402
from claims.simulating.running import run  # noqa: E402
from config.demo.lang_son.places import SIGN_INS  # noqa: E402
from config.demo.places import PASSWORD  # noqa: E402
from convalescence.models import HomeRun, Trip, YearPlan  # noqa: E402
from convalescence.trips.life import add_paper  # noqa: E402
from policies.drafting import copy_version  # noqa: E402
from policies.loading import load_pack  # noqa: E402
from policies.models import Rate, Resolution  # noqa: E402
from policies.rules import Event  # noqa: E402
from reports.appendices.lists import make, make_appendices  # noqa: E402
from reports.models import AppendixFile, OwnOutline, Report, ReportedFigure, Section  # noqa: E402
from reports.models.writing import SectionComment  # noqa: E402
from reports.outlining.own import copy_outline  # noqa: E402
from reports.writing.actions import write_comment  # noqa: E402
from tests import databases, typed_law  # noqa: E402
from tests.browser.conftest import FLAGS, chromium_path  # noqa: E402
from tests.house.access import ACCESS, Page, pages  # noqa: E402
from tests.rounds import DAY_PAGES, billed_round  # noqa: E402
from tests.town import A_DELEGATION  # noqa: E402
from tests.town_rounds import add_rounds, round_page  # noqa: E402
from tests.typed_law import argument_of  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "out" / "shots"
SERVER_LOG = FOLDER / "server.log"
PORT = int(os.environ.get("SHOTS_PORT", "8090"))
SIZES = {"1366": {"width": 1366, "height": 900}, "390": {"width": 390, "height": 844}}
START_WITHIN_SECONDS = 120
SLOWEST_TOLD = 12
PDF = b"%PDF-1.7"
# Pages that each role sees in its own way.
OF_EVERY_ROLE = {"home", "my_queue"}
NOT_PAGES = {"logout", "session_renew", "cadre_lookup", "submission_resume"}

FACTS = {kind.url_name.removesuffix("_detail"): kind for kind in fact_kinds()}
SAMPLES: dict[str, Callable[[], object]] = {
    "bill_id": lambda: _bill_line().bill_id,
    "line_id": lambda: _bill_line().pk,
    "occasion_id": lambda: _bill_line().occasion_id,
    "entry_id": lambda: RosterEntry.objects.get(round=_bill_line().occasion_id, attendance="").pk,
    "appendix_id": lambda: _appendix().pk,
    "comment_id": lambda: _comment().pk,
    "batch_id": lambda: ImportBatch.objects.filter(state="judged").latest("pk").pk,
    "cadre_id": lambda: _busiest_cadre().pk,
    "card_id": lambda: HealthCard.objects.filter(recalled_on=None).latest("pk").pk,
    "card_batch_id": lambda: _card_batch().pk,
    "card_code": lambda: HealthCard.objects.filter(recalled_on=None).latest("pk").printed_code,
    "claim_id": lambda: Claim.objects.filter(state="checked").latest("pk").pk,
    "estimate_id": lambda: BudgetEstimate.objects.earliest("pk").pk,
    "list_id": lambda: PaymentList.objects.filter(state="issued").latest("pk").pk,
    "number": lambda: 1,
    "membership_id": lambda: Membership.objects.earliest("pk").pk,
    "other": lambda: _successor().code,
    "recalculation_id": lambda: _recalculation().pk,
    "rate_id": lambda: Rate.objects.filter(confirmation=None).earliest("pk").pk,
    "recipient_id": lambda: Recipient.objects.earliest("pk").pk,
    "report_id": lambda: Report.objects.earliest("pk").pk,
    "other_id": lambda: Report.objects.latest("pk").pk,
    "reported_id": lambda: ReportedFigure.objects.earliest("pk").pk,
    "round_id": lambda: CheckupRound.objects.get(code="round_1", year=2025).pk,
    "print_id": lambda: _rounds()["print"].pk,
    "section_id": lambda: Section.objects.get(key="regime-h").pk,
    "simulation_id": lambda: _simulation().pk,
    "trip_id": lambda: _trip().pk,
    "plan_id": lambda: _plan().pk,
    "quota_id": lambda: _plan().quotas.earliest("pk").pk,
    "cycle_id": lambda: _plan().cycles.earliest("pk").pk,
    "part_id": lambda: _plan().parts.filter(confirmed_at=None).earliest("pk").pk,
    "candidate_id": lambda: _plan().candidates.filter(standing="chosen").earliest("pk").pk,
    "run_id": lambda: HomeRun.objects.earliest("pk").pk,
    "seat_id": lambda: _trip().seats.earliest("pk").pk,
    "companion_id": lambda: _trip().companions.earliest("pk").pk,
    "paper_id": lambda: _trip().papers.earliest("pk").pk,
    "unit_id": lambda: Unit.objects.get(code="BVDK").pk,
    "user_id": lambda: User.objects.get(username="thamdinh").pk,
    "code": lambda: "lang-son-24-2024",
    "kind": lambda: "hospital_stay",
    "form": lambda: "pdf",
}
SAMPLES_OF_PAGE: dict[str, dict[str, Callable[[], object]]] = {
    **{
        f"figure_{verb}": {"code": lambda: "inpatient_meal.amount"}
        for verb in ("detail", "export", "type", "withdraw")
    },
    **{
        f"case_{page}": {"code": lambda: _draft().code}
        for page in ("list", "create", "edit", "remove", "upload")
    },
    **{
        f"succession_{page}": {"code": lambda: _successor().code}
        for page in ("detail", "edit", "export", "choose", "confirm")
    },
    "outline_edit": {
        "code": lambda: _outline().code,
        "what": lambda: "phan",
        "place": lambda: "-",
    },
    "trip_move": {"action": lambda: "stay"},
    "year_plan_advance": {"action": lambda: "start"},
    "bill_upload": {"kind": lambda: "checkup_round"},
    "card_print_detail": {"card_batch_id": lambda: _card_batch(issued=True).pk},
    "history_confirm": {"batch_id": lambda: _history_batch().pk},
    "claim_proof": {"claim_id": lambda: Claim.objects.exclude(seal=None).latest("pk").pk},
}

# A case on the bench.
QUERIES = {
    "trial": "benefits=inpatient_meal&group=2&on=10/03/2025&days=45",
    "case_create": "benefits=long_stay&group=2&on=10/03/2026&days=45",
    "case_edit": "benefits=long_stay&group=2&on=10/03/2026&days=45",
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One page as one person sees it."""

    name: str
    path: str
    username: str


def _busiest_cadre() -> Cadre:
    claim = Claim.objects.filter(fact_kind="checkup", group__code="1").latest("pk")
    assert claim.cadre is not None
    return claim.cadre


@cache
def _plan() -> YearPlan:
    """The newest plan of Lạng Sơn."""
    return YearPlan.objects.filter(resolution__code="lang-son-24-2024").latest("year")


@cache
def _simulation() -> Simulation:
    """The law in force run over its year, here and now."""
    by = User.objects.get(username="chinhsach")
    law = Resolution.objects.get(code="lang-son-24-2024")
    now = timezone.now()
    fields = {"unit": by.unit, "made_by": by, "made_at": now, "stirred_at": now}
    return run(Simulation.objects.create(resolution=law, year=2025, reckoned_year=2025, **fields))


@cache
def _trip() -> Trip:
    """The newest trip that has left, with names, rooms and days."""
    away = Trip.objects.filter(resolution__code="lang-son-24-2024", state="away")
    trip = away.latest("begins_on")
    by = User.objects.get(username="nhaplieu")
    add_paper(trip=trip, title="Hợp đồng", file_name="hop-dong.pdf", content=PDF, by=by)
    return trip


@cache
def _recalculation() -> Recalculation:
    """The law in force looked at again: nothing came late, so nothing changes."""
    law = Resolution.objects.get(code="lang-son-24-2024")
    fields = {"made_by": User.objects.get(username="nhaplieu"), "made_at": timezone.now()}
    reason = "Rà lại hồ sơ của năm mẫu"
    recalculation = Recalculation.objects.create(resolution=law, reason=reason, **fields)
    reckon(recalculation)
    return recalculation


@cache
def _successor() -> Resolution:
    """A draft that would replace the law in force: its worksheet is a look ahead."""
    law = Resolution.objects.get(code="lang-son-24-2024")
    head = {
        "code": "lang-son-ke-tiep",
        "doc_type": law.doc_type,
        "number": "1/2027/NQ-HĐND",
        "issued_on": date(2026, 12, 10),
        "issuer": law.issuer,
        "subject": "Bản mẫu để xem trang",
        "effective_from": date(2027, 1, 1),
        "replaces": law,
    }
    return copy_version(source=law, head=head, by=User.objects.get(username="chinhsach"))


@cache
def _draft() -> Resolution:
    """A version that is still being worked on, with its solved cases."""
    return load_pack("ca-mau-2026", by=None, release=False)


@cache
def _card_batch(*, issued: bool = False) -> CardBatch:
    """Cards of a few who have none yet: one batch drafted, one issued."""
    by = User.objects.get(username="nhaplieu")
    fields = {
        "kind": "new",
        "decision_number": "61/QĐ-SYT" if issued else "62/QĐ-SYT",
        "decision_on": date(2026, 3, 2),
        "takes_effect_on": date(2026, 3, 2),
        "first_number": next_number(),
    }
    batch = open_batch(by=by, fields=fields)
    people = list(proposed(batch, by, groups=[])[:12])
    add_people(batch=batch, found=[Found(Named(str(one)), one) for one in people])
    chief = User.objects.get(username="thamdinh")
    return issue_batch(batch=batch, by=chief) if issued else batch


@cache
def _appendix() -> AppendixFile:
    """The first list of people of the report, with its files."""
    reporter = User.objects.get(username="baocao")
    appendix = make_appendices(report=Report.objects.earliest("pk"), by=reporter)[0]
    make(appendix)
    return appendix


@cache
def _comment() -> SectionComment:
    section = Section.objects.get(key="regime-h")
    reporter = User.objects.get(username="baocao")
    return write_comment(section=section, text="Thêm căn cứ.", by=reporter)


@cache
def _outline() -> OwnOutline:
    """The outline of the demo's report as a reporter's own."""
    reporter = User.objects.get(username="baocao")
    return copy_outline(code="lang-son-24-2024", title="Đề cương riêng", by=reporter)


def _history_batch() -> ImportBatch:
    claim = Claim.objects.filter(taken_over=True, state="submitted").latest("pk")
    assert claim.batch is not None
    return claim.batch


def shots(wanted: list[str]) -> Iterator[Shot]:
    """What to picture, the page of signing in first."""
    for page in pages():
        if wanted and not any(part in page.name for part in wanted):
            continue
        if page.name == "login":
            yield Shot("login", reverse("login"), "")
        roles = ACCESS.get(page.name, frozenset())
        if page.name in NOT_PAGES or not roles:
            continue
        usernames = _usernames(roles)
        for username in usernames if page.name in OF_EVERY_ROLE else _first(page, usernames):
            suffix = f"-{username}" if page.name in OF_EVERY_ROLE else ""
            yield Shot(page.name + suffix, _path(page), username)


def _usernames(roles: frozenset[Role]) -> list[str]:
    """Who may open it; the everyday roles come first, each once."""
    found = {role: sign_in.username for sign_in in reversed(SIGN_INS) for role in sign_in.roles}
    return [found[role] for role in Role if role in roles]


def _first(page: Page, usernames: list[str]) -> list[str]:
    """Whoever pictures the page; what is still a draft, only its officer sees."""
    of_a_draft = page.name in {"succession_detail", "resolution_difference"}
    return ["chinhsach"] if of_a_draft else usernames[:1]


def _path(page: Page) -> str:
    samples = SAMPLES | _fact_samples(page) | SAMPLES_OF_PAGE.get(page.name, {})
    samples |= _round_samples(page)
    if page.name in typed_law.PAGES:
        samples |= {name: partial(argument_of, page.name, name) for name, _ in page.arguments}
    arguments = {name: samples[name]() for name, _ in page.arguments}
    query = QUERIES.get(page.name, "")
    return reverse(page.name, kwargs=arguments) + (f"?{query}" if query else "")


@cache
def _rounds() -> dict[str, Any]:
    """Rounds in the hands of units, and with letters printed, over the demo's own people."""
    law = Resolution.objects.get(code="lang-son-24-2024")
    names = ("listed_round", "agreed_round", "print")
    hospital = Unit.objects.get(code="BVDK")
    return dict(
        zip(names, add_rounds(law, hospital, User.objects.get(username="nhaplieu")), strict=True)
    )


@cache
def _bill_line() -> BillLine:
    """Of a hospital's bill for a round that runs: the line that is nobody's."""
    law = Resolution.objects.get(code="lang-son-24-2024")
    four = law.groups.get(code="4")
    held = Membership.objects.filter(group=four, cadre__checkups=None).order_by("pk")
    people = [each.cadre for each in held.select_related("cadre__managing_unit")[:12]]
    by = User.objects.get(username="nhaplieu")
    return billed_round(law, Unit.objects.get(code="BVDK"), by, people[1:], people[0])


def _round_samples(page: Page) -> dict[str, Callable[[], object]]:
    """The round that the page is about; a unit that has a part in it."""
    if page.name.startswith(DAY_PAGES):
        return {"round_id": lambda: _bill_line().occasion_id}
    key = round_page(page.name)
    if not key:
        return {}
    return {
        "round_id": lambda: _rounds()[key].pk,
        "unit_id": lambda: _rounds()[key].parts.earliest("pk").unit_id,
        "action": lambda: "withdraw",
    }


def _fact_samples(page: Page) -> dict[str, Callable[[], object]]:
    """The newest fact of the kind that the page is about; an open one, if the page changes it."""
    kind = FACTS.get(page.name.rsplit("_", 1)[0])
    if kind is None:
        return {}
    if kind.kind == DelegationDrugs.KIND:
        return {"fact_id": lambda: _delegation().pk}
    claims = Claim.objects.filter(fact_kind=kind.kind)
    open_ones = claims.filter(state__in=("draft", "returned"))
    newest = claims.order_by("pk")
    otherwise = _request if kind.kind == BenefitRequest.KIND else newest.last
    return {"fact_id": lambda: (open_ones.last() or otherwise()).fact_id}


@cache
def _delegation() -> DelegationDrugs:
    """None arose in the demo's years, as none did in the report."""
    supplier = Recipient.objects.filter(kind="supplier").earliest("pk")
    by = User.objects.get(username="nhaplieu")
    fields = {"supplier": supplier, "unit": by.unit, "recorded_by": by}
    return DelegationDrugs.objects.create(**A_DELEGATION, **fields)


def _request() -> Claim:
    """An open one: all those of the demo are paid."""
    request = BenefitRequest(cadre=_busiest_cadre())
    request.tell(
        Event(timezone.localdate(), ("special_drug",), cost=800_000),
        titles=["Thuốc đặc trị"],
        told=[("Chi phí", "800.000 đồng")],
    )
    return record_fact(fact=request, by=User.objects.get(username="nhaplieu"))[0]


class Photographer:
    """Signed in as many people as needed, each in a browser window of their own."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._contexts: dict[str, BrowserContext] = {}
        self.left_out: list[str] = []
        self.broken: list[str] = []
        self.seconds: dict[str, float] = {}

    @property
    def slowest(self) -> str:
        """The pages that a person waits for longest; on years of a real size."""
        names = sorted(self.seconds, key=self.seconds.__getitem__, reverse=True)
        return ", ".join(f"{name} {self.seconds[name]:.1f} s" for name in names[:SLOWEST_TOLD])

    def take(self, shot: Shot) -> None:
        """One picture in each width; a paper is kept as it is; what answers to forms has none."""
        context = self._context(shot.username)
        begun = time.monotonic()
        answer = context.request.get(self._address + shot.path, max_redirects=0, timeout=0)
        self.seconds[shot.name] = time.monotonic() - begun
        kind = answer.headers.get("content-type", "")
        if answer.status >= 500:
            self.broken.append(f"{shot.name}: {answer.status} {shot.path}")
        elif kind == "application/pdf":
            (FOLDER / f"{shot.name}.pdf").write_bytes(answer.body())
        elif answer.status != 200 or not kind.startswith("text/html"):
            self.left_out.append(f"{shot.name}: {answer.status} {kind.partition(';')[0]}")
        else:
            self._picture(context, shot)

    def _picture(self, context: BrowserContext, shot: Shot) -> None:
        page = context.new_page()
        page.on("pageerror", lambda error: self.broken.append(f"{shot.name}: {error}"))
        page.on(
            "console",
            lambda told: (
                self.broken.append(f"{shot.name}: {told.text}") if told.type == "error" else None
            ),
        )
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            page.goto(self._address + shot.path, timeout=0)
            self._check_width(page, shot, size)
            page.screenshot(path=FOLDER / f"{shot.name}-{size}.png", full_page=True)
        page.close()

    def _check_width(self, page: BrowserPage, shot: Shot, size: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            self.broken.append(f"{shot.name}: {wide} px too wide at {size}")

    def _context(self, username: str) -> BrowserContext:
        if username not in self._contexts:
            context = self._browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
            if username:
                self._sign_in(context, username)
            self._contexts[username] = context
        return self._contexts[username]

    def _sign_in(self, context: BrowserContext, username: str) -> None:
        page = context.new_page()
        page.goto(self._address + reverse("login"))
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("form button[type=submit]")
        page.wait_for_url(lambda url: reverse("login") not in url)
        page.close()


def main(wanted: list[str]) -> int:
    """Exit status 1 when a page broke, complained or didn't fit."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    databases.copy(settings.DEMO_DATABASE, settings.DATABASES["default"]["NAME"])
    try:
        photographer = _photograph(wanted)
    finally:
        databases.drop(settings.DATABASES["default"]["NAME"])
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}")
    print(f"Slowest: {photographer.slowest}")
    print(f"No page of their own: {', '.join(photographer.left_out) or 'none'}")
    for problem in photographer.broken:
        print(f"BROKEN {problem}")
    return 1 if photographer.broken else 0


def _photograph(wanted: list[str]) -> Photographer:
    command = [sys.executable, "manage.py", "serve", "--port", str(PORT)]
    with SERVER_LOG.open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        address = _wait_until_open()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
            photographer = Photographer(browser, address)
            for shot in shots(wanted):
                photographer.take(shot)
            browser.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
    return photographer


def _wait_until_open() -> str:
    address = f"http://127.0.0.1:{PORT}"
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        try:
            urlopen(address + reverse("login")).close()
        except OSError:
            time.sleep(0.3)
        else:
            return address
    raise TimeoutError(f"Nothing answers at {address}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
