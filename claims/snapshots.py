"""The person as they stood when the claim was approved: nothing later changes it."""

import json
from typing import Any

from beneficiaries.models import Cadre
from claims.models import Claim, Recipient


def snapshot_of(claim: Claim) -> str:
    """JSON of who was paid: name, identity, group, unit and account at this moment."""
    values = _of_cadre(claim.cadre) if claim.cadre else _of_recipient(claim.recipient)
    values["group"] = claim.group.name if claim.group else ""
    return json.dumps(values, ensure_ascii=False)


def read_snapshot(claim: Claim) -> dict[str, Any]:
    """The frozen values; {} before approval."""
    return json.loads(claim.snapshot) if claim.snapshot else {}


def _of_cadre(cadre: Cadre) -> dict[str, Any]:
    return {
        "name": cadre.full_name,
        "birth_date": cadre.birth_date.isoformat(),
        "sex": cadre.sex,
        "citizen_id": cadre.citizen_id,
        "insurance_number": cadre.insurance_number,
        "post": cadre.post,
        "unit": cadre.managing_unit.name,
        "commune": cadre.commune.name if cadre.commune else "",
        "bank_account": cadre.bank_account,
        "bank_name": cadre.bank_name,
    }


def _of_recipient(recipient: Recipient | None) -> dict[str, Any]:
    if recipient is None:
        return {}
    return {
        "name": recipient.name,
        "code": recipient.code,
        "post": recipient.job_title,
        "unit": recipient.unit.name,
        "bank_account": recipient.bank_account,
        "bank_name": recipient.bank_name,
    }
