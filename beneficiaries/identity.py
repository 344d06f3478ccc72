"""What a citizen ID, an insurance number and the QR of a citizen card say about a person.

Pure functions. Sources: the make-up of the 12 digits (Law on Citizen Identification, circular
59/2021/TT-BCA), the 10, 12 or 15 characters of a health-insurance number (QĐ 1351/QĐ-BHXH,
QĐ 1666/QĐ-BHXH and the change to the citizen ID on 1/8/2025). The first three digits name the
place of *birth registration* in codes of the old provinces: they are never checked.
"""

import re
from dataclasses import dataclass
from datetime import date

from config.names import tidy

CITIZEN_ID = re.compile(r"\d{12}", re.ASCII)
OLD_IDENTITY_CARD = re.compile(r"\d{9}", re.ASCII)
INSURANCE_NUMBER = re.compile(r"\d{10}|\d{12}|[A-Z]{2}[1-5]\d{12}", re.ASCII)
INSURANCE_FORM = "cần 10 số, 12 số, hoặc 15 ký tự (2 chữ, 13 số)"
FIRST_CENTURY = 1900
SEX_WORDS = {"nam": "male", "nữ": "female", "nu": "female"}
WORDS_OF_SEX = {"male": "Nam", "female": "Nữ"}


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """What the QR of a citizen card holds."""

    citizen_id: str
    old_number: str
    full_name: str
    birth_date: date
    sex: str
    address: str
    issued_on: date | None


def compact(text: str) -> str:
    """A number without the spaces and dots by which people group it, letters upper-cased."""
    return re.sub(r"[\s.\-]", "", text).upper()


def citizen_id_fault(citizen_id: str, *, sex: str | None, birth_date: date | None) -> str:
    """Why the number can't be this person's; "" when nothing speaks against it.

    The fourth digit tells century and sex, the fifth and sixth the year of birth. What isn't
    known (None) isn't compared. The sentence starts in lower case and has no full stop.
    """
    if not CITIZEN_ID.fullmatch(citizen_id):
        return f"số CCCD gồm đúng 12 chữ số, đang có {len(citizen_id)} ký tự"
    year, of_sex = born_and_sex(citizen_id)
    if birth_date is not None and birth_date.year != year:
        return (
            f"số CCCD này là của người sinh năm {year}, không khớp ngày sinh {birth_date:%d/%m/%Y}"
        )
    if sex is not None and sex != of_sex:
        return (
            f"số CCCD này là của {WORDS_OF_SEX[of_sex].lower()}, "
            f"không khớp giới tính {WORDS_OF_SEX[sex].lower()}"
        )
    return ""


def born_and_sex(citizen_id: str) -> tuple[int, str]:
    """Year of birth and sex that twelve digits tell."""
    century_and_sex = int(citizen_id[3])
    year = FIRST_CENTURY + 100 * (century_and_sex // 2) + int(citizen_id[4:6])
    return year, "female" if century_and_sex % 2 else "male"


def insurance_number_fault(number: str) -> str:
    """Why this is no health-insurance number; "" when it has one of the three forms."""
    return "" if INSURANCE_NUMBER.fullmatch(number) else INSURANCE_FORM


def parse_citizen_qr(text: str) -> CitizenCard | None:
    """The card behind ``số|số cũ|họ tên|ngày sinh|giới tính|địa chỉ|ngày cấp``; None if none."""
    parts = [tidy(part) for part in text.strip().split("|")]
    if len(parts) < 6 or not CITIZEN_ID.fullmatch(parts[0]):
        return None
    birth_date = _packed_day(parts[3])
    sex = SEX_WORDS.get(parts[4].lower())
    if birth_date is None or sex is None or not parts[2]:
        return None
    return CitizenCard(
        citizen_id=parts[0],
        old_number=parts[1],
        full_name=parts[2],
        birth_date=birth_date,
        sex=sex,
        address=parts[5],
        issued_on=_packed_day(parts[6]) if len(parts) > 6 else None,
    )


def parse_day(text: str) -> date | None:
    """A day typed as dd/mm/yyyy, dd-mm-yyyy or dd.mm.yyyy; None when it is none."""
    found = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text.strip(), re.ASCII)
    return _day(found[3], found[2], found[1]) if found else None


def _packed_day(text: str) -> date | None:
    """Day as the card has it: ddmmyyyy, or with strokes."""
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        return _day(text[4:], text[2:4], text[:2])
    return parse_day(text)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
