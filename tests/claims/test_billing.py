"""Matching a bill, purely: who each line is about, what is wrong with it, who is missing."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.billing.identifying import Line, Person
from claims.billing.matching import Allowed, match
from claims.billing.pricing import Price
from claims.models import Finding

BEGINS, ENDS = date(2026, 5, 4), date(2026, 5, 29)
BORN = date(1960, 3, 5)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def person(cadre: int = 1, name: str = "hoang van mau", **fields) -> Person:
    given = {
        "shown": name.title(),
        "born": BORN,
        "citizen_hash": f"cccd-{cadre}",
        "insurance": f"bhyt-{cadre}",
        "cards": (f"the-{cadre}",),
        "listed": True,
        "attended": True,
        "day": date(2026, 5, 12),
    }
    return Person(cadre=cadre, name=name, **given | fields)


def line(row: int = 2, **fields) -> Line:
    given = {"name": "hoang van mau", "born": BORN, "amount": 2_000_000}
    return Line(row=row, **given | fields)


def matched(lines, people, *, allowed=2_000_000, refusal="", chosen=None, price=None):
    def ask(asked):
        return {each.line.row: Allowed(0 if refusal else allowed, refusal) for each in asked}

    days = {"begins_on": BEGINS, "ends_on": ENDS}
    return match(lines, people, ask=ask, price=price, chosen=chosen, **days)


def only(lines, people, **options):
    [found] = matched(lines, people, **options).found
    return found


def test_name_and_day_of_birth_are_enough_when_only_one_fits():
    found = only([line()], [person()])
    assert (found.finding, found.cadre, found.day) == (Finding.MATCHED, 1, date(2026, 5, 12))
    assert found.owed == 2_000_000


def test_the_year_of_birth_is_enough_when_only_one_fits():
    assert only([line(born=1960)], [person(), person(2, born=date(1961, 3, 5))]).cadre == 1


def test_two_people_of_one_name_and_year_are_told_not_guessed():
    found = only([line(born=1960)], [person(), person(2, born=date(1960, 9, 9))])
    assert found.finding == Finding.AMBIGUOUS
    assert found.candidates == (1, 2)


def test_a_name_alone_names_nobody():
    found = only([line(born=None)], [person()])
    assert (found.finding, found.candidates) == (Finding.AMBIGUOUS, (1,))


def test_papers_come_before_names():
    people = [person(), person(2, born=BORN)]
    for paper in ({"citizen_hash": "cccd-2"}, {"insurance": "bhyt-2"}, {"card": "the-2"}):
        assert only([line(**paper)], people).cadre == 2


def test_papers_of_two_people_on_one_line_are_told():
    found = only([line(citizen_hash="cccd-1", card="the-2")], [person(), person(2)])
    assert (found.finding, found.candidates) == (Finding.AMBIGUOUS, (1, 2))


def test_somebody_elses_paper_under_another_name_is_told():
    people = [person(), person(2, name="luong thi sai")]
    found = only([line(citizen_hash="cccd-2")], people)
    assert found.finding == Finding.AMBIGUOUS
    assert found.candidates == (1, 2)
    assert "Luong Thi Sai" in found.told[0]


def test_nobody_is_found_for_a_stranger():
    assert only([line(name="nguoi la")], [person()]).finding == Finding.UNKNOWN


def test_whoever_is_not_on_the_list_or_not_there_is_told():
    assert only([line(day=BEGINS)], [person(listed=False)]).finding == Finding.EXTRA
    for mark in (None, False):
        assert only([line(day=BEGINS)], [person(attended=mark)]).finding == Finding.ABSENT


def test_the_second_line_of_a_person_is_told_with_the_row_of_the_first():
    found = matched([line(2), line(3, citizen_hash="cccd-1")], [person()]).found
    assert [each.finding for each in found] == [Finding.MATCHED, Finding.TWICE]
    assert "dòng 2" in found[1].told[0]


def test_whoever_stands_on_another_bill_is_told():
    found = only([line()], [person(billed="Người này đã có ở bảng kê số 7.")])
    assert (found.finding, found.told) == (Finding.BILLED, ["Người này đã có ở bảng kê số 7."])


def test_more_than_the_law_pays_is_told_with_the_difference():
    found = only([line(amount=2_500_000)], [person()])
    assert (found.finding, found.owed) == (Finding.OVER, 2_000_000)
    assert "500.000 đồng" in found.told[0]


def test_what_the_law_refuses_is_told_in_its_words():
    found = only([line()], [person()], refusal="Đã hưởng đủ một lần trong năm.")
    assert found.finding == Finding.NOTHING
    assert found.told == ["Đã hưởng đủ một lần trong năm."]


def test_a_day_outside_the_round_is_wrong_unless_it_is_the_one_marked():
    late = ENDS + timedelta(days=7)
    assert only([line(day=late)], [person()]).finding == Finding.WRONG
    assert only([line(day=late)], [person(day=late)]).finding == Finding.MATCHED
    assert only([line()], [person(day=None)]).finding == Finding.WRONG


def test_days_other_than_those_marked_are_told():
    found = only([line(days=9)], [person(days=7)])
    assert found.told == ["Bảng kê ghi 9 ngày, điểm danh 7 ngày."]
    assert only([line(days=7)], [person(days=7)]).told == []


def test_another_price_than_the_contract_is_told_with_both_numbers():
    by_day = Price(a_day=400_000)
    found = only([line(days=5)], [person()], price=by_day)
    assert (found.finding, found.stands) == (Finding.MATCHED, True)
    for amount, way in ((1_900_000, "thấp hơn 100.000"), (2_000_000, "")):
        found = only([line(days=5, amount=amount)], [person()], price=by_day)
        assert (found.finding == Finding.PRICE) == bool(way)
        assert way in " ".join(found.told)
    told = only([line(days=4)], [person()], price=by_day).told[0]
    assert "bảng kê 2.000.000 đồng, giá hợp đồng 4 ngày × 400.000 đồng là 1.600.000 đồng" in told
    assert "cao hơn 400.000 đồng" in told


def test_the_days_marked_count_where_the_bill_names_none():
    dear = only([line()], [person(days=4)], price=Price(a_day=400_000))
    assert dear.finding == Finding.PRICE
    # Nobody knows how many days: nothing can be told about a price by the day.
    assert only([line()], [person()], price=Price(a_day=400_000)).finding == Finding.MATCHED


def test_a_package_costs_the_same_however_many_days():
    package = Price(a_stay=2_000_000)
    assert only([line(days=3)], [person()], price=package).finding == Finding.MATCHED
    found = only([line(days=9, amount=1_800_000)], [person()], price=package)
    assert "giá hợp đồng trọn gói 2.000.000 đồng" in found.told[0]


def test_presence_and_the_law_come_before_the_price():
    package = Price(a_stay=1_500_000)
    over = only([line()], [person()], allowed=1_000_000, price=package)
    assert over.finding == Finding.OVER
    absent = only([line()], [person(attended=False)], price=package)
    assert absent.finding == Finding.ABSENT
    for found in (over, absent):
        assert any("Khác giá hợp đồng" in words for words in found.told)


def test_who_came_and_is_on_no_line_is_missing():
    people = [person(), person(2, name="b"), person(3, name="c", attended=False)]
    people.append(person(4, name="d", billed="Đã có bảng kê khác."))
    assert matched([line()], people).missing == (2,)


def test_somebody_chosen_for_a_line_is_not_looked_for_again():
    found = only([line(name="go sai")], [person()], chosen={2: 1})
    assert (found.finding, found.cadre) == (Finding.MATCHED, 1)


names = st.sampled_from(["an", "binh", "chi", "dung"])
births = st.dates(date(1950, 1, 1), date(1952, 12, 31))
persons = st.lists(
    st.builds(
        lambda name, born, listed, attended: {
            "name": name,
            "born": born,
            "listed": listed,
            "attended": attended,
        },
        names,
        births,
        st.booleans(),
        st.sampled_from([True, False, None]),
    ),
    max_size=12,
).map(lambda found: [person(place, **fields) for place, fields in enumerate(found, start=1)])
rows = st.lists(
    st.builds(
        Line,
        row=st.just(0),
        name=names,
        born=st.one_of(births, st.integers(1950, 1952), st.none()),
        citizen_hash=st.sampled_from(["", "", *(f"cccd-{n}" for n in range(1, 13))]),
        card=st.sampled_from(["", "", *(f"the-{n}" for n in range(1, 13))]),
        day=st.one_of(st.none(), st.dates(BEGINS - timedelta(3), ENDS + timedelta(3))),
        amount=st.integers(0, 4_000_000),
    ),
    max_size=20,
).map(lambda found: [replace(each, row=row) for row, each in enumerate(found, start=2)])


@unhurried
@given(rows, persons)
def test_every_line_comes_out_once_and_nobody_is_paid_twice(lines, people):
    outcome = matched(lines, people)
    assert [each.line for each in outcome.found] == lines
    assert outcome.billed == sum(each.amount for each in lines)
    standing = [each.cadre for each in outcome.found if each.stands]
    assert None not in standing
    assert len(standing) == len(set(standing))


@unhurried
@given(rows, persons)
def test_what_stands_was_there_on_a_day_of_the_round_and_within_the_law(lines, people):
    known = {each.cadre: each for each in people}
    for each in matched(lines, people).found:
        assert each.stands or each.told, "a line that doesn't match says why"
        if each.stands:
            found = known[each.cadre]
            assert found.listed
            assert found.attended
            assert each.day == found.day or BEGINS <= each.day <= ENDS
            assert each.line.amount <= each.owed


@unhurried
@given(rows, persons)
def test_whoever_came_is_on_a_line_or_missing_never_both(lines, people):
    outcome = matched(lines, people)
    on_lines = {each.cadre for each in outcome.found if each.cadre}
    came = {each.cadre for each in people if each.attended}
    assert set(outcome.missing) == came - on_lines


@unhurried
@given(rows, persons, st.randoms())
def test_the_order_of_the_people_makes_no_difference(lines, people, random):
    shuffled = list(people)
    random.shuffle(shuffled)
    one, other = matched(lines, people), matched(lines, shuffled)
    assert [(each.finding, each.cadre) for each in one.found] == [
        (each.finding, each.cadre) for each in other.found
    ]
