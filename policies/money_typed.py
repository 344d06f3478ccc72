"""Money as it is typed or pasted into a sheet: understood for certain, or refused."""

import re

from django.core.exceptions import ValidationError

from config.fields import MOST_MONEY

CURRENCY = re.compile(r"\s*(?:đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)
PLAIN = re.compile(r"[1-9]\d*")
GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
WITH_COMMA = re.compile(r"\d[\d.]*,[\d,]*")
LEAST = 1_000


def money_typed(typed: str) -> int:
    """Whole đồng for ``190.000``, ``190000``, ``190 000`` or ``190.000 đ``; never a guess.

    Raises ``ValidationError`` with what is unclear and how to write it.
    """
    text = " ".join(typed.replace("\u00a0", " ").split())
    digits = CURRENCY.sub("", text)
    if WITH_COMMA.fullmatch(digits):
        raise ValidationError(
            f"“{text}”: dấu phẩy có thể là phần nghìn hoặc phần lẻ. Hãy gõ bằng dấu chấm, ví dụ "
            "190.000."
        )
    if not any(way.fullmatch(digits) for way in (PLAIN, GROUPED, SPACED)):
        raise ValidationError(_unclear(text, digits))
    amount = int(re.sub(r"[. ]", "", digits))
    if amount < LEAST:
        raise ValidationError(
            f"“{text}” chỉ là {amount} đồng. Nếu là nghìn đồng, hãy gõ đủ số 0, ví dụ 190.000."
        )
    if amount > MOST_MONEY:
        raise ValidationError(f"“{text}” lớn hơn một nghìn tỷ đồng.")
    return amount


def _unclear(text: str, digits: str) -> str:
    if digits in ("-", "–", "0"):
        return f"“{text}”: nếu không có mức thì để trống ô này."
    if re.fullmatch(r"-.*", digits):
        return f"“{text}”: số tiền không được âm."
    return f"“{text}” không đọc được thành số tiền. Hãy gõ số đồng tròn, ví dụ 190.000."
