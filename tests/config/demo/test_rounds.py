"""The check-up rounds of the demo years are run as rounds are: planned, listed, billed, closed."""

from collections import Counter

from django.db.models import F, Max, Q

from checkups.models import Checkup, CheckupRound, RosterEntry, RosterPart, RoundState, RoundStep
from checkups.results.reckoning import result_of
from claims.models import Bill, BillLine, BillState, BillStep, Claim, Decision, Finding

LANG_SON_2025 = {
    # code: state, entitled, left by the units, examined
    "round_1": ("closed", 14, 14, 12),
    "round_2": ("closed", 14, 14, 10),
    "doi-tuong-2": ("closed", 56, 56, 37),
    "doi-tuong-3": ("closed", 262, 78, 66),
    "doi-tuong-4": ("running", 1_024, 256, 96),
    "provincial_congress": ("closed", 168, 168, 161),
    "national_congress": ("closed", 10, 10, 10),
}
LAO_CAI_2025 = {
    "lc-dot-1": ("closed", 8_900, 8_690, 7_320),
    "lc-dot-2": ("closed", 4_420, 1_760, 1_340),
}
MANAGED_BY_THE_PROVINCE = "Diện Tỉnh ủy quản lý"


def rounds_of_2025() -> dict[str, CheckupRound]:
    return {each.code: each for each in CheckupRound.objects.filter(year=2025)}


def told_of(each: CheckupRound) -> tuple[str, int, int, int]:
    whole = result_of(each, RosterEntry.objects.all()).whole
    return each.state, each.roster.count(), whole.listed, whole.attended


def bills_of(*rounds: CheckupRound):
    keys = [each.pk for each in rounds]
    return Bill.objects.filter(occasion_kind="checkup_round", occasion_id__in=keys)


def lines_of(each: CheckupRound):
    return BillLine.objects.filter(occasion_kind="checkup_round", occasion_id=each.pk)


def assert_each_examined_once_on_list_and_bill(rounds) -> None:
    for each in rounds:
        facts = set(each.checkups.values_list("pk", flat=True))
        entries = each.roster.filter(attendance="attended")
        assert set(entries.values_list("checkup", flat=True)) == facts
        assert not entries.exclude(
            cadre=F("checkup__cadre"), attended_on=F("checkup__examined_on")
        ).exists()
        billed = Counter(lines_of(each).values_list("fact_kind", "fact_id"))
        assert billed == Counter(("checkup", fact) for fact in facts)
        claimed = Counter(
            Claim.objects.filter(fact_kind="checkup", fact_id__in=facts).values_list(
                "fact_id", flat=True
            )
        )
        assert claimed == Counter(facts)


def assert_turnout_is_who_was_examined(rounds) -> None:
    for each in rounds:
        result = result_of(each, RosterEntry.objects.all())
        shown = Counter()
        for row in result.rows:
            shown[row.group] += row.attended
        groups = Checkup.objects.filter(round=each).values_list("roster_entry__group__name")
        assert +shown == Counter(name for (name,) in groups)
        assert sum(number for _, number in result.absences) == result.whole.absent


def assert_told_in_their_time(rounds) -> None:
    """No step of 2025 says that it was done when the demo was built."""
    ends = RoundStep.objects.filter(round__in=rounds).aggregate(last=Max("done_at"))["last"]
    assert ends.year == 2025
    for each in rounds:
        moments = list(each.steps.values_list("done_at", flat=True))
        assert moments == sorted(moments)
        assert each.plan_file.attached_at.date() == each.plan_date
        assert moments[0].date() == each.plan_date
        entries = each.roster.aggregate(
            added=Max("added_at"),
            reviewed=Max("reviewed_at"),
            invited=Max("invited_at"),
            marked=Max("marked_at"),
        )
        assert {at.year for at in entries.values() if at} == {2025}
        bills = bills_of(each)
        steps = BillStep.objects.filter(bill__in=bills).order_by("bill", "pk")
        told = list(steps.values_list("bill", "done_at"))
        assert told == sorted(told)
        assert not bills.exclude(uploaded_at__year=2025, accepted_at__year=2025).exists()


def test_rounds_of_lang_son_came_to_their_end(demo_year):
    rounds = rounds_of_2025()
    assert {code: told_of(each) for code, each in rounds.items()} == LANG_SON_2025
    assert all(each.plan_number and each.plan_file.size for each in rounds.values())
    assert rounds["doi-tuong-4"].estimate == 256 * 2_000_000


def test_rounds_of_lao_cai_came_to_their_end(lao_cai_year):
    rounds = rounds_of_2025()
    assert {code: told_of(each) for code, each in rounds.items()} == LAO_CAI_2025
    assert {each.plan_number for each in rounds.values()} == {"68/KH-SYT", "128/KH-SYT"}
    [first, second] = (set(rounds[code].groups.values_list("code", flat=True)) for code in rounds)
    assert first ^ second == {"huyen-uy"}


def test_whoever_was_examined_is_on_one_list_and_one_bill(demo_year):
    assert_each_examined_once_on_list_and_bill(rounds_of_2025().values())


def test_so_in_lao_cai(lao_cai_year):
    assert_each_examined_once_on_list_and_bill(rounds_of_2025().values())


def test_turnout_tells_what_the_facts_tell(demo_year):
    assert_turnout_is_who_was_examined(rounds_of_2025().values())


def test_turnout_of_lao_cai_tells_serving_and_retired(lao_cai_year):
    rounds = rounds_of_2025()
    assert_turnout_is_who_was_examined(rounds.values())
    rows = result_of(rounds["lc-dot-2"], RosterEntry.objects.all()).rows
    of_province = [row for row in rows if row.group == MANAGED_BY_THE_PROVINCE]
    assert {row.status for row in of_province} == {"Đương chức", "Nghỉ hưu"}
    assert sum(row.attended for row in of_province) == 560


def test_the_past_is_told_in_its_own_time(demo_year):
    assert_told_in_their_time(rounds_of_2025().values())


def test_the_past_of_lao_cai_is_told_in_its_own_time(lao_cai_year):
    assert_told_in_their_time(rounds_of_2025().values())


def test_units_confirmed_and_another_agreed(demo_year):
    rounds = rounds_of_2025().values()
    assert not RosterPart.objects.unconfirmed().filter(round__in=rounds).exists()
    assert RosterPart.objects.filter(round__in=rounds, stead_reason="").exists()
    for each in rounds:
        assert each.steps.get(action="agree").done_by.username == "lanhdao"


def test_bills_over_the_ceiling_were_decided_and_accepted_by_another(demo_year):
    rounds = rounds_of_2025()
    keys = [each.pk for each in rounds.values()]
    bills = Bill.objects.filter(occasion_kind="checkup_round", occasion_id__in=keys)
    assert set(bills.values_list("state", flat=True)) == {BillState.ACCEPTED}
    assert not bills.filter(accepted_by=F("uploaded_by")).exists()
    over = lines_of(rounds["doi-tuong-2"]).filter(finding=Finding.OVER)
    assert over.count() == 15
    assert set(over.values_list("decision", "owed")) == {(Decision.TAKEN, 10_000_000)}


def test_a_hospital_bills_for_itself_in_lao_cai(lao_cai_year):
    bills = bills_of(*rounds_of_2025().values())
    senders = bills.values_list("uploaded_by__username", flat=True)
    assert set(senders) == {"nhaplieu.lc", "nhaplieu.bv.lc"}
    lines = BillLine.objects.filter(bill__in=bills)
    assert not lines.exclude(Q(finding=Finding.MATCHED) & ~Q(fact_id=None)).exists()


def test_only_group_4_of_lang_son_still_runs(demo_year):
    running = CheckupRound.objects.filter(year=2025, state=RoundState.RUNNING)
    assert [each.code for each in running] == ["doi-tuong-4"]
    assert running.get().roster.kept().filter(attendance="").count() == 256 - 96


# --- Today ----------------------------------------------------------------------------------


def test_a_round_of_this_year_is_under_way(demo_year):
    running = CheckupRound.objects.get(year=2026)
    told = Counter(running.roster.kept().values_list("attendance", flat=True))
    assert told == {"attended": 48, "absent": 7, "": 29}
    assert running.roster.filter(attendance="absent").exclude(second_date=None).exists()
    assert not running.checkups.exists()
    bill = Bill.objects.get(occasion_kind="checkup_round", occasion_id=running.pk)
    assert bill.state == BillState.MATCHED
    findings = Counter(lines_of(running).in_dispute().values_list("finding", flat=True))
    assert findings == {"over": 1, "absent": 1, "twice": 1, "unknown": 1}


def test_the_list_of_next_year_waits_for_some_units(demo_year):
    listed = CheckupRound.objects.get(year=2027)
    assert (listed.state, "giả định" in listed.plan_document) == (RoundState.LISTING, True)
    late = listed.parts.unconfirmed()
    assert 0 < late.count() < listed.parts.count() / 2
    assert late.filter(unit__code="XP-TAMTHANH").exists()
