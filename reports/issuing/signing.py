"""Who signs by what authority: the lines over the signature (NĐ 30/2020/NĐ-CP, Appendix I, 7).

The head of a body signs with the post alone. Others sign for somebody: a deputy for the head
(KT.), an office below for the head (TL.), somebody empowered (TUQ.), the head for a collective
body (TM.); whoever stands in for a post that is vacant signs as Q.
"""

from collections.abc import Sequence

READY: dict[str, tuple[str, ...]] = {
    "head": ("GIÁM ĐỐC",),
    "acting": ("Q. GIÁM ĐỐC",),
    "deputy": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    "by_order": ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
    "empowered": ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG NGHIỆP VỤ Y"),
    "committee": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "committee_deputy": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
}
FOR_SOMEBODY = ("TM.", "KT.", "TL.", "TUQ.")
MOST_LINES = 3


def signing_objection(lines: Sequence[str]) -> str:
    """Why these lines can't stand over a signature; "" when they can."""
    if not lines:
        return "Chưa ghi chức vụ người ký."
    if len(lines) > MOST_LINES:
        return f"Quyền hạn, chức vụ người ký có nhiều nhất {MOST_LINES} dòng."
    for place, line in enumerate(lines):
        if line != line.upper():
            return f"Dòng “{line}” phải viết in hoa: {line.upper()}."
        sign = next((sign for sign in FOR_SOMEBODY if line.startswith(sign)), "")
        if sign and line == sign:
            return f"Sau {sign} phải ghi ký thay, ký cho ai."
        if sign == "TM." and place:
            return "TM. (thay mặt tập thể) phải ở dòng đầu tiên."
        if sign and place == len(lines) - 1:
            return f"Sau dòng “{line}” phải có dòng chức vụ của người ký."
        if not sign and place < len(lines) - 1:
            return f"Dòng “{line}” thiếu KT., TL., TUQ. hoặc TM. ở đầu: ký thay ai?"
        if sign == "KT." and not lines[place + 1].startswith("PHÓ "):
            return "Ký thay (KT.) là cấp phó: dòng sau phải bắt đầu bằng PHÓ."
    return ""
