"""What the database refuses of a list: full trips and rooms, mixed rooms, days outside, ends."""

# One statement that both tables share: may this person sleep in this room?
ROOM_FITS = """
IF NEW.room <> '' THEN
    SELECT count(*),
        coalesce(bool_or(o.sex <> own_sex AND NOT (o.as_couple AND NEW.as_couple)), false)
    INTO others, mixed
    FROM (
        SELECT c.sex, s.as_couple FROM convalescence_seat s
        JOIN beneficiaries_cadre c ON c.id = s.cadre_id
        WHERE s.trip_id = NEW.trip_id AND s.room = NEW.room AND s.given_up_at IS NULL
            AND NOT (TG_TABLE_NAME = 'convalescence_seat' AND s.id = NEW.id)
        UNION ALL
        SELECT p.sex, p.as_couple FROM convalescence_companion p
        WHERE p.trip_id = NEW.trip_id AND p.room = NEW.room
            AND NOT (TG_TABLE_NAME = 'convalescence_companion' AND p.id = NEW.id)
    ) o;
    IF others >= the_trip.room_size THEN
        RAISE EXCEPTION 'Phòng % đã đủ % người.', NEW.room, the_trip.room_size
            USING ERRCODE = 'check_violation';
    END IF;
    IF mixed THEN
        RAISE EXCEPTION 'Phòng % có cả nam và nữ mà không phải vợ chồng.', NEW.room
            USING ERRCODE = 'check_violation';
    END IF;
END IF;
"""

OPEN_TRIP = """
SELECT * INTO the_trip FROM convalescence_trip t WHERE t.id = NEW.trip_id FOR NO KEY UPDATE;
IF the_trip.state IN ('closed', 'cancelled') THEN
    RAISE EXCEPTION 'Đoàn % đã kết thúc hoặc đã hủy, không sửa danh sách được.', the_trip.code
        USING ERRCODE = 'restrict_violation';
END IF;
"""

SEAT_FITS = f"""
{OPEN_TRIP}
NEW.begins_on := the_trip.begins_on;
NEW.ends_on := the_trip.ends_on;
IF NEW.given_up_at IS NOT NULL THEN
    NEW.room_note := '';
    RETURN NEW;
END IF;
IF TG_OP = 'INSERT' OR OLD.given_up_at IS NOT NULL THEN
    SELECT count(*) INTO others FROM (
        SELECT s.cadre_id FROM convalescence_seat s
        WHERE s.trip_id = NEW.trip_id AND s.given_up_at IS NULL
        UNION
        SELECT p.cadre_id FROM convalescence_participation p
        WHERE p.trip_id = NEW.trip_id AND p.cancelled_at IS NULL
    ) taken WHERE taken.cadre_id <> NEW.cadre_id;
    IF others >= the_trip.quota THEN
        RAISE EXCEPTION 'Đoàn % đã đủ % người theo chỉ tiêu.', the_trip.code, the_trip.quota
            USING ERRCODE = 'check_violation';
    END IF;
END IF;
IF NEW.room <> '' THEN
    SELECT c.sex INTO own_sex FROM beneficiaries_cadre c WHERE c.id = NEW.cadre_id;
    NEW.room_note := '';
END IF;
{ROOM_FITS}
RETURN NEW;
"""

COMPANION_FITS = f"""
{OPEN_TRIP}
own_sex := NEW.sex;
{ROOM_FITS}
RETURN NEW;
"""

DECLARED = [
    ("the_trip", "convalescence_trip%ROWTYPE"),
    ("others", "INTEGER"),
    ("mixed", "BOOLEAN"),
    ("own_sex", "TEXT"),
]

# A sex corrected later makes a room mixed: then the person has to be given another. Whoever
# corrects it, one by one or thousands at once, isn't kept from it; the trip's page tells. The trips
# are held first, so that nobody is put into the room meanwhile; whoever gives rooms holds the trip
# and not the people, or the two would wait for each other.
ROOM_IS_LEFT = """
PERFORM 1 FROM convalescence_trip t WHERE t.id IN (
    SELECT s.trip_id FROM convalescence_seat s WHERE s.cadre_id = NEW.id AND s.given_up_at IS NULL
) AND t.state NOT IN ('closed', 'cancelled') ORDER BY t.id FOR NO KEY UPDATE;
UPDATE convalescence_seat own SET room = '', as_couple = false, room_note = format(
    'Đã bỏ khỏi phòng %s vì giới tính vừa được sửa; hãy xếp lại phòng.', own.room)
FROM convalescence_trip t
WHERE own.cadre_id = NEW.id AND own.given_up_at IS NULL AND own.room <> ''
AND t.id = own.trip_id AND t.state NOT IN ('closed', 'cancelled')
AND EXISTS (
    SELECT 1 FROM (
        SELECT c.sex, s.as_couple FROM convalescence_seat s
        JOIN beneficiaries_cadre c ON c.id = s.cadre_id
        WHERE s.trip_id = own.trip_id AND s.room = own.room AND s.given_up_at IS NULL
            AND s.id <> own.id
        UNION ALL
        SELECT p.sex, p.as_couple FROM convalescence_companion p
        WHERE p.trip_id = own.trip_id AND p.room = own.room
    ) o WHERE o.sex <> NEW.sex AND NOT (o.as_couple AND own.as_couple)
);
RETURN NULL;
"""

# The trip is held for reading: it can't be closed while somebody marks who is there.
DAY_FITS = """
SELECT t.state, s.begins_on, coalesce(s.left_on, s.ends_on) AS ends_on, s.given_up_at
INTO the_seat
FROM convalescence_seat s JOIN convalescence_trip t ON t.id = s.trip_id
WHERE s.id = NEW.seat_id FOR SHARE OF t;
IF the_seat.state IN ('closed', 'cancelled') THEN
    RAISE EXCEPTION 'Đoàn đã kết thúc hoặc đã hủy, không điểm danh được nữa.'
        USING ERRCODE = 'restrict_violation';
END IF;
IF NEW.present AND (
    the_seat.given_up_at IS NOT NULL OR NEW.day NOT BETWEEN the_seat.begins_on AND the_seat.ends_on
) THEN
    RAISE EXCEPTION 'Ngày % ngoài những ngày người này đi cùng đoàn.', NEW.day
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
