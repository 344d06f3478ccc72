"""The price that a contract names for one person. Pure: no database, no clock."""

from dataclasses import dataclass

from config.formatting import count, money


@dataclass(frozen=True, slots=True)
class Price:
    """Đồng for one person: by the day, or for the whole stay whatever its days."""

    a_day: int | None = None
    a_stay: int | None = None

    def objection(self, amount: int, days: int | None) -> str:
        """How a billed amount differs from the contract; "" when it doesn't or can't be told."""
        if self.a_stay is not None:
            expected, told = self.a_stay, "giá hợp đồng trọn gói"
        elif self.a_day is not None and days is not None:
            expected = self.a_day * days
            told = f"giá hợp đồng {count(days)} ngày × {money(self.a_day)} đồng là"
        else:
            return ""
        if amount == expected:
            return ""
        way = "cao hơn" if amount > expected else "thấp hơn"
        return (
            f"Khác giá hợp đồng: bảng kê {money(amount)} đồng, {told} {money(expected)} đồng; "
            f"{way} {money(abs(amount - expected))} đồng."
        )
