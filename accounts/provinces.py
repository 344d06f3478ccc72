"""The provinces as they were before the mergers of 2025, by the slug that rows keep.

Resolutions of old provinces run on side by side, and an office remembers which one it belonged
to. Nothing is ever reckoned by a name in this table: it only tells codes in words.
"""

from collections.abc import Mapping

OLD_PROVINCES: Mapping[str, str] = {
    "an-giang": "An Giang",
    "ba-ria-vung-tau": "Bà Rịa – Vũng Tàu",
    "bac-giang": "Bắc Giang",
    "bac-kan": "Bắc Kạn",
    "bac-lieu": "Bạc Liêu",
    "bac-ninh": "Bắc Ninh",
    "ben-tre": "Bến Tre",
    "binh-dinh": "Bình Định",
    "binh-duong": "Bình Dương",
    "binh-phuoc": "Bình Phước",
    "binh-thuan": "Bình Thuận",
    "ca-mau": "Cà Mau",
    "can-tho": "Cần Thơ",
    "cao-bang": "Cao Bằng",
    "da-nang": "Đà Nẵng",
    "dak-lak": "Đắk Lắk",
    "dak-nong": "Đắk Nông",
    "dien-bien": "Điện Biên",
    "dong-nai": "Đồng Nai",
    "dong-thap": "Đồng Tháp",
    "gia-lai": "Gia Lai",
    "ha-giang": "Hà Giang",
    "ha-nam": "Hà Nam",
    "ha-noi": "Hà Nội",
    "ha-tinh": "Hà Tĩnh",
    "hai-duong": "Hải Dương",
    "hai-phong": "Hải Phòng",
    "hau-giang": "Hậu Giang",
    "ho-chi-minh": "Hồ Chí Minh",
    "hoa-binh": "Hòa Bình",
    "hue": "Huế",
    "hung-yen": "Hưng Yên",
    "khanh-hoa": "Khánh Hòa",
    "kien-giang": "Kiên Giang",
    "kon-tum": "Kon Tum",
    "lai-chau": "Lai Châu",
    "lam-dong": "Lâm Đồng",
    "lang-son": "Lạng Sơn",
    "lao-cai": "Lào Cai",
    "long-an": "Long An",
    "nam-dinh": "Nam Định",
    "nghe-an": "Nghệ An",
    "ninh-binh": "Ninh Bình",
    "ninh-thuan": "Ninh Thuận",
    "phu-tho": "Phú Thọ",
    "phu-yen": "Phú Yên",
    "quang-binh": "Quảng Bình",
    "quang-nam": "Quảng Nam",
    "quang-ngai": "Quảng Ngãi",
    "quang-ninh": "Quảng Ninh",
    "quang-tri": "Quảng Trị",
    "soc-trang": "Sóc Trăng",
    "son-la": "Sơn La",
    "tay-ninh": "Tây Ninh",
    "thai-binh": "Thái Bình",
    "thai-nguyen": "Thái Nguyên",
    "thanh-hoa": "Thanh Hóa",
    "tien-giang": "Tiền Giang",
    "tra-vinh": "Trà Vinh",
    "tuyen-quang": "Tuyên Quang",
    "vinh-long": "Vĩnh Long",
    "vinh-phuc": "Vĩnh Phúc",
    "yen-bai": "Yên Bái",
}


def province_name(slug: str) -> str:
    """``Lào Cai`` for ``lao-cai``; a slug that is no old province stands for itself."""
    return OLD_PROVINCES.get(slug, slug)


def province_choices(kept: str = "") -> list[tuple[str, str]]:
    """Every old province to choose from, none first; ``kept`` stays even if it is none of them."""
    choices = [("", "Không ghi"), *OLD_PROVINCES.items()]
    return choices if not kept or kept in OLD_PROVINCES else [*choices, (kept, kept)]
