"""What is wrong with each line of a bill, held against who came and what the law pays.

Pure: no database, no clock.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from claims.billing.identifying import Found, Index, Line, Person, all_identified
from claims.billing.pricing import Price
from claims.models.bill import Finding
from config.formatting import date_short, money

PAYABLE = (Finding.MATCHED, Finding.ABSENT, Finding.EXTRA)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the law pays for a line in đồng; ``refusal`` why it pays nothing, "" if it does."""

    amount: int
    refusal: str = ""


type Ask = Callable[[Sequence[Found]], Mapping[int, Allowed]]


@dataclass(frozen=True, slots=True)
class Match:
    """Every line in its order, and who came and is not on the bill."""

    found: tuple[Found, ...]
    missing: tuple[int, ...]

    @property
    def billed(self) -> int:
        """Đồng of all lines."""
        return sum(each.line.amount for each in self.found)


def match(
    lines: Sequence[Line],
    people: Iterable[Person],
    *,
    ask: Ask,
    begins_on: date,
    ends_on: date,
    price: Price | None = None,
    chosen: Mapping[int, int] | None = None,
) -> Match:
    """Find out about every line.

    ``ask`` tells what the law pays for lines whose person is known, by row; ``price`` is what the
    contract names. ``chosen`` are people that somebody chose for a row: they are not looked for
    again.
    """
    known = Index(people)
    found = all_identified(lines, known, chosen or {})
    for each in found:
        if each.finding == Finding.MATCHED:
            _compare(each, known.of[each.cadre], begins_on, ends_on)  # type: ignore[index]
    asked = [each for each in found if each.finding in PAYABLE]
    _judge_money(asked, ask(asked) if asked else {})
    if price:
        _judge_price(asked, price)
    return Match(tuple(found), missing(known.of.values(), _on_bill(found)))


def missing(people: Iterable[Person], on_bill: Collection[int]) -> tuple[int, ...]:
    """Who came and is paid for nowhere: what the facility forgot."""
    return tuple(
        person.cadre
        for person in people
        if person.attended and not person.billed and person.cadre not in on_bill
    )


def _on_bill(found: Iterable[Found]) -> set[int]:
    return {each.cadre for each in found if each.cadre is not None}


def _compare(each: Found, person: Person, begins_on: date, ends_on: date) -> None:
    """Line against what is known of the person's part in it; the gravest comes first."""
    if person.billed:
        each.finding = Finding.BILLED
        each.told.insert(0, person.billed)
    elif each.day is None:
        each.finding = Finding.WRONG
        each.told.insert(0, "Bảng kê không ghi ngày, và chưa ai ghi ngày có mặt của người này.")
    elif each.day != person.day and not begins_on <= each.day <= ends_on:
        each.finding = Finding.WRONG
        each.told.insert(
            0,
            f"Ngày {date_short(each.day)} ngoài thời gian của đợt "
            f"({date_short(begins_on)} – {date_short(ends_on)}).",
        )
    elif not person.listed:
        each.finding = Finding.EXTRA
        each.told.insert(0, "Người này không có trong danh sách của đợt.")
    elif not person.attended:
        each.finding = Finding.ABSENT
        marked = "đã được ghi vắng mặt" if person.attended is False else "chưa được điểm danh"
        each.told.insert(0, f"Người này {marked}.")
    if person.days is not None and each.line.days not in (None, person.days):
        each.told.append(f"Bảng kê ghi {each.line.days} ngày, điểm danh {person.days} ngày.")


def _judge_money(asked: Iterable[Found], allowed: Mapping[int, Allowed]) -> None:
    for each in asked:
        answer, billed = allowed[each.line.row], each.line.amount
        each.owed = answer.amount
        if answer.refusal:
            _worsen(each, Finding.NOTHING, answer.refusal)
        elif billed > answer.amount:
            _worsen(
                each,
                Finding.OVER,
                f"Đề nghị {money(billed)} đồng, văn bản chi {money(answer.amount)} đồng; "
                f"phần {money(billed - answer.amount)} đồng không được thanh toán.",
            )
        elif billed < answer.amount:
            each.told.append(f"Văn bản chi theo mức {money(answer.amount)} đồng.")


def _judge_price(asked: Iterable[Found], price: Price) -> None:
    for each in asked:
        if told := price.objection(each.line.amount, each.days):
            _worsen(each, Finding.PRICE, told)


def _worsen(each: Found, finding: Finding, told: str) -> None:
    """Money comes after presence: who wasn't there isn't asked about the sum first."""
    if each.finding == Finding.MATCHED:
        each.finding = finding
        each.told.insert(0, told)
    else:
        each.told.append(told)
