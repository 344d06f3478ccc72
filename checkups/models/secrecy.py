"""No health data of those whose records are a state secret (QĐ 440/QĐ-TTg): held by the database.

A system of this level may not process state secrets; what is told here is refused, not hidden.
"""

import pgtrigger

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
