"""An occasion of recalculating: begun, reckoned in the background, decided or dropped."""

import logging
from collections.abc import Iterator, Sequence
from itertools import batched

from django.core.exceptions import ValidationError
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from accounts.models import User
from claims.actions.opening import lock_people
from claims.actions.storing import store_corrections
from claims.facts import load_facts
from claims.models import (
    Claim,
    ClaimState,
    RecalculatedFact,
    Recalculation,
    RecalculationState,
)
from claims.recalculating.comparing import Correction, concerned, corrections
from config.saving import save_valid
from policies.models import Payer, Resolution

FACTS_AT_ONCE = 500

logger = logging.getLogger(__name__)


def begin_recalculation(*, resolution: Resolution, reason: str, by: User) -> Recalculation:
    """Queue the comparison of all decided claims with a released law.

    Raises ``ValidationError`` while another occasion of the same law is open.
    """
    if not resolution.is_released:
        raise ValidationError("Chỉ tính lại theo văn bản đã ban hành; dự thảo thì dùng mô phỏng.")
    recalculation = Recalculation(
        resolution=resolution, reason=reason.strip(), made_by=by, made_at=timezone.now()
    )
    save_valid(recalculation)
    reckon_in_background.enqueue(recalculation.pk)
    return recalculation


@task()
def reckon_in_background(recalculation_id: int) -> None:
    """A failure is kept on the row, for whoever looks at its page."""
    recalculation = Recalculation.objects.select_related("resolution").get(pk=recalculation_id)
    try:
        reckon(recalculation)
    except Exception:
        logger.exception("recalculation %s failed", recalculation_id)
        Recalculation.objects.filter(pk=recalculation_id).update(
            state=RecalculationState.FAILED,
            problem="Tính không xong vì lỗi của hệ thống; hãy bỏ đợt này và lập lại.",
        )


def reckon(recalculation: Recalculation) -> None:
    """Compare all facts concerned; nothing of the ledger is written."""
    found = list(concerned(recalculation.resolution))
    told = {"state": RecalculationState.RUNNING, "total": sum(len(ids) for _, ids in found)}
    Recalculation.objects.filter(pk=recalculation.pk).update(**told)
    done = 0
    for kind, ids in found:
        for some in batched(ids, FACTS_AT_ONCE):
            with transaction.atomic():
                rows = [
                    _row(recalculation, each) for each in corrections(recalculation, kind, some)
                ]
                RecalculatedFact.objects.bulk_create(rows)
            done += len(some)
            Recalculation.objects.filter(pk=recalculation.pk).update(done=done)
    Recalculation.objects.filter(pk=recalculation.pk, state=RecalculationState.RUNNING).update(
        state=RecalculationState.JUDGED
    )


def _row(recalculation: Recalculation, correction: Correction) -> RecalculatedFact:
    return RecalculatedFact(
        recalculation=recalculation,
        fact_kind=correction.fact.KIND,
        fact_id=correction.fact.pk,
        claim=correction.claim,
        payer_code=correction.payer,
        old_amount=correction.old_amount,
        new_amount=correction.new_amount,
        reason=correction.reason,
    )


@transaction.atomic
def decide(*, recalculation: Recalculation, by: User) -> list[Claim]:
    """Open a claim for every difference, reckoned once more under lock; all or none.

    Raises ``ValidationError`` when something changed since the preview: it must be seen anew.
    """
    held = _held(recalculation, RecalculationState.JUDGED)
    payers = {payer.code: payer for payer in Payer.objects.all()}
    opened: list[Claim] = []
    for kind, ids in _rows_by_kind(held):
        lock_people(list(load_facts(kind, ids).values()))
        found = list(corrections(held, kind, ids))
        _refuse_if_changed(held, kind, found)
        opened += _open(held, found, payers, by)
    held.state = RecalculationState.DECIDED
    held.decided_by, held.decided_at = by, timezone.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])
    return opened


@transaction.atomic
def drop(*, recalculation: Recalculation, by: User) -> Recalculation:
    """Give up an occasion that has opened nothing. Raises ``ValidationError``."""
    open_states = (
        RecalculationState.WAITING,
        RecalculationState.RUNNING,
        RecalculationState.JUDGED,
        RecalculationState.FAILED,
    )
    held = _held(recalculation, *open_states)
    held.state = RecalculationState.DROPPED
    held.save(update_fields=["state"])
    return held


def _held(recalculation: Recalculation, *needed: RecalculationState) -> Recalculation:
    rows = Recalculation.objects.select_for_update(of=("self",)).select_related("resolution")
    held = rows.get(pk=recalculation.pk)
    if held.state not in needed:
        raise ValidationError(f"Đợt tính lại đang ở tình trạng “{held.get_state_display()}”.")
    return held


def _rows_by_kind(recalculation: Recalculation) -> Iterator[tuple[str, list[int]]]:
    rows = recalculation.rows.order_by("fact_kind", "fact_id")
    for kind in rows.values_list("fact_kind", flat=True).order_by("fact_kind").distinct():
        ids = rows.filter(fact_kind=kind).values_list("fact_id", flat=True)
        for some in batched(dict.fromkeys(ids), FACTS_AT_ONCE):
            yield kind, list(some)


def _refuse_if_changed(
    recalculation: Recalculation, kind: str, found: Sequence[Correction]
) -> None:
    now = {(each.fact.pk, each.payer): each.difference for each in found}
    rows = recalculation.rows.filter(fact_kind=kind, fact_id__in={each.fact.pk for each in found})
    seen = {(row.fact_id, row.payer_code): row.difference for row in rows}
    if now != seen:
        raise ValidationError(
            "Có hồ sơ đã thay đổi từ lúc xem trước; hãy bỏ đợt này và tính lại từ đầu."
        )


def _open(
    recalculation: Recalculation,
    found: Sequence[Correction],
    payers: dict[str, Payer],
    by: User,
) -> list[Claim]:
    moment = timezone.now()
    drafts = [(_claim(recalculation, each, payers[each.payer]), each.lines) for each in found]
    for claim, _ in drafts:
        claim.made_by, claim.made_at = by, moment
    store_corrections(drafts, by, moment)
    return [claim for claim, _ in drafts]


def _claim(recalculation: Recalculation, correction: Correction, payer: Payer) -> Claim:
    """For the person of the decided claim, under the law that changed its result."""
    old = correction.claim
    what = "Truy lĩnh" if correction.difference > 0 else "Thu hồi"
    told = [
        ["Hồ sơ đã duyệt", old.number],
        ["Tính lại theo", str(recalculation.resolution)],
        ["Lý do", recalculation.reason],
        *old.summary,
    ]
    return Claim(
        heading=f"{what}: {old.heading}"[:300],
        resolution=recalculation.resolution,
        payer=payer,
        cadre_id=old.cadre_id,
        recipient_id=old.recipient_id,
        payee_name=old.payee_name,
        search_name=old.search_name,
        group_id=old.group_id,
        fact_kind=old.fact_kind,
        fact_id=old.fact_id,
        event_on=old.event_on,
        event_until=old.event_until,
        entitlement_year=old.entitlement_year,
        category=old.category,
        unit_id=old.unit_id,
        scope=old.scope,
        summary=told,
        amount=correction.difference,
        state=ClaimState.DRAFT,
        recalculation=recalculation,
    )
