"""Writing a judged registry workbook in bulk."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from accounts.models import Unit, User
from beneficiaries.importing import BatchIsStale, Undo, Verdict
from beneficiaries.matching import Known, any_of
from beneficiaries.models import (
    Cadre,
    CardKind,
    HealthCard,
    ImportBatch,
    Membership,
)
from beneficiaries.models.cadre import DERIVED_COLUMNS, derived_columns
from beneficiaries.registry.cells import unpacked_values
from beneficiaries.registry.columns import DAY_FIELDS, PERSON_FIELDS, UNIT_FIELDS
from beneficiaries.registry.comparing import HIDDEN_FIELDS, Registry, compare
from beneficiaries.registry.judging import ANOTHER, SAME
from config.copying import copy_in, reserve_ids
from config.encryption import encrypt
from policies.models import BeneficiaryGroup

REPLACED = "Cấp đổi thẻ"
ROWS_AT_ONCE = 500
MOST_NAMED = 10


@dataclass(slots=True)
class Plan:
    """What the chosen rows come to, before anything is written."""

    groups: dict[int, BeneficiaryGroup]
    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[Cadre] = field(default_factory=list)
    changed_fields: set[str] = field(default_factory=set)
    memberships: list[tuple[Any, ...]] = field(default_factory=list)
    ended: list[Membership] = field(default_factory=list)
    decided: list[Membership] = field(default_factory=list)
    cards: list[tuple[Any, ...]] = field(default_factory=list)
    recalled: list[HealthCard] = field(default_factory=list)
    undo: Undo = field(default_factory=lambda: defaultdict(list))


def write_registry(batch: ImportBatch, verdicts: list[Verdict], by: User) -> Undo:
    """Write new people, changes, memberships and cards. Raises BatchIsStale when a person was
    changed since the file was judged."""
    plan = Plan(groups={group.pk: group for group in BeneficiaryGroup.objects.all()})
    known = _locked_people(verdicts, by)
    for verdict in verdicts:
        if verdict.state == "changed":
            _plan_change(plan, batch, known, verdict.values)
        elif verdict.answer.startswith(SAME):
            _plan_change(plan, batch, known, _decided_as_same(plan, known, verdict, by))
        elif verdict.state == "new" or verdict.answer == ANOTHER:
            plan.new.append(verdict.values)
    _write_changes(plan)
    _write_new(plan, batch)
    return dict(plan.undo)


def _locked_people(verdicts: Iterable[Verdict], by: User) -> dict[int, Cadre]:
    keys = {verdict.values["cadre"] for verdict in verdicts if verdict.state == "changed"}
    keys |= {
        int(verdict.answer.removeprefix(SAME))
        for verdict in verdicts
        if verdict.answer.startswith(SAME)
    }
    if not keys:
        return {}
    people = Cadre.objects.visible_to(by).select_for_update(of=("self",))
    found = {cadre.pk: cadre for cadre in any_of(people, "id", keys, "bigint")}
    if len(found) < len(keys):
        raise BatchIsStale
    return found


# --- New rows, as the database takes them ----------------------------------------------------

PERSON_COLUMNS = (
    "id",
    "batch_id",
    "full_name",
    *DERIVED_COLUMNS,
    "birth_date",
    "sex",
    "citizen_id",
    "insurance_number",
    "post",
    "managing_unit_id",
    "commune_id",
    "care_facility_id",
    "retired_on",
    "party_badge_years",
    "bank_account",
    "bank_name",
    "ended_reason",
)
MEMBERSHIP_COLUMNS = ("batch_id", "cadre_id", "group_id", "resolution_id", "since", "decision")
CARD_COLUMNS = ("batch_id", "cadre_id", "group_id", "number", "kind", "issued_on", "recall_reason")


def _write_new(plan: Plan, batch: ImportBatch) -> None:
    """New people with their memberships and cards. Days are in ISO form, as they were kept."""
    keys = reserve_ids(Cadre, len(plan.new))
    people = []
    for key, values in zip(keys, plan.new, strict=True):
        people.append(_person_row(key, batch.pk, values))
        if "group" in values:
            _plan_membership(plan, batch, key, values)
        if "card_number" in values:
            _plan_card(plan, batch, key, values, values["group"])
    copy_in(Cadre, PERSON_COLUMNS, people)
    copy_in(Membership, MEMBERSHIP_COLUMNS, plan.memberships)
    copy_in(HealthCard, CARD_COLUMNS, plan.cards)


def _person_row(key: int, batch_id: int, values: dict[str, Any]) -> tuple[Any, ...]:
    name, get = values["full_name"], values.get
    citizen_id, bank_account = get("citizen_id", ""), get("bank_account", "")
    return (
        key,
        batch_id,
        name,
        *derived_columns(name, citizen_id, bank_account),
        values["birth_date"],
        values["sex"],
        encrypt(citizen_id.encode()),
        get("insurance_number", ""),
        get("post", ""),
        values["managing_unit"],
        get("commune"),
        get("care_facility"),
        get("retired_on"),
        get("party_badge_years"),
        encrypt(bank_account.encode()),
        get("bank_name", ""),
        "",
    )


def _plan_membership(plan: Plan, batch: ImportBatch, cadre_id: int, values: dict[str, Any]) -> None:
    group = plan.groups[values["group"]]
    since, decision = values["since"], values["decision"]
    plan.memberships.append((batch.pk, cadre_id, group.pk, group.resolution_id, since, decision))


def _plan_card(
    plan: Plan, batch: ImportBatch, cadre_id: int, values: dict[str, Any], group_id: int
) -> None:
    kind = values.get("card_kind", CardKind.NEW.value)
    number, issued_on = values["card_number"], values["card_issued_on"]
    plan.cards.append((batch.pk, cadre_id, group_id, number, kind, issued_on, ""))


# --- Changes to known people ---------------------------------------------------------------


def _decided_as_same(
    plan: Plan, known: dict[int, Cadre], verdict: Verdict, by: User
) -> dict[str, Any]:
    """The row compared with the person whom the user said it is."""
    cadre = known[int(verdict.answer.removeprefix(SAME))]
    memberships = list(cadre.memberships.select_related("group").order_by("since"))
    cards = list(cadre.cards.filter(recalled_on=None))
    number = verdict.values.get("card_number")
    registry = Registry(
        user=by,
        known=Known(
            memberships={cadre.pk: memberships},
            valid_cards={card.cadre_id: card for card in cards},
            card_numbers={card.number: card for card in HealthCard.objects.filter(number=number)},
        ),
        units=dict(Unit.objects.values_list("pk", "name")),
        groups=plan.groups,
    )
    difference = compare(registry, unpacked_values(verdict.values), cadre)
    if difference.faults:
        raise BatchIsStale
    return {"cadre": cadre.pk, "fields": difference.fields, "was": difference.was}


def _plan_change(
    plan: Plan, batch: ImportBatch, known: dict[int, Cadre], change: dict[str, Any]
) -> None:
    cadre = known[change["cadre"]]
    fields, was = change["fields"], change["was"]
    person_fields = [name for name in PERSON_FIELDS if name in fields]
    if person_fields:
        _change_person(plan, cadre, {name: fields[name] for name in person_fields}, was)
    if "membership_decision" in fields:
        _plan_decision(plan, fields["membership_decision"], was["membership_decision"])
    if "group" in fields:
        _end_open_membership(plan, was["membership"], date.fromisoformat(fields["since"]))
        _plan_membership(plan, batch, cadre.pk, fields)
    if "card_number" in fields:
        issued_on = date.fromisoformat(fields["card_issued_on"])
        group_id = fields.get("group") or _group_on(cadre, issued_on)
        _recall_valid_card(plan, was["card"], issued_on)
        _plan_card(plan, batch, cadre.pk, fields, group_id)


def _change_person(plan: Plan, cadre: Cadre, fields: dict[str, Any], was: dict[str, Any]) -> None:
    before: dict[str, Any] = {}
    for name, value in fields.items():
        column = column_of(name)
        if (
            _packed(getattr(cadre, f"{name}_hash" if name in HIDDEN_FIELDS else column))
            != was[name]
        ):
            raise BatchIsStale
        before[name] = _packed(getattr(cadre, column))
        setattr(cadre, column, date.fromisoformat(value) if name in DAY_FIELDS else value)
    cadre.set_derived()
    plan.changed.append(cadre)
    plan.changed_fields |= fields.keys()
    plan.undo["people"].append([cadre.pk, before])


def column_of(name: str) -> str:
    """The attribute of a person that a column of the workbook is written to."""
    return f"{name}_id" if name in UNIT_FIELDS else name


def _packed(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _plan_decision(plan: Plan, decided: list[Any], was: str) -> None:
    key, decision = decided
    membership = Membership.objects.select_for_update().filter(pk=key, decision=was).first()
    if membership is None:
        raise BatchIsStale
    membership.decision = decision
    plan.decided.append(membership)
    plan.undo["decisions"].append([key, was, decision])


def _end_open_membership(plan: Plan, key: int | None, since: date) -> None:
    if key is None:
        return
    membership = Membership.objects.select_for_update().filter(pk=key, until=None).first()
    if membership is None:
        raise BatchIsStale
    membership.until = since - timedelta(days=1)
    plan.ended.append(membership)
    plan.undo["ended"].append([key, membership.until.isoformat()])


def _group_on(cadre: Cadre, day: date) -> int:
    """The group written on the card: that of the day of issue, else the latest one."""
    memberships = cadre.memberships.order_by("-since")
    chosen = memberships.on(day).first() or memberships.first()
    if chosen is None:
        raise BatchIsStale
    return chosen.group_id


def _recall_valid_card(plan: Plan, key: int | None, on: date) -> None:
    if key is None:
        return
    card = HealthCard.objects.select_for_update().filter(pk=key, recalled_on=None).first()
    if card is None:
        raise BatchIsStale
    card.recalled_on, card.recall_reason = on, REPLACED
    plan.recalled.append(card)
    plan.undo["recalled"].append(key)


def _write_changes(plan: Plan) -> None:
    """What ends goes before what begins: the new membership and card take its place."""
    if plan.changed:
        names = [*sorted(plan.changed_fields), *DERIVED_COLUMNS]
        Cadre.objects.bulk_update(plan.changed, names, batch_size=ROWS_AT_ONCE)
    Membership.objects.bulk_update(plan.ended, ["until"], batch_size=ROWS_AT_ONCE)
    Membership.objects.bulk_update(plan.decided, ["decision"], batch_size=ROWS_AT_ONCE)
    recall = ["recalled_on", "recall_reason"]
    HealthCard.objects.bulk_update(plan.recalled, recall, batch_size=ROWS_AT_ONCE)
