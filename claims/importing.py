"""Events from a workbook: every kind of fact comes in by the same look and leap.

An app above describes its kind (``EventKind``: columns, how a row becomes a fact, what makes two
facts the same) and registers it; people, duplicates, entitlement and history already paid are
judged here, before anything is written.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Unit, User
from beneficiaries.importing import (
    BatchIsStale,
    ImportKind,
    Undo,
    UndoRefused,
    Verdict,
    register_import,
)
from beneficiaries.models import Cadre, ImportBatch
from claims.actions import (
    cancel_many,
    open_claims,
    payment_day_objection,
    question_of,
    submit_many,
)
from claims.actions.opening import fact_objection, latest_day, lock_people
from claims.assessing import Answer, assess_many
from claims.facts import beyond_budget
from claims.models import Claim, ClaimState, Fact, Recipient
from config.copying import copy_objects, update_objects
from config.encryption import keyed_hash
from config.formatting import money
from config.workbooks import cells
from config.workbooks.judging import Column, JudgedRow, add_fault
from config.workbooks.opening import Sheet
from config.workbooks.writing import template_workbook
from policies.models import Payer

CITIZEN_ID = Column(
    name="citizen_id",
    head="Số CCCD",
    parser=cells.digits(12),
    required=True,
    aliases=("CCCD", "Số định danh"),
    help="12 chữ số, ô định dạng Văn bản",
    example="020060123456",
)
RECIPIENT_CODE = Column(
    name="recipient_code",
    head="Mã người nhận",
    parser=cells.text(30),
    required=True,
    help="Mã nhân viên hoặc mã số thuế đã có trong danh mục người nhận",
    example="NV-001",
)
NOTE = Column(name="note", head="Ghi chú", parser=cells.text(500), default="")
PAID_COLUMNS = (
    Column(name="payer", head="Nguồn chi", parser=cells.text(200), required=True),
    Column(
        name="voucher",
        head="Số chứng từ",
        parser=cells.text(40),
        required=True,
        example="C2-02a/0123",
    ),
    Column(
        name="paid_on",
        head="Ngày chi",
        parser=cells.date(),
        required=True,
        example="31/03/2025",
    ),
    Column(
        name="paid_amount",
        head="Số tiền đã chi",
        parser=cells.money(),
        required=True,
        help="đồng; phải khớp số tính theo văn bản",
        example=2_280_000,
    ),
)


class RowFault(Exception):
    """What is wrong with one row; ``column`` may be "" for the row as a whole."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


class Surroundings:
    """What the rows of one workbook refer to, fetched once and only what the user may see."""

    def __init__(self, user: User, rows: Iterable[dict[str, Any]]) -> None:
        rows = list(rows)
        hashes = {keyed_hash(row["citizen_id"]) for row in rows if row.get("citizen_id")}
        codes = {row["recipient_code"] for row in rows if row.get("recipient_code")}
        people = Cadre.objects.visible_to(user).filter(citizen_id_hash__in=hashes)
        self._cadres = {cadre.citizen_id_hash: cadre for cadre in people}
        recipients = Recipient.objects.visible_to(user).filter(code__in=codes)
        self._recipients = {(found.kind, found.code): found for found in recipients}
        self._units: dict[str, Unit] = {}
        for unit in Unit.objects.all():
            self._units[cells.fold(unit.code)] = self._units[cells.fold(unit.name)] = unit
        self._payers: dict[str, Payer] = {}
        for payer in Payer.objects.all():
            self._payers[cells.fold(payer.code)] = self._payers[cells.fold(payer.name)] = payer
        self._fetched: dict[str, dict[Hashable, list[Any]]] = {}

    def one(
        self,
        what: str,
        key: Hashable,
        fetch: Callable[[], Iterable[tuple[Hashable, Any]]],
        column: str,
        missing: str,
    ) -> Any:
        """The one thing of a kind (``what``) with this key; all of the kind are fetched once.

        Raises ``RowFault`` when there is none (``missing`` says so) or several.
        """
        if what not in self._fetched:
            kept: dict[Hashable, list[Any]] = defaultdict(list)
            for found_key, thing in fetch():
                kept[found_key].append(thing)
            self._fetched[what] = kept
        found = self._fetched[what].get(key, [])
        if len(found) == 1:
            return found[0]
        raise RowFault(column, "có nhiều mục mang mã này" if found else missing)

    def cadre(self, citizen_id: str) -> Cadre:
        """Raises ``RowFault``, in the same words for an unknown and for a foreign person."""
        if found := self._cadres.get(keyed_hash(citizen_id)):
            return found
        raise RowFault("citizen_id", "không có trong danh sách đối tượng của đơn vị")

    def recipient(self, kind: str, code: str) -> Recipient:
        if found := self._recipients.get((kind, code)):
            return found
        raise RowFault("recipient_code", "không có trong danh mục người nhận")

    def unit(self, column: str, words: str, *kinds: str) -> Unit:
        found = self._units.get(cells.fold(words))
        if found and (not kinds or found.kind in kinds):
            return found
        raise RowFault(column, f"“{words}” không có trong danh mục đơn vị")

    def payer(self, words: str) -> Payer:
        if found := self._payers.get(cells.fold(words)):
            return found
        raise RowFault("payer", f"“{words}” không có trong danh mục nguồn kinh phí")


type Period = tuple[date, date]


def nothing_in_excess(facts: Sequence[Any], hold: bool) -> Iterable[tuple[Any, RowFault]]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """One kind of event in workbooks.

    ``build`` makes an unsaved fact of a row's values or raises ``RowFault``. Two facts are the
    same thing twice when their ``identity`` is equal and their ``period`` (if the kind has one)
    overlaps. ``known`` gives the facts already recorded that could clash with new ones.
    ``excess`` names those of the given new facts, in their order, for which no place is left;
    asked to hold, it keeps the places from others until the transaction ends.
    """

    code: str
    title: str
    noun: str
    home: str
    columns: tuple[Column, ...]
    model: type[Fact]
    build: Callable[[Surroundings, dict[str, Any]], Fact]
    identity: Callable[[Any], Hashable]
    known: Callable[[Sequence[Any]], Iterable[Any]]
    period: Callable[[Any], Period] | None = None
    clash: str = "đã có trong sổ"
    excess: Callable[[Sequence[Any], bool], Iterable[tuple[Any, RowFault]]] = nothing_in_excess


class EventOptionsForm(forms.Form):
    """What else the upload page asks."""

    paid = forms.BooleanField(
        label="Các khoản này đã chi trước khi dùng phần mềm",
        required=False,
        help_text=(
            "Tệp phải có thêm cột Nguồn chi, Số chứng từ, Ngày chi, Số tiền đã chi; "
            "người thẩm định xác nhận lượt nhập."
        ),
    )
    submit = forms.BooleanField(
        label="Trình thẩm định ngay sau khi nhập", required=False, initial=True
    )


_event_kinds: dict[str, EventKind] = {}


def register_events(kind: EventKind) -> None:
    """Make a kind of event importable; call it from ``AppConfig.ready()``."""
    _event_kinds[kind.code] = kind
    register_import(
        ImportKind(
            code=kind.code,
            title=kind.title,
            noun=kind.noun,
            permission="event_import",
            columns=lambda batch: columns_of(kind, paid=is_paid(batch)),
            judge=lambda batch, sheet, rows: judge_events(kind, batch, sheet, rows),
            write=lambda batch, verdicts, by: write_events(kind, batch, verdicts, by),
            undo=undo_events,
            template=lambda _user: template_workbook(columns_of(kind), title=kind.title),
            home=kind.home,
            options_form=EventOptionsForm,
        )
    )


def event_kinds() -> dict[str, EventKind]:
    return dict(_event_kinds)


def columns_of(kind: EventKind, *, paid: bool = False) -> tuple[Column, ...]:
    return (*kind.columns, NOTE, *(PAID_COLUMNS if paid else ()))


def is_paid(batch: ImportBatch) -> bool:
    """Whether the workbook tells history already paid."""
    return bool(batch.options.get("form", {}).get("paid"))


def moment_of(batch: ImportBatch) -> datetime:
    """When its events count as entered: now, unless code that tells the past says otherwise."""
    told = batch.options.get("form", {}).get("at")
    return datetime.fromisoformat(told) if told else timezone.now()


# --- Looking --------------------------------------------------------------------------------


def judge_events(
    kind: EventKind, batch: ImportBatch, sheet: Sheet, rows: list[JudgedRow]
) -> list[Verdict]:
    """Faults for rows that can't be recorded or are owed nothing; verdicts with sums for others."""
    around = Surroundings(batch.uploaded_by, (row.values for row in rows))
    moment = moment_of(batch)
    facts: dict[int, Fact] = {}
    for row in rows:
        if row.is_right:
            _try_to_build(kind, around, batch, moment, sheet, row, facts)
    _refuse_clashes(kind, sheet, rows, facts)
    _refuse_excess(kind, sheet, rows, facts)
    ordered = _in_order((row, facts[row.row_number]) for row in rows if row.row_number in facts)
    answers = assess_many([question_of(fact) for _, fact in ordered])
    verdicts = []
    asked = [(fact, answer.amount) for (_, fact), answer in zip(ordered, answers, strict=True)]
    beyond = beyond_budget(asked)
    for place, ((row, fact), answer) in enumerate(zip(ordered, answers, strict=True)):
        if (
            problem := _nothing_owed(answer)
            or _paid_otherwise(row, answer)
            or _by_many(row, answer)
            or beyond.get(place, "")
        ):
            add_fault(sheet, row, "", problem)
        else:
            verdicts.append(_verdict(row, fact, answer))
    return verdicts


def _try_to_build(
    kind: EventKind,
    around: Surroundings,
    batch: ImportBatch,
    moment: datetime,
    sheet: Sheet,
    row: JudgedRow,
    facts: dict[int, Fact],
) -> None:
    try:
        fact = _built(kind, around, batch, moment, row.values)
        if problem := fact_objection(fact, latest_day(moment)):
            raise RowFault("", problem)
        if "paid_on" in row.values:
            around.payer(row.values["payer"])
            if problem := payment_day_objection(row.values["paid_on"]):
                raise RowFault("paid_on", problem)
    except RowFault as fault:
        add_fault(sheet, row, fault.column, fault.reason)
    else:
        facts[row.row_number] = fact


def _built(
    kind: EventKind,
    around: Surroundings,
    batch: ImportBatch,
    moment: datetime,
    values: dict[str, Any],
) -> Fact:
    fact = kind.build(around, values)
    fact.note = values.get("note") or ""
    fact.unit, fact.recorded_by, fact.batch = batch.unit, batch.uploaded_by, batch
    fact.recorded_at = moment
    return fact


def _refuse_clashes(
    kind: EventKind, sheet: Sheet, rows: Iterable[JudgedRow], facts: dict[int, Fact]
) -> None:
    seen: dict[Hashable, list[tuple[Period | None, str]]] = defaultdict(list)
    for fact in kind.known(list(facts.values())) if facts else ():
        seen[kind.identity(fact)].append((_period(kind, fact), kind.clash))
    for row in rows:
        if not (fact := facts.get(row.row_number)):
            continue
        period = _period(kind, fact)
        earlier = seen[kind.identity(fact)]
        if reason := next((why for other, why in earlier if _overlap(period, other)), ""):
            add_fault(sheet, row, "", reason)
            del facts[row.row_number]
        else:
            earlier.append((period, f"trùng với dòng {row.row_number}"))


def _refuse_excess(
    kind: EventKind, sheet: Sheet, rows: Iterable[JudgedRow], facts: dict[int, Fact]
) -> None:
    row_of = {row.row_number: row for row in rows}
    number_of = {id(fact): number for number, fact in facts.items()}
    for fact, fault in list(kind.excess(list(facts.values()), False)):
        number = number_of[id(fact)]
        add_fault(sheet, row_of[number], fault.column, fault.reason)
        del facts[number]


def _period(kind: EventKind, fact: Fact) -> Period | None:
    return kind.period(fact) if kind.period else None


def _overlap(one: Period | None, other: Period | None) -> bool:
    if one is None or other is None:
        return True
    return one[0] <= other[1] and other[0] <= one[1]


def _in_order[Row](pairs: Iterable[tuple[Row, Fact]]) -> list[tuple[Row, Fact]]:
    """By deciding date, so that limits are used up in the order in which things happened."""
    return sorted(pairs, key=lambda pair: pair[1].event().on)


def _nothing_owed(answer: Answer) -> str:
    if answer.lines:
        return ""
    return " ".join(refusal.sentence for refusal in answer.refusals)


def _paid_otherwise(row: JudgedRow, answer: Answer) -> str:
    paid = row.values.get("paid_amount")
    if paid is None or paid == answer.amount:
        return ""
    return (
        f"đã chi {money(paid)} đồng nhưng tính theo văn bản được {money(answer.amount)} đồng; "
        "hãy kiểm tra lại chứng từ"
    )


def _by_many(row: JudgedRow, answer: Answer) -> str:
    """One voucher tells one payer; a fact that several budgets paid is entered by hand."""
    payers = {line.payer.name for line in answer.lines if line.amount}
    if "payer" not in row.values or len(payers) < 2:
        return ""
    return f"do nhiều nguồn cùng chi ({', '.join(sorted(payers))}); hãy nhập riêng từng nguồn"


def _verdict(row: JudgedRow, fact: Fact, answer: Answer) -> Verdict:
    whose = getattr(fact, "cadre", None) or question_of(fact).recipient
    refused = [["Không được hưởng", "", refusal.sentence] for refusal in answer.refusals]
    return Verdict(
        row=row.row_number,
        state="new",
        title=f"{whose}: {fact.heading()}",
        values=_packed(row.values),
        changes=refused,
        amount=answer.amount,
    )


def _packed(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"date": value.isoformat()} if isinstance(value, date) else value
        for name, value in values.items()
    }


def _unpacked(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value["date"]) if isinstance(value, dict) else value
        for name, value in values.items()
    }


# --- Leaping --------------------------------------------------------------------------------


def write_events(kind: EventKind, batch: ImportBatch, verdicts: list[Verdict], by: User) -> Undo:
    """Record the facts and open their claims. Raises ``BatchIsStale`` when the world moved on."""
    rows = [(verdict, _unpacked(verdict.values)) for verdict in verdicts]
    around = Surroundings(batch.uploaded_by, (values for _, values in rows))
    moment = moment_of(batch)
    try:
        built = [(pair, _built(kind, around, batch, moment, pair[1])) for pair in rows]
    except RowFault as fault:
        raise BatchIsStale from fault
    ordered = _in_order(built)
    facts = [fact for _, fact in ordered]
    if any(True for _ in kind.excess(facts, True)):
        raise BatchIsStale
    lock_people(facts)  # before the rows: two that exclude each other would wait for each other
    copy_objects(kind.model, facts)
    opened = open_claims(facts=facts, by=batch.uploaded_by, at=moment, taken_over=is_paid(batch))
    claims: list[Claim] = []
    for ((verdict, values), _), outcomes in zip(ordered, opened, strict=True):
        mine = [outcome.claim for outcome in outcomes if outcome.claim]
        if not mine or sum(claim.amount for claim in mine) != verdict.amount:
            raise BatchIsStale
        if is_paid(batch):
            _tell_payment(mine, values, around)
        claims += mine
    if is_paid(batch):
        update_objects(Claim, claims, ["payer", "voucher", "paid_on"])
    elif batch.options["form"].get("submit"):
        submit_many(claims=[claim.pk for claim in claims], by=batch.uploaded_by, at=moment)
    return {"kind": kind.code, "facts": [fact.pk for fact in facts]}


def _tell_payment(claims: Iterable[Claim], values: dict[str, Any], around: Surroundings) -> None:
    for claim in claims:
        claim.voucher, claim.paid_on = values["voucher"], values["paid_on"]
        if claim.amount:
            claim.payer = around.payer(values["payer"])


# --- Going back -----------------------------------------------------------------------------


def undo_events(batch: ImportBatch, note: Undo, by: User) -> None:
    """Cancel the claims of the batch and the facts behind them.

    Raises ``UndoRefused`` when somebody has already dealt with one of the claims.
    """
    claims = Claim.objects.filter(batch=batch).order_by("pk")
    still_open = (ClaimState.DRAFT, ClaimState.RETURNED, ClaimState.SUBMITTED)
    under_way = claims.exclude(state__in=still_open)[:5]
    if reasons := [
        f"Hồ sơ {claim.number} đang ở tình trạng “{claim.get_state_display()}”."
        for claim in under_way
    ]:
        raise UndoRefused(reasons)
    rows = _event_kinds[note["kind"]].model._default_manager.filter(pk__in=note["facts"])
    if fixed := {problem for fact in rows if (problem := fact.hindrance())}:
        raise UndoRefused(sorted(fixed))
    outcomes = cancel_many(
        claims=claims.values_list("pk", flat=True), by=by, reason="Hoàn tác lượt nhập từ Excel."
    )
    if problems := [outcome.problem for outcome in outcomes if outcome.problem]:
        raise UndoRefused(sorted(set(problems)))
    rows.update(cancelled_by=by, cancelled_at=timezone.now())
