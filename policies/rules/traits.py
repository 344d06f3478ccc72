"""The traits that laws name, in words: what each is called, whose it is, and its usual values."""

from collections.abc import Mapping
from typing import NamedTuple

from policies.rules.types import Condition


class Trait(NamedTuple):
    """A trait of the person, or else of the event; ``values`` are codes and words."""

    name: str
    of_person: bool = False
    values: tuple[tuple[str, str], ...] = ()


TRAITS: Mapping[str, Trait] = {
    "employment_status": Trait(
        "tình trạng công tác", True, (("serving", "đương chức"), ("retired", "nghỉ hưu"))
    ),
    "post_tier": Trait("nhóm chức vụ", True),
    "rank": Trait("cấp", True),
    "health_class": Trait("phân loại sức khỏe", True),
    "territory": Trait("địa bàn tỉnh cũ", True),
    "residence_territory": Trait("nơi cư trú trước sáp nhập (tỉnh cũ)", True),
    "residence": Trait("nơi thường trú", True),
    "commune": Trait("xã, phường", True),
    "place": Trait("xã, thôn", True),
    "household": Trait("hộ gia đình", True),
    "ethnicity": Trait("dân tộc", True),
    "self_care": Trait("khả năng tự phục vụ", True),
    "relation": Trait("quan hệ với cán bộ", True),
    "relative_of": Trait("thân nhân của", True),
    "listed_as": Trait("có tên trong danh sách", True),
    "other_allowance": Trait("trợ cấp khác đang hưởng", True),
    "insured_by_others": Trait("thẻ BHYT do nguồn khác hỗ trợ", True),
    "hospital_level": Trait(
        "tuyến bệnh viện",
        values=(
            ("central", "trung ương"),
            ("province", "tỉnh"),
            ("region", "khu vực"),
            ("commune", "xã"),
        ),
    ),
    "variant": Trait("hình thức hoặc vai trò"),
    "disease": Trait("bệnh"),
    "facility": Trait("cơ sở khám bệnh, chữa bệnh"),
    "examining_body": Trait("cơ quan kết luận"),
}
NUMBERS: Mapping[str, str] = {
    "age": "tuổi",
    "age_in_year": "tuổi tính theo năm",
    "party_badge_years": "năm huy hiệu Đảng",
}
AGES = ("age", "age_in_year")  # told by the day of birth
DAY = "day"  # the deciding day itself: nobody has to tell it


def trait_name(trait: str) -> str:
    """``tuyến bệnh viện``; a trait that only one law knows is called as that law spells it."""
    if trait in NUMBERS:
        return NUMBERS[trait]
    return TRAITS[trait].name if trait in TRAITS else trait.replace("_", " ")


def is_of_person(trait: str) -> bool:
    return trait in TRAITS and TRAITS[trait].of_person


def usual_values(trait: str) -> tuple[tuple[str, str], ...]:
    """All the values that a trait may have, in words; () where each law names its own."""
    return TRAITS[trait].values if trait in TRAITS else ()


def value_name(trait: str, value: str) -> str:
    """``nghỉ hưu`` for ``retired``; a value without a word is its own word."""
    return dict(usual_values(trait)).get(value, value)


def offered(condition: Condition) -> tuple[tuple[str, str], ...]:
    """The values that a condition names, in words; the law's own word goes first."""
    if condition.name and len(condition.values) == 1:
        return ((condition.values[0], condition.name),)
    return tuple((value, value_name(condition.trait, value)) for value in condition.values)
