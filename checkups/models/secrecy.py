"""No health data of those whose records are a state secret (QĐ 440/QĐ-TTg): held by the database.

A system of this level may not process state secrets; what is told here is refused, not hidden.
"""

from typing import ClassVar

import pgtrigger

from beneficiaries.models import Cadre

SECRET = (
    "Hồ sơ sức khỏe của người này là bí mật nhà nước: không ghi {} vào phần mềm; "
    "hãy lưu hồ sơ giấy theo quy định."
)
EMPTY_SEALED_BYTES = 28  # nonce and tag around nothing


def no_secret_health_data(what: str, holds: str = "TRUE") -> list[pgtrigger.Trigger]:
    """Refuse rows about such people for which ``holds`` is true; looked at once a statement.

    ``holds`` is SQL about a new row ``n``; ``what`` names the data in the sentence.
    """
    func = (
        "IF EXISTS (SELECT 1 FROM new_rows n JOIN beneficiaries_cadre c ON c.id = n.cadre_id"
        f" WHERE c.records_are_secret AND ({holds})) THEN"
        f" RAISE EXCEPTION '{SECRET.format(what)}' USING ERRCODE = 'check_violation'; END IF;"
        " RETURN NULL;"
    )
    return [
        pgtrigger.Trigger(
            name=f"no_secret_health_data_{name}",
            operation=operation,
            when=pgtrigger.After,
            level=pgtrigger.Statement,
            referencing=pgtrigger.Referencing(new="new_rows"),
            func=func,
        )
        for name, operation in (("inserted", pgtrigger.Insert), ("updated", pgtrigger.Update))
    ]


class CadreWithHealthData(Cadre):
    """A person as this app sees them: not marked as secret while their health data is here."""

    class Meta:
        proxy = True
        verbose_name = "cán bộ có dữ liệu sức khỏe"
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="no_secret_while_examinations_tell",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__records_are_secret=True, old__records_are_secret=False),
                func=(
                    "IF EXISTS (SELECT 1 FROM checkups_healthresult h WHERE h.cadre_id = NEW.id)"
                    " OR EXISTS (SELECT 1 FROM checkups_hospitalstay h WHERE h.cadre_id = NEW.id"
                    f" AND octet_length(h.diagnosis) > {EMPTY_SEALED_BYTES})"
                    " OR EXISTS (SELECT 1 FROM checkups_criticalillness h"
                    " WHERE h.cadre_id = NEW.id AND h.cancelled_at IS NULL)"
                    " OR EXISTS (SELECT 1 FROM checkups_drugsupply h"
                    " WHERE h.cadre_id = NEW.id AND h.cancelled_at IS NULL)"
                    " OR EXISTS (SELECT 1 FROM checkups_rosterentry h"
                    " WHERE h.cadre_id = NEW.id AND h.absence_reason = 'in_hospital') THEN"
                    " RAISE EXCEPTION 'Còn dữ liệu sức khỏe của người này trong phần mềm; phải xóa"
                    " trước khi đánh dấu hồ sơ là bí mật nhà nước.'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            )
        ]
