"""What the database itself refuses of the list of a plan, whoever writes."""

import pgtrigger

# What an agreed list consists of; changed only together with a new step.
AGREED_FIELDS = ("standing", "form", "quota_id", "replaces_id", "position", "cadre_id", "group_id")
_changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in AGREED_FIELDS)
_STATE = "(SELECT p.state FROM convalescence_yearplan p WHERE p.id = {row}.plan_id)"


# The quotas are locked before counting: of two at once the second waits and sees.
WITHIN_THE_QUOTAS = """
PERFORM 1 FROM convalescence_quota t
    WHERE t.id IN (SELECT n.quota_id FROM new_rows n WHERE n.standing = 'chosen')
    ORDER BY t.id FOR UPDATE;
IF EXISTS (SELECT 1 FROM new_rows n JOIN convalescence_quota t ON t.id = n.quota_id
    WHERE n.standing = 'chosen'
    AND (t.plan_id <> n.plan_id OR t.form <> n.form OR t.unit_id <> n.unit_id)) THEN
    RAISE EXCEPTION 'Chỉ tiêu này không dành cho hình thức hoặc đơn vị đó.'
        USING ERRCODE = 'check_violation';
END IF;
FOR q IN
    SELECT t.people, t.amount, count(*) AS taken, sum(c.amount) AS spent
    FROM convalescence_quota t
    JOIN convalescence_candidate c ON c.quota_id = t.id AND c.standing = 'chosen'
    WHERE t.id IN (SELECT n.quota_id FROM new_rows n WHERE n.standing = 'chosen')
    GROUP BY t.id ORDER BY t.id
LOOP
    IF q.taken > q.people THEN
        RAISE EXCEPTION 'Chỉ tiêu đã đủ % người.', q.people USING ERRCODE = 'check_violation';
    END IF;
    IF q.spent > q.amount THEN
        RAISE EXCEPTION 'Kinh phí của chỉ tiêu không đủ cho thêm người này.'
            USING ERRCODE = 'check_violation';
    END IF;
END LOOP;
RETURN NULL;
"""


def _within_the_quotas(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """Looked at once a statement: a list of thousands would be counted for each of them."""
    return pgtrigger.Trigger(
        name=f"candidate_is_within_the_quota_{name}",
        operation=operation,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("q", "RECORD")],
        func=WITHIN_THE_QUOTAS,
    )


OF_THE_LIST = [
    _within_the_quotas("when_added", pgtrigger.Insert),
    _within_the_quotas("when_changed", pgtrigger.Update),
    pgtrigger.Trigger(
        name="agreed_list_changes_by_steps",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        declare=[("state", "text"), ("step", "bigint")],
        func=(
            f"IF {_changed} THEN"
            f" state := {_STATE.format(row='OLD')};"
            " IF state = 'closed' THEN RAISE EXCEPTION"
            " 'Kế hoạch đã kết thúc, danh sách không đổi được nữa.'"
            " USING ERRCODE = 'restrict_violation'; END IF;"
            " SELECT COALESCE(max(s.id), 0) INTO step FROM convalescence_candidatestep s"
            " WHERE s.candidate_id = NEW.id;"
            " IF state IN ('agreed', 'running') AND step <= OLD.last_step THEN"
            " RAISE EXCEPTION 'Danh sách đã thống nhất: thay đổi phải ghi lại.'"
            " USING ERRCODE = 'restrict_violation'; END IF;"
            " NEW.last_step := step; END IF; RETURN NEW;"
        ),
    ),
    pgtrigger.Trigger(
        name="agreed_list_takes_nobody_by_itself",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=(
            "IF EXISTS (SELECT 1 FROM new_rows n"
            " JOIN convalescence_yearplan p ON p.id = n.plan_id"
            " WHERE p.state = 'closed' OR (p.state IN ('agreed', 'running')"
            " AND (n.exception = '' OR n.standing <> 'waiting'))) THEN"
            " RAISE EXCEPTION 'Danh sách đã thống nhất, không thêm người được nữa.'"
            " USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;"
        ),
    ),
    pgtrigger.Trigger(
        name="agreed_list_loses_nobody",
        operation=pgtrigger.Delete,
        when=pgtrigger.Before,
        func=(
            f"IF {_STATE.format(row='OLD')} NOT IN ('draft', 'listing') THEN"
            " RAISE EXCEPTION 'Danh sách đã thống nhất, không xóa người được nữa.'"
            " USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;"
        ),
    ),
    pgtrigger.Trigger(
        name="secret_records_hold_no_fitness",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        condition=~pgtrigger.Q(new__fitness="unknown"),
        func=(
            "IF (SELECT c.records_are_secret FROM beneficiaries_cadre c"
            " WHERE c.id = NEW.cadre_id) THEN"
            " RAISE EXCEPTION 'Hồ sơ sức khỏe của người này là bí mật nhà nước:"
            " không ghi kết luận sức khỏe trong phần mềm.'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    ),
]
