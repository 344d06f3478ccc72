"""What the database refuses of a trip: steps out of order, and anything once it is over."""

# A closed or cancelled trip stays as it is; its life goes one step on, or back for a reason
# (``TripStep``). Nobody is left on a cancelled one.
STEP_BY_STEP = """
IF OLD.state = NEW.state THEN
    IF OLD.state IN ('closed', 'cancelled') AND to_jsonb(OLD) <> to_jsonb(NEW) THEN
        RAISE EXCEPTION 'Đoàn % đã kết thúc hoặc đã hủy, không sửa được.', OLD.code
            USING ERRCODE = 'restrict_violation';
    END IF;
ELSIF (OLD.state, NEW.state) NOT IN (
    ('planned', 'open'), ('open', 'planned'), ('open', 'away'), ('away', 'open'),
    ('away', 'closed'), ('closed', 'away'), ('planned', 'cancelled'), ('open', 'cancelled')
) THEN
    RAISE EXCEPTION 'Đoàn không chuyển từ % sang % được.', OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation';
ELSIF NEW.state = 'cancelled' AND (
    EXISTS (
        SELECT 1 FROM convalescence_seat s
        WHERE s.trip_id = NEW.id AND s.given_up_at IS NULL
    ) OR EXISTS (
        SELECT 1 FROM convalescence_participation p
        WHERE p.trip_id = NEW.id AND p.cancelled_at IS NULL
    )
) THEN
    RAISE EXCEPTION 'Đoàn % còn người có tên hoặc đã ghi lượt đi, không hủy được.', NEW.code
        USING ERRCODE = 'restrict_violation';
END IF;
IF NEW.quota < OLD.quota AND NEW.quota < (
    SELECT count(*) FROM convalescence_seat s
    WHERE s.trip_id = NEW.id AND s.given_up_at IS NULL
) THEN
    RAISE EXCEPTION 'Đoàn % đã có nhiều người hơn chỉ tiêu mới.', NEW.code
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

# The seats keep the days of their trip, so that the database can refuse two trips at once.
SEATS_FOLLOW = """
UPDATE convalescence_seat SET begins_on = NEW.begins_on, ends_on = NEW.ends_on
WHERE trip_id = NEW.id;
RETURN NULL;
"""

# Whoever went can't be added to, changed in or taken from a trip that is settled or cancelled.
CLOSED_TO_PARTICIPATIONS = """
IF EXISTS (
    SELECT 1 FROM (
        SELECT t.state FROM convalescence_trip t WHERE t.id = NEW.trip_id FOR SHARE
    ) trip WHERE trip.state IN ('closed', 'cancelled')
) THEN
    RAISE EXCEPTION 'Đoàn đã kết thúc hoặc đã hủy, không ghi thêm hoặc sửa người đi được.'
        USING ERRCODE = 'restrict_violation';
END IF;
RETURN NEW;
"""
