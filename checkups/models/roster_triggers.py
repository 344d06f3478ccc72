"""What the database refuses of the list of a round, whoever writes it."""

import pgtrigger

# The round is held: who closes it waits for whoever marks attendance just now, and the other way.
ROSTER_OF_AN_OPEN_ROUND = """
SELECT r.state INTO its_state FROM checkups_checkupround r
    WHERE r.id = COALESCE(NEW.round_id, OLD.round_id) FOR SHARE;
IF its_state = 'closed'{unless} THEN
    RAISE EXCEPTION 'Đợt khám đã kết thúc, không sửa danh sách khám được.'
        USING ERRCODE = 'restrict_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""

WITHIN_ITS_DAYS = """
SELECT r.begins_on, r.ends_on INTO first_day, last_day
    FROM checkups_checkupround r WHERE r.id = NEW.round_id;
IF NEW.attended_on IS NOT NULL AND NEW.attended_on IS DISTINCT FROM NEW.second_date
    AND NEW.attended_on NOT BETWEEN first_day AND last_day THEN
    RAISE EXCEPTION 'Ngày khám phải trong thời gian của đợt khám hoặc đúng ngày hẹn lần hai.'
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.appointed_on NOT BETWEEN first_day AND last_day THEN
    RAISE EXCEPTION 'Ngày hẹn khám phải trong thời gian của đợt khám.'
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.second_date < first_day THEN
    RAISE EXCEPTION 'Ngày hẹn lần hai phải từ ngày đầu của đợt khám trở đi.'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


def at_a_place_of_the_round(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """Refuse a place the plan doesn't name, where it names any; looked at once a statement."""
    moved = ""
    if operation is not pgtrigger.Insert:
        moved = (
            " JOIN old_rows o ON o.id = n.id"
            " AND (o.facility_id, o.round_id) IS DISTINCT FROM (n.facility_id, n.round_id)"
        )
    return pgtrigger.Trigger(
        name=f"roster_entry_{name}_at_a_place_of_its_round",
        operation=operation,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(old="old_rows" if moved else None, new="new_rows"),
        func=(
            f"IF EXISTS (SELECT 1 FROM new_rows n{moved} WHERE n.facility_id IS NOT NULL"
            " AND EXISTS (SELECT 1 FROM checkups_roundfacility f WHERE f.round_id = n.round_id)"
            " AND NOT EXISTS (SELECT 1 FROM checkups_roundfacility f"
            " WHERE f.round_id = n.round_id AND f.facility_id = n.facility_id)) THEN"
            " RAISE EXCEPTION 'Nơi khám phải là một cơ sở khám của đợt khám.'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
        ),
    )


# Whose health records become a state secret loses that they were ill, also where all else is fixed.
ILLNESS_IS_ERASED = """ AND NOT (TG_OP = 'UPDATE' AND OLD.absence_reason = 'in_hospital'
    AND NEW.absence_reason = 'other'
    AND to_jsonb(NEW) - ARRAY['absence_reason', 'absence_note', 'version']
    = to_jsonb(OLD) - ARRAY['absence_reason', 'absence_note', 'version'])"""


def of_an_open_round(name: str, unless: str = "") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("its_state", "TEXT")],
        func=ROSTER_OF_AN_OPEN_ROUND.replace("{unless}", unless),
    )
