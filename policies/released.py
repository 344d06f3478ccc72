"""A released resolution is law: the database refuses to change it or anything under it."""

import pgtrigger

OPEN = ("draft", "tested")  # how a resolution stands that may still change


def frozen_when_released(path: str) -> list[pgtrigger.Trigger]:
    """Triggers refusing writes once the resolution is released.

    ``path`` is SQL giving the resolution's id for a row named ``{row}`` (OLD or NEW).
    """
    refuse = (
        "IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = ({path})"
        " AND r.status NOT IN ('draft', 'tested')) THEN"
        " RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.'"
        " USING ERRCODE = 'restrict_violation'; END IF;"
    )
    old = refuse.format(path=path.format(row="OLD"))
    new = refuse.format(path=path.format(row="NEW"))
    return [
        pgtrigger.Trigger(
            name="released_no_insert",
            operation=pgtrigger.Insert,
            when=pgtrigger.Before,
            func=f"{new} RETURN NEW;",
        ),
        pgtrigger.Trigger(
            name="released_no_update",
            operation=pgtrigger.Update,
            when=pgtrigger.Before,
            func=f"{old} {new} RETURN NEW;",
        ),
        pgtrigger.Trigger(
            name="released_no_delete",
            operation=pgtrigger.Delete,
            when=pgtrigger.Before,
            func=f"{old} RETURN OLD;",
        ),
    ]
